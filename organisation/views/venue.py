"""J-7: who comes on site, who has not said so, and the button that asks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from evenements.models import Evenement
from inscriptions import actions
from organisation.acces import reserve_a
from organisation.rendu import paginer, rendre
from socle.typographie import accorder


@reserve_a()
def venue(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    """GET lists those who stay silent (nobody is ever cancelled for it); POST asks those who were not asked yet."""
    if request.method == "POST":
        try:
            nombre = actions.demander_la_venue(evenement, par=request.user)
        except actions.VenueImpossible as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, f"La question part à {accorder(nombre, 'personne')}.")
        return redirect("organisation:venue", evenement.slug)
    attendues = evenement.inscriptions.attendues_sur_place()
    silencieuses = evenement.inscriptions.sans_reponse_j7()
    contexte = {
        "page": paginer(request, silencieuses.order_by("nom_cle", "pk")),
        "attendues": attendues.count(),
        "viennent": attendues.exclude(venue_confirmee_le=None).count(),
        "a_demander": silencieuses.filter(venue_demandee_le=None).count(),
    }
    return rendre(request, "organisation/inscriptions/venue.html", contexte, evenement=evenement, onglet="inscriptions")
