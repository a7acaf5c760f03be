"""What is written from the declarations: two documents of the repository, and what the public page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from donnees import politique
from socle import typographie
from socle.donnees import DonneesPersonnelles, Effacement

DOCUMENTS = ("donnees-personnelles.md", "registre.md")
# What a person has no use for: search keys, numbers, secrets of ours, other rows.
SANS_INTERET = ("nom_cle", "secret", "lien_envoye_le", "empreinte_du_texte", "en_tetes", "password")


@dataclass(frozen=True)
class Groupe:
    """One declaration, in words."""

    quoi: str
    champs: tuple[str, ...]
    pour_le_public: tuple[str, ...]
    raison: str
    base: str
    duree: str
    effacement: str
    lus_par: tuple[str, ...]


@dataclass(frozen=True)
class Fiche:
    """One purpose, in words, with what is kept for it."""

    cle: str
    nom: str
    finalite: str
    personnes: str
    destinataires: tuple[str, ...]
    sous_traitants: tuple[str, ...]
    transferts: str
    bases: tuple[str, ...]
    durees: tuple[str, ...]
    categories: tuple[str, ...]


@cache
def fiches() -> list[tuple[Fiche, list[Groupe]]]:
    """The same content for the documents and for the page: it changes with the code alone."""
    resultat = []
    for traitement, declarations in politique.traitements():
        groupes = [_groupe(declaration) for declaration in declarations]
        fiche = Fiche(
            traitement.cle,
            traitement.nom,
            traitement.finalite,
            traitement.personnes,
            _uniques([*traitement.destinataires, *(qui for groupe in groupes for qui in groupe.lus_par)]),
            traitement.sous_traitants,
            traitement.transferts,
            _uniques(groupe.base for groupe in groupes),
            _uniques(f"{groupe.quoi} : {groupe.duree}" for groupe in groupes),
            _uniques(f"{groupe.quoi} ({', '.join(groupe.champs)})" for groupe in groupes),
        )
        resultat.append((fiche, groupes))
    return resultat


def ecrire(nom: str) -> str:
    """The text of one document, ready for docs/."""
    contexte = {
        "traitements": fiches(),
        "exclusions": politique.exclusions(),
        "nom_du_reseau": settings.NOM_DU_RESEAU,
        "insecable": typographie.INSECABLE,
    }
    texte = typographie.espacer(render_to_string(f"donnees/{nom}", contexte))
    return texte.strip() + "\n"


def chemin(nom: str) -> Path:
    return Path(settings.BASE_DIR) / "docs" / nom


def perimes() -> list[str]:
    """The documents that do not say what the code does any more."""
    return [nom for nom in DOCUMENTS if not chemin(nom).exists() or chemin(nom).read_text("utf-8") != ecrire(nom)]


def _groupe(declaration: DonneesPersonnelles) -> Groupe:
    meta = politique.modele(declaration)._meta
    visibles = [c for c in declaration.champs if c not in SANS_INTERET and not meta.get_field(c).is_relation]
    effacement = str(declaration.effacement)
    if declaration.effacement == Effacement.GARDER:
        effacement += f"{typographie.INSECABLE}: {declaration.garde_parce_que}"
    return Groupe(
        politique.titre(declaration.modele),
        tuple(politique.libelle(declaration, nom) for nom in declaration.champs),
        tuple(politique.libelle(declaration, nom) for nom in visibles),
        declaration.raison,
        str(declaration.base),
        str(declaration.duree),
        effacement,
        declaration.lus_par,
    )


def _uniques(textes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(textes))
