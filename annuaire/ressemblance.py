"""Which rows may be the same person: spelling, accents, structure. Proposed to people, never applied alone.

Candidates share the first letters of a name (by its key, so that both databases agree); rapidfuzz then compares.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from socle import cles

PREFIXE = 3
# (least likeness of each name, least of the whole) when the structure is the same, and when it is not or not known.
MEME_STRUCTURE = (70, 82)
AUTRE_STRUCTURE = (82, 90)


@dataclass(frozen=True)
class Fiche:
    """What is compared. `pk` is None for a line of a spreadsheet."""

    pk: int | None
    prenom: str
    nom: str
    structure: str = ""
    email: str = ""

    @property
    def nom_complet(self) -> str:
        return f"{self.prenom} {self.nom}".strip()

    @cached_property
    def cle_nom(self) -> str:
        return cles.cle(self.nom).replace(" ", "")

    @cached_property
    def cle_prenom(self) -> str:
        return cles.cle(self.prenom).replace(" ", "")

    @cached_property
    def cle_structure(self) -> str:
        return cles.cle(self.structure)

    @cached_property
    def prefixes(self) -> frozenset[str]:
        mots = [*cles.cle(f"{self.nom} {self.prenom}").split(), self.cle_nom, self.cle_prenom]
        return frozenset(mot[:PREFIXE] for mot in mots if len(mot) >= PREFIXE)


@dataclass(frozen=True)
class Ressemblance:
    """`score` out of 100; `raisons`, the words that people read."""

    score: int
    raisons: tuple[str, ...]


@dataclass(frozen=True)
class Paire:
    """Two rows, the smaller number first."""

    premiere: Fiche
    seconde: Fiche
    ressemblance: Ressemblance


def comparer(a: Fiche, b: Fiche) -> Ressemblance | None:
    """None where nothing suggests that they are the same."""
    droit, inverse = _noms(a, b), _noms_inverses(a, b)
    noms, est_inverse = (inverse, True) if sum(inverse) > sum(droit) + 1 else (droit, False)
    connues = bool(a.cle_structure and b.cle_structure)
    meme = connues and a.cle_structure == b.cle_structure
    chacun, ensemble = MEME_STRUCTURE if meme else AUTRE_STRUCTURE
    tout = 0.55 * noms[0] + 0.45 * noms[1]
    if min(noms) < chacun or tout < ensemble:
        return None
    score = round(tout) - (0 if meme else 10 if connues else 3)
    return Ressemblance(score, (_raison_du_nom(a, b, noms, est_inverse), _raison_de_structure(a, b, meme, connues)))


def paires(fiches: Iterable[Fiche], ecartees: Iterable[tuple[int, int]] = ()) -> list[Paire]:
    """Every likely pair of the directory, the likeliest first, but those put aside: (smaller pk, larger pk)."""
    deja = set(ecartees)
    par_pk = {fiche.pk: fiche for fiche in fiches if fiche.pk is not None}
    trouvees = []
    for premiere, seconde in _candidates(par_pk.values()):
        if (premiere.pk, seconde.pk) in deja:
            continue
        ressemblance = comparer(premiere, seconde)
        if ressemblance:
            trouvees.append(Paire(premiere, seconde, ressemblance))
    return sorted(trouvees, key=lambda p: (-p.ressemblance.score, p.premiere.cle_nom, p.premiere.pk, p.seconde.pk))


class Index:
    """The directory, ready to answer which rows look like one: built once, asked for each line of a spreadsheet."""

    def __init__(self, fiches: Iterable[Fiche]):
        self._blocs = {prefixe: _Bloc(bloc) for prefixe, bloc in _par_prefixe(fiches).items()}

    def proches(self, fiche: Fiche, *, au_plus: int = 5) -> list[tuple[Fiche, Ressemblance]]:
        """The likeliest first; the row itself is not its own likeness."""
        vues: dict[int | None, Fiche] = {}
        for prefixe in fiche.prefixes & self._blocs.keys():
            vues.update((autre.pk, autre) for autre in self._blocs[prefixe].proches(fiche))
        vues.pop(fiche.pk, None)
        notees = [(autre, ressemblance) for autre in vues.values() if (ressemblance := comparer(fiche, autre))]
        return sorted(notees, key=lambda couple: (-couple[1].score, couple[0].pk or 0))[:au_plus]


class _Bloc:
    """Rows that share a prefix, and their names beside them: rapidfuzz compares one to all in a single call."""

    def __init__(self, fiches: list[Fiche]):
        self.fiches = fiches
        self.noms = [fiche.cle_nom for fiche in fiches]
        self.prenoms = [fiche.cle_prenom for fiche in fiches]

    def proches(self, fiche: Fiche, *, apres: int = 0) -> list[Fiche]:
        """Those whose family name, or first name when the two may be swapped, looks like this row's."""
        places = {
            *_qui_ressemblent(fiche.cle_nom, self.noms[apres:], MEME_STRUCTURE[0]),
            *_qui_ressemblent(fiche.cle_nom, self.prenoms[apres:], AUTRE_STRUCTURE[0]),
        }
        return [self.fiches[apres + place] for place in places]


def _par_prefixe(fiches: Iterable[Fiche]) -> dict[str, list[Fiche]]:
    blocs: dict[str, list[Fiche]] = defaultdict(list)
    for fiche in fiches:
        for prefixe in fiche.prefixes:
            blocs[prefixe].append(fiche)
    return blocs


def _candidates(fiches: Iterable[Fiche]) -> Iterator[tuple[Fiche, Fiche]]:
    """The pairs worth comparing, each once, the smaller pk first."""
    vues: set[tuple[int | None, int | None]] = set()
    for bloc in _par_prefixe(sorted(fiches, key=lambda f: f.pk or 0)).values():
        tout = _Bloc(bloc)
        for rang, premiere in enumerate(bloc, start=1):
            for seconde in tout.proches(premiere, apres=rang):
                if (premiere.pk, seconde.pk) not in vues:
                    vues.add((premiere.pk, seconde.pk))
                    yield premiere, seconde


def _qui_ressemblent(nom: str, autres: list[str], seuil: int) -> list[int]:
    return [place for _, _, place in process.extract(nom, autres, scorer=fuzz.ratio, score_cutoff=seuil, limit=None)]


def _noms(a: Fiche, b: Fiche) -> tuple[float, float]:
    """Likeness of the family names and of the first names, 0 to 100."""
    nom = fuzz.ratio(a.cle_nom, b.cle_nom, score_cutoff=MEME_STRUCTURE[0])
    return (nom, _prenoms(a.prenom, b.prenom)) if nom else (0, 0)


def _noms_inverses(a: Fiche, b: Fiche) -> tuple[float, float]:
    if not (a.cle_prenom and b.cle_prenom):
        return 0, 0
    return (
        fuzz.ratio(a.cle_nom, b.cle_prenom, score_cutoff=AUTRE_STRUCTURE[0]),
        fuzz.ratio(a.cle_prenom, b.cle_nom, score_cutoff=AUTRE_STRUCTURE[0]),
    )


def _prenoms(a: str, b: str) -> float:
    """An initial is a good sign (« J. » and « Jimmy »), an absent first name a weak one."""
    x, y = cles.cle(a), cles.cle(b)
    if not x or not y:
        return 100 if x == y else 75
    if _sont_initiales(x, y) or _sont_initiales(y, x):
        return 90
    return fuzz.ratio(x.replace(" ", ""), y.replace(" ", ""))


def _sont_initiales(courts: str, longs: str) -> bool:
    mots = courts.split()
    return (
        all(len(mot) == 1 for mot in mots)
        and len(longs) > len(courts)
        and [m[0] for m in longs.split()][: len(mots)] == mots
    )


def _raison_du_nom(a: Fiche, b: Fiche, noms: tuple[float, float], est_inverse: bool) -> str:
    if est_inverse:
        return "prénom et nom inversés"
    if noms == (100, 100):
        memes = (a.prenom, a.nom) == (b.prenom, b.nom)
        return "même nom" if memes else "même nom, aux accents, majuscules ou traits d’union près"
    if not (a.cle_prenom and b.cle_prenom):
        return "même nom de famille, prénom absent"
    differents = [(x, y) for x, y, pareil in ((a.prenom, b.prenom, noms[1]), (a.nom, b.nom, noms[0])) if pareil < 100]
    return "orthographe proche : " + ", ".join(f"« {x} » et « {y} »" for x, y in differents)


def _raison_de_structure(a: Fiche, b: Fiche, meme: bool, connues: bool) -> str:
    if meme:
        return "même structure"
    if connues:
        return f"deux structures : {a.structure}, {b.structure}"
    return "structure inconnue" if not (a.cle_structure or b.cle_structure) else "structure inconnue d’un côté"
