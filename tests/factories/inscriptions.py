import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from inscriptions.models import Inscription
from tests.factories.evenements import EvenementFactory


class InscriptionFactory(DjangoModelFactory):
    """A row as it stands, without passing by the action: it takes no place and writes no message."""

    class Meta:
        model = Inscription

    evenement = factory.SubFactory(EvenementFactory)
    formule = factory.LazyAttribute(lambda o: o.evenement.formules.first())
    etat = Inscription.Etat.CONFIRMATION
    etat_le = factory.LazyFunction(timezone.now)
    email = factory.Sequence(lambda n: f"participant{n}@example.org")
    prenom = "Maïlys"
    nom = "Grondin"
