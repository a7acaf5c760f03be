"""What each app declares of the personal data it holds (`<app>/donnees.py`): the one policy (design §2, §4).

From these declarations come the documents, the public page, what a person may download, what erasure blanks and what
`purger` lets go: none of them has a list of its own. `<app>/donnees.py` holds `DONNEES` and `SANS_DONNEE`; a test
fails on a field that is in neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from socle import typographie


class Base(StrEnum):
    """Why the law allows it (RGPD, articles 6 and 9), in the words that people read."""

    DEMANDE = "exécution de ce que la personne a demandé (article 6.1.b)"
    CONSENTEMENT = "consentement (article 6.1.a)"
    CONSENTEMENT_EXPRES = "consentement exprès (articles 6.1.a et 9.2.a)"
    OBLIGATION = "obligation légale (article 6.1.c)"
    INTERET = "intérêt légitime du Réseau (article 6.1.f)"


class Effacement(StrEnum):
    """What erasing a person does with the values."""

    VIDER = "vidé ; la ligne reste, sans nom"
    SUPPRIMER = "supprimé, la ligne entière"
    GARDER = "gardé"


@dataclass(frozen=True)
class Traitement:
    """One line of the register (article 30): a purpose, whom it is about, who receives, who processes for us."""

    cle: str
    nom: str
    finalite: str
    personnes: str
    destinataires: tuple[str, ...]
    sous_traitants: tuple[str, ...] = ("l’hébergeur du service",)
    transferts: str = "aucun hors de l’Union européenne"


@dataclass(frozen=True)
class Duree:
    """How long. Counted (`jours` after the moment that the lookup `depuis` leads to), or said only.

    `seulement`: only the rows that this filter keeps. `suit`: goes with the registration that the row belongs to.
    """

    en_mots: str
    jours: int | None = None
    depuis: str = ""
    seulement: Mapping[str, Any] = field(default_factory=dict, hash=False)
    suit: bool = False
    en_bref: str = ""

    def __str__(self) -> str:
        return self.en_mots

    @property
    def est_comptee(self) -> bool:
        return self.jours is not None


def apres(
    jours: int, repere: str, depuis: str, *, ou: str = "", avec_l_inscription: bool = False, **seulement: Any
) -> Duree:
    """`apres(365, "l’événement", "evenement__fin")`: « 1 an après l’événement ». The words and the act are one."""
    delai = f"{_delai(jours)} après {repere}" if jours else f"jusqu’à {repere}"
    plus_tot = ", ou avec l’inscription si elle part avant" if avec_l_inscription else ""
    return Duree(f"{delai}{ou}{plus_tot}", jours, depuis, seulement, avec_l_inscription, delai)


def comme_l_inscription(**seulement: Any) -> Duree:
    """Goes when the registration it belongs to loses its name."""
    return Duree("comme l’inscription", seulement=seulement, suit=True)


def _delai(jours: int) -> str:
    if jours % 365 == 0:
        return typographie.accorder(jours // 365, "an")
    return typographie.accorder(jours // 30, "mois", "mois") if jours % 30 == 0 else typographie.accorder(jours, "jour")


@dataclass(frozen=True)
class Qui:
    """How the rows of one person are found.

    `adresses`: lookups equal to her address. `inscription`: the lookup that leads to one of her registrations (« pk »
    for the registration itself). `references`: fields that hold « app.model:pk » of one of her rows. `uid`: the field
    that holds the calendar UID of one of them. `generique`: the fields of a pointer made of an app, a model and a key.
    """

    adresses: tuple[str, ...] = ()
    inscription: str = ""
    references: tuple[str, ...] = ()
    uid: str = ""
    generique: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class DonneesPersonnelles:
    """Some fields of one model (« inscriptions.Inscription »), why they are kept, and until when, in French.

    `qui` None: of the team only, never found by a participant's address. `garde_parce_que`: what a person reads of
    what erasure keeps. `contexte`: the fields without personal data that make them readable in what she downloads;
    `caches`: those that she does not read there (secrets, search keys, other people's names). `marque`: the field where
    the moment of the blanking is written. `destinataires`: fewer than the whole purpose's. `a_l_echeance`: what
    `purger` does, where it is not what erasure does. `titre`: how people call the table, where its own name is no help.
    `extraits`: of a JSON field, the only keys that she reads there.
    """

    modele: str
    champs: tuple[str, ...]
    raison: str
    duree: Duree
    traitement: Traitement
    base: Base
    effacement: Effacement
    qui: Qui | None = None
    garde_parce_que: str = ""
    destinataires: tuple[str, ...] = ()
    contexte: tuple[str, ...] = ()
    caches: tuple[str, ...] = ()
    marque: str = ""
    a_l_echeance: Effacement | None = None
    titre: str = ""
    extraits: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def purge(self) -> Effacement:
        return self.a_l_echeance or self.effacement

    @property
    def lus_par(self) -> tuple[str, ...]:
        return self.destinataires or self.traitement.destinataires


@dataclass(frozen=True)
class SansDonneePersonnelle:
    """Fields of one model that tell nothing of a person, and why that is so."""

    modele: str
    champs: tuple[str, ...]
    raison: str
