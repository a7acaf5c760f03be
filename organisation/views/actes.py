"""What people are told of. Each act has a page that says what it will do, and to how many it will be told."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from annonces import actions
from evenements.forms import AnnulationForm, ReportForm
from evenements.models import Evenement
from organisation.acces import reserve_a
from organisation.rendu import donnees, saisir
from programmes.lecture import version_publique
from socle import dates
from socle.formulaires import FormulaireMixin
from socle.typographie import accorder


class ConfirmationForm(FormulaireMixin, forms.Form):
    """Nothing to type: the button is the answer."""


@reserve_a()
def publier(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    suites = ["La page devient publique ; personne ne reçoit de message.", _ouverture(evenement)]
    if not evenement.formules.exists():
        suites.append("Aucune formule n’est encore proposée : on ne pourra pas s’inscrire.")
    if version_publique(evenement) is None:
        suites.append("Le programme n’est pas publié : la page ne le montre pas encore.")
    return _confirmer(
        request,
        evenement,
        ConfirmationForm(**donnees(request)),
        lambda form: actions.publier(evenement, par=request.user),
        titre="Publier l’événement ?",
        suites=suites,
        valider="Publier",
        succes="L’événement est publié.",
    )


@reserve_a()
def depublier(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    return _confirmer(
        request,
        evenement,
        ConfirmationForm(**donnees(request)),
        lambda form: actions.depublier(evenement, par=request.user),
        titre="Remettre l’événement en brouillon ?",
        suites=["La page n’est plus publique : ses liens répondent « introuvable ».", "Personne ne reçoit de message."],
        empeche=actions.refus_de_depublier(evenement),
        valider="Remettre en brouillon",
        succes="L’événement est redevenu un brouillon.",
        danger=True,
    )


@reserve_a()
def reporter(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    suites = [
        "Les heures des formules et du programme suivent, à l’heure d’horloge.",
        "La page dit que l’événement est reporté et garde la date précédente.",
        _combien(evenement, "la nouvelle date"),
    ]
    if evenement.inscriptions_ferment_le is not None:
        suites.insert(1, "La clôture des inscriptions est décalée d’autant.")
    initial = {"debut": evenement.debut, "fin": evenement.fin}
    return _confirmer(
        request,
        evenement,
        ReportForm(**donnees(request), initial=initial, fuseau=evenement.fuseau),
        lambda form: actions.reporter(evenement, par=request.user, **form.cleaned_data),
        titre="Reporter l’événement",
        suites=suites,
        valider=_et_prevenir("Reporter", evenement),
        succes=lambda nombre: f"L’événement est reporté. {_prevenues(nombre)}",
    )


@reserve_a()
def annuler(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    return _confirmer(
        request,
        evenement,
        AnnulationForm(**donnees(request)),
        lambda form: actions.annuler(evenement, par=request.user, **form.cleaned_data),
        titre="Annuler l’événement",
        suites=[
            "Cet acte est définitif : un événement annulé ne se rouvre pas.",
            "La page publique reste et dit l’annulation et son motif ; les inscriptions ferment.",
            _combien(evenement, "l’annulation et son motif"),
        ],
        valider=_et_prevenir("Annuler l’événement", evenement),
        succes=lambda nombre: f"L’événement est annulé. {_prevenues(nombre)}",
        danger=True,
    )


def _confirmer(
    request, evenement, form, acte, *, titre, suites, valider, succes, danger=False, empeche=""
) -> HttpResponse:
    accueil = resolve_url("organisation:evenement", evenement.slug)
    return saisir(
        request,
        form,
        lambda: acte(form),
        refus={actions.AnnonceImpossible: None},
        succes=succes,
        retour=accueil,
        contexte={
            "titre": titre,
            "suites": suites,
            "valider": valider,
            "danger": danger,
            "empeche": empeche,
            "renoncer": accueil,
        },
        evenement=evenement,
        onglet="accueil",
        gabarit="organisation/confirmer.html",
    )


def _ouverture(evenement: Evenement) -> str:
    ouverture = evenement.inscriptions_ouvrent_le
    if ouverture is None:
        return "Les inscriptions n’ont pas de date d’ouverture : la page propose « Me prévenir à l’ouverture »."
    if ouverture <= timezone.now():
        return "Les inscriptions ouvrent aussitôt."
    return f"Les inscriptions ouvriront le {dates.date_heure(ouverture, evenement.fuseau)}."


def _combien(evenement: Evenement, quoi: str) -> str:
    nombre = actions.personnes_a_prevenir(evenement)
    if not nombre:
        return "Personne n’est inscrit : personne ne reçoit de message."
    qui = accorder(nombre, "personne inscrite ou en attente reçoit", "personnes inscrites ou en attente reçoivent")
    return f"{qui} {quoi} par courriel ; {'son calendrier suit' if nombre == 1 else 'leur calendrier suit'}."


def _et_prevenir(acte: str, evenement: Evenement) -> str:
    return f"{acte} et prévenir" if actions.personnes_a_prevenir(evenement) else acte


def _prevenues(nombre: int) -> str:
    return f"{accorder(nombre, 'message part', 'messages partent')}." if nombre else "Personne n’avait à être prévenu."
