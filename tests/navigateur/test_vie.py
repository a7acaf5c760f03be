"""Switching and answering an offer, from the personal page and the mail, on a phone, without a mouse."""

import re

import pytest
from django.core import mail

from courriels.livraison import livrer
from inscriptions import actions
from inscriptions.models import Inscription
from socle import liens
from tests.factories import RencontreFactory
from tests.inscriptions.aides import inscrire
from tests.navigateur.aide import atteindre, sans_defilement, sans_violation

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("site")]


def regarder(page):
    sans_violation(page)
    sans_defilement(page)


def suivre(page, selecteur):
    atteindre(page, selecteur)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def rencontre(places=200):
    evenement = RencontreFactory(formules=places)
    return evenement.formules.get(modalite="presentiel"), evenement.formules.get(modalite="distanciel")


def test_someone_goes_online_and_corrects_her_details_with_a_keyboard(telephone):
    page, (sur_place, _) = telephone, rencontre()
    page.goto(liens.mon_inscription(inscrire(sur_place)))
    regarder(page)
    suivre(page, 'main .segments a[href$="/distanciel/"]')
    regarder(page)
    suivre(page, "main form button")
    regarder(page)
    assert Inscription.objects.get().formule.modalite == "distanciel"

    suivre(page, 'main a[href$="/modifier/"]')
    regarder(page)
    atteindre(page, '[name="structure"]')
    page.keyboard.type("La Fabrique")
    suivre(page, 'main form button[type="submit"]')
    regarder(page)
    assert Inscription.objects.get().structure == "La Fabrique"


def test_someone_waits_then_accepts_the_place_that_the_mail_offers(telephone, site):
    page, (sur_place, en_ligne) = telephone, rencontre(1)
    tenue, attend = inscrire(sur_place, "tenue@example.org"), inscrire(en_ligne)
    page.goto(liens.mon_inscription(attend))
    suivre(page, 'main .segments a[href$="/presentiel/"]')
    regarder(page)
    suivre(page, "main form button")
    regarder(page)
    actions.annuler(tenue)
    livrer()

    page.goto(re.search(rf"{site}/offre/\S+", mail.outbox[-1].body)[0])
    regarder(page)
    suivre(page, 'main button[value="oui"]')
    regarder(page)

    assert Inscription.objects.get(pk=attend.pk).formule_id == sur_place.pk
    assert "Votre place est réservée" in page.inner_text("main")


def test_j7_is_answered_with_a_keyboard(telephone):
    page, (sur_place, _) = telephone, rencontre()
    inscription = inscrire(sur_place)
    page.goto(liens.venue(inscription))
    regarder(page)
    suivre(page, 'main button[value="viens"]')
    assert Inscription.objects.get().venue_confirmee_le is not None
