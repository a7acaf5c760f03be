"""Registering and giving up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from comptes.models import User
from courriels.models import Envoi
from evenements.models import Evenement, Formule
from inscriptions import accords, ateliers, emails, file, file_des_ateliers, places
from inscriptions.actions.ateliers import AtelierImpossible, prendre_les_ateliers
from inscriptions.actions.commun import abandonner, attente_ouverte, rattacher, relire, servir
from inscriptions.choix import rang
from inscriptions.models import Adhesion, Attente, Inscription
from inscriptions.participant import Participant, normaliser
from journal.actions import noter
from socle import dates, liens

Categorie, Etat = Inscription.Categorie, Inscription.Etat
DELAI_DU_LIEN = timedelta(hours=1)


class InscriptionImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


class AnnulationImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def inscrire(
    formule: Formule,
    *,
    participant: Participant | Mapping[str, Any],
    categorie: str = Categorie.PARTICIPANT,
    inscrite_par: str = "",
    inscrite_par_email: str = "",
    par: Any = None,
    malgre_la_cloture: bool = False,
    avant_la_file: bool = False,
    adhesion: Adhesion | None = None,
    acces_membre: bool = False,
) -> Inscription:
    """Register a person, or queue them when the formule is full or when somebody already waits for it.

    The event's row is locked first and alone: two people cannot take the last place, two switches cannot deadlock; the
    clock is read under the lock, so that the queue's order is the order of the locks. An active registration comes back
    unchanged, whatever was typed: only its link leaves again, once an hour at most. A cancelled one is reused: same
    calendar UID, end of the queue, what was typed replaces the old, and a new secret: links that lay in old mails and
    shared calendars stay dead, and the address receives new ones. `inscrite_par`: who gave the address, when it is not
    the person herself; her first mail says it (`inscrite_par_email`: so that whoever gave it can be erased there too).
    `acces_membre`: came by the members' shared link. The rest is for the
    team's hand (`ajouter`). Refusals depend on the formule alone, before the address is looked for. Raises
    InscriptionImpossible.

    With `adhesion` (a whole cycle, `inscriptions.adhesions`): in silence. Its one confirmation lists the sessions, and
    this one's own invitation waits for its turn.
    """
    formule, maintenant = _ouvrir(formule, malgre_la_cloture=malgre_la_cloture)
    par_le_public = categorie == Categorie.PARTICIPANT and par is None
    if par_le_public and (refus := refus_de_la_formule(formule, maintenant, acces_membre)):
        raise InscriptionImpossible(refus)
    saisie = participant if isinstance(participant, Participant) else Participant(**participant)
    inscription = _connue(formule.evenement, saisie.email)
    if inscription is not None and not inscription.est_annulee:
        if adhesion is None:
            _renvoyer_le_lien(inscription, maintenant)
        return inscription
    avant = {"etat": str(inscription.etat)} if inscription is not None else {}
    inscription = _remplir(inscription or Inscription(), formule, saisie, categorie, maintenant)
    inscription.inscrite_par, inscription.inscrite_par_email = inscrite_par, inscrite_par_email
    inscription.adhesion = adhesion or inscription.adhesion
    if inscription.prend_une_place_publique and _il_faut_attendre(formule, avant_la_file=avant_la_file):
        _mettre_en_attente(inscription, formule, maintenant, dire=adhesion is None)
    else:
        inscription.etat = Etat.CONFIRMATION
        inscription.invitation_differee = adhesion is not None
        places.prendre(inscription, formule)
        _prendre_les_ateliers(inscription, saisie, maintenant)
        if adhesion is None:
            emails.confirmer(inscription)
    accords.ecrire(inscription, formule, saisie, maintenant)
    if inscription.est_en_attente:
        file.servir(formule, maintenant)
    apres = {"etat": str(inscription.etat), "formule": formule.modalite}
    noter("inscrire", inscription, par=par or inscription, evenement=formule.evenement, avant=avant, apres=apres)
    return inscription


@transaction.atomic
def annuler(inscription: Inscription, *, par: Any = None, dire: bool = True) -> Inscription:
    """Give up the place, or the wait; the calendar forgets it. `par`: a User, or None when the person acts herself.

    What is freed is offered at once to the first who waits. Needs (access, diet) have lost their reason: they go too.
    `dire=False`: the caller's own message says it. Raises AnnulationImpossible (already cancelled, event over or
    cancelled).
    """
    evenement = places.verrouiller(inscription.evenement_id)
    maintenant = timezone.now()
    inscription = relire(inscription, evenement)
    _verifier_l_annulation(inscription, maintenant)
    avant = {"etat": str(inscription.etat)}
    tenue, attendue = abandonner(inscription, maintenant)
    formule = tenue or attendue
    if dire:
        emails.annuler(inscription, formule, par_l_equipe=isinstance(par, User))
    servir(maintenant, tenue, attendue)
    file_des_ateliers.servir(evenement, maintenant)
    apres = {"etat": str(inscription.etat), "formule": formule.modalite if formule else ""}
    noter("annuler", inscription, par=par or inscription, evenement=evenement, avant=avant, apres=apres)
    return inscription


@transaction.atomic
def renvoyer_le_lien(inscription: Inscription) -> Envoi | None:
    """Send an active registration's personal link again; None where it left less than an hour ago."""
    evenement = places.verrouiller(inscription.evenement_id)
    inscription = relire(inscription, evenement)
    if inscription.est_annulee or inscription.effacee_le is not None:
        raise InscriptionImpossible("Cette inscription n’est plus active.")
    return _renvoyer_le_lien(inscription, timezone.now())


def _ouvrir(formule: Formule, *, malgre_la_cloture: bool = False) -> tuple[Formule, datetime]:
    """Lock the event, then read all again under the lock: the formule, its event and venue, and the hour."""
    try:
        places.verrouiller(formule.evenement_id)
        maintenant = timezone.now()
        lue = Formule.objects.select_related("evenement__lieu").get(pk=formule.pk, evenement=formule.evenement_id)
    except (Evenement.DoesNotExist, Formule.DoesNotExist) as cause:
        raise InscriptionImpossible("Cette formule n’est plus proposée.") from cause
    if not malgre_la_cloture and not lue.evenement.inscriptions_ouvertes(maintenant):
        raise InscriptionImpossible(_raison_de_la_fermeture(lue.evenement, maintenant))
    return lue, maintenant


def _raison_de_la_fermeture(evenement: Evenement, maintenant: datetime) -> str:
    if evenement.est_annule:
        return "L’événement est annulé."
    if evenement.est_passe(maintenant):
        return "L’événement est passé."
    if not evenement.inscriptions_annoncees(maintenant):
        return "Les inscriptions sont closes."
    if evenement.inscriptions_ouvrent_le is None:
        return "Les inscriptions ne sont pas encore ouvertes."
    return f"Les inscriptions ouvriront le {dates.date_heure(evenement.inscriptions_ouvrent_le, evenement.fuseau)}."


def refus_de_la_formule(formule: Formule, maintenant: datetime, acces_membre: bool = False) -> str:
    """Why a participant cannot take or wait for this formule now; empty where she can.

    Reserved to members for now; or offers have stopped and some waited in vain: what is freed goes at the door.
    """
    if formule.membres_jusqu_au and formule.est_reservee(maintenant) and not acces_membre:
        jusqu_au = dates.date_heure(formule.membres_jusqu_au, formule.evenement.fuseau)
        return f"« {formule.nom} » est d’abord ouverte aux membres du Réseau, jusqu’au {jusqu_au}."
    if file.est_close(formule, maintenant) and file.est_disputee(formule):
        return f"« {formule.nom} » est complète, et la liste d’attente est close."
    return ""


def _connue(evenement: Evenement, email: str) -> Inscription | None:
    inscription = Inscription.objects.select_related("formule").filter(evenement=evenement, email=normaliser(email))
    return rattacher(inscription.first(), evenement)


def _remplir(
    inscription: Inscription, formule: Formule, saisie: Participant, categorie: str, maintenant: datetime
) -> Inscription:
    presence = {} if formule.est_sur_place else {"matin": False, "dejeuner": False, "apres_midi": False}
    champs = saisie.champs() | presence
    for nom, valeur in champs.items():
        setattr(inscription, nom, valeur)
    inscription.evenement = formule.evenement
    inscription.categorie = categorie
    inscription.secret = liens.nouveau_secret()
    inscription.invitation_differee = False
    inscription.etat_le = inscription.lien_envoye_le = maintenant
    return inscription


def _il_faut_attendre(formule: Formule, *, avant_la_file: bool = False) -> bool:
    return formule.est_complete if avant_la_file else file.il_faut_attendre(formule)


def _prendre_les_ateliers(inscription: Inscription, saisie: Participant, maintenant: datetime) -> None:
    """Workshops go with a place on site; who waits for one will choose with it."""
    if not ateliers.peut_choisir(inscription):
        return
    try:
        prendre_les_ateliers(inscription, saisie.ateliers, maintenant)
    except AtelierImpossible as refus:
        raise InscriptionImpossible(str(refus)) from refus


def _mettre_en_attente(inscription: Inscription, formule: Formule, maintenant: datetime, *, dire: bool) -> None:
    inscription.etat = Etat.ATTENTE
    inscription.save()
    attente = Attente.objects.create(inscription=inscription, formule=formule, entree_le=maintenant)
    if dire:
        emails.mettre_en_attente(inscription, formule, rang(attente))


def _renvoyer_le_lien(inscription: Inscription, maintenant: datetime) -> Envoi | None:
    envoye_le = inscription.lien_envoye_le
    if envoye_le is not None and maintenant - envoye_le < DELAI_DU_LIEN:
        return None
    inscription.lien_envoye_le = maintenant
    inscription.save(update_fields=["lien_envoye_le"])
    attente = attente_ouverte(inscription) if inscription.est_en_attente else None
    formule = attente.formule if attente else inscription.formule
    return emails.renvoyer_le_lien(inscription, formule, rang(attente) if attente else None, maintenant)


def _verifier_l_annulation(inscription: Inscription, maintenant: datetime) -> None:
    if inscription.effacee_le is not None:
        raise AnnulationImpossible("Cette inscription a été effacée.")
    if inscription.est_annulee:
        raise AnnulationImpossible("Votre inscription est déjà annulée.")
    if inscription.evenement.est_annule:
        raise AnnulationImpossible("L’événement est annulé : il n’y a plus rien à annuler.")
    if inscription.evenement.est_passe(maintenant):
        raise AnnulationImpossible("L’événement est passé : une inscription ne s’annule plus.")
