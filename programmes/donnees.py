"""The personal data of this app: who speaks, under which words (socle.donnees)."""

from comptes.donnees import EQUIPE
from socle.donnees import (
    Base,
    DonneesPersonnelles,
    Duree,
    Effacement,
    Qui,
    SansDonneePersonnelle,
    Traitement,
)

PROGRAMME = Traitement(
    "programmes",
    "Programmes des événements",
    "Préparer les interventions et publier le programme, avec les noms et les qualités que les intervenants acceptent.",
    "Intervenants, et personnes qui les représentent.",
    ("l’équipe du Réseau", "le public, pour ce qui est publié"),
)
QUI = Qui(adresses=("personne__email", "personne__inscriptions__email"))

DONNEES = (
    DonneesPersonnelles(
        "programmes.Intervention",
        ("qualite", "representee_par", "depuis", "affichage"),
        "nommer l’intervenant dans le programme, avec les mots choisis pour lui",
        Duree("tant que le programme est publié, comme archive du Réseau"),
        PROGRAMME,
        Base.INTERET,
        Effacement.VIDER,
        qui=QUI,
        contexte=("creneau", "role", "angle", "reponse"),
        caches=("representee_par",),
    ),
    DonneesPersonnelles(
        "programmes.Intervention",
        ("personne", "structure", "creneau", "role", "angle", "reponse", "a_distance"),
        "savoir combien de personnes et de structures ont contribué",
        Duree("sans nom, sans limite"),
        PROGRAMME,
        Base.INTERET,
        Effacement.GARDER,
        qui=QUI,
        garde_parce_que="le programme garde un intervenant sans nom, pour que l’événement reste compté",
        contexte=("structure", "a_distance"),
        caches=("personne",),
    ),
    DonneesPersonnelles(
        "programmes.VersionProgramme",
        ("publiee_par",),
        "savoir qui a publié le programme",
        Duree("comme le compte"),
        EQUIPE,
        Base.INTERET,
        Effacement.GARDER,
        garde_parce_que="c’est un acte de l’équipe",
    ),
)

SANS_DONNEE = (
    SansDonneePersonnelle("programmes.Salle", ("evenement", "nom"), "décrit une salle"),
    SansDonneePersonnelle(
        "programmes.Sequence", ("evenement", "titre", "sous_titre", "teinte"), "décrit un temps de la journée"
    ),
    SansDonneePersonnelle(
        "programmes.Creneau",
        ("evenement", "sequence", "salle", "nature", "surtitre", "titre", "texte", "ressources"),
        "décrit un moment de la journée",
    ),
    SansDonneePersonnelle("programmes.Creneau_ressources", ("creneau", "ressource"), "relie un moment et un document"),
    SansDonneePersonnelle(
        "programmes.VersionProgramme",
        ("evenement", "contenu"),
        "les moments tels que publiés ; les noms n’y sont pas, ils sont lus ailleurs",
    ),
)
