"""The legal pages. What is said of personal data is what the apps themselves declare (`<app>/donnees.py`)."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from portail import pages
from socle.donnees import DonneesPersonnelles
from socle.typographie import INSECABLE


@require_safe
def mentions_legales(request):
    return _page(request, "mentions_legales", {"editeur": settings.EDITEUR, "hebergeur": settings.HEBERGEUR})


@require_safe
def donnees_personnelles(request):
    return _page(request, "donnees_personnelles", {"traitements": traitements()})


@require_safe
def accessibilite(request):
    return _page(request, "accessibilite", {})


def _page(request, nom, contexte):
    reglages = [settings.ADRESSE_DE_CONTACT, settings.EDITEUR, settings.HEBERGEUR, settings.DEMO]
    version = pages.empreinte(nom, *reglages)
    return pages.repondre(request, version, lambda: render_to_string(f"portail/{nom}.html", contexte, request))


def traitements() -> list[tuple[str, str, str]]:
    """(what, why, until when) for each declaration, in the words of the models."""
    return [(_en_mots(d), d.raison, str(d.duree)) for d in _declarations()]


def _declarations() -> list[DonneesPersonnelles]:
    declarees: list[DonneesPersonnelles] = []
    for application in apps.get_app_configs():
        if application.path.startswith(str(settings.BASE_DIR)) and find_spec(f"{application.name}.donnees"):
            declarees += getattr(import_module(f"{application.name}.donnees"), "DONNEES", ())
    return declarees


def _en_mots(declaration: DonneesPersonnelles) -> str:
    """« Inscription : adresse e-mail, prénom, nom »: verbose names; what nobody types is not spelt out."""
    modele = apps.get_model(declaration.modele)
    champs = [modele._meta.get_field(nom) for nom in declaration.champs]
    mots = [str(getattr(c, "verbose_name", c.name)) for c in champs if c.editable and not c.is_relation]
    nom = str(modele._meta.verbose_name)
    return f"{nom[0].upper()}{nom[1:]}{INSECABLE}: {', '.join(mots)}" if mots else f"{nom[0].upper()}{nom[1:]}"
