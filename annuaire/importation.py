"""What importing a spreadsheet of members would do: a plan, computed from the file and the directory, writing nothing.

A line is the row that has its address; without an address, the only row of that name in that structure. Anything less
sure is proposed, never decided. Empty cells change nothing, nor do accents and case; oppositions are no column.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from annuaire.colonnes import COLONNES, TITRES, Faute, LigneLue, lire
from annuaire.models import Fusion, Personne, Structure
from annuaire.ressemblance import Fiche, Index
from socle import cles, tableurs

LIGNES_MAX = 5_000
CHAMPS = (
    "prenom",
    "nom",
    "civilite",
    "appel",
    "email",
    "structure",
    "profil",
    "echelle",
    "territoire",
    "est_membre",
    "membre_depuis",
)
SELON_LA_CLE = ("prenom", "nom", "structure")
AMBIGUE = 0  # no row has this number
Valeurs = dict[str, Any]


class ChoixImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@dataclass(frozen=True)
class Creation:
    ligne: int
    champs: Valeurs


@dataclass(frozen=True)
class Modification:
    """`avant` and `apres` hold only what changes."""

    ligne: int
    personne: int
    nom: str
    raison: str
    avant: Valeurs
    apres: Valeurs


@dataclass(frozen=True)
class Proposition:
    """A row that may be the person of a line about to be created; `avant`, `apres`: what choosing it would change."""

    ligne: int
    nom: str
    personne: int
    nom_fiche: str
    structure_fiche: str
    score: int
    raisons: tuple[str, ...]
    avant: Valeurs
    apres: Valeurs


@dataclass
class Plan:
    creations: list[Creation] = field(default_factory=list)
    modifications: list[Modification] = field(default_factory=list)
    inchangees: list[int] = field(default_factory=list)
    fautes: list[Faute] = field(default_factory=list)
    propositions: list[Proposition] = field(default_factory=list)
    structures: list[str] = field(default_factory=list)
    colonnes: dict[str, str] = field(default_factory=dict)
    ignorees: list[str] = field(default_factory=list)
    annees_seules: list[int] = field(default_factory=list)
    absents: int = 0  # members of the directory that the file does not name: nothing happens to them

    @property
    def empreinte(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    @property
    def lignes_fautives(self) -> int:
        return len({faute.ligne for faute in self.fautes})

    @property
    def ecrit_quelque_chose(self) -> bool:
        return bool(self.creations or self.modifications)


def planifier(contenu: bytes, *, aujourd_hui: date, choix: Mapping[int, int] | None = None) -> Plan:
    """Read the file against the directory, in three queries. `choix`: {line: row}, among the propositions.

    Raises tableurs.TableurIllisible where nothing can be read, ChoixImpossible where a choice cannot be followed.
    """
    tableau = tableurs.lire_colonnes(contenu, COLONNES, lignes_max=LIGNES_MAX)
    plan = Plan(colonnes=tableau.reconnues, ignorees=tableau.ignorees)
    lignes = []
    for enregistrement in tableau.enregistrements:
        lue = lire(enregistrement, aujourd_hui)
        if isinstance(lue, LigneLue):
            lignes.append(lue)
        else:
            plan.fautes += lue
    _Rapprochement(plan, dict(choix or {})).tout(lignes)
    plan.fautes.sort(key=lambda faute: faute.ligne)
    return plan


class _Annuaire:
    """The directory as it is now, in memory: the network counts its people in hundreds."""

    def __init__(self) -> None:
        self.structures = Structures()
        self.fiches: dict[int, Valeurs] = {}
        self.par_email: dict[str, int] = {}
        self.par_nom: dict[tuple[str, int | None], list[int]] = defaultdict(list)
        for valeurs in Personne.objects.exclude(nom="").values("pk", *CHAMPS):
            self._ajouter(valeurs.pop("pk"), valeurs)
        # What a merge decided stays decided: the address and the name of the row that went lead to the one kept.
        self.arbitrees: dict[int, list[Valeurs]] = defaultdict(list)
        self.reunies: dict[str | tuple[str, int | None], int] = {}
        for gardee, fiche in Fusion.objects.values_list("gardee", "fiche"):
            self.arbitrees[gardee].append(fiche)
            if fiche["email"]:
                self.reunies[fiche["email"]] = gardee
            self.reunies[_cle(f"{fiche['nom']} {fiche['prenom']}"), fiche["structure_id"]] = gardee
        self.index = Index(
            Fiche(pk, v["prenom"], v["nom"], self.structures.noms.get(v["structure"], ""), v["email"] or "")
            for pk, v in self.fiches.items()
        )

    def _ajouter(self, pk: int, valeurs: Valeurs) -> None:
        self.fiches[pk] = valeurs
        if valeurs["email"]:
            self.par_email[valeurs["email"]] = pk
        self.par_nom[_cle(f"{valeurs['nom']} {valeurs['prenom']}"), valeurs["structure"]].append(pk)

    def nom(self, pk: int) -> str:
        return f"{self.fiches[pk]['prenom']} {self.fiches[pk]['nom']}".strip()

    def actuelles(self, pk: int) -> Valeurs:
        """The row as JSON values, in the words of a line: the structure is its name."""
        valeurs = {nom: self.fiches[pk][nom] for nom in CHAMPS}
        valeurs["structure"] = self.structures.noms.get(valeurs["structure"], "")
        valeurs["membre_depuis"] = valeurs["membre_depuis"].isoformat() if valeurs["membre_depuis"] else ""
        valeurs["email"] = valeurs["email"] or ""
        return valeurs


class Structures:
    """Found by name or by acronym, whatever accents and case; an acronym of two structures finds neither."""

    def __init__(self) -> None:
        self.noms: dict[int, str] = {}
        self._par_cle: dict[str, int] = {}
        self._par_nom: dict[str, int] = {}
        sigles: dict[str, set[int]] = defaultdict(set)
        for pk, nom, sigle in Structure.objects.values_list("pk", "nom", "sigle"):
            self.noms[pk] = nom
            self._par_cle.setdefault(_cle(f"{nom} {sigle}"), pk)
            self._par_cle[_cle(nom)] = self._par_nom[_cle(nom)] = pk
            if sigle:
                sigles[_cle(sigle)].add(pk)
        for sigle, pks in sigles.items():
            if len(pks) == 1:
                self._par_cle.setdefault(sigle, *pks)

    def par_nom(self, nom: str) -> int | None:
        """By its full name only."""
        return self._par_nom.get(_cle(nom))

    def trouver(self, nom: str) -> int | None:
        return self._par_cle.get(_cle(nom))


class _Rapprochement:
    """Each line of a file, beside the directory: what becomes of it."""

    def __init__(self, plan: Plan, choix: dict[int, int]):
        self.plan, self.choix, self.annuaire = plan, choix, _Annuaire()
        self.prises: dict[int, int] = {}  # row → the line that is this person
        self.vues: dict[tuple, int] = {}  # address, or name and structure → the line that has it first
        self.nouvelles: dict[str, str] = {}  # key of a structure to create → its name, as first written

    def tout(self, lignes: list[LigneLue]) -> None:
        lignes = [ligne for ligne in lignes if not self._repete(ligne)]
        for trouver, raison in (
            (self._par_adresse, "même adresse"),
            (self._par_nom, "même nom, même structure"),
            (self._par_fusion, "fiche déjà réunie à celle-ci"),
        ):
            lignes = [ligne for ligne in lignes if not self._apparier(ligne, trouver(ligne), raison)]
        self.surement_prises = frozenset(self.prises)
        for ligne in lignes:
            self._proposer(ligne)
        if self.choix:
            raise ChoixImpossible(f"Ligne {min(self.choix)} : aucune fiche n’était proposée pour cette ligne.")
        self.plan.structures = sorted(self.nouvelles.values(), key=_cle)
        membres = {pk for pk, fiche in self.annuaire.fiches.items() if fiche["est_membre"]}
        self.plan.absents = len(membres - self.prises.keys())

    def _apparier(self, ligne: LigneLue, pk: int | None, raison: str) -> bool:
        """Is this line done with? Found, or of a row merged into one that another line already is."""
        if pk is None:
            return False
        if pk in self.prises:
            self.plan.inchangees.append(ligne.numero)
        elif pk > 0:
            self._modifier(ligne, pk, raison)
        return True

    def _repete(self, ligne: LigneLue) -> bool:
        """A person written twice in the file: the first line counts, the other says so."""
        champs = ligne.champs
        if email := champs.get("email"):
            cle: tuple = (email,)
            raison = "même adresse que la ligne {}."
        else:
            nom = _cle(f"{champs['nom']} {champs.get('prenom', '')}")
            cle = (nom, _cle(champs.get("structure", "")))
            raison = "même nom et même structure que la ligne {}, sans adresse pour les distinguer."
        premiere = self.vues.setdefault(cle, ligne.numero)
        if premiere != ligne.numero:
            self.plan.fautes.append(Faute(ligne.numero, "", raison.format(premiere)))
        return premiere != ligne.numero

    def _par_adresse(self, ligne: LigneLue) -> int | None:
        return self.annuaire.par_email.get(ligne.champs.get("email", ""))

    def _par_nom(self, ligne: LigneLue) -> int | None:
        """Only for a line without address, and where one row alone can be meant; AMBIGUE says that several can."""
        if "email" in ligne.champs or (nom := self._nom_et_structure(ligne)) is None:
            return None
        libres = [pk for pk in self.annuaire.par_nom.get(nom, []) if pk not in self.prises]
        if len(libres) > 1:
            libres = [pk for pk in libres if not self.annuaire.fiches[pk]["email"]] or libres
        if len(libres) > 1:
            raison = f"{len(libres)} fiches portent ce nom dans cette structure : donnez l’adresse."
            self.plan.fautes.append(Faute(ligne.numero, TITRES["email"], raison))
            return AMBIGUE
        return libres[0] if libres else None

    def _par_fusion(self, ligne: LigneLue) -> int | None:
        if email := ligne.champs.get("email"):
            return self.annuaire.reunies.get(email)
        nom = self._nom_et_structure(ligne)
        return self.annuaire.reunies.get(nom) if nom else None

    def _nom_et_structure(self, ligne: LigneLue) -> tuple[str, int | None] | None:
        """None where the line's structure is not in the directory yet."""
        nom_structure = ligne.champs.get("structure", "")
        structure = self.annuaire.structures.trouver(nom_structure)
        if nom_structure and structure is None:
            return None
        return _cle(f"{ligne.champs['nom']} {ligne.champs.get('prenom', '')}"), structure

    def _proposer(self, ligne: LigneLue) -> None:
        champs = ligne.champs
        fiche = Fiche(None, champs.get("prenom", ""), champs["nom"], self._nom_de_structure(champs))
        proches = [(a, r) for a, r in self.annuaire.index.proches(fiche) if a.pk not in self.surement_prises]
        choisie = self.choix.pop(ligne.numero, None)
        if choisie is not None:
            if choisie not in {autre.pk for autre, _ in proches}:
                raise ChoixImpossible(f"Ligne {ligne.numero} : cette fiche ne fait pas partie de celles proposées.")
            self._modifier(ligne, choisie, "choisie parmi les fiches proches", choisie=True)
            return
        self.plan.creations.append(Creation(ligne.numero, self._neufs(ligne)))
        for autre, ressemblance in proches:
            assert autre.pk is not None  # noqa: S101  # the directory's rows have one
            avant, apres = self._ecarts(ligne, autre.pk, choisie=True)
            self.plan.propositions.append(
                Proposition(
                    ligne.numero,
                    fiche.nom_complet,
                    autre.pk,
                    autre.nom_complet,
                    autre.structure,
                    ressemblance.score,
                    ressemblance.raisons,
                    avant,
                    apres,
                )
            )

    def _modifier(self, ligne: LigneLue, pk: int, raison: str, *, choisie: bool = False) -> None:
        if (autre := self.prises.setdefault(pk, ligne.numero)) != ligne.numero:
            raise ChoixImpossible(
                f"Les lignes {min(autre, ligne.numero)} et {max(autre, ligne.numero)} désignent la même fiche, "
                f"{self.annuaire.nom(pk)}."
            )
        avant, apres = self._ecarts(ligne, pk, choisie=choisie)
        if not apres:
            self.plan.inchangees.append(ligne.numero)
            return
        self._noter(ligne)
        self.plan.modifications.append(Modification(ligne.numero, pk, self.annuaire.nom(pk), raison, avant, apres))

    def _neufs(self, ligne: LigneLue) -> Valeurs:
        self._noter(ligne)
        return {**ligne.champs, "structure": self._nom_de_structure(ligne.champs), "est_membre": True}

    def _ecarts(self, ligne: LigneLue, pk: int, *, choisie: bool = False) -> tuple[Valeurs, Valeurs]:
        """({field: old}, {field: new}) of what the line would change in the row."""
        actuelles = self.annuaire.actuelles(pk)
        voulues = {**ligne.champs, "est_membre": True}
        if "structure" in voulues:
            voulues["structure"] = self._nom_de_structure(ligne.champs)
        arbitrees = [] if choisie else self.annuaire.arbitrees.get(pk, [])
        change = [
            nom
            for nom in CHAMPS
            if nom in voulues
            and not _pareil(nom, actuelles[nom], voulues[nom])
            and not any(_pareil(nom, self._arbitree(fiche, nom), voulues[nom]) for fiche in arbitrees)
        ]
        return {nom: actuelles[nom] for nom in change}, {nom: voulues[nom] for nom in change}

    def _arbitree(self, fiche: Valeurs, nom: str) -> Any:
        if nom == "structure":
            return self.annuaire.structures.noms.get(fiche["structure_id"], "") if fiche["structure_id"] else ""
        return fiche.get(nom) or ""

    def _nom_de_structure(self, champs: Mapping[str, str]) -> str:
        """The directory's own name of a structure it knows, else the name as the file first writes it."""
        if not (nom := champs.get("structure", "")):
            return ""
        pk = self.annuaire.structures.trouver(nom)
        return self.annuaire.structures.noms[pk] if pk is not None else self.nouvelles.get(_cle(nom), nom)

    def _noter(self, ligne: LigneLue) -> None:
        """What a line that will be written brings with it: a new structure, a year without a day."""
        nom = ligne.champs.get("structure", "")
        if nom and self.annuaire.structures.trouver(nom) is None:
            self.nouvelles.setdefault(_cle(nom), nom)
        if ligne.annee_seule:
            self.plan.annees_seules.append(ligne.numero)


def _cle(texte: str) -> str:
    """The key of a name; a name that has no Latin letter is its own."""
    return cles.cle(texte) or texte.casefold().strip()


def _pareil(nom: str, actuelle: Any, voulue: Any) -> bool:
    """A name is never re-accented nor re-cased without a human: by its key it is the same name."""
    if nom in SELON_LA_CLE:
        return _cle(actuelle) == _cle(voulue)
    return actuelle == voulue
