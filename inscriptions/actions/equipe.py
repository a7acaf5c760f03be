"""What the team does by its own hand: register somebody, write a note."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from evenements.models import Evenement, Formule
from inscriptions import places
from inscriptions.actions.commun import relire
from inscriptions.actions.inscription import inscrire
from inscriptions.models import Inscription, Note
from inscriptions.participant import Participant, normaliser
from journal.actions import noter

Categorie = Inscription.Categorie


class AjoutImpossible(Exception):
    """An expected refusal; its text can be shown as it is. `champ`: the field of the form that it is about."""

    def __init__(self, message: str, champ: str = ""):
        super().__init__(message)
        self.champ = champ


class NoteImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def ajouter(
    formule: Formule,
    *,
    participant: Participant | Mapping[str, Any],
    inscrite_par: str,
    par: Any,
    categorie: str = Categorie.PARTICIPANT,
    malgre_la_cloture: bool = False,
    avant_la_file: bool = False,
) -> Inscription:
    """Register somebody by hand: partners, team, press and speakers take no public place; a participant takes one.

    What the public may not do is done on purpose only: `malgre_la_cloture`, `avant_la_file` (a place must be free all
    the same: the capacity holds for everybody). The person's first mail says who gave the address, and how to object.
    An address already registered is refused, so that nothing of hers changes. Raises AjoutImpossible.
    """
    evenement = places.verrouiller(formule.evenement_id)
    saisie = participant if isinstance(participant, Participant) else Participant(**participant)
    _verifier_l_evenement(evenement, malgre_la_cloture=malgre_la_cloture)
    if evenement.inscriptions.actives().filter(email=normaliser(saisie.email)).exists():
        raise AjoutImpossible("Cette adresse est déjà inscrite à cet événement.", "email")
    if categorie == Categorie.PARTICIPANT and avant_la_file:
        _verifier_la_place(formule)
    return inscrire(
        formule,
        participant=saisie,
        categorie=categorie,
        inscrite_par=inscrite_par,
        par=par,
        malgre_la_cloture=True,
        avant_la_file=avant_la_file,
    )


@transaction.atomic
def annoter(inscription: Inscription, *, texte: str, par: Any) -> Note:
    """Write a note for the team. The journal says that it was written, not what it says. Raises NoteImpossible."""
    evenement = places.verrouiller(inscription.evenement_id)
    inscription = relire(inscription, evenement)
    if inscription.effacee_le is not None:
        raise NoteImpossible("Les données de cette personne sont effacées : on n’écrit plus rien sur elle.")
    note = Note.objects.create(inscription=inscription, texte=texte, auteur=par)
    noter("annoter", inscription, par=par, evenement=evenement)
    return note


@transaction.atomic
def retirer_la_note(note: Note, *, par: Any) -> None:
    noter("retirer une note", note.inscription, par=par, evenement=note.inscription.evenement)
    note.delete()


def _verifier_l_evenement(evenement: Evenement, *, malgre_la_cloture: bool) -> None:
    maintenant = timezone.now()
    if evenement.est_annule:
        raise AjoutImpossible("L’événement est annulé.")
    if evenement.est_passe(maintenant):
        raise AjoutImpossible("L’événement est passé.")
    if not evenement.est_publie(maintenant):
        raise AjoutImpossible("L’événement est un brouillon : publiez-le, puis inscrivez.")
    if not malgre_la_cloture and not evenement.inscriptions_ouvertes(maintenant):
        raise AjoutImpossible("Les inscriptions ne sont pas ouvertes : cochez cette case.", "malgre_la_cloture")


def _verifier_la_place(formule: Formule) -> None:
    if Formule.objects.get(pk=formule.pk).est_complete:
        raise AjoutImpossible(
            "La formule est complète : augmentez d’abord sa capacité, ou laissez attendre.", "avant_la_file"
        )
