"""A structure registers several of its people in one go."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from evenements.models import Evenement, Formule
from inscriptions import emails, places
from inscriptions.actions.inscription import InscriptionImpossible, inscrire
from inscriptions.participant import Participant, normaliser
from journal.actions import noter
from socle import liens


@dataclass(frozen=True)
class Responsable:
    """Who registers the group. `en_mots`: what each person reads of it."""

    nom: str
    email: str
    en_mots: str


@transaction.atomic
def inscrire_un_groupe(
    evenement: Evenement, lignes: Iterable[tuple[Formule, Participant]], *, responsable: Responsable
) -> list[str]:
    """Register each line by the same act as anybody, in order, under one lock; returns each line's refusal, or « ».

    A line refused leaves the others. Who was registered already receives her link again, and nothing here says it:
    the one who registers is written what was typed, never what was known.
    """
    evenement = places.verrouiller(evenement.pk)
    refus, ecrites = [], []
    for formule, participant in lignes:
        try:
            inscrire(
                formule,
                participant=participant,
                inscrite_par=responsable.en_mots,
                inscrite_par_email=normaliser(responsable.email),
            )
        except InscriptionImpossible as cause:
            refus.append(str(cause))
        else:
            refus.append("")
            ecrites.append((formule, participant))
    if ecrites:
        emails.recapituler_le_groupe(evenement, responsable, ecrites, numero=liens.nouveau_secret()[:12])
        noter("inscrire un groupe", evenement, evenement=evenement, apres={"lignes": len(ecrites)})
    return refus
