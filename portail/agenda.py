"""The home page's and a cycle's reading: what is next, the walk of a cycle, what was. Pure over loaded rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from evenements.models import Cycle, Evenement, Formule
from portail import etats
from presences.lecture import Chiffre, chiffres_connus
from socle import dates


@dataclass(frozen=True)
class Entree:
    """An event of the agenda, in the state in which it is found."""

    evenement: Evenement
    cycle: Cycle | None  # where it is published
    etat: etats.Etat
    en_cours: bool
    surtitre: str
    modalites: tuple[etats.Modalite, ...]
    chiffres: tuple[Chiffre, ...]

    @property
    def date(self):
        """The day it begins, in its own zone; None where nothing is known."""
        debut = self.evenement.debut
        return dates.local(debut, self.evenement.fuseau).date() if debut else None

    @property
    def mois(self):
        return dates.MOIS[self.date.month - 1] if self.date else ""

    @property
    def mois_court(self):
        return dates.MOIS_COURTS[self.date.month - 1] if self.date else ""

    @property
    def jour_est_connu(self):
        return self.evenement.precision in {Evenement.Precision.HEURE, Evenement.Precision.JOUR}

    @property
    def forme(self):
        """« en ligne », « sur place », « sur place et en ligne », or nothing where nobody wrote it."""
        modes = {m.est_sur_place for m in self.modalites}
        return {1: "sur place" if True in modes else "en ligne", 2: "sur place et en ligne"}.get(len(modes), "")


@dataclass(frozen=True)
class Escale:
    """A stop on the walk: « faite », « prochaine » or « a_venir »."""

    entree: Entree
    numero: int | None  # None: nobody printed one for this escale of a numbered cycle
    avancee: str


@dataclass(frozen=True)
class Marche:
    """A cycle drawn as its escales."""

    cycle: Cycle
    escales: tuple[Escale, ...]

    @property
    def trace(self):
        return trace(len(self.escales), sum(escale.avancee == "faite" for escale in self.escales))

    @property
    def se_suit(self):
        """Is there anything to come in which registering in the whole cycle registers?"""
        return any(_est_proposee(escale.entree) for escale in self.escales)

    @property
    def a_des_dates(self):
        """Has its calendar anything to come?"""
        return any(est_a_venir(escale.entree) and escale.entree.evenement.est_date for escale in self.escales)


def entree(evenement: Evenement, formules: Iterable[Formule], maintenant: datetime) -> Entree:
    return Entree(
        evenement=evenement,
        cycle=etats.cycle_public(evenement, maintenant),
        etat=etats.etat(evenement, maintenant),
        en_cours=etats.est_en_cours(evenement, maintenant),
        surtitre=etats.surtitre(evenement),
        modalites=tuple(etats.modalite(formule, evenement.fuseau, maintenant) for formule in formules),
        chiffres=tuple(chiffres_connus(getattr(evenement, "bilan", None))),
    )


def est_a_venir(entree_: Entree) -> bool:
    return entree_.etat in {etats.Etat.OUVERT, etats.Etat.ANNONCE, etats.Etat.CLOS}


def a_venir(entrees: Iterable[Entree]) -> list[Entree]:
    """Dated ones by date, then those whose date is still to come."""
    futures = [e for e in entrees if est_a_venir(e)]
    return sorted(futures, key=lambda e: (e.evenement.debut is None, e.evenement.debut or e.evenement.pk))


def marche(cycle: Cycle, entrees: Iterable[Entree]) -> Marche:
    """The escales in the order of their number, then of their date; the first to come is « prochaine ».

    A cycle without any number is numbered in its order; in a numbered one, an unknown number stays unknown.
    """
    siennes = [e for e in entrees if e.evenement.cycle_id == cycle.pk and _est_une_escale(e)]
    siennes.sort(key=_rang)
    numerotee = any(e.evenement.numero for e in siennes)
    prochaine = next((e for e in a_venir(siennes) if e.evenement.debut), None)
    escales = [
        Escale(e, e.evenement.numero if numerotee else rang, _avancee(e, prochaine))
        for rang, e in enumerate(siennes, start=1)
    ]
    return Marche(cycle, tuple(escales))


def _est_proposee(entree_: Entree) -> bool:
    """As `inscriptions.adhesions.lecture.est_proposee`, over what the page has already loaded."""
    en_ligne = any(not modalite.est_sur_place for modalite in entree_.modalites)
    return entree_.evenement.est_date and en_ligne and entree_.etat in {etats.Etat.OUVERT, etats.Etat.ANNONCE}


def _rang(entree_: Entree) -> tuple:
    evenement = entree_.evenement
    debut = evenement.debut.timestamp() if evenement.debut else 0
    return evenement.numero is None, evenement.numero or 0, evenement.debut is None, debut, evenement.pk


def _est_une_escale(entree_: Entree) -> bool:
    return entree_.evenement.nature == Evenement.Nature.WEBINAIRE


def _avancee(entree_: Entree, prochaine: Entree | None) -> str:
    if entree_.etat == etats.Etat.PASSE:
        return "faite"
    return "prochaine" if entree_ is prochaine else "a_venir"


def cycle_courant(entrees: Iterable[Entree]) -> Cycle | None:
    """The cycle of the next escale; else the last one that was walked."""
    escales = [e for e in entrees if e.cycle and _est_une_escale(e)]
    futures = a_venir(escales)
    if futures:
        return futures[0].cycle
    return max(_cycles(escales), key=_par_annee, default=None)


def cycles_passes(entrees: Iterable[Entree], courant: Cycle | None) -> list[Cycle]:
    return sorted((c for c in _cycles(entrees) if c != courant), key=_par_annee, reverse=True)


def _cycles(entrees: Iterable[Entree]) -> set[Cycle]:
    return {e.cycle for e in entrees if e.cycle}


def _par_annee(cycle: Cycle) -> tuple[int, int]:
    return cycle.annee, cycle.pk


def trace(nombre: int, faites: int) -> tuple[str, str]:
    """The two paths of the walk (walked, to walk) on a 1200 × 128 drawing: one wave from each stop to the next."""
    pas = 1200 / max(nombre, 1)
    points = [(22 + pas * rang, 32 if rang % 2 == 0 else 92) for rang in range(nombre)]
    points.append((1200, 62))
    coupe = min(faites, nombre)
    return _courbe(points[: coupe + 1]), _courbe(points[coupe:])


def _courbe(points: list[tuple[float, int]]) -> str:
    if len(points) < 2:
        return ""
    (x, y), *suite = points
    chemin = f"M{x:.0f} {y}"
    for x2, y2 in suite:
        milieu = (x + x2) / 2
        chemin += f"C{milieu:.0f} {y} {milieu:.0f} {y2} {x2:.0f} {y2}"
        x, y = x2, y2
    return chemin
