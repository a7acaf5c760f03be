"""What a participant can do, and what an event's life does to its participants."""

from inscriptions.actions.accords import retirer_un_accord
from inscriptions.actions.annonces import (
    annoncer_annulation,
    annoncer_deplacement,
    demander_avis,
    prevenir_de_l_ouverture,
)
from inscriptions.actions.ateliers import (
    AtelierImpossible,
    choisir_un_atelier,
    quitter_un_atelier,
    servir_les_ateliers,
)
from inscriptions.actions.equipe import AjoutImpossible, NoteImpossible, ajouter, annoter, retirer_la_note
from inscriptions.actions.groupes import Responsable, inscrire_un_groupe
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
    "AtelierImpossible",
    "ImportationImpossible",
    "InscriptionImpossible",
    "NoteImpossible",
    "Responsable",
    "ajouter",
    "annoncer_annulation",
    "annoncer_deplacement",
    "annoter",
    "annuler",
    "apercevoir",
    "choisir_un_atelier",
    "demander_avis",
    "deposer",
    "importer",
    "inscrire",
    "inscrire_un_groupe",
    "prevenir_de_l_ouverture",
    "quitter_un_atelier",
    "renvoyer_le_lien",
    "retirer_la_note",
    "retirer_un_accord",
    "servir_les_ateliers",
]
