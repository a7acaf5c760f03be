from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.views.decorators.http import require_POST

from courriels.models import Envoi
from evenements.models import Evenement
from inscriptions import actions
from inscriptions.models import Attente, ChoixAtelier, Inscription
from journal.models import Fait, reference
from organisation.acces import reserve_a
from organisation.filtres import FiltresInscriptions
from organisation.forms import NoteForm
from organisation.recit import lignes_de
from organisation.rendu import donnees, paginer, rendre, saisir
from organisation.views.actes import ConfirmationForm

MOTS = {"confirmation": "Confirmées", "attente": "En attente", "annulation": "Annulées", "toutes": "Toutes"}


@reserve_a()
def inscriptions(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    """The list, its filters in its address; the same with and without JavaScript."""
    filtres = FiltresInscriptions.de(evenement, request.GET)
    toutes = evenement.inscriptions.all()
    comptes = dict(filtres.sans_etat(toutes).order_by().values_list("etat").annotate(nombre=Count("pk")))
    comptes["toutes"] = sum(comptes.values())
    lignes = filtres.appliquer(toutes).select_related("formule").prefetch_related("attentes__formule")
    if filtres.a_des_ateliers:
        lignes = lignes.prefetch_related("choix_ateliers__creneau")
    page = paginer(request, lignes)
    contexte = {
        "filtres": filtres,
        "page": page,
        "vides": not toutes.exists() if not page.object_list else False,
        "etats": [(e, mot, comptes.get(e, 0), filtres.adresse(etat=e)) for e, mot in MOTS.items()],
    }
    gabarit = "organisation/inscriptions/_liste.html" if request.htmx else "organisation/inscriptions/liste.html"  # type: ignore[attr-defined]
    return rendre(request, gabarit, contexte, evenement=evenement, onglet="inscriptions")


@reserve_a()
def ateliers(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    """Each workshop: how full it is, who chose it, who waits for it and in which order."""
    choix = Prefetch("choix", ChoixAtelier.objects.select_related("inscription").order_by("inscription__nom_cle", "pk"))
    file = Prefetch("attentes", Attente.objects.ouvertes().select_related("inscription"), to_attr="file")
    lignes = evenement.creneaux.filter(avec_inscription=True).select_related("salle").prefetch_related(choix, file)
    gabarit = "organisation/inscriptions/ateliers.html"
    return rendre(request, gabarit, {"ateliers": lignes}, evenement=evenement, onglet="inscriptions")


@reserve_a()
def inscription(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    """One registration: what was typed, its needs (organisation alone), its messages, its life."""
    ligne = _inscription(evenement, pk)
    contexte = {
        "inscription": ligne,
        "attentes": ligne.attentes.filter(close_le=None).select_related("formule", "creneau"),
        "ateliers": [choix.creneau for choix in ligne.choix_ateliers.select_related("creneau")],
        "notes": ligne.notes.select_related("auteur"),
        "note_form": NoteForm() if ligne.effacee_le is None else None,
        "besoins": getattr(ligne, "besoins", None),
        "consentements": ligne.consentements.all(),
        "envois": Envoi.objects.filter(reference=reference(ligne), confidentiel=False),
        "faits": lignes_de(Fait.objects.de(ligne), evenement.fuseau),
        "peut_annuler": not (ligne.est_annulee or ligne.effacee_le),
    }
    return rendre(request, "organisation/inscriptions/fiche.html", contexte, evenement=evenement, onglet="inscriptions")


@reserve_a()
def annuler(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    ligne = _inscription(evenement, pk)
    fiche = resolve_url("organisation:inscription", evenement.slug, pk)
    suites = ["La place est rendue aussitôt." if ligne.formule else "La personne quitte la liste d’attente."]
    suites.append("La personne reçoit un courriel ; l’entrée disparaît de son calendrier.")
    return saisir(
        request,
        ConfirmationForm(**donnees(request)),
        lambda: actions.annuler(ligne, par=request.user),
        refus={actions.AnnulationImpossible: None},
        succes=f"L’inscription de {ligne.nom_complet} est annulée.",
        retour=fiche,
        contexte={
            "titre": f"Annuler l’inscription de {ligne.nom_complet} ?",
            "suites": suites,
            "valider": "Annuler cette inscription",
            "danger": True,
            "renoncer": fiche,
        },
        evenement=evenement,
        onglet="inscriptions",
        gabarit="organisation/confirmer.html",
    )


@reserve_a()
@require_POST
def renvoyer_le_lien(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    ligne = _inscription(evenement, pk)
    try:
        envoi = actions.renvoyer_le_lien(ligne)
    except actions.InscriptionImpossible as refus:
        messages.error(request, str(refus))
    else:
        if envoi is None:
            messages.error(request, "Son lien est déjà parti il y a moins d’une heure.")
        else:
            messages.success(request, f"Son lien personnel repart à {ligne.email}.")
    return redirect("organisation:inscription", evenement.slug, pk)


def _inscription(evenement: Evenement, pk: int) -> Inscription:
    ligne = get_object_or_404(evenement.inscriptions.select_related("formule", "besoins"), pk=pk)
    ligne.evenement = evenement
    return ligne
