"""The legal pages. What is said of personal data is what the apps themselves declare (`<app>/donnees.py`)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from donnees import documents
from portail import pages


@require_safe
def mentions_legales(request):
    return _page(request, "mentions_legales", {"editeur": settings.EDITEUR, "hebergeur": settings.HEBERGEUR})


@require_safe
def donnees_personnelles(request):
    return _page(request, "donnees_personnelles", {"traitements": documents.fiches()})


@require_safe
def accessibilite(request):
    return _page(request, "accessibilite", {})


def _page(request, nom, contexte):
    reglages = [settings.ADRESSE_DE_CONTACT, settings.EDITEUR, settings.HEBERGEUR, settings.DEMO]
    version = pages.empreinte(nom, *reglages)
    return pages.repondre(request, version, lambda: render_to_string(f"portail/{nom}.html", contexte, request))
