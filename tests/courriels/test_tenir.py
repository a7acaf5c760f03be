from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from courriels.actions import tenir
from courriels.models import EntreeAgenda, Envoi
from tests.factories.courriels import RendezVousFactory

pytestmark = pytest.mark.django_db
UID = "inscription-1@catalyseurs-territoriaux.org"


@pytest.fixture
def dire(poster):
    """Tell an entry as actions do; returns (METHOD, SEQUENCE, message), or None where there is nothing to tell."""
    numeros = iter(range(100))

    def _dire(rendez_vous):
        invitation = tenir(UID, rendez_vous)
        envoi = poster(cle=f"message-{next(numeros)}", agenda=invitation)
        if invitation is None:
            return None
        evenement = Calendar.from_ical(invitation.ics).events[0]
        return invitation.methode, evenement["SEQUENCE"], envoi

    return _dire


def partir(envoi):
    """The worker's trace: this message has left and was accepted."""
    maintenant = timezone.now()
    Envoi.objects.filter(pk=envoi.pk).update(etat=Envoi.Etat.ENVOI, depart_le=maintenant, envoye_le=maintenant)


def test_register_cancel_register_again_in_one_calendar(dire):
    rendez_vous = RendezVousFactory()
    dits = []
    for etape in (rendez_vous, rendez_vous, None, None, rendez_vous):
        if (dit := dire(etape)) is not None:
            partir(dit[2])
        dits.append(dit and dit[:2])

    assert dits == [("REQUEST", 0), None, ("CANCEL", 1), None, ("REQUEST", 2)]


def test_start_end_and_place_move_the_sequence_words_do_not(dire):
    rendez_vous = RendezVousFactory()
    une_heure = timedelta(hours=1)
    etapes = [
        rendez_vous,
        replace(rendez_vous, debut=rendez_vous.debut - une_heure),
        replace(rendez_vous, fin=rendez_vous.fin + une_heure),
        replace(rendez_vous, lieu="En ligne"),
        replace(rendez_vous, lieu="En ligne", titre="La 9e Rencontre"),
        replace(rendez_vous, lieu="En ligne", titre="La 9e Rencontre", description="À midi, déjeuner."),
        replace(rendez_vous, lieu="En ligne", titre="La 9e Rencontre", description="À midi, déjeuner."),
    ]
    dits = []
    for etape in etapes:
        if (dit := dire(etape)) is not None:
            partir(dit[2])
        dits.append(dit and dit[1])

    assert dits == [0, 1, 2, 3, 3, 3, None]


def test_many_edits_before_the_mail_leaves_make_one_mail(dire):
    rendez_vous = RendezVousFactory()
    envois = [dire(replace(rendez_vous, lieu=lieu))[2] for lieu in ("Salle A", "Salle B", "Salle C")]

    assert [Envoi.objects.get(pk=envoi.pk).etat for envoi in envois] == ["remplacement", "remplacement", "attente"]
    assert EntreeAgenda.objects.get().dernier_envoi == envois[2]


def test_an_invitation_that_never_left_is_withdrawn_without_a_cancel(dire):
    _, _, invitation = dire(RendezVousFactory())

    assert dire(None) is None
    invitation.refresh_from_db()
    assert invitation.etat == Envoi.Etat.REMPLACEMENT
    assert list(Envoi.objects.en_route().values_list("calendrier", flat=True)) == [""]
    assert dire(RendezVousFactory())[:2] == ("REQUEST", 0)


def test_an_update_that_never_left_does_not_hide_the_invitation_that_did(dire):
    rendez_vous = RendezVousFactory()
    partir(dire(rendez_vous)[2])
    _, _, correction = dire(replace(rendez_vous, titre="Autre titre"))

    assert dire(None)[:2] == ("CANCEL", 1)
    correction.refresh_from_db()
    assert correction.etat == Envoi.Etat.REMPLACEMENT


def test_a_message_being_sent_is_not_replaced(dire):
    _, _, invitation = dire(RendezVousFactory())
    Envoi.objects.filter(pk=invitation.pk).update(depart_le=timezone.now(), proprietaire="worker")

    assert dire(None)[:2] == ("CANCEL", 1)
    invitation.refresh_from_db()
    assert invitation.etat == Envoi.Etat.ATTENTE


def test_a_doubtful_invitation_has_perhaps_arrived_so_it_is_cancelled(dire):
    _, _, invitation = dire(RendezVousFactory())
    Envoi.objects.filter(pk=invitation.pk).update(etat=Envoi.Etat.DOUTEUX, fut_douteux=True)

    assert dire(None)[:2] == ("CANCEL", 1)
    invitation.refresh_from_db()
    assert invitation.etat == Envoi.Etat.REMPLACEMENT


def test_an_invitation_that_is_not_posted_was_not_told():
    rendez_vous = RendezVousFactory()

    assert tenir(UID, rendez_vous) is not None
    assert tenir(UID, rendez_vous) is not None
    assert EntreeAgenda.objects.get().dite_le is None


def test_a_key_already_posted_leaves_the_entry_as_it_was_told(poster):
    rendez_vous = RendezVousFactory()
    poster(agenda=tenir(UID, rendez_vous))
    poster(agenda=tenir(UID, replace(rendez_vous, lieu="Ailleurs")))

    assert EntreeAgenda.objects.get().sequence == 0
    assert Envoi.objects.get().etat == Envoi.Etat.ATTENTE
    assert tenir(UID, replace(rendez_vous, lieu="Ailleurs")) is not None


def test_the_cancellation_keeps_hours_place_and_people(dire):
    rendez_vous = RendezVousFactory(rappel_minutes=30)
    partir(dire(rendez_vous)[2])
    annulation = Calendar.from_ical(dire(None)[2].calendrier).events[0]

    assert (annulation["DTSTART"].dt, annulation["DTEND"].dt) == (rendez_vous.debut, rendez_vous.fin)
    assert (annulation["STATUS"], annulation["LOCATION"]) == ("CANCELLED", rendez_vous.lieu)
    assert annulation["ATTENDEE"] == "mailto:mailys@example.org"
    assert annulation["ORGANIZER"] == "mailto:rencontres@reseau.example.org"
    assert annulation.subcomponents == []


def test_nothing_is_kept_of_a_cancelled_appointment(dire):
    partir(dire(RendezVousFactory())[2])
    dire(None)

    assert EntreeAgenda.objects.get().dernier == {}


def test_an_unknown_entry_has_nothing_to_cancel():
    assert tenir(UID, None) is None
    assert EntreeAgenda.objects.count() == 0
