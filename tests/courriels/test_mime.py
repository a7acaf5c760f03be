import email
import email.policy

import pytest

from courriels import mime
from tests.factories.courriels import EnvoiFactory

pytestmark = pytest.mark.django_db
ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Éloïse\r\nEND:VCALENDAR\r\n"


def octets(envoi):
    return mime.courriel(envoi).message().as_bytes(linesep="\r\n")


def lire(envoi):
    return email.message_from_bytes(octets(envoi), policy=email.policy.default)


def test_the_tree_of_an_invitation():
    message = lire(EnvoiFactory(calendrier=ICS, methode="REQUEST"))

    assert [
        (p.get_content_type(), p["Content-Transfer-Encoding"], p.get_content_disposition()) for p in message.walk()
    ] == [
        ("multipart/mixed", None, None),
        ("multipart/alternative", None, None),
        ("text/plain", "quoted-printable", None),
        ("text/html", "quoted-printable", None),
        ("text/calendar", "base64", None),
        ("application/ics", "base64", "attachment"),
    ]


def test_both_calendar_parts_hold_the_same_bytes_and_the_same_method():
    *_, calendrier, fichier = lire(EnvoiFactory(calendrier=ICS, methode="CANCEL")).walk()

    assert calendrier["Content-Type"] == 'text/calendar; charset="UTF-8"; method="CANCEL"'
    assert calendrier.get_payload(decode=True) == fichier.get_payload(decode=True) == ICS.encode()
    assert fichier.get_filename() == "invitation.ics"


def test_a_message_without_calendar_is_a_plain_alternative():
    message = lire(EnvoiFactory())

    assert [p.get_content_type() for p in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_the_headers_of_a_message(settings):
    envoi = EnvoiFactory(en_tetes={"List-Unsubscribe": "<https://reseau.example.org/d>"})
    message = lire(envoi)

    assert {nom: message[nom] for nom in ("To", "From", "Message-ID", "Auto-Submitted", "List-Unsubscribe")} == {
        "To": f"Maïlys Grondin <{envoi.destinataire}>",
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": envoi.message_id,
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://reseau.example.org/d>",
    }
    assert message["Date"].datetime == envoi.a_envoyer_depuis.replace(microsecond=0)


def test_the_same_row_is_the_same_message_however_often_it_is_tried():
    envoi = EnvoiFactory()
    premier, second = lire(envoi), lire(envoi)

    assert premier.items()[3:] == second.items()[3:]
    assert premier["Message-ID"] == second["Message-ID"]


def test_every_byte_on_the_wire_is_ascii_in_short_lines():
    envoi = EnvoiFactory(
        texte="é" * 3000 + "\n", html="<p>" + "œ" * 3000 + "</p>", objet="« Ça » à 9 h 30", calendrier=ICS
    )
    brut = octets(envoi)

    assert brut.isascii()
    assert max(len(ligne) for ligne in brut.split(b"\r\n")) <= 998
    assert lire(envoi)["Subject"] == "«\u00a0Ça\u00a0» à 9 h 30"


def test_a_long_subject_begins_on_its_own_line():
    objet = "Invitation : Ensemble, accompagnons les transitions en territoire ! mardi 6 juillet 2027, sur place"
    brut = octets(EnvoiFactory(objet=objet))

    assert b"\r\nSubject: =?utf-8?" in brut
    assert max(len(ligne) for ligne in brut.split(b"\r\n\r\n")[0].split(b"\r\n")) <= 78


@pytest.mark.parametrize(
    "nom",
    [
        "Zoé\r\nBcc: tous@example.org",
        '"Zoé" <tous@example.org>, autre',
        "Grondin, Maïlys",
        "tous@example.org,",
        "\x00\x1b[31m",
        "É" * 200,
    ],
)
def test_a_hostile_name_adds_no_recipient_and_no_header(nom):
    envoi = EnvoiFactory.build(nom_destinataire=nom)
    message = mime.courriel(envoi)

    assert message.recipients() == [message.to[0]]
    relu = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    assert [a.addr_spec for a in relu["To"].addresses] == [envoi.destinataire]
    assert relu["Bcc"] is None
