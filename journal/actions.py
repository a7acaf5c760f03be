"""One function: `noter`, called by the actions that change something."""

from typing import Any

from django.db import models
from django.utils import timezone

from journal.models import Fait, reference


def noter(
    verbe: str,
    objet: models.Model,
    *,
    par: Any = None,
    evenement: models.Model | None = None,
    avant: dict | None = None,
    apres: dict | None = None,
) -> Fait:
    """Write one line, in the caller's transaction.

    `par` is a User, a person's own row, or None when the service acts alone. `avant` and `apres` hold only the fields
    that changed, as JSON values; personal values go there only where erasure finds them (design §4).
    """
    return Fait.objects.create(
        quand=timezone.now(),
        acteur=reference(par),
        acteur_nom=str(par)[:200] if par is not None else "",
        verbe=verbe,
        objet=reference(objet),
        objet_nom=str(objet)[:250],
        evenement=reference(evenement),
        avant=avant or {},
        apres=apres or {},
    )
