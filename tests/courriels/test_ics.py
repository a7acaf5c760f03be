from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from courriels import ics
from tests.courriels import libical
from tests.factories.courriels import RendezVousFactory

LIEN = "https://reseau.example.org/direct/1.abc/"


def composer(rendez_vous=None, **valeurs):
    defauts = {
        "uid": "inscription-1@catalyseurs-territoriaux.org",
        "sequence": 0,
        "methode": "REQUEST",
        "ecrit_le": datetime(2023, 6, 19, 8, 0, 0, 999, tzinfo=UTC),
        "organisateur": "Réseau <rencontres@reseau.example.org>",
    }
    return ics.composer(rendez_vous or RendezVousFactory(), **{**defauts, **valeurs})


def evenement(calendrier):
    lu = Calendar.from_ical(calendrier)
    (seul,) = lu.events
    return seul


def test_the_bytes_of_an_invitation():
    assert composer().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Réseau des catalyseurs territoriaux//Agenda//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "SUMMARY:9e Rencontre",
        "DTSTART:20230704T063000Z",
        "DTEND:20230704T153000Z",
        "DTSTAMP:20230619T080000Z",
        "UID:inscription-1@catalyseurs-territoriaux.org",
        "SEQUENCE:0",
        'ATTENDEE;CN="Maïlys Grondin";CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ',
        " -PARTICIPANT;RSVP=FALSE:mailto:mailys@example.org",
        "DESCRIPTION:Mardi 4\u00a0juillet 2023\\, de 8\u00a0h\u00a030 à 17\u00a0h\u00a030 (heure de Par",
        " is)\\n\\nLa journée en présentiel.",
        "LAST-MODIFIED:20230619T080000Z",
        "LOCATION:5 rue Masseran\\, 75007 Paris",
        "ORGANIZER;CN=Réseau:mailto:rencontres@reseau.example.org",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_same_moment_of_writing_gives_the_same_bytes():
    assert composer() == composer()


def test_the_way_in_is_in_url_conference_and_description():
    calendrier = composer(RendezVousFactory(lien=LIEN))
    lu = evenement(calendrier)

    assert "CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Rejoindre en ligne;VALUE=URI:https://" in calendrier
    assert (lu["URL"], lu["CONFERENCE"]) == (LIEN, LIEN)
    assert lu["DESCRIPTION"].endswith(f"Rejoindre\u00a0: {LIEN}")


def test_a_cancellation_has_no_way_in_and_no_alarm():
    calendrier = composer(RendezVousFactory(lien=LIEN, rappel_minutes=30), methode="CANCEL", sequence=1)

    assert LIEN not in calendrier.replace("\r\n ", "")
    assert "VALARM" not in calendrier
    assert (evenement(calendrier)["STATUS"], evenement(calendrier)["SEQUENCE"]) == ("CANCELLED", 1)


@pytest.mark.parametrize(
    ("attendue", "lue", "dits"),
    [
        (False, False, ("ACCEPTED", "FALSE")),
        (False, True, ("ACCEPTED", "FALSE")),
        (True, True, ("NEEDS-ACTION", "TRUE")),
        (True, False, ("NEEDS-ACTION", "FALSE")),
    ],
)
def test_an_answer_is_asked_only_of_whom_it_is_expected_and_where_it_is_read(attendue, lue, dits):
    parametres = evenement(composer(RendezVousFactory(reponse_attendue=attendue), reponse_lue=lue))["ATTENDEE"].params

    assert (parametres["PARTSTAT"], parametres["RSVP"]) == dits


def test_an_alarm_only_where_it_was_asked():
    (alarme,) = evenement(composer(RendezVousFactory(rappel_minutes=30))).subcomponents

    assert (alarme["ACTION"], alarme["TRIGGER"].dt) == ("DISPLAY", -timedelta(minutes=30))
    assert evenement(composer()).subcomponents == []


@pytest.mark.parametrize(
    ("nom", "cn"),
    [
        ("Jean\r\nATTENDEE:mailto:tous@example.org", "Jean ATTENDEE:mailto:tous@example.org"),
        ('Zoé "la chef"; Grondin, X:Y', "Zoé ’la chef’; Grondin, X:Y"),
        ("^n^'\x00\u2028Élan", "n' Élan"),
        ("", "mailys@example.org"),
    ],
)
def test_a_hostile_name_stays_in_its_parameter(nom, cn):
    calendrier = composer(RendezVousFactory(nom_destinataire=nom))
    participant = evenement(calendrier)["ATTENDEE"]

    assert (str(participant), participant.params["CN"]) == ("mailto:mailys@example.org", cn)
    assert libical.erreurs(calendrier) == []


def test_hostile_words_stay_in_their_properties():
    mots = "Fin\r\nEND:VEVENT\nBEGIN:VEVENT;X,Y\\"
    lu = evenement(composer(RendezVousFactory(titre=mots, lieu=mots, description=mots)))

    assert lu["SUMMARY"] == lu["LOCATION"] == "Fin END:VEVENT BEGIN:VEVENT;X,Y\\"
    assert lu["DESCRIPTION"].endswith("Fin\nEND:VEVENT\nBEGIN:VEVENT;X,Y\\")


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="Méthode iTIP inconnue"):
        composer(methode="PUBLISH")


@pytest.mark.parametrize("methode", ["REQUEST", "CANCEL"])
def test_libical_has_nothing_to_say(methode):
    rendez_vous = RendezVousFactory(lien=LIEN, rappel_minutes=30, reponse_attendue=True)

    assert libical.erreurs(composer(rendez_vous, methode=methode, reponse_lue=True)) == []


def test_libical_would_have_seen_a_fault():
    assert libical.erreurs(composer().replace("ORGANIZER;", "X-AUTRE;")) != []
