"""In what state the public finds an event, and each of its formules. Pure: the moment comes in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from evenements.models import PLACES_EN_MOTS, Cycle, Evenement, Formule
from socle import dates, typographie
from socle.territoires import PARIS, lieu_du_fuseau
from socle.typographie import INSECABLE


class Etat(StrEnum):
    """What can be done about it. A cancelled event is never past: it did not happen."""

    ANNULE = "annule"
    PASSE = "passe"
    OUVERT = "ouvert"
    ANNONCE = "annonce"
    CLOS = "clos"


def etat(evenement: Evenement, maintenant: datetime) -> Etat:
    if evenement.est_annule:
        return Etat.ANNULE
    if evenement.est_passe(maintenant):
        return Etat.PASSE
    if evenement.inscriptions_ouvertes(maintenant):
        return Etat.OUVERT
    return Etat.ANNONCE if evenement.inscriptions_annoncees(maintenant) else Etat.CLOS


def est_en_cours(evenement: Evenement, maintenant: datetime) -> bool:
    if not evenement.est_date or evenement.est_annule or evenement.est_passe(maintenant):
        return False
    debut = evenement.debut_reel or evenement.debut
    return debut is not None and debut <= maintenant


def cycle_public(evenement: Evenement, maintenant: datetime) -> Cycle | None:
    """The cycle that its page may name and lead to; None while it is a draft."""
    cycle = evenement.cycle
    return cycle if cycle and cycle.publie_le and cycle.publie_le <= maintenant else None


def heure_de(fuseau: str) -> str:
    """« heure de Paris », « heure locale, à La Réunion »: whose hours these are."""
    return "heure de Paris" if fuseau == PARIS else f"heure locale, {lieu_du_fuseau(fuseau)}"


def places_en_mots(formule: Formule) -> str:
    """« ouvert à tous », « places disponibles », « dernières places », « complet, liste d’attente ouverte »."""
    return PLACES_EN_MOTS[formule.etat_des_places]


@dataclass(frozen=True)
class Modalite:
    """One formule as the registration tile shows it."""

    nom: str
    est_sur_place: bool
    debut: datetime
    fin: datetime
    etat: str
    places: str
    reserve: str
    comprend: tuple[str, ...]
    ne_comprend_pas: tuple[str, ...]


def modalite(formule: Formule, fuseau: str, maintenant: datetime) -> Modalite:
    reserve = ""
    if formule.membres_jusqu_au and maintenant < formule.membres_jusqu_au:
        reserve = f"Réservé aux membres du Réseau jusqu’au {dates.date_heure(formule.membres_jusqu_au, fuseau)}"
    return Modalite(
        nom=formule.nom,
        est_sur_place=formule.est_sur_place,
        debut=formule.debut,
        fin=formule.fin,
        etat=formule.etat_des_places,
        places=places_en_mots(formule),
        reserve=reserve,
        comprend=tuple(formule.comprend.split("\n")) if formule.comprend else (),
        ne_comprend_pas=tuple(formule.ne_comprend_pas.split("\n")) if formule.ne_comprend_pas else (),
    )


def surtitre(evenement: Evenement) -> str:
    """« 9e Rencontre annuelle », « Escale 3 du cycle 2023 », « Séminaire »."""
    if evenement.nature == Evenement.Nature.RENCONTRE and evenement.numero:
        return f"{typographie.ordinal(evenement.numero)} Rencontre annuelle"
    if evenement.nature == Evenement.Nature.WEBINAIRE and evenement.cycle and evenement.numero:
        return f"Escale{INSECABLE}{evenement.numero} du cycle{INSECABLE}{evenement.cycle.annee}"
    return evenement.get_nature_display()
