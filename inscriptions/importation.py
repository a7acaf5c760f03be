"""What importing a spreadsheet of registrations would do: a plan, from the file and the event, writing nothing.

One address, one registration: who is registered already stays as she is, and who cancelled is not registered again by
a spreadsheet. A line that is not understood whole is left out, with its line and its column.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError

from annuaire.models import Profil
from evenements.models import Evenement, Formule
from inscriptions.champs import MOMENTS, AdresseField, LigneField, un_nom
from inscriptions.models import Inscription
from inscriptions.participant import Participant
from socle import cles, tableurs, territoires
from socle.tableurs import Colonne, Enregistrement

LIGNES_MAX = 500
COLONNES = (
    Colonne("prenom", "Prénom", ("prénoms", "prénom usuel")),
    Colonne("nom", "Nom", ("nom de famille", "nom d’usage"), obligatoire=True),
    Colonne(
        "email", "E-mail", ("email", "mail", "adresse e-mail", "adresse mail", "courriel", "mél"), obligatoire=True
    ),
    Colonne("structure", "Structure", ("organisation", "organisme", "entité")),
    Colonne("profil", "Profil", ("type d’acteur",)),
    Colonne("territoire", "Territoire", ("région", "région ou territoire")),
    Colonne("categorie", "Catégorie", ("titre", "à quel titre")),
    Colonne("formule", "Formule", ("modalité", "présence")),
    Colonne("matin", "Matin", ()),
    Colonne("dejeuner", "Déjeuner", ("repas", "repas de midi")),
    Colonne("apres_midi", "Après-midi", ()),
)
TITRES = {colonne.cle: colonne.titre for colonne in COLONNES}
CHAMPS = {
    "prenom": LigneField(max_length=100, validators=[un_nom], required=False),
    "nom": LigneField(max_length=100, validators=[un_nom], error_messages={"required": "le nom manque."}),
    "email": AdresseField(max_length=254, error_messages={"required": "l’adresse manque."}),
    "structure": LigneField(max_length=200, required=False),
}


@dataclass(frozen=True)
class Options:
    """What the team chose for the whole file: what a line does not say itself."""

    categorie: str
    formule: str
    malgre_la_cloture: bool = False


@dataclass(frozen=True)
class Faute:
    ligne: int
    colonne: str
    raison: str


@dataclass(frozen=True)
class Ajout:
    ligne: int
    categorie: str
    formule: str
    participant: Participant


@dataclass(frozen=True)
class Inchangee:
    ligne: int
    nom: str
    raison: str


@dataclass
class Plan:
    ajouts: list[Ajout] = field(default_factory=list)
    inchangees: list[Inchangee] = field(default_factory=list)
    fautes: list[Faute] = field(default_factory=list)
    ignorees: list[str] = field(default_factory=list)

    @property
    def empreinte(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    @property
    def lignes_fautives(self) -> int:
        return len({faute.ligne for faute in self.fautes})

    def places_demandees(self) -> Counter[str]:
        """{formule: participants to come}: what the capacity counts."""
        return Counter(a.formule for a in self.ajouts if a.categorie == Inscription.Categorie.PARTICIPANT)


def planifier(
    contenu: bytes, evenement: Evenement, options: Options, opposees: Callable[[str], bool] | None = None
) -> Plan:
    """Two queries, whatever the file holds. `opposees`: who asked to be erased stays erased.

    Raises tableurs.TableurIllisible where nothing can be read.
    """
    tableau = tableurs.lire_colonnes(contenu, COLONNES, lignes_max=LIGNES_MAX + tableurs.ENTETE_DANS_LES)
    plan = Plan(ignorees=tableau.ignorees)
    connues = dict(evenement.inscriptions.exclude(email=None).values_list("email", "etat"))
    formules = {formule.modalite: formule for formule in evenement.formules.all()}
    vues: dict[str, int] = {}
    for enregistrement in tableau.enregistrements:
        lue = _lire(enregistrement, options, formules)
        if isinstance(lue, list):
            plan.fautes += lue
            continue
        email = lue.participant.email
        nom = f"{lue.participant.prenom} {lue.participant.nom}".strip()
        if (premiere := vues.setdefault(email, lue.ligne)) != lue.ligne:
            plan.fautes.append(Faute(lue.ligne, TITRES["email"], f"même adresse que la ligne {premiere}."))
        elif connues.get(email) == Inscription.Etat.ANNULATION:
            plan.inchangees.append(Inchangee(lue.ligne, nom, "a annulé : un tableur ne réinscrit personne"))
        elif email in connues:
            plan.inchangees.append(Inchangee(lue.ligne, nom, "déjà inscrit à cette adresse"))
        elif opposees is not None and opposees(email):
            plan.inchangees.append(Inchangee(lue.ligne, nom, "a demandé l’effacement de ses données"))
        else:
            plan.ajouts.append(lue)
    return plan


def _lire(enregistrement: Enregistrement, options: Options, formules: dict[str, Formule]) -> Ajout | list[Faute]:
    """A line understood whole, or every fault it holds."""
    numero = enregistrement.numero
    if enregistrement.defaut:
        return [Faute(numero, "", enregistrement.defaut)]
    valeurs, fautes = {}, []
    for cle in TITRES:
        try:
            valeurs[cle] = _valeur(cle, enregistrement.valeurs.get(cle, ""), options, formules)
        except ValidationError as cause:
            fautes.append(Faute(numero, TITRES[cle], " ".join(cause.messages)))
        except ValueError as cause:
            fautes.append(Faute(numero, TITRES[cle], str(cause)))
    if fautes:
        return fautes
    categorie, formule = valeurs.pop("categorie"), valeurs.pop("formule")
    if not formules[formule].est_sur_place:
        valeurs |= dict.fromkeys(MOMENTS, False)
    return Ajout(numero, categorie, formule, Participant(**valeurs))


def _valeur(cle: str, texte: str, options: Options, formules: dict[str, Formule]):
    match cle:
        case "profil":
            return _parmi(texte, _PROFILS, "un des profils du formulaire") if texte else ""
        case "territoire":
            return _parmi(texte, _TERRITOIRES, "le nom d’une région ou d’un territoire d’outre-mer") if texte else ""
        case "categorie":
            return _parmi(texte, _CATEGORIES, ", ".join(Inscription.Categorie.labels)) if texte else options.categorie
        case "formule":
            code = _parmi(texte, _FORMULES, "sur place ou en ligne") if texte else options.formule
            if code not in formules:
                raise ValueError(f"cet événement n’a pas de formule « {texte} ».")
            return code
        case "matin" | "dejeuner" | "apres_midi":
            return tableurs.lire_oui_non(texte) if texte else cle != "dejeuner"
    return CHAMPS[cle].clean(texte)


def _parmi(texte: str, noms: dict[str, str], attendu: str) -> str:
    if (code := noms.get(cles.cle(texte))) is None:
        raise ValueError(f"« {texte[:60]} » est inconnu : attendu {attendu}.")
    return code


def _noms(choix: list[tuple[str, str]]) -> dict[str, str]:
    return {cles.cle(nom): code for code, label in choix for nom in (code, label)}


_PROFILS = _noms(Profil.choices)
_TERRITOIRES = {cles.cle(nom): t.code for t in territoires.TERRITOIRES for nom in (t.code, t.nom)}
_CATEGORIES = _noms(Inscription.Categorie.choices) | {
    "participante": "participant",
    "intervenante": "intervenant",
    "membre de l equipe": "equipe",
}
_FORMULES = _noms(Formule.Modalite.choices) | {
    "sur place": "presentiel",
    "en presentiel": "presentiel",
    "en ligne": "distanciel",
    "a distance": "distanciel",
    "en distanciel": "distanciel",
    "visio": "distanciel",
}
