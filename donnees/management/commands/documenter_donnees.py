from django.core.management.base import BaseCommand, CommandError

from donnees import documents
from socle.typographie import enumerer


class Command(BaseCommand):
    help = "Écrit docs/donnees-personnelles.md et docs/registre.md à partir de ce que les applications déclarent."

    def add_arguments(self, parser):
        parser.add_argument("--verifier", action="store_true", help="ne rien écrire ; échouer s’ils ne sont pas à jour")

    def handle(self, **options):
        perimes = documents.perimes()
        if options["verifier"]:
            if perimes:
                raise CommandError(f"À récrire par manage.py documenter_donnees : {enumerer(perimes)}.")
            self.stdout.write("Les documents disent ce que déclare le code.")
            return
        for nom in perimes:
            documents.chemin(nom).write_text(documents.ecrire(nom), encoding="utf-8")
        self.stdout.write(f"Écrit : {enumerer(perimes)}." if perimes else "Rien n’a changé.")
