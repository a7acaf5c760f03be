import pytest
from django.urls import reverse
from django.utils import timezone

from evenements.models import Acces
from tests.factories import AccesFactory, RencontreFactory

pytestmark = pytest.mark.django_db


def page(client, evenement):
    return client.get(reverse("organisation:evenement", args=[evenement.slug])).text


def test_who_receives_people_reads_that_the_scanner_is_to_come_and_where_to_be(client):
    rencontre = RencontreFactory()
    client.force_login(AccesFactory(role=Acces.Role.POINTAGE, evenement=rencontre).user)

    texte = page(client, rencontre)

    assert "La lecture des codes d’entrée arrive avec la prochaine version" in texte
    assert rencontre.lieu.nom in texte
    assert "Présentez ce code" not in texte
    assert "/pointage/" not in texte


def test_a_cancelled_event_offers_no_place(client, camille):
    rencontre = RencontreFactory(annule_le=timezone.now(), annulation_motif="Grève")

    texte = page(client, rencontre)

    assert "places tenues&nbsp;; l’événement est annulé" in texte
    assert "il reste" not in texte
