"""What a calendar entry says. Apps build a pure `RendezVous`; `courriels.actions.tenir` decides whether it is told."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RendezVous:
    """One thing in one person's calendar. Moments are aware; `fuseau` is the zone its hours are written in, in words.

    `lieu` is the LOCATION (a street address, or « En ligne »); `lien` the person's own /direct/ address, or empty.
    `reponse_attendue`: a speaker is asked (NEEDS-ACTION), a participant who registered herself is not (ACCEPTED).
    """

    titre: str
    debut: datetime
    fin: datetime
    fuseau: str
    destinataire: str
    nom_destinataire: str = ""
    lieu: str = ""
    description: str = ""
    lien: str = ""
    reponse_attendue: bool = False


@dataclass(frozen=True)
class Invitation:
    """An iTIP message ready to be attached: what `tenir` returns and `poster` takes."""

    uid: str
    methode: str  # REQUEST or CANCEL
    ics: str
