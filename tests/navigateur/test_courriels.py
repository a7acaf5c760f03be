"""The demonstration's mailbox, and a mail as a mail program shows it."""

import pytest
from django.urls import reverse

from courriels import actions, boite, livraison
from tests.courriels import urls
from tests.factories.courriels import RendezVousFactory
from tests.navigateur.aide import sans_defilement, sans_violation

pytestmark = [pytest.mark.navigateur, pytest.mark.urls(urls.__name__)]
ECRANS = [(360, False), (360, True), (1280, False), (1280, True)]


@pytest.fixture(autouse=True)
def _demonstration(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "remis")


def recevoir(objet="Invitation : 9e Rencontre"):
    """One message with its calendar part, written and delivered by the real path; the address of its page."""
    uid = f"{objet}@example.org".replace(" ", "-")
    actions.poster(
        cle=objet,
        destinataire="mailys.grondin@example.org",
        nom_destinataire="Maïlys Grondin",
        objet=objet,
        gabarit="courriels/base_courriel",
        contexte={},
        agenda=actions.tenir(uid, RendezVousFactory()),
    )
    livraison.livrer()
    return next(boite.recus()).cle


@pytest.mark.parametrize("nom", ["liste", "message", "apercu"])
def test_the_mailbox_and_the_mail_have_no_violation(ouvrir, nom):
    cle = recevoir()
    for largeur, sombre in ECRANS:
        page = ouvrir(largeur, sombre=sombre)
        page.goto(reverse(f"courriels:{nom}", args=[] if nom == "liste" else [cle]))
        sans_defilement(page)
        if nom != "apercu":  # the frame runs no script, axe's included: it is looked at through its page
            sans_violation(page)


def test_an_empty_mailbox_fills_by_itself(ouvrir):
    page = ouvrir(360)
    page.goto(reverse("courriels:liste"))
    assert page.get_by_role("heading", name="Aucun courriel pour l’instant").is_visible()

    recevoir()

    page.get_by_role("link", name="Invitation : 9e Rencontre").click()
    assert page.get_by_text("Ajoute le rendez-vous").is_visible()


def test_the_links_of_a_framed_mail_open_in_another_tab(ouvrir):
    page = ouvrir(1280)
    page.goto(reverse("courriels:message", args=[recevoir()]))

    with page.context.expect_page() as autre:
        page.frame_locator("iframe").get_by_role("link", name="Vos données personnelles").click()

    assert autre.value.url.endswith(reverse("portail:donnees_personnelles"))
