"""The feeds' entries: one registration's, one membership's, one cycle's.

A personal entry has the UID of its invitation and the SEQUENCE that was last told (`courriels.EntreeAgenda`); before
its invitation has left, 0, and 1 once cancelled: nobody holds another. The public entry of an event is the same for
everyone: `evenement-<pk>@…`, and for SEQUENCE its revision, which every act that the public sees moves forward.
"""

from datetime import datetime
from typing import Any

from django.conf import settings

from courriels.agenda import RendezVous
from courriels.flux import Ligne, composer
from courriels.models import EntreeAgenda
from evenements.models import Cycle, Evenement
from inscriptions import agenda, ateliers
from inscriptions.adhesions import lecture
from inscriptions.models import Adhesion, Inscription
from socle import liens
from socle.territoires import PARIS


def de_l_inscription(inscription: Inscription) -> bytes:
    """One registration's feed: its event only. A link to one event says nothing of the others."""
    lignes = _lignes([inscription])
    return composer(agenda.intitule(inscription.evenement), lignes, fuseau=inscription.evenement.fuseau)


def de_l_adhesion(adhesion: Adhesion, maintenant: datetime) -> bytes:
    """The sessions of a cycle that this person holds or has given up, told or not yet."""
    seances = lecture.seances(adhesion, maintenant)
    lignes = _lignes([seance.inscription for seance in seances if seance.inscription is not None])
    return composer(_nom(adhesion.cycle), lignes, fuseau=PARIS)


def du_cycle(cycle: Cycle) -> bytes:
    """Everyone's: the dated escales, each with the address of its page."""
    dates = lecture.webinaires(cycle).filter(precision=Evenement.Precision.HEURE).order_by("debut", "pk")
    return composer(_nom(cycle), [_publique(evenement) for evenement in dates], fuseau=PARIS)


def _nom(cycle: Cycle) -> str:
    return f"{cycle}, {cycle.titre}"


def _lignes(inscriptions: list[Inscription]) -> list[Ligne]:
    dates = [i for i in inscriptions if i.evenement.est_date and not i.est_en_attente]
    uids = [inscription.uid for inscription in dates]
    entrees = {entree.uid: entree for entree in EntreeAgenda.objects.filter(uid__in=uids, dite_le__isnull=False)}
    return [_personnelle(inscription, entrees.get(inscription.uid)) for inscription in dates]


def _personnelle(inscription: Inscription, entree: EntreeAgenda | None) -> Ligne:
    evenement = inscription.evenement
    est_annulee = inscription.est_annulee or evenement.est_annule
    change_le = max(filter(None, (inscription.etat_le, evenement.annule_le)))
    if entree is None or entree.dite_le is None:
        sequence, ecrit_le = int(est_annulee), change_le
    else:
        sequence, ecrit_le = entree.sequence, max(entree.dite_le, change_le)
    rendez_vous = agenda.rendez_vous(inscription, ateliers.choisis(inscription)) or _du_public(evenement)
    return Ligne(rendez_vous, inscription.uid, sequence, ecrit_le, est_annulee)


def _publique(evenement: Evenement) -> Ligne:
    ecrit_le = max(filter(None, (evenement.publie_le, evenement.annule_le)))
    uid = f"evenement-{evenement.pk}@{settings.DOMAINE_UID}"
    return Ligne(_du_public(evenement), uid, evenement.revision, ecrit_le, evenement.est_annule)


def _du_public(evenement: Evenement) -> RendezVous:
    """The event's own window, without any personal link."""
    formule = lecture.formule_en_ligne(evenement)
    fenetre: Any = formule or evenement
    return RendezVous(
        titre=agenda.intitule(evenement),
        debut=fenetre.debut,
        fin=fenetre.fin,
        fuseau=evenement.fuseau,
        destinataire="",
        lieu="En ligne" if formule else "",
        description=f"La page de ce rendez-vous, et l’inscription : {liens.evenement(evenement)}",
    )
