"""The events of the network and what hangs from them, by topic; imported from here."""

from evenements.models.acces import Acces, AccesQuerySet
from evenements.models.contributions import Partenariat, Ressource, RessourceQuerySet
from evenements.models.cycles import Cycle, CycleQuerySet
from evenements.models.evenements import Evenement, EvenementQuerySet
from evenements.models.formules import PLACES_EN_MOTS, Formule, etat_des_places
from evenements.models.lieux import Lieu

__all__ = [
    "PLACES_EN_MOTS",
    "Acces",
    "AccesQuerySet",
    "Cycle",
    "CycleQuerySet",
    "Evenement",
    "EvenementQuerySet",
    "Formule",
    "Lieu",
    "Partenariat",
    "Ressource",
    "RessourceQuerySet",
    "etat_des_places",
]
