"""The last places, on PostgreSQL with real threads; and what happens without the lock."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.db.models import Count

from courriels.models import Envoi
from evenements.models import Evenement, Formule
from inscriptions import actions, places
from inscriptions.actions import inscription
from inscriptions.models import Attente, Inscription
from tests.factories import RencontreFactory
from tests.inscriptions.aides import inscrire

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def tous_ensemble(formule, nombre):
    """`nombre` people register at the same instant, each in a thread and a connection of its own."""
    depart = threading.Barrier(nombre)

    def une(numero):
        depart.wait(20)
        try:
            return inscrire(formule, f"personne{numero}@example.org").etat
        except IntegrityError as erreur:
            return erreur
        finally:
            connection.close()

    with ThreadPoolExecutor(nombre) as fils:
        return list(fils.map(une, range(nombre)))


def sur_place(places_libres):
    return RencontreFactory(formules=places_libres).formules.get(modalite="presentiel")


@pytest.mark.parametrize("tour", range(20))
def test_64_people_at_once_for_the_last_50_places(tour):
    formule = sur_place(50)

    resultats = tous_ensemble(formule, 64)

    assert sorted(map(str, resultats)) == ["attente"] * 14 + ["confirmation"] * 50
    etats = Inscription.objects.values_list("etat").annotate(n=Count("pk")).order_by("etat")
    assert list(etats) == [("attente", 14), ("confirmation", 50)]
    assert Formule.objects.get(pk=formule.pk).places_prises == 50
    assert Inscription.objects.filter(formule=formule).count() == 50
    assert Attente.objects.ouvertes().filter(formule=formule).count() == 14
    assert Envoi.objects.count() == 64


def test_the_ranks_that_were_written_are_those_of_the_queue():
    formule = sur_place(1)

    tous_ensemble(formule, 16)

    file = [attente.inscription.email for attente in Attente.objects.ouvertes().select_related("inscription")]
    textes = dict(Envoi.objects.filter(objet__startswith="Liste").values_list("destinataire", "texte"))
    assert [f"au rang {rang}." in textes[email] for rang, email in enumerate(file, 1)] == [True] * 15


def test_without_the_lock_the_last_places_are_given_twice(monkeypatch):
    """The negative control: 8 for 4 places, all count before any writes. Only the CHECK stops them, with errors."""
    formule = sur_place(4)
    attendre, compte = inscription._il_faut_attendre, threading.Barrier(8)

    def compter_puis_attendre_les_autres(formule, **options):
        resultat = attendre(formule, **options)
        compte.wait(20)
        return resultat

    monkeypatch.setattr(places, "verrouiller", lambda pk: Evenement.objects.get(pk=pk))
    monkeypatch.setattr(inscription, "_il_faut_attendre", compter_puis_attendre_les_autres)

    resultats = tous_ensemble(formule, 8)

    refuses = [resultat for resultat in resultats if isinstance(resultat, IntegrityError)]
    assert len(refuses) == 4
    assert all("formule_places_dans_la_capacite" in str(refus) for refus in refuses)
    assert Attente.objects.count() == 0


def test_one_address_typed_by_many_at_once_is_one_registration_and_one_mail():
    formule = sur_place(50)

    def une(_):
        try:
            return inscrire(formule).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as fils:
        lignes = set(fils.map(une, range(16)))

    assert len(lignes) == 1
    assert (Formule.objects.get(pk=formule.pk).places_prises, Envoi.objects.count()) == (1, 1)


def test_places_given_back_while_others_take_them_stay_exact():
    formule = sur_place(50)
    partants = [inscrire(formule, f"part{numero}@example.org") for numero in range(16)]

    def une(numero):
        try:
            if numero % 2:
                return actions.annuler(partants[numero // 2]).etat
            return inscrire(formule, f"vient{numero}@example.org").etat
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as fils:
        resultats = list(fils.map(une, range(32)))

    assert sorted(resultats) == ["annulation"] * 16 + ["confirmation"] * 16
    assert Formule.objects.get(pk=formule.pk).places_prises == 16
