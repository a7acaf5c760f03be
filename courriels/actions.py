"""Write a message with the data it tells; tell a calendar entry; send again, give up. Delivery: `livraison`."""

import re
from collections.abc import Mapping
from email.utils import make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import timezone

from courriels import ics, rendu
from courriels.agenda import Invitation, RendezVous, liens_agenda
from courriels.livraison import livrer
from courriels.models import EntreeAgenda, Envoi
from courriels.reveil import reveiller
from journal import actions as journal
from journal.models import reference as reference_de

__all__ = [
    "AbandonImpossible",
    "Invitation",
    "RendezVous",
    "RenvoiImpossible",
    "abandonner",
    "est_dite",
    "liens_agenda",
    "livrer",
    "poster",
    "remplacer",
    "renvoyer",
    "reveiller",
    "tenir",
]


class RenvoiImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


class AbandonImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def poster(
    *,
    cle: str,
    destinataire: str,
    objet: str,
    gabarit: str,
    contexte: dict,
    nom_destinataire: str = "",
    reference: str | models.Model = "",
    evenement: str | models.Model = "",
    agenda: Invitation | None = None,
    en_tetes: Mapping[str, str] | None = None,
    confidentiel: bool = False,
) -> Envoi:
    """Write one message in the caller's transaction, under a key that names the fact it tells.

    A known key returns the message already written and writes nothing. `reference` and `evenement` are rows, or their
    references. With `agenda` (from `tenir`), the entry is noted as told by this message, and the one before, if it has
    not left, is replaced: so each message that carries an invitation must stand alone. Raises ValidationError where
    `destinataire` is not an address.
    """
    if (connu := Envoi.objects.filter(cle=cle).first()) is not None:
        return connu
    validate_email(destinataire)
    texte, html = rendu.rendre(gabarit, contexte)
    maintenant = timezone.now()
    envoi, est_nouveau = Envoi.objects.get_or_create(
        cle=cle,
        defaults={
            "reference": _reference(reference),
            "evenement": _reference(evenement),
            "destinataire": destinataire,
            "nom_destinataire": rendu.ligne(nom_destinataire, 200),
            "objet": rendu.ligne(objet, 250),
            "texte": texte,
            "html": html,
            "calendrier": agenda.ics if agenda else "",
            "methode": agenda.methode if agenda else "",
            "en_tetes": _en_tetes(en_tetes or {}),
            "confidentiel": confidentiel,
            "message_id": make_msgid(domain=_domaine()),
            "cree_le": maintenant,
            "a_envoyer_depuis": maintenant,
            "prochain_essai_le": maintenant,
        },
    )
    if est_nouveau:
        if agenda is not None:
            _noter_l_entree(agenda, envoi)
        reveiller()
    return envoi


@transaction.atomic
def tenir(uid: str, rendez_vous: RendezVous | None) -> Invitation | None:
    """What must be told of a calendar entry, or None when the person already knows (RFC 5546 §2.1.4).

    The first time: REQUEST, SEQUENCE 0. Start, end or place changed, or told again after a cancellation: REQUEST,
    SEQUENCE + 1. Text only: REQUEST, same SEQUENCE. No more appointment: CANCEL, SEQUENCE + 1, if it was ever told; an
    invitation that has not left is then simply withdrawn, and nothing needs cancelling.

    The entry is locked until the caller's transaction ends and changes only when `poster` receives the answer: an
    invitation that is not posted was not told.
    """
    entree = _entree_verrouillee(uid, rendez_vous)
    if rendez_vous is None:
        return _annulation(entree) if entree is not None else None
    assert entree is not None  # noqa: S101 - made by _entree_verrouillee; for the type checker
    if entree.dite_le is None:
        sequence = 0
    elif entree.est_annulee or entree.empreinte != rendez_vous.empreinte:
        sequence = entree.sequence + 1
    elif entree.empreinte_du_texte != rendez_vous.empreinte_du_texte:
        sequence = entree.sequence
    else:
        return None
    return _invitation(uid, rendez_vous, sequence=sequence, methode=ics.REQUEST)


def est_dite(uid: str) -> bool:
    """Does the person's calendar hold this entry, as far as we told it?"""
    return EntreeAgenda.objects.filter(uid=uid, dite_le__isnull=False, est_annulee=False).exists()


@transaction.atomic
def remplacer(reference: str | models.Model, *, cle: str) -> int:
    """Withdraw what this row was to be told under keys that begin so, and has not left: a newer message says it better.

    For messages without a calendar entry (`tenir` does it for the others). Returns how many.
    """
    anciens = Envoi.objects.jamais_partis().filter(reference=_reference(reference), cle__startswith=cle)
    return sum(_retirer(envoi) for envoi in anciens)


@transaction.atomic
def renvoyer(envoi: Envoi, par: Any) -> Envoi:
    """Put an abandoned message back in the outbox, under the same Message-ID. Raises RenvoiImpossible."""
    envoi = Envoi.objects.select_for_update().get(pk=envoi.pk)
    if envoi.etat != Envoi.Etat.ABANDON:
        raise RenvoiImpossible("Seul un message abandonné peut être renvoyé.")
    if envoi.confidentiel:
        raise RenvoiImpossible("Ce message confidentiel a été vidé : la personne doit en demander un autre.")
    if not envoi.destinataire:
        raise RenvoiImpossible("Les données de cette personne ont été effacées.")
    if not envoi.texte:
        raise RenvoiImpossible("Le texte de ce message a fait son temps : il n’est plus gardé.")
    if envoi.calendrier and not envoi.entrees_agenda.exists():
        raise RenvoiImpossible("Un message plus récent dit autre chose de ce rendez-vous : celui-ci ne repart pas.")
    maintenant = timezone.now()
    envoi.etat = Envoi.Etat.ATTENTE
    envoi.tentatives = 0
    envoi.a_envoyer_depuis = envoi.prochain_essai_le = maintenant
    envoi.depart_le = None
    envoi.reponse = ""
    envoi.save(update_fields=["etat", "tentatives", "a_envoyer_depuis", "prochain_essai_le", "depart_le", "reponse"])
    journal.noter("renvoyer", envoi, par=par)
    reveiller()
    return envoi


@transaction.atomic
def abandonner(envoi: Envoi, par: Any) -> Envoi:
    """Stop trying to send a message that has not left. Raises AbandonImpossible."""
    arretes = Envoi.objects.jamais_partis().filter(pk=envoi.pk)
    if not arretes.update(
        etat=Envoi.Etat.ABANDON, proprietaire="", bail_jusqu_au=None, reponse="Abandonné par l’équipe."
    ):
        raise AbandonImpossible("Ce message est déjà parti, ou déjà arrêté.")
    envoi.refresh_from_db()
    if envoi.confidentiel:
        Envoi.objects.filter(pk=envoi.pk).update(**(Envoi.EFFACE if envoi.est_le_dernier else Envoi.VIDE))
        envoi.refresh_from_db()
    journal.noter("abandonner", envoi, par=par)
    return envoi


def _entree_verrouillee(uid: str, rendez_vous: RendezVous | None) -> EntreeAgenda | None:
    """The entry's row, locked; made if there is something to say, so that two callers wait for each other."""
    if rendez_vous is not None:
        EntreeAgenda.objects.get_or_create(uid=uid, defaults={"destinataire": rendez_vous.destinataire})
    return EntreeAgenda.objects.select_for_update(of=("self",)).select_related("dernier_envoi").filter(uid=uid).first()


def _annulation(entree: EntreeAgenda) -> Invitation | None:
    if entree.dite_le is None or entree.est_annulee:
        return None
    if not entree.deja_partie and _retirer(entree.dernier_envoi):
        entree.dite_le, entree.dernier_envoi, entree.sequence = None, None, 0
        entree.empreinte, entree.empreinte_du_texte, entree.dernier = "", "", {}
        entree.save()
        return None
    dernier = RendezVous.de_json(entree.dernier)
    return _invitation(entree.uid, dernier, sequence=entree.sequence + 1, methode=ics.CANCEL)


def _invitation(uid: str, rendez_vous: RendezVous, *, sequence: int, methode: str) -> Invitation:
    maintenant = timezone.now()
    calendrier = ics.composer(
        rendez_vous,
        uid=uid,
        sequence=sequence,
        methode=methode,
        ecrit_le=maintenant,
        organisateur=settings.DEFAULT_FROM_EMAIL,
        reponse_lue=bool(settings.IMAP_URL),
    )
    a_noter = {
        "destinataire": rendez_vous.destinataire,
        "sequence": sequence,
        "empreinte": rendez_vous.empreinte,
        "empreinte_du_texte": rendez_vous.empreinte_du_texte,
        "dernier": rendez_vous.en_json() if methode == ics.REQUEST else {},
        "est_annulee": methode == ics.CANCEL,
        "dite_le": maintenant,
    }
    return Invitation(uid=uid, methode=methode, ics=calendrier, a_noter=a_noter)


def _noter_l_entree(invitation: Invitation, envoi: Envoi) -> None:
    """The entry is now told by this message; the one before it is withdrawn if it has not left."""
    entree = (
        EntreeAgenda.objects.select_for_update(of=("self",)).select_related("dernier_envoi").get(uid=invitation.uid)
    )
    if entree.dite_le is not None and not _retirer(entree.dernier_envoi):
        entree.deja_partie = True
    for champ, valeur in invitation.a_noter.items():
        setattr(entree, champ, valeur)
    entree.dernier_envoi = envoi
    entree.save()


def _retirer(envoi: Envoi | None) -> bool:
    """Replace a message that has not left; True only when it certainly never did.

    One conditional UPDATE against the worker's own (`depart_le`, conditional too): one of the two wins. A doubtful
    message is replaced as well, but it has perhaps arrived.
    """
    if envoi is None:
        return False
    jamais_partis = Envoi.objects.jamais_partis().filter(pk=envoi.pk)
    remplace = {"etat": Envoi.Etat.REMPLACEMENT, "proprietaire": "", "bail_jusqu_au": None}
    if jamais_partis.filter(fut_douteux=False).update(**remplace):
        return True
    jamais_partis.update(**remplace)
    return False


def _reference(objet: str | models.Model) -> str:
    return objet if isinstance(objet, str) else reference_de(objet)


def _en_tetes(en_tetes: Mapping[str, str]) -> dict[str, str]:
    """Extra headers, each on one line."""
    return {re.sub(r"[^A-Za-z0-9-]", "", nom): re.sub(r"[\x00-\x1f\x7f]+", " ", v) for nom, v in en_tetes.items()}


def _domaine() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
