from typing import Any

from django.db import IntegrityError, transaction

from annuaire.importation import Structures
from annuaire.models import Structure
from journal import actions as journal
from journal import changements

CHAMPS = ("nom", "sigle", "site")


class StructureImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


def structure_nommee(nom: str) -> Structure | None:
    """The structure of that name or acronym, whatever accents and case; a new one where there is none."""
    if not any(c.isalnum() for c in nom):
        return None
    pk = Structures().trouver(nom)
    return Structure.objects.get(pk=pk) if pk is not None else Structure.objects.create(nom=" ".join(nom.split()))


@transaction.atomic
def creer_structure(*, par, **champs: Any) -> Structure:
    """Raises StructureImpossible where the directory has one of that name, whatever accents and case."""
    structure = Structure(**champs)
    _ecrire(structure)
    journal.noter("créer la structure", structure, par=par, apres=changements.valeurs(structure, sorted(champs)))
    return structure


@transaction.atomic
def modifier_structure(structure: Structure, *, par, **champs: Any) -> Structure:
    structure = Structure.objects.select_for_update().get(pk=structure.pk)
    avant = changements.valeurs(structure, champs)
    for nom, valeur in champs.items():
        setattr(structure, nom, valeur)
    ancien, nouveau = changements.ecarts(avant, changements.valeurs(structure, champs))
    if nouveau:
        _ecrire(structure)
        journal.noter("modifier la structure", structure, par=par, avant=ancien, apres=nouveau)
    return structure


def _ecrire(structure: Structure) -> None:
    autre = Structures().par_nom(structure.nom)
    if autre not in {None, structure.pk}:
        raise StructureImpossible(f"L’annuaire a déjà « {Structure.objects.get(pk=autre)} ».")
    try:
        with transaction.atomic():
            structure.save()
    except IntegrityError as cause:  # written meanwhile by someone else
        raise StructureImpossible(f"L’annuaire a déjà « {structure.nom} ».") from cause
