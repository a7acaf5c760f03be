"""From a row of the outbox to the message on the wire (RFC 6047; shared tree: see `Courriel`)."""

import base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, formataddr

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import utf8_charset_qp

from courriels import rendu
from courriels.models import Envoi

FICHIER = "invitation.ics"


class Courriel(EmailMultiAlternatives):
    """multipart/mixed [ alternative [ plain, html, text/calendar ], application/ics ]; both with the same bytes.

    The calendar part comes last of the alternatives, in base64, without disposition, its `method` equal to METHOD:
    what Outlook, Gmail and Apple Mail need to show it as an invitation. Django alone would write it 8bit.
    """

    encoding = utf8_charset_qp  # 7-bit bytes: no server on the way has anything to re-encode

    def __init__(self, *args, calendrier: bytes = b"", methode: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.calendrier = calendrier
        self.methode = methode
        if calendrier:
            self.attach(_fichier(calendrier))

    def message(self, **options):
        """Django folds a long subject before its first word; this one begins on the header's own line."""
        message = super().message(**options)
        message.replace_header("Subject", Header(str(self.subject), header_name="Subject"))
        return message

    def _create_alternatives(self, msg):
        message = super()._create_alternatives(msg)  # type: ignore[misc]  # private to Django, unknown to its stubs
        if self.calendrier:
            message.attach(_partie_calendrier(self.calendrier, self.methode))
        return message


def courriel(envoi: Envoi, connexion=None) -> Courriel:
    """The message of a row: same row, same Message-ID and Date, however many times it is tried."""
    en_tetes = {
        "Message-ID": envoi.message_id,
        "Date": format_datetime(envoi.a_envoyer_depuis),
        "Auto-Submitted": "auto-generated",
        **envoi.en_tetes,
    }
    message = Courriel(
        subject=rendu.ligne(envoi.objet, 250),
        body=envoi.texte,
        to=[formataddr((rendu.ligne(envoi.nom_destinataire, 200), envoi.destinataire))],
        headers=en_tetes,
        connection=connexion,
        calendrier=envoi.calendrier.encode(),
        methode=envoi.methode,
    )
    message.attach_alternative(envoi.html, "text/html")
    return message


def _partie_calendrier(octets: bytes, methode: str) -> MIMENonMultipart:
    partie = MIMENonMultipart("text", "calendar", charset="UTF-8", method=methode)
    return _en_base64(partie, octets)


def _fichier(octets: bytes) -> MIMEBase:
    partie = MIMEBase("application", "ics", name=FICHIER)
    partie.add_header("Content-Disposition", "attachment", filename=FICHIER)
    return _en_base64(partie, octets)


def _en_base64(partie, octets: bytes):
    partie.set_payload(base64.encodebytes(octets).decode("ascii"))
    partie["Content-Transfer-Encoding"] = "base64"
    return partie
