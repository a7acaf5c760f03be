import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from annuaire.importation import ChoixImpossible, Plan, planifier
from annuaire.models import Importation, Personne, Structure
from journal import actions as journal
from socle import dates, tableurs
from socle.territoires import PARIS


class ImportationImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


class Importee(NamedTuple):
    importation: Importation
    plan: Plan


def apercevoir(importation: Importation) -> Plan:
    """What applying this file would do now; writes nothing."""
    if importation.contenu is None:
        raise ImportationImpossible("Ce fichier a déjà été importé.")
    contenu = bytes(importation.contenu)
    if hashlib.sha256(contenu).hexdigest() != importation.empreinte:
        raise ImportationImpossible("Ce fichier a changé depuis son dépôt : déposez-le à nouveau.")
    return planifier(contenu, aujourd_hui=_aujourd_hui(timezone.now()))


def deposer(contenu: bytes, *, nom_fichier: str, source: str, par) -> Importation:
    """Keep a file for its preview, two hours at most. Raises TableurIllisible on what cannot be read at all."""
    maintenant = timezone.now()
    planifier(contenu, aujourd_hui=_aujourd_hui(maintenant))
    oublier_les_apercus_perimes()
    return Importation.objects.create(
        nom_fichier=_nom_propre(nom_fichier),
        source=" ".join(source.split())[:120],
        empreinte=hashlib.sha256(contenu).hexdigest(),
        contenu=contenu,
        cree_le=maintenant,
        expire_le=maintenant + Importation.DUREE,
        par=par,
    )


@transaction.atomic
def importer(importation: Importation, *, par, apercu: str = "", choix: Mapping[int, int] | None = None) -> Importee:
    """Apply the file whole, or nothing. `apercu`: the fingerprint of the preview that was read; empty, none was.

    `choix` = {line: row}: lines that a person recognised among the proposals. The directory is locked first, then
    planned again: raises ImportationImpossible where it no longer does what was read. Faulty lines are left out.
    """
    maintenant = timezone.now()
    importation = _verrouiller(importation)
    if importation.appliquee_le is not None:
        raise ImportationImpossible("Ce fichier a déjà été importé.")
    if importation.expire_le <= maintenant:
        raise ImportationImpossible("Cet aperçu a expiré : déposez le fichier à nouveau.")
    personnes = {p.pk: p for p in Personne.objects.select_for_update(no_key=True).order_by("pk")}
    plan = apercevoir(importation)
    if apercu and plan.empreinte != apercu:
        raise ImportationImpossible("L’annuaire a changé depuis cet aperçu : relisez-le avant de confirmer.")
    if choix:
        try:
            plan = planifier(bytes(importation.contenu or b""), aujourd_hui=_aujourd_hui(maintenant), choix=choix)
        except ChoixImpossible as refus:
            raise ImportationImpossible(str(refus)) from refus
    try:
        with transaction.atomic():
            _appliquer(plan, personnes, source=_source(importation, maintenant), par=par)
    except IntegrityError as cause:  # a row with one of these addresses was written meanwhile
        raise ImportationImpossible("L’annuaire a changé depuis cet aperçu : relisez-le avant de confirmer.") from cause
    importation.appliquee_le, importation.contenu = maintenant, None
    importation.creees, importation.modifiees = len(plan.creations), len(plan.modifications)
    importation.inchangees, importation.fautes = len(plan.inchangees), plan.lignes_fautives
    importation.save()
    journal.noter("importer des membres", importation, par=par, apres=_chiffres(importation))
    return Importee(importation, plan)


@transaction.atomic
def abandonner(importation: Importation) -> None:
    """The file goes at once."""
    Importation.objects.filter(pk=importation.pk, appliquee_le=None).delete()


def oublier_les_apercus_perimes() -> int:
    """Files whose preview nobody confirmed in time; returns how many."""
    return Importation.objects.perimees(timezone.now()).delete()[0]


def _verrouiller(importation: Importation) -> Importation:
    """Every file that waits, in order: two imports never write at the same time, whatever their files."""
    en_attente = Importation.objects.filter(appliquee_le=None).order_by("pk").defer("contenu")
    list(en_attente.select_for_update(of=("self",)))
    return Importation.objects.get(pk=importation.pk)


def _appliquer(plan: Plan, personnes: dict[int, Personne], *, source: str, par) -> None:
    for nom in plan.structures:
        Structure.objects.create(nom=nom)
    structures = {structure.nom: structure for structure in Structure.objects.all()}
    for creation in plan.creations:
        personne = Personne(source=source, **_pour_la_base(creation.champs, structures))
        personne.save()
        journal.noter("créer la fiche (import)", personne, par=par)
    for modification in plan.modifications:
        personne = personnes[modification.personne]
        avant = {**modification.avant, "source": personne.source}
        for nom, valeur in _pour_la_base({**modification.apres, "source": source}, structures).items():
            setattr(personne, nom, valeur)
        personne.save()
        apres = {**modification.apres, "source": source}
        journal.noter("modifier la fiche (import)", personne, par=par, avant=avant, apres=apres)


def _pour_la_base(champs: dict, structures: dict[str, Structure]) -> dict:
    valeurs = dict(champs)
    if "structure" in valeurs:
        valeurs["structure"] = structures.get(valeurs["structure"])
    if "membre_depuis" in valeurs:
        valeurs["membre_depuis"] = date.fromisoformat(valeurs["membre_depuis"])
    return valeurs


def _source(importation: Importation, maintenant: datetime) -> str:
    jour = dates.jour(_aujourd_hui(maintenant), semaine=False)
    return f"{importation.source}, importé le {jour} ({importation.nom_fichier})"[:200]


def _chiffres(importation: Importation) -> dict:
    noms = ("source", "nom_fichier", "empreinte", "creees", "modifiees", "inchangees", "fautes")
    return {nom: getattr(importation, nom) for nom in noms}


def _aujourd_hui(maintenant: datetime) -> date:
    return dates.local(maintenant, PARIS).date()


def _nom_propre(nom: str) -> str:
    """A name of file to be read, never a path: « C:\\\\a\\\\b.csv » → « b.csv »."""
    dernier = PurePath(nom.replace("\\", "/")).name
    return tableurs.propre(dernier)[-150:] or "fichier sans nom"
