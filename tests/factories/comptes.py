import factory
from factory.django import DjangoModelFactory

from comptes.models import User


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"equipe{n}@example.org")
    first_name = "Camille"
    last_name = "Durand"
