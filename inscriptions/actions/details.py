"""Correcting one's details; a new address is proved by a link sent to it, and the old one is told."""

from django.db import transaction
from django.utils import timezone

from courriels.models import Envoi
from inscriptions import accords, emails, places
from inscriptions.actions.commun import attente_ouverte, relire
from inscriptions.actions.inscription import renvoyer_le_lien
from inscriptions.models import Inscription
from inscriptions.participant import Details, normaliser
from journal.actions import noter
from socle import liens, territoires

CHAMPS = ("prenom", "nom", "structure", "profil", "echelle", "territoire")
MOMENTS = ("matin", "dejeuner", "apres_midi")


class ModificationImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def modifier(inscription: Inscription, details: Details) -> Inscription:
    """Write what was corrected; a new territory brings its zone. Half-days and needs count on site only.

    No mail: the page says it. Raises ModificationImpossible.
    """
    evenement = places.verrouiller(inscription.evenement_id)
    maintenant = timezone.now()
    inscription = relire(inscription, evenement)
    if inscription.est_annulee or inscription.effacee_le is not None:
        raise ModificationImpossible("Cette inscription n’est plus active.")
    sur_place = concerne_le_sur_place(inscription)
    champs = CHAMPS + (MOMENTS if sur_place else ())
    changes = [nom for nom in champs if getattr(inscription, nom) != getattr(details, nom)]
    for nom in changes:
        setattr(inscription, nom, getattr(details, nom))
    if "territoire" in changes:
        inscription.fuseau = territoires.fuseau_du_territoire(inscription.territoire)
    accords.changer_la_liste(inscription, details.liste, maintenant)
    if sur_place:
        accords.changer_les_besoins(inscription, details.besoins_acces, details.regime, maintenant)
    inscription.save()
    if changes:
        noter("corriger", inscription, par=inscription, evenement=evenement, apres={"champs": ", ".join(changes)})
    return inscription


def concerne_le_sur_place(inscription: Inscription) -> bool:
    """Does she hold, or wait for, a place on site?"""
    attente = attente_ouverte(inscription)
    formules = (inscription.formule, attente.formule if attente else None)
    return any(formule is not None and formule.est_sur_place for formule in formules)


@transaction.atomic
def demander_une_adresse(inscription: Inscription, email: str, lien: str) -> Envoi | None:
    """Write to the new address the link that proves it. Nothing changes before it is opened and confirmed.

    Where that address is already registered for this event, it is that registration's own link that leaves again: who
    typed it learns nothing. None where that one left less than an hour ago.
    """
    evenement = places.verrouiller(inscription.evenement_id)
    inscription = relire(inscription, evenement)
    if inscription.est_annulee or inscription.effacee_le is not None:
        raise ModificationImpossible("Cette inscription n’est plus active.")
    autre = evenement.inscriptions.actives().filter(email=normaliser(email), effacee_le=None).first()
    if autre is not None:
        return renvoyer_le_lien(autre) if autre.pk != inscription.pk else None
    return emails.prouver_l_adresse(inscription, normaliser(email), lien, timezone.now())


@transaction.atomic
def changer_d_adresse(inscription: Inscription, email: str) -> Inscription:
    """The new address is proved: it takes the place of the old one, which is told so.

    A new secret: the links in the old mailbox die, the new address receives its own, and its invitation. Raises
    ModificationImpossible where that address is already registered (its owner is the one who reads this).
    """
    evenement = places.verrouiller(inscription.evenement_id)
    maintenant = timezone.now()
    inscription = relire(inscription, evenement)
    email = normaliser(email)
    if inscription.est_annulee or inscription.effacee_le is not None or not inscription.email:
        raise ModificationImpossible("Cette inscription n’est plus active.")
    if evenement.inscriptions.filter(email=email).exclude(pk=inscription.pk).exists():
        raise ModificationImpossible("Cette adresse est déjà inscrite à cet événement : rien n’a changé.")
    ancienne = inscription.email
    if ancienne == email:
        return inscription
    emails.dire_a_l_ancienne_adresse(inscription, maintenant)
    inscription.email, inscription.secret = email, liens.nouveau_secret()
    inscription.save()
    inscription.consentements.filter(email=ancienne).update(email=email)
    emails.changer_d_adresse(inscription, maintenant)
    noter("changer d’adresse", inscription, par=inscription, evenement=evenement)
    return inscription
