"""What a calendar entry says. Apps build a pure `RendezVous`; `courriels.actions.tenir` decides whether it is told."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlencode

from socle import dates, typographie
from socle.territoires import PARIS, lieu_du_fuseau


@dataclass(frozen=True)
class RendezVous:
    """One thing in one person's calendar. Moments are aware; `fuseau` is the zone its hours are written in, in words.

    `lieu` is the LOCATION (a street address, or « En ligne »); `lien` the person's own /direct/ address, or empty.
    `reponse_attendue`: a speaker is asked (NEEDS-ACTION), a participant who registered herself is not (ACCEPTED).
    `rappel_minutes`: an alarm, only where the person asked for one.
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
    rappel_minutes: int | None = None

    @property
    def empreinte(self) -> str:
        """What moves SEQUENCE when it changes: start, end, place (the status is the entry's own)."""
        return _empreinte(_utc(self.debut), _utc(self.fin), self.lieu)

    @property
    def empreinte_du_texte(self) -> str:
        """All the rest: a change is told under the same SEQUENCE."""
        return _empreinte(
            self.titre,
            self.fuseau,
            self.destinataire,
            self.nom_destinataire,
            self.description,
            self.lien,
            str(self.reponse_attendue),
            str(self.rappel_minutes),
        )

    def en_json(self) -> dict:
        """What `EntreeAgenda.dernier` keeps: enough to cancel it under the same hours and place."""
        return {**asdict(self), "debut": self.debut.isoformat(), "fin": self.fin.isoformat()}

    @classmethod
    def de_json(cls, valeurs: dict) -> "RendezVous":
        debut, fin = datetime.fromisoformat(valeurs["debut"]), datetime.fromisoformat(valeurs["fin"])
        return cls(**{**valeurs, "debut": debut, "fin": fin})


@dataclass(frozen=True)
class Invitation:
    """An iTIP message ready to be attached: what `tenir` returns and `poster` takes.

    `a_noter`: what `poster` writes in EntreeAgenda with the message, so that nothing is « told » without its mail.
    """

    uid: str
    methode: str  # REQUEST or CANCEL
    ics: str
    a_noter: dict = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class LiensAgenda:
    """« Add to my calendar » pages, for those whose mail program shows no invitation."""

    google: str
    outlook: str
    office: str


def heures_en_mots(rendez_vous: RendezVous) -> str:
    """« Mardi 4 juillet 2023, de 8 h 30 à 17 h 30 (heure de Paris) »: the day and hours with their zone."""
    debut, fin, fuseau = rendez_vous.debut, rendez_vous.fin, rendez_vous.fuseau
    zone = "heure de Paris" if fuseau == PARIS else f"heure locale {lieu_du_fuseau(fuseau)}"
    if dates.local(debut, fuseau).date() == dates.local(fin, fuseau).date():
        mots = f"{dates.date_de(debut, fuseau)}, {dates.de_a(debut, fin, fuseau)}"
    else:
        mots = f"du {dates.date_heure(debut, fuseau)} au {dates.date_heure(fin, fuseau)}"
    return f"{mots[0].upper()}{mots[1:]} ({zone})"


def corps(rendez_vous: RendezVous) -> str:
    """The description as calendars show it: the hours in words, what the app says, the person's own address."""
    lien = f"Rejoindre{typographie.INSECABLE}: {rendez_vous.lien}" if rendez_vous.lien else ""
    morceaux = (heures_en_mots(rendez_vous), typographie.espacer(rendez_vous.description.strip()), lien)
    return "\n\n".join(morceau for morceau in morceaux if morceau)


def liens_agenda(rendez_vous: RendezVous) -> LiensAgenda:
    """The addresses of Google's and Outlook's own « new event » pages, filled in. Pure."""
    debut, fin = rendez_vous.debut.astimezone(UTC), rendez_vous.fin.astimezone(UTC)
    lieu = rendez_vous.lieu or rendez_vous.lien
    google = {
        "action": "TEMPLATE",
        "text": rendez_vous.titre,
        "dates": f"{debut:%Y%m%dT%H%M%SZ}/{fin:%Y%m%dT%H%M%SZ}",
        "details": corps(rendez_vous),
        "location": lieu,
    }
    microsoft = {
        "rru": "addevent",
        "path": "/calendar/action/compose",
        "subject": rendez_vous.titre,
        "startdt": f"{debut:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{fin:%Y-%m-%dT%H:%M:%SZ}",
        "body": corps(rendez_vous),
        "location": lieu,
    }
    return LiensAgenda(
        google=f"https://calendar.google.com/calendar/render?{urlencode(google)}",
        outlook=f"https://outlook.live.com/calendar/0/action/compose?{urlencode(microsoft)}",
        office=f"https://outlook.office.com/calendar/action/compose?{urlencode(microsoft)}",
    )


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _empreinte(*morceaux: str) -> str:
    return sha256("\x1f".join(morceaux).encode()).hexdigest()
