"""When the live room opens for one person. Pure: the row and the moment come in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from inscriptions.models import Inscription
from socle import dates

OUVERTURE = timedelta(minutes=15)


class Moment(StrEnum):
    ANNULE = "annule"  # the event is
    DESINSCRIPTION = "desinscription"  # this person has cancelled
    ATTENTE = "attente"  # no place is held
    A_PRECISER = "a_preciser"  # no hours yet
    AVANT = "avant"
    OUVERT = "ouvert"
    FINI = "fini"


@dataclass(frozen=True)
class Direct:
    moment: Moment
    debut: datetime | None = None
    fin: datetime | None = None
    ouverture: datetime | None = None
    dans: str = ""  # « dans 15 jours », « dans 2 h 10 »
    lien: str = ""  # the tool's own address: only while the room is open


def direct(inscription: Inscription, maintenant: datetime) -> Direct:
    """The held formule's window; an announced delay moves its end, and the hour that is told, not its opening."""
    evenement, formule = inscription.evenement, inscription.formule
    if evenement.est_annule:
        return Direct(Moment.ANNULE)
    if inscription.est_annulee:
        return Direct(Moment.DESINSCRIPTION)
    if formule is None or not inscription.est_confirmee:
        return Direct(Moment.ATTENTE)
    if not evenement.est_date:
        return Direct(Moment.A_PRECISER)
    retard = timedelta(minutes=evenement.retard)
    debut, fin = formule.debut + retard, formule.fin + retard
    ouverture = formule.debut - OUVERTURE
    if (evenement.fin_reelle and evenement.fin_reelle <= maintenant) or fin < maintenant:
        return Direct(Moment.FINI, debut, fin, ouverture)
    if maintenant < ouverture:
        return Direct(Moment.AVANT, debut, fin, ouverture, dans=_dans(ouverture, maintenant, evenement.fuseau))
    return Direct(Moment.OUVERT, debut, fin, ouverture, lien=evenement.lien_direct)


def _dans(ouverture: datetime, maintenant: datetime, fuseau: str) -> str:
    minutes = -(-int((ouverture - maintenant).total_seconds()) // 60)
    if minutes <= 24 * 60:
        return f"dans {dates.duree(max(minutes, 1))}"
    return dates.dans(dates.local(ouverture, fuseau).date(), dates.local(maintenant, fuseau).date())
