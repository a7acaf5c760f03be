import pytest

from tests.navigateur.aide import sans_defilement, sans_violation

pytestmark = pytest.mark.navigateur

PAGES = ["/aucune-page-ici/"]
ECRANS = [(360, False), (360, True), (1280, False), (1280, True)]


@pytest.mark.parametrize("chemin", PAGES)
def test_a_page_has_no_violation_on_a_phone_and_on_a_screen_light_and_dark(ouvrir, chemin):
    for largeur, sombre in ECRANS:
        page = ouvrir(largeur, sombre=sombre)
        page.goto(chemin)
        sans_violation(page)


@pytest.mark.parametrize("chemin", PAGES)
def test_a_page_fits_in_320_pixels(ouvrir, chemin):
    page = ouvrir(320)
    page.goto(chemin)

    sans_defilement(page)
