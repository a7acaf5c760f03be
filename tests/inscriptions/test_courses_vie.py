"""64 people switch, cancel, answer and register at once, on PostgreSQL with real threads; and without the lock."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from evenements.models import Evenement, Formule
from inscriptions import actions, file, places
from inscriptions.models import Attente, Inscription
from tests.factories import RencontreFactory
from tests.inscriptions.aides import inscrire
from tests.inscriptions.invariants import places_tenues, verifier

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
REFUS = (
    actions.AnnulationImpossible,
    actions.ChangementImpossible,
    actions.InscriptionImpossible,
    actions.OffreImpossible,
)


def tous_ensemble(actes):
    """Each act in a thread and a connection of its own, all at the same instant; returns what went wrong."""
    depart = threading.Barrier(len(actes))

    def un(acte):
        depart.wait(30)
        try:
            acte()
        except REFUS:
            return None
        except Exception as erreur:
            return erreur
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(actes)) as fils:
        return [erreur for erreur in fils.map(un, actes) if erreur is not None]


def journee(places_sur_place, inscrites):
    evenement = RencontreFactory(formules=places_sur_place)
    sur_place, en_ligne = evenement.formules.get(modalite="presentiel"), evenement.formules.get(modalite="distanciel")
    lignes = [inscrire(sur_place, f"personne{numero}@example.org") for numero in range(inscrites)]
    return evenement, sur_place, en_ligne, lignes


@pytest.mark.parametrize("tour", range(5))
def test_64_switches_and_cancellations_at_once_leave_no_place_idle(tour):
    evenement, sur_place, en_ligne, lignes = journee(20, 40)
    actes = []
    for numero, ligne in enumerate(lignes[:32]):
        actes.append(lambda ligne=ligne: actions.changer_de_formule(ligne, en_ligne))
        autre = (
            (lambda ligne=ligne: actions.annuler(ligne))
            if numero % 2
            else lambda ligne=ligne: actions.changer_de_formule(ligne, sur_place)
        )
        actes.append(autre)

    assert tous_ensemble(actes) == []

    verifier(evenement)
    assert Attente.objects.filter(tient_une_place=True).count() > 0


def test_offers_accepted_declined_and_given_up_at_once_are_each_answered_once():
    evenement, sur_place, _, lignes = journee(8, 24)
    for ligne in lignes[:8]:
        actions.annuler(ligne)
    proposees = [attente.inscription for attente in Attente.objects.proposees().select_related("inscription")]
    actes = [
        lambda ligne=ligne, acte=acte: acte(ligne)
        for ligne in proposees
        for acte in (actions.accepter, actions.decliner, actions.annuler, actions.accepter)
    ]

    assert tous_ensemble(actes) == []

    verifier(evenement)
    assert Formule.objects.get(pk=sur_place.pk).places_prises == 8


def test_the_last_place_of_the_last_day_is_accepted_once(time_machine):
    evenement, sur_place, _, lignes = journee(1, 17)
    time_machine.move_to(sur_place.debut - file.DERNIER_JOUR / 2 - file.DELAI_MINIMAL * 3)
    actions.annuler(lignes[0])

    assert tous_ensemble([lambda ligne=ligne: actions.accepter(ligne) for ligne in lignes[1:]]) == []

    assert Inscription.objects.filter(formule=sur_place).count() == 1
    verifier(evenement)


def test_without_the_lock_a_freed_place_is_offered_twice_or_stops_an_act(monkeypatch):
    """The negative control: 2 places freed at once, both acts read the queue before either writes."""
    _, sur_place, _, lignes = journee(2, 4)
    servir, ensemble = file._proposer, threading.Barrier(2)

    def lire_puis_attendre_l_autre(formule, maintenant):
        en_file = list(file._attentes(formule).filter(tient_une_place=False)[: formule.places_restantes])
        ensemble.wait(20)
        for attente in en_file:
            places.reserver(attente, offre_le=maintenant, echeance=file.echeance(formule, maintenant))
        return len(en_file)

    monkeypatch.setattr(places, "verrouiller", lambda pk: Evenement.objects.get(pk=pk))
    monkeypatch.setattr(file, "_proposer", lire_puis_attendre_l_autre)

    erreurs = tous_ensemble([lambda ligne=ligne: actions.annuler(ligne) for ligne in lignes[:2]])

    formule = Formule.objects.get(pk=sur_place.pk)
    libre = formule.places_prises < 2 and Attente.objects.sans_place().exists()
    assert servir is not file._proposer
    assert erreurs or libre or formule.places_prises != places_tenues(formule)
