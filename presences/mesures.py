"""What each figure of a Bilan is called, what it counts, and in which unit (design §4, « A figure »).

`Bilan.chiffres` may hold these names only. A measure that is absent is unknown, never zero. Nothing is computed here.
"""

from dataclasses import dataclass
from enum import StrEnum

from socle import dates, typographie
from socle.typographie import INSECABLE

METHODE_INCONNUE = "méthode d’origine non documentée"
TOUTES = "toutes"  # « toutes les régions représentées »: what was written down when nobody wrote how many
REGIONS_EN_TOUT = 18


class Unite(StrEnum):
    NOMBRE = "nombre"
    MINUTES = "minutes"
    POURCENT = "pourcent"
    REGIONS = "regions"


@dataclass(frozen=True)
class Mesure:
    nom: str
    label: str
    definition: str
    singulier: str
    pluriel: str
    unite: Unite = Unite.NOMBRE

    def en_clair(self, valeur) -> str:
        """The value alone: « 1 037 », « 53 min », « 78 % », « 16 sur 18 »."""
        if self.unite == Unite.MINUTES:
            return dates.duree(valeur)
        if self.unite == Unite.POURCENT:
            return f"{typographie.nombre(valeur)}{INSECABLE}%"
        if self.unite == Unite.REGIONS:
            return TOUTES if valeur == TOUTES else f"{valeur}{INSECABLE}sur{INSECABLE}{REGIONS_EN_TOUT}"
        return typographie.nombre(valeur)

    def phrase(self, valeur) -> str:
        """The value and its words, for a line of text: « 592 participants en direct », « 53 min en moyenne »."""
        if valeur == TOUTES:
            return f"{TOUTES} les {self.pluriel}"
        if self.unite == Unite.NOMBRE:
            return typographie.accorder(valeur, self.singulier, self.pluriel)
        if self.unite == Unite.REGIONS:
            return f"{typographie.accorder(valeur, self.singulier, self.pluriel)} sur {REGIONS_EN_TOUT}"
        return f"{self.en_clair(valeur)} {self.pluriel}"

    def admet(self, valeur) -> bool:
        """Is this a value that the measure can hold? Counts and minutes are whole; unknown is an absent key."""
        if isinstance(valeur, bool):
            return False
        if self.unite == Unite.REGIONS:
            return valeur == TOUTES or (isinstance(valeur, int) and 0 <= valeur <= REGIONS_EN_TOUT)
        if self.unite == Unite.POURCENT:
            return isinstance(valeur, int | float) and 0 <= valeur <= 100
        return isinstance(valeur, int) and valeur >= 0


_MESURES = (
    Mesure(
        "inscrits",
        "Inscrits",
        "Inscriptions confirmées et non annulées, hors équipe, intervenants, partenaires et presse.",
        "inscrit",
        "inscrits",
    ),
    Mesure("en_attente", "En attente", "Personnes en liste d’attente.", "personne en attente", "personnes en attente"),
    Mesure(
        "inscrits_membres",
        "Inscrits membres du Réseau",
        "Part des inscrits qui sont membres du Réseau, en nombre de personnes.",
        "inscrit membre du Réseau",
        "inscrits membres du Réseau",
    ),
    Mesure(
        "participants_en_direct",
        "Participants en direct",
        "Personnes distinctes restées au moins une minute en ligne pendant l’événement.",
        "participant en direct",
        "participants en direct",
    ),
    Mesure(
        "devant_un_meme_ecran",
        "Devant un même écran",
        "Personnes qui ont suivi le direct sur l’écran de quelqu’un d’autre, comptées à part.",
        "personne devant l’écran d’une autre",
        "personnes devant l’écran d’une autre",
    ),
    Mesure(
        "sur_place_matin",
        "Sur place le matin",
        "Personnes distinctes pointées à l’accueil pour la matinée.",
        "personne sur place le matin",
        "personnes sur place le matin",
    ),
    Mesure(
        "sur_place_apres_midi",
        "Sur place l’après-midi",
        "Personnes distinctes pointées à l’accueil pour l’après-midi.",
        "personne sur place l’après-midi",
        "personnes sur place l’après-midi",
    ),
    Mesure(
        "presents",
        "Présents",
        "Personnes distinctes, en direct ou sur place ; qui a fait les deux compte une fois.",
        "présent",
        "présents",
    ),
    Mesure(
        "taux_de_presence",
        "Taux de présence",
        "Présents rapportés aux inscrits.",
        "de présence",
        "de présence",
        Unite.POURCENT,
    ),
    Mesure(
        "duree_moyenne",
        "Durée moyenne",
        "Durée moyenne de connexion des participants dont la durée est connue.",
        "en moyenne",
        "en moyenne",
        Unite.MINUTES,
    ),
    Mesure(
        "duree_mediane",
        "Durée médiane",
        "La moitié des participants dont la durée est connue est restée plus longtemps, l’autre moins.",
        "en durée médiane",
        "en durée médiane",
        Unite.MINUTES,
    ),
    Mesure(
        "maximum_en_meme_temps",
        "Maximum en même temps",
        "Le plus grand nombre de personnes distinctes connectées au même instant.",
        "personne au plus en même temps",
        "personnes au plus en même temps",
    ),
    Mesure(
        "consultations_du_replay",
        "Consultations du replay",
        "Personnes distinctes, ou visiteurs anonymes, qui ont ouvert le replay.",
        "consultation du replay",
        "consultations du replay",
    ),
    Mesure(
        "telechargements_du_replay",
        "Téléchargements du replay",
        "Fichiers demandés : un par personne, par fichier et par jour.",
        "téléchargement du replay",
        "téléchargements du replay",
    ),
    Mesure(
        "temoignages",
        "Témoignages",
        "Expériences racontées par des experts et des acteurs locaux.",
        "témoignage",
        "témoignages",
    ),
    Mesure("intervenants", "Intervenants", "Personnes qui ont pris la parole.", "intervenant", "intervenants"),
    Mesure(
        "structures_contributrices",
        "Structures contributrices",
        "Structures distinctes pour lesquelles quelqu’un est intervenu, ou qui ont contribué au contenu.",
        "structure contributrice",
        "structures contributrices",
    ),
    Mesure(
        "regions_representees",
        "Régions représentées",
        "Sur les 18 régions de métropole et d’outre-mer ; les collectivités d’outre-mer sont comptées à part.",
        "région représentée",
        "régions représentées",
        Unite.REGIONS,
    ),
    Mesure(
        "collectivites_representees",
        "Collectivités d’outre-mer représentées",
        "Collectivités d’outre-mer dont vient au moins une personne, hors des 18 régions.",
        "collectivité d’outre-mer représentée",
        "collectivités d’outre-mer représentées",
    ),
    Mesure(
        "premieres_participations",
        "Premières participations",
        "Présents qui n’avaient participé à aucun événement du Réseau.",
        "première participation",
        "premières participations",
    ),
    Mesure(
        "ressources_publiees",
        "Ressources publiées",
        "Documents et enregistrements publiés après l’événement.",
        "ressource publiée",
        "ressources publiées",
    ),
)
# In the order in which figures are shown.
DEFINITIONS: dict[str, Mesure] = {mesure.nom: mesure for mesure in _MESURES}


def fautes(chiffres: dict) -> list[str]:
    """What a Bilan's figures hold that no measure allows, as French sentences; empty when all is well."""
    inconnues = [f"« {nom} » n’est pas une mesure connue." for nom in chiffres if nom not in DEFINITIONS]
    fausses = [
        f"« {valeur} » n’est pas une valeur possible pour « {DEFINITIONS[nom].label} »."
        for nom, valeur in chiffres.items()
        if nom in DEFINITIONS and not DEFINITIONS[nom].admet(valeur)
    ]
    return inconnues + fausses
