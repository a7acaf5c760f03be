"""Chromium over the live server: a page that fails its test on a console error or a violation of the CSP."""

import os
import shutil

import pytest
from django.core.management import call_command
from playwright.sync_api import sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="package")
def navigateur():
    """One Chromium, Debian's. Playwright's loop runs in this thread, where Django would refuse the ORM."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server, settings):
    """The address of the live server; the links that the pages and the mails carry lead there too."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


@pytest.fixture
def saison(site):
    """The demonstration events, as `make demo` loads them."""
    call_command("charger_demo", verbosity=0)


@pytest.fixture
def ouvrir(navigateur, site):
    """`ouvrir(largeur, sombre=…)` gives a new page, as if on a new device; all it complained of fails the test."""
    contextes, plaintes = [], []

    def ouvrir_une_page(largeur=1280, *, hauteur=900, sombre=False, fuseau="Europe/Paris"):
        contexte = navigateur.new_context(
            base_url=site,
            viewport={"width": largeur, "height": hauteur},
            color_scheme="dark" if sombre else "light",
            locale="fr-FR",
            timezone_id=fuseau,
        )
        contexte.set_default_timeout(10_000)
        contextes.append(contexte)
        page = contexte.new_page()
        ecouter(page, plaintes)
        return page

    yield ouvrir_une_page
    for contexte in contextes:
        contexte.close()
    assert plaintes == []


def ecouter(page, plaintes):
    """Errors of the console and of scripts; not the status of a document that a test asked for (404, 422)."""
    documents = set()
    page.on("request", lambda requete: requete.is_navigation_request() and documents.add(requete.url))
    page.on("pageerror", lambda erreur: plaintes.append(str(erreur)))

    def noter(message):
        adresse = message.location.get("url", "")
        statut_demande = message.text.startswith("Failed to load") and adresse in documents
        style_d_axe = not adresse and "inline style" in message.text  # what a page does has an address
        if message.type == "error" and not statut_demande and not style_d_axe:
            plaintes.append(f"{message.text} ({adresse})")

    page.on("console", noter)


@pytest.fixture
def telephone(ouvrir):
    """A page at 360 px."""
    return ouvrir(360, hauteur=740)
