"""J-7: « je viens », « je suivrai en ligne », « je me désiste ». Who stays silent is listed, never cancelled."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from evenements.models import Evenement
from inscriptions import emails, places
from inscriptions.actions.commun import relire
from inscriptions.models import Inscription
from journal.actions import noter


class VenueImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def confirmer_la_venue(inscription: Inscription) -> Inscription:
    """« Je viens »: noted once, with its date; nothing else moves. Raises VenueImpossible."""
    evenement = places.verrouiller(inscription.evenement_id)
    maintenant = timezone.now()
    inscription = relire(inscription, evenement)
    if inscription.formule is None or not inscription.formule.est_sur_place:
        raise VenueImpossible("Vous n’avez pas de place sur place.")
    if evenement.est_annule or evenement.est_passe(maintenant):
        raise VenueImpossible("L’événement est annulé ou passé.")
    if inscription.venue_confirmee_le is None:
        inscription.venue_confirmee_le = maintenant
        inscription.save(update_fields=["venue_confirmee_le"])
        noter("confirmer sa venue", inscription, par=inscription, evenement=evenement)
    return inscription


@transaction.atomic
def demander_la_venue(evenement: Evenement, *, par: Any) -> int:
    """Ask those expected on site who were not asked yet whether they come. Returns how many were written to.

    Once a registration: asked again, those who stayed silent receive nothing more. Raises VenueImpossible.
    """
    evenement = places.verrouiller(evenement.pk)
    maintenant = timezone.now()
    if not evenement.est_publie(maintenant) or evenement.est_annule or evenement.est_passe(maintenant):
        raise VenueImpossible("L’événement n’est pas publié, ou il est annulé ou passé : il n’y a rien à demander.")
    lignes = evenement.inscriptions.sans_reponse_j7().filter(venue_demandee_le=None).select_related("formule")
    nombre = 0
    for inscription in lignes.order_by("pk"):
        inscription.evenement = inscription.formule.evenement = evenement
        emails.demander_la_venue(inscription)
        nombre += 1
    lignes.update(venue_demandee_le=maintenant)
    if nombre:
        noter("demander la venue", evenement, par=par, evenement=evenement, apres={"personnes": nombre})
    return nombre
