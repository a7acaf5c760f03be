from datetime import UTC, datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from courriels.agenda import RendezVous
from courriels.models import Envoi


class EnvoiFactory(DjangoModelFactory):
    """A row of the outbox as it stands, due now, without passing by `poster`."""

    class Meta:
        model = Envoi

    cle = factory.Sequence(lambda n: f"essai-{n}")
    destinataire = factory.Sequence(lambda n: f"personne{n}@example.org")
    nom_destinataire = "Maïlys Grondin"
    objet = "Invitation : 9e Rencontre"
    texte = "Bonjour Maïlys,\n\nVotre place est réservée.\n"
    html = "<html lang='fr'><body><p>Bonjour Maïlys,</p></body></html>"
    message_id = factory.Sequence(lambda n: f"<essai-{n}@reseau.example.org>")
    prochain_essai_le = factory.LazyFunction(timezone.now)


class RendezVousFactory(factory.Factory):
    class Meta:
        model = RendezVous

    titre = "9e Rencontre"
    debut = datetime(2023, 7, 4, 6, 30, tzinfo=UTC)
    fin = datetime(2023, 7, 4, 15, 30, tzinfo=UTC)
    fuseau = "Europe/Paris"
    destinataire = "mailys@example.org"
    nom_destinataire = "Maïlys Grondin"
    lieu = "5 rue Masseran, 75007 Paris"
    description = "La journée en présentiel."
