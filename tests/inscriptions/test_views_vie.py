"""Switching, the offer, J-7, correcting one's details: GET shows, POST acts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courriels.models import Envoi
from evenements.models import Formule
from inscriptions import actions
from inscriptions.models import Attente, Besoins, Consentement, Inscription
from journal.models import Fait
from socle import liens
from socle.liens import Usage, jeton
from tests.factories import RencontreFactory, UserFactory
from tests.inscriptions.aides import dernier, inscrire, sequence, tout_est_parti, vevent

pytestmark = pytest.mark.django_db


def gestion(nom, inscription, *arguments):
    return reverse(f"inscriptions:{nom}", args=[jeton(inscription, Usage.GESTION), *arguments])


def formules(evenement):
    return evenement.formules.get(modalite="presentiel"), evenement.formules.get(modalite="distanciel")


def complete():
    """One place on site, held; somebody online who waits for it."""
    sur_place, en_ligne = formules(RencontreFactory(formules=1))
    tenue = inscrire(sur_place, "tenue@example.org")
    attend = actions.changer_de_formule(inscrire(en_ligne), sur_place)
    tout_est_parti()
    return tenue, attend


def test_the_page_of_a_switch_says_what_will_happen_and_changes_nothing(client):
    sur_place, _ = formules(RencontreFactory())
    inscription = inscrire(sur_place)

    reponse = client.get(gestion("changer", inscription, "distanciel"))

    assert "Suivre en ligne" in reponse.text
    assert "votre calendrier, prend ces heures et ce lieu" in reponse.text
    assert Inscription.objects.get().formule_id == sur_place.pk


def test_one_click_moves_the_place_and_the_same_calendar_entry(client):
    sur_place, en_ligne = formules(RencontreFactory())
    inscription = inscrire(sur_place)
    tout_est_parti()

    reponse = client.post(gestion("changer", inscription, "distanciel"))

    assert (reponse.status_code, reponse["Location"]) == (303, f"{inscription.get_absolute_url()}?fait=en_ligne")
    assert Inscription.objects.get().formule_id == en_ligne.pk
    assert list(Formule.objects.order_by("modalite").values_list("places_prises", flat=True)) == [1, 0]
    calendrier, evenement = vevent(dernier())
    assert (str(calendrier["METHOD"]), str(evenement["UID"])) == ("REQUEST", inscription.uid)
    assert (evenement.start, evenement.end, str(evenement["LOCATION"])) == (en_ligne.debut, en_ligne.fin, "En ligne")
    assert sequence(inscription) == 1


def test_switching_to_a_full_formule_waits_and_keeps_the_seat(client):
    sur_place, en_ligne = formules(RencontreFactory(formules=1))
    inscrire(sur_place, "tenue@example.org")
    inscription = inscrire(en_ligne)

    page = client.get(gestion("changer", inscription, "presentiel")).text
    client.post(gestion("changer", inscription, "presentiel"))

    assert "D’ici là, vous gardez votre place" in page
    relue = Inscription.objects.get(pk=inscription.pk)
    assert (relue.etat, relue.formule_id, relue.attentes.get().formule_id) == (
        "confirmation",
        en_ligne.pk,
        sur_place.pk,
    )
    assert sequence(inscription) == 0
    assert "au rang 1" in dernier().texte


def test_a_freed_place_is_offered_accepted_and_the_calendar_follows(client):
    tenue, attend = complete()
    actions.annuler(tenue)
    offre = Attente.objects.get(inscription=attend)
    lien = liens.offre(attend).removeprefix("http://localhost:8000")
    assert (offre.tient_une_place, offre.formule.places_prises) == (True, 1)
    assert f"{lien}?reponse=oui" in dernier().texte

    page = client.get(lien)
    assert "mise de côté pour vous" in page.text
    assert Attente.objects.get(inscription=attend).close_le is None
    client.post(lien, {"reponse": "oui"})

    relue = Inscription.objects.get(pk=attend.pk)
    assert (relue.formule.modalite, relue.attentes.get().issue) == ("presentiel", "acceptation")
    assert relue.matin
    assert relue.apres_midi
    assert sequence(attend) == 1
    assert list(Formule.objects.order_by("modalite").values_list("places_prises", flat=True)) == [0, 1]


def test_a_declined_place_goes_to_the_next_and_the_seat_stays(client):
    tenue, attend = complete()
    suivante = actions.changer_de_formule(
        inscrire(attend.formule, "suivante@example.org"), tenue.evenement.formules.get(modalite="presentiel")
    )
    actions.annuler(tenue)

    client.post(liens.offre(attend).removeprefix("http://localhost:8000"), {"reponse": "non"})

    assert Inscription.objects.get(pk=attend.pk).formule.modalite == "distanciel"
    assert Attente.objects.get(inscription=attend).issue == "refus"
    assert Attente.objects.get(inscription=suivante).tient_une_place


def test_a_late_answer_is_refused_though_no_sweep_has_run(client, time_machine):
    tenue, attend = complete()
    actions.annuler(tenue)
    time_machine.move_to(Attente.objects.get(inscription=attend).echeance, tick=False)

    reponse = client.post(liens.offre(attend).removeprefix("http://localhost:8000"), {"reponse": "oui"})

    assert reponse.status_code == 422
    assert "Le délai pour répondre est passé" in reponse.text
    assert Inscription.objects.get(pk=attend.pk).formule.modalite == "distanciel"


def test_the_sweep_expires_serves_the_next_and_twice_is_once(time_machine):
    tenue, attend = complete()
    suivante = inscrire(tenue.formule, "suivante@example.org")
    actions.annuler(tenue)
    time_machine.move_to(Attente.objects.get(inscription=attend).echeance, tick=False)

    assert [actions.balayer_les_offres(), actions.balayer_les_offres()] == [1, 0]

    assert Attente.objects.get(inscription=attend).issue == "echeance"
    assert Attente.objects.get(inscription=suivante).tient_une_place
    assert "est allée à la personne suivante" in dernier().texte


def test_the_last_day_everyone_is_offered_and_the_first_accepted_wins(time_machine):
    tenue, attend = complete()
    suivante = inscrire(tenue.formule, "suivante@example.org")
    time_machine.move_to(tenue.formule.debut - timedelta(hours=20), tick=False)
    actions.annuler(tenue)
    assert Attente.objects.proposees().filter(tient_une_place=False).count() == 2

    actions.accepter(suivante)

    with pytest.raises(actions.OffreImpossible, match="Vous gardez votre rang"):
        actions.accepter(attend)
    assert Attente.objects.get(inscription=attend).offre_le is None


def test_offers_stop_the_day_before_at_17_h_and_those_who_wait_are_told_once(time_machine):
    tenue, _ = complete()
    sans_place = inscrire(tenue.formule, "sans-place@example.org")
    time_machine.move_to(tenue.formule.fin_des_offres, tick=False)

    actions.balayer_les_offres()
    actions.balayer_les_offres()
    actions.annuler(tenue)

    assert set(Attente.objects.values_list("issue", flat=True)) == {"cloture"}
    assert Inscription.objects.get(pk=sans_place.pk).formule.modalite == "distanciel"
    assert Envoi.objects.filter(objet__startswith="La liste d’attente est close").count() == 2
    assert "places restées libres se donnent à l’accueil" in dernier().texte
    with pytest.raises(actions.InscriptionImpossible, match="la liste d’attente est close"):
        inscrire(tenue.formule, "trop-tard@example.org")


@pytest.mark.parametrize(("reponse", "etat"), [("viens", "presentiel"), ("en-ligne", "distanciel"), ("desiste", None)])
def test_j7_one_click_each(client, reponse, etat):
    inscription = inscrire(formules(RencontreFactory())[0])
    page = client.get(f"{gestion('venue', inscription)}?reponse={reponse}")
    assert Inscription.objects.get().venue_confirmee_le is None
    assert "Je me désiste" in page.text

    assert client.post(gestion("venue", inscription), {"reponse": reponse}).status_code == 303

    relue = Inscription.objects.get()
    assert (relue.formule.modalite if relue.formule else None) == etat
    assert (relue.venue_confirmee_le is not None) == (reponse == "viens")


def test_j7_is_asked_once_and_the_silent_are_listed_never_cancelled():
    evenement = RencontreFactory()
    sur_place, en_ligne = formules(evenement)
    silencieuse, vient = inscrire(sur_place), inscrire(sur_place, "vient@example.org")
    inscrire(en_ligne, "en-ligne@example.org")

    assert [actions.demander_la_venue(evenement, par=UserFactory()) for _ in range(2)] == [2, 0]
    actions.confirmer_la_venue(vient)

    assert list(evenement.inscriptions.sans_reponse_j7()) == [silencieuse]
    assert Inscription.objects.get(pk=silencieuse.pk).est_confirmee


def corriges(**champs):
    return {
        "prenom": "Maïlys",
        "nom": "Grondin",
        "email": "mailys.grondin@example.org",
        "territoire": "04",
        "matin": "on",
        **champs,
    }


def test_details_are_corrected_with_needs_under_consent(client):
    inscription = inscrire(formules(RencontreFactory())[0])
    saisie = corriges(nom="Payet", dejeuner="on", regime="sans noix", consentement_besoins="on", liste="on")

    reponse = client.post(gestion("modifier", inscription), saisie)

    relue = Inscription.objects.get()
    assert reponse.status_code == 303
    assert (relue.nom, relue.dejeuner, relue.apres_midi, relue.sur_la_liste) == ("Payet", True, False, True)
    assert Besoins.objects.get().regime == "sans noix"
    assert set(Consentement.objects.values_list("finalite", flat=True)) == {"liste", "besoins"}


def test_needs_without_their_consent_are_refused_beside_the_field(client):
    inscription = inscrire(formules(RencontreFactory())[0])

    reponse = client.post(gestion("modifier", inscription), corriges(regime="sans noix"))

    assert reponse.status_code == 422
    assert "Cochez cette case pour que nous gardions ce besoin" in reponse.text
    assert not Besoins.objects.exists()


def test_a_new_address_is_proved_by_its_own_link_and_the_old_one_is_told(client):
    inscription = inscrire(formules(RencontreFactory())[0])
    tout_est_parti()
    ancien = gestion("modifier", inscription)
    client.post(ancien, corriges(email="Nouvelle@example.org"))
    assert Inscription.objects.get().email == "mailys.grondin@example.org"
    preuve = dernier("nouvelle@example.org")
    assert "Grondin" not in preuve.texte
    assert "/mon-inscription/" + jeton(inscription, Usage.GESTION) not in preuve.texte
    lien = next(mot for mot in preuve.texte.split() if "/adresse/" in mot).removeprefix("http://localhost:8000")

    assert client.get(lien).status_code == 200
    assert Inscription.objects.get().email == "mailys.grondin@example.org"
    client.post(lien)

    assert Inscription.objects.get().email == "nouvelle@example.org"
    assert client.get(ancien).status_code == 404
    assert client.get(lien).status_code == 404
    assert "a maintenant une autre adresse" in dernier().texte
    assert str(vevent(dernier("nouvelle@example.org"))[1]["ATTENDEE"]) == "mailto:nouvelle@example.org"


def test_an_address_already_registered_says_nothing_more_to_who_typed_it(client):
    sur_place, _ = formules(RencontreFactory())
    inscription = inscrire(sur_place)
    autre = inscrire(sur_place, "autre@example.org")
    Inscription.objects.filter(pk=autre.pk).update(lien_envoye_le=timezone.now() - timedelta(hours=2))

    libre = client.post(gestion("modifier", inscription), corriges(email="libre@example.org"))
    prise = client.post(gestion("modifier", inscription), corriges(email="autre@example.org"))

    assert (libre.status_code, libre["Location"], libre.content) == (
        prise.status_code,
        prise["Location"],
        prise.content,
    )
    assert dernier("autre@example.org").objet.startswith("Votre inscription")


def test_an_offer_and_its_end_are_in_the_story_of_the_registration():
    tenue, attend = complete()
    actions.annuler(tenue)
    attente = Attente.objects.get(inscription=attend)
    assert attente.echeance is not None
    maintenant = timezone.now()
    Attente.objects.update(offre_le=maintenant - timedelta(days=3), echeance=maintenant - timedelta(days=1))

    actions.balayer_les_offres()

    faits = {fait.verbe: fait.apres for fait in Fait.objects.de(attend)}
    assert faits["proposer une place"] == {
        "attente": "presentiel",
        "a_accepter_avant": attente.echeance.isoformat(),
    }
    assert "laisser passer la place" in faits


def test_the_personal_page_says_what_was_just_done_in_a_fixed_sentence(client):
    sur_place, _ = formules(RencontreFactory())
    inscription = inscrire(sur_place)

    arrivee = client.post(gestion("changer", inscription, "distanciel"))["Location"]
    page = client.get(arrivee).text
    autres = [client.get(f"{inscription.get_absolute_url()}?fait={texte}").text for texte in ("sur_place", "<b>gagné")]

    assert "C’est fait\u00a0: vous suivrez en ligne. Un courriel part." in page
    assert ['role="status"' in texte or "gagné" in texte for texte in autres] == [False, False]


def test_each_answer_comes_back_with_what_it_did(client):
    tenue, attend = complete()

    reponses = [
        client.post(gestion("venue", tenue), {"reponse": "viens"}),
        client.post(gestion("quitter_la_file", attend)),
        client.post(gestion("changer", attend, "presentiel")),
        client.post(gestion("venue", tenue), {"reponse": "desiste"}),
    ]

    assert [reponse["Location"].partition("?")[2] for reponse in reponses] == [
        "fait=vient",
        "fait=plus_d_attente",
        "fait=attente",
        "fait=annulee",
    ]
    assert ['role="status"' in client.get(r["Location"]).text for r in reponses] == [False, False, True, True]


def test_who_laid_an_offer_down_is_not_told_that_a_place_was_given_back(client):
    sur_place, _ = formules(RencontreFactory(formules=1))
    tenue, attend = inscrire(sur_place, "tenue@example.org"), inscrire(sur_place)
    actions.annuler(tenue)
    actions.decliner(attend)

    pages = [client.get(une.get_absolute_url()).text for une in (attend, tenue)]

    assert [("vous avez laissé la place" in page, "place a été rendue" in page) for page in pages] == [
        (True, False),
        (False, True),
    ]


def test_a_late_answer_reads_one_story_and_a_way_back(client):
    sur_place, _ = formules(RencontreFactory(formules=1))
    tenue, attend = inscrire(sur_place, "tenue@example.org"), inscrire(sur_place)
    actions.annuler(tenue)
    maintenant = timezone.now()
    Attente.objects.update(offre_le=maintenant - timedelta(days=3), echeance=maintenant - timedelta(days=1))

    page = client.post(liens.offre(attend), {"reponse": "oui"}).text

    assert page.count("Cette place n’est plus proposée") >= 2
    assert "Une place vous est proposée" not in page
    assert reverse("inscriptions:inscrire", args=[sur_place.evenement.slug]) in page
