from datetime import timedelta

import pytest
from django.utils import timezone

from programmes import actions
from programmes.lecture import A_CONFIRMER, Voix, programme_public, version_publique
from programmes.models import Creneau, Intervention
from tests.factories import (
    CreneauFactory,
    EvenementFactory,
    InterventionFactory,
    PersonneFactory,
    SequenceFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db
CACHEE = Intervention.Affichage.CACHEE


def publie(evenement):
    actions.publier(evenement, par=None)
    return programme_public(evenement)


def voix(evenement):
    return [v for creneau in programme_public(evenement).creneaux for v in creneau.voix]


def test_a_draft_is_read_by_nobody():
    evenement = CreneauFactory().evenement

    assert version_publique(evenement) is None
    assert programme_public(evenement) is None


def test_a_slot_added_after_publication_waits_for_the_next():
    evenement = EvenementFactory()
    CreneauFactory(evenement=evenement, titre="Publié")
    publie(evenement)
    CreneauFactory(evenement=evenement, titre="Brouillon")

    assert [creneau.titre for creneau in programme_public(evenement).creneaux] == ["Publié"]


def test_a_retired_slot_leaves_the_next_version():
    evenement = EvenementFactory()
    CreneauFactory(evenement=evenement, titre="Gardé")
    CreneauFactory(evenement=evenement, titre="Retiré", retire_le=timezone.now())

    assert [creneau.titre for creneau in publie(evenement).creneaux] == ["Gardé"]


def test_a_named_speaker_is_read_live_with_the_printed_quality():
    evenement = EvenementFactory()
    intervention = InterventionFactory(
        creneau=CreneauFactory(evenement=evenement),
        personne=PersonneFactory(prenom="Léa", nom="Bouaroja"),
        qualite="chargée de mission",
        structure=StructureFactory(nom="RNMA"),
        affichage=Intervention.Affichage.SOUS_RESERVE,
    )
    publie(evenement)
    intervention.personne.nom = "Bouaroua"
    intervention.personne.save()

    assert voix(evenement) == [
        Voix(
            nom="Léa Bouaroua",
            est_personne=True,
            qualite="chargée de mission, RNMA",
            role="intervention",
            sous_reserve=True,
        )
    ]


def test_a_structure_already_in_the_quality_is_not_said_twice():
    evenement = EvenementFactory()
    InterventionFactory(
        creneau=CreneauFactory(evenement=evenement),
        qualite="présidente, ANPP – Territoires de projet",
        structure=StructureFactory(nom="ANPP-Territoires de projet"),
    )
    publie(evenement)

    assert [v.qualite for v in voix(evenement)] == ["présidente, ANPP – Territoires de projet"]


def test_a_hidden_speaker_gives_nothing_but_the_structure():
    evenement = EvenementFactory()
    InterventionFactory(
        creneau=CreneauFactory(evenement=evenement),
        personne=PersonneFactory(nom="Secret"),
        structure=StructureFactory(nom="Cerema"),
        qualite="directeur secret",
        representee_par="Adjoint Secret",
        depuis="Secretville",
        affichage=CACHEE,
    )
    publie(evenement)

    assert voix(evenement) == [Voix(nom="Cerema", role="intervention")]


def test_two_hidden_speakers_of_one_slot_are_one_line():
    evenement = EvenementFactory()
    creneau = CreneauFactory(evenement=evenement)
    InterventionFactory.create_batch(2, creneau=creneau, affichage=CACHEE)
    publie(evenement)

    assert voix(evenement) == [Voix(nom=A_CONFIRMER, role="intervention")]


def test_hiding_a_name_needs_no_publication():
    evenement = EvenementFactory()
    intervention = InterventionFactory(creneau=CreneauFactory(evenement=evenement))
    publie(evenement)
    Intervention.objects.filter(pk=intervention.pk).update(affichage=CACHEE)

    assert [v.nom for v in voix(evenement)] == [A_CONFIRMER]


def test_workshops_that_begin_together_are_side_by_side():
    evenement = EvenementFactory()
    apres = evenement.debut + timedelta(minutes=30)
    CreneauFactory(evenement=evenement, titre="Plénière", nature=Creneau.Nature.INTERVENTION)
    for lettre in "AB":
        CreneauFactory(evenement=evenement, titre=lettre, nature=Creneau.Nature.ATELIER, debut=apres)
    publie(evenement)

    (section,) = programme_public(evenement).sequences
    assert [[c.titre for c in moment.creneaux] for moment in section.moments] == [["Plénière"], ["A", "B"]]
    assert [moment.est_parallele for moment in section.moments] == [False, True]


def test_slots_without_sequence_stand_between_the_sequences():
    evenement = EvenementFactory()

    def creneau(titre, minutes, sequence=None):
        debut = evenement.debut + timedelta(minutes=minutes)
        CreneauFactory(evenement=evenement, titre=titre, debut=debut, sequence=sequence)

    creneau("fin", 90, SequenceFactory(evenement=evenement, titre="Deux", ordre=2))
    creneau("début", 0, SequenceFactory(evenement=evenement, titre="Un", ordre=1))
    creneau("pause", 30)
    creneau("café", 40)
    lu = publie(evenement)

    assert [(s.titre, [m.creneaux[0].titre for m in s.moments]) for s in lu.sequences] == [
        ("Un", ["début"]),
        ("", ["pause", "café"]),
        ("Deux", ["fin"]),
    ]


def test_a_running_order_without_hours_keeps_its_order():
    evenement = EvenementFactory()
    for ordre, titre in enumerate(["premier", "second"]):
        CreneauFactory(evenement=evenement, titre=titre, debut=None, fin=None, ordre=ordre)
    lu = publie(evenement)

    assert [creneau.titre for creneau in lu.creneaux] == ["premier", "second"]
    assert not lu.a_des_heures


def test_only_what_is_broadcast_can_be_read_alone():
    evenement = EvenementFactory()
    sequence = SequenceFactory(evenement=evenement)
    CreneauFactory(evenement=evenement, titre="diffusé", diffuse=True)
    CreneauFactory(evenement=evenement, titre="sur place", sequence=sequence)
    lu = publie(evenement)

    assert [c.titre for c in lu.filtrer(diffuse=True).creneaux] == ["diffusé"]
    assert [c.titre for c in lu.filtrer(diffuse=False).creneaux] == ["sur place"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_reading_takes_two_queries(nombre, django_assert_num_queries):
    evenement = EvenementFactory()
    for creneau in CreneauFactory.create_batch(nombre, evenement=evenement):
        InterventionFactory.create_batch(nombre, creneau=creneau, structure=StructureFactory())
    publie(evenement)

    with django_assert_num_queries(2):
        lu = programme_public(evenement)

    assert sum(len(creneau.voix) for creneau in lu.creneaux) == nombre**2
