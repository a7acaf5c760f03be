"""What an answer of the mail server means for the message: sent, put off, refused, doubtful, or no server at all."""

import smtplib
from dataclasses import dataclass
from enum import Enum

from courriels import rendu

# Codes that speak of the session, not of the message (RFC 5321 §4.2, RFC 4954 §6).
SESSION = {421, 454, 530, 534, 535, 538}


class Suite(Enum):
    """What becomes of the connection."""

    BONNE = "bonne"
    ROMPUE = "rompue"  # open another one and go on with the batch
    PANNE = "panne"  # no use going on: the batch waits


@dataclass(frozen=True)
class Issue:
    """`compte`: envoyes, retardes (4xx), refuses (5xx), douteux, serveur. `mots`: the server's words, on one line."""

    compte: str
    mots: str = ""
    suite: Suite = Suite.BONNE

    @classmethod
    def refus(cls, mots: str) -> "Issue":
        return cls("refuses", mots)

    @classmethod
    def panne(cls, cause: Exception) -> "Issue":
        return cls("serveur", mots_de(cause), Suite.PANNE)


def issue_de(cause: Exception, *, corps_parti: bool) -> Issue:
    """The class of a failure while one message was being sent.

    `corps_parti`: its body had begun to leave; then a cut without an answer leaves a doubt.
    """
    code, mots = _code(cause), mots_de(cause)
    if isinstance(cause, smtplib.SMTPSenderRefused) and code != 552:
        return Issue("serveur", mots, Suite.PANNE)
    if code in SESSION:
        return Issue("serveur", mots, Suite.PANNE)
    if code is not None:
        return Issue("refuses" if code >= 500 else "retardes", mots)
    if isinstance(cause, smtplib.SMTPNotSupportedError | UnicodeError | ValueError):
        return Issue.refus(mots)
    if isinstance(cause, smtplib.SMTPServerDisconnected | OSError):
        if corps_parti:
            return Issue("douteux", mots, Suite.ROMPUE)
        return Issue("serveur", mots, Suite.PANNE)
    return Issue("retardes", mots, Suite.ROMPUE)


def mots_de(cause: Exception) -> str:
    """The server's own words, or what happened, on one line of 500 characters at most."""
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        code, mots = next(iter(cause.recipients.values()))
        return rendu.ligne(f"{code} {_texte(mots)}", 500)
    if isinstance(cause, smtplib.SMTPResponseException):
        return rendu.ligne(f"{cause.smtp_code} {_texte(cause.smtp_error)}", 500)
    if isinstance(cause, smtplib.SMTPException | OSError):
        return rendu.ligne(f"{type(cause).__name__} : {cause}", 500)
    return type(cause).__name__


def _code(cause: Exception) -> int | None:
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        return next(iter(cause.recipients.values()))[0]
    return cause.smtp_code if isinstance(cause, smtplib.SMTPResponseException) else None


def _texte(mots: bytes | str) -> str:
    return mots.decode(errors="replace") if isinstance(mots, bytes) else str(mots)
