"""The values of a plan in people's words: « 04 » is La Réunion, true is « oui »."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from annuaire.models import Echelle, Personne, Profil
from socle import dates, territoires

LIBELLES = {
    "prenom": "Prénom",
    "nom": "Nom",
    "civilite": "Civilité",
    "appel": "Formule d’appel",
    "email": "Adresse e-mail",
    "structure": "Structure",
    "profil": "Profil",
    "echelle": "Échelle",
    "territoire": "Territoire",
    "est_membre": "Membre du Réseau",
    "membre_depuis": "Membre depuis",
}
_CHOIX = {
    "civilite": dict(Personne.Civilite.choices),
    "profil": dict(Profil.choices),
    "echelle": dict(Echelle.choices),
}


class Changement(NamedTuple):
    libelle: str
    avant: str
    apres: str


def en_mot(nom: str, valeur: Any) -> str:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if not valeur:
        return ""
    if nom == "membre_depuis":
        return dates.jour(date.fromisoformat(valeur), semaine=False)
    if nom == "territoire":
        return territoires.nom(valeur)
    return str(_CHOIX.get(nom, {}).get(valeur, valeur))


def en_mots(champs: Mapping[str, Any]) -> dict[str, str]:
    return {nom: en_mot(nom, valeur) for nom, valeur in champs.items()}


def avant_apres(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> list[Changement]:
    return [Changement(LIBELLES[nom], en_mot(nom, avant.get(nom)), en_mot(nom, apres[nom])) for nom in apres]
