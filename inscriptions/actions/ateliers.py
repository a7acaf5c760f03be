"""Choosing a workshop, leaving it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from evenements.models import Evenement
from inscriptions import ateliers, emails, file_des_ateliers, places
from inscriptions.actions.commun import relire
from inscriptions.ateliers import Atelier
from inscriptions.models import Attente, Inscription
from journal.actions import noter


class AtelierImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def choisir_un_atelier(inscription: Inscription, creneau_id: int, *, par: Any = None) -> bool:
    """Hold a place in this workshop, or wait for one where it is full. Returns whether a place is held.

    Another one of the same hour is left in the same act; one that overlaps otherwise refuses it, with both names.
    Already held or waited for: nothing changes, nothing is written. Raises AtelierImpossible.
    """
    evenement, inscription, maintenant = _ouvrir(inscription)
    file_des_ateliers.servir(evenement, maintenant)
    tous = ateliers.publies(evenement)
    atelier = _a_choisir(tous, creneau_id, maintenant)
    tenus, attendus = _siens(inscription)
    if atelier.pk in tenus or atelier.pk in attendus:
        return atelier.pk in tenus
    _refuser_ce_qui_se_chevauche(atelier, [autre for autre in tous if autre.pk in tenus | attendus])
    est_tenu = file_des_ateliers.prendre_ou_attendre(inscription, atelier, tous, maintenant)
    if est_tenu:
        emails.choisir_un_atelier(inscription, atelier, maintenant)
    else:
        emails.attendre_un_atelier(inscription, atelier, maintenant)
    file_des_ateliers.servir(evenement, maintenant)
    verbe = "choisir un atelier" if est_tenu else "attendre un atelier"
    noter(verbe, inscription, par=par or inscription, evenement=evenement, apres={"atelier": atelier.nom})
    return est_tenu


@transaction.atomic
def quitter_un_atelier(inscription: Inscription, creneau_id: int, *, par: Any = None) -> None:
    """Give the place back, or wait no more; the next one is served. Neither held nor waited for: nothing to do."""
    evenement, inscription, maintenant = _ouvrir(inscription)
    choix = inscription.choix_ateliers.filter(creneau=creneau_id).first()
    attentes = inscription.attentes.ouvertes().filter(creneau=creneau_id)
    if choix is not None:
        places.rendre_atelier(choix)
    elif not attentes.update(close_le=maintenant, issue=Attente.Issue.RENONCEMENT):
        return
    atelier = next((a for a in ateliers.publies(evenement) if a.pk == creneau_id), None)
    emails.quitter_un_atelier(inscription, atelier, maintenant)
    file_des_ateliers.servir(evenement, maintenant)
    avant = {"atelier": atelier.nom if atelier else ""}
    noter("quitter un atelier", inscription, par=par or inscription, evenement=evenement, avant=avant)


@transaction.atomic
def servir_les_ateliers(evenement: Evenement) -> int:
    """Serve the queues of an event's workshops: a capacity was raised, or the clock passes. Returns how many were."""
    return file_des_ateliers.servir(places.verrouiller(evenement.pk), timezone.now())


def prendre_les_ateliers(inscription: Inscription, creneaux: Iterable[int], maintenant: datetime) -> None:
    """What was chosen with the registration, in its own transaction: held, or waited for. No message: the confirmation
    says it. Raises AtelierImpossible."""
    creneaux = tuple(dict.fromkeys(creneaux))
    if not creneaux:
        return
    file_des_ateliers.servir(inscription.evenement, maintenant)
    tous = ateliers.publies(inscription.evenement)
    voulus = [_a_choisir(tous, pk, maintenant) for pk in creneaux]
    if paire := ateliers.chevauchement(voulus):
        raise AtelierImpossible(ateliers.refus_du_chevauchement(*paire))
    for atelier in voulus:
        file_des_ateliers.prendre_ou_attendre(inscription, atelier, tous, maintenant)


def _ouvrir(inscription: Inscription) -> tuple[Evenement, Inscription, datetime]:
    """The lock first, then all is read again under it."""
    evenement = places.verrouiller(inscription.evenement_id)
    maintenant = timezone.now()
    inscription = relire(inscription, evenement)
    if evenement.est_annule:
        raise AtelierImpossible("L’événement est annulé.")
    if evenement.est_passe(maintenant):
        raise AtelierImpossible("L’événement est passé.")
    if not ateliers.peut_choisir(inscription):
        raise AtelierImpossible("Les ateliers se choisissent avec une place sur place.")
    return evenement, inscription, maintenant


def _a_choisir(tous: Iterable[Atelier], creneau_id: int, maintenant: datetime) -> Atelier:
    atelier = next((atelier for atelier in tous if atelier.pk == creneau_id), None)
    if atelier is None:
        raise AtelierImpossible(ateliers.DISPARU)
    if atelier.est_commence(maintenant):
        raise AtelierImpossible(f"« {atelier.nom} » a déjà commencé.")
    return atelier


def _siens(inscription: Inscription) -> tuple[set[int], set[int]]:
    tenus = set(inscription.choix_ateliers.values_list("creneau", flat=True))
    attentes = inscription.attentes.ouvertes().filter(creneau__isnull=False)
    return tenus, {pk for pk in attentes.values_list("creneau", flat=True) if pk}


def _refuser_ce_qui_se_chevauche(atelier: Atelier, siens: Iterable[Atelier]) -> None:
    conflit = next((autre for autre in siens if autre.empeche(atelier)), None)
    if conflit is not None:
        raise AtelierImpossible(f"{ateliers.refus_du_chevauchement(conflit, atelier)} Laissez d’abord le premier.")
