"""The ways to come, and where one stands in a queue: read by pages and by acts (which read again under the lock)."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from evenements.models import Evenement, Formule
from inscriptions.models import Attente


def facons_de_venir(evenement: Evenement) -> list[Formule]:
    """The ways to come, each with `il_faut_attendre`: full, or somebody waits for it. One query."""
    attendue = Exists(Attente.objects.sans_place().filter(formule=OuterRef("pk")))
    lignes: list[Formule] = list(Formule.objects.filter(evenement=evenement).annotate(est_attendue=attendue))
    for formule in lignes:
        formule.evenement = evenement
        formule.il_faut_attendre = formule.est_complete or formule.est_attendue  # type: ignore[attr-defined]
    return lignes


def rang(attente: Attente) -> int:
    """Its place in the queue, from 1: the next to be called."""
    file = Attente.objects.ouvertes().filter(formule=attente.formule_id)
    avant = file.filter(entree_le__lt=attente.entree_le) | file.filter(entree_le=attente.entree_le, pk__lt=attente.pk)
    return avant.count() + 1


def est_offerte(attente: Attente, maintenant: datetime) -> bool:
    """Can it be accepted now? Made, not late, on an event that still takes place, and with a place behind it."""
    formule = attente.formule
    if attente.echeance is None or maintenant >= attente.echeance or formule is None:
        return False
    if formule.evenement.est_annule or maintenant >= formule.debut:
        return False
    return attente.tient_une_place or not formule.est_complete
