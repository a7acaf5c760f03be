import pytest
from django.db import IntegrityError

from tests.factories import CycleFactory, EvenementFactory, FormuleFactory

pytestmark = pytest.mark.django_db


def test_two_escales_of_a_cycle_cannot_share_a_number():
    cycle = CycleFactory()
    EvenementFactory(cycle=cycle, numero=3)

    with pytest.raises(IntegrityError, match=r"evenement_escale_unique|cycle_id"):
        EvenementFactory(cycle=cycle, numero=3)


def test_the_database_refuses_more_places_taken_than_the_capacity():
    formule = FormuleFactory(capacite=2, places_prises=2)
    formule.places_prises = 3

    with pytest.raises(IntegrityError, match="formule_places_dans_la_capacite"):
        formule.save()


@pytest.mark.parametrize(
    ("capacite", "prises", "etat"),
    [
        (None, 0, "sans_limite"),
        (200, 10, "disponibles"),
        (200, 181, "dernieres"),
        (200, 200, "complete"),
        (6, 2, "dernieres"),
    ],
)
def test_a_formule_says_the_state_of_its_places(capacite, prises, etat):
    assert (
        FormuleFactory.build(
            evenement=None, debut=None, fin=None, capacite=capacite, places_prises=prises
        ).etat_des_places
        == etat
    )
