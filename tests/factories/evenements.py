from datetime import time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from evenements.models import Acces, Cycle, Evenement, Formule, Lieu, Partenariat, Ressource
from socle import dates
from tests.factories.annuaire import StructureFactory
from tests.factories.comptes import UserFactory


def dans(jours: int, heures: int = 9, minutes: int = 0, fuseau: str = "Europe/Paris"):
    """A moment `jours` days from today, at that wall-clock hour in Paris."""
    jour = dates.local(timezone.now(), fuseau).date() + timedelta(days=jours)
    return dates.instant(jour, time(heures, minutes), fuseau)


class CycleFactory(DjangoModelFactory):
    class Meta:
        model = Cycle

    annee = 2026
    titre = factory.Sequence(lambda n: f"Cycle numéro {n}")
    slug = factory.Sequence(lambda n: f"cycle-{n}")
    publie_le = factory.LazyFunction(lambda: timezone.now() - timedelta(days=30))


class LieuFactory(DjangoModelFactory):
    class Meta:
        model = Lieu

    nom = "Maison des associations"
    adresse = "5 rue Masseran"
    code_postal = "75007"
    ville = "Paris"


class EvenementFactory(DjangoModelFactory):
    """A webinar in thirty days, published, open for registration, one online formule without limit."""

    class Meta:
        model = Evenement
        skip_postgeneration_save = True

    nature = Evenement.Nature.WEBINAIRE
    titre = factory.Sequence(lambda n: f"Webinaire numéro {n}")
    slug = factory.Sequence(lambda n: f"webinaire-{n}")
    debut = factory.LazyFunction(lambda: dans(30, 13))
    fin = factory.LazyAttribute(lambda o: o.debut + timedelta(hours=1))
    publie_le = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))
    inscriptions_ouvrent_le = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))

    @factory.post_generation
    def formules(self, create, extracted, **_):
        """`formules=False` makes none."""
        if create and extracted is not False:
            FormuleFactory(evenement=self)


class FormuleFactory(DjangoModelFactory):
    class Meta:
        model = Formule

    evenement = factory.SubFactory(EvenementFactory, formules=False)
    modalite = Formule.Modalite.DISTANCIEL
    debut = factory.SelfAttribute("evenement.debut")
    fin = factory.SelfAttribute("evenement.fin")


class RencontreFactory(EvenementFactory):
    """A hybrid day in thirty days: online 9 h – 12 h 30, on site 8 h 30 – 17 h 30 for 200 (`formules=50`: for 50)."""

    nature = Evenement.Nature.RENCONTRE
    numero = 12
    titre = "Ensemble, accompagnons les transitions en territoire !"
    slug = factory.Sequence(lambda n: f"rencontre-{n}")
    debut = factory.LazyFunction(lambda: dans(30, 8, 30))
    fin = factory.LazyFunction(lambda: dans(30, 17, 30))
    lieu = factory.SubFactory(LieuFactory)

    @factory.post_generation
    def formules(self, create, extracted, **_):
        if not create or extracted is False:
            return
        capacite = 200 if extracted is None else extracted
        FormuleFactory(evenement=self, debut=self.debut + timedelta(minutes=30), fin=self.debut + timedelta(hours=4))
        FormuleFactory(evenement=self, modalite=Formule.Modalite.PRESENTIEL, capacite=capacite)


class PartenariatFactory(DjangoModelFactory):
    class Meta:
        model = Partenariat

    evenement = factory.SubFactory(EvenementFactory)
    structure = factory.SubFactory(StructureFactory)
    role = Partenariat.Role.PARTENARIAT


class RessourceFactory(DjangoModelFactory):
    class Meta:
        model = Ressource

    evenement = factory.SubFactory(EvenementFactory)
    nature = Ressource.Nature.DIAPORAMA
    titre = "Le diaporama"
    adresse = "https://ressources.example.org/diaporama.pdf"
    publiee_le = factory.LazyFunction(timezone.now)


class AccesFactory(DjangoModelFactory):
    class Meta:
        model = Acces

    user = factory.SubFactory(UserFactory)
    role = Acces.Role.ORGANISATION
    evenement = None
