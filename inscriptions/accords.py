"""What a person agrees to, with the words that were read; the needs, apart. Called inside an act's transaction."""

from datetime import datetime

from evenements.models import Formule
from inscriptions.models import Besoins, Consentement, Inscription
from inscriptions.participant import TEXTES_LUS, Participant

Finalite = Consentement.Finalite


def ecrire(inscription: Inscription, formule: Formule, saisie: Participant, maintenant: datetime) -> None:
    """Each consent with the words that were read; the needs, apart, only where they serve: on site."""
    besoins = saisie.a_des_besoins and formule.est_sur_place
    donnes = {Finalite.LETTRE: saisie.lettre, Finalite.LISTE: saisie.liste, Finalite.BESOINS: besoins}
    Consentement.objects.bulk_create(
        Consentement(
            email=inscription.email,
            inscription=inscription,
            finalite=finalite,
            texte=TEXTES_LUS[finalite],
            donne_le=maintenant,
        )
        for finalite, donne in donnes.items()
        if donne
    )
    if besoins:
        Besoins.objects.create(
            inscription=inscription, acces=saisie.besoins_acces, regime=saisie.regime, consentement_le=maintenant
        )


def reprendre(inscription: Inscription, maintenant: datetime) -> None:
    """What was agreed for this event ends with it; the newsletter is another purpose and stays."""
    Besoins.objects.filter(inscription=inscription).delete()
    _retirer(inscription, [Finalite.LISTE, Finalite.BESOINS], maintenant)


def oublier_les_besoins(inscription: Inscription, maintenant: datetime) -> None:
    """They serve on site only: elsewhere they have lost their reason, and go at once."""
    Besoins.objects.filter(inscription=inscription).delete()
    _retirer(inscription, [Finalite.BESOINS], maintenant)


def changer_la_liste(inscription: Inscription, oui: bool, maintenant: datetime) -> None:
    """The list of participants: given or withdrawn, with its date and the words read. The caller saves the row."""
    if inscription.sur_la_liste == oui:
        return
    inscription.sur_la_liste = oui
    if oui:
        _donner(inscription, Finalite.LISTE, maintenant)
    else:
        _retirer(inscription, [Finalite.LISTE], maintenant)


def changer_les_besoins(inscription: Inscription, acces: str, regime: str, maintenant: datetime) -> None:
    """Corrected, added under a new consent, or emptied: then they go, and the consent with them."""
    connus = Besoins.objects.filter(inscription=inscription).first()
    if not acces and not regime:
        oublier_les_besoins(inscription, maintenant)
    elif connus is None:
        Besoins.objects.create(inscription=inscription, acces=acces, regime=regime, consentement_le=maintenant)
        _donner(inscription, Finalite.BESOINS, maintenant)
    elif (connus.acces, connus.regime) != (acces, regime):
        connus.acces, connus.regime = acces, regime
        connus.save(update_fields=["acces", "regime"])


def _donner(inscription: Inscription, finalite: str, maintenant: datetime) -> None:
    Consentement.objects.create(
        email=inscription.email,
        inscription=inscription,
        finalite=finalite,
        texte=TEXTES_LUS[finalite],
        donne_le=maintenant,
    )


def _retirer(inscription: Inscription, finalites: list[Finalite], maintenant: datetime) -> None:
    inscription.consentements.filter(finalite__in=finalites, retire_le=None).update(retire_le=maintenant)
