"""What a participant can do, and what an event's life does to its participants."""

from inscriptions.actions.accords import retirer_un_accord
from inscriptions.actions.annonces import (
    annoncer_annulation,
    annoncer_deplacement,
    demander_avis,
    prevenir_de_l_ouverture,
)
from inscriptions.actions.inscription import (
    AnnulationImpossible,
    InscriptionImpossible,
    annuler,
    inscrire,
    renvoyer_le_lien,
)

__all__ = [
    "AnnulationImpossible",
    "InscriptionImpossible",
    "annoncer_annulation",
    "annoncer_deplacement",
    "annuler",
    "demander_avis",
    "inscrire",
    "prevenir_de_l_ouverture",
    "renvoyer_le_lien",
    "retirer_un_accord",
]
