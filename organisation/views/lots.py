"""An act on several registrations: those that were ticked, or all that the filter shows; counted, read, then done."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from evenements.models import Evenement
from inscriptions import actions
from inscriptions.models import Inscription
from organisation import exports
from organisation.acces import reserve_a
from organisation.forms import LotForm
from organisation.rendu import rendre
from socle.typographie import accorder

LOT_MAX = 500
MONTRES = 12


@dataclass(frozen=True)
class Acte:
    """`faire` does it to one registration and returns why it was left alone, or nothing."""

    titre: Callable[[str], str]
    valider: str
    fait: Callable[[int], str]
    suites: tuple[str, ...]
    faire: Callable[[Inscription, Any, str], str]
    danger: bool = False
    champ: str = ""


def _annuler(inscription: Inscription, par: Any, texte: str) -> str:
    try:
        actions.annuler(inscription, par=par)
    except actions.AnnulationImpossible as refus:
        return str(refus)
    return ""


def _renvoyer(inscription: Inscription, par: Any, texte: str) -> str:
    try:
        envoi = actions.renvoyer_le_lien(inscription)
    except actions.InscriptionImpossible as refus:
        return str(refus)
    return "" if envoi else "Le lien est parti il y a moins d’une heure."


def _annoter(inscription: Inscription, par: Any, texte: str) -> str:
    try:
        actions.annoter(inscription, texte=texte, par=par)
    except actions.NoteImpossible as refus:
        return str(refus)
    return ""


def _changer(inscription: Inscription, par: Any, modalite: str) -> str:
    formule = inscription.evenement.formules.filter(modalite=modalite).first()
    if formule is None:
        return "Cette formule n’est plus proposée."
    try:
        actions.changer_de_formule(inscription, formule, par=par)
    except actions.ChangementImpossible as refus:
        return str(refus)
    return ""


ACTES = {
    "annuler": Acte(
        lambda n: f"Annuler {n} ?",
        "Annuler ces inscriptions",
        lambda n: accorder(n, "inscription est annulée", "inscriptions sont annulées"),
        ("Les places sont rendues aussitôt.", "Chaque personne reçoit un courriel, et son calendrier suit."),
        _annuler,
        danger=True,
    ),
    "lien": Acte(
        lambda n: f"Renvoyer le lien personnel de {n} ?",
        "Renvoyer les liens",
        lambda n: accorder(n, "lien repart", "liens repartent"),
        ("Chaque personne reçoit son lien personnel.", "Un lien repart au plus une fois par heure."),
        _renvoyer,
    ),
    "note": Acte(
        lambda n: f"Écrire la même note sur {n}",
        "Garder la note",
        lambda n: accorder(n, "note est écrite", "notes sont écrites"),
        ("Personne ne reçoit de message.",),
        _annoter,
        champ="texte",
    ),
    "formule": Acte(
        lambda n: f"Changer la formule de {n}",
        "Changer la formule",
        lambda n: accorder(n, "demande est faite", "demandes sont faites"),
        (
            "Où il reste une place, elle est prise, l’ancienne est rendue, et le calendrier de la personne suit.",
            "Où il n’en reste pas, la personne garde la sienne et attend son tour.",
            "Chaque personne reçoit un courriel.",
        ),
        _changer,
        champ="formule",
    ),
}


@reserve_a()
def lot(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    """From the list: the page that counts and says. From that page: the act, on exactly those that it counted."""
    acte = ACTES.get(request.POST.get("acte", ""))
    if acte is None:
        return redirect("organisation:inscriptions", evenement.slug)
    if "confirme" not in request.POST:
        return _demander(request, evenement, acte)
    form = LotForm(request.POST, garde=acte.champ, formules=evenement.formules.all())
    if not form.is_valid():
        return _page(request, evenement, acte, form, _lignes(evenement, form.data.get("pks", "").split(",")), 422)
    lignes = _lignes(evenement, form.numeros())
    dit = form.cleaned_data.get(acte.champ, "")
    resultats = Counter(acte.faire(ligne, request.user, dit) for ligne in lignes)
    messages.success(request, f"{acte.fait(resultats.pop('', 0))}.")
    for raison, nombre in sorted(resultats.items()):
        messages.error(request, f"{accorder(nombre, 'laissée de côté', 'laissées de côté')} : {raison}")
    return redirect(_retour(request, evenement))


def _demander(request: HttpRequest, evenement: Evenement, acte: Acte) -> HttpResponse:
    if request.POST.get("portee") == "toutes":
        lignes = list(exports.choisies(evenement, request.POST.get("requete", ""))[: LOT_MAX + 1])
    else:
        lignes = _lignes(evenement, request.POST.getlist("pk"))
    if not lignes:
        messages.error(request, "Cochez d’abord des personnes dans la liste.")
        return redirect(_retour(request, evenement))
    if len(lignes) > LOT_MAX:
        messages.error(request, f"{LOT_MAX} inscriptions au plus à la fois : ajoutez un filtre.")
        return redirect(_retour(request, evenement))
    initial = {"acte": request.POST["acte"], "pks": ",".join(str(i.pk) for i in lignes), "confirme": True}
    form = LotForm(initial=initial, garde=acte.champ, formules=evenement.formules.all())
    return _page(request, evenement, acte, form, lignes, 200)


def _page(request, evenement, acte: Acte, form: LotForm, lignes: list[Inscription], status: int) -> HttpResponse:
    contexte = {
        "titre": acte.titre(accorder(len(lignes), "inscription")),
        "suites": acte.suites,
        "valider": acte.valider,
        "danger": acte.danger,
        "form": form,
        "noms": [ligne.nom_complet for ligne in lignes[:MONTRES]],
        "autres": max(0, len(lignes) - MONTRES),
        "requete": request.POST.get("requete", ""),
        "renoncer": _retour(request, evenement),
    }
    return rendre(
        request,
        "organisation/inscriptions/lot.html",
        contexte,
        evenement=evenement,
        onglet="inscriptions",
        status=status,
    )


def _lignes(evenement: Evenement, pks: list) -> list[Inscription]:
    """Those of this event only; numbers that are not numbers are nobody's."""
    numeros = [int(pk) for pk in pks if str(pk).isascii() and str(pk).isdecimal() and len(str(pk)) <= 18]
    return list(evenement.inscriptions.filter(pk__in=numeros[: LOT_MAX + 1], effacee_le=None).order_by("nom_cle", "pk"))


def _retour(request: HttpRequest, evenement: Evenement) -> str:
    requete = request.POST.get("requete", "")
    liste = resolve_url("organisation:inscriptions", evenement.slug)
    return f"{liste}{requete}" if requete.startswith("?") else liste
