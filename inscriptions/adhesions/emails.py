"""The messages of a membership. None carries an invitation: each session has its own (`inscriptions.emails`)."""

from datetime import datetime

from courriels import actions as courriels
from courriels.models import Envoi
from inscriptions.adhesions.lecture import Seance
from inscriptions.models import Adhesion
from journal.models import reference
from socle import dates, liens, typographie

_ = typographie.INSECABLE


def confirmer(adhesion: Adhesion, seances: list[Seance]) -> Envoi:
    """Every session with its hours, the personal feed, the links."""
    return _poster(
        adhesion,
        cle=f"adhesion-{adhesion.pk}-{adhesion.ouverte_le.isoformat()}",
        objet=f"Inscription au cycle {adhesion.cycle.annee}{_}: vos séances",
        gabarit="cycle_confirmation",
        seances=seances,
    )


def renvoyer_le_lien(adhesion: Adhesion, seances: list[Seance], quand: datetime) -> Envoi:
    """To someone who already follows the cycle, whatever was typed: their sessions, and their link again."""
    return _poster(
        adhesion,
        cle=f"adhesion-lien-{adhesion.pk}-{quand.isoformat()}",
        objet=f"Votre inscription au cycle {adhesion.cycle.annee}",
        gabarit="cycle_lien",
        seances=seances,
    )


def quitter(adhesion: Adhesion, quittees: list[Seance]) -> Envoi:
    """The rest of the cycle is left: which sessions are given back, and how to return."""
    close_le = adhesion.close_le.isoformat() if adhesion.close_le else ""
    return _poster(
        adhesion,
        cle=f"adhesion-depart-{adhesion.pk}-{close_le}",
        objet=f"Annulation{_}: cycle {adhesion.cycle.annee}",
        gabarit="cycle_depart",
        seances=quittees,
    )


def _poster(adhesion: Adhesion, *, cle: str, objet: str, gabarit: str, seances: list[Seance]) -> Envoi:
    a_venir = [seance for seance in seances if not seance.est_passee and not seance.evenement.est_annule]
    flux = liens.mon_flux_du_cycle(adhesion)
    contexte = {
        "adhesion": adhesion,
        "cycle": adhesion.cycle,
        "seances": [seance for seance in a_venir if seance.est_tenue or seance.est_en_attente],
        "quittees": a_venir,
        "sans_date": [seance for seance in a_venir if seance.inscription is None and not seance.evenement.est_date],
        "lien_page": liens.mon_cycle(adhesion),
        "lien_quitter": liens.quitter_mon_cycle(adhesion),
        "lien_flux": flux,
        "lien_abonnement": liens.abonnement(flux),
        "ouverte_le": dates.date_de(adhesion.ouverte_le, adhesion.fuseau, semaine=False),
    }
    return courriels.poster(
        cle=cle,
        destinataire=adhesion.email or "",
        nom_destinataire=adhesion.nom_complet,
        objet=objet,
        gabarit=f"inscriptions/emails/{gabarit}",
        contexte=contexte,
        reference=reference(adhesion),
    )
