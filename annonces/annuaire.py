"""The acts of the directory that change what the public reads: `annuaire.actions`, and the pages rendered again.

Names and logos are read live over a published programme: an event where one of them shows gets a new revision.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from annuaire import actions as annuaire
from annuaire.models import Fusion, Importation, Personne, Structure
from evenements import actions as evenements
from evenements.models import Evenement


@transaction.atomic
def modifier(personne: Personne, *, par, **champs: Any) -> Personne:
    """As annuaire.actions.modifier."""
    personne = annuaire.modifier(personne, par=par, **champs)
    _refaire_les_pages(personnes=[personne.pk])
    return personne


@transaction.atomic
def modifier_structure(structure: Structure, *, par, logo: UploadedFile | None = None, **champs: Any) -> Structure:
    """As annuaire.actions.modifier_structure, and its logo, made again from its pixels (fichiers.FichierRefuse)."""
    structure = annuaire.modifier_structure(structure, par=par, **champs)
    if logo is not None:
        evenements.changer_logo(structure, fichier=logo, par=par)
    _refaire_les_pages(structures=[structure.pk])
    return structure


@transaction.atomic
def creer_structure(*, par, logo: UploadedFile | None = None, **champs: Any) -> Structure:
    """As annuaire.actions.creer_structure, and its logo."""
    structure = annuaire.creer_structure(par=par, **champs)
    if logo is not None:
        evenements.changer_logo(structure, fichier=logo, par=par)
    return structure


@transaction.atomic
def importer(
    importation: Importation, *, par, apercu: str = "", choix: Mapping[int, int] | None = None
) -> annuaire.Importee:
    """As annuaire.actions.importer."""
    importee = annuaire.importer(importation, par=par, apercu=apercu, choix=choix)
    _refaire_les_pages(personnes=[modification.personne for modification in importee.plan.modifications])
    return importee


@transaction.atomic
def fusionner(gardee: Personne, perdue: Personne, *, depuis_perdue: Collection[str] = (), par) -> Fusion:
    """As annuaire.actions.fusionner."""
    fusion = annuaire.fusionner(gardee, perdue, depuis_perdue=depuis_perdue, par=par)
    _refaire_les_pages(personnes=[fusion.gardee_id])
    return fusion


@transaction.atomic
def defaire(fusion: Fusion, *, par) -> Personne:
    """As annuaire.actions.defaire."""
    gardee = fusion.gardee_id
    perdue = annuaire.defaire(fusion, par=par)
    _refaire_les_pages(personnes=[gardee, perdue.pk])
    return perdue


def _refaire_les_pages(*, personnes: Collection[int] = (), structures: Collection[int] = ()) -> None:
    """In the order of the events' numbers: two acts at once never wait for each other."""
    concernes = Q(creneaux__interventions__personne__in=personnes)
    if structures:
        concernes |= (
            Q(creneaux__interventions__structure__in=structures)
            | Q(partenariats__structure__in=structures)
            | Q(cycle__partenariats__structure__in=structures)
        )
    for evenement in Evenement.objects.filter(concernes).distinct().order_by("pk"):
        evenements.toucher(evenement)
