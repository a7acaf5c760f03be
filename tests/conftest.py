"""What every test shares: which ones can run here, and what must not pass from one to the next."""

import os
import shutil

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection

# The manifest of static files is made at deployment; tests serve them from their folders, under their own names.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

COMPLET = os.environ.get("COMPLET") == "1"
CE_QUI_MANQUE = {
    "postgres": ("il faut PostgreSQL (DATABASE_URL)", lambda: connection.vendor == "postgresql"),
    "redis": ("il faut Redis (REDIS_URL)", lambda: bool(settings.REDIS_URL)),
    "navigateur": ("il faut Chromium (apt install chromium)", lambda: bool(shutil.which("chromium"))),
}
# Serial under xdist: what drives one browser, what races with threads, what times whole processes.
EN_GROUPE = ("navigateur", "postgres", "redis", "long")


@pytest.fixture(autouse=True)
def _fragments_vides():
    """Fragments live in the process: a test starts without those of the one before."""
    caches["fragments"].clear()


@pytest.fixture(autouse=True)
def _limites_oubliees(request):
    """Limits are counted in a table that the flush of a transactional test does not know."""
    marque = request.node.get_closest_marker("django_db")
    sans_retour = marque is not None and marque.kwargs.get("transaction", False)
    if not sans_retour and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    caches["default"].clear()


def pytest_collection_modifyitems(items):
    for item in items:
        for marque, (raison, est_la) in CE_QUI_MANQUE.items():
            if item.get_closest_marker(marque) and not est_la():
                item.add_marker(pytest.mark.skip(reason=f"{raison} ; `make test-complet` le donne"))
        groupe = next((nom for nom in EN_GROUPE if item.get_closest_marker(nom)), None)
        if groupe:
            item.add_marker(pytest.mark.xdist_group(groupe))


def _refuser_le_saut(rapport):
    """Under COMPLET=1 nothing may be skipped: a skip is told as the failure that it hides."""
    if COMPLET and rapport.skipped and not hasattr(rapport, "wasxfail"):
        raison = rapport.longrepr[2] if isinstance(rapport.longrepr, tuple) else str(rapport.longrepr)
        rapport.outcome = "failed"
        rapport.longrepr = f"COMPLET=1 : rien ne doit être sauté ({raison})"
    return rapport


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return _refuser_le_saut((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return _refuser_le_saut((yield))
