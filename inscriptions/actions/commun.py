"""What several acts share: reading again under the lock, waiting no more, giving up."""

from datetime import datetime

from evenements.models import Evenement, Formule
from inscriptions import accords, file, places
from inscriptions.models import Attente, Inscription


def relire(inscription: Inscription, evenement: Evenement) -> Inscription:
    """As it is now, under the lock; one event in memory, the locked one: its venue is read once."""
    lue = Inscription.objects.select_related("formule").get(pk=inscription.pk)
    rattacher(lue, evenement)
    return lue


def rattacher(inscription: Inscription | None, evenement: Evenement) -> Inscription | None:
    if inscription is not None:
        inscription.evenement = evenement
        if inscription.formule is not None:
            inscription.formule.evenement = evenement
    return inscription


def attente_ouverte(inscription: Inscription) -> Attente | None:
    """What this person waits for, if anything: one formule at a time (a constraint says so)."""
    attente = inscription.attentes.ouvertes().filter(formule__isnull=False).select_related("formule").first()
    if attente is not None:
        attente.inscription = inscription
        attente.formule.evenement = inscription.evenement
    return attente


def cesser_d_attendre(inscription: Inscription, maintenant: datetime) -> Formule | None:
    """Close the wait for a formule, give back what was set aside; returns the formule that was waited for."""
    attente = attente_ouverte(inscription)
    if attente is None:
        return None
    file.fermer(attente, Attente.Issue.RENONCEMENT, maintenant)
    return attente.formule


def abandonner(inscription: Inscription, maintenant: datetime) -> tuple[Formule | None, Formule | None]:
    """Cancel: the place, every wait, and what was agreed for this event. Returns what was held and what was waited for.

    The caller serves the queue of both.
    """
    attendue = cesser_d_attendre(inscription, maintenant)
    for attente in inscription.attentes.ouvertes():
        file.fermer(attente, Attente.Issue.RENONCEMENT, maintenant)
    inscription.etat, inscription.etat_le = Inscription.Etat.ANNULATION, maintenant
    inscription.sur_la_liste, inscription.venue_confirmee_le = False, None
    tenue = places.rendre(inscription)
    accords.reprendre(inscription, maintenant)
    return tenue, attendue


def servir(maintenant: datetime, *formules: Formule | None) -> None:
    """Serve the queues that an act may have moved, each once, in one order."""
    for formule in sorted({f for f in formules if f is not None}, key=lambda f: f.pk):
        file.servir(formule, maintenant)
