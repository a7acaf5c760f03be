"""What the team does to an event and to what hangs from it: formules, partners, resources."""

from django.db.models import F

from evenements.models import Evenement


def toucher(evenement: Evenement) -> None:
    """Say that what the public sees of this event has changed: its pages are rendered again.

    By F()+1 in the database: two acts at once count for two. The instance in hand is given the new number.
    """
    Evenement.objects.filter(pk=evenement.pk).update(revision=F("revision") + 1)
    evenement.refresh_from_db(fields=["revision"])
