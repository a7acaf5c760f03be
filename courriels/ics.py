"""The iTIP message of one entry for one person, byte by byte (RFC 5545, 5546, 6047, 7986). Pure."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from icalendar import STATUS, TRANSP, Alarm, Calendar, Event, vCalAddress, vUri

from courriels import agenda
from courriels.agenda import RendezVous
from socle import typographie

PRODID = "-//Réseau des catalyseurs territoriaux//Agenda//FR"
REQUEST = "REQUEST"
CANCEL = "CANCEL"


def composer(
    rendez_vous: RendezVous,
    *,
    uid: str,
    sequence: int,
    methode: str,
    ecrit_le: datetime,
    organisateur: str,
    reponse_lue: bool = False,
) -> str:
    """One VCALENDAR, one VEVENT, one ATTENDEE: the recipient.

    `organisateur` is the From header (« Nom <adresse> »), `ecrit_le` becomes DTSTAMP and LAST-MODIFIED, `reponse_lue`
    says whether a reply mailbox is read (only then is a reply asked for). CANCEL keeps hours, place, ORGANIZER and
    ATTENDEE (RFC 5546 §3.2.5); it has no alarm, and no way in.
    """
    if methode not in {REQUEST, CANCEL}:
        raise ValueError(f"Méthode iTIP inconnue : {methode}.")
    ecrit_le = ecrit_le.astimezone(UTC).replace(microsecond=0)
    evenement = Event.new(
        uid=uid,
        stamp=ecrit_le,
        last_modified=ecrit_le,
        sequence=sequence,
        start=rendez_vous.debut.astimezone(UTC),
        end=rendez_vous.fin.astimezone(UTC),
        summary=_texte(typographie.espacer(rendez_vous.titre)),
        description=agenda.corps(rendez_vous if methode == REQUEST else replace(rendez_vous, lien="")),
        location=_texte(rendez_vous.lieu or rendez_vous.lien) or None,
        status=STATUS.CONFIRMED if methode == REQUEST else STATUS.CANCELLED,
        transparency=TRANSP.OPAQUE if methode == REQUEST else TRANSP.TRANSPARENT,
        organizer=_personne(*parseaddr(organisateur)),
        attendees=[_participant(rendez_vous, methode=methode, reponse_lue=reponse_lue)],
    )
    if rendez_vous.lien and methode == REQUEST:
        evenement.add("url", rendez_vous.lien)
        evenement.add("conference", _conference(rendez_vous.lien))
    if rendez_vous.rappel_minutes and methode == REQUEST:
        evenement.add_component(_alarme(rendez_vous))
    calendrier = Calendar()
    calendrier.add("version", "2.0")
    calendrier.add("prodid", PRODID)
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("method", methode)
    calendrier.add_component(evenement)
    return calendrier.to_ical().decode()


def _participant(rendez_vous: RendezVous, *, methode: str, reponse_lue: bool) -> vCalAddress:
    parametres = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"}
    if methode == REQUEST:
        attendue = rendez_vous.reponse_attendue
        parametres["PARTSTAT"] = "NEEDS-ACTION" if attendue else "ACCEPTED"
        parametres["RSVP"] = "TRUE" if attendue and reponse_lue else "FALSE"
    return _personne(rendez_vous.nom_destinataire, rendez_vous.destinataire, **parametres)


def _personne(nom: str, adresse: str, **parametres: str) -> vCalAddress:
    return vCalAddress(f"mailto:{adresse}", params={"CN": nom_sur(nom) or adresse, **parametres})


def nom_sur(nom: str) -> str:
    """A name fit for CN: on one line, no control character; straight double quotes cannot be in a parameter."""
    return _texte(nom).replace('"', "’").replace("^", "")


def _texte(texte: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", texte).strip(" ").split(" "))


def _conference(lien: str) -> vUri:
    """icalendar's own Conference quotes the list of features; this one is RFC 7986's."""
    return vUri(lien, params={"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": "Rejoindre en ligne"})


def _alarme(rendez_vous: RendezVous) -> Alarm:
    alarme = Alarm()
    alarme.add("action", "DISPLAY")
    alarme.add("description", _texte(rendez_vous.titre))
    alarme.add("trigger", -timedelta(minutes=rendez_vous.rappel_minutes or 0))
    return alarme
