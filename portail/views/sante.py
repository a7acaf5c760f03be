"""Is the process alive; is everything that it needs there."""

from collections.abc import Callable

from celery import current_app
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courriels.models import Envoi

RETARD_TOLERE = 15 * 60  # seconds a message may be due before something is wrong


@never_cache
@require_safe
def sante(request):
    """Liveness: this process answers. Touches nothing else."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def complete(request):
    """Readiness: 503 and which part is wrong, without a word that would help a stranger."""
    parties = {nom: verifier() for nom, verifier in VERIFICATIONS.items()}
    etat = 200 if all(partie["ok"] for partie in parties.values()) else 503
    return JsonResponse({"ok": etat == 200, **parties}, status=etat)


def _base() -> dict:
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False}
    return {"ok": True}


def _broker() -> dict:
    """One connection, refused or silent for less than a second (CELERY_BROKER_TRANSPORT_OPTIONS)."""
    try:
        with current_app.connection_for_write() as lien:
            lien.ensure_connection(max_retries=1, interval_start=0, timeout=1)
    except Exception:  # each transport has its own
        return {"ok": False}
    return {"ok": True}


def _courriels() -> dict:
    """How long the oldest due message has been waiting."""
    try:
        plus_ancien = Envoi.objects.a_livrer().order_by("prochain_essai_le").first()
    except DatabaseError:
        return {"ok": False}
    if plus_ancien is None:
        return {"ok": True, "retard_secondes": 0}
    retard = int((timezone.now() - plus_ancien.prochain_essai_le).total_seconds())
    return {"ok": retard < RETARD_TOLERE, "retard_secondes": max(retard, 0)}


VERIFICATIONS: dict[str, Callable[[], dict]] = {"base": _base, "broker": _broker, "courriels": _courriels}
