from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.views.decorators.http import require_POST

from annonces import annuaire as annonces
from annuaire import actions, lecture
from annuaire.forms import FusionForm
from annuaire.models import DoublonEcarte, Fusion, Personne
from organisation.acces import Portee, reserve_a
from organisation.rendu import donnees, paginer, rendre, saisir
from organisation.views.actes import ConfirmationForm


@reserve_a(portee=Portee.TOUS)
def doublons(request: HttpRequest) -> HttpResponse:
    """Likely pairs, the likeliest first; those put aside; the last merges. Nothing is merged from a list."""
    page = paginer(request, lecture.paires_probables())
    pks = {fiche.pk for paire in page.object_list for fiche in (paire.premiere, paire.seconde)}
    personnes = Personne.objects.select_related("structure").annotate(
        nb_inscriptions=Count("inscriptions", distinct=True), nb_interventions=Count("interventions", distinct=True)
    )
    connues = personnes.in_bulk(pks)
    contexte = {
        "page": page,
        "paires": [(connues[p.premiere.pk], connues[p.seconde.pk], p.ressemblance) for p in page.object_list],
        "ecartes": DoublonEcarte.objects.select_related("premiere", "seconde")[:50],
        "fusions": Fusion.objects.select_related("gardee", "par")[:50],
    }
    return rendre(request, "organisation/annuaire/doublons.html", contexte)


@reserve_a(portee=Portee.TOUS)
def reunir(request: HttpRequest, pk: int, autre: int) -> HttpResponse:
    """Two rows side by side: what is kept, what moves. GET shows, POST merges `autre` into `pk`."""
    gardee, perdue = _paire(pk, autre)
    comparaison = actions.comparer(gardee, perdue)
    au_choix = [ligne.champ for ligne in comparaison.lignes if ligne.est_au_choix]
    form = FusionForm(au_choix, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            fusion = annonces.fusionner(gardee, perdue, depuis_perdue=form.depuis_perdue, par=request.user)
        except actions.FusionImpossible as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, f"Les deux fiches n’en font plus qu’une, celle de {fusion.gardee.nom_complet}.")
            return redirect("organisation:personne", pk)
    contexte = {"gardee": gardee, "perdue": perdue, "comparaison": comparaison, "form": form}
    return rendre(request, "organisation/annuaire/reunir.html", contexte, status=422 if form.is_bound else 200)


@reserve_a(portee=Portee.TOUS)
@require_POST
def trancher(request: HttpRequest, pk: int, autre: int, acte: str) -> HttpResponse:
    """« Ce ne sont pas les mêmes » (ecarter), and back (remettre)."""
    une, deux = _paire(pk, autre)
    if acte == "ecarter":
        actions.ecarter(une, deux, par=request.user)
        messages.success(request, f"La paire {une.nom_complet} et {deux.nom_complet} n’est plus proposée.")
    else:
        actions.remettre(une, deux, par=request.user)
        messages.success(request, "La paire est de nouveau proposée.")
    return redirect("organisation:doublons")


@reserve_a(portee=Portee.TOUS)
def defaire(request: HttpRequest, pk: int) -> HttpResponse:
    fusion = get_object_or_404(Fusion.objects.select_related("gardee"), pk=pk)
    fiche = resolve_url("organisation:personne", fusion.gardee_id)
    return saisir(
        request,
        ConfirmationForm(**donnees(request)),
        lambda: annonces.defaire(fusion, par=request.user),
        refus={actions.FusionImpossible: None},
        succes=lambda perdue: f"La fiche de {perdue.nom_complet} est revenue, avec tout ce qu’elle avait.",
        retour=lambda perdue: resolve_url("organisation:personne", perdue.pk),
        contexte={
            "titre": f"Rendre sa fiche à {fusion.nom_perdu} ?",
            "suites": [
                f"La fiche de {fusion.gardee.nom_complet} reprend ce qu’elle disait avant.",
                "Ce qui était à chacune lui revient ; ce qui est venu depuis reste à la fiche gardée.",
            ],
            "valider": "Séparer les deux fiches",
            "danger": True,
            "renoncer": fiche,
        },
        gabarit="organisation/confirmer.html",
    )


def _paire(pk: int, autre: int) -> tuple[Personne, Personne]:
    personnes = Personne.objects.exclude(nom="").select_related("structure")
    return get_object_or_404(personnes, pk=pk), get_object_or_404(personnes.exclude(pk=pk), pk=autre)
