"""What the lists of the staff's area filter and sort by: read from the address, never refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from annuaire.models import Profil
from evenements.models import Evenement, Formule
from inscriptions.models import Inscription
from programmes.models import Creneau
from socle import territoires

TRIS = {"nom": "nom_cle", "-nom": "-nom_cle", "cree": "cree_le", "-cree": "-cree_le", "etat": "etat", "-etat": "-etat"}
COLONNES = ("Nom", "Profil", "Territoire", "Formule", "Atelier", "État", "Inscription")
RESEAU = {"oui": "Membres du Réseau", "non": "Pas membres"}
ETATS = {etat.value: etat for etat in Inscription.Etat}


@dataclass(frozen=True)
class Choix:
    """One list to choose from: its choices are the only values it takes."""

    nom: str
    label: str
    tous: str
    choix: list[tuple[str, str]]
    valeur: str

    @property
    def label_de_la_valeur(self) -> str:
        return dict(self.choix).get(self.valeur, "")


@dataclass(frozen=True)
class Colonne:
    """A heading; with an order (aria-sort's words) and an address where the column sorts."""

    label: str
    classe: str = ""
    ordre: str = ""
    adresse: str = ""


class FiltresInscriptions:
    """Filters of an event's registrations. `etat` is a set of tabs, the others are lists; all are in the address."""

    def __init__(self, parametres: QueryDict, formules: Iterable[Formule], ateliers: Iterable[Creneau] = ()):
        formules = list(formules)
        self.sur_place = any(formule.est_sur_place for formule in formules)
        self.q = parametres.get("q", "").strip()[:200]
        self.etat = parametres.get("etat", Inscription.Etat.CONFIRMATION)
        if self.etat not in {*ETATS, "toutes"}:
            self.etat = Inscription.Etat.CONFIRMATION.value
        self.tri = parametres.get("tri", "-cree") if parametres.get("tri") in TRIS else "-cree"
        listes = [
            ("formule", "Formule", "Toutes", [(f.modalite, f.nom) for f in formules]),
            ("categorie", "Catégorie", "Toutes", _majuscules(Inscription.Categorie.choices)),
            ("profil", "Profil", "Tous", list(Profil.choices)),
            ("membre", "Réseau", "Tous", list(RESEAU.items())),
            ("territoire", "Territoire", "Tous", [(t.code, t.nom) for t in territoires.TERRITOIRES]),
        ]
        noms = [(f"{a.pk}", f"{a.surtitre} : {a.titre}" if a.surtitre else a.titre) for a in ateliers]
        self.a_des_ateliers = bool(noms)
        if noms:
            listes.append(("atelier", "Atelier", "Tous", noms))
        self.listes = [
            Choix(nom, label, tous, choix, parametres.get(nom, "") if parametres.get(nom) in dict(choix) else "")
            for nom, label, tous, choix in listes
            if nom != "formule" or len(choix) > 1
        ]

    @classmethod
    def de(cls, evenement: Evenement, parametres: QueryDict) -> "FiltresInscriptions":
        """Those of an event: its formules, its workshops."""
        ateliers = evenement.creneaux.filter(avec_inscription=True)
        return cls(parametres, evenement.formules.all(), ateliers)

    def sans_etat(self, inscriptions: QuerySet[Inscription]) -> QuerySet[Inscription]:
        champs = {"formule": "formule__modalite", "atelier": "choix_ateliers__creneau"}
        resultat = inscriptions.chercher(self.q) if self.q else inscriptions  # type: ignore[attr-defined]
        valeurs = {c.nom: c.valeur for c in self.listes if c.valeur}
        membres = Q(personne__est_membre=True)
        match valeurs.pop("membre", ""):
            case "oui":
                resultat = resultat.filter(membres)
            case "non":
                resultat = resultat.exclude(membres)
        return resultat.filter(**{champs.get(nom, nom): valeur for nom, valeur in valeurs.items()})

    def appliquer(self, inscriptions: QuerySet[Inscription]) -> QuerySet[Inscription]:
        resultat = self.sans_etat(inscriptions)
        if self.etat != "toutes":
            resultat = resultat.filter(etat=self.etat)
        champ = TRIS[self.tri]
        ordre = F(champ.removeprefix("-"))
        return resultat.order_by(ordre.desc() if champ.startswith("-") else ordre.asc(), "-pk")

    @property
    def actifs(self) -> list[tuple[str, str]]:
        """(words, the address without it) of each filter in use."""
        actifs = [(c.label_de_la_valeur, self.adresse(**{c.nom: ""})) for c in self.listes if c.valeur]
        return ([(f"« {self.q} »", self.adresse(q=""))] if self.q else []) + actifs

    def adresse(self, **changes: str) -> str:
        """`?…` with these values changed; the page is forgotten, empty ones too."""
        valeurs = {"etat": self.etat, "q": self.q, **{c.nom: c.valeur for c in self.listes}, "tri": self.tri}
        return "?" + urlencode({nom: valeur for nom, valeur in (valeurs | changes).items() if valeur})

    @property
    def colonnes(self) -> list["Colonne"]:
        tries = {"Nom": "nom", "État": "etat", "Inscription": "cree"}
        colonnes = [c for c in COLONNES if c != "Atelier" or self.a_des_ateliers]
        return [self._colonne(label, tries.get(label, "")) for label in colonnes]

    def _colonne(self, label: str, tri: str) -> "Colonne":
        classe = "num" if label == "Inscription" else ""
        if not tri:
            return Colonne(label, classe)
        ordre = {tri: "ascending", f"-{tri}": "descending"}.get(self.tri, "none")
        return Colonne(label, classe, ordre, self.adresse(tri=f"-{tri}" if self.tri == tri else tri))


def _majuscules(choix) -> list[tuple[str, str]]:
    return [(valeur, label[:1].upper() + label[1:]) for valeur, label in choix]
