from django.core.management.base import BaseCommand, CommandError

from donnees import actions, dossier
from inscriptions.participant import normaliser
from socle.typographie import accorder


class Command(BaseCommand):
    help = "Efface tout ce qui est gardé pour une adresse, comme la personne le ferait depuis sa page."

    def add_arguments(self, parser):
        parser.add_argument("adresse")
        parser.add_argument("--a-blanc", action="store_true", help="compte les lignes, sans rien changer")

    def handle(self, **options):
        adresse = normaliser(options["adresse"])
        if not adresse:
            raise CommandError("Donnez une adresse.")
        if options["a_blanc"]:
            lignes = len(dossier.de_l_adresse(adresse).references)
            self.stdout.write(f"{accorder(lignes, 'ligne')} à son sujet, rien n’a changé.")
            return
        effaces = actions.effacer(adresse)
        if effaces is None:
            raise CommandError("Rien n’est gardé pour cette adresse.")
        derniers = accorder(effaces.derniers_messages, "dernier message part", "derniers messages partent")
        self.stdout.write(f"Effacé : {accorder(effaces.lignes, 'ligne')}. {derniers}.")
