from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from programmes.models import Creneau, Intervention, Salle, Sequence
from tests.factories.annuaire import PersonneFactory
from tests.factories.evenements import EvenementFactory


class SalleFactory(DjangoModelFactory):
    class Meta:
        model = Salle

    evenement = factory.SubFactory(EvenementFactory)
    nom = factory.Sequence(lambda n: f"Salle {n}")


class SequenceFactory(DjangoModelFactory):
    class Meta:
        model = Sequence

    evenement = factory.SubFactory(EvenementFactory)
    titre = factory.Sequence(lambda n: f"Le temps {n}")


class CreneauFactory(DjangoModelFactory):
    class Meta:
        model = Creneau

    evenement = factory.SubFactory(EvenementFactory)
    titre = factory.Sequence(lambda n: f"Créneau {n}")
    debut = factory.SelfAttribute("evenement.debut")
    fin = factory.LazyAttribute(lambda o: o.debut + timedelta(minutes=30) if o.debut else None)


class InterventionFactory(DjangoModelFactory):
    class Meta:
        model = Intervention

    creneau = factory.SubFactory(CreneauFactory)
    personne = factory.SubFactory(PersonneFactory)
    qualite = "directrice"
    affichage = Intervention.Affichage.NOMMEE
