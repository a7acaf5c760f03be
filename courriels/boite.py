"""The demonstration's mailbox: reads the messages as they were received, from the folder that delivery writes to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from icalendar import Calendar

from courriels import agenda
from courriels.agenda import RendezVous
from socle.territoires import PARIS

# How Django's file back-end ends each message of a file.
SEPARATEUR = b"\n" + b"-" * 79 + b"\n"
MONTRES = 200


@dataclass(frozen=True)
class RendezVousRecu:
    """What a calendar program would understand of the invitation."""

    methode: str
    sequence: int
    uid: str
    titre: str
    quand: str
    lieu: str
    statut: str
    reponse: str


@dataclass(frozen=True)
class Recu:
    """One message, from its bytes alone."""

    octets: bytes
    arrive_le: datetime

    @cached_property
    def cle(self) -> str:
        return sha256(self.octets).hexdigest()[:20]

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.octets, policy=policy.default)

    @cached_property
    def objet(self) -> str:
        return str(self.message["Subject"] or "Sans objet")

    @cached_property
    def destinataire(self) -> str:
        return str(self.message["To"] or "")

    @cached_property
    def en_tetes(self) -> list[tuple[str, str]]:
        return [(nom, str(valeur)) for nom, valeur in self.message.items()]

    @cached_property
    def texte(self) -> str:
        return self._corps("text/plain")

    @cached_property
    def html(self) -> str:
        return self._corps("text/html")

    @cached_property
    def calendrier(self) -> str:
        """The calendar part that mail programs read: the alternative, not the file."""
        return self._corps("text/calendar")

    @cached_property
    def rendez_vous(self) -> RendezVousRecu | None:
        return lire_le_calendrier(self.calendrier) if self.calendrier else None

    @cached_property
    def pieces_jointes(self) -> list[tuple[str, int]]:
        """Name and size of each attachment."""
        pieces = [partie for partie in self.message.walk() if partie.get_content_disposition() == "attachment"]
        return [(p.get_filename() or "sans nom", len(p.get_payload(decode=True) or b"")) for p in pieces]

    def _corps(self, genre: str) -> str:
        for partie in self.message.walk():
            if partie.get_content_type() == genre and partie.get_content_disposition() != "attachment":
                return partie.get_payload(decode=True).decode(errors="replace")  # type: ignore[union-attr]
        return ""


def dossier() -> Path | None:
    """Where delivery leaves the messages, or None where it gives them to a server."""
    chemin = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(chemin) if chemin and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") else None


def recus() -> Iterator[Recu]:
    """The messages, the newest first, read as they are asked for."""
    source = dossier()
    if source is None or not source.is_dir():
        return
    fichiers = [(fichier.stat().st_mtime, fichier) for fichier in source.glob("*.log")]
    for date, fichier in sorted(fichiers, reverse=True):
        for octets in reversed(decouper(fichier.read_bytes())):
            yield Recu(octets, datetime.fromtimestamp(date, tz=UTC))


def derniers() -> list[Recu]:
    return list(islice(recus(), MONTRES))


def trouver(cle: str) -> Recu | None:
    return next((recu for recu in recus() if recu.cle == cle), None)


def decouper(contenu: bytes) -> list[bytes]:
    """The whole messages of a file; the one that is still being written is left for later."""
    return [octets for octets in contenu.split(SEPARATEUR)[:-1] if octets.strip()]


def lire_le_calendrier(brut: str) -> RendezVousRecu | None:
    """The first event of a calendar part; None where it cannot be read."""
    try:
        calendrier = Calendar.from_ical(brut)
        evenement: Any = calendrier.events[0]  # its values are as many types as there are properties
        debut, fin = evenement["DTSTART"].dt, evenement["DTEND"].dt
        quand = agenda.heures_en_mots(RendezVous("", debut, fin, PARIS, ""))
    except (ValueError, KeyError, IndexError, AttributeError):
        return None
    participant = evenement.get("ATTENDEE")
    return RendezVousRecu(
        methode=str(calendrier.get("METHOD", "")),
        sequence=int(evenement.get("SEQUENCE", 0)),
        uid=str(evenement.get("UID", "")),
        titre=str(evenement.get("SUMMARY", "")),
        quand=quand,
        lieu=str(evenement.get("LOCATION", "")),
        statut=str(evenement.get("STATUS", "")),
        reponse=str(participant.params.get("PARTSTAT", "")) if participant is not None else "",
    )


def pour_un_cadre(html: str) -> str:
    """The HTML as received, whose links open beside the frame and not in it."""
    base = '<base target="_blank">'
    avec = re.sub(r"(<head[^>]*>)", rf"\1{base}", html, count=1, flags=re.IGNORECASE)
    return avec if avec != html else base + html
