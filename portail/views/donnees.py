"""« Mes données »: read all, take all away, withdraw a consent, be erased. Opened by the management link alone."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.models import User
from donnees import actions, dossier, export
from inscriptions import actions as inscriptions
from inscriptions.models import Consentement, Inscription
from socle import liens
from socle.liens import Usage
from socle.personnel import page_personnelle
from socle.reponses import VoirAilleurs

ACCORDS = Consentement._meta.label_lower  # on the page, they have a section of their own, with its buttons


def _inscription(jeton: str) -> Inscription:
    return liens.objet_du_jeton(jeton, Usage.GESTION, Inscription.objects.select_related("evenement"))


def _dossier(inscription: Inscription) -> dossier.Dossier:
    return dossier.de_l_adresse(inscription.email or "")


def _consentements(inscription: Inscription):
    siens = Consentement.objects.filter(email=inscription.email)
    return siens.select_related("inscription__evenement").order_by("-donne_le", "-pk")


@page_personnelle
@require_safe
def mes_donnees(request, jeton):
    inscription = _inscription(jeton)
    tout = _dossier(inscription)
    contexte = {
        "inscription": inscription,
        "evenement": inscription.evenement,
        "jeton": jeton,
        "etabli_le": timezone.now(),
        "rubriques": [r for r in export.rubriques(tout, inscription.fuseau) if r.cle != ACCORDS],
        "consentements": _consentements(inscription),
    }
    return render(request, "portail/donnees.html", contexte)


@page_personnelle
@require_safe
def mes_donnees_json(request, jeton):
    inscription = _inscription(jeton)
    tout = _dossier(inscription)
    contenu = export.en_json(tout, export.rubriques(tout, inscription.fuseau), timezone.now())
    reponse = JsonResponse(contenu, json_dumps_params={"ensure_ascii": False, "indent": 2})
    reponse["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return reponse


@page_personnelle
@require_POST
def retirer_un_accord(request, jeton, pk):
    inscription = _inscription(jeton)
    consentement = _consentements(inscription).filter(pk=pk).first()
    if consentement is None:
        raise Http404
    if inscriptions.retirer_un_accord(consentement, par=inscription):
        messages.success(request, f"Accord retiré : {consentement.get_finalite_display()}.")
    return VoirAilleurs(reverse("portail:mes_donnees", args=[jeton]) + "#accords")


@page_personnelle
@require_http_methods(["GET", "HEAD", "POST"])  # GET shows the confirmation, POST acts
def effacer(request, jeton):
    inscription = _inscription(jeton)
    if request.method == "POST":
        actions.effacer(inscription)
        return VoirAilleurs(reverse("portail:donnees_effacees"))
    contexte = {
        "inscription": inscription,
        "jeton": jeton,
        "a_venir": actions.a_venir(inscription.email or "", timezone.now()),
        "restes": export.ce_qui_reste(_dossier(inscription)),
        "a_un_compte": User.objects.filter(email=inscription.email).exists(),
    }
    return render(request, "portail/donnees_effacer.html", contexte)


@require_safe
def effacees(request):
    """Says that it is done; knows nobody."""
    return render(request, "portail/donnees_effacees.html")
