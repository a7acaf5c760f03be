from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenements.models import Cycle, Evenement
from inscriptions import actions as inscriptions
from inscriptions.adhesions import actions, lecture
from inscriptions.adhesions.forms import AdhesionForm
from inscriptions.models import Adhesion
from inscriptions.views.inscription import PAR_ADRESSE, PAR_MACHINE
from socle import liens
from socle.liens import Usage
from socle.limites import LimiteAtteinte, adresse_ip, consommer
from socle.origine import meme_origine
from socle.personnel import page_personnelle
from socle.reponses import VoirAilleurs
from socle.scelles import desceller, sceller
from socle.territoires import PARIS

SUITE = "inscriptions.adhesions.suite"
DUREE_DE_LA_SUITE = 3600


@meme_origine
@require_http_methods(["GET", "HEAD", "POST"])
def adherer(request, slug):
    cycle = get_object_or_404(Cycle.objects.publies(), slug=slug)
    seances = _proposees(cycle)
    if request.method != "POST" or not seances:
        return _formulaire(request, cycle, seances, AdhesionForm(), status=422 if request.method == "POST" else 200)
    form = AdhesionForm(request.POST)
    if not form.is_valid():
        return _formulaire(request, cycle, seances, form, status=422)
    return _adherer(request, cycle, seances, form)


def _adherer(request, cycle, seances, form):
    email = form.cleaned_data["email"]
    if form.est_un_robot:
        return VoirAilleurs(_adresse_de_la_suite(cycle, email))
    try:
        consommer((PAR_MACHINE, adresse_ip(request)), (PAR_ADRESSE, email))
        actions.adherer(cycle, participant=form.participant())
    except LimiteAtteinte as limite:
        form.add_error(None, str(limite))
        return _formulaire(request, cycle, seances, form, status=429, headers={"Retry-After": f"{limite.attendre}"})
    except actions.AdhesionImpossible as refus:
        form.add_error(None, str(refus))
        return _formulaire(request, cycle, seances, form, status=422)
    return VoirAilleurs(_adresse_de_la_suite(cycle, email))


@page_personnelle
@require_safe
def suite(request, slug):
    """The same page, byte for byte, whether the address was known or new: no table that knows is read (design §4)."""
    cycle = get_object_or_404(Cycle.objects.publies(), slug=slug)
    dit = desceller(request.GET.get("suite", ""), usage=SUITE, secondes=DUREE_DE_LA_SUITE)
    email = dit.get("email") if dit.get("cycle") == cycle.pk else None
    contexte = {"cycle": cycle, "email": email, "seances": _proposees(cycle)}
    return render(request, "inscriptions/cycle/suite.html", contexte)


@page_personnelle
@require_safe
def mon_cycle(request, jeton):
    return _ma_page(request, _adhesion(jeton), jeton)


@page_personnelle
@require_POST
def retirer(request, jeton, slug):
    """Opt out of one session, by the button beside it."""
    adhesion = _adhesion(jeton)
    evenement = get_object_or_404(Evenement, slug=slug, cycle=adhesion.cycle_id)
    try:
        actions.retirer(adhesion, evenement)
    except inscriptions.AnnulationImpossible as refus:
        return _ma_page(request, adhesion, jeton, refus=str(refus), status=422)
    return VoirAilleurs(f"{adhesion.get_absolute_url()}?fait=retiree")


@page_personnelle
@require_http_methods(["GET", "HEAD", "POST"])  # GET shows the confirmation, POST acts
def quitter(request, jeton):
    adhesion = _adhesion(jeton)
    if request.method != "POST":
        quittees = lecture.a_quitter(adhesion, lecture.seances(adhesion, timezone.now()))
        contexte = {"adhesion": adhesion, "cycle": adhesion.cycle, "seances": [seance for seance, _ in quittees]}
        return render(request, "inscriptions/cycle/quitter.html", contexte)
    return _agir(request, adhesion, jeton, actions.quitter)


@page_personnelle
@require_POST
def reprendre(request, jeton):
    return _agir(request, _adhesion(jeton), jeton, actions.reprendre)


def _agir(request, adhesion, jeton, acte):
    try:
        adhesion = acte(adhesion)
    except actions.AdhesionImpossible as refus:
        return _ma_page(request, adhesion, jeton, refus=str(refus), status=422)
    return VoirAilleurs(adhesion.get_absolute_url())


def _adhesion(jeton: str) -> Adhesion:
    """The membership that a management link opens: loads and authorises, or 404."""
    return liens.objet_du_jeton(jeton, Usage.GESTION, Adhesion.objects.select_related("cycle"))


def _proposees(cycle: Cycle) -> list[lecture.Seance]:
    """What the form promises, the same for everyone."""
    maintenant = timezone.now()
    evenements = lecture.proposees(cycle, maintenant)
    return [lecture.Seance(e, None, PARIS, est_passee=False, est_proposee=True) for e in evenements]


def _ma_page(request, adhesion, jeton, *, refus="", status=200):
    flux = liens.mon_flux_du_cycle(adhesion)
    contexte = {
        "adhesion": adhesion,
        "cycle": adhesion.cycle,
        "jeton": jeton,
        "seances": lecture.seances(adhesion, timezone.now()),
        "lien_flux": flux,
        "lien_abonnement": liens.abonnement(flux),
        "refus": refus,
        "a_retire": request.GET.get("fait") == "retiree",
    }
    return render(request, "inscriptions/cycle/mon_cycle.html", contexte, status=status)


def _formulaire(request, cycle, seances, form, *, status=200, headers=None):
    contexte = {"cycle": cycle, "seances": seances, "form": form}
    reponse = render(request, "inscriptions/cycle/adherer.html", contexte, status=status)
    reponse["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
    for nom, valeur in (headers or {}).items():
        reponse[nom] = valeur
    return reponse


def _adresse_de_la_suite(cycle, email):
    parametres = urlencode({"suite": sceller({"cycle": cycle.pk, "email": email}, usage=SUITE)})
    return f"{reverse('inscriptions:adherer_suite', args=[cycle.slug])}?{parametres}"
