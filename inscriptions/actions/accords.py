"""Withdrawing a consent: as easy as giving it (RGPD, article 7.3)."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from inscriptions.models import Besoins, Consentement, Inscription
from journal.actions import noter

Finalite = Consentement.Finalite


@transaction.atomic
def retirer_un_accord(consentement: Consentement, *, par: Any = None) -> bool:
    """Withdraw it, with its date, and stop at once what it allowed. False where it was already withdrawn.

    The newsletter is one purpose for an address, however many times the box was ticked: all go together. The list and
    the needs are those of one event: the needs are erased with their consent.
    """
    meme_accord = Consentement.objects.filter(finalite=consentement.finalite, retire_le=None)
    if consentement.finalite == Finalite.LETTRE and consentement.email:
        meme_accord = meme_accord.filter(email=consentement.email)
    else:
        meme_accord = meme_accord.filter(pk=consentement.pk)
    if not meme_accord.update(retire_le=timezone.now()):
        return False
    if consentement.finalite == Finalite.LISTE:
        Inscription.objects.filter(consentements=consentement).update(sur_la_liste=False)
    elif consentement.finalite == Finalite.BESOINS:
        Besoins.objects.filter(inscription__consentements=consentement).delete()
    objet = consentement.inscription or consentement
    noter("retirer un accord", objet, par=par or objet, apres={"finalite": str(consentement.finalite)})
    return True
