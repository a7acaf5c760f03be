from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import CycleFactory, EvenementFactory, RessourceFactory

pytestmark = pytest.mark.django_db


def escale(cycle, jours, **champs):
    debut = timezone.now() + timedelta(days=jours)
    return EvenementFactory(cycle=cycle, debut=debut, fin=debut + timedelta(hours=1), **champs)


def numeros(client, cycle):
    marche = client.get(reverse("portail:cycle", args=[cycle.slug])).context["marche"]
    return [(e.entree.evenement.titre, e.numero) for e in marche.escales]


def test_an_unknown_number_stays_unknown_in_a_numbered_cycle_and_comes_by_date(client):
    cycle = CycleFactory()
    escale(cycle, -10, numero=None, titre="Le suivant")
    escale(cycle, -60, numero=4, titre="Le quatrième")

    assert numeros(client, cycle) == [("Le quatrième", 4), ("Le suivant", None)]


def test_a_cycle_without_any_number_is_numbered_in_the_order_of_its_dates(client):
    cycle = CycleFactory()
    escale(cycle, 20, numero=None, titre="Après")
    escale(cycle, 10, numero=None, titre="Avant")

    assert numeros(client, cycle) == [("Avant", 1), ("Après", 2)]


def test_a_past_escale_is_to_be_seen_again_only_where_something_can_be(client):
    cycle = CycleFactory()
    escale(cycle, -30, numero=1)
    adresse = reverse("portail:cycle", args=[cycle.slug])
    avant = client.get(adresse)
    RessourceFactory(evenement=cycle.evenements.get())

    assert ("Revoir" in avant.text, "Revoir" in client.get(adresse).text) == (False, True)
