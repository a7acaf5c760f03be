"""What the team does to an event and to what hangs from it: formules, partners, resources, venues, accounts.

Acts that people must be told of (publier, reporter, annuler, a new venue) are in `annonces.actions`, above.
"""

from evenements.actions.acces import CompteImpossible, CompteOuvert, ouvrir_compte, retirer_acces
from evenements.actions.cycles import (
    CycleImpossible,
    creer_cycle,
    depublier_cycle,
    modifier_cycle,
    publier_cycle,
)
from evenements.actions.evenement import (
    EvenementImpossible,
    creer,
    deplacer,
    fermer_l_apercu,
    modifier,
    ouvrir_l_apercu,
    toucher,
    verrouiller,
)
from evenements.actions.formules import (
    FormuleImpossible,
    ajouter_formule,
    modifier_formule,
    refus_de_retirer,
    retirer_formule,
)
from evenements.actions.lieux import creer_lieu, modifier_lieu
from evenements.actions.partenariats import (
    PartenariatImpossible,
    ajouter_partenaire,
    changer_logo,
    descendre_partenaire,
    modifier_partenaire,
    monter_partenaire,
    retirer_partenaire,
)
from evenements.actions.ressources import (
    RessourceImpossible,
    ajouter_ressource,
    modifier_ressource,
    remettre_ressource,
    retirer_ressource,
)

__all__ = [
    "CompteImpossible",
    "CompteOuvert",
    "CycleImpossible",
    "EvenementImpossible",
    "FormuleImpossible",
    "PartenariatImpossible",
    "RessourceImpossible",
    "ajouter_formule",
    "ajouter_partenaire",
    "ajouter_ressource",
    "changer_logo",
    "creer",
    "creer_cycle",
    "creer_lieu",
    "deplacer",
    "depublier_cycle",
    "descendre_partenaire",
    "fermer_l_apercu",
    "modifier",
    "modifier_cycle",
    "modifier_formule",
    "modifier_lieu",
    "modifier_partenaire",
    "modifier_ressource",
    "monter_partenaire",
    "ouvrir_compte",
    "ouvrir_l_apercu",
    "publier_cycle",
    "refus_de_retirer",
    "remettre_ressource",
    "retirer_acces",
    "retirer_formule",
    "retirer_partenaire",
    "retirer_ressource",
    "toucher",
    "verrouiller",
]
