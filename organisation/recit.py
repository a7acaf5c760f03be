"""The journal in sentences: who, what, and what changed, with the words of the models."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from evenements.models import Acces, Formule
from journal.models import Fait
from socle import dates

# What actions write under names that are no field, or by a value that no field tells in words.
LABELS = {
    "a_accepter_avant": "à accepter avant",
    "admin": "administration",
    "attente": "formule attendue",
    "evenement": "événement",
    "finalite": "accord",
    "formule": "formule",
    "modalite": "façon de participer",
    "role": "rôle",
}
VALEURS: dict[str, dict[str, str]] = {
    "attente": dict(Formule.Modalite.choices),
    "evenement": {"tous": "tous les événements"},
    "formule": dict(Formule.Modalite.choices),
    "modalite": dict(Formule.Modalite.choices),
    "role": dict(Acces.Role.choices),
}


@dataclass(frozen=True)
class Changement:
    champ: str
    avant: str
    apres: str


@dataclass(frozen=True)
class LigneDeJournal:
    fait: Fait
    changements: list[Changement]

    @property
    def qui(self) -> str:
        if self.fait.acteur and self.fait.acteur == self.fait.objet and not self._est_de_l_equipe:
            return "la personne elle-même"
        return self.fait.acteur_nom or "le service"

    @property
    def _est_de_l_equipe(self) -> bool:
        return self.fait.acteur.startswith("comptes.")


def lignes_de(faits: Iterable[Fait], fuseau: str) -> list[LigneDeJournal]:
    return [LigneDeJournal(fait, _changements(fait, fuseau)) for fait in faits]


def _changements(fait: Fait, fuseau: str) -> list[Changement]:
    noms = dict.fromkeys([*fait.avant, *fait.apres])
    return [_changement(fait, nom, fuseau) for nom in noms]


def _changement(fait: Fait, nom: str, fuseau: str) -> Changement:
    """In the model's own words, where it still has that field."""
    try:
        champ = apps.get_model(fait.objet.partition(":")[0])._meta.get_field(nom)
    except (LookupError, ValueError, FieldDoesNotExist):
        champ = None
    label = LABELS.get(nom) or str(getattr(champ, "verbose_name", nom.replace("_", " ")))
    choix = VALEURS.get(nom, {}) | dict(getattr(champ, "flatchoices", []))
    avant, apres = (choix.get(str(valeurs.get(nom)), valeurs.get(nom)) for valeurs in (fait.avant, fait.apres))
    return Changement(label, _en_clair(avant, fuseau), _en_clair(apres, fuseau))


def _en_clair(valeur, fuseau: str) -> str:
    if valeur is None or valeur == "":
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, str) and len(valeur) >= 19 and valeur[4:5] == "-" and "T" in valeur:
        try:
            return dates.date_heure(datetime.fromisoformat(valeur), fuseau)
        except ValueError:
            return valeur
    return ", ".join(map(str, valeur)) if isinstance(valeur, list) else str(valeur)
