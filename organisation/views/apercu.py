"""The link by which somebody outside the team reads a draft: opened for fourteen days, closed at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from evenements import actions
from evenements.models import Evenement
from organisation.acces import reserve_a
from organisation.rendu import rendre
from socle import liens

ACTES = {
    "ouvrir": (actions.ouvrir_l_apercu, "Le lien est ouvert pour quatorze jours."),
    "fermer": (actions.fermer_l_apercu, "Le lien n’ouvre plus rien."),
}


@reserve_a()
def apercu(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    if request.method == "POST" and (acte := ACTES.get(request.POST.get("acte", ""))):
        faire, fait = acte
        try:
            faire(evenement, par=request.user)
            messages.success(request, fait)
        except actions.EvenementImpossible as refus:
            messages.error(request, str(refus))
        return redirect("organisation:apercu", evenement.slug)
    jusqu_au = evenement.apercu_jusqu_au
    ouvert = bool(evenement.secret and jusqu_au and jusqu_au > timezone.now() and evenement.publie_le is None)
    contexte = {"lien": liens.apercu(evenement) if ouvert else "", "jusqu_au": jusqu_au}
    return rendre(request, "organisation/apercu.html", contexte, evenement=evenement, onglet="accueil")
