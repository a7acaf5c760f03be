from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from annonces import annuaire
from annuaire import actions
from annuaire.importation import Plan, planifier
from socle import dates, tableurs
from socle.territoires import PARIS
from socle.typographie import accorder, espacer


class Command(BaseCommand):
    help = "Importe les membres du Réseau depuis un tableur (CSV ou XLSX). Le même fichier, relu, ne change rien."

    def add_arguments(self, parser):
        parser.add_argument("fichier", metavar="FICHIER", type=Path)
        parser.add_argument(
            "--source", required=True, help="d’où vient ce fichier : « Fichier des membres, mars 2026 »"
        )
        parser.add_argument("--a-blanc", action="store_true", help="dit ce qui serait fait, et n’écrit rien")

    def handle(self, *, fichier, source, a_blanc, **options):
        if not source.strip():
            raise CommandError("--source est vide : dites d’où vient ce fichier.")
        try:
            contenu = tableurs.octets(_ouvrir(fichier))
            plan = _apercu(contenu) if a_blanc else _importer(contenu, fichier.name, source)
        except (tableurs.TableurIllisible, actions.ImportationImpossible) as refus:
            raise CommandError(str(refus)) from refus
        self.stdout.write("\n".join(map(espacer, _recit(plan, a_blanc))))


def _ouvrir(fichier: Path) -> bytes:
    try:
        with fichier.open("rb") as flux:
            return flux.read(tableurs.OCTETS_MAX + 1)
    except OSError as cause:
        raise CommandError(f"Le fichier « {fichier} » ne s’ouvre pas.") from cause


def _apercu(contenu: bytes) -> Plan:
    return planifier(contenu, aujourd_hui=dates.local(timezone.now(), PARIS).date())


@transaction.atomic
def _importer(contenu: bytes, nom: str, source: str) -> Plan:
    importation = actions.deposer(contenu, nom_fichier=nom, source=source, par=None)
    return annuaire.importer(importation, par=None).plan


def _recit(plan: Plan, a_blanc: bool) -> list[str]:
    comptes = [
        (len(plan.creations), "fiche créée", "fiches créées"),
        (len(plan.modifications), "fiche modifiée", "fiches modifiées"),
        (len(plan.inchangees), "fiche inchangée", "fiches inchangées"),
        (plan.lignes_fautives, "ligne laissée de côté", "lignes laissées de côté"),
    ]
    tete = "À blanc, rien n’est écrit : " if a_blanc else ""
    lignes = [tete + ", ".join(accorder(*compte) for compte in comptes) + "."]
    lignes += [f"Ligne {f.ligne}{f', {f.colonne}' if f.colonne else ''} : {f.raison}" for f in plan.fautes]
    lignes += [
        f"Ligne {p.ligne}, {p.nom} : ressemble à {p.nom_fiche} (fiche {p.personne}, {', '.join(p.raisons)})."
        for p in plan.propositions
    ]
    return lignes
