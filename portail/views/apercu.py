"""A draft as the public will read it, for whoever holds its link; kept by no cache, found by no search engine."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenements.models import Evenement
from portail import etats, lecture
from portail.views.evenement import contexte_de_la_page
from socle import liens
from socle.liens import Usage
from socle.personnel import page_personnelle


@page_personnelle
@require_safe
def apercu(request: HttpRequest, jeton: str) -> HttpResponseBase:
    """Rendered whole each time: no fragment of a draft stays anywhere. Once published, the public page."""
    maintenant = timezone.now()
    brouillons = Evenement.objects.filter(apercu_jusqu_au__gt=maintenant).select_related("cycle", "lieu", "bilan")
    evenement = liens.objet_du_jeton(jeton, Usage.APERCU, lecture.avec_ressources(brouillons))
    if evenement.est_publie(maintenant):
        return HttpResponseRedirect(liens.evenement(evenement))
    formules = list(evenement.formules.all())
    modalites = [etats.modalite(formule, evenement.fuseau, maintenant) for formule in formules]
    contexte = contexte_de_la_page(evenement, formules, modalites, maintenant, brouillon=True)
    return render(request, "portail/apercu.html", contexte | {"jusqu_au": evenement.apercu_jusqu_au})
