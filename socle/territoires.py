"""The territories of the network, each with its time zone.

Regions are the 18 of the law of 16 January 2015 (five of them overseas); the overseas collectivities are those of
articles 73 and 74 of the Constitution, and New Caledonia. Codes are INSEE's.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

PARIS = "Europe/Paris"


@dataclass(frozen=True)
class Territoire:
    code: str
    nom: str
    fuseau: str = PARIS
    groupe: str = "Régions de métropole"
    a: str = ""  # « à La Réunion », « en Guadeloupe »: how one says being there


_METROPOLE = "Régions de métropole"
_OUTRE_MER = "Régions d’outre-mer"
_COLLECTIVITES = "Collectivités d’outre-mer"

TERRITOIRES = (
    Territoire("84", "Auvergne-Rhône-Alpes"),
    Territoire("27", "Bourgogne-Franche-Comté"),
    Territoire("53", "Bretagne"),
    Territoire("24", "Centre-Val de Loire"),
    Territoire("94", "Corse"),
    Territoire("44", "Grand Est"),
    Territoire("32", "Hauts-de-France"),
    Territoire("11", "Île-de-France"),
    Territoire("28", "Normandie"),
    Territoire("75", "Nouvelle-Aquitaine"),
    Territoire("76", "Occitanie"),
    Territoire("52", "Pays de la Loire"),
    Territoire("93", "Provence-Alpes-Côte d’Azur"),
    Territoire("01", "Guadeloupe", "America/Guadeloupe", _OUTRE_MER, "en Guadeloupe"),
    Territoire("03", "Guyane", "America/Cayenne", _OUTRE_MER, "en Guyane"),
    Territoire("04", "La Réunion", "Indian/Reunion", _OUTRE_MER, "à La Réunion"),
    Territoire("02", "Martinique", "America/Martinique", _OUTRE_MER, "en Martinique"),
    Territoire("06", "Mayotte", "Indian/Mayotte", _OUTRE_MER, "à Mayotte"),
    Territoire("988", "Nouvelle-Calédonie", "Pacific/Noumea", _COLLECTIVITES, "à Nouméa"),
    Territoire("987", "Polynésie française", "Pacific/Tahiti", _COLLECTIVITES, "à Tahiti"),
    Territoire("977", "Saint-Barthélemy", "America/St_Barthelemy", _COLLECTIVITES, "à Saint-Barthélemy"),
    Territoire("978", "Saint-Martin", "America/Marigot", _COLLECTIVITES, "à Saint-Martin"),
    Territoire("975", "Saint-Pierre-et-Miquelon", "America/Miquelon", _COLLECTIVITES, "à Saint-Pierre-et-Miquelon"),
    Territoire("986", "Wallis-et-Futuna", "Pacific/Wallis", _COLLECTIVITES, "à Wallis-et-Futuna"),
    Territoire("hors", "Hors de France", PARIS, "Ailleurs"),
)
PAR_CODE = {t.code: t for t in TERRITOIRES}
# The zones a reader can choose from, one a different hour: Paris first, then from west to east.
FUSEAUX_PROPOSES = {
    "Europe/Paris": "à Paris",
    **{t.fuseau: t.a for t in TERRITOIRES if t.fuseau != PARIS},
}


def choix() -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped choices for a form: [(group, [(code, name), …]), …]."""
    groupes: dict[str, list[tuple[str, str]]] = {}
    for territoire in TERRITOIRES:
        groupes.setdefault(territoire.groupe, []).append((territoire.code, territoire.nom))
    return list(groupes.items())


def nom(code: str) -> str:
    """The printed name of a code; an unknown code comes back as it is."""
    return PAR_CODE[code].nom if code in PAR_CODE else code


def fuseau_du_territoire(code: str) -> str:
    """The zone a territory proposes; Paris where the code says nothing."""
    return PAR_CODE[code].fuseau if code in PAR_CODE else PARIS


def lieu_du_fuseau(fuseau: str) -> str:
    """« à La Réunion » for Indian/Reunion; « à Paris » for any zone the network does not name."""
    if fuseau in FUSEAUX_PROPOSES:
        return FUSEAUX_PROPOSES[fuseau]
    return f"({ZoneInfo(fuseau).key.split('/')[-1].replace('_', ' ')})"


def heure_de(fuseau: str) -> str:
    """« heure de La Réunion », « heure de Guyane », « heure (Tokyo) » for a zone the network does not name."""
    lieu = lieu_du_fuseau(fuseau)
    return f"heure {lieu}" if lieu.startswith("(") else f"heure de {lieu.removeprefix('à ').removeprefix('en ')}"
