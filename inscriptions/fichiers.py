"""Calendar files that a person opens herself: METHOD:PUBLISH, no ATTENDEE (RFC 5546 §3.2.1)."""

from datetime import datetime

from django.conf import settings
from icalendar import Calendar

from courriels import ics
from courriels.agenda import RendezVous
from courriels.models import EntreeAgenda
from evenements.models import Formule
from inscriptions import agenda, ateliers
from inscriptions.models import Inscription


def de_l_inscription(inscription: Inscription) -> bytes | None:
    """The entry as it was last told: same UID, same SEQUENCE, so that importing it doubles nothing. None: no place."""
    rendez_vous = agenda.rendez_vous(inscription, ateliers.choisis(inscription))
    if rendez_vous is None:
        return None
    entree = EntreeAgenda.objects.filter(uid=inscription.uid, dite_le__isnull=False).first()
    sequence, dite_le = (entree.sequence, entree.dite_le) if entree else (0, None)
    return _publier(rendez_vous, inscription.uid, sequence, dite_le or inscription.etat_le)


def public(formule: Formule) -> bytes:
    """The same for everyone; its own UID, since it is not the person's own entry."""
    uid = f"formule-{formule.pk}@{settings.DOMAINE_UID}"
    evenement = formule.evenement
    return _publier(agenda.rendez_vous_public(formule), uid, evenement.revision, evenement.publie_le or formule.debut)


def _publier(rendez_vous: RendezVous, uid: str, sequence: int, ecrit_le: datetime) -> bytes:
    message = ics.composer(
        rendez_vous,
        uid=uid,
        sequence=sequence,
        methode=ics.REQUEST,
        ecrit_le=ecrit_le,
        organisateur=settings.DEFAULT_FROM_EMAIL,
    )
    calendrier = Calendar.from_ical(message)
    calendrier["METHOD"] = "PUBLISH"
    for evenement in calendrier.events:
        del evenement["ATTENDEE"]
    return calendrier.to_ical()
