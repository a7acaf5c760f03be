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
from inscriptions.actions.changement import (
    ChangementImpossible,
    OffreImpossible,
    accepter,
    balayer_les_offres,
    changer_de_formule,
    decliner,
    offre_en_cours,
    quitter_la_file,
    servir_la_file,
)
from inscriptions.actions.commun import attente_ouverte
from inscriptions.actions.details import (
    ModificationImpossible,
    changer_d_adresse,
    concerne_le_sur_place,
    demander_une_adresse,
    modifier,
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
from inscriptions.actions.venue import VenueImpossible, confirmer_la_venue, demander_la_venue

__all__ = [
    "AjoutImpossible",
    "AnnulationImpossible",
    "AtelierImpossible",
    "ChangementImpossible",
    "ImportationImpossible",
    "InscriptionImpossible",
    "ModificationImpossible",
    "NoteImpossible",
    "OffreImpossible",
    "Responsable",
    "VenueImpossible",
    "accepter",
    "ajouter",
    "annoncer_annulation",
    "annoncer_deplacement",
    "annoter",
    "annuler",
    "apercevoir",
    "attente_ouverte",
    "balayer_les_offres",
    "changer_d_adresse",
    "changer_de_formule",
    "choisir_un_atelier",
    "concerne_le_sur_place",
    "confirmer_la_venue",
    "decliner",
    "demander_avis",
    "demander_la_venue",
    "demander_une_adresse",
    "deposer",
    "importer",
    "inscrire",
    "inscrire_un_groupe",
    "modifier",
    "offre_en_cours",
    "prevenir_de_l_ouverture",
    "quitter_la_file",
    "quitter_un_atelier",
    "renvoyer_le_lien",
    "retirer_la_note",
    "retirer_un_accord",
    "servir_la_file",
    "servir_les_ateliers",
]
