from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url

from annonces import annuaire as annonces
from annuaire import actions, lecture
from annuaire.forms import AjoutForm, PersonneForm
from annuaire.models import Personne
from inscriptions.models import Inscription
from journal.models import Fait
from organisation.acces import Portee, reserve_a
from organisation.filtres_annuaire import FiltresAnnuaire
from organisation.recit import lignes_de
from organisation.rendu import donnees, paginer, rendre, saisir
from organisation.views.actes import ConfirmationForm
from socle.territoires import PARIS

FAITS_MONTRES = 40


@reserve_a(portee=Portee.TOUS)
def annuaire(request: HttpRequest) -> HttpResponse:
    """The directory, its filters in its address; the same with and without JavaScript."""
    filtres = FiltresAnnuaire(request.GET)
    page = paginer(request, filtres.appliquer(_nommees()).select_related("structure"))
    contexte = {"filtres": filtres, "page": page, "vide": not page.object_list and not _nommees().exists()}
    fragment = request.htmx  # type: ignore[attr-defined]
    gabarit = "organisation/annuaire/_liste.html" if fragment else "organisation/annuaire/liste.html"
    return rendre(request, gabarit, contexte)


@reserve_a(portee=Portee.TOUS)
def personne(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: what is known and from where, her events, what changed, what looks like it."""
    ligne = _personne(pk)
    faits = Fait.objects.de(ligne)[:FAITS_MONTRES]
    contexte = {
        "personne": ligne,
        "inscriptions": _inscriptions(ligne),
        "interventions": ligne.interventions.select_related("creneau__evenement", "structure").order_by(
            "-creneau__evenement__debut", "creneau__debut", "pk"
        ),
        "proches": lecture.proches(lecture.fiche_de(ligne)),
        "fusions": ligne.fusions.select_related("par"),
        "faits": lignes_de(faits, PARIS),
    }
    return rendre(request, "organisation/annuaire/personne.html", contexte)


@reserve_a(portee=Portee.TOUS)
def ajouter(request: HttpRequest) -> HttpResponse:
    form = AjoutForm(**donnees(request))
    return saisir(
        request,
        form,
        lambda: actions.creer(par=request.user, **form.champs),
        refus={actions.PersonneImpossible: "email"},
        succes=lambda creee: f"{creee.nom_complet} est dans l’annuaire.",
        retour=lambda creee: resolve_url("organisation:personne", creee.pk),
        contexte={
            "titre": "Nouvelle personne",
            "valider": "Ajouter à l’annuaire",
            "renoncer": resolve_url("organisation:annuaire"),
            "structures": form.structures_connues(),
        },
    )


@reserve_a(portee=Portee.TOUS)
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    ligne = _personne(pk)
    nom, fiche = ligne.nom_complet, resolve_url("organisation:personne", pk)
    form = PersonneForm(instance=ligne, **donnees(request))
    return saisir(
        request,
        form,
        lambda: annonces.modifier(ligne, par=request.user, **form.changes),
        refus={actions.PersonneImpossible: "email"},
        succes="La fiche est à jour.",
        retour=fiche,
        contexte={
            "titre": f"Modifier la fiche de {nom}",
            "valider": "Enregistrer",
            "renoncer": fiche,
            "structures": form.structures_connues(),
        },
    )


@reserve_a(portee=Portee.TOUS)
def opposition(request: HttpRequest, pk: int, acte: str) -> HttpResponse:
    """Set or withdraw the opposition to invitations; GET says what it does, POST does it."""
    if acte not in {"noter", "retirer"}:
        raise Http404
    ligne, note = _personne(pk), acte == "noter"
    fiche = resolve_url("organisation:personne", pk)
    agir = actions.opposer if note else actions.retirer_l_opposition
    suites = (
        [
            "Plus aucune invitation ne lui est envoyée, quel que soit l’envoi.",
            "Ses inscriptions restent : les messages de celles-ci continuent.",
            "Une importation du fichier des membres n’y change rien.",
        ]
        if note
        else [
            "Les invitations lui sont de nouveau envoyées.",
            "À faire seulement si la personne l’a demandé elle-même ; le journal en garde la trace.",
        ]
    )
    return saisir(
        request,
        ConfirmationForm(**donnees(request)),
        lambda: agir(ligne, par=request.user),
        refus={},
        succes="L’opposition est notée." if note else "L’opposition est retirée.",
        retour=fiche,
        contexte={
            "titre": f"{'Noter' if note else 'Retirer'} l’opposition de {ligne.nom_complet} ?",
            "suites": suites,
            "valider": "Noter l’opposition" if note else "Retirer l’opposition",
            "danger": note,
            "renoncer": fiche,
        },
        gabarit="organisation/confirmer.html",
    )


def _nommees() -> QuerySet[Personne]:
    """An erased row keeps its number and has no name: it is nobody's page."""
    return Personne.objects.exclude(nom="")


def _personne(pk: int) -> Personne:
    return get_object_or_404(_nommees().select_related("structure"), pk=pk)


def _inscriptions(ligne: Personne) -> QuerySet[Inscription]:
    """Hers by proof; and those that have her address without proof yet, which the page says."""
    siennes = Q(personne=ligne)
    if ligne.email:
        siennes |= Q(personne=None, email=ligne.email)
    return (
        Inscription.objects.filter(siennes).select_related("evenement", "formule").order_by("-evenement__debut", "pk")
    )
