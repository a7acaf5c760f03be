"""What every staff view answers with: the frame, the tabs, the form that comes back with its errors."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from evenements.models import Evenement
from organisation.etats import etat_de
from organisation.onglets import onglets_de
from socle.territoires import PARIS

PAR_PAGE = 25


def rendre(
    request: HttpRequest,
    gabarit: str,
    contexte: Mapping[str, Any] | None = None,
    *,
    evenement: Evenement | None = None,
    onglet: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page of the staff's area, inside an event's tabs where there is one. Never kept by a cache on the way."""
    droits = request.droits  # type: ignore[attr-defined]  # set by acces.reserve_a
    cadre: dict[str, Any] = {"droits": droits, "fuseau": evenement.fuseau if evenement else PARIS}
    if evenement is not None:
        cadre |= {
            "evenement": evenement,
            "onglets": onglets_de(evenement, droits.roles),
            "onglet": onglet,
            "etat": etat_de(evenement, timezone.now()),
        }
    reponse = render(request, gabarit, cadre | dict(contexte or {}), status=status)
    reponse["Cache-Control"] = "private, no-store"
    return reponse


def donnees(request: HttpRequest) -> dict[str, Any]:
    """`data=` and `files=` of a form: bound by a POST only, an empty one too."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def saisir(
    request: HttpRequest,
    form: forms.BaseForm,
    acte: Callable[[], Any],
    *,
    refus: Mapping[type[Exception], str | None],
    succes: str | Callable[[Any], str],
    retour: str | Callable[[Any], str],
    contexte: Mapping[str, Any],
    evenement: Evenement | None = None,
    onglet: str = "",
    gabarit: str = "organisation/formulaire.html",
) -> HttpResponse:
    """Show a form, or do the act and go on. A refusal goes beside its field (by its class), and answers 422."""
    if form.is_valid():
        try:
            resultat = acte()
        except tuple(refus) as cause:
            champ = getattr(cause, "champ", None) or refus[type(cause)]
            form.add_error(champ if champ in form.fields else None, str(cause))
        else:
            messages.success(request, succes(resultat) if callable(succes) else succes)
            return redirect(retour(resultat) if callable(retour) else retour)
    return rendre(
        request,
        gabarit,
        {"form": form, **contexte},
        evenement=evenement,
        onglet=onglet,
        status=422 if form.is_bound else 200,
    )


def paginer(request: HttpRequest, lignes) -> Page:
    page = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    page.numeros = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))  # type: ignore[attr-defined]
    return page
