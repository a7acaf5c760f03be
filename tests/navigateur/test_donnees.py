"""From the personal page to the erasure, on a phone, by the keyboard alone, with axe on each page."""

import pytest
from playwright.sync_api import expect

from inscriptions.models import Inscription
from socle import liens
from tests.donnees.aides import ADRESSE, tout_sur_elle
from tests.navigateur.aide import atteindre, sans_defilement, sans_violation

pytestmark = pytest.mark.navigateur


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


def verifier(page):
    sans_violation(page)
    sans_defilement(page)


def test_she_reads_withdraws_and_is_erased_with_the_keyboard(telephone):
    page, inscription = telephone, tout_sur_elle()
    lettre = inscription.consentements.get(finalite="lettre")
    page.goto(liens.mon_inscription(inscription))
    atteindre(page, "a[href$='/donnees/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/donnees/")
    verifier(page)
    atteindre(page, f"form[action$='/accords/{lettre.pk}/'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Accord retiré : lettre d’information")
    verifier(page)
    atteindre(page, "a[href$='/effacer/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/effacer/")
    verifier(page)
    atteindre(page, "form button.bouton-danger")
    page.keyboard.press("Enter")
    page.wait_for_url("**/donnees-effacees/")
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est fait, vos données sont effacées")
    verifier(page)
    assert not Inscription.objects.filter(email=ADRESSE).exists()


@pytest.mark.parametrize("sombre", [False, True])
def test_the_pages_have_no_violation_on_a_screen_light_and_dark(ouvrir, sombre):
    inscription = tout_sur_elle()
    adresse = liens.mes_donnees(inscription)
    page = ouvrir(1280, sombre=sombre)
    for chemin in (adresse, f"{adresse}effacer/", "/donnees-effacees/", "/donnees-personnelles/", f"{adresse[:-12]}/"):
        page.goto(chemin)
        sans_violation(page)


def test_the_file_is_downloaded_not_opened(ouvrir):
    page = ouvrir(1280)
    page.goto(liens.mes_donnees(tout_sur_elle()))

    with page.expect_download() as fichier:
        page.get_by_role("link", name="Tout télécharger").click()

    assert fichier.value.suggested_filename == "mes-donnees.json"
