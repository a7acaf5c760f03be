"""Registering somebody by hand, and the team's notes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.views.decorators.http import require_POST

from evenements.models import Evenement
from inscriptions import actions
from inscriptions.models import Inscription, Note
from organisation.acces import reserve_a
from organisation.forms import AjoutForm, NoteForm
from organisation.rendu import donnees, saisir

ONGLET = "inscriptions"


@reserve_a()
def ajouter(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    formules = list(evenement.formules.all())
    retour = resolve_url("organisation:inscriptions", evenement.slug)
    if not formules:
        messages.error(request, "Aucune formule n’est encore proposée : ajoutez-en une dans les réglages.")
        return redirect(retour)
    form = AjoutForm(**donnees(request), evenement=evenement, formules=formules)

    def acte() -> Inscription:
        formule = form.formule_choisie
        return actions.ajouter(formule, participant=form.participant(), par=request.user, **form.options())

    return saisir(
        request,
        form,
        acte,
        refus={actions.AjoutImpossible: None, actions.InscriptionImpossible: None},
        succes=lambda inscription: f"{inscription.nom_complet} : {_etat(inscription)}. Son premier message part.",
        retour=lambda inscription: resolve_url("organisation:inscription", evenement.slug, inscription.pk),
        contexte={
            "titre": "Inscrire quelqu’un",
            "valider": "Inscrire et prévenir la personne",
            "renoncer": retour,
            "avis": ["Un message part aussitôt : place, lien personnel, qui a donné l’adresse, et comment s’opposer."],
        },
        evenement=evenement,
        onglet=ONGLET,
    )


@reserve_a()
@require_POST
def annoter(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    inscription = get_object_or_404(evenement.inscriptions, pk=pk)
    fiche = resolve_url("organisation:inscription", evenement.slug, pk)
    return saisir(
        request,
        form := NoteForm(**donnees(request)),
        lambda: actions.annoter(inscription, par=request.user, **form.cleaned_data),
        refus={actions.NoteImpossible: None},
        succes="La note est écrite.",
        retour=f"{fiche}#notes",
        contexte={"titre": f"Note sur {inscription.nom_complet}", "valider": "Garder la note", "renoncer": fiche},
        evenement=evenement,
        onglet=ONGLET,
    )


@reserve_a()
@require_POST
def retirer_la_note(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    notes = Note.objects.select_related("inscription__evenement")
    note = get_object_or_404(notes, pk=pk, inscription__evenement=evenement)
    actions.retirer_la_note(note, par=request.user)
    messages.success(request, "La note est retirée.")
    return redirect(resolve_url("organisation:inscription", evenement.slug, note.inscription_id) + "#notes")


def _etat(inscription: Inscription) -> str:
    return "place tenue" if inscription.est_confirmee else "en liste d’attente, à son rang"
