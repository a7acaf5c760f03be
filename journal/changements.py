"""What changed between two moments of a row, as JSON values: what `journal.actions.noter` takes before and after."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from journal.actions import noter

Valeurs = dict[str, Any]


def valeurs(objet: models.Model, champs: Iterable[str]) -> Valeurs:
    """The named fields of a row, as JSON: moments in UTC, other rows by their name, files by theirs."""
    return {nom: _en_json(getattr(objet, nom)) for nom in champs}


def _en_json(valeur: Any) -> Any:
    if isinstance(valeur, datetime):
        return valeur.astimezone(UTC).isoformat()
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, FieldFile):
        return valeur.name or ""
    return str(valeur) if isinstance(valeur, models.Model) else valeur


def ecarts(avant: Valeurs, apres: Valeurs) -> tuple[Valeurs, Valeurs]:
    """Only what differs: ({name: old}, {name: new})."""
    changes = [nom for nom in apres if avant.get(nom) != apres[nom]]
    return {nom: avant.get(nom) for nom in changes}, {nom: apres[nom] for nom in changes}


def enregistrer(
    objet: models.Model, *, par: Any, champs: list[str], est_nouveau: bool, evenement: models.Model | None = None
) -> None:
    """Save a row and note it with what changed: the act behind a plain form (the admin's)."""
    with transaction.atomic():
        avant = {} if est_nouveau else valeurs(type(objet)._default_manager.get(pk=objet.pk), champs)
        objet.save()
        apres = valeurs(objet, champs)
        verbe = "créer" if est_nouveau else "modifier"
        noter(verbe, objet, par=par, evenement=evenement, avant=avant, apres=apres)
