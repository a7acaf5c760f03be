"""What an event's life does to its participants: calendars that follow, those who asked to be told."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from courriels.models import Envoi
from evenements.models import Evenement, Formule
from inscriptions import emails, places
from inscriptions.models import Attente, AvisOuverture, Inscription
from inscriptions.participant import normaliser

LOT = 200


@transaction.atomic
def annoncer_deplacement(evenement: Evenement) -> int:
    """The event, its hours or its venue have changed: calendars follow, one mail each. Returns how many.

    To be called in the transaction that moves it, once the formules and `revision` are written. Told once a revision;
    those whose calendar already says it receive nothing.
    """
    return _annoncer(evenement, emails.deplacer)


@transaction.atomic
def annoncer_annulation(evenement: Evenement) -> int:
    """The event is cancelled: METHOD:CANCEL to those who hold a place, one mail to all. Returns how many.

    Workshops are given back, and nobody waits for one any more.
    """
    nombre = _annoncer(evenement, emails.annuler_l_evenement)
    places.vider_les_ateliers(evenement)
    return nombre


@transaction.atomic
def demander_avis(evenement: Evenement, email: str) -> None:
    """« Me prévenir à l’ouverture ». Twice is once; says nothing of what was known, nor when it is too late."""
    if evenement.inscriptions_annoncees(timezone.now()):
        AvisOuverture.objects.get_or_create(evenement=evenement, email=normaliser(email))


def prevenir_de_l_ouverture() -> int:
    """Write to those who asked, then forget them. Returns how many mails. Each address in its own transaction.

    An event that will not open any more (cancelled, over) forgets them without a word.
    """
    maintenant = timezone.now()
    nombre = 0
    for avis in AvisOuverture.objects.select_related("evenement__lieu").order_by("pk").iterator(chunk_size=LOT):
        if avis.evenement.inscriptions_ouvertes(maintenant):
            _prevenir(avis)
            nombre += 1
        elif avis.evenement.est_annule or avis.evenement.est_passe(maintenant):
            avis.delete()
    return nombre


@transaction.atomic
def _prevenir(avis: AvisOuverture) -> None:
    emails.prevenir(avis)
    avis.delete()


def _annoncer(evenement: Evenement, message: Callable[[Inscription, Formule | None], Envoi | None]) -> int:
    evenement = places.verrouiller(evenement.pk)
    envois = [message(inscription, formule) for inscription, formule in _actives(evenement)]
    return sum(envoi is not None for envoi in envois)


def _actives(evenement: Evenement) -> Iterator[tuple[Inscription, Formule | None]]:
    """Those to whom the event's life is told, by batches: each with the formule that is held, or waited for."""
    formules: dict[int, Formule] = {}
    for formule in evenement.formules.all():
        formule.evenement = evenement
        formules[formule.pk] = formule
    ouvertes = Prefetch("attentes", Attente.objects.ouvertes().filter(creneau=None), to_attr="attentes_ouvertes")
    lignes = evenement.inscriptions.actives().filter(effacee_le=None).order_by("pk").prefetch_related(ouvertes)
    if any(formule.est_sur_place for formule in formules.values()):
        lignes = lignes.prefetch_related("choix_ateliers", "attentes")
    for inscription in lignes.iterator(chunk_size=LOT):
        inscription.evenement = evenement
        attendue = next((attente.formule_id for attente in inscription.attentes_ouvertes), None)
        tenue_ou_attendue = formules.get(inscription.formule_id or attendue or 0)
        if inscription.formule_id is not None:
            inscription.formule = tenue_ou_attendue
        yield inscription, tenue_ou_attendue
