from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url

from annonces import annuaire as annonces
from annuaire import actions
from annuaire.forms import StructureForm
from annuaire.models import Structure
from evenements.fichiers import FichierRefuse
from organisation.acces import Portee, reserve_a
from organisation.rendu import donnees, paginer, rendre, saisir

REFUS = {actions.StructureImpossible: "nom", FichierRefuse: "logo"}


@reserve_a(portee=Portee.TOUS)
def structures(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:200]
    trouvees = Structure.objects.chercher(q) if q else Structure.objects.all()
    contexte = {
        "q": q,
        "page": paginer(request, trouvees.annotate(nombre=Count("personnes")).order_by("nom_cle", "pk")),
        "adresse": f"?q={q}",
    }
    fragment = request.htmx  # type: ignore[attr-defined]
    gabarit = "organisation/annuaire/_structures.html" if fragment else "organisation/annuaire/structures.html"
    return rendre(request, gabarit, contexte)


@reserve_a(portee=Portee.TOUS)
def structure(request: HttpRequest, pk: int) -> HttpResponse:
    """One structure: its people, the events it partners, where it speaks."""
    ligne = get_object_or_404(Structure, pk=pk)
    contexte = {
        "structure": ligne,
        "page": paginer(request, ligne.personnes.exclude(nom="").order_by("nom_cle", "pk")),
        "partenariats": ligne.partenariats.select_related("evenement", "cycle").order_by("-pk"),
        "interventions": ligne.interventions.select_related("creneau__evenement", "personne").order_by("-pk"),
    }
    return rendre(request, "organisation/annuaire/structure.html", contexte)


@reserve_a(portee=Portee.TOUS)
def ajouter(request: HttpRequest) -> HttpResponse:
    form = StructureForm(**donnees(request))
    return saisir(
        request,
        form,
        lambda: annonces.creer_structure(par=request.user, **form.cleaned_data),
        refus=REFUS,
        succes=lambda creee: f"{creee} est dans l’annuaire.",
        retour=lambda creee: resolve_url("organisation:structure", creee.pk),
        contexte={
            "titre": "Nouvelle structure",
            "valider": "Ajouter à l’annuaire",
            "renoncer": resolve_url("organisation:structures"),
        },
    )


@reserve_a(portee=Portee.TOUS)
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    ligne = get_object_or_404(Structure, pk=pk)
    nom, fiche = ligne.nom, resolve_url("organisation:structure", pk)
    form = StructureForm(instance=ligne, **donnees(request))
    return saisir(
        request,
        form,
        lambda: annonces.modifier_structure(ligne, par=request.user, **form.cleaned_data),
        refus=REFUS,
        succes="La structure est à jour.",
        retour=fiche,
        contexte={"titre": f"Modifier {nom}", "valider": "Enregistrer", "renoncer": fiche},
    )
