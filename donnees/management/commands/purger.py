from django.core.management.base import BaseCommand

from donnees import actions
from socle.typographie import accorder, nombre

TITRES = ("Quoi", "Gardé", "Acte", "Lignes")


class Command(BaseCommand):
    help = "Applique la politique de conservation : ce qui a fait son temps est vidé ou supprimé."

    def add_arguments(self, parser):
        parser.add_argument("--a-blanc", action="store_true", help="dit ce qui serait fait, sans rien changer")

    def handle(self, **options):
        faites = actions.purger(a_blanc=options["a_blanc"])
        total = accorder(sum(purge.lignes for purge in faites), "ligne")
        self.stdout.write("\n".join(_tableau([(p.quoi, p.delai, p.acte, nombre(p.lignes)) for p in faites])))
        self.stdout.write(f"\nÀ blanc : {total} à traiter, rien n’a changé." if options["a_blanc"] else f"\n{total}.")


def _tableau(lignes):
    """Columns as wide as they need to be; numbers to the right."""
    largeurs = [max(len(ligne[colonne]) for ligne in (TITRES, *lignes)) for colonne in range(len(TITRES))]
    traits = tuple("─" * largeur for largeur in largeurs)
    for ligne in (TITRES, traits, *lignes):
        *textes, compte = (mot.ljust(largeur) for mot, largeur in zip(ligne, largeurs, strict=True))
        yield "  ".join((*textes, compte.strip().rjust(largeurs[-1]))).rstrip()
