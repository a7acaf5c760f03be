"""Choosing workshops on a phone, without a mouse, with and without JavaScript."""

import pytest

from evenements.models import Evenement
from inscriptions.models import ChoixAtelier, Inscription
from socle import liens
from tests.inscriptions.aides import inscrire
from tests.navigateur.aide import atteindre, sans_defilement, sans_violation

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("saison")]


def rencontre():
    return Evenement.objects.get(slug="rencontre-prochaine")


def test_a_workshop_is_chosen_while_registering_on_site_only(telephone):
    page = telephone
    page.goto("/evenements/rencontre-prochaine/inscription/")
    page.check("input[name=formule][value=distanciel]")
    assert page.locator(".choix-ateliers").is_hidden()
    page.check("input[name=formule][value=presentiel]")
    sans_violation(page)
    sans_defilement(page)
    for nom, valeur in {"prenom": "Maïlys", "nom": "Grondin", "email": "mailys.grondin@example.org"}.items():
        page.fill(f"[name={nom}]", valeur)
    page.select_option("[name=profil]", "association")
    page.select_option("[name=territoire]", "04")
    page.get_by_role("radio", name="Reconnaître cette ingénierie").check()
    page.get_by_role("button", name="Je confirme mon inscription").click()

    page.wait_for_url("**/suite/**")
    choix = ChoixAtelier.objects.get(inscription__email="mailys.grondin@example.org")
    assert choix.creneau.surtitre == "Atelier A"


def test_from_the_personal_page_with_the_keyboard_choose_wait_and_leave(telephone):
    page = telephone
    inscription = inscrire(rencontre().formules.get(modalite="presentiel"))
    page.goto(liens.mon_inscription(inscription))
    for surtitre, dit in (("Atelier B", "Laisser ma place"), ("Atelier C", "Ne plus attendre")):
        bouton = f".atelier:has-text('{surtitre}') button"
        page.locator(bouton).first.evaluate("bouton => bouton.dataset.voulu = 'oui'")
        atteindre(page, "[data-voulu]")
        page.keyboard.press("Enter")
        page.wait_for_selector(f".atelier:has-text('{surtitre}') button:has-text('{dit}')")
    sans_violation(page)
    sans_defilement(page)
    page.locator(".atelier:has-text('Atelier B') button").click()
    page.wait_for_selector(".atelier:has-text('Atelier B') button:has-text('Choisir')")

    assert not ChoixAtelier.objects.filter(inscription=inscription).exists()


@pytest.mark.parametrize(("largeur", "sombre"), [(320, True), (1280, False)])
def test_the_page_of_workshops_has_no_violation_and_fits(ouvrir, largeur, sombre):
    page = ouvrir(largeur, sombre=sombre)
    attend = Inscription.objects.filter(attentes__creneau__isnull=False, attentes__close_le=None).first()
    page.goto(liens.mes_ateliers(attend))
    sans_violation(page)
    sans_defilement(page)
