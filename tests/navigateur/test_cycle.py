"""A whole cycle on a phone, without a mouse: from its page to the membership's, one session given up, then the rest."""

import re

import pytest
from django.core import mail

from courriels.livraison import livrer
from inscriptions.models import Adhesion, Inscription
from tests.navigateur.aide import atteindre, sans_defilement, sans_violation

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("saison")]
ELLE = "camille@example.org"


def test_someone_follows_a_whole_cycle_then_gives_up_one_session_then_the_rest(telephone, site):
    page = telephone
    page.goto("/cycles/cycle-en-cours/")
    regarder(page)
    suivre(page, 'main a[href$="/cycle-en-cours/inscription/"]')
    regarder(page)
    suivre(page, 'main button[type="submit"]')
    regarder(page)
    assert page.evaluate("document.activeElement.closest('.resume-erreurs, [role=alert]') !== null")

    remplir_sans_souris(page)
    suivre(page, 'main button[type="submit"]')
    regarder(page)
    assert ELLE in page.inner_text("main")

    livrer()
    confirmation = next(message for message in mail.outbox if "vos séances" in message.subject)
    page.goto(re.search(rf"{site}/mon-cycle/\S+?/(?=\s)", confirmation.body)[0])
    regarder(page)
    nombre = page.locator('form[action$="/retirer/"]').count()
    assert nombre == Inscription.objects.filter(email=ELLE).confirmees().count() > 1

    suivre(page, 'form[action$="/retirer/"] button')
    regarder(page)
    assert page.locator('form[action$="/retirer/"]').count() == nombre - 1

    suivre(page, 'main a[href$="/quitter/"]')
    regarder(page)
    suivre(page, "main form button")
    regarder(page)
    assert not Inscription.objects.filter(email=ELLE).actives().exists()
    assert not Adhesion.objects.get().est_ouverte

    suivre(page, 'form[action$="/reprendre/"] button')
    regarder(page)
    assert page.locator('form[action$="/retirer/"]').count() == nombre - 1


def regarder(page):
    sans_violation(page)
    sans_defilement(page)


def suivre(page, selecteur):
    atteindre(page, selecteur)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def remplir_sans_souris(page):
    for nom, texte in {"prenom": "Camille", "nom": "L’Hénaff", "email": ELLE}.items():
        atteindre(page, f'[name="{nom}"]')
        page.keyboard.type(texte)
    for nom in ("profil", "echelle", "territoire"):
        atteindre(page, f'[name="{nom}"]')
        page.keyboard.press("ArrowDown")
