"""From the home page to the confirmation, the mail's personal link and back, on a phone, without a mouse."""

import re
from email.utils import parseaddr

import pytest
from django.core import mail
from icalendar import Calendar

from courriels.livraison import livrer
from inscriptions.models import Inscription
from tests.navigateur.aide import atteindre, sans_defilement, sans_violation

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("saison")]


def test_someone_registers_then_cancels_with_a_keyboard_on_a_phone(telephone, site):
    page = telephone
    page.goto("/")
    regarder(page)
    suivre(page, 'main a[href$="/evenements/rencontre-prochaine/"]')
    regarder(page)
    suivre(page, 'a[href$="/rencontre-prochaine/inscription/"]')
    regarder(page)

    remplir_sans_souris(page)
    suivre(page, 'main button[type="submit"]')
    regarder(page)
    assert "camille@example.org" in page.inner_text("main")

    livrer()
    invitation = mail.outbox[-1]
    page.goto(re.search(rf"{site}/mon-inscription/\S+?/(?=\s)", invitation.body)[0])
    regarder(page)
    suivre(page, 'main a[href$="/annuler/"]')
    regarder(page)
    suivre(page, "main form button")
    regarder(page)
    livrer()

    assert Inscription.objects.get(email="camille@example.org").est_annulee
    assert [parseaddr(message.to[0])[1] for message in mail.outbox] == ["camille@example.org"] * 2
    assert [methode_et_sequence(message) for message in mail.outbox] == [("REQUEST", 0), ("CANCEL", 1)]


def test_a_refused_form_keeps_what_was_typed_and_takes_the_focus_to_the_summary(telephone):
    page = telephone
    page.goto("/evenements/rencontre-prochaine/inscription/")
    atteindre(page, '[name="prenom"]')
    page.keyboard.type("Camille")
    suivre(page, 'main button[type="submit"]')
    regarder(page)

    assert page.input_value('[name="prenom"]') == "Camille"
    assert page.evaluate("document.activeElement.closest('.resume-erreurs, [role=alert]') !== null")
    assert page.locator('main a[href="#id_nom"]').count() == 1


def regarder(page):
    sans_violation(page)
    sans_defilement(page)


def suivre(page, selecteur):
    atteindre(page, selecteur)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def remplir_sans_souris(page):
    """Each field reached by Tab, in the order of the page."""
    atteindre(page, '[name="formule"]')
    page.keyboard.press("Space")
    while page.evaluate("document.activeElement.value") != "presentiel":
        page.keyboard.press("ArrowDown")
    for nom, texte in {"prenom": "Camille", "nom": "L’Hénaff", "email": "camille@example.org"}.items():
        atteindre(page, f'[name="{nom}"]')
        page.keyboard.type(texte)
    for nom in ("profil", "echelle", "territoire"):
        atteindre(page, f'[name="{nom}"]')
        page.keyboard.press("ArrowDown")
    atteindre(page, '[name="dejeuner"]')
    page.keyboard.press("Space")


def methode_et_sequence(message):
    """Of the calendar that a mail carries, parsed back."""
    parties = message.message().walk()
    calendrier = next(partie for partie in parties if partie.get_content_type() == "text/calendar")
    lu = Calendar.from_ical(calendrier.get_payload(decode=True))
    return lu["METHOD"], lu.events[0]["SEQUENCE"]
