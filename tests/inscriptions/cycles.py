"""What the tests of whole cycles share."""

from courriels.models import Envoi
from evenements.models import Evenement
from inscriptions.adhesions import actions
from inscriptions.models import Inscription
from tests.factories import CycleFactory, EvenementFactory
from tests.factories.evenements import dans
from tests.inscriptions.aides import quelqu_un

ELLE = "mailys.grondin@example.org"


def un_cycle(*jours):
    """A cycle with a session at each of these days from today, at 13 h in Paris; returns it with its sessions."""
    cycle = CycleFactory()
    return cycle, [une_seance(cycle, jour) for jour in jours]


def une_seance(cycle, jour, **champs):
    return EvenementFactory(cycle=cycle, debut=dans(jour, 13), **champs)


def adherer(cycle, email=ELLE, **champs):
    return actions.adherer(cycle, participant=quelqu_un(email, **champs))


def tourner():
    """The clock's tick."""
    return actions.inscrire_aux_nouvelles(), actions.inviter_aux_suivantes()


def finir(evenement):
    """As if it had just ended."""
    Evenement.objects.filter(pk=evenement.pk).update(debut=dans(-1, 13), fin=dans(-1, 14))
    evenement.formules.update(debut=dans(-1, 13), fin=dans(-1, 14))


def invitees(email=ELLE):
    """The sessions whose own invitation was written, in order."""
    envois = Envoi.objects.filter(destinataire=email, methode="REQUEST").order_by("pk")
    pks = [int(envoi.reference.partition(":")[2]) for envoi in envois]
    par_pk = {i.pk: i.evenement for i in Inscription.objects.select_related("evenement")}
    return [par_pk[pk] for pk in pks]


def etats(email=ELLE):
    siennes = Inscription.objects.filter(email=email).order_by("evenement__debut")
    return [(i.evenement_id, str(i.etat)) for i in siennes]
