import pytest
from django.core.cache import caches
from django.urls import reverse

from courriels.models import Envoi
from inscriptions.adhesions.views import PAR_ADRESSE
from inscriptions.models import Adhesion, Inscription
from socle.liens import Usage, jeton
from tests.factories import CycleFactory, InscriptionFactory
from tests.inscriptions.aides import inscrire, tout_est_parti
from tests.inscriptions.cycles import ELLE, adherer, etats, un_cycle, une_seance

pytestmark = pytest.mark.django_db
SAISIE = {"prenom": "Maïlys", "nom": "Grondin", "email": ELLE, "profil": "association", "territoire": "04"}
PAGES = {"inscriptions:mon_cycle": Usage.GESTION, "inscriptions:quitter_le_cycle": Usage.GESTION}
ADRESSES = PAGES | {"portail:mon_flux_du_cycle": Usage.AGENDA}


def formulaire(cycle):
    return reverse("inscriptions:adherer", args=[cycle.slug])


def page(adhesion, nom="mon_cycle", *args):
    return reverse(f"inscriptions:{nom}", args=[jeton(adhesion, Usage.GESTION), *args])


def test_the_form_shows_the_sessions_and_registers(client):
    cycle, seances = un_cycle(10, 20)
    brouillon = une_seance(cycle, 30, publie_le=None)

    texte = client.get(formulaire(cycle)).text
    reponse = client.post(formulaire(cycle), SAISIE)

    assert [seance.titre in texte for seance in [*seances, brouillon]] == [True, True, False]
    assert reponse.status_code == 303
    assert etats() == [(seance.pk, "confirmation") for seance in seances]
    assert client.get(reponse.url).text.count(ELLE) == 1
    assert (Adhesion.objects.get().profil, Adhesion.objects.get().fuseau) == ("association", "Indian/Reunion")


def test_what_follows_is_the_same_for_a_new_and_a_known_address(client):
    cycle, (premiere, _) = un_cycle(10, 20)
    inscrire(premiere.formules.get(), "connue@example.org")
    adherer(cycle, "connue@example.org")
    pages = []
    for email in ("connue@example.org", "nouvelle@example.org"):
        reponse = client.post(formulaire(cycle), SAISIE | {"email": email})
        pages.append(client.get(reponse.url).content.replace(email.encode(), b"(adresse)"))

    assert pages[0] == pages[1]
    assert b"(adresse)" in pages[0]
    assert Adhesion.objects.count() == 2


def test_the_address_after_a_post_hides_whom_it_is_about(client):
    cycle, _ = un_cycle(10)
    autre, _ = un_cycle(10)

    suite = client.post(formulaire(cycle), SAISIE).url

    assert ELLE not in suite
    assert "mailys" not in client.get(suite.replace(cycle.slug, autre.slug)).text
    assert client.get(suite)["Cache-Control"].count("no-store") == 1


def test_a_refused_form_comes_back_with_422_and_what_was_typed(client):
    cycle, _ = un_cycle(10)

    reponse = client.post(formulaire(cycle), SAISIE | {"email": "mailys.grondin", "prenom": ""})

    assert reponse.status_code == 422
    assert "Il manque le « @ » dans l’adresse." in reponse.text
    assert 'value="mailys.grondin"' in reponse.text
    assert (Adhesion.objects.count(), Envoi.objects.count()) == (0, 0)


def test_another_site_and_a_robot_register_nobody(client):
    cycle, _ = un_cycle(10)

    ailleurs = client.post(formulaire(cycle), SAISIE, headers={"Sec-Fetch-Site": "cross-site"})
    robot = client.post(formulaire(cycle), SAISIE | {"surnom": "x"})

    assert (ailleurs.status_code, robot.status_code) == (403, 303)
    assert (Adhesion.objects.count(), Envoi.objects.count()) == (0, 0)


def test_an_address_cannot_be_used_too_often(client):
    cycle, _ = un_cycle(10)
    caches["default"].clear()

    statuts = [client.post(formulaire(cycle), SAISIE).status_code for _ in range(PAR_ADRESSE.nombre + 1)]

    assert statuts == [303] * PAR_ADRESSE.nombre + [429]


def test_a_cycle_that_is_over_says_so_and_a_hidden_one_is_unknown(client):
    passe, cache = CycleFactory(), CycleFactory(publie_le=None)

    assert "plus de séance à venir" in client.get(formulaire(passe)).text
    assert client.post(formulaire(passe), SAISIE).status_code == 422
    assert client.get(formulaire(cache)).status_code == 404


def test_a_public_form_holds_no_token_and_no_cookie(client):
    cycle, _ = un_cycle(10)

    reponse = client.get(formulaire(cycle))

    assert "csrfmiddlewaretoken" not in reponse.text
    assert not reponse.cookies


@pytest.mark.parametrize("usage", list(Usage))
@pytest.mark.parametrize("adresse", list(ADRESSES))
def test_a_token_opens_only_its_own_address(client, adresse, usage):
    cycle, (seance,) = un_cycle(10)
    adhesion = adherer(cycle)

    reponse = client.get(reverse(adresse, args=[jeton(adhesion, usage)]))

    assert reponse.status_code == (200 if ADRESSES[adresse] == usage else 404)
    if reponse.status_code == 404:
        assert "Grondin" not in reponse.text
        assert seance.titre not in reponse.text


@pytest.mark.parametrize("adresse", list(ADRESSES))
def test_a_token_of_a_registration_never_opens_a_membership_nor_the_other_way(client, adresse):
    cycle, _ = un_cycle(10)
    adhesion = adherer(cycle)
    inscription = Inscription.objects.filter(pk=adhesion.pk).first() or InscriptionFactory(pk=adhesion.pk)
    voisines = ("portail:mon_inscription", "inscriptions:annuler", "portail:mon_flux", "portail:direct")

    assert client.get(reverse(adresse, args=[jeton(inscription, ADRESSES[adresse])])).status_code == 404
    for voisine in voisines:
        for usage in Usage:
            assert client.get(reverse(voisine, args=[jeton(adhesion, usage)])).status_code == 404


@pytest.mark.parametrize("adresse", list(PAGES))
def test_a_personal_page_is_private(client, adresse):
    cycle, _ = un_cycle(10)

    reponse = client.get(reverse(adresse, args=[jeton(adherer(cycle), PAGES[adresse])]))

    assert (reponse["Referrer-Policy"], reponse["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert "no-store" in reponse["Cache-Control"]
    assert not reponse.cookies


def test_a_button_opts_out_of_one_session(client):
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    adhesion = adherer(cycle)
    bouton = page(adhesion, "retirer_la_seance", deuxieme.slug)

    assert bouton in client.get(page(adhesion)).text
    assert client.get(bouton).status_code == 405
    assert client.post(bouton).status_code == 303
    assert client.post(bouton).status_code == 422

    assert etats() == [(premiere.pk, "confirmation"), (deuxieme.pk, "annulation")]
    assert bouton not in client.get(page(adhesion)).text


def test_a_session_of_another_cycle_cannot_be_opted_out(client):
    cycle, _ = un_cycle(10)
    autre, (ailleurs,) = un_cycle(10)
    adhesion = adherer(cycle)
    adherer(autre)

    assert client.post(page(adhesion, "retirer_la_seance", ailleurs.slug)).status_code == 404
    assert (ailleurs.pk, "confirmation") in etats()


def test_leaving_asks_first_then_acts_and_can_be_undone(client):
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    adhesion = adherer(cycle)
    tout_est_parti()

    demande = client.get(page(adhesion, "quitter_le_cycle"))
    assert (premiere.titre in demande.text, etats()[0][1]) == (True, "confirmation")
    assert client.post(page(adhesion, "quitter_le_cycle")).status_code == 303
    assert [etat for _, etat in etats()] == ["annulation", "annulation"]
    assert "Vous avez quitté ce cycle" in client.get(page(adhesion)).text
    assert client.post(page(adhesion, "quitter_le_cycle")).status_code == 422
    assert client.post(page(adhesion, "reprendre_le_cycle")).status_code == 303
    assert etats() == [(premiere.pk, "confirmation"), (deuxieme.pk, "confirmation")]


def test_reading_changes_nothing(client):
    cycle, _ = un_cycle(10, 20)
    adhesion = adherer(cycle)
    avant = (list(Inscription.objects.values()), list(Adhesion.objects.values()), Envoi.objects.count())

    for nom in ("mon_cycle", "quitter_le_cycle"):
        client.get(page(adhesion, nom))
    client.get(reverse("portail:mon_flux_du_cycle", args=[jeton(adhesion, Usage.AGENDA)]))

    assert avant == (list(Inscription.objects.values()), list(Adhesion.objects.values()), Envoi.objects.count())


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_pages_cost_the_same_with_one_and_three_sessions(client, nombre, django_assert_num_queries):
    cycle, _ = un_cycle(*range(10, 10 + nombre))
    adhesion = adherer(cycle)

    with django_assert_num_queries(4):
        assert client.get(page(adhesion)).text.count("Retirer cette séance") == nombre
    with django_assert_num_queries(3):
        client.get(formulaire(cycle))


def test_taking_a_session_out_says_so_and_how_to_take_it_back(client):
    cycle, (_, deuxieme) = un_cycle(10, 20)
    adhesion = adherer(cycle)

    arrivee = client.post(page(adhesion, "retirer_la_seance", deuxieme.slug))["Location"]
    suite = client.get(arrivee).text

    assert 'role="status"' in suite
    assert "Séance retirée&nbsp;: vous n’y êtes plus" in suite
    assert reverse("inscriptions:inscrire", args=[deuxieme.slug]) in suite
    assert 'role="status"' not in client.get(arrivee.replace("retiree", "autre")).text
