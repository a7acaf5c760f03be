"""The shapes in which the demonstration is written: as little as the documents print, hours on the wall clock."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from evenements.models import Evenement, Formule, Partenariat
from programmes.models import Creneau, Intervention, Sequence
from socle import typographie

WEBINAIRE = Evenement.Nature.WEBINAIRE
RENCONTRE = Evenement.Nature.RENCONTRE
SEMINAIRE = Evenement.Nature.SEMINAIRE
HEURE, JOUR = Evenement.Precision.HEURE, Evenement.Precision.JOUR
ANNEE, A_PRECISER = Evenement.Precision.ANNEE, Evenement.Precision.A_PRECISER
DISTANCIEL, PRESENTIEL = Formule.Modalite.DISTANCIEL, Formule.Modalite.PRESENTIEL
NOMMEE, SOUS_RESERVE = Intervention.Affichage.NOMMEE, Intervention.Affichage.SOUS_RESERVE
CACHEE = Intervention.Affichage.CACHEE
TEMOIGNAGE, ANIMATION = Intervention.Role.TEMOIGNAGE, Intervention.Role.ATELIER

_HEURE = re.compile(r"(\d) h(?: (\d\d))?\b")


def fr(texte: str) -> str:
    """A French text with its no-break spaces: before « : ; ! ? », inside « », and in « 9 h 30 »."""
    heures = _HEURE.sub(lambda m: typographie.INSECABLE.join(filter(None, (m[1], "h", m[2]))), texte)
    return typographie.espacer(heures)


def a(texte: str) -> time:
    """« 9:30 » as a wall-clock hour."""
    heures, minutes = texte.split(":")
    return time(int(heures), int(minutes))


@dataclass(frozen=True)
class StructureDemo:
    nom: str
    sigle: str = ""


@dataclass(frozen=True)
class PersonneDemo:
    prenom: str
    nom: str
    structure: str = ""
    source: str = ""


@dataclass(frozen=True)
class Voix:
    """Who speaks in a slot: a key of annuaire.PERSONNES, and what is printed beside the name there."""

    personne: str
    qualite: str
    structure: str = ""
    angle: str = ""
    affichage: str = NOMMEE
    role: str = Intervention.Role.INTERVENTION
    depuis: str = ""


@dataclass(frozen=True)
class Temps:
    """A sequence and its heading as printed."""

    titre: str
    sous_titre: str = ""
    teinte: str = Sequence.Teinte.GALET
    debut: str = ""
    fin: str = ""


@dataclass(frozen=True)
class Passage:
    """A slot; « debut » and « fin » are empty where no hour is printed."""

    titre: str
    debut: str = ""
    fin: str = ""
    texte: str = ""
    nature: str = Creneau.Nature.INTERVENTION
    diffuse: bool = False
    temps: Temps | None = None
    surtitre: str = ""
    salle: str = ""
    capacite: int | None = None
    avec_inscription: bool = False
    voix: tuple[Voix, ...] = ()


@dataclass(frozen=True)
class FormuleDemo:
    modalite: str
    debut: str
    fin: str
    intitule: str = ""
    capacite: int | None = None
    comprend: str = ""
    ne_comprend_pas: str = ""


@dataclass(frozen=True)
class Partenaire:
    structure: str
    role: str = Partenariat.Role.PARTENARIAT
    mention: str = ""


@dataclass(frozen=True)
class RessourceDemo:
    nature: str
    titre: str
    adresse: str
    auteurs: str = ""
    licence: str = ""


@dataclass(frozen=True)
class BilanDemo:
    """Figures as they were written down; how they were counted is not known."""

    chiffres: dict[str, int | str]
    remarque: str = ""
    releve_en_mots: str = ""
    source: str = ""


@dataclass(frozen=True)
class CycleDemo:
    slug: str
    annee: int
    titre: str
    question: str = ""
    presentation: str = ""
    partenaires: tuple[Partenaire, ...] = ()
    bilan: BilanDemo | None = None


@dataclass(frozen=True)
class SalleDemo:
    nom: str
    places: int | None = None
    diffuse: bool = False


@dataclass(frozen=True)
class EvenementDemo:
    """An event; `jour` is the first day of what is known (1 January where only the year is)."""

    slug: str
    nature: str
    titre: str
    jour: date | None
    debut: str = ""
    fin: str = ""
    precision: str = HEURE
    heures_supposees: bool = False
    cycle: str = ""
    numero: int | None = None
    fil: str = ""
    theme: str = ""
    chapeau: str = ""
    presentation: str = ""
    lieu: str = ""
    lien_direct: str = ""
    publie_le: datetime | None = None
    inscriptions_ouvrent_le: datetime | None = None
    formules: tuple[FormuleDemo, ...] = ()
    salles: tuple[SalleDemo, ...] = ()
    programme: tuple[Passage, ...] = ()
    partenaires: tuple[Partenaire, ...] = ()
    ressources: tuple[RessourceDemo, ...] = ()
    bilan: BilanDemo | None = None
    inscrits: dict[str, int] = field(default_factory=dict)
    attentes: dict[str, int] = field(default_factory=dict)
    jour_precedent: date | None = None
    annule_le: datetime | None = None
    annulation_motif: str = ""
