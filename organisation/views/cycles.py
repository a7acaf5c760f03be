"""The cycles of webinars: their page, not their escales, which are events."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url

from evenements import actions
from evenements.forms import CycleForm
from evenements.models import Cycle
from organisation.acces import Portee, reserve_a
from organisation.rendu import donnees, rendre, saisir
from organisation.views.actes import ConfirmationForm


@reserve_a(portee=Portee.TOUS)
def cycles(request: HttpRequest) -> HttpResponse:
    lignes = Cycle.objects.annotate(escales=Count("evenements")).order_by("-annee", "-pk")
    return rendre(request, "organisation/cycles.html", {"cycles": lignes})


@reserve_a(portee=Portee.TOUS)
def creer(request: HttpRequest) -> HttpResponse:
    form = CycleForm(**donnees(request))
    return _saisir(
        request,
        form,
        lambda: actions.creer_cycle(par=request.user, **form.cleaned_data),
        succes="Cycle créé : c’est un brouillon, l’équipe seule le voit.",
        contexte={"titre": "Nouveau cycle", "valider": "Créer le brouillon"},
    )


@reserve_a(portee=Portee.TOUS)
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(Cycle, pk=pk)
    form = CycleForm(**donnees(request), instance=cycle)
    return _saisir(
        request,
        form,
        lambda: actions.modifier_cycle(cycle, par=request.user, **form.cleaned_data),
        succes="Cycle enregistré.",
        contexte={"titre": f"Modifier le cycle {cycle.annee}", "valider": "Enregistrer"},
    )


@reserve_a(portee=Portee.TOUS)
def publier(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(Cycle, pk=pk)
    suites = ["Sa page devient publique, avec celles de ses escales qui le sont.", "Personne ne reçoit de message."]
    return _saisir(
        request,
        ConfirmationForm(**donnees(request)),
        lambda: actions.publier_cycle(cycle, par=request.user),
        succes="Le cycle est publié.",
        contexte={"titre": "Publier le cycle ?", "sujet": cycle.titre, "suites": suites, "valider": "Publier"},
        gabarit="organisation/confirmer.html",
    )


@reserve_a(portee=Portee.TOUS)
def depublier(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(Cycle, pk=pk)
    suites = [
        "Sa page répond « introuvable » et l’accueil ne le montre plus.",
        "Ses escales publiées le restent, chacune à son adresse.",
    ]
    return _saisir(
        request,
        ConfirmationForm(**donnees(request)),
        lambda: actions.depublier_cycle(cycle, par=request.user),
        succes="Le cycle est redevenu un brouillon.",
        contexte={
            "titre": "Remettre le cycle en brouillon ?",
            "sujet": cycle.titre,
            "suites": suites,
            "valider": "Remettre en brouillon",
            "danger": True,
        },
        gabarit="organisation/confirmer.html",
    )


def _saisir(request: HttpRequest, form, acte, *, succes, contexte, gabarit="organisation/formulaire.html"):
    liste = resolve_url("organisation:cycles")
    return saisir(
        request,
        form,
        acte,
        refus={actions.CycleImpossible: None},
        succes=succes,
        retour=liste,
        contexte={**contexte, "renoncer": liste},
        gabarit=gabarit,
    )
