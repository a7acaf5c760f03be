import factory
from factory.django import DjangoModelFactory

from annuaire.models import Personne, Structure


class StructureFactory(DjangoModelFactory):
    class Meta:
        model = Structure

    nom = factory.Sequence(lambda n: f"Structure {n}")


class PersonneFactory(DjangoModelFactory):
    class Meta:
        model = Personne

    prenom = "Maïlys"
    nom = factory.Sequence(lambda n: f"Grondin {n}")
    email = factory.Sequence(lambda n: f"personne{n}@example.org")
