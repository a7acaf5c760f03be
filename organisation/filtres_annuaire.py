"""What the directory's list filters and sorts by: read from the address, never refused."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from annuaire.models import Personne, Profil, Structure
from organisation.filtres import Choix
from socle import territoires

TRIS = {"nom": ("nom_cle", "pk"), "recentes": ("-cree_le", "-pk")}


class FiltresAnnuaire:
    def __init__(self, parametres: QueryDict):
        self.q = parametres.get("q", "").strip()[:200]
        self.tri = parametres.get("tri", "nom") if parametres.get("tri") in TRIS else "nom"
        structures = list(Structure.objects.values_list("pk", "nom"))
        listes = [
            ("membre", "Membre", "Tout le monde", [("oui", "Membres du Réseau"), ("non", "Hors du Réseau")]),
            ("profil", "Profil", "Tous", list(Profil.choices)),
            ("territoire", "Territoire", "Tous", [(t.code, t.nom) for t in territoires.TERRITOIRES]),
            ("structure", "Structure", "Toutes", [(str(pk), nom) for pk, nom in structures]),
            ("opposition", "Invitations", "Toutes", [("non", "Accepte les invitations"), ("oui", "S’y oppose")]),
        ]
        self.listes = [
            Choix(nom, label, tous, choix, parametres.get(nom, "") if parametres.get(nom) in dict(choix) else "")
            for nom, label, tous, choix in listes
        ]
        self.valeurs = {c.nom: c.valeur for c in self.listes if c.valeur}

    def appliquer(self, personnes: QuerySet[Personne]) -> QuerySet[Personne]:
        resultat = personnes.chercher(self.q) if self.q else personnes  # type: ignore[attr-defined]
        for nom, valeur in self.valeurs.items():
            resultat = resultat.filter(**_CONDITIONS[nom](valeur))
        return resultat.order_by(*TRIS[self.tri])

    @property
    def actifs(self) -> list[tuple[str, str]]:
        """(words, the address without it) of each filter in use."""
        actifs = [(c.label_de_la_valeur, self.adresse(**{c.nom: ""})) for c in self.listes if c.valeur]
        return ([(f"« {self.q} »", self.adresse(q=""))] if self.q else []) + actifs

    def adresse(self, **changes: str) -> str:
        """`?…` with these values changed; the page is forgotten, empty ones too."""
        valeurs = {"q": self.q, **self.valeurs, "tri": self.tri if self.tri != "nom" else ""}
        return "?" + urlencode({nom: valeur for nom, valeur in (valeurs | changes).items() if valeur})


_CONDITIONS = {
    "membre": lambda valeur: {"est_membre": valeur == "oui"},
    "profil": lambda valeur: {"profil": valeur},
    "territoire": lambda valeur: {"territoire": valeur},
    "structure": lambda valeur: {"structure": int(valeur)},
    "opposition": lambda valeur: {"opposition_invitations_le__isnull": valeur == "non"},
}
