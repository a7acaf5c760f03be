"""A cycle joined, left, swept and erased at the same instant, on PostgreSQL with real threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Count

from courriels.models import Envoi
from donnees import actions as donnees
from evenements.models import Formule
from inscriptions import actions as inscriptions
from inscriptions.adhesions import actions
from inscriptions.models import Adhesion, Inscription
from tests.inscriptions.aides import inscrire
from tests.inscriptions.cycles import ELLE, adherer, tourner, un_cycle

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
REFUS = (actions.AdhesionImpossible, inscriptions.AnnulationImpossible, inscriptions.InscriptionImpossible)


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


def tous_ensemble(*actes):
    """Each in a thread and a connection of its own, at the same instant; a deadlock comes out as it is."""
    depart = threading.Barrier(len(actes))

    def un(acte):
        depart.wait(20)
        try:
            acte()
        except REFUS:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actes)) as fils:
        list(fils.map(un, actes))


def les_places_sont_justes():
    tenues = Formule.objects.annotate(tenues=Count("inscriptions")).values_list("places_prises", "tenues")
    return all(prises == n for prises, n in tenues)


@pytest.mark.parametrize("tour", range(5))
def test_one_address_typed_by_many_at_once_is_one_membership(tour):
    cycle, (premiere, _, _) = un_cycle(10, 20, 30)

    tous_ensemble(*[lambda: adherer(cycle)] * 8, *[tourner] * 4, lambda: inscrire(premiere.formules.get()))

    assert Adhesion.objects.count() == 1
    assert Inscription.objects.confirmees().count() == 3
    ecrits = Envoi.objects.filter(destinataire=ELLE).values_list("cle", flat=True)
    sortes = sorted(cle.split("-")[0] for cle in ecrits)
    assert sortes in (["adhesion", "invitation"], ["adhesion", "inscription"], ["adhesion", "invitation", "lien"])
    assert les_places_sont_justes()


@pytest.mark.parametrize("tour", range(5))
def test_leaving_erasing_and_sweeping_at_once_leave_nothing_behind(tour):
    cycle, seances = un_cycle(10, 20, 30)
    adhesions = [adherer(cycle, f"personne{numero}@example.org") for numero in range(6)]

    tous_ensemble(
        *[lambda a=a: actions.quitter(a) for a in adhesions[:3]],
        *[lambda a=a: donnees.effacer(a.email) for a in adhesions[2:5]],
        *[lambda a=a: actions.retirer(a, seances[1]) for a in adhesions],
        tourner,
        tourner,
    )
    tourner()

    assert [a.est_ouverte for a in Adhesion.objects.order_by("pk")] == [False] * 5 + [True]
    restent = Inscription.objects.confirmees().values_list("email", "evenement")
    assert sorted(restent) == [("personne5@example.org", seances[0].pk), ("personne5@example.org", seances[2].pk)]
    assert les_places_sont_justes()
