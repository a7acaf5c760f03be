"""The queue of a formule: who is offered a freed place, until when, and what is said when offers stop.

`servir` is called under the event's lock by every act that can free a place, in the same transaction. Two regimes:

- until 24 h before the formule's start, each free place is set aside for the first person who waits (`places.reserver`:
  it counts as taken), until a deadline: 48 h or a third of the time left, at least 2 h;
- in the last 24 h, one offer goes to everyone who waits and sets nothing aside: the first who accepts has the place.
  When the last one goes, the other offers are withdrawn without a word: each keeps its rank, and is written to again
  if another place is freed.

Offers stop at `Formule.fin_des_offres` (J-1, 17 h): those who still wait are told so once, and their wait is closed.

After `servir`, whatever came before: no place is free while somebody waits without a live offer. An offer whose
deadline is past is never accepted, swept or not.
"""

from datetime import datetime, timedelta

from evenements.models import Formule
from inscriptions import accords, emails, places
from inscriptions.models import Attente, Inscription
from journal.actions import noter

Issue = Attente.Issue
DERNIER_JOUR = timedelta(hours=24)
DELAI_MAXIMAL, DELAI_MINIMAL = timedelta(hours=48), timedelta(hours=2)


def a_tous(formule: Formule, maintenant: datetime) -> bool:
    """The last 24 hours: offers go to everyone, the first who accepts has the place."""
    return formule.debut - maintenant <= DERNIER_JOUR


def est_close(formule: Formule, maintenant: datetime) -> bool:
    """Past the hour when offers stop: nobody is offered a place any more."""
    return maintenant >= min(formule.fin_des_offres, formule.debut)


def echeance(formule: Formule, maintenant: datetime) -> datetime:
    """Until when an offer made now can be accepted: at least two hours, then not past the end of offers.

    Never past the start of the formule.
    """
    if a_tous(formule, maintenant):
        limite = formule.fin_des_offres
    else:
        limite = min(maintenant + min(DELAI_MAXIMAL, (formule.debut - maintenant) / 3), formule.fin_des_offres)
    return min(max(limite, maintenant + DELAI_MINIMAL), formule.debut)


def il_faut_attendre(formule: Formule) -> bool:
    """Full, or somebody waits for whom nothing is set aside. Read under the lock."""
    return formule.est_complete or Attente.objects.sans_place().filter(formule=formule).exists()


def est_disputee(formule: Formule) -> bool:
    """Somebody waits for it, or waited in vain until offers stopped; or it is full."""
    en_vain = Attente.objects.filter(formule=formule, issue=Issue.CLOTURE)
    return il_faut_attendre(formule) or en_vain.exists()


def servir(formule: Formule, maintenant: datetime) -> int:
    """Expire what is late, then offer each free place. Returns how many offers were made."""
    formule = relire(formule)
    evenement = formule.evenement
    if evenement.est_annule or evenement.est_passe(maintenant):
        return 0
    _expirer(formule, maintenant)
    formule = relire(formule)
    if est_close(formule, maintenant):
        _clore(formule, maintenant)
        return 0
    return _proposer_a_tous(formule, maintenant) if a_tous(formule, maintenant) else _proposer(formule, maintenant)


def fermer(attente: Attente, issue: str, maintenant: datetime) -> None:
    """Close a wait, whatever it is for; a place set aside is given back (the caller serves the queue after)."""
    places.liberer(attente)
    attente.close_le, attente.issue = maintenant, issue
    attente.save()


def relire(formule: Formule) -> Formule:
    """As the database has it now, with its event: places have moved since it was loaded."""
    return Formule.objects.select_related("evenement__lieu").get(pk=formule.pk)


def _attentes(formule: Formule):
    lignes = Attente.objects.ouvertes().filter(formule=formule)
    return lignes.select_related("inscription__formule", "inscription__evenement__lieu", "formule__evenement__lieu")


def _proposer(formule: Formule, maintenant: datetime) -> int:
    """One place set aside for each, in order, while there are some."""
    en_file = _attentes(formule).filter(tient_une_place=False)
    servies = en_file[: formule.places_restantes] if formule.capacite is not None else en_file
    nombre = 0
    for attente in servies:
        jusqu_au = echeance(formule, maintenant)
        places.reserver(attente, offre_le=maintenant, echeance=jusqu_au)
        emails.proposer(attente, a_tous=False)
        _noter_l_offre(attente, formule, jusqu_au)
        nombre += 1
    return nombre


def _proposer_a_tous(formule: Formule, maintenant: datetime) -> int:
    """Everyone is offered what is free; where nothing is left, offers that set nothing aside are withdrawn."""
    sans_place = _attentes(formule).filter(tient_une_place=False)
    if formule.est_complete:
        sans_place.filter(offre_le__isnull=False).update(offre_le=None, echeance=None)
        return 0
    nombre = 0
    for attente in sans_place.filter(offre_le=None):
        jusqu_au = echeance(formule, maintenant)
        attente.offre_le, attente.echeance = maintenant, jusqu_au
        attente.save()
        emails.proposer(attente, a_tous=True)
        _noter_l_offre(attente, formule, jusqu_au)
        nombre += 1
    return nombre


def _noter_l_offre(attente: Attente, formule: Formule, jusqu_au: datetime) -> None:
    apres = {"attente": formule.modalite, "a_accepter_avant": jusqu_au.isoformat()}
    noter("proposer une place", attente.inscription, evenement=formule.evenement, apres=apres)


def _expirer(formule: Formule, maintenant: datetime) -> None:
    """A place set aside and not accepted in time goes to the next; who was silent is told, and waits no more.

    An offer made to all sets nothing aside: past its hour it is only withdrawn.
    """
    tardives = _attentes(formule).filter(echeance__lte=maintenant)
    for attente in tardives.filter(tient_une_place=True):
        fermer(attente, Issue.ECHEANCE, maintenant)
        quitter(attente.inscription, maintenant)
        emails.laisser_passer(attente)
        noter("laisser passer la place", attente.inscription, evenement=formule.evenement)
    tardives.filter(tient_une_place=False).update(offre_le=None, echeance=None)


def _clore(formule: Formule, maintenant: datetime) -> None:
    """Offers have stopped: those who still wait are told once. A live offer keeps its two hours first."""
    en_ligne = _en_ligne(formule)
    for attente in _attentes(formule).filter(offre_le=None):
        fermer(attente, Issue.CLOTURE, maintenant)
        inscription = attente.inscription
        if inscription.est_en_attente and en_ligne is not None and not relire(en_ligne).est_complete:
            inscription.etat, inscription.etat_le = Inscription.Etat.CONFIRMATION, maintenant
            inscription.invitation_differee = False
            places.prendre(inscription, en_ligne)
        else:
            quitter(inscription, maintenant)
        emails.clore_la_file(attente)
        noter("clore l’attente", inscription, evenement=formule.evenement)


def _en_ligne(formule: Formule) -> Formule | None:
    autres = formule.evenement.formules.exclude(pk=formule.pk)
    trouvee = autres.filter(modalite=Formule.Modalite.DISTANCIEL).first()
    if trouvee is not None:
        trouvee.evenement = formule.evenement
    return trouvee


def quitter(inscription: Inscription, maintenant: datetime) -> None:
    """Who waits for nothing more and holds nothing is no longer registered; a seat that is held stays."""
    encore = inscription.attentes.ouvertes().filter(formule__isnull=False).exists()
    if inscription.est_en_attente and not encore:
        inscription.etat, inscription.etat_le = Inscription.Etat.ANNULATION, maintenant
        inscription.sur_la_liste = False
        inscription.save()
        accords.reprendre(inscription, maintenant)
