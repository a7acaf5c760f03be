"""Reading workshops: their words and hours as published, their places as they are now, and who holds what.

Only a slot of the public version, with sign-up and an hour, is a workshop here: whatever else a form or an address
names (another event's, a draft's, a retired one) is simply not found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from evenements.models import PLACES_EN_MOTS, Evenement, etat_des_places
from inscriptions.models import Attente, Inscription
from programmes.lecture import version_publique
from programmes.models import Creneau
from socle import dates, typographie

_ = typographie.INSECABLE
DISPARU = "Cet atelier n’est plus proposé : le programme a changé. Choisissez parmi ceux qui restent."


@dataclass(frozen=True)
class Atelier:
    pk: int
    titre: str
    surtitre: str
    texte: str
    salle: str
    teinte: str  # of its sequence
    debut: datetime
    fin: datetime  # the event's own end where none is printed
    capacite: int | None
    prises: int

    @property
    def nom(self) -> str:
        """« Atelier A : Reconnaître cette ingénierie »."""
        return f"{self.surtitre}{_}: {self.titre}" if self.surtitre else self.titre

    @property
    def nom_court(self) -> str:
        return self.surtitre or self.titre

    @property
    def etat(self) -> str:
        etat = etat_des_places(self.capacite, self.prises)
        return "disponibles" if etat == "sans_limite" else etat

    @property
    def est_complet(self) -> bool:
        return self.etat == "complete"

    @property
    def places(self) -> str:
        """« places disponibles », « dernières places », « complet, liste d’attente ouverte »."""
        return PLACES_EN_MOTS[self.etat]

    def en_mots(self, fuseau: str) -> str:
        """« Atelier A : Reconnaître cette ingénierie, de 14 h à 17 h, Salle A »."""
        morceaux = (self.nom, dates.de_a(self.debut, self.fin, fuseau), self.salle)
        return ", ".join(morceau for morceau in morceaux if morceau)

    def chevauche(self, autre: "Atelier") -> bool:
        return self.debut < autre.fin and autre.debut < self.fin

    def est_a_la_meme_heure(self, autre: "Atelier") -> bool:
        """Begins together: choosing one leaves the other."""
        return self.debut == autre.debut

    def empeche(self, autre: "Atelier") -> bool:
        """Overlaps without beginning together: the two cannot be held, nor one held and the other waited for."""
        return self.chevauche(autre) and not self.est_a_la_meme_heure(autre)

    def est_commence(self, maintenant: datetime) -> bool:
        return self.debut <= maintenant


@dataclass(frozen=True)
class Heure:
    """Workshops that begin together: one choice."""

    debut: datetime
    fin: datetime
    ateliers: tuple[Atelier, ...]


@dataclass(frozen=True)
class Ligne:
    """A workshop as one person finds it."""

    atelier: Atelier
    est_choisi: bool
    rang: int | None  # in its queue
    en_conflit_avec: Atelier | None
    est_commence: bool


@dataclass(frozen=True)
class Choix:
    """What a person's page shows: each hour with its workshops, and how many held ones are published no more."""

    heures: tuple[tuple[Heure, tuple[Ligne, ...]], ...]
    disparus: int

    @property
    def choisis(self) -> list[Atelier]:
        return [ligne.atelier for _heure, lignes in self.heures for ligne in lignes if ligne.est_choisi]


def publies(evenement: Evenement) -> tuple[Atelier, ...]:
    """The workshops of the public version, by hour, in two queries (one where it has none)."""
    version = version_publique(evenement)
    if version is None or evenement.fin is None:
        return ()
    geles = {c["pk"]: c for c in version.contenu["creneaux"] if _est_un_atelier(c)}
    if not geles:
        return ()
    teintes = {sequence["pk"]: sequence["teinte"] for sequence in version.contenu["sequences"]}
    lignes = (
        evenement.creneaux.en_place().filter(pk__in=geles).order_by().values_list("pk", "capacite", "places_prises")
    )
    vivants = {pk: (capacite, prises) for pk, capacite, prises in lignes}
    lus = [
        _atelier(gele, teintes.get(gele["sequence"], "galet"), evenement.fin, *vivants[pk])
        for pk, gele in geles.items()
        if pk in vivants
    ]
    return tuple(sorted((a for a in lus if a.debut < a.fin), key=lambda atelier: atelier.debut))


def par_heure(ateliers: Iterable[Atelier]) -> tuple[Heure, ...]:
    groupes = (tuple(groupe) for _debut, groupe in groupby(ateliers, key=lambda atelier: atelier.debut))
    return tuple(Heure(groupe[0].debut, max(a.fin for a in groupe), groupe) for groupe in groupes)


def a_choisir(evenement: Evenement, maintenant: datetime) -> tuple[Heure, ...]:
    """What someone who registers may choose from: an hour that has begun is gone."""
    return par_heure(atelier for atelier in publies(evenement) if not atelier.est_commence(maintenant))


def chevauchement(ateliers: Iterable[Atelier]) -> tuple[Atelier, Atelier] | None:
    """The first two that cannot be followed both."""
    vus: list[Atelier] = []
    for atelier in ateliers:
        for vu in vus:
            if vu.chevauche(atelier):
                return vu, atelier
        vus.append(atelier)
    return None


def refus_du_chevauchement(un: Atelier, autre: Atelier) -> str:
    return f"« {un.nom} » et « {autre.nom} » ont lieu en même temps : gardez-en un seul."


def choisis(inscription: Inscription) -> tuple[Atelier, ...]:
    """The workshops that this person holds, by hour; those that are published no more are left out."""
    pks = {choix.creneau_id for choix in inscription.choix_ateliers.all()} if peut_choisir(inscription) else set()
    return tuple(a for a in publies(inscription.evenement) if a.pk in pks) if pks else ()


def attendus(inscription: Inscription) -> tuple[Atelier, ...]:
    """The workshops that this person waits for, by hour."""
    if not peut_choisir(inscription):
        return ()
    pks = {attente.creneau_id for attente in inscription.attentes.all() if attente.close_le is None}
    return tuple(a for a in publies(inscription.evenement) if a.pk in pks) if pks - {None} else ()


def de_la_personne(inscription: Inscription, maintenant: datetime) -> Choix | None:
    """All that the person's page shows; None where there is nothing to choose. Four queries at most."""
    if not peut_choisir(inscription):
        return None
    ateliers = publies(inscription.evenement)
    tenus = {choix.creneau_id for choix in inscription.choix_ateliers.all()}
    if not ateliers and not tenus:
        return None
    rangs = _rangs(inscription)
    retenus = [atelier for atelier in ateliers if atelier.pk in tenus or atelier.pk in rangs]

    def ligne(atelier: Atelier) -> Ligne:
        conflit = next((autre for autre in retenus if autre.empeche(atelier)), None)
        est_choisi = atelier.pk in tenus
        return Ligne(atelier, est_choisi, rangs.get(atelier.pk), conflit, atelier.est_commence(maintenant))

    heures = tuple((heure, tuple(ligne(a) for a in heure.ateliers)) for heure in par_heure(ateliers))
    return Choix(heures, len(tenus - {atelier.pk for atelier in ateliers}))


def etats(evenement: Evenement) -> dict[int, str]:
    """Each workshop's word, in one query, for the public page and its stamps."""
    lignes = evenement.creneaux.en_place().filter(nature=Creneau.Nature.ATELIER).order_by("pk")
    return {
        pk: etat_des_places(capacite, prises)
        for pk, capacite, prises in lignes.values_list("pk", "capacite", "places_prises")
    }


def peut_choisir(inscription: Inscription) -> bool:
    return inscription.est_confirmee and inscription.formule is not None and inscription.formule.est_sur_place


def _rangs(inscription: Inscription) -> dict[int, int]:
    """The rank in each workshop's queue, from 1, in one query."""
    siennes = inscription.attentes.filter(close_le=None, creneau__isnull=False).values("creneau")
    file = Attente.objects.ouvertes().filter(creneau__in=siennes).values_list("creneau", "inscription")
    compte: dict[int, int] = {}
    rangs: dict[int, int] = {}
    for creneau, qui in file:
        compte[creneau] = compte.get(creneau, 0) + 1
        if qui == inscription.pk:
            rangs[creneau] = compte[creneau]
    return rangs


def _est_un_atelier(gele: dict) -> bool:
    return bool(gele["nature"] == Creneau.Nature.ATELIER and gele["avec_inscription"] and gele["debut"])


def _atelier(gele: dict, teinte: str, fin: datetime, capacite: int | None, prises: int) -> Atelier:
    return Atelier(
        pk=gele["pk"],
        titre=gele["titre"],
        surtitre=gele["surtitre"],
        texte=gele["texte"],
        salle=gele["salle"],
        teinte=teinte,
        debut=datetime.fromisoformat(gele["debut"]),
        fin=datetime.fromisoformat(gele["fin"]) if gele["fin"] else fin,
        capacite=capacite,
        prises=prises,
    )
