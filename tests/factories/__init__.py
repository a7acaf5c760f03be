"""Factories, one module an app; import from here."""

from tests.factories.annuaire import PersonneFactory, StructureFactory
from tests.factories.comptes import UserFactory
from tests.factories.evenements import (
    AccesFactory,
    CycleFactory,
    EvenementFactory,
    FormuleFactory,
    LieuFactory,
    PartenariatFactory,
    RencontreFactory,
    RessourceFactory,
)
from tests.factories.inscriptions import InscriptionFactory
from tests.factories.programmes import CreneauFactory, InterventionFactory, SalleFactory, SequenceFactory

__all__ = [
    "AccesFactory",
    "CreneauFactory",
    "CycleFactory",
    "EvenementFactory",
    "FormuleFactory",
    "InscriptionFactory",
    "InterventionFactory",
    "LieuFactory",
    "PartenariatFactory",
    "PersonneFactory",
    "RencontreFactory",
    "RessourceFactory",
    "SalleFactory",
    "SequenceFactory",
    "StructureFactory",
    "UserFactory",
]
