"""What the policy's own clock lets go: each declaration whose time is counted, then what nobody declares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.cache import caches
from django.db import connection, models, transaction

from donnees import dossier as dossiers
from donnees import politique, vidage
from inscriptions import places
from inscriptions.models import Consentement, Inscription
from socle.donnees import DonneesPersonnelles, Effacement

LOT = 200
ACTES = {Effacement.VIDER: "vidé", Effacement.SUPPRIMER: "supprimé"}


@dataclass(frozen=True)
class Regle:
    """`compter` says how many rows are due; `appliquer` lets them go and says how many they were."""

    quoi: str
    delai: str
    acte: str
    compter: Callable[[], int]
    appliquer: Callable[[], int]


def regles(maintenant: datetime) -> Iterator[Regle]:
    for declaration in politique.declarations():
        if declaration.duree.est_comptee and declaration.purge != Effacement.GARDER:
            yield _regle(declaration, maintenant)
    yield _lignes_sans_nom()
    yield _accords_sans_nom()
    yield _compteurs_expires(maintenant)


def _regle(declaration: DonneesPersonnelles, maintenant: datetime) -> Regle:
    lignes = _perimees(declaration, maintenant)
    acte = ACTES[declaration.purge]
    if declaration.modele == dossiers.INSCRIPTION:
        appliquer = partial(_retirer_les_noms, declaration, maintenant)
    else:
        appliquer = partial(_executer, lignes, declaration, maintenant)
    return Regle(_quoi(declaration), declaration.duree.en_bref, acte, lignes.count, appliquer)


def _perimees(declaration: DonneesPersonnelles, maintenant: datetime) -> models.QuerySet[Any]:
    """The rows whose time is over, and that still say something."""
    duree = declaration.duree
    limite = maintenant - timedelta(days=duree.jours or 0)
    lignes = politique.modele(declaration)._default_manager.filter(**{f"{duree.depuis}__lt": limite})
    lignes = lignes.filter(**duree.seulement)
    if declaration.marque:
        return lignes.filter(**{declaration.marque: None})
    if declaration.purge == Effacement.VIDER:
        return lignes.exclude(**vidage.valeurs_vides(declaration))
    return lignes


@transaction.atomic
def _executer(lignes: models.QuerySet[Any], declaration: DonneesPersonnelles, maintenant: datetime) -> int:
    nombre = vidage.executer(lignes, declaration, declaration.purge, maintenant)
    vidage.oublier_les_personnes_vides()
    return nombre


def _retirer_les_noms(declaration: DonneesPersonnelles, maintenant: datetime) -> int:
    """Registrations lose their name, with all that follows them, by lots: each in its own transaction."""
    nombre = 0
    while pks := list(_perimees(declaration, maintenant).order_by("pk").values_list("pk", flat=True)[:LOT]):
        with transaction.atomic():
            comptes = vidage.appliquer(dossiers.des_inscriptions(pks), politique.declarations(), maintenant)
        nombre += comptes[dossiers.INSCRIPTION]
    return nombre


def _lignes_sans_nom() -> Regle:
    sans_nom = Inscription.objects.filter(effacee_le__isnull=False, evenement__bilan__fige_le__isnull=False)
    return Regle(
        "Inscriptions sans nom",
        "une fois figé le bilan de l’événement",
        "supprimé",
        sans_nom.count,
        partial(places.oublier, sans_nom),
    )


def _accords_sans_nom() -> Regle:
    sans_nom = Consentement.objects.filter(email=None, inscription=None)
    return Regle(
        "Consentements sans nom",
        "dès que la personne est oubliée",
        "supprimé",
        sans_nom.count,
        lambda: sans_nom.delete()[0],
    )


def _compteurs_expires(maintenant: datetime) -> Regle:
    """The database cache: limits, counted under digests; sign-in attempts, under an IP address."""
    table = connection.ops.quote_name(caches["default"]._table)  # type: ignore[attr-defined]
    limite = [connection.ops.adapt_datetimefield_value(maintenant)]

    def compter() -> int:
        with connection.cursor() as curseur:
            curseur.execute(f"SELECT COUNT(*) FROM {table} WHERE expires < %s", limite)  # noqa: S608 - our own name
            return curseur.fetchone()[0]

    def appliquer() -> int:
        with connection.cursor() as curseur:
            curseur.execute(f"DELETE FROM {table} WHERE expires < %s", limite)  # noqa: S608 - our own name
            return curseur.rowcount

    return Regle("Compteurs de demandes", "jusqu’à leur expiration", "supprimé", compter, appliquer)


def _quoi(declaration: DonneesPersonnelles) -> str:
    champ = politique.libelle(declaration, declaration.champs[0])
    return f"{politique.titre(declaration.modele)} ({champ}{'…' if len(declaration.champs) > 1 else ''})"
