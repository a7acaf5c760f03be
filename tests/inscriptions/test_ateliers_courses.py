"""The last places of a workshop, on PostgreSQL with real threads; and what happens without the lock."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection

from evenements.models import Evenement
from inscriptions import actions, file_des_ateliers, places
from inscriptions.models import Attente, ChoixAtelier
from programmes.models import Creneau
from tests.inscriptions.ateliers import comptes, file_de, rencontre_a_ateliers, sur_place, tenus

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def en_meme_temps(actes):
    """Each act in a thread of its own, all at the same instant, by 32: as many as connections can wait for the lock."""
    ensemble = min(len(actes), 32)
    depart = threading.Barrier(ensemble)

    def un(acte):
        depart.wait(60)
        try:
            return acte()
        except (IntegrityError, actions.AtelierImpossible) as erreur:
            return erreur
        finally:
            connection.close()

    with ThreadPoolExecutor(ensemble) as fils:
        return list(fils.map(un, actes))


def inscrites(evenement, nombre, ateliers=()):
    return [sur_place(evenement, f"personne{numero}@example.org", ateliers=ateliers) for numero in range(nombre)]


@pytest.mark.parametrize("tour", range(3))
def test_64_people_at_once_for_the_last_20_places(tour):
    evenement, a = rencontre_a_ateliers(places=20)
    gens = inscrites(evenement, 64)

    resultats = en_meme_temps([lambda qui=qui: actions.choisir_un_atelier(qui, a["A"].pk) for qui in gens])

    assert sorted(resultats) == [False] * 44 + [True] * 20
    assert (comptes(evenement)[0], len(file_de(a["A"]))) == ((20, 20), 44)


def test_registering_leaving_swapping_and_cancelling_at_once_stays_exact():
    evenement, a = rencontre_a_ateliers(places=8)
    en_b, en_c = (
        [sur_place(evenement, f"{lettre}{n}@example.org", ateliers=[a[lettre]]) for n in range(8)] for lettre in "BC"
    )
    actes = [lambda qui=qui: actions.choisir_un_atelier(qui, a["C"].pk) for qui in en_b[:6]]
    actes += [lambda qui=qui: actions.choisir_un_atelier(qui, a["B"].pk) for qui in en_c[:6]]
    actes += [lambda qui=qui: actions.quitter_un_atelier(qui, a["C"].pk) for qui in en_c[6:]]
    actes += [lambda qui=qui: actions.annuler(qui) for qui in en_b[6:]]
    actes += [lambda n=n: sur_place(evenement, f"vient{n}@example.org", ateliers=[a["B"]]) for n in range(8)]

    resultats = en_meme_temps(actes)

    assert [resultat for resultat in resultats if isinstance(resultat, Exception)] == []
    assert [prises == choix <= 8 for prises, choix in comptes(evenement)] == [True] * 4
    assert not set(tenus(a["B"])) & set(tenus(a["C"]))
    for lettre in "BC":
        libre = Creneau.objects.get(pk=a[lettre].pk).places_prises < 8
        assert not (libre and file_de(a[lettre]))


def test_without_the_lock_the_last_places_are_given_twice(monkeypatch):
    """The negative control: 8 for 4 places, all read before any writes. Only the CHECK stops them, with errors."""
    evenement, a = rencontre_a_ateliers(places=4)
    gens = inscrites(evenement, 8)
    prendre, lu = file_des_ateliers.prendre_ou_attendre, threading.Barrier(8)

    def attendre_les_autres(*arguments):
        lu.wait(20)
        return prendre(*arguments)

    monkeypatch.setattr(places, "verrouiller", lambda pk: Evenement.objects.get(pk=pk))
    monkeypatch.setattr(file_des_ateliers, "prendre_ou_attendre", attendre_les_autres)

    resultats = en_meme_temps([lambda qui=qui: actions.choisir_un_atelier(qui, a["A"].pk) for qui in gens])

    refuses = [resultat for resultat in resultats if isinstance(resultat, IntegrityError)]
    assert len(refuses) == 4
    assert all("creneau_places_dans_la_capacite" in str(refus) for refus in refuses)
    assert Attente.objects.count() == 0


def test_the_same_click_many_times_at_once_is_one_place():
    evenement, a = rencontre_a_ateliers(places=20)
    inscription = sur_place(evenement)

    resultats = en_meme_temps([lambda: actions.choisir_un_atelier(inscription, a["A"].pk) for _ in range(16)])

    assert (resultats, comptes(evenement)[0], ChoixAtelier.objects.count()) == ([True] * 16, (1, 1), 1)
