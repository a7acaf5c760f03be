"""What the team does to the directory: rows, oppositions, merges, imports.

These acts write the directory (and whose registrations and interventions are whose). Where a name that the public
reads may change, the door is `annonces.annuaire`, which also has the events' pages rendered again.
"""

from annuaire.actions.fusions import (
    FusionImpossible,
    comparer,
    defaire,
    ecarter,
    fusionner,
    remettre,
)
from annuaire.actions.importations import (
    ImportationImpossible,
    Importee,
    abandonner,
    apercevoir,
    deposer,
    importer,
    oublier_les_apercus_perimes,
)
from annuaire.actions.personnes import (
    PersonneImpossible,
    creer,
    detacher,
    modifier,
    opposer,
    rattacher,
    retirer_l_opposition,
)
from annuaire.actions.structures import StructureImpossible, creer_structure, modifier_structure, structure_nommee

__all__ = [
    "FusionImpossible",
    "ImportationImpossible",
    "Importee",
    "PersonneImpossible",
    "StructureImpossible",
    "abandonner",
    "apercevoir",
    "comparer",
    "creer",
    "creer_structure",
    "defaire",
    "deposer",
    "detacher",
    "ecarter",
    "fusionner",
    "importer",
    "modifier",
    "modifier_structure",
    "opposer",
    "oublier_les_apercus_perimes",
    "rattacher",
    "remettre",
    "retirer_l_opposition",
    "structure_nommee",
]
