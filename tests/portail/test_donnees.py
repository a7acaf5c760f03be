import json

import pytest
from django.urls import reverse

from courriels.models import Envoi
from donnees import politique
from donnees.dossier import cles_de
from inscriptions.models import Besoins, Consentement, Inscription
from journal.actions import noter
from journal.models import Fait
from socle import dates, liens
from socle.donnees import Effacement
from socle.liens import Usage
from tests.donnees.aides import ADRESSE, SIENS, tout_ce_qui_est_dans_la_base, tout_sur_elle
from tests.factories import EvenementFactory, InscriptionFactory, UserFactory
from tests.inscriptions.aides import inscrire

pytestmark = pytest.mark.django_db
TABLES_LUES = sum(bool(qui.adresses or qui.inscription) for _, qui in cles_de(politique.declarations()))
PAGES = ("mes_donnees", "mes_donnees_json", "effacer_mes_donnees")


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


def adresse(nom, inscription, *suite, usage=Usage.GESTION):
    return reverse(f"portail:{nom}", args=[liens.jeton(inscription, usage), *suite])


def test_the_page_shows_all_that_is_held_about_her(client):
    reponse = client.get(adresse("mes_donnees", tout_sur_elle()))

    titres = [rubrique.titre for rubrique in reponse.context["rubriques"]]
    attendus = {politique.titre(d.modele) for d in politique.declarations() if d.qui is not None}
    assert (titres[0], set(titres)) == ("Inscriptions", attendus - {"Consentements", "Fichiers d’inscriptions"})
    for mots in ("Zéphyrine", "Fabrique-aux-Lucioles", "sans sarrasin", "boucle-mag", "Lucioles-sur-Mer"):
        assert mots in reponse.text


def test_the_file_says_the_same_with_reasons_and_times(client):
    inscription = tout_sur_elle()

    reponse = client.get(adresse("mes_donnees_json", inscription))

    assert reponse["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    donnees = json.loads(reponse.content)
    assert donnees["adresse"] == ADRESSE
    besoins = donnees["rubriques"]["inscriptions.besoins"]
    assert [(ligne["acces"], ligne["regime"]) for ligne in besoins["lignes"]] == [("boucle-mag", "sans sarrasin")]
    assert besoins["bases"] == ["consentement exprès (articles 6.1.a et 9.2.a)"]
    assert besoins["durees"][0].startswith("7\u00a0jours après l’événement")
    assert len(donnees["rubriques"]["inscriptions.inscription"]["lignes"]) == 3


def test_a_consent_is_shown_with_its_date_and_the_words_that_were_read(client):
    reponse = client.get(adresse("mes_donnees_json", tout_sur_elle()))

    lignes = reponse.json()["rubriques"]["inscriptions.consentement"]["lignes"]
    assert {ligne["finalite"] for ligne in lignes} == {"lettre", "liste", "besoins"}
    assert all(ligne["texte"] and ligne["donne_le"] for ligne in lignes)


def test_nothing_of_anybody_else_and_no_secret_is_in_it(client):
    inscription = tout_sur_elle()
    voisine = inscrire(inscription.evenement.formules.get(modalite="distanciel"), "voisine@example.org", nom="Payet")
    noter("corriger", inscription, par=UserFactory(first_name="Dominique", last_name="Lefort"), apres={"nom": "V."})

    texte = (
        client.get(adresse("mes_donnees_json", inscription)).text + client.get(adresse("mes_donnees", inscription)).text
    )

    autres = Inscription.objects.exclude(pk=inscription.pk)
    jetons = [liens.jeton(autre, usage) for autre in autres for usage in Usage]
    jetons.append(liens.jeton(inscription, Usage.DIRECT))
    fuites = (
        "voisine@example.org",
        "Payet",
        "Lefort",
        inscription.secret,
        voisine.secret,
        "Bonjour Zéphyrine",
        *jetons,
    )
    assert [fuite for fuite in fuites if fuite in texte] == []
    assert "V." in texte


def test_the_name_of_who_represents_her_is_another_person_s(client):
    inscription = tout_sur_elle()
    inscription.personne.interventions.update(representee_par="Hortense Quéré")

    assert "Quéré" not in client.get(adresse("mes_donnees_json", inscription)).text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("usage", [usage for usage in Usage if usage != Usage.GESTION])
def test_no_other_link_of_hers_opens_these_pages(client, page, usage):
    reponse = client.get(adresse(page, InscriptionFactory(prenom="Zéphyrine"), usage=usage))

    assert reponse.status_code == 404
    assert "Zéphyrine" not in reponse.text


@pytest.mark.parametrize("page", PAGES)
def test_the_token_of_another_registration_opens_nothing(client, page):
    inscription, autre = InscriptionFactory(prenom="Zéphyrine"), InscriptionFactory()
    signature = liens.jeton(autre, Usage.GESTION).partition(".")[2]

    reponse = client.get(reverse(f"portail:{page}", args=[f"{inscription.pk}.{signature}"]))

    assert reponse.status_code == 404
    assert "Zéphyrine" not in reponse.text


@pytest.mark.parametrize("page", PAGES)
def test_reading_changes_nothing_and_the_pages_are_private(client, page):
    inscription = tout_sur_elle()
    avant = tout_ce_qui_est_dans_la_base()

    reponse = client.get(adresse(page, inscription))

    assert tout_ce_qui_est_dans_la_base() == avant
    assert (reponse["Referrer-Policy"], reponse["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert "no-store" in reponse["Cache-Control"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_all_is_read_in_as_many_queries_whatever_there_is(client, nombre, django_assert_num_queries):
    inscriptions = [
        inscrire(EvenementFactory().formules.get(), ADRESSE, lettre=True, liste=True) for _ in range(nombre)
    ]

    with django_assert_num_queries(TABLES_LUES + 12):
        client.get(adresse("mes_donnees", inscriptions[0]))


def test_a_withdrawn_consent_is_dated_and_what_it_allowed_stops(client):
    inscription = tout_sur_elle()
    for consentement in Consentement.objects.all():
        reponse = client.post(adresse("retirer_un_accord", inscription, consentement.pk), follow=True)
        assert "Accord retiré" in reponse.text

    inscription.refresh_from_db()
    assert (inscription.sur_la_liste, Besoins.objects.exists()) == (False, False)
    assert not Consentement.objects.filter(retire_le=None).exists()
    assert Fait.objects.filter(verbe="retirer un accord").count() == 3


def test_the_newsletter_is_withdrawn_for_the_address_however_often_it_was_asked_for(client):
    premiere = inscrire(EvenementFactory().formules.get(), ADRESSE, lettre=True)
    inscrire(EvenementFactory().formules.get(), ADRESSE, lettre=True)
    inscrire(EvenementFactory().formules.get(), "autre@example.org", lettre=True)

    client.post(adresse("retirer_un_accord", premiere, premiere.consentements.get().pk))

    assert list(Consentement.objects.filter(retire_le=None).values_list("email", flat=True)) == ["autre@example.org"]


def test_a_second_withdrawal_changes_nothing(client):
    inscription = inscrire(EvenementFactory().formules.get(), ADRESSE, lettre=True)
    bouton = adresse("retirer_un_accord", inscription, inscription.consentements.get().pk)
    client.post(bouton)
    avant = Consentement.objects.values_list("retire_le", flat=True).get()

    assert client.post(bouton).status_code == 303
    assert Consentement.objects.values_list("retire_le", flat=True).get() == avant


def test_nobody_withdraws_another_s_consent_and_a_get_withdraws_nothing(client):
    mienne = inscrire(EvenementFactory().formules.get(), ADRESSE, lettre=True)
    autre = inscrire(EvenementFactory().formules.get(), "autre@example.org", lettre=True)

    assert client.post(adresse("retirer_un_accord", mienne, autre.consentements.get().pk)).status_code == 404
    assert client.get(adresse("retirer_un_accord", mienne, mienne.consentements.get().pk)).status_code == 405
    assert Consentement.objects.filter(retire_le=None).count() == 2


def test_the_confirmation_says_what_is_lost_and_what_stays_with_its_reason(client):
    inscription = tout_sur_elle()

    reponse = client.get(adresse("effacer_mes_donnees", inscription))

    assert reponse.context["a_venir"] == list(Inscription.objects.filter(email=ADRESSE).order_by("evenement_id"))
    assert {titre for titre, _ in reponse.context["restes"]} == {
        politique.titre(d.modele) for d in politique.declarations() if d.qui and d.effacement == Effacement.GARDER
    }
    assert "une ligne sans nom sert à compter" in reponse.text.replace("Une ligne", "une ligne")


def test_erasing_acts_at_once_and_leaves_the_link_shut(client):
    inscription = tout_sur_elle()
    bouton = adresse("effacer_mes_donnees", inscription)

    reponse = client.post(bouton, follow=True)

    assert reponse.redirect_chain == [(reverse("portail:donnees_effacees"), 303)]
    assert [texte for texte in SIENS if texte in reponse.text] == []
    assert not Inscription.objects.filter(email=ADRESSE).exists()
    assert set(Envoi.objects.filter(destinataire=ADRESSE).values_list("est_le_dernier", flat=True)) == {True}


def test_after_it_every_page_of_that_link_says_what_may_have_happened(client):
    inscription = tout_sur_elle()
    pages = [adresse(page, inscription) for page in ("mon_inscription", *PAGES)]
    client.post(pages[-1])

    for page in pages:
        reponse = client.get(page)
        assert reponse.status_code == 404
        assert "Ce lien personnel n’ouvre plus rien" in reponse.text
        assert (reponse["Referrer-Policy"], "no-store" in reponse["Cache-Control"]) == ("no-referrer", True)


def test_a_second_click_finds_the_link_shut_and_erases_nothing_more(client):
    bouton = adresse("effacer_mes_donnees", tout_sur_elle())
    client.post(bouton)
    avant = tout_ce_qui_est_dans_la_base()

    assert client.post(bouton).status_code == 404
    assert tout_ce_qui_est_dans_la_base() == avant


def test_a_team_account_of_the_same_address_is_said_to_stay(client):
    inscription = inscrire(EvenementFactory().formules.get(), ADRESSE)
    UserFactory(email=ADRESSE)

    assert "a aussi un compte de l’équipe" in client.get(adresse("effacer_mes_donnees", inscription)).text


def test_the_personal_page_leads_there(client):
    inscription = inscrire(EvenementFactory().formules.get(), ADRESSE)

    assert adresse("mes_donnees", inscription) in client.get(adresse("mon_inscription", inscription)).text


def test_a_calendar_entry_is_told_by_its_title_hours_and_place_without_its_links(client):
    inscription = inscrire(EvenementFactory(titre="Le vivant").formules.get(), ADRESSE, territoire="04")

    reponse = client.get(adresse("mes_donnees_json", inscription))

    (entree,) = reponse.json()["rubriques"]["courriels.entreeagenda"]["lignes"]
    evenement = inscription.evenement
    assert entree["dernier"] == {
        "titre": "Le vivant",
        "debut": evenement.debut.isoformat(),
        "fin": evenement.fin.isoformat(),
        "lieu": "En ligne",
    }
    page = client.get(adresse("mes_donnees", inscription))
    assert dates.date_heure(evenement.debut, "Indian/Reunion") in page.text


def test_the_journal_of_her_registration_is_read_in_words(client):
    inscription = InscriptionFactory()
    noter("modifier", inscription, par=None, avant={"etat": "annulation"}, apres={"formule": "presentiel"})

    lu = client.get(adresse("mes_donnees", inscription)).text

    assert (f"état\u00a0: {Inscription.Etat.ANNULATION.label}" in lu, "Sur place" in lu) == (True, True)
    assert ("etat\u00a0:" in lu, ": presentiel" in lu) == (False, False)
