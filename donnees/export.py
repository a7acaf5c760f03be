"""« Tout ce qui est gardé sur moi »: what a person may read and take away (RGPD, articles 15 and 20). Pure reading."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import models

from donnees import politique
from donnees.dossier import Dossier
from evenements.models import Formule
from journal.models import Fait
from socle import dates, typographie
from socle.donnees import DonneesPersonnelles, Effacement

# A moment as JSON columns write it: ISO 8601 with its offset.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?[+-]\d\d:\d\d")
PUIS = f"{typographie.FINE}; "


@dataclass(frozen=True)
class Valeur:
    """One field of one row: `brute` for a program, `en_mots` for a person."""

    nom: str
    libelle: str
    brute: Any
    en_mots: str

    @property
    def est_vide(self) -> bool:
        return self.brute in (None, "", {}, [])


@dataclass(frozen=True)
class Rubrique:
    """What one table holds about her, with the policy that goes with it."""

    cle: str
    titre: str
    raisons: tuple[str, ...]
    bases: tuple[str, ...]
    durees: tuple[str, ...]
    destinataires: tuple[str, ...]
    lignes: tuple[tuple[Valeur, ...], ...]

    @property
    def en_mots(self) -> dict[str, str]:
        """The policy of the section, each part on one line."""
        return {
            "Pourquoi": PUIS.join(self.raisons),
            "Base": PUIS.join(self.bases),
            "Gardé": PUIS.join(self.durees),
            "Lu par": ", ".join(self.destinataires),
        }

    @property
    def ancre(self) -> str:
        return self.cle.replace(".", "-")

    @property
    def est_un_tableau(self) -> bool:
        """Short rows, several of them: read as a table."""
        return len(self.lignes) > 1 and len(self.lignes[0]) <= 4


def rubriques(dossier: Dossier, fuseau: str) -> list[Rubrique]:
    """One section for each table that holds something of hers, in a constant number of queries.

    Only her own rows, and of them only what is declared to be hers to read: no secret, nobody else's name.
    """
    par_modele: dict[str, list[DonneesPersonnelles]] = {}
    for declaration in (declaration for _, groupe in politique.traitements() for declaration in groupe):
        if dossier.lignes(declaration):
            par_modele.setdefault(declaration.modele, []).append(declaration)
    toutes = (_rubrique(declarations, dossier, fuseau) for declarations in par_modele.values())
    return [rubrique for rubrique in toutes if any(rubrique.lignes)]


def en_json(dossier: Dossier, rubriques_: Iterable[Rubrique], etabli_le: datetime) -> dict:
    return {
        "adresse": dossier.adresse,
        "etabli_le": etabli_le.astimezone(UTC).isoformat(),
        "rubriques": {
            rubrique.cle: {
                "titre": rubrique.titre,
                "raisons": rubrique.raisons,
                "bases": rubrique.bases,
                "durees": rubrique.durees,
                "destinataires": rubrique.destinataires,
                "lignes": [{valeur.nom: valeur.brute for valeur in ligne} for ligne in rubrique.lignes],
            }
            for rubrique in rubriques_
        },
    }


def ce_qui_reste(dossier: Dossier) -> list[tuple[str, str]]:
    """(what, why) of what an erasure would keep of these rows, each said once."""
    gardees = [d for d in politique.declarations() if d.effacement == Effacement.GARDER and dossier.lignes(d)]
    return list(dict.fromkeys((politique.titre(d.modele), d.garde_parce_que) for d in gardees))


def _rubrique(declarations: list[DonneesPersonnelles], dossier: Dossier, fuseau: str) -> Rubrique:
    classe = politique.modele(declarations[0])
    champs_de = _champs_par_ligne(declarations, dossier)
    extraits = {nom: cles for declaration in declarations for nom, cles in declaration.extraits}
    montres = {nom for noms in champs_de.values() for nom in noms}
    liens = [c.name for c in classe._meta.concrete_fields if c.is_relation and c.name in montres]
    lignes = classe._default_manager.filter(pk__in=champs_de).select_related(*liens).order_by("-pk")
    return Rubrique(
        cle=classe._meta.label_lower,
        titre=politique.titre(declarations[0].modele),
        raisons=_uniques(d.raison for d in declarations),
        bases=_uniques(str(d.base) for d in declarations),
        durees=_uniques(str(d.duree) for d in declarations),
        destinataires=_uniques(qui for d in declarations for qui in d.lus_par),
        lignes=tuple(tuple(_valeur(ligne, nom, fuseau, extraits) for nom in champs_de[ligne.pk]) for ligne in lignes),
    )


def _champs_par_ligne(declarations: list[DonneesPersonnelles], dossier: Dossier) -> dict[int, list[str]]:
    """For each row, the fields of the declarations that make it hers: who acted is not who it happened to."""
    champs: dict[int, dict[str, None]] = {}
    for declaration in declarations:
        for pk in dossier.lignes(declaration):
            champs.setdefault(pk, {}).update(dict.fromkeys(_montres(declaration)))
    return {pk: list(noms) for pk, noms in champs.items()}


def _montres(declaration: DonneesPersonnelles) -> list[str]:
    return [nom for nom in (*declaration.contexte, *declaration.champs) if nom not in declaration.caches]


def _valeur(ligne: models.Model, nom: str, fuseau: str, extraits: Mapping[str, tuple[str, ...]]) -> Valeur:
    champ = ligne._meta.get_field(nom)
    valeur = getattr(ligne, nom)
    if nom in extraits:
        valeur = {cle: valeur[cle] for cle in extraits[nom] if cle in valeur}
    libelle = _majuscule(str(getattr(champ, "verbose_name", nom)))
    if getattr(champ, "choices", None):
        en_mots = str(getattr(ligne, f"get_{nom}_display")())
    elif isinstance(ligne, Fait) and isinstance(valeur, dict):
        en_mots = _en_mots(_avec_les_mots_du_modele(ligne, valeur), fuseau)
    else:
        en_mots = _en_mots(valeur, fuseau)
    return Valeur(nom, libelle, _brute(valeur), en_mots or "vide")


def _avec_les_mots_du_modele(fait: Fait, valeurs: Mapping[str, Any]) -> dict[str, Any]:
    """« état : annulation », « présence le matin : oui »: what changed, as the model that it happened to calls it."""
    try:
        classe = apps.get_model(fait.objet.partition(":")[0])
    except (LookupError, ValueError):
        return dict(valeurs)
    champs = {champ.name: champ for champ in classe._meta.concrete_fields}
    venues = dict(Formule.Modalite.choices)
    mots = {}
    for nom, valeur in valeurs.items():
        champ = champs.get(nom)
        choix = dict(getattr(champ, "flatchoices", ())) or venues
        libelle = str(getattr(champ, "verbose_name", nom))
        mots[libelle] = choix.get(valeur, valeur) if isinstance(valeur, str) else valeur
    return mots


def _brute(valeur: Any) -> Any:
    if isinstance(valeur, datetime):
        return valeur.astimezone(UTC).isoformat()
    if isinstance(valeur, date):
        return valeur.isoformat()
    return valeur if isinstance(valeur, str | int | float | bool | dict | list | None) else str(valeur)


def _en_mots(valeur: Any, fuseau: str) -> str:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, datetime):
        return dates.date_heure(valeur, fuseau)
    if isinstance(valeur, date):
        return dates.jour(valeur)
    if isinstance(valeur, dict):
        return f"{typographie.FINE}; ".join(
            f"{nom}{typographie.INSECABLE}: {_en_mots(v, fuseau)}" for nom, v in valeur.items()
        )
    if isinstance(valeur, str) and MOMENT.fullmatch(valeur):
        return dates.date_heure(datetime.fromisoformat(valeur), fuseau)
    if isinstance(valeur, list):
        return ", ".join(_en_mots(v, fuseau) for v in valeur)
    return "" if valeur is None else str(valeur)


def _uniques(textes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(textes))


def _majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]
