from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST

from annonces import actions as annonces
from evenements import actions
from evenements.fichiers import FichierRefuse
from evenements.forms import EvenementForm, FormuleForm, LieuForm, PartenaireForm, RessourceForm
from evenements.models import Evenement, Formule, Lieu, Partenariat, Ressource
from organisation.acces import organises_par, reserve_a
from organisation.rendu import donnees, rendre, saisir
from organisation.views.actes import ConfirmationForm
from socle import liens
from socle.typographie import accorder

ONGLET = "reglages"


@reserve_a()
def reglages(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    contexte = {
        "formules": evenement.formules.all(),
        "partenariats": evenement.partenariats.select_related("structure"),
        "ressources": evenement.ressources.all(),
    }
    return rendre(request, "organisation/reglages.html", contexte, evenement=evenement, onglet=ONGLET)


@reserve_a()
def modifier(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    # The form writes what is typed on its own copy: the page's frame keeps the event as it is.
    form = EvenementForm(**donnees(request), instance=Evenement.objects.get(pk=evenement.pk), fuseau=evenement.fuseau)
    avis = _choisir_de_prevenir(form, evenement, "Si le lieu change")
    if evenement.publie_le is not None and evenement.est_date:
        avis.append("L’événement est publié : sa date se change par « Reporter », depuis la vue d’ensemble.")
    return _saisir(
        request,
        evenement,
        form,
        lambda: annonces.modifier(evenement, par=request.user, prevenir=_prevenir(form), **form.champs()),
        refus={actions.EvenementImpossible: None, annonces.ChoixAFaire: "prevenir"},
        succes=_enregistre,
        titre="Modifier l’événement",
        gabarit="organisation/evenement_formulaire.html",
        avis=avis,
    )


@reserve_a()
def ajouter_formule(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    form = FormuleForm(**donnees(request), evenement=evenement)
    return _saisir(
        request,
        evenement,
        form,
        lambda: actions.ajouter_formule(evenement, par=request.user, **form.cleaned_data),
        refus={actions.FormuleImpossible: None},
        succes="La formule est ajoutée.",
        titre="Nouvelle formule",
        valider="Ajouter la formule",
    )


@reserve_a()
def modifier_formule(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    formule = get_object_or_404(evenement.formules, pk=pk)
    form = FormuleForm(**donnees(request), instance=Formule.objects.get(pk=pk), evenement=evenement)
    avis = _choisir_de_prevenir(form, evenement, "Si les heures changent")
    if formule.places_prises:
        avis.append(f"{accorder(formule.places_prises, 'place est prise', 'places sont prises')}.")
    if formule.est_reservee(timezone.now()):
        avis.append(f"Le lien à partager aux membres : {liens.inscription_des_membres(formule)}")
    return _saisir(
        request,
        evenement,
        form,
        lambda: annonces.modifier_formule(formule, par=request.user, prevenir=_prevenir(form), **_sans_choix(form)),
        refus={actions.FormuleImpossible: None, annonces.ChoixAFaire: "prevenir"},
        succes=_enregistre,
        titre=f"Modifier « {formule.nom} »",
        avis=avis,
        retirer=resolve_url("organisation:retirer_formule", evenement.slug, pk),
    )


@reserve_a()
def retirer_formule(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    formule = get_object_or_404(evenement.formules, pk=pk)
    return _saisir(
        request,
        evenement,
        ConfirmationForm(**donnees(request)),
        lambda: actions.retirer_formule(formule, par=request.user),
        refus={actions.FormuleImpossible: None},
        succes="La formule est retirée.",
        titre=f"Retirer « {formule.nom} » ?",
        valider="Retirer la formule",
        suites=["Elle disparaît de la page publique.", "Personne ne reçoit de message."],
        empeche=actions.refus_de_retirer(formule),
        danger=True,
        gabarit="organisation/confirmer.html",
    )


@reserve_a()
def ajouter_partenaire(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    form = PartenaireForm(**donnees(request))
    return _saisir(
        request,
        evenement,
        form,
        lambda: actions.ajouter_partenaire(evenement, par=request.user, **form.cleaned_data),
        refus={actions.PartenariatImpossible: "structure", FichierRefuse: "logo"},
        succes="Le partenaire est ajouté, en fin de liste.",
        titre="Nouveau partenaire",
        valider="Ajouter le partenaire",
        structures=form.structures_connues(),
    )


@reserve_a()
def modifier_partenaire(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    partenariat = get_object_or_404(evenement.partenariats.select_related("structure"), pk=pk)
    form = PartenaireForm(**donnees(request), partenariat=partenariat)
    return _saisir(
        request,
        evenement,
        form,
        lambda: actions.modifier_partenaire(partenariat, par=request.user, **form.cleaned_data),
        refus={actions.PartenariatImpossible: "role", FichierRefuse: "logo"},
        succes="C’est enregistré.",
        titre=f"Modifier « {partenariat.structure} »",
    )


RANGEMENTS = {
    "monter": actions.monter_partenaire,
    "descendre": actions.descendre_partenaire,
    "retirer": actions.retirer_partenaire,
}


@reserve_a()
@require_POST
def ranger_partenaire(request: HttpRequest, evenement: Evenement, pk: int, acte: str) -> HttpResponse:
    if acte not in RANGEMENTS:
        raise Http404
    partenariat = get_object_or_404(Partenariat.objects.select_related("evenement"), pk=pk, evenement=evenement)
    RANGEMENTS[acte](partenariat, par=request.user)
    if acte == "retirer":
        messages.success(request, f"« {partenariat.structure} » est retiré.")
    return redirect(resolve_url("organisation:reglages", evenement.slug) + "#partenaires")


@reserve_a()
def ajouter_ressource(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    form = RessourceForm(**donnees(request), fuseau=evenement.fuseau)
    return _saisir(
        request,
        evenement,
        form,
        lambda: actions.ajouter_ressource(evenement, par=request.user, **form.champs()),
        refus={actions.RessourceImpossible: None, FichierRefuse: "fichier"},
        succes="La ressource est ajoutée.",
        titre="Nouvelle ressource",
        valider="Ajouter la ressource",
    )


@reserve_a()
def modifier_ressource(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    ressource = get_object_or_404(evenement.ressources, pk=pk)
    form = RessourceForm(**donnees(request), instance=Ressource.objects.get(pk=pk), fuseau=evenement.fuseau)
    avis = ["Un fichier est déjà donné : en envoyer un autre le remplace."] if ressource.fichier else []
    return _saisir(
        request,
        evenement,
        form,
        lambda: actions.modifier_ressource(ressource, par=request.user, **form.champs()),
        refus={actions.RessourceImpossible: None, FichierRefuse: "fichier"},
        succes="C’est enregistré.",
        titre=f"Modifier « {ressource.titre} »",
        avis=avis,
    )


RETRAITS = {"retirer": actions.retirer_ressource, "remettre": actions.remettre_ressource}


@reserve_a()
@require_POST
def retirer_ressource(request: HttpRequest, evenement: Evenement, pk: int, acte: str) -> HttpResponse:
    if acte not in RETRAITS:
        raise Http404
    ressource = get_object_or_404(evenement.ressources, pk=pk)
    RETRAITS[acte](ressource, par=request.user)
    fait = "n’est plus montrée" if acte == "retirer" else "est remise"
    messages.success(request, f"« {ressource.titre} » {fait}.")
    return redirect(resolve_url("organisation:reglages", evenement.slug) + "#ressources")


@reserve_a()
def modifier_lieu(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    lieu = evenement.lieu
    if lieu is None:
        return redirect("organisation:creer_lieu", evenement.slug)
    if not _organise_tout_ce_qui_s_y_tient(request, lieu):
        messages.error(request, "Ce lieu sert à d’autres événements que les vôtres : créez-en un nouveau.")
        return redirect("organisation:reglages", evenement.slug)
    form = LieuForm(**donnees(request), instance=type(lieu).objects.get(pk=lieu.pk))
    concernes = list(annonces.a_venir_dans(lieu))
    nombre = sum(annonces.personnes_a_prevenir(e) for e in concernes)
    avis = []
    if nombre:
        _ajouter_le_choix(form, nombre, "Si le nom ou l’adresse change")
    autres = [e.nom_court for e in concernes if e != evenement]
    if autres:
        avis.append(f"Ce lieu sert aussi à : {', '.join(autres)}.")
    return _saisir(
        request,
        evenement,
        form,
        lambda: annonces.modifier_lieu(lieu, par=request.user, prevenir=_prevenir(form), **_sans_choix(form)),
        refus={actions.EvenementImpossible: None, annonces.ChoixAFaire: "prevenir"},
        succes=_enregistre,
        titre=f"Modifier le lieu « {lieu.nom} »",
        avis=avis,
    )


@reserve_a()
def creer_lieu(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    form = LieuForm(**donnees(request))
    _choisir_de_prevenir(form, evenement, "Le lieu change")

    @transaction.atomic
    def creer_et_choisir():
        lieu = actions.creer_lieu(par=request.user, **_sans_choix(form))
        return annonces.modifier(evenement, par=request.user, prevenir=_prevenir(form), lieu=lieu)

    return _saisir(
        request,
        evenement,
        form,
        creer_et_choisir,
        refus={actions.EvenementImpossible: None, annonces.ChoixAFaire: "prevenir"},
        succes=_enregistre,
        titre="Nouveau lieu",
        valider="Créer le lieu et y tenir l’événement",
    )


def _organise_tout_ce_qui_s_y_tient(request: HttpRequest, lieu: Lieu) -> bool:
    """A venue is shared: who organises one event does not move the others."""
    tous, pks = organises_par(request.user)
    return tous or not lieu.evenements.exclude(pk__in=pks).exists()


def _choisir_de_prevenir(form, evenement: Evenement, quand: str) -> list[str]:
    """Where somebody knows: one more answer, that nothing ticks beforehand. Returns what else to say before the act."""
    est_publie = (
        evenement.publie_le is not None and not evenement.est_annule and not evenement.est_passe(timezone.now())
    )
    nombre = annonces.personnes_a_prevenir(evenement) if est_publie else 0
    if nombre:
        _ajouter_le_choix(form, nombre, quand)
    return []


def _ajouter_le_choix(form, nombre: int, quand: str) -> None:
    qui = accorder(nombre, "personne inscrite ou en attente", "personnes inscrites ou en attente")
    form.fields["prevenir"] = forms.ChoiceField(
        label=f"{quand}, faut-il le dire ?",
        required=False,
        choices=[
            ("", "Choisir…"),
            ("oui", f"Prévenir : {qui}, leur calendrier suit"),
            ("non", "Ne prévenir personne"),
        ],
        widget=forms.Select(attrs={"class": "choix-liste"}),
        help_text="Un seul message part, même si vous changez plusieurs choses de suite avant son départ.",
    )


def _prevenir(form) -> bool | None:
    """What was chosen; None where it was not."""
    return {"oui": True, "non": False}.get(form.cleaned_data.get("prevenir", ""))


def _sans_choix(form) -> dict:
    return {nom: valeur for nom, valeur in form.cleaned_data.items() if nom != "prevenir"}


def _enregistre(nombre: int) -> str:
    if not nombre:
        return "C’est enregistré."
    return f"C’est enregistré. {accorder(nombre, 'message part', 'messages partent')}."


def _saisir(
    request, evenement, form, acte, *, refus, succes, titre, gabarit="organisation/formulaire.html", **contexte
) -> HttpResponse:
    retour = resolve_url("organisation:reglages", evenement.slug)
    return saisir(
        request,
        form,
        acte,
        refus=refus,
        succes=succes,
        retour=retour,
        contexte={"titre": titre, "valider": "Enregistrer", "renoncer": retour, **contexte},
        evenement=evenement,
        onglet=ONGLET,
        gabarit=gabarit,
    )
