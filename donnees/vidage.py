"""Blank, delete or keep: what the declarations say, done to a dossier's rows, one statement a declaration."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.storage import Storage
from django.db import models, transaction

from annuaire.models import Personne
from donnees import politique
from donnees.dossier import Dossier
from socle.donnees import DonneesPersonnelles, Effacement


def vide(champ: models.Field) -> Any:
    """What a field holds when it says nothing: NULL, an empty text, else its default."""
    if champ.null:
        return None
    if isinstance(champ, models.CharField | models.TextField | models.FileField) and (
        champ.blank or not champ.has_default()
    ):
        return ""
    return champ.get_default()


def valeurs_vides(declaration: DonneesPersonnelles) -> dict[str, Any]:
    meta = politique.modele(declaration)._meta
    return {nom: vide(meta.get_field(nom)) for nom in declaration.champs}  # type: ignore[arg-type]


def appliquer(
    dossier: Dossier,
    declarations: Iterable[DonneesPersonnelles],
    maintenant: datetime,
    *,
    sauf: Mapping[str, set[int]] | None = None,
) -> Counter[str]:
    """Do to each declaration's rows what erasure does with them; returns how many rows of each model changed.

    `sauf`: rows of a model that are left as they are.
    """
    comptes: Counter[str] = Counter()
    for declaration in declarations:
        pks = dossier.lignes(declaration) - (sauf or {}).get(declaration.modele, set())
        if pks and declaration.effacement != Effacement.GARDER:
            lignes = politique.modele(declaration)._default_manager.filter(pk__in=pks)
            if declaration.duree.suit and not dossier.adresse:
                lignes = lignes.filter(**declaration.duree.seulement)
            comptes[declaration.modele] += executer(lignes, declaration, declaration.effacement, maintenant)
    oublier_les_personnes_vides()
    return comptes


def executer(lignes: Any, declaration: DonneesPersonnelles, acte: Effacement, maintenant: datetime) -> int:
    """Blank or delete these rows; returns how many."""
    _supprimer_les_fichiers(lignes, declaration)
    if acte == Effacement.SUPPRIMER:
        return lignes.delete()[1].get(declaration.modele, 0)
    marque = {declaration.marque: maintenant} if declaration.marque else {}
    return lignes.update(**valeurs_vides(declaration), **marque)


def oublier_les_personnes_vides() -> int:
    """A person's row without a name stays only where a programme counts it."""
    return Personne.objects.filter(nom="", prenom="", email=None, interventions=None).delete()[0]


def _supprimer_les_fichiers(lignes: Any, declaration: DonneesPersonnelles) -> None:
    meta = politique.modele(declaration)._meta
    for nom in declaration.champs:
        champ = meta.get_field(nom)
        if isinstance(champ, models.FileField):
            for chemin in lignes.exclude(**{nom: ""}).values_list(nom, flat=True):
                _supprimer_apres(champ.storage, chemin)


def _supprimer_apres(stockage: Storage, chemin: str) -> None:
    transaction.on_commit(lambda: stockage.delete(chemin), robust=True)
