import pytest

from evenements.models import Cycle
from tests.navigateur.aide import sans_defilement, sans_violation

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("saison")]

PAGES = [
    "/",
    "/evenements/rencontre-prochaine/",
    "/evenements/rencontre-prochaine/inscription/",
    "/evenements/rencontre-2023/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/accessibilite/",
    "/compte/login/",
    "/aucune-page-ici/",
]
ECRANS = [(360, False), (360, True), (1280, False), (1280, True)]


def visiter(ouvrir, chemin):
    for largeur, sombre in ECRANS:
        page = ouvrir(largeur, sombre=sombre)
        page.goto(chemin)
        sans_violation(page)
        sans_defilement(page)
    page = ouvrir(320)
    page.goto(chemin)
    sans_defilement(page)


@pytest.mark.parametrize("chemin", PAGES)
def test_a_page_has_no_violation_and_fits_on_a_phone_and_a_screen_light_and_dark(ouvrir, chemin):
    visiter(ouvrir, chemin)


def test_the_page_of_each_cycle_has_no_violation_and_fits(ouvrir):
    chemins = [f"/cycles/{cycle.slug}/" for cycle in Cycle.objects.all()]

    assert len(chemins) >= 4
    for chemin in chemins:
        visiter(ouvrir, chemin)


def test_hours_are_also_given_in_the_zone_of_the_reader_where_it_differs(ouvrir):
    paris, papeete = ouvrir(360), ouvrir(360, fuseau="Pacific/Tahiti")
    for page in (paris, papeete):
        page.goto("/evenements/rencontre-prochaine/")
    papeete.wait_for_selector("text=/20\\s?h\\s?30.* la veille/")

    assert " la veille" not in paris.inner_text(".evt-inscription")
    assert " la veille" in papeete.inner_text(".evt-inscription")


def test_on_a_screen_the_form_has_the_wide_column_and_what_follows_the_narrow_one(ouvrir):
    page = ouvrir(1280)
    page.goto("/evenements/rencontre-prochaine/inscription/")

    form, cote = page.locator("form.form-pile").bounding_box(), page.locator(".form-cote").bounding_box()

    assert form["x"] < cote["x"]
    assert form["width"] > 2 * cote["width"]
