"""Calendars to subscribe to. The address says whose: one registration's, one membership's, everyone's."""

from hashlib import sha256

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from evenements.models import Cycle
from inscriptions import flux
from inscriptions.models import Adhesion, Inscription
from socle import liens
from socle.liens import Usage


@require_safe
def mon_flux(request, jeton):
    lignes = Inscription.objects.select_related("evenement__lieu", "formule").prefetch_related("evenement__formules")
    inscription = liens.objet_du_jeton(jeton, Usage.AGENDA, lignes)
    if inscription.formule is not None:
        inscription.formule.evenement = inscription.evenement
    return _personnel(_repondre(request, flux.de_l_inscription(inscription), "mon-agenda"))


@require_safe
def mon_flux_du_cycle(request, jeton):
    adhesion = liens.objet_du_jeton(jeton, Usage.AGENDA, Adhesion.objects.select_related("cycle"))
    return _personnel(_repondre(request, flux.de_l_adhesion(adhesion, timezone.now()), "mon-cycle"))


@require_safe
def flux_du_cycle(request, slug):
    cycle = Cycle.objects.publies().filter(slug=slug).first()
    if cycle is None:
        raise Http404
    reponse = _repondre(request, flux.du_cycle(cycle), slug)
    patch_cache_control(reponse, public=True, no_cache=True)
    return reponse


def _repondre(request, contenu: bytes, nom: str) -> HttpResponse:
    """304 where the calendar already has it."""
    etag = f'"{sha256(contenu).hexdigest()[:32]}"'
    reponse = get_conditional_response(request, etag=etag) or HttpResponse(
        contenu,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{nom}.ics"'},
    )
    reponse["ETag"] = etag
    return reponse


def _personnel(reponse: HttpResponse) -> HttpResponse:
    """As a personal page, but for `no-store`: a calendar keeps what it was given, and asks whether it still holds."""
    patch_cache_control(reponse, private=True, no_cache=True)
    reponse["Referrer-Policy"] = "no-referrer"
    reponse["X-Robots-Tag"] = "noindex, nofollow"
    return reponse
