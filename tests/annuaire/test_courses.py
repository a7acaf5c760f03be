"""Races on PostgreSQL, with real threads: what two people do at once to the same rows."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import QuerySet

from annuaire import actions
from annuaire.actions import importations
from annuaire.models import Fusion, Importation, Personne
from journal.models import Fait
from tests.factories import InscriptionFactory, PersonneFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MEMBRES = "Nom;E-mail\r\n" + "".join(f"Nom{n};p{n}@example.org\r\n" for n in range(20))
SANS_ADRESSE = "Nom;Prénom\r\n" + "".join(f"Nom{n};Léa\r\n" for n in range(20))


def ensemble(*actes):
    """Run the acts at the same moment, one thread each; their results, or their refusals in words."""
    depart = threading.Barrier(len(actes))

    def lancer(acte):
        depart.wait()
        try:
            acte()
        except (actions.ImportationImpossible, actions.FusionImpossible, actions.PersonneImpossible) as refus:
            return str(refus)
        else:
            return "fait"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actes)) as fils:
        return sorted(fils.map(lancer, actes))


def deposer(contenu=MEMBRES):
    return actions.deposer(contenu.encode(), nom_fichier="m.csv", source="x", par=None)


def test_one_file_confirmed_eight_times_at_once_is_applied_once():
    importation = deposer()

    resultats = ensemble(*[lambda: actions.importer(importation, par=None)] * 8)

    assert resultats == ["Ce fichier a déjà été importé."] * 7 + ["fait"]
    assert (Personne.objects.count(), Importation.objects.exclude(appliquee_le=None).count()) == (20, 1)


def test_files_of_the_same_people_at_once_leave_each_of_them_once():
    importations = [deposer(SANS_ADRESSE) for _ in range(4)]

    resultats = ensemble(*[lambda i=i: actions.importer(i, par=None) for i in importations])

    assert resultats == ["fait"] * 4
    assert (Personne.objects.count(), Fait.objects.filter(verbe="créer la fiche (import)").count()) == (20, 20)


def test_without_the_lock_they_would_be_there_twice(monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda lignes, **options: lignes)
    rendez_vous, vrai = threading.Barrier(2, timeout=20), importations._appliquer
    monkeypatch.setattr(importations, "_appliquer", lambda *a, **k: (rendez_vous.wait(), vrai(*a, **k)))
    deposees = [deposer(SANS_ADRESSE) for _ in range(2)]

    ensemble(*[lambda i=i: actions.importer(i, par=None) for i in deposees])

    assert Personne.objects.count() == 40


def test_two_rows_each_merged_into_the_other_at_once_end_as_one():
    for _ in range(6):
        une, autre = PersonneFactory.create_batch(2)
        InscriptionFactory(personne=une)
        InscriptionFactory(personne=autre)

        resultats = ensemble(
            lambda u=une, a=autre: actions.fusionner(u, a, par=None),
            lambda u=une, a=autre: actions.fusionner(a, u, par=None),
        )

        assert resultats == ["L’une de ces fiches n’existe plus : elle a pu être fusionnée entre-temps.", "fait"]
        reste = Personne.objects.get(pk__in=[une.pk, autre.pk])
        assert (reste.inscriptions.count(), Fusion.objects.filter(gardee=reste).count()) == (2, 1)


def test_a_merge_undone_eight_times_at_once_is_undone_once():
    fusion = actions.fusionner(*PersonneFactory.create_batch(2), par=None)

    resultats = ensemble(*[lambda: actions.defaire(fusion, par=None)] * 8)

    assert resultats == ["Cette fusion a déjà été défaite."] * 7 + ["fait"]
    assert Personne.objects.count() == 2


def test_one_address_given_to_two_rows_at_once_belongs_to_one():
    personnes = PersonneFactory.create_batch(6)

    resultats = ensemble(*[lambda p=p: actions.modifier(p, par=None, email="prise@example.org") for p in personnes])

    assert (resultats.count("fait"), Personne.objects.filter(email="prise@example.org").count()) == (1, 1)


def test_a_registration_linked_while_its_row_is_merged_is_never_lost():
    for n in range(6):
        gardee, perdue = PersonneFactory(), PersonneFactory(email=f"elle{n}@example.org")
        inscription = InscriptionFactory(email=perdue.email)

        ensemble(
            lambda i=inscription: actions.rattacher(i),
            lambda g=gardee, p=perdue: actions.fusionner(g, p, par=None),
        )

        inscription.refresh_from_db()
        assert inscription.personne_id in {gardee.pk, None}
        assert inscription.email == f"elle{n}@example.org"
