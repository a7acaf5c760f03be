"""The columns of the network's spreadsheet, and how each cell is understood. What is not understood is a `Faute`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from annuaire.models import Echelle, Personne, Profil, Structure
from socle import cles, tableurs, territoires
from socle.tableurs import Colonne, Enregistrement

COLONNES = (
    Colonne("prenom", "Prénom", ("prénom usuel", "prénoms")),
    Colonne("nom", "Nom", ("nom de famille", "nom d’usage"), obligatoire=True),
    Colonne("civilite", "Civilité", ("civ", "M./Mme")),
    Colonne("appel", "Formule d’appel", ("appel",)),
    Colonne("email", "E-mail", ("email", "mail", "adresse e-mail", "adresse mail", "adresse email", "courriel", "mél")),
    Colonne("structure", "Structure", ("organisation", "organisme", "entité", "nom de la structure")),
    Colonne("profil", "Profil", ("type d’acteur", "type d’acteurs")),
    Colonne("echelle", "Échelle", ("échelle d’action", "échelle d’intervention")),
    Colonne("territoire", "Territoire", ("région", "région ou territoire")),
    Colonne(
        "membre_depuis",
        "Membre depuis",
        ("membre depuis le", "date d’adhésion", "adhésion", "date d’entrée", "entrée au réseau"),
    ),
)
TITRES = {colonne.cle: colonne.titre for colonne in COLONNES}


@dataclass(frozen=True)
class Faute:
    """Why a line is left out: its number, its column (or none), a sentence."""

    ligne: int
    colonne: str
    raison: str


@dataclass(frozen=True)
class LigneLue:
    """What a line says: JSON values, empty cells left out. A structure is its name, a day its ISO form."""

    numero: int
    champs: dict[str, str]
    annee_seule: bool = False


class Inattendu(Exception):
    """The sentence for a cell that is not understood."""


def lire(enregistrement: Enregistrement, aujourd_hui: date) -> LigneLue | list[Faute]:
    """A line understood whole, or every fault it holds."""
    if enregistrement.defaut:
        return [Faute(enregistrement.numero, "", enregistrement.defaut)]
    champs, fautes = {}, []
    for cle, texte in enregistrement.valeurs.items():
        try:
            valeur = _LECTEURS.get(cle, _texte)(cle, texte, aujourd_hui) if texte else ""
        except Inattendu as cause:
            fautes.append(Faute(enregistrement.numero, TITRES[cle], str(cause)))
            continue
        if valeur:
            champs[cle] = valeur
    if "nom" not in champs and not any(faute.colonne == TITRES["nom"] for faute in fautes):
        fautes.append(Faute(enregistrement.numero, TITRES["nom"], "le nom manque."))
    if fautes:
        return fautes
    return LigneLue(enregistrement.numero, champs, _est_une_annee(enregistrement.valeurs.get("membre_depuis", "")))


def _texte(cle: str, texte: str, aujourd_hui: date) -> str:
    valeur = " ".join(texte.split())
    champ = Structure._meta.get_field("nom") if cle == "structure" else Personne._meta.get_field(cle)
    if len(valeur) > champ.max_length:  # type: ignore[union-attr, operator]  # both are CharFields
        raise Inattendu(f"{champ.max_length} caractères au plus.")  # type: ignore[union-attr]
    if cle in {"nom", "structure"} and not any(c.isalnum() for c in valeur):
        raise Inattendu(f"« {valeur[:40]} » n’est pas un nom.")
    return valeur


def _email(cle: str, texte: str, aujourd_hui: date) -> str:
    valeur = texte.removeprefix("mailto:").strip().lower()
    try:
        validate_email(valeur)
    except ValidationError:
        raise Inattendu(f"« {texte[:80]} » n’est pas une adresse : attendu nom@domaine.fr.") from None
    if len(valeur) > 254:
        raise Inattendu("254 caractères au plus.")
    return valeur


def _civilite(cle: str, texte: str, aujourd_hui: date) -> str:
    mot = cles.cle(texte)
    if mot in {"madame", "mme", "mlle", "mademoiselle", "f"}:
        return Personne.Civilite.MADAME.value
    if mot in {"monsieur", "m", "mr"}:
        return Personne.Civilite.MONSIEUR.value
    raise Inattendu(f"« {texte[:40]} » : attendu Madame ou Monsieur.")


def _parmi(noms: dict[str, str], attendus: str) -> Callable[[str, str, date], str]:
    def lire(cle: str, texte: str, aujourd_hui: date) -> str:
        if (code := noms.get(_souple(texte))) is None:
            raise Inattendu(f"« {texte[:60]} » est inconnu : attendu {attendus}.")
        return code

    return lire


def _depuis(cle: str, texte: str, aujourd_hui: date) -> str:
    try:
        jour = date(int(texte), 1, 1) if _est_une_annee(texte) else tableurs.lire_date(texte)
    except ValueError as cause:
        raise Inattendu(str(cause)) from None
    if jour > aujourd_hui:
        raise Inattendu(f"« {texte} » est dans l’avenir.")
    return jour.isoformat()


def _est_une_annee(texte: str) -> bool:
    return len(texte) == 4 and texte.isascii() and texte.isdigit() and texte >= "1900"


def _souple(texte: str) -> str:
    """« Acteurs académiques » and « acteur academique » are one; so are « La Réunion » and « Réunion »."""
    mots = [mot.removesuffix("s") for mot in cles.cle(texte).split()]
    return " ".join(mots[1:] if mots[:1] in (["la"], ["le"], ["les"], ["l"]) and mots[1:] else mots)


def _noms_des_choix(choix: list[tuple[str, str]]) -> dict[str, str]:
    """A choice answers to its code, to its name, and to each half of « Entreprise ou acteur économique »."""
    return {_souple(nom): code for code, libelle in choix for nom in (code, libelle, *libelle.split(" ou "))}


_SURNOMS_DE_TERRITOIRE = {
    "idf": "11",
    "paca": "93",
    "provence alpe cote azur": "93",
    "aura": "84",
    "centre": "24",
    "971": "01",
    "972": "02",
    "973": "03",
    "974": "04",
    "976": "06",
    "etranger": "hors",
}
_PROFILS = _noms_des_choix(Profil.choices)
_ECHELLES = _noms_des_choix(Echelle.choices) | {
    "local": "locale",
    "national": "nationale",
    "international": "internationale",
}
_TERRITOIRES = {_souple(t.nom): t.code for t in territoires.TERRITOIRES} | _SURNOMS_DE_TERRITOIRE
_LECTEURS: dict[str, Callable[[str, str, date], str]] = {
    "email": _email,
    "civilite": _civilite,
    "profil": _parmi(_PROFILS, ", ".join(Profil.labels)),
    "echelle": _parmi(_ECHELLES, "locale, nationale ou internationale"),
    "territoire": _parmi(_TERRITOIRES, "le nom d’une région ou d’une collectivité d’outre-mer, ou Hors de France"),
    "membre_depuis": _depuis,
}
