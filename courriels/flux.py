"""A calendar to subscribe to, byte by byte. Pure: the same entries give the same bytes, so that an ETag holds.

Without METHOD, ORGANIZER nor ATTENDEE: nobody is invited by a feed. What is cancelled stays, STATUS:CANCELLED.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from icalendar import Calendar, vDuration, vText

from courriels import ics
from courriels.agenda import RendezVous

RELIRE = timedelta(hours=1)


@dataclass(frozen=True)
class Ligne:
    """One entry of a feed; `ecrit_le` is when it last changed, as far as the tables know."""

    rendez_vous: RendezVous
    uid: str
    sequence: int
    ecrit_le: datetime
    est_annulee: bool = False


def composer(nom: str, lignes: Iterable[Ligne], *, fuseau: str) -> bytes:
    calendrier = Calendar()
    calendrier.add("version", "2.0")
    calendrier.add("prodid", ics.PRODID)
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("name", vText(nom))
    calendrier.add("x-wr-calname", vText(nom))
    calendrier.add("x-wr-timezone", fuseau)
    calendrier.add("refresh-interval", vDuration(RELIRE), parameters={"VALUE": "DURATION"})
    calendrier.add("x-published-ttl", "PT1H")
    for ligne in lignes:
        calendrier.add_component(_evenement(ligne))
    return calendrier.to_ical()


def _evenement(ligne: Ligne):
    message = ics.composer(
        replace(ligne.rendez_vous, rappel_minutes=None),
        uid=ligne.uid,
        sequence=ligne.sequence,
        methode=ics.CANCEL if ligne.est_annulee else ics.REQUEST,
        ecrit_le=ligne.ecrit_le,
        organisateur="",
    )
    evenement = Calendar.from_ical(message).events[0]
    del evenement["ATTENDEE"]
    del evenement["ORGANIZER"]
    return evenement
