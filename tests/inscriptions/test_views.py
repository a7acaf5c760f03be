from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from courriels.models import Envoi
from evenements.models import Evenement
from inscriptions import actions
from inscriptions.models import Attente, AvisOuverture, Besoins, Consentement, Inscription
from socle import liens
from tests.factories import EvenementFactory, FormuleFactory, InscriptionFactory, RencontreFactory
from tests.inscriptions.aides import inscrire, tout_est_parti

pytestmark = pytest.mark.django_db
SAISIE = {
    "formule": "presentiel",
    "prenom": "Maïlys",
    "nom": "Grondin",
    "email": "mailys.grondin@example.org",
    "structure": "Maison des associations",
    "profil": "association",
    "echelle": "locale",
    "territoire": "04",
    "matin": "on",
    "dejeuner": "on",
    "regime": "sans noix",
    "consentement_besoins": "on",
    "liste": "on",
}


def adresse(evenement):
    return reverse("inscriptions:inscrire", args=[evenement.slug])


def envoyer(client, evenement, **saisie):
    return client.post(adresse(evenement), SAISIE | saisie)


def texte(reponse):
    """The page's words, its no-break spaces made plain."""
    return reponse.text.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ").replace("&#8239;", " ")


def test_a_participant_registers_and_is_sent_to_the_page_that_follows(client):
    evenement = RencontreFactory()

    reponse = envoyer(client, evenement)

    assert reponse.status_code == 303
    assert reponse["Location"].startswith(f"/evenements/{evenement.slug}/inscription/suite/?formule=presentiel&suite=")
    inscription = Inscription.objects.get()
    assert (inscription.etat, inscription.formule.modalite) == ("confirmation", "presentiel")
    assert (inscription.matin, inscription.dejeuner, inscription.apres_midi) == (True, True, False)
    assert (inscription.structure, inscription.echelle) == ("Maison des associations", "locale")
    assert Besoins.objects.get().regime == "sans noix"
    assert set(Consentement.objects.values_list("finalite", flat=True)) == {"liste", "besoins"}
    assert Envoi.objects.get().methode == "REQUEST"


def test_a_webinar_asks_no_formule_and_takes_none_from_a_stale_form(client):
    evenement = EvenementFactory()

    page = client.get(adresse(evenement))
    reponse = envoyer(client, evenement)

    assert 'name="formule"' not in page.text
    assert 'name="dejeuner"' not in page.text
    assert reponse.status_code == 303
    assert Inscription.objects.get().formule.modalite == "distanciel"
    assert not Besoins.objects.exists()


def test_the_form_has_the_fields_of_the_contract_no_token_and_no_cookie(client):
    reponse = client.get(adresse(RencontreFactory()))

    for champ in (
        *("formule", "prenom", "nom", "email", "structure", "profil", "echelle", "territoire"),
        *("matin", "dejeuner", "apres_midi", "besoins_acces", "regime", "consentement_besoins", "lettre", "liste"),
    ):
        assert f'name="{champ}"' in reponse.text
    assert "csrfmiddlewaretoken" not in reponse.text
    assert not reponse.cookies
    assert "Cookie" not in reponse.get("Vary", "")
    for autocomplete in ("given-name", "family-name", "email", "organization"):
        assert f'autocomplete="{autocomplete}"' in reponse.text


def test_a_refused_form_keeps_all_that_was_typed_and_says_what_to_mend(client):
    reponse = envoyer(client, RencontreFactory(), email="mailys.grondin@", profil="", prenom="Maïlys <3")

    assert reponse.status_code == 422
    assert 'value="mailys.grondin@"' in reponse.text
    assert 'value="Maïlys &lt;3"' in reponse.text
    assert 'value="sans noix"' in reponse.text
    assert '<option value="04" selected>' in reponse.text
    assert "Il manque la fin de l’adresse, après le « @ ». Exemple : prenom.nom@example.org" in texte(reponse)
    assert 'href="#id_profil"' in reponse.text
    assert "data-prend-le-foyer" in reponse.text
    assert (Inscription.objects.count(), Envoi.objects.count()) == (0, 0)


@pytest.mark.parametrize("connue", ["active", "en attente", "annulee"])
@pytest.mark.parametrize("complete", [False, True])
def test_the_page_after_is_the_same_byte_for_byte_for_a_new_and_a_known_address(client, connue, complete):
    evenement = RencontreFactory(formules=1 if complete else 50)
    formule = evenement.formules.get(modalite="presentiel")
    if complete:
        inscrire(formule, "premiere@example.org")
    nouvelle = envoyer(client, evenement)
    page_de_la_nouvelle = client.get(nouvelle["Location"])
    if connue == "annulee":
        actions.annuler(Inscription.objects.get(email=SAISIE["email"]))
    elif connue == "active" and complete:
        Attente.objects.update(close_le=timezone.now(), issue="acceptation")

    deja = envoyer(client, evenement, prenom="Autre", nom="Personne")
    page_de_la_connue = client.get(deja["Location"])

    assert (nouvelle.status_code, nouvelle.content) == (deja.status_code, deja.content)
    assert nouvelle["Location"].split("&")[0] == deja["Location"].split("&")[0]
    assert page_de_la_nouvelle.content == page_de_la_connue.content
    assert dict(page_de_la_nouvelle.headers) | {"Expires": ""} == dict(page_de_la_connue.headers) | {"Expires": ""}
    assert "mailys.grondin@example.org" in page_de_la_connue.text


@pytest.mark.parametrize(
    ("etat", "phrase"),
    [("libre", "des places étaient libres"), ("complete", "cette formule était complète")],
)
def test_the_page_after_says_what_the_formule_was_before(client, etat, phrase):
    evenement = RencontreFactory(formules=1)
    if etat == "complete":
        inscrire(evenement.formules.get(modalite="presentiel"), "premiere@example.org")

    page = client.get(envoyer(client, evenement)["Location"])

    assert phrase in page.text
    assert "de 8 h 30 à 17 h 30, heure de Paris" in texte(page)
    assert (f"/evenements/{evenement.slug}/calendrier-presentiel.ics" in page.text) == (etat == "libre")
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")


@pytest.mark.parametrize("suite", ["", "forgee", "x" * 5000, "\x00", "autre"])
def test_the_page_after_tells_an_address_to_nobody_who_did_not_type_it(client, suite):
    evenement, ailleurs = RencontreFactory(), RencontreFactory()
    location = envoyer(client, ailleurs)["Location"]
    valeur = location.partition("suite=")[2] if suite == "autre" else suite

    page = client.get(reverse("inscriptions:suite", args=[evenement.slug]), {"suite": valeur, "formule": "nulle"})

    assert page.status_code == 200
    assert "mailys.grondin@example.org" not in page.text
    assert "Si vous venez de vous inscrire" in page.text


def test_the_page_after_forgets_the_address_within_an_hour(client, time_machine):
    time_machine.move_to(timezone.now())
    evenement = RencontreFactory()
    location = envoyer(client, evenement)["Location"]
    time_machine.shift(timedelta(minutes=61))

    assert "mailys.grondin@example.org" not in client.get(location).text


def test_a_replayed_post_is_one_registration_and_one_mail(client):
    evenement = RencontreFactory()
    statuts = [envoyer(client, evenement).status_code for _ in range(3)]

    assert statuts == [303, 303, 303]
    assert (Inscription.objects.count(), Envoi.objects.count()) == (1, 1)


def test_a_formule_filled_meanwhile_queues_and_the_page_says_so(client):
    evenement = RencontreFactory(formules=1)
    client.get(adresse(evenement))
    inscrire(evenement.formules.get(modalite="presentiel"), "premiere@example.org")

    envoyer(client, evenement)

    assert Inscription.objects.get(email=SAISIE["email"]).etat == "attente"


@pytest.mark.parametrize(
    ("champs", "titre"),
    [
        ({"annule_le": timezone.now(), "annulation_motif": "Grève."}, "Ce rendez-vous est annulé"),
        ({"inscriptions_ferment_le": timezone.now() - timedelta(hours=1)}, "Les inscriptions sont closes"),
        (
            {"inscriptions_ouvrent_le": timezone.now() + timedelta(days=2)},
            "Les inscriptions ne sont pas encore ouvertes",
        ),
        ({"inscriptions_ouvrent_le": None}, "Les inscriptions ne sont pas encore ouvertes"),
        ({"fin_reelle": timezone.now() - timedelta(hours=1), "inscriptions_ferment_le": timezone.now()}, "est passé"),
        ({"precision": "a_preciser", "debut": None, "fin": None}, "Les inscriptions"),
    ],
)
def test_an_event_that_is_not_open_says_why_and_takes_nobody(client, champs, titre):
    evenement = RencontreFactory()
    Evenement.objects.filter(pk=evenement.pk).update(**champs)

    lue, envoyee = client.get(adresse(evenement)), envoyer(client, evenement)

    assert (lue.status_code, envoyee.status_code) == (200, 422)
    assert titre in lue.text
    assert titre in envoyee.text
    assert 'name="prenom"' not in lue.text + envoyee.text
    assert (Inscription.objects.count(), Envoi.objects.count()) == (0, 0)


def test_an_event_without_formule_takes_nobody(client):
    evenement = EvenementFactory(formules=False)

    assert client.get(adresse(evenement)).status_code == 200
    assert envoyer(client, evenement).status_code in {200, 422}
    assert not Inscription.objects.exists()


def test_closed_between_the_page_and_the_lock_comes_back_with_what_was_typed(client, monkeypatch):
    evenement = RencontreFactory()

    def refuser(*_, **__):
        raise actions.InscriptionImpossible("Les inscriptions sont closes.")

    monkeypatch.setattr(actions, "inscrire", refuser)
    reponse = envoyer(client, evenement)

    assert reponse.status_code == 422
    assert "Les inscriptions sont closes." in reponse.text
    assert 'value="mailys.grondin@example.org"' in reponse.text


def test_a_draft_and_an_unknown_event_are_the_same_french_404(client):
    brouillon = RencontreFactory(publie_le=None)

    for methode in (client.get, client.post):
        for slug in (brouillon.slug, "nulle-part"):
            reponse = methode(f"/evenements/{slug}/inscription/")
            assert reponse.status_code == 404
            assert brouillon.titre not in reponse.text
            assert "Ce chemin ne mène nulle part" in reponse.text


@pytest.mark.parametrize(
    "saisie",
    [
        {"formule": "gratuite"},
        {"formule": "presentiel\x00"},
        {"formule": ["distanciel", "ailleurs"]},
        {"prenom": "x" * 10_000},
        {"nom": "x" * 10_000},
        {"email": "x" * 10_000 + "@example.org"},
        {"email": "a@" + "b" * 250 + ".org"},
        {"email": "mailys\x00@example.org"},
        {"email": "pas une adresse"},
        {"structure": "x" * 10_000},
        {"profil": "x" * 10_000},
        {"echelle": "mondiale"},
        {"territoire": "zz"},
        {"besoins_acces": "x" * 10_000},
        {"besoins_acces": "a\x00b"},
        {"regime": "x" * 10_000},
    ],
)
def test_bad_input_is_refused_beside_its_field(client, saisie):
    reponse = envoyer(client, RencontreFactory(), **saisie)

    assert reponse.status_code == 422
    (champ,) = saisie
    assert f'id="id_{champ}_error"' in reponse.text
    assert not Inscription.objects.exists()


@pytest.mark.parametrize(
    ("corps", "genre", "statut"),
    [
        (b"prenom=%FF%FE&nom=%ED%A0%80&email=%C3", "application/x-www-form-urlencoded", 422),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded; charset=utf-8", 422),
        (b"{}", "application/json", 422),
        (b"n'importe quoi", "multipart/form-data; boundary=x", 422),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n", "multipart/form-data", 400),
        (b"&".join(b"c%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded", 400),
        (b"prenom=" + b"x" * 3_000_000, "application/x-www-form-urlencoded", 400),
    ],
)
def test_a_body_that_is_no_form_is_never_a_breakdown(client, corps, genre, statut):
    reponse = client.post(adresse(RencontreFactory()), corps, content_type=genre)

    assert reponse.status_code == statut
    assert not Inscription.objects.exists()


def test_a_robot_sees_a_success_and_nothing_is_written(client):
    for saisi in ("Robot", "x" * 10_000, "a\x00b"):
        assert envoyer(client, RencontreFactory(), surnom=saisi).status_code == 303

    assert (Inscription.objects.count(), Envoi.objects.count()) == (0, 0)


def test_a_post_from_another_site_is_refused_in_french(client):
    evenement = RencontreFactory()

    reponse = client.post(adresse(evenement), SAISIE, headers={"Sec-Fetch-Site": "cross-site"})

    assert reponse.status_code == 403
    assert "Ce formulaire ne vient pas de notre site" in reponse.text
    assert not Inscription.objects.exists()


def test_too_many_demands_for_one_address_come_back_with_what_was_typed(client):
    for _ in range(10):
        envoyer(client, EvenementFactory())

    reponse = envoyer(client, RencontreFactory())

    assert reponse.status_code == 429
    assert int(reponse["Retry-After"]) > 0
    assert "Trop de demandes sont parties de cette adresse" in reponse.text
    assert 'value="Maison des associations"' in reponse.text
    assert Inscription.objects.count() == 10


def test_too_many_demands_from_one_machine_are_refused_and_another_is_not(client):
    evenement = EvenementFactory()
    for numero in range(100):
        envoyer(client, evenement, email=f"p{numero}@example.org", surnom="")

    assert envoyer(client, evenement).status_code == 429
    assert client.post(adresse(evenement), SAISIE, REMOTE_ADDR="203.0.113.7").status_code == 303


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_form_takes_two_queries_and_one_for_the_workshops_on_site(client, nombre, django_assert_num_queries):
    evenement = EvenementFactory(formules=False)
    for modalite in ("distanciel", "presentiel")[:nombre]:
        FormuleFactory(evenement=evenement, modalite=modalite, capacite=50)
    for numero in range(nombre):
        inscrire(evenement.formules.first(), f"p{numero}@example.org")

    with django_assert_num_queries(2 if nombre == 1 else 3):
        client.get(adresse(evenement))


def requetes_d_un_post(client, django_assert_max_num_queries, deja):
    evenement = RencontreFactory()
    for numero in range(deja):
        inscrire(evenement.formules.get(modalite="presentiel"), f"p{numero}@example.org")
    with django_assert_max_num_queries(80) as requetes:
        assert envoyer(client, evenement, email=f"nouvelle{deja}@example.org").status_code == 303
    return len(requetes)


def test_a_post_costs_the_same_whatever_the_number_of_registrations(client, django_assert_max_num_queries):
    requetes_d_un_post(client, django_assert_max_num_queries, 0)  # warms what is read once a process
    assert requetes_d_un_post(client, django_assert_max_num_queries, 1) == requetes_d_un_post(
        client, django_assert_max_num_queries, 9
    )


def test_the_page_and_the_mail_keep_the_event_s_hours_in_any_active_zone(client, settings):
    settings.TIME_ZONE = "Pacific/Noumea"
    evenement = RencontreFactory()

    page = client.get(adresse(evenement))
    envoyer(client, evenement, territoire="11")

    for heures in ("8 h 30", "17 h 30", "12 h 30"):
        assert heures in texte(page)
    envoi = Envoi.objects.get()
    assert "de 8 h 30 à 17 h 30, heure de Paris" in envoi.texte.replace("\u00a0", " ")
    assert Calendar.from_ical(envoi.calendrier).events[0].start == evenement.debut


def test_places_are_said_in_a_word_never_counted(client):
    evenement = RencontreFactory(formules=50)
    inscrire(evenement.formules.get(modalite="presentiel"))

    page = client.get(adresse(evenement))

    assert "Places disponibles" in page.text
    assert "49" not in page.text.partition("<main")[2].partition("</main>")[0]


def test_asking_to_be_told_answers_the_same_twice(client):
    evenement = RencontreFactory(inscriptions_ouvrent_le=timezone.now() + timedelta(days=2))
    ou = reverse("inscriptions:prevenir", args=[evenement.slug])

    reponses = [client.post(ou, {"email": "Curieuse@example.org"}) for _ in range(2)]

    assert [(r.status_code, r["Location"]) for r in reponses] == [(303, f"{adresse(evenement)}?prevenir=oui")] * 2
    assert "C’est noté" in client.get(reponses[0]["Location"]).text
    assert list(AvisOuverture.objects.values_list("email", flat=True)) == ["curieuse@example.org"]


def test_a_wrong_address_to_be_told_comes_back_beside_its_field(client):
    evenement = RencontreFactory(inscriptions_ouvrent_le=timezone.now() + timedelta(days=2))

    reponse = client.post(reverse("inscriptions:prevenir", args=[evenement.slug]), {"email": "curieuse@"})

    assert reponse.status_code == 422
    assert 'value="curieuse@"' in reponse.text
    assert "Il manque la fin de l’adresse" in reponse.text
    assert not AvisOuverture.objects.exists()


def test_reading_the_page_to_be_told_leads_to_the_form(client):
    evenement = RencontreFactory(inscriptions_ouvrent_le=None)

    reponse = client.get(reverse("inscriptions:prevenir", args=[evenement.slug]))

    assert (reponse.status_code, reponse["Location"]) == (302, f"{adresse(evenement)}#prevenir")


def test_reading_the_cancel_page_changes_nothing_and_posting_acts(client):
    inscription = inscrire(RencontreFactory().formules.get(modalite="presentiel"))
    ou = liens.annuler_mon_inscription(inscription)

    page = client.get(ou)
    inscription.refresh_from_db()
    assert (page.status_code, inscription.etat) == (200, "confirmation")
    assert 'method="post"' in page.text
    reponse = client.post(ou, headers={"Origin": "null"})

    inscription.refresh_from_db()
    assert (reponse.status_code, reponse["Location"]) == (303, f"{inscription.get_absolute_url()}?fait=annulee")
    assert inscription.etat == "annulation"


def test_cancelling_again_says_so_and_acts_no_more(client):
    inscription = inscrire(RencontreFactory().formules.get(modalite="presentiel"))
    ou = liens.annuler_mon_inscription(inscription)
    client.post(ou)
    avant = Envoi.objects.count()

    reponse = client.post(ou)

    assert reponse.status_code == 422
    assert "Votre inscription est déjà annulée." in reponse.text
    assert 'method="post"' not in client.get(ou).text
    assert Envoi.objects.count() == avant


def test_the_file_of_a_place_is_served_and_the_file_of_none_is_not(client):
    formule = RencontreFactory(formules=1).formules.get(modalite="presentiel")
    tenue, attend = inscrire(formule, "tenue@example.org"), inscrire(formule)
    tout_est_parti()

    reponse = client.get(liens.invitation_ics(tenue))

    assert reponse["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in reponse["Cache-Control"]
    calendrier = Calendar.from_ical(reponse.content)
    assert (calendrier["METHOD"], str(calendrier.events[0]["UID"])) == ("PUBLISH", tenue.uid)
    assert client.get(liens.invitation_ics(attend)).status_code == 404


@pytest.mark.parametrize(
    ("champs", "modalite", "statut"),
    [
        ({}, "presentiel", 200),
        ({}, "ailleurs", 404),
        ({"publie_le": None}, "presentiel", 404),
        ({"annule_le": timezone.now()}, "presentiel", 404),
    ],
)
def test_the_public_file_is_that_of_a_published_formule(client, champs, modalite, statut):
    evenement = RencontreFactory(**champs)

    assert client.get(reverse("inscriptions:calendrier_public", args=[evenement.slug, modalite])).status_code == statut


def test_a_cancelled_registration_keeps_its_links_until_it_registers_again(client):
    formule = RencontreFactory().formules.get(modalite="presentiel")
    inscription = inscrire(formule)
    ancien = liens.annuler_mon_inscription(inscription)
    actions.annuler(inscription)
    assert client.get(ancien).status_code == 200

    inscrire(formule)

    assert client.get(ancien).status_code == 404


def test_an_erased_registration_has_no_page(client):
    inscription = InscriptionFactory()
    ancien = liens.annuler_mon_inscription(inscription)
    Inscription.objects.filter(pk=inscription.pk).update(secret="", email=None, effacee_le=timezone.now())

    assert client.get(ancien).status_code == 404
