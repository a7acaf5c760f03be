from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from evenements import actions
from evenements.models import Acces
from socle import liens
from tests.factories import (
    AccesFactory,
    CreneauFactory,
    EvenementFactory,
    InterventionFactory,
    RencontreFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def brouillon():
    return actions.ouvrir_l_apercu(RencontreFactory(publie_le=None, titre="Un jour en brouillon"), par=UserFactory())


def test_whoever_holds_the_link_reads_the_draft_and_its_programme(client, brouillon):
    creneau = CreneauFactory(evenement=brouillon, titre="Ouverture", debut=brouillon.debut, fin=brouillon.fin)
    cachee = InterventionFactory(creneau=creneau, personne__nom="Fournier-Bidart", affichage="cachee")

    page = client.get(liens.apercu(brouillon))

    assert [mot for mot in ("Aperçu", "Un jour en brouillon", "Ouverture") if mot not in page.text] == []
    assert cachee.personne.nom not in page.text


def test_the_preview_is_kept_by_nobody(client, brouillon):
    caches["fragments"].clear()

    page = client.get(liens.apercu(brouillon))

    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert "canonical" not in page.text
    assert not getattr(caches["fragments"], "_cache", {})
    assert client.get(reverse("portail:evenement", args=[brouillon.slug])).status_code == 404


def test_a_link_that_expired_was_closed_or_replaced_opens_nothing(client, brouillon):
    premier = liens.apercu(brouillon)
    remplace = actions.ouvrir_l_apercu(brouillon, par=UserFactory())
    type(brouillon).objects.update(apercu_jusqu_au=timezone.now())
    perime = client.get(liens.apercu(remplace)).status_code
    type(brouillon).objects.update(apercu_jusqu_au=timezone.now() + timedelta(days=1))
    ouvert = client.get(liens.apercu(remplace)).status_code
    actions.fermer_l_apercu(brouillon, par=UserFactory())

    assert [client.get(premier).status_code, perime, ouvert] == [404, 404, 200]
    assert client.get(liens.apercu(remplace)).status_code == 404


@pytest.mark.parametrize("jeton", ["1.", "x", "1.0000000000000000000000000000000000000000", "1", "9" * 40])
def test_a_forged_link_opens_nothing(client, brouillon, jeton):
    EvenementFactory(publie_le=None)

    assert client.get(reverse("portail:apercu", args=[jeton])).status_code == 404


def test_once_published_the_link_leads_to_the_page(client, brouillon):
    lien = liens.apercu(brouillon)
    type(brouillon).objects.update(publie_le=timezone.now())

    assert client.get(lien)["Location"] == liens.evenement(brouillon)


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_preview_asks_as_many_queries_for_1_slot_as_for_3(client, brouillon, nombre, django_assert_num_queries):
    for _ in range(nombre):
        InterventionFactory(
            creneau=CreneauFactory(evenement=brouillon, debut=brouillon.debut, fin=brouillon.fin), affichage="nommee"
        )

    with django_assert_num_queries(8):
        client.get(liens.apercu(brouillon))


def test_staff_open_replace_and_close_the_link(client):
    client.force_login(AccesFactory().user)
    evenement = EvenementFactory(publie_le=None)
    chemin = reverse("organisation:apercu", args=[evenement.slug])

    fermee = client.get(chemin).text
    ouverte = client.post(chemin, {"acte": "ouvrir"}, follow=True).text
    evenement.refresh_from_db()
    refermee = client.post(chemin, {"acte": "fermer"}, follow=True).text

    assert "/apercu/" not in fermee.replace(chemin, "")
    assert liens.apercu(evenement) in ouverte
    assert "Aucun lien n’est ouvert" in refermee


def test_a_published_event_needs_no_link(client):
    client.force_login(AccesFactory().user)
    evenement = EvenementFactory()

    page = client.post(reverse("organisation:apercu", args=[evenement.slug]), {"acte": "ouvrir"}, follow=True)

    evenement.refresh_from_db()
    assert ("sa page se lit sans lien" in page.text, evenement.secret) == (True, "")


def test_consultation_does_not_open_a_draft_to_others(client):
    evenement = EvenementFactory(publie_le=None)
    client.force_login(AccesFactory(role=Acces.Role.CONSULTATION, evenement=evenement).user)

    assert client.post(reverse("organisation:apercu", args=[evenement.slug]), {"acte": "ouvrir"}).status_code == 403
    evenement.refresh_from_db()
    assert evenement.secret == ""
