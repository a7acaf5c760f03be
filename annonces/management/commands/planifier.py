from django.core.management.base import BaseCommand

from annonces import actions


class Command(BaseCommand):
    help = "Fait une fois ce que l’horloge fait chaque minute."

    def handle(self, *args, **options):
        for nom, nombre in actions.planifier().items():
            self.stdout.write(f"{nom} : {nombre}")
