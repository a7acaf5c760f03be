"""The state of an event, in an icon and a word (never by colour alone)."""

from dataclasses import dataclass
from datetime import datetime

from evenements.models import Evenement


@dataclass(frozen=True)
class Etat:
    mot: str
    icone: str
    classe: str = ""


BROUILLON = Etat("Brouillon", "pencil-simple", "badge-info")
ANNULE = Etat("Annulé", "x-circle", "badge-erreur")
REPORTE = Etat("Reporté", "calendar-blank", "badge-attention")
PASSE = Etat("Passé", "check")
OUVERT = Etat("Publié, inscriptions ouvertes", "eye", "badge-bon")
ANNONCE = Etat("Annoncé, inscriptions à venir", "clock", "badge-bon")
CLOS = Etat("Publié, inscriptions closes", "lock-simple", "badge-bon")


def etat_de(evenement: Evenement, maintenant: datetime) -> Etat:
    if not evenement.est_publie(maintenant):
        return BROUILLON
    if evenement.est_annule:
        return ANNULE
    if evenement.est_passe(maintenant):
        return PASSE
    if evenement.est_reporte:
        return REPORTE
    if evenement.inscriptions_annoncees(maintenant):
        return ANNONCE
    return OUVERT if evenement.inscriptions_ouvertes(maintenant) else CLOS
