import json

from django.core.management.base import BaseCommand

from courriels.livraison import livrer
from socle.typographie import accorder, enumerer

MOTS = {
    "envoyes": ("message envoyé", "messages envoyés"),
    "retardes": ("message remis à plus tard", "messages remis à plus tard"),
    "refuses": ("message refusé", "messages refusés"),
    "douteux": ("message douteux", "messages douteux"),
    "abandonnes": ("message abandonné", "messages abandonnés"),
    "serveur": ("message interrompu par le serveur", "messages interrompus par le serveur"),
    "remis_en_attente": ("message en attente du serveur", "messages en attente du serveur"),
    "pris_ailleurs": ("message pris par un autre processus", "messages pris par un autre processus"),
}


class Command(BaseCommand):
    help = "Envoie les messages en attente, une fois : ce que fait le worker, à la main."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="les comptes en JSON")

    def handle(self, **options):
        comptes = livrer()
        if options["json"]:
            self.stdout.write(json.dumps({cle: comptes.get(cle, 0) for cle in MOTS}))
            return
        phrases = [accorder(comptes[cle], *MOTS[cle]) for cle in MOTS if comptes.get(cle)]
        self.stdout.write(f"{enumerer(phrases)}." if phrases else "Aucun message à envoyer.")
