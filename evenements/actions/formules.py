from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from evenements.actions.evenement import toucher, verrouiller
from evenements.models import Evenement, Formule
from journal import actions as journal
from journal import changements
from socle import dates, typographie

CHAMPS = (
    *("modalite", "intitule", "debut", "fin", "capacite", "depassement_motif", "membres_jusqu_au"),
    *("comprend", "ne_comprend_pas"),
)


class FormuleImpossible(Exception):
    """An expected refusal; its text can be shown as it is, beside `champ` where one field is at fault."""

    def __init__(self, texte: str, champ: str | None = None):
        super().__init__(texte)
        self.champ = champ


@transaction.atomic
def ajouter_formule(evenement: Evenement, *, par, **champs: Any) -> Formule:
    evenement = verrouiller(evenement)
    formule = Formule(evenement=evenement, **champs)
    _verifier_les_heures(evenement, formule)
    _verifier_les_places_assises(evenement, formule)
    if evenement.formules.filter(modalite=formule.modalite).exists():
        raise FormuleImpossible(f"L’événement a déjà une formule « {formule.get_modalite_display()} ».", "modalite")
    formule.save()
    toucher(evenement)
    journal.noter(
        "ajouter la formule", formule, par=par, evenement=evenement, apres=changements.valeurs(formule, champs)
    )
    return formule


@transaction.atomic
def modifier_formule(formule: Formule, *, par, **champs: Any) -> Formule:
    """Refused below the places already taken. The event's row is locked first: nobody registers meanwhile."""
    evenement = verrouiller(formule.evenement)
    formule = Formule.objects.get(pk=formule.pk)
    avant = changements.valeurs(formule, champs)
    for nom, valeur in champs.items():
        if nom not in CHAMPS:
            raise TypeError(f"Champ inconnu : {nom}")
        setattr(formule, nom, valeur)
    _verifier_les_heures(evenement, formule)
    _verifier_la_capacite(formule)
    if {"capacite", "depassement_motif"} & set(champs):
        _verifier_les_places_assises(evenement, formule)
    formule.save(update_fields=list(champs))
    ancien, nouveau = changements.ecarts(avant, changements.valeurs(formule, champs))
    if nouveau:
        toucher(evenement)
        journal.noter("modifier la formule", formule, par=par, evenement=evenement, avant=ancien, apres=nouveau)
    return formule


@transaction.atomic
def retirer_formule(formule: Formule, *, par) -> None:
    """Refused while someone holds it or waits for it, and for the last one of a published event."""
    evenement = verrouiller(formule.evenement)
    refus = refus_de_retirer(formule)
    if refus:
        raise FormuleImpossible(refus)
    journal.noter("retirer la formule", formule, par=par, evenement=evenement, avant={"modalite": formule.modalite})
    try:
        formule.delete()
    except ProtectedError as cause:
        raise FormuleImpossible(_tenue(formule)) from cause
    toucher(evenement)


def refus_de_retirer(formule: Formule) -> str:
    """Why this formule cannot be taken away now, so that a page says it before the button; empty: it can."""
    # The registrations above hold a formule by a protected key; those who wait only by a row that would go with it.
    if formule.inscriptions.exists() or formule.attentes.exists():
        return _tenue(formule)
    if formule.evenement.est_publie(timezone.now()) and formule.evenement.formules.count() == 1:
        return "L’événement est publié : il lui faut au moins une formule."
    return ""


def _tenue(formule: Formule) -> str:
    return f"Quelqu’un est inscrit ou attend une place dans « {formule.nom} » : elle ne peut plus être retirée."


def _verifier_les_heures(evenement: Evenement, formule: Formule) -> None:
    if not evenement.est_date or evenement.debut is None or evenement.fin is None:
        raise FormuleImpossible("Donnez d’abord son jour et ses heures à l’événement.")
    if formule.fin <= formule.debut:
        raise FormuleImpossible("La fin de la formule doit venir après son début.")
    if formule.debut < evenement.debut or formule.fin > evenement.fin:
        raise FormuleImpossible(
            "La formule doit tenir dans les heures de l’événement : du "
            f"{dates.date_heure(evenement.debut, evenement.fuseau)} au "
            f"{dates.date_heure(evenement.fin, evenement.fuseau)}.",
            "debut" if formule.debut < evenement.debut else "fin",
        )


def _verifier_la_capacite(formule: Formule) -> None:
    if formule.capacite is not None and formule.capacite < formule.places_prises:
        prises = typographie.accorder(formule.places_prises, "place est déjà prise", "places sont déjà prises")
        raise FormuleImpossible(f"{prises} : la capacité ne peut pas descendre à {formule.capacite}.", "capacite")


def _verifier_les_places_assises(evenement: Evenement, formule: Formule) -> None:
    """More than the room seats is a choice, whose reason is noted."""
    assises = evenement.lieu.places_assises if evenement.lieu else None
    if not formule.est_sur_place or assises is None or formule.capacite is None or formule.depassement_motif:
        return
    if formule.capacite > assises:
        voulues = typographie.accorder(formule.capacite, "place")
        chaises = typographie.accorder(assises, "place assise", "places assises")
        raise FormuleImpossible(
            f"{voulues} pour {chaises} : dites pourquoi (« Raison du dépassement »), ou baissez la capacité."
        )
