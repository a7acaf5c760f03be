"""What is printed for the day: counts without names, and the lists that name people to those who need them."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from evenements.models import Evenement, Formule
from inscriptions.models import Inscription
from socle import cles

MOMENTS = ("matin", "dejeuner", "apres_midi")
SANS = ""


@dataclass(frozen=True)
class Regime:
    """A diet as it was first written, and how many of each half-day follow it. Nobody's name."""

    nom: str
    matin: int
    dejeuner: int
    apres_midi: int


@dataclass(frozen=True)
class Traiteur:
    sans_regime: Regime
    regimes: list[Regime]
    total: Regime


def sur_place(evenement: Evenement) -> QuerySet[Inscription]:
    """Who is expected in the building, whatever the title they come under, by name."""
    lignes = evenement.inscriptions.confirmees().filter(formule__modalite=Formule.Modalite.PRESENTIEL, effacee_le=None)
    return lignes.order_by("nom_cle", "pk")


def figurants(evenement: Evenement) -> QuerySet[Inscription]:
    """Those who agreed to be on the list given to the other participants, by name."""
    lignes = evenement.inscriptions.confirmees().filter(sur_la_liste=True, effacee_le=None)
    return lignes.order_by("nom_cle", "pk")


def pour_le_traiteur(evenement: Evenement) -> Traiteur:
    """One query. « Sans gluten » and « SANS  GLUTEN » are one diet: the most written form is shown."""
    comptes: dict[str, Counter[str]] = defaultdict(Counter)
    ecritures: dict[str, Counter[str]] = defaultdict(Counter)
    for *moments, regime in sur_place(evenement).values_list(*MOMENTS, "besoins__regime"):
        cle = cles.cle(regime or "")
        ecritures[cle][(regime or "").strip()] += 1
        comptes[cle].update(nom for nom, present in zip(MOMENTS, moments, strict=True) if present)
    noms = {cle: ecrits.most_common(1)[0][0] for cle, ecrits in ecritures.items()}
    regimes = [_regime(noms[cle], comptes[cle]) for cle in sorted(noms) if cle != SANS]
    total: Counter[str] = sum(comptes.values(), Counter())
    return Traiteur(_regime("", comptes.get(SANS, Counter())), regimes, _regime("", total))


def _regime(nom: str, compte: Counter[str]) -> Regime:
    return Regime(nom, **{moment: compte[moment] for moment in MOMENTS})
