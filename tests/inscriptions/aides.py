"""What these tests share: someone to register, and reading a calendar back."""

from django.utils import timezone
from icalendar import Calendar

from courriels.models import EntreeAgenda, Envoi
from inscriptions import actions
from inscriptions.participant import Participant


def quelqu_un(email="mailys.grondin@example.org", **champs):
    return Participant(**{"prenom": "Maïlys", "nom": "Grondin", "email": email, "territoire": "04", **champs})


def inscrire(formule, email="mailys.grondin@example.org", **champs):
    return actions.inscrire(formule, participant=quelqu_un(email, **champs))


def tout_est_parti():
    """As if the worker had delivered all that waits."""
    maintenant = timezone.now()
    Envoi.objects.filter(etat=Envoi.Etat.ATTENTE).update(
        etat=Envoi.Etat.ENVOI, depart_le=maintenant, envoye_le=maintenant
    )


def dernier(email="mailys.grondin@example.org"):
    return Envoi.objects.filter(destinataire=email).order_by("pk").last()


def vevent(envoi):
    calendrier = Calendar.from_ical(envoi.calendrier)
    assert len(calendrier.events) == 1
    return calendrier, calendrier.events[0]


def sequence(inscription):
    return EntreeAgenda.objects.get(uid=inscription.uid).sequence
