"""Tables of registrations that leave: asked for, written, fetched by who asked, erased."""

from contextlib import suppress

from celery import current_app
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from evenements.models import Evenement
from inscriptions.models import Fichier
from organisation import exports
from organisation.acces import reserve_a
from organisation.rendu import rendre
from socle.tableurs import TYPE_CSV, TYPE_XLSX

TYPES = {"csv": TYPE_CSV, "xlsx": TYPE_XLSX}
ECRIRE = "organisation.tasks.ecrire_un_fichier"


@reserve_a()
@require_POST
def exporter(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    """A small table comes at once; a large one is written by a worker, and its page says how far."""
    format_ = request.POST.get("format", "")
    if format_ not in TYPES:
        raise Http404
    requete = request.POST.get("requete", "")
    fichier = exports.exporter(evenement, requete=requete, format_=format_, par=request.user)
    if fichier.est_pret:
        return _remettre(fichier)
    _reveiller(fichier)
    return redirect("organisation:fichier", evenement.slug, fichier.pk)


@reserve_a()
@require_safe
def fichier(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    ligne = _le_sien(request, evenement, pk)
    if "etat" in request.GET:
        etat = {"pret": ligne.est_pret, "echec": ligne.est_en_echec, "faites": ligne.faites, "total": ligne.total}
        return JsonResponse(etat, headers={"Cache-Control": "private, no-store"})
    contexte = {"fichier": ligne, "en_cours": not ligne.est_pret and not ligne.est_en_echec}
    return rendre(
        request, "organisation/inscriptions/fichier.html", contexte, evenement=evenement, onglet="inscriptions"
    )


@reserve_a()
@require_safe
def telecharger(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    ligne = _le_sien(request, evenement, pk)
    if not ligne.est_pret:
        raise Http404
    return _remettre(ligne)


@reserve_a()
@require_POST
def effacer(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    _le_sien(request, evenement, pk).delete()
    messages.success(request, "Le fichier est effacé.")
    return redirect("organisation:inscriptions", evenement.slug)


def _le_sien(request: HttpRequest, evenement: Evenement, pk: int) -> Fichier:
    """Only who asked for it, while it has not expired."""
    fichiers = Fichier.objects.lisibles(timezone.now()).filter(sens=Fichier.Sens.EXPORT, par=request.user)
    return get_object_or_404(fichiers, pk=pk, evenement=evenement)


def _remettre(ligne: Fichier) -> HttpResponse:
    entetes = {
        "Content-Disposition": content_disposition_header(True, ligne.nom) or "attachment",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(ligne.contenu or b""), content_type=TYPES[Fichier.Format(ligne.format)], headers=entetes)


def _reveiller(ligne: Fichier) -> None:
    """The broker may be silent, whatever its client raises: the clock's sweep writes what no worker took."""
    with suppress(Exception):
        current_app.send_task(ECRIRE, args=[ligne.pk], ignore_result=True, expires=600)
