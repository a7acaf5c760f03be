"""The policy as a whole: what every app declares, in the order of the house."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import module_has_submodule

from socle.donnees import DonneesPersonnelles, SansDonneePersonnelle, Traitement

# The fields that can hold somebody: what is typed, sent, kept as a file, or leads to a row that does.
PEUVENT_NOMMER = (
    models.CharField,
    models.TextField,
    models.FileField,
    models.JSONField,
    models.BinaryField,
    models.GenericIPAddressField,
    models.ForeignKey,
    models.ManyToManyField,
)


@cache
def declarations() -> tuple[DonneesPersonnelles, ...]:
    return tuple(declaration for module in _modules() for declaration in getattr(module, "DONNEES", ()))


@cache
def exclusions() -> tuple[SansDonneePersonnelle, ...]:
    return tuple(exclusion for module in _modules() for exclusion in getattr(module, "SANS_DONNEE", ()))


def traitements() -> list[tuple[Traitement, list[DonneesPersonnelles]]]:
    """Each purpose with what is kept for it: the one whom the public meets first comes first."""
    groupes: dict[Traitement, list[DonneesPersonnelles]] = {}
    for declaration in declarations():
        groupes.setdefault(declaration.traitement, []).append(declaration)
    return sorted(groupes.items(), key=lambda groupe: _rang(groupe[0]))


def modele(declaration: DonneesPersonnelles) -> type[models.Model]:
    return apps.get_model(declaration.modele)


def libelle(declaration: DonneesPersonnelles, nom: str) -> str:
    return str(getattr(modele(declaration)._meta.get_field(nom), "verbose_name", nom))


@cache
def titre(modele_: str) -> str:
    """How people call a table: the word that one of its declarations gives, else its own name."""
    donnes = [d.titre for d in declarations() if d.modele == modele_ and d.titre]
    mots = donnes[0] if donnes else str(apps.get_model(modele_)._meta.verbose_name_plural)
    return mots[:1].upper() + mots[1:]


def champs_a_declarer() -> Iterator[tuple[str, str]]:
    """(model, field) of everything in our own apps that could hold somebody."""
    for classe in apps.get_models(include_auto_created=True):
        if est_a_nous(classe):
            for champ in classe._meta.get_fields():
                if isinstance(champ, PEUVENT_NOMMER):
                    yield classe._meta.label, champ.name


def est_a_nous(classe: type[models.Model]) -> bool:
    return Path(apps.get_app_config(classe._meta.app_label).path).parent == settings.BASE_DIR


def champs_declares(lignes: Iterable[DonneesPersonnelles | SansDonneePersonnelle]) -> set[tuple[str, str]]:
    return {(ligne.modele, champ) for ligne in lignes for champ in ligne.champs}


def _modules() -> Iterator:
    for application in apps.get_app_configs():
        if Path(application.path).parent == settings.BASE_DIR and module_has_submodule(application.module, "donnees"):
            yield import_module(f"{application.name}.donnees")


def _rang(traitement: Traitement) -> tuple[int, str]:
    ordre = ("inscriptions", "accueil", "lettre", "messages", "annuaire", "programmes", "ressources", "journal")
    return (ordre.index(traitement.cle) if traitement.cle in ordre else len(ordre), traitement.cle)
