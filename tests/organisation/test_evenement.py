from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evenements.models import Acces
from inscriptions.models import Attente, Inscription
from tests.factories import AccesFactory, InscriptionFactory, RencontreFactory

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


def test_places_offered_are_counted_apart_among_those_who_wait(client, camille):
    rencontre, maintenant = RencontreFactory(), timezone.now()
    for offre_le in (None, maintenant, maintenant):
        ligne = InscriptionFactory(evenement=rencontre, formule=None, etat=Inscription.Etat.ATTENTE)
        Attente.objects.create(
            inscription=ligne,
            formule=rencontre.formules.get(modalite="presentiel"),
            entree_le=maintenant,
            offre_le=offre_le,
            echeance=offre_le and offre_le + timedelta(hours=2),
        )

    texte = page(client, rencontre).replace("\u00a0", " ")

    assert "en liste d’attente aujourd’hui, dont 2 places proposées" in texte


def test_the_draft_is_offered_again_only_while_nobody_is_registered(client, camille):
    rencontre = RencontreFactory()
    adresse = reverse("organisation:depublier", args=[rencontre.slug])

    libre = adresse in page(client, rencontre)
    InscriptionFactory(evenement=rencontre, formule=rencontre.formules.get(modalite="presentiel"))

    assert (libre, adresse in page(client, rencontre)) == (True, False)
