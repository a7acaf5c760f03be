from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST

from annonces import annuaire as annonces
from annuaire import actions
from annuaire.colonnes import COLONNES
from annuaire.forms import ApercuForm, ImportationForm
from annuaire.importation import Plan
from annuaire.models import Importation, Personne
from organisation.acces import Portee, reserve_a
from organisation.rendu import donnees, rendre, saisir
from organisation.views.annuaire.valeurs import avant_apres, en_mots
from socle.tableurs import TableurIllisible
from socle.typographie import accorder

LIGNES_MONTREES = 200


@reserve_a(portee=Portee.TOUS)
def importer(request: HttpRequest) -> HttpResponse:
    """Drop a file: nothing is written but the file itself, for its preview."""
    form = ImportationForm(**donnees(request))
    return saisir(
        request,
        form,
        lambda: actions.deposer(
            form.cleaned_data["fichier"].octets,
            nom_fichier=form.cleaned_data["fichier"].name,
            source=form.cleaned_data["source"],
            par=request.user,
        ),
        refus={TableurIllisible: "fichier"},
        succes="Le fichier est lu. Rien n’est encore écrit : relisez ce qui suit.",
        retour=lambda importation: resolve_url("organisation:apercu_membres", importation.pk),
        contexte={
            "colonnes": COLONNES,
            "en_attente": Importation.objects.en_attente(timezone.now()).defer("contenu"),
            "faites": Importation.objects.exclude(appliquee_le=None).select_related("par")[:20],
        },
        gabarit="organisation/annuaire/importer.html",
    )


@reserve_a(portee=Portee.TOUS)
def apercu(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would do; the POST carries the fingerprint of what was read, and is refused if it changed."""
    importation = get_object_or_404(Importation, pk=pk)
    if importation.appliquee_le is not None or importation.expire_le <= timezone.now():
        messages.error(request, _closes(importation))
        return redirect("organisation:importer_membres")
    plan = actions.apercevoir(importation)
    form = ApercuForm(plan, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            faite = annonces.importer(
                importation, par=request.user, apercu=form.cleaned_data["apercu"] or "absent", choix=form.choix
            ).importation
        except actions.ImportationImpossible as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, _succes(faite))
            return redirect("organisation:annuaire")
        plan = actions.apercevoir(importation)
        form = ApercuForm(plan, data=request.POST)
    contexte = {"importation": importation, "plan": plan, "form": form, **_lignes(plan, form)}
    return rendre(request, "organisation/annuaire/apercu.html", contexte, status=422 if form.is_bound else 200)


@reserve_a(portee=Portee.TOUS)
@require_POST
def abandonner(request: HttpRequest, pk: int) -> HttpResponse:
    actions.abandonner(get_object_or_404(Importation.objects.defer("contenu"), pk=pk))
    messages.success(request, "Le fichier est oublié ; rien n’a été écrit.")
    return redirect("organisation:importer_membres")


def _lignes(plan: Plan, form: ApercuForm) -> dict:
    """The plan in people's words, the first lines of each kind: the page stays readable whatever the file."""
    oppositions = set(Personne.objects.exclude(opposition_invitations_le=None).values_list("pk", flat=True))
    proposees = {
        ligne: {
            "nom": propositions[0].nom,
            "champ": f"ligne-{ligne}",
            "choisie": form.data.get(f"ligne-{ligne}", ""),
            "fiches": [(p, avant_apres(p.avant, p.apres)) for p in propositions],
        }
        for ligne, propositions in form.lignes.items()
    }
    creations = [c for c in plan.creations if c.ligne not in proposees]
    return {
        "creations": [(c.ligne, en_mots(c.champs)) for c in creations[:LIGNES_MONTREES]],
        "creations_cachees": max(len(creations) - LIGNES_MONTREES, 0),
        "modifications": [
            (m, avant_apres(m.avant, m.apres), m.personne in oppositions) for m in plan.modifications[:LIGNES_MONTREES]
        ],
        "modifications_cachees": max(len(plan.modifications) - LIGNES_MONTREES, 0),
        "fautes": plan.fautes[:LIGNES_MONTREES],
        "fautes_cachees": max(len(plan.fautes) - LIGNES_MONTREES, 0),
        "proposees": proposees,
        "oppositions": oppositions,
    }


def _closes(importation: Importation) -> str:
    if importation.appliquee_le is not None:
        return "Ce fichier a déjà été importé."
    return "Cet aperçu a expiré : déposez le fichier à nouveau."


def _succes(faite: Importation) -> str:
    comptes = [
        accorder(faite.creees, "fiche créée", "fiches créées"),
        accorder(faite.modifiees, "modifiée"),
        accorder(faite.inchangees, "inchangée"),
    ]
    laissees = accorder(faite.fautes, "ligne laissée de côté", "lignes laissées de côté") if faite.fautes else ""
    return f"Import fait : {', '.join(comptes)}{f' ; {laissees}' if laissees else ''}."
