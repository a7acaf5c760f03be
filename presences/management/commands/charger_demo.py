from django.core.management.base import BaseCommand

from presences.demo import chargement
from socle.typographie import accorder, enumerer, espacer


class Command(BaseCommand):
    help = "Charge les rendez-vous du Réseau et une saison inventée autour d’aujourd’hui ; ne refait rien qui existe."

    def add_arguments(self, parser):
        parser.add_argument("--redater", action="store_true", help="place la saison autour d’aujourd’hui")

    def handle(self, *, redater, **options):
        fait = chargement.charger()
        if redater:
            fait.deplaces = chargement.redater().deplaces
        self.stdout.write(espacer(_phrase(fait)))


def _phrase(fait: chargement.Compte) -> str:
    ecrits = [
        accorder(nombre, mot, pluriel)
        for nombre, mot, pluriel in (
            (fait.cycles, "cycle", "cycles"),
            (fait.evenements, "événement", "événements"),
            (fait.inscriptions, "inscription inventée", "inscriptions inventées"),
            (fait.comptes, "compte", "comptes"),
        )
        if nombre
    ]
    phrases = [f"Démonstration chargée : {enumerer(ecrits)}."] if ecrits else []
    if fait.deplaces:
        phrases.append(
            f"Saison replacée autour d’aujourd’hui : {accorder(fait.deplaces, 'rendez-vous', 'rendez-vous')}."
        )
    return " ".join(phrases) or "Tout est déjà là : rien n’a été écrit."
