"""The demonstration's mailbox: exists only with DEMO=1, answers only this machine."""

from functools import wraps
from ipaddress import ip_address

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from courriels import boite
from courriels.models import Envoi

# What the framed message may do: show its own style and pictures, open its links in another tab. No script, no form.
CADRE = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def de_cette_machine(vue):
    """Everybody's mail is readable here: whoever is not on this machine finds nothing."""

    @wraps(vue)
    @require_safe
    @never_cache
    def _vue(request, *args, **kwargs):
        if not settings.DEMO or not _est_locale(request.META.get("REMOTE_ADDR", "")):
            raise Http404
        return vue(request, *args, **kwargs)

    return _vue


@de_cette_machine
def liste(request):
    contexte = {
        "recus": boite.derniers(),
        "en_route": Envoi.objects.en_route().count(),
        "dossier": boite.dossier(),
        "montres": boite.MONTRES,
    }
    return render(request, "courriels/liste.html", contexte)


@de_cette_machine
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # django-csp types views without arguments
def message(request, cle):
    return render(request, "courriels/message.html", {"recu": _recu(cle)})


@de_cette_machine
@xframe_options_sameorigin
@csp(CADRE)  # type: ignore[arg-type]  # the same
def apercu(request, cle):
    """The HTML part alone, for the frame of `message`."""
    return HttpResponse(boite.pour_un_cadre(_recu(cle).html))


@de_cette_machine
def calendrier(request, cle):
    recu = _recu(cle)
    if not recu.calendrier:
        raise Http404
    return _fichier(recu.calendrier.encode(), "text/calendar; charset=utf-8", "invitation.ics")


@de_cette_machine
def original(request, cle):
    """The message as received, for a real mail program."""
    return _fichier(_recu(cle).octets, "message/rfc822", "message.eml")


def _recu(cle: str) -> boite.Recu:
    recu = boite.trouver(cle)
    if recu is None:
        raise Http404
    return recu


def _fichier(octets: bytes, genre: str, nom: str) -> HttpResponse:
    return HttpResponse(octets, content_type=genre, headers={"Content-Disposition": f'attachment; filename="{nom}"'})


def _est_locale(adresse: str) -> bool:
    try:
        return ip_address(adresse).is_loopback
    except ValueError:
        return False
