"""What the public reads of a programme: the last publication, with the names as they may be read now.

Slots come frozen from `VersionProgramme.contenu`; names, printed qualities and footnotes are read live over it, in one
query. An intervention that is hidden gives its structure alone, or « intervenant à confirmer »: its name is in nothing
that leaves this module.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from evenements.models import Evenement
from programmes.models import Creneau, Intervention, VersionProgramme
from socle import cles

A_CONFIRMER = "Intervenant à confirmer"


@dataclass(frozen=True)
class Voix:
    """Who speaks, as printed. `nom` is a person's when `est_personne`, else a structure's, or A_CONFIRMER."""

    nom: str
    est_personne: bool = False
    qualite: str = ""
    angle: str = ""
    role: str = ""
    representee_par: str = ""
    depuis: str = ""
    a_distance: bool = False
    sous_reserve: bool = False


@dataclass(frozen=True)
class CreneauPublic:
    pk: int
    nature: str
    titre: str
    surtitre: str = ""
    texte: str = ""
    debut: datetime | None = None
    fin: datetime | None = None
    salle: str = ""
    diffuse: bool = False
    avec_inscription: bool = False
    voix: tuple[Voix, ...] = ()
    places: str = ""  # « disponibles », « dernieres », « complete », where a reader adds it (`avec_places`)

    @property
    def est_une_pause(self):
        return self.nature in {Creneau.Nature.PAUSE, Creneau.Nature.REPAS, Creneau.Nature.ACCUEIL}


@dataclass(frozen=True)
class Moment:
    """What begins at one time: a slot, or workshops side by side."""

    creneaux: tuple[CreneauPublic, ...]

    @property
    def debut(self):
        return self.creneaux[0].debut

    @property
    def fin(self):
        fins = [creneau.fin for creneau in self.creneaux]
        return None if None in fins else max(fin for fin in fins if fin)

    @property
    def est_parallele(self):
        return len(self.creneaux) > 1

    @property
    def diffuse(self):
        return any(creneau.diffuse for creneau in self.creneaux)


@dataclass(frozen=True)
class SequencePublique:
    """A « temps » with its heading as printed; without a heading for slots that belong to none."""

    titre: str = ""
    sous_titre: str = ""
    teinte: str = "galet"
    debut: datetime | None = None
    fin: datetime | None = None
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class ProgrammePublic:
    numero: int
    publie_le: datetime
    sequences: tuple[SequencePublique, ...]

    @property
    def creneaux(self) -> tuple[CreneauPublic, ...]:
        return tuple(c for sequence in self.sequences for moment in sequence.moments for c in moment.creneaux)

    @property
    def a_des_reserves(self):
        return any(voix.sous_reserve for creneau in self.creneaux for voix in creneau.voix)

    @property
    def a_des_heures(self):
        return any(creneau.debut for creneau in self.creneaux)

    def filtrer(self, *, diffuse: bool) -> "ProgrammePublic":
        """The same programme with only what is broadcast (or only what is not); sequences left empty go."""
        sequences = (_filtrer_sequence(sequence, diffuse=diffuse) for sequence in self.sequences)
        return replace(self, sequences=tuple(s for s in sequences if s.moments))

    def avec_places(self, etats: Mapping[int, str]) -> "ProgrammePublic":
        """The same programme, each slot that people sign up for with the state of its places."""
        return replace(self, sequences=tuple(_avec_places(sequence, etats) for sequence in self.sequences))


def version_publique(evenement: Evenement) -> VersionProgramme | None:
    """The last publication, which every public reader uses; None while the programme is a draft."""
    return evenement.versions.order_by("-numero").first()


def programme_public(evenement: Evenement) -> ProgrammePublic | None:
    """What the public reads, in two queries whatever the number of slots and speakers."""
    version = version_publique(evenement)
    return lire(version.contenu, version.numero, version.publiee_le) if version else None


def lire(contenu: dict, numero: int, publie_le: datetime) -> ProgrammePublic:
    """A frozen content, with the names as they may be read now."""
    interventions = _interventions(contenu["creneaux"])
    creneaux = [(c["sequence"], _creneau(c, interventions)) for c in contenu["creneaux"]]
    return ProgrammePublic(numero, publie_le, _sequences(contenu["sequences"], creneaux))


def _avec_places(sequence, etats):
    def creneau(c):
        return replace(c, places=etats.get(c.pk, "")) if c.avec_inscription else c

    return replace(sequence, moments=tuple(Moment(tuple(map(creneau, m.creneaux))) for m in sequence.moments))


def _filtrer_sequence(sequence, *, diffuse):
    moments = (Moment(tuple(c for c in m.creneaux if c.diffuse is diffuse)) for m in sequence.moments)
    return replace(sequence, moments=tuple(m for m in moments if m.creneaux))


def _interventions(creneaux: list[dict]) -> dict[int, Intervention]:
    pks = {pk for creneau in creneaux for pk in creneau["interventions"]}
    return Intervention.objects.select_related("personne", "structure").in_bulk(pks)


def _moment(texte: str | None) -> datetime | None:
    return datetime.fromisoformat(texte) if texte else None


def _creneau(gele: Mapping[str, Any], interventions: Mapping[int, Intervention]) -> CreneauPublic:
    # dict.fromkeys: two hidden speakers of one structure are one line, in the order of the first.
    voix = dict.fromkeys(_voix(interventions[pk]) for pk in gele["interventions"] if pk in interventions)
    return CreneauPublic(
        pk=gele["pk"],
        nature=gele["nature"],
        titre=gele["titre"],
        surtitre=gele["surtitre"],
        texte=gele["texte"],
        debut=_moment(gele["debut"]),
        fin=_moment(gele["fin"]),
        salle=gele["salle"],
        diffuse=gele["diffuse"],
        avec_inscription=gele["avec_inscription"],
        voix=tuple(voix),
    )


def _voix(intervention: Intervention) -> Voix:
    structure = intervention.structure.nom if intervention.structure else ""
    if not intervention.est_nommee:
        return Voix(nom=structure or A_CONFIRMER, angle=intervention.angle, role=intervention.role)
    return Voix(
        nom=intervention.personne.nom_complet if intervention.personne else structure,
        est_personne=intervention.personne is not None,
        qualite=_qualite(intervention),
        angle=intervention.angle,
        role=intervention.role,
        representee_par=intervention.representee_par,
        depuis=intervention.depuis,
        a_distance=intervention.a_distance,
        sous_reserve=intervention.est_sous_reserve,
    )


def _qualite(intervention: Intervention) -> str:
    """The words printed under the name; the structure is added where those words do not say it already."""
    structure = intervention.structure
    if structure is None or intervention.personne is None:
        return intervention.qualite
    dits = cles.cle(intervention.qualite)
    if any(nom and cles.cle(nom) in dits for nom in (structure.nom, structure.sigle)):
        return intervention.qualite
    return ", ".join(mots for mots in (intervention.qualite, structure.nom) if mots)


def _sequences(gelees: list[dict], creneaux: list[tuple[int | None, CreneauPublic]]) -> tuple[SequencePublique, ...]:
    """Sequences by their first moment (as given where none is known), slots without sequence between them."""
    connues = {gelee["pk"] for gelee in gelees}
    sections = [_sequence(gelee, [c for pk, c in creneaux if pk == gelee["pk"]]) for gelee in gelees]
    sections += [SequencePublique(moments=_moments([c])) for pk, c in creneaux if pk not in connues]
    return tuple(_reunir(sorted(sections, key=_premier_moment)))


def _sequence(gelee: Mapping[str, Any], creneaux: list[CreneauPublic]) -> SequencePublique:
    return SequencePublique(
        titre=gelee["titre"],
        sous_titre=gelee["sous_titre"],
        teinte=gelee["teinte"],
        debut=_moment(gelee["debut"]),
        fin=_moment(gelee["fin"]),
        moments=_moments(creneaux),
    )


def _premier_moment(section: SequencePublique) -> tuple[bool, float]:
    debut = section.moments[0].debut if section.moments else section.debut
    return debut is None, debut.timestamp() if debut else 0


def _reunir(sections: Iterable[SequencePublique]) -> Iterable[SequencePublique]:
    """Slots without sequence that follow each other are one section; their workshops meet again."""
    for sans_titre, groupe in groupby(sections, key=lambda section: not section.titre):
        if not sans_titre:
            yield from groupe
            continue
        creneaux = [c for section in groupe for moment in section.moments for c in moment.creneaux]
        yield SequencePublique(moments=_moments(creneaux))


def _moments(creneaux: list[CreneauPublic]) -> tuple[Moment, ...]:
    """Workshops that begin together are side by side; every other slot stands alone."""

    def cle(creneau):
        parallele = creneau.nature == Creneau.Nature.ATELIER and creneau.debut is not None
        return creneau.debut if parallele else creneau.pk

    return tuple(Moment(tuple(groupe)) for _, groupe in groupby(creneaux, key=cle))
