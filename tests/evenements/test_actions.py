import pytest

from evenements import actions
from evenements.models import Evenement
from tests.factories import EvenementFactory

pytestmark = pytest.mark.django_db


def test_two_stale_copies_touching_an_event_count_for_two():
    evenement = EvenementFactory()
    autre_copie = Evenement.objects.get(pk=evenement.pk)

    actions.toucher(evenement)
    actions.toucher(autre_copie)

    assert [evenement.revision, autre_copie.revision] == [2, 3]
