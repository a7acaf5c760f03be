"""What several acts share: reading again under the lock, the queue, the consents."""

from datetime import datetime

from evenements.models import Evenement, Formule
from inscriptions.models import Attente, Besoins, Consentement, Inscription
from inscriptions.participant import TEXTES_LUS, Participant

Finalite = Consentement.Finalite


def relire(inscription: Inscription, evenement: Evenement) -> Inscription:
    lue = Inscription.objects.select_related("formule").get(pk=inscription.pk)
    rattacher(lue, evenement)
    return lue


def rattacher(inscription: Inscription | None, evenement: Evenement) -> Inscription | None:
    """One event in memory, the locked one: its venue is read once."""
    if inscription is not None:
        inscription.evenement = evenement
        if inscription.formule is not None:
            inscription.formule.evenement = evenement
    return inscription


def cesser_d_attendre(inscription: Inscription, maintenant: datetime) -> Formule | None:
    """Close what was open; returns the formule that was waited for."""
    ouvertes = list(inscription.attentes.ouvertes().select_related("formule"))
    for attente in ouvertes:
        attente.close_le, attente.issue = maintenant, Attente.Issue.RENONCEMENT
        attente.save(update_fields=["close_le", "issue"])
    formule = next((attente.formule for attente in ouvertes if attente.formule), None)
    if formule is not None:
        formule.evenement = inscription.evenement
    return formule


def ecrire_les_accords(inscription: Inscription, formule: Formule, saisie: Participant, maintenant: datetime) -> None:
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


def reprendre_les_accords(inscription: Inscription, maintenant: datetime) -> None:
    """What was agreed for this event ends with it; the newsletter is another purpose and stays."""
    Besoins.objects.filter(inscription=inscription).delete()
    pour_l_evenement = [Finalite.LISTE, Finalite.BESOINS]
    inscription.consentements.filter(finalite__in=pour_l_evenement, retire_le=None).update(retire_le=maintenant)


def rang(attente: Attente) -> int:
    """Its place in the queue, from 1."""
    file = Attente.objects.ouvertes().filter(formule=attente.formule).values_list("pk", flat=True)
    return list(file).index(attente.pk) + 1
