"""What a participant can do, and what an event's life does to its participants."""

from inscriptions.actions.accords import retirer_un_accord
from inscriptions.actions.annonces import (
    annoncer_annulation,
    annoncer_deplacement,
    demander_avis,
    prevenir_de_l_ouverture,
)
from inscriptions.actions.equipe import AjoutImpossible, NoteImpossible, ajouter, annoter, retirer_la_note
from inscriptions.actions.importations import ImportationImpossible, apercevoir, deposer, importer
from inscriptions.actions.inscription import (
    AnnulationImpossible,
    InscriptionImpossible,
    annuler,
    inscrire,
    renvoyer_le_lien,
)

__all__ = [
    "AjoutImpossible",
    "AnnulationImpossible",
    "ImportationImpossible",
    "InscriptionImpossible",
    "NoteImpossible",
    "ajouter",
    "annoncer_annulation",
    "annoncer_deplacement",
    "annoter",
    "annuler",
    "apercevoir",
    "demander_avis",
    "deposer",
    "importer",
    "inscrire",
    "prevenir_de_l_ouverture",
    "renvoyer_le_lien",
    "retirer_la_note",
    "retirer_un_accord",
]
