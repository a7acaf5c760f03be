"""A registration that lives: change formule, answer an offer, say one comes, correct one's details.

GET shows what will happen and changes nothing; POST acts, then the personal page says where things stand.
"""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from evenements.models import Formule
from inscriptions import actions, agenda, ateliers, file, retours
from inscriptions.forms import ModificationForm
from inscriptions.models import Inscription
from inscriptions.views.inscription import PAR_ADRESSE, PAR_MACHINE, inscription_du_jeton
from socle import liens
from socle.liens import Usage
from socle.limites import LimiteAtteinte, adresse_ip, consommer
from socle.personnel import page_personnelle
from socle.reponses import VoirAilleurs
from socle.scelles import desceller, sceller

ADRESSE = "inscriptions.adresse"
DUREE_DE_LA_PREUVE = 2 * 24 * 3600
GET_ET_POST = require_http_methods(["GET", "HEAD", "POST"])


@page_personnelle
@GET_ET_POST
def changer_de_formule(request, jeton, modalite):
    inscription = inscription_du_jeton(jeton)
    formule = _formule(inscription, modalite)
    if request.method != "POST":
        return _changement(request, inscription, formule)
    try:
        inscription = actions.changer_de_formule(inscription, formule)
    except actions.ChangementImpossible as refus:
        return _changement(request, inscription, formule, refus=str(refus), status=422)
    return VoirAilleurs(retours.vers(inscription, _ce_qui_a_change(inscription, formule)))


@page_personnelle
@require_POST
def quitter_la_file(request, jeton):
    inscription = inscription_du_jeton(jeton)
    try:
        actions.quitter_la_file(inscription)
    except actions.ChangementImpossible as refus:
        contexte = {"inscription": inscription, "evenement": inscription.evenement, "refus": str(refus)}
        return render(request, "inscriptions/refus.html", contexte, status=422)
    return VoirAilleurs(retours.vers(inscription, retours.PLUS_D_ATTENTE))


@page_personnelle
@GET_ET_POST
def offre(request, jeton):
    """The token opens the offer that is being made to this person, and nothing else of hers."""
    inscription = _de_l_offre(jeton)
    if request.method != "POST":
        return _offre(request, inscription)
    acte = actions.accepter if request.POST.get("reponse") == "oui" else actions.decliner
    if request.POST.get("reponse") not in {"oui", "non"}:
        return _offre(request, inscription, status=422)
    try:
        inscription = acte(inscription)
    except actions.OffreImpossible as refus:
        return _offre(request, inscription, refus=str(refus), status=422)
    return VoirAilleurs(f"{request.path}?fait={request.POST['reponse']}")


@page_personnelle
@GET_ET_POST
def venue(request, jeton):
    inscription = inscription_du_jeton(jeton)
    if request.method != "POST":
        return _venue(request, inscription)
    try:
        fait = _repondre(inscription, request.POST.get("reponse", ""))
    except (actions.VenueImpossible, actions.ChangementImpossible, actions.AnnulationImpossible) as refus:
        return _venue(request, inscription, refus=str(refus), status=422)
    return VoirAilleurs(retours.vers(inscription, fait))


@page_personnelle
@GET_ET_POST
def modifier(request, jeton):
    inscription = inscription_du_jeton(jeton)
    sur_place = actions.concerne_le_sur_place(inscription)
    form = ModificationForm(request.POST or None, inscription=inscription, sur_place=sur_place)
    if request.method != "POST":
        return _modification(request, inscription, form)
    if not form.is_valid():
        return _modification(request, inscription, form, status=422)
    try:
        nouvelle = form.nouvelle_adresse
        if nouvelle:
            consommer((PAR_MACHINE, adresse_ip(request)), (PAR_ADRESSE, nouvelle))
        actions.modifier(inscription, form.details())
        if nouvelle:
            actions.demander_une_adresse(inscription, nouvelle, _lien_de_preuve(inscription, nouvelle))
    except (actions.ModificationImpossible, LimiteAtteinte) as refus:
        form.add_error(None, str(refus))
        return _modification(request, inscription, form, status=422)
    return VoirAilleurs(f"{request.path}?fait={'adresse' if nouvelle else 'oui'}")


@page_personnelle
@GET_ET_POST
def adresse(request, jeton):
    """What was sent to a new address: shows no name, opens nothing else; POST makes it the registration's own."""
    lignes = Inscription.objects.select_related("evenement__lieu", "formule")
    inscription = liens.objet_du_jeton(jeton, Usage.ADRESSE, lignes)
    dit = desceller(request.GET.get("nouvelle", ""), usage=ADRESSE, secondes=DUREE_DE_LA_PREUVE)
    contexte = {"evenement": inscription.evenement, "email": dit.get("email")}
    if dit.get("inscription") != inscription.pk:
        return render(request, "inscriptions/adresse.html", contexte | {"perimee": True}, status=404)
    if request.method != "POST":
        return render(request, "inscriptions/adresse.html", contexte)
    try:
        inscription = actions.changer_d_adresse(inscription, dit["email"])
    except actions.ModificationImpossible as refus:
        return render(request, "inscriptions/adresse.html", contexte | {"refus": str(refus)}, status=422)
    return VoirAilleurs(retours.vers(inscription, retours.ADRESSE))


def _formule(inscription: Inscription, modalite: str) -> Formule:
    formule = Formule.objects.filter(evenement=inscription.evenement_id, modalite=modalite).first()
    if formule is None:
        raise Http404
    formule.evenement = inscription.evenement
    return formule


def _de_l_offre(jeton: str) -> Inscription:
    lignes = Inscription.objects.select_related("evenement__lieu", "formule")
    inscription = liens.objet_du_jeton(jeton, Usage.OFFRE, lignes)
    if inscription.formule is not None:
        inscription.formule.evenement = inscription.evenement
    return inscription


def _repondre(inscription: Inscription, reponse: str) -> str:
    """Act; what the personal page will say of it."""
    if reponse == "viens":
        actions.confirmer_la_venue(inscription)
        return retours.VIENT
    if reponse == "en-ligne":
        formule = _formule(inscription, Formule.Modalite.DISTANCIEL)
        return _ce_qui_a_change(actions.changer_de_formule(inscription, formule), formule)
    if reponse == "desiste":
        actions.annuler(inscription)
        return retours.ANNULEE
    raise actions.VenueImpossible("Choisissez une des trois réponses.")


def _ce_qui_a_change(inscription: Inscription, formule: Formule) -> str:
    """The place is taken, or waited for."""
    if inscription.formule_id != formule.pk:
        return retours.ATTENTE
    return retours.SUR_PLACE if formule.est_sur_place else retours.EN_LIGNE


def _lien_de_preuve(inscription: Inscription, email: str) -> str:
    return liens.preuve_d_adresse(inscription, sceller({"inscription": inscription.pk, "email": email}, usage=ADRESSE))


def _changement(request, inscription, formule, *, refus="", status=200):
    attente = actions.attente_ouverte(inscription)
    contexte = {
        "inscription": inscription,
        "evenement": inscription.evenement,
        "formule": formule,
        "quand": agenda.heures(formule.debut, formule.fin, inscription.evenement.fuseau),
        "ou": agenda.lieu(formule),
        "il_faut_attendre": inscription.prend_une_place_publique and file.il_faut_attendre(formule),
        "attente": attente,
        "ateliers_rendus": () if formule.est_sur_place else ateliers.choisis(inscription),
        "refus": refus,
    }
    return render(request, "inscriptions/changer.html", contexte, status=status)


def _offre(request, inscription, *, refus="", status=200):
    maintenant = timezone.now()
    attente = actions.offre_en_cours(inscription, maintenant)
    formule = attente.formule if attente else inscription.formule
    fuseau = inscription.evenement.fuseau
    contexte = {
        "inscription": inscription,
        "evenement": inscription.evenement,
        "attente": attente,
        "formule": formule,
        "quand": agenda.heures(formule.debut, formule.fin, fuseau) if formule else "",
        "ou": agenda.lieu(formule) if formule else "",
        "fait": request.GET.get("fait", ""),
        "peut_revenir": inscription.est_annulee or _a_laisse_passer(inscription, maintenant),
        "reponse": request.GET.get("reponse", ""),
        "refus": refus,
    }
    return render(request, "inscriptions/offre.html", contexte, status=status)


def _a_laisse_passer(inscription: Inscription, maintenant) -> bool:
    """Too late for the offer, and nothing else is held: it ends here, swept or not."""
    attente = actions.attente_ouverte(inscription)
    echue = attente is not None and attente.echeance is not None and maintenant >= attente.echeance
    return echue and inscription.formule_id is None


def _venue(request, inscription, *, refus="", status=200):
    maintenant = timezone.now()
    evenement, formule = inscription.evenement, inscription.formule
    en_ligne = Formule.objects.filter(evenement=evenement, modalite=Formule.Modalite.DISTANCIEL).first()
    possible = formule is not None and formule.est_sur_place
    contexte = {
        "inscription": inscription,
        "evenement": evenement,
        "formule": formule,
        "quand": agenda.heures(formule.debut, formule.fin, evenement.fuseau) if formule else "",
        "peut_repondre": possible and not evenement.est_annule and not evenement.est_passe(maintenant),
        "en_ligne": en_ligne,
        "en_ligne_complet": en_ligne is not None and file.il_faut_attendre(en_ligne),
        "ateliers_rendus": ateliers.choisis(inscription) if possible else (),
        "reponse": request.GET.get("reponse", ""),
        "refus": refus,
    }
    return render(request, "inscriptions/venue.html", contexte, status=status)


def _modification(request, inscription, form, *, status=200):
    contexte = {
        "inscription": inscription,
        "evenement": inscription.evenement,
        "form": form,
        "fait": request.GET.get("fait", ""),
    }
    return render(request, "inscriptions/modifier.html", contexte, status=status)
