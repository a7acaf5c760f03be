import json

import pytest

from journal.models import Fait
from programmes import actions
from programmes.models import Creneau, VersionProgramme
from tests.factories import (
    CreneauFactory,
    EvenementFactory,
    InterventionFactory,
    PersonneFactory,
    SequenceFactory,
    StructureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_publishing_freezes_the_draft_and_says_so():
    evenement = EvenementFactory()
    creneau = CreneauFactory(evenement=evenement, titre="Ouverture")
    camille = UserFactory()

    version = actions.publier(evenement, par=camille)

    creneau.titre = "Clôture"
    creneau.save()
    version.refresh_from_db()
    assert (version.numero, version.publiee_par) == (1, camille)
    assert [c["titre"] for c in version.contenu["creneaux"]] == ["Ouverture"]
    assert Fait.objects.get().apres == {"numero": 1}
    evenement.refresh_from_db()
    assert evenement.revision == 2


def test_publishing_again_takes_the_next_number():
    evenement = EvenementFactory()
    creneau = CreneauFactory(evenement=evenement)
    actions.publier(evenement, par=None)
    Creneau.objects.filter(pk=creneau.pk).update(titre="Autre titre")

    version = actions.publier(evenement, par=None)

    assert version.numero == 2


def test_nothing_changed_is_refused():
    evenement = EvenementFactory()
    CreneauFactory(evenement=evenement)
    actions.publier(evenement, par=None)

    with pytest.raises(actions.PublicationImpossible, match="Rien n’a changé depuis le programme n°\xa01"):
        actions.publier(evenement, par=None)

    assert VersionProgramme.objects.count() == 1


def test_an_empty_programme_is_refused():
    evenement = EvenementFactory()
    SequenceFactory(evenement=evenement)

    with pytest.raises(actions.PublicationImpossible, match="vide"):
        actions.publier(evenement, par=None)

    assert not VersionProgramme.objects.exists()


def test_a_version_holds_no_personal_data():
    evenement = EvenementFactory()
    intervention = InterventionFactory(
        creneau=CreneauFactory(evenement=evenement),
        personne=PersonneFactory(prenom="Nomdefamille", nom="Zabulon"),
        structure=StructureFactory(nom="Maison Zabulon"),
        qualite="présidente Zabulon",
        angle="regard Zabulon",
        representee_par="Zabulon fils",
        depuis="Zabulonville",
    )

    version = actions.publier(evenement, par=None)

    assert "Zabulon" not in json.dumps(version.contenu, ensure_ascii=False)
    assert version.contenu["creneaux"][0]["interventions"] == [intervention.pk]


@pytest.mark.parametrize("nombre", [1, 3])
def test_freezing_takes_constant_queries(nombre, django_assert_num_queries):
    evenement = EvenementFactory()
    for creneau in CreneauFactory.create_batch(nombre, evenement=evenement):
        InterventionFactory.create_batch(nombre, creneau=creneau)

    with django_assert_num_queries(3):
        contenu = actions.geler(evenement)

    assert len(contenu["creneaux"]) == nombre
