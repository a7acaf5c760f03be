"""A spreadsheet of registrations: deposited, previewed, confirmed."""

from collections.abc import Callable
from pathlib import PurePath

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST

from donnees import effacements
from evenements.models import Evenement
from inscriptions import actions
from inscriptions.importation import COLONNES, LIGNES_MAX
from inscriptions.models import Fichier
from organisation.acces import reserve_a
from organisation.forms import ImportForm
from organisation.rendu import donnees, rendre, saisir
from socle.tableurs import TableurIllisible, octets
from socle.typographie import accorder

ONGLET = "inscriptions"


@reserve_a()
def importer(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    formules = list(evenement.formules.all())
    liste = resolve_url("organisation:inscriptions", evenement.slug)
    if not formules:
        messages.error(request, "Aucune formule n’est encore proposée : ajoutez-en une dans les réglages.")
        return redirect(liste)
    form = ImportForm(**donnees(request), evenement=evenement, formules=formules)

    def acte() -> Fichier:
        televerse = form.cleaned_data["fichier"]
        return actions.deposer(
            evenement,
            octets(televerse),
            nom=PurePath(televerse.name.replace("\\", "/")).name,
            source=form.cleaned_data["inscrite_par"],
            options=form.options(),
            par=request.user,
        )

    return saisir(
        request,
        form,
        acte,
        refus={TableurIllisible: "fichier"},
        succes="Rien n’est encore écrit : relisez.",
        retour=lambda fichier: resolve_url("organisation:apercu_de_l_import", evenement.slug, fichier.pk),
        contexte={
            "titre": "Importer un tableur",
            "valider": "Voir ce que cela ferait",
            "renoncer": liste,
            "avis": [
                "La page suivante montre ce que ferait le tableur ; rien ne s’écrit avant votre accord.",
                f"{LIGNES_MAX} lignes au plus. Colonnes comprises : {', '.join(c.titre for c in COLONNES)}.",
            ],
        },
        evenement=evenement,
        onglet=ONGLET,
    )


@reserve_a()
def apercu(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    fichier = _le_sien(request, evenement, pk)
    if request.method == "POST":
        try:
            plan = actions.importer(
                fichier, apercu=request.POST.get("apercu", ""), par=request.user, opposees=_opposees()
            )
        except actions.ImportationImpossible as refus:
            messages.error(request, str(refus))
            if not Fichier.objects.filter(pk=pk).exists():
                return redirect("organisation:importer_inscriptions", evenement.slug)
        else:
            faites = accorder(len(plan.ajouts), "personne inscrite", "personnes inscrites")
            messages.success(request, f"{faites}, {accorder(len(plan.inchangees), 'ligne')} sans changement.")
            return redirect("organisation:inscriptions", evenement.slug)
    plan = actions.apercevoir(fichier, _opposees())
    contexte = {"fichier": fichier, "plan": plan, "formules": _formules(evenement, plan)}
    status = 422 if request.method == "POST" else 200
    return rendre(
        request, "organisation/inscriptions/apercu.html", contexte, evenement=evenement, onglet=ONGLET, status=status
    )


@reserve_a()
@require_POST
def abandonner(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    _le_sien(request, evenement, pk).delete()
    messages.success(request, "Le tableur est oublié ; rien n’a été écrit.")
    return redirect("organisation:inscriptions", evenement.slug)


def _opposees() -> Callable[[str], bool]:
    """Who asked to be erased: the log holds fingerprints, no address."""
    effacees = {effacement.adresse for effacement in effacements.lire()}
    return lambda email: bool(effacees) and effacements.empreinte(email) in effacees


def _le_sien(request: HttpRequest, evenement: Evenement, pk: int) -> Fichier:
    fichiers = Fichier.objects.lisibles(timezone.now()).filter(sens=Fichier.Sens.IMPORT, par=request.user)
    ligne = get_object_or_404(fichiers, pk=pk, evenement=evenement)
    ligne.evenement = evenement
    return ligne


def _formules(evenement: Evenement, plan) -> list[tuple]:
    """(formule, participants to come, places left or None): what the capacity will say of them."""
    demandees = plan.places_demandees()
    return [(f, demandees[f.modalite], f.places_restantes) for f in evenement.formules.all() if demandees[f.modalite]]
