"""Changing formule, waiting for another, answering an offer. Each act takes the event's lock first, and alone."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from evenements.models import Evenement, Formule
from inscriptions import accords, emails, file, file_des_ateliers, places
from inscriptions.actions.commun import abandonner, attente_ouverte, cesser_d_attendre, relire, servir
from inscriptions.actions.inscription import refus_de_la_formule
from inscriptions.choix import est_offerte, rang
from inscriptions.models import Attente, Inscription
from inscriptions.participant import toute_la_formule
from journal.actions import noter

Etat, Issue = Inscription.Etat, Attente.Issue


class ChangementImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


class OffreImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def changer_de_formule(inscription: Inscription, formule: Formule, *, par: Any = None) -> Inscription:
    """Take a place of another formule, or wait for one while keeping the seat that is held.

    Where there is room, the old place is given back and offered at once; the calendar entry moves (same UID). Where
    there is none, or somebody waits, the person joins the queue of that formule: of one at a time. Where that place
    is already offered to her, she accepts it. A seat taken online leaves a wait for the other formule open. Raises
    ChangementImpossible.
    """
    evenement = places.verrouiller(inscription.evenement_id)
    maintenant = timezone.now()
    inscription = relire(inscription, evenement)
    formule = _verifier_le_changement(inscription, evenement, formule, maintenant)
    attente = attente_ouverte(inscription)
    est_attendue = attente is not None and attente.formule_id == formule.pk
    if attente is not None and est_attendue:
        if not est_offerte(attente, maintenant):
            raise ChangementImpossible(f"Vous attendez déjà une place dans « {formule.nom} ».")
        _prendre_la_place_offerte(attente, maintenant)
        return inscription
    if inscription.prend_une_place_publique and (refus := refus_de_la_formule(formule, maintenant)):
        raise ChangementImpossible(refus)
    avant = _etat(inscription)
    if inscription.prend_une_place_publique and file.il_faut_attendre(formule):
        _attendre(inscription, formule, maintenant)
    else:
        _prendre(inscription, formule, maintenant)
    noter(
        "changer de formule",
        inscription,
        par=par or inscription,
        evenement=evenement,
        avant=avant,
        apres=_etat(inscription),
    )
    return inscription


@transaction.atomic
def accepter(inscription: Inscription) -> Inscription:
    """Take the offered place; the online seat kept meanwhile is given back, the calendar follows.

    A late answer is refused under the lock, swept or not; of the last day's offers to all, the first accepted wins.
    Raises OffreImpossible.
    """
    evenement = places.verrouiller(inscription.evenement_id)
    maintenant = timezone.now()
    inscription = relire(inscription, evenement)
    _prendre_la_place_offerte(_offre(inscription, maintenant), maintenant)
    return inscription


@transaction.atomic
def decliner(inscription: Inscription) -> Inscription:
    """Refuse the offered place: it goes to the next. A seat that is held stays; without one the registration ends.

    Raises OffreImpossible.
    """
    evenement = places.verrouiller(inscription.evenement_id)
    maintenant = timezone.now()
    inscription = relire(inscription, evenement)
    attente = _offre(inscription, maintenant)
    _ne_plus_attendre(attente, Issue.REFUS, maintenant)
    noter("décliner la place", inscription, par=inscription, evenement=evenement, apres=_etat(inscription))
    return inscription


@transaction.atomic
def quitter_la_file(inscription: Inscription) -> Inscription:
    """Wait no more for another formule, and keep the seat that is held. Raises ChangementImpossible."""
    evenement = places.verrouiller(inscription.evenement_id)
    maintenant = timezone.now()
    inscription = relire(inscription, evenement)
    attente = attente_ouverte(inscription)
    if attente is None or not inscription.est_confirmee:
        raise ChangementImpossible("Vous n’attendez pas d’autre place.")
    formule = _ne_plus_attendre(attente, Issue.RENONCEMENT, maintenant)
    noter("ne plus attendre", inscription, par=inscription, evenement=evenement, avant={"attente": formule.modalite})
    return inscription


@transaction.atomic
def servir_la_file(formule: Formule) -> int:
    """Offer what an act on the formule itself has freed (a larger capacity). Returns how many offers were made."""
    places.verrouiller(formule.evenement_id)
    return file.servir(formule, timezone.now())


def balayer_les_offres() -> int:
    """The clock's sweep: late offers expire, the next are served, queues close at their hour. Twice is once.

    Whatever the time the worker was down. Each formule in a transaction of its own; returns how many offers were made.
    """
    maintenant = timezone.now()
    attendues = Attente.objects.ouvertes().filter(formule__isnull=False)
    formules = Formule.objects.filter(
        pk__in=attendues.order_by().values("formule"), evenement__annule_le=None, fin__gt=maintenant
    )
    return sum(servir_la_file(formule) for formule in formules.order_by("pk"))


def offre_en_cours(inscription: Inscription, maintenant: datetime) -> Attente | None:
    """The offer that this person can answer now, for pages; the acts read again under the lock."""
    attente = attente_ouverte(inscription)
    return attente if attente is not None and est_offerte(attente, maintenant) else None


def _offre(inscription: Inscription, maintenant: datetime) -> Attente:
    attente = attente_ouverte(inscription)
    if attente is None:
        raise OffreImpossible("Cette proposition n’est plus en cours.")
    if inscription.evenement.est_annule:
        raise OffreImpossible("L’événement est annulé.")
    if attente.echeance is not None and maintenant >= attente.echeance:
        raise OffreImpossible("Le délai pour répondre est passé : la place va à la personne suivante.")
    if not est_offerte(attente, maintenant):
        raise OffreImpossible("La place vient d’être prise par quelqu’un d’autre. Vous gardez votre rang dans la file.")
    return attente


def _prendre_la_place_offerte(attente: Attente, maintenant: datetime) -> None:
    inscription, formule = attente.inscription, _formule(attente)
    avant = _etat(inscription)
    file.fermer(attente, Issue.ACCEPTATION, maintenant)
    _prendre(inscription, formule, maintenant)
    noter(
        "accepter la place",
        inscription,
        par=inscription,
        evenement=inscription.evenement,
        avant=avant,
        apres=_etat(inscription),
    )


def _prendre(inscription: Inscription, formule: Formule, maintenant: datetime) -> None:
    """Give back what is held, take this; then both queues are served (offers to all end with the last place)."""
    attendue = None if formule.modalite == Formule.Modalite.DISTANCIEL else cesser_d_attendre(inscription, maintenant)
    etait_confirmee = inscription.est_confirmee
    inscription.etat, inscription.etat_le, inscription.venue_confirmee_le = Etat.CONFIRMATION, maintenant, None
    inscription.invitation_differee = False  # told now, by this act's own message
    _ajuster_la_presence(inscription, formule, maintenant)
    rendue = places.echanger(inscription, formule)
    (emails.changer_de_formule if etait_confirmee else emails.confirmer)(inscription)
    servir(maintenant, rendue, formule, attendue)
    file_des_ateliers.servir(inscription.evenement, maintenant)


def _ajuster_la_presence(inscription: Inscription, formule: Formule, maintenant: datetime) -> None:
    """Half-days and needs serve on site only; what was answered is kept while a place on site is still waited for."""
    moments = ("matin", "dejeuner", "apres_midi")
    if formule.est_sur_place:
        if not any(getattr(inscription, nom) for nom in moments):
            for nom, present in toute_la_formule(formule).items():
                setattr(inscription, nom, present)
    elif attente_ouverte(inscription) is None:
        for nom in moments:
            setattr(inscription, nom, False)
        accords.oublier_les_besoins(inscription, maintenant)


def _attendre(inscription: Inscription, formule: Formule, maintenant: datetime) -> None:
    quittee = cesser_d_attendre(inscription, maintenant)
    attente = Attente.objects.create(inscription=inscription, formule=formule, entree_le=maintenant)
    emails.attendre_une_place(inscription, formule, rang(attente), maintenant)
    servir(maintenant, formule, quittee)


def _ne_plus_attendre(attente: Attente, issue: str, maintenant: datetime) -> Formule:
    inscription, formule = attente.inscription, _formule(attente)
    file.fermer(attente, issue, maintenant)
    if not inscription.est_confirmee:
        abandonner(inscription, maintenant)
    emails.ne_plus_attendre(inscription, formule, maintenant)
    servir(maintenant, formule)
    return formule


def _verifier_le_changement(
    inscription: Inscription, evenement: Evenement, formule: Formule, maintenant: datetime
) -> Formule:
    if inscription.effacee_le is not None or inscription.est_annulee:
        raise ChangementImpossible("Votre inscription n’est plus active : inscrivez-vous à nouveau.")
    if evenement.est_annule:
        raise ChangementImpossible("L’événement est annulé.")
    lue = Formule.objects.filter(pk=formule.pk, evenement=evenement).first()
    if lue is None:
        raise ChangementImpossible("Cette formule n’est plus proposée.")
    lue.evenement = evenement
    if evenement.est_passe(maintenant) or lue.fin <= maintenant:
        raise ChangementImpossible("Il est trop tard pour changer de formule.")
    if inscription.formule_id == lue.pk:
        raise ChangementImpossible(f"Vous avez déjà une place dans « {lue.nom} ».")
    return lue


def _formule(attente: Attente) -> Formule:
    if attente.formule is None:
        raise ValueError("Cette attente n’est pas celle d’une formule.")
    return attente.formule


def _etat(inscription: Inscription) -> dict[str, str]:
    return {
        "etat": str(inscription.etat),
        "formule": inscription.formule.modalite if inscription.formule else "",
    }
