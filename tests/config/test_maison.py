"""Rules of the house that import-linter cannot say: what a module may take from Django, and from outside."""

import ast
import subprocess

import pytest
from django.apps import apps
from django.conf import settings

from tests.config.aide import RACINE

APPS = [app.name for app in apps.get_app_configs() if (RACINE / app.name).is_dir()]
# What the modules that decide must not know of (ARCHITECTURE.md): the request, its messages, its forms.
INTERDITS = {
    "actions": ("django.http", "django.forms", "django.shortcuts", "django.contrib.messages", "django.urls"),
    "models": ("django.http", "django.forms", "django.shortcuts", "django.contrib.messages", "django.core.mail"),
    "emails": ("django.http", "django.forms", "django.shortcuts", "django.core.mail"),
    "agenda": ("django.http", "django.forms", "django.shortcuts", "django.conf", "django.utils.timezone"),
    "forms": ("django.http", "django.shortcuts", "django.contrib.messages", "django.core.mail"),
}


def modules(nom):
    """The files of one kind of module, in every app: `actions.py`, or those of the package `actions`."""
    return [
        fichier
        for app in APPS
        for fichier in [RACINE / app / f"{nom}.py", *(RACINE / app / nom).glob("*.py")]
        if fichier.exists() and app not in {"portail", "organisation"}
    ]


def importes(fichier):
    """« django.http » and « django.http.Http404 » for `from django.http import Http404`."""
    noms = set()
    for noeud in ast.walk(ast.parse(fichier.read_text())):
        if isinstance(noeud, ast.Import):
            noms |= {alias.name for alias in noeud.names}
        elif isinstance(noeud, ast.ImportFrom) and noeud.module:
            noms |= {noeud.module, *(f"{noeud.module}.{alias.name}" for alias in noeud.names)}
    return noms


@pytest.mark.parametrize("nom", INTERDITS)
def test_a_module_takes_from_django_only_what_its_kind_allows(nom):
    fichiers = modules(nom)
    fautes = {
        f"{fichier.relative_to(RACINE)} : {importe}"
        for fichier in fichiers
        for importe in importes(fichier)
        for interdit in INTERDITS[nom]
        if importe == interdit or importe.startswith(f"{interdit}.")
    }

    assert fichiers
    assert fautes == set()


def test_no_signal_is_heard_between_our_apps():
    fautes = [
        str(fichier.relative_to(RACINE))
        for app in APPS
        for fichier in (RACINE / app).rglob("*.py")
        if any("signals" in nom for nom in importes(fichier))
    ]

    assert fautes == []


def test_nothing_needs_a_file_from_outside_the_project():
    recherche = subprocess.run(
        ["git", "grep", "-lE", r"\.\./shared|/work/shared", "--", ":!tests/config/test_maison.py"],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (recherche.returncode, recherche.stdout) == (1, "")


def test_every_installed_app_of_ours_is_in_the_layers_of_the_house():
    lues = (RACINE / "pyproject.toml").read_text()

    assert APPS
    assert [app for app in APPS if f'"{app}"' not in lues] == []
    assert set(APPS) <= set(settings.INSTALLED_APPS)
