"""Groups and lists, as a person uses them: with a keyboard, on a phone, with and without scripts."""

import pytest
from django.conf import settings
from django.test import Client

from inscriptions.models import Inscription
from tests.factories import AccesFactory, RencontreFactory
from tests.inscriptions.aides import inscrire
from tests.navigateur.aide import atteindre, sans_defilement, sans_violation

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rencontre(site):
    return RencontreFactory(slug="rencontre")


def entrer(page, site):
    """Signed in as an organiser of everything."""
    client = Client()
    client.force_login(AccesFactory().user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def regarder(page):
    sans_violation(page)
    sans_defilement(page)


@pytest.mark.parametrize("sombre", [False, True])
def test_a_group_is_registered_on_a_phone_with_a_keyboard(ouvrir, rencontre, sombre):
    page = ouvrir(360, sombre=sombre)
    page.goto("/evenements/rencontre/inscription/groupe/")
    regarder(page)
    for nom, valeur in [
        ("prenom", "Léa"),
        ("nom", "Martin"),
        ("email", "lea@example.org"),
        ("structure", "Communauté de communes"),
        ("l0-prenom", "Yann"),
        ("l0-nom", "Le Goff"),
        ("l0-email", "yann@example.org"),
        ("l0-formule", "Sur"),
        ("collees", "Zoé;Ray;zoe@example.org"),
    ]:
        atteindre(page, f'[name="{nom}"]')
        page.keyboard.type(valeur)
    atteindre(page, "main .bouton-depart")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suite/**")
    regarder(page)

    assert "2 personnes" in page.inner_text("main").replace("\xa0", " ")
    assert set(Inscription.objects.values_list("email", flat=True)) == {"yann@example.org", "zoe@example.org"}


@pytest.mark.parametrize("largeur", [360, 1280])
def test_the_team_ticks_reads_and_cancels(ouvrir, site, rencontre, largeur):
    formule = rencontre.formules.get(modalite="presentiel")
    for n in range(3):
        inscrire(formule, f"p{n}@example.org", nom=f"Grondin{n}")
    page = ouvrir(largeur)
    entrer(page, site)
    page.goto("/organisation/evenements/rencontre/inscriptions/")
    regarder(page)
    atteindre(page, "input[name=pk]")
    page.keyboard.press("Space")
    assert page.locator("[data-choisies]").inner_text() == "la personne cochée"
    atteindre(page, "button[value=annuler]", touches=300)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Annuler").wait_for()
    regarder(page)
    atteindre(page, "main form .bouton-danger")
    page.keyboard.press("Enter")
    page.get_by_text("est annulée").wait_for()

    assert Inscription.objects.filter(etat="annulation").count() == 1


@pytest.mark.parametrize("vue", ["ajouter/", "importer/", "imprimer/"])
def test_the_pages_of_the_lists_hold_on_a_phone(ouvrir, site, rencontre, vue):
    inscrire(rencontre.formules.get(modalite="presentiel"), regime="sans gluten", liste=True)
    page = ouvrir(360)
    entrer(page, site)
    page.goto(f"/organisation/evenements/rencontre/inscriptions/{vue}")

    regarder(page)
