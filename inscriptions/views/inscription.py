from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from evenements.models import Evenement, Formule
from inscriptions import actions, agenda, ateliers, fichiers, retours
from inscriptions.forms import AvisForm, InscriptionForm
from inscriptions.models import Attente, Inscription
from socle import liens
from socle.liens import Usage
from socle.limites import Limite, LimiteAtteinte, adresse_ip, consommer
from socle.origine import meme_origine
from socle.personnel import page_personnelle
from socle.reponses import VoirAilleurs
from socle.scelles import desceller, sceller

PAR_MACHINE = Limite("inscription-machine", 100, 600)
PAR_ADRESSE = Limite("inscription-adresse", 10, 3600)
SUITE = "inscriptions.suite"
DUREE_DE_LA_SUITE = 3600


@meme_origine
@require_http_methods(["GET", "HEAD", "POST"])
def inscrire(request, slug):
    evenement = _evenement(slug)
    if not evenement.inscriptions_ouvertes(timezone.now()):
        return _fermee(request, evenement, status=422 if request.method == "POST" else 200)
    formules = evenement.formules.all()
    if not formules:
        return _fermee(request, evenement)
    acces = request.GET.get("acces", "")
    for formule in formules:
        reservee = formule.est_reservee(timezone.now())
        formule.est_fermee_aux_autres = reservee and not liens.acces_membre(acces, formule)  # type: ignore[attr-defined]
    heures = _ateliers(evenement, formules)
    saisie = request.POST if request.method == "POST" else None
    form = InscriptionForm(saisie, evenement=evenement, formules=formules, ateliers=heures)
    if saisie is None:
        return _formulaire(request, evenement, form)
    if not form.is_valid():
        return _formulaire(request, evenement, form, status=422)
    return _inscrire(request, evenement, form)


def _inscrire(request, evenement, form):
    formule, email = form.formule_choisie, form.cleaned_data["email"]
    suite = _adresse_de_la_suite(evenement, formule, email)
    if form.est_un_robot:
        return VoirAilleurs(suite)
    try:
        consommer((PAR_MACHINE, adresse_ip(request)), (PAR_ADRESSE, email))
        acces_membre = liens.acces_membre(request.GET.get("acces", ""), formule)
        actions.inscrire(formule, participant=form.participant(), acces_membre=acces_membre)
    except LimiteAtteinte as limite:
        form.add_error(None, str(limite))
        return _formulaire(request, evenement, form, status=429, headers={"Retry-After": f"{limite.attendre}"})
    except actions.InscriptionImpossible as refus:
        form.add_error(None, str(refus))
        return _formulaire(request, evenement, form, status=422)
    return VoirAilleurs(suite)


@page_personnelle
@require_safe
def suite(request, slug):
    """What follows a POST: the same page, byte for byte, whether the address was known or new (design §4).

    What it shows comes sealed from the POST itself; no table that knows who is registered is read.
    """
    evenement = _evenement(slug)
    dit = _lire_la_suite(request.GET.get("suite", ""), evenement)
    formule = _formule(evenement, dit.get("formule") or request.GET.get("formule", ""))
    contexte = {"evenement": evenement, "formule": formule, "email": dit.get("email"), "attente": dit.get("attente")}
    if formule is not None:
        contexte["quand"] = agenda.heures(formule.debut, formule.fin, evenement.fuseau)
        contexte["ou"] = agenda.lieu(formule)
    return render(request, "inscriptions/suite.html", contexte)


@meme_origine
@require_http_methods(["GET", "HEAD", "POST"])
def prevenir(request, slug):
    """« Me prévenir à l’ouverture »: the same answer whatever was known. Its form is on the page of registering."""
    evenement = _evenement(slug)
    if request.method != "POST":
        return HttpResponseRedirect(f"{reverse('inscriptions:inscrire', args=[slug])}#prevenir")
    form = AvisForm(request.POST)
    if not form.is_valid():
        return _fermee(request, evenement, form, status=422)
    try:
        consommer((PAR_MACHINE, adresse_ip(request)), (PAR_ADRESSE, form.cleaned_data["email"]))
    except LimiteAtteinte as limite:
        form.add_error(None, str(limite))
        return _fermee(request, evenement, form, status=429, headers={"Retry-After": f"{limite.attendre}"})
    actions.demander_avis(evenement, form.cleaned_data["email"])
    return VoirAilleurs(f"{reverse('inscriptions:inscrire', args=[slug])}?prevenir=oui")


@page_personnelle
@require_http_methods(["GET", "HEAD", "POST"])  # GET shows the confirmation, POST acts
def annuler(request, jeton):
    inscription = inscription_du_jeton(jeton)
    if request.method != "POST":
        return _annulation(request, inscription)
    try:
        actions.annuler(inscription)
    except actions.AnnulationImpossible as refus:
        return _annulation(request, inscription, refus=str(refus), status=422)
    return VoirAilleurs(retours.vers(inscription, retours.ANNULEE))


@page_personnelle
@require_http_methods(["GET", "HEAD", "POST"])  # GET shows the workshops, POST chooses or leaves one
def mes_ateliers(request, jeton):
    inscription = inscription_du_jeton(jeton)
    if request.method != "POST":
        return _mes_ateliers(request, inscription, jeton)
    atelier = _entier(request.POST.get("atelier", ""))
    try:
        if request.POST.get("geste") == "quitter":
            actions.quitter_un_atelier(inscription, atelier)
            fait = retours.ATELIER_QUITTE
        else:
            est_tenu = actions.choisir_un_atelier(inscription, atelier)
            fait = retours.ATELIER if est_tenu else retours.ATELIER_ATTENDU
    except actions.AtelierImpossible as refus:
        return _mes_ateliers(request, inscription, jeton, refus=str(refus), status=422)
    return VoirAilleurs(retours.vers(inscription, fait, "#ateliers"))


def _mes_ateliers(request, inscription, jeton, *, refus="", status=200):
    contexte = {
        "inscription": inscription,
        "evenement": inscription.evenement,
        "jeton": jeton,
        "choix": ateliers.de_la_personne(inscription, timezone.now()),
        "refus": refus,
    }
    return render(request, "inscriptions/ateliers.html", contexte, status=status)


def _entier(texte: str) -> int:
    """A slot's number; 0, which is nobody's, for whatever else was posted."""
    return int(texte) if texte.isascii() and texte.isdecimal() and len(texte) < 10 else 0


@page_personnelle
@require_safe
def invitation_ics(request, jeton):
    contenu = fichiers.de_l_inscription(inscription_du_jeton(jeton))
    if contenu is None:
        raise Http404
    return _calendrier(contenu, "invitation")


@require_safe
def calendrier_public(request, slug, modalite):
    evenement = _evenement(slug)
    formule = get_object_or_404(
        Formule.objects.select_related("evenement__lieu"), evenement=evenement, modalite=modalite
    )
    if not evenement.est_date or evenement.est_annule:
        raise Http404
    return _calendrier(fichiers.public(formule), f"{slug}-{modalite}")


def inscription_du_jeton(jeton: str) -> Inscription:
    """The registration that a management link opens, its event published or not: loads and authorises, or 404."""
    lignes = Inscription.objects.select_related("evenement__lieu", "formule")
    inscription = liens.objet_du_jeton(jeton, Usage.GESTION, lignes)
    if inscription.formule is not None:
        inscription.formule.evenement = inscription.evenement
    return inscription


def _evenement(slug: str) -> Evenement:
    """A published event with its formules, each knowing whether somebody waits for it; or 404."""
    attendue = Exists(Attente.objects.sans_place().filter(formule=OuterRef("pk")))
    formules = Prefetch("formules", Formule.objects.annotate(est_attendue=attendue))
    evenement = get_object_or_404(
        Evenement.objects.publies().select_related("lieu").prefetch_related(formules), slug=slug
    )
    for formule in evenement.formules.all():
        formule.evenement = evenement
    return evenement


def _ateliers(evenement: Evenement, formules) -> tuple[ateliers.Heure, ...]:
    """What can be chosen with the registration; only a place on site has workshops."""
    if not any(formule.est_sur_place for formule in formules):
        return ()
    return ateliers.a_choisir(evenement, timezone.now())


def _formule(evenement: Evenement, modalite: str) -> Formule | None:
    return next((formule for formule in evenement.formules.all() if formule.modalite == modalite), None)


def _formulaire(request, evenement, form, **reponse):
    besoins = [form[nom] for nom in ("besoins_acces", "regime") if nom in form.fields]
    donnees = {
        "evenement": evenement,
        "form": form,
        "formules": evenement.formules.all(),
        "numero_sur_place": 3 if "formule" in form.fields else 2,
        "sur_place_complet": any(f.est_sur_place and f.est_complete for f in evenement.formules.all()),
        "besoins_ouverts": any(champ.value() for champ in besoins),
    }
    return _reponse(request, "inscriptions/inscrire.html", donnees, **reponse)


def _fermee(request, evenement, form=None, **reponse):
    maintenant = timezone.now()
    donnees = {
        "evenement": evenement,
        "est_annoncee": evenement.inscriptions_annoncees(maintenant),
        "est_passe": evenement.est_passe(maintenant),
        "form": form or AvisForm(),
        "avis_demande": "prevenir" in request.GET,
    }
    return _reponse(request, "inscriptions/fermee.html", donnees, **reponse)


def _annulation(request, inscription, **contexte):
    status = contexte.pop("status", 200)
    contexte |= {"inscription": inscription, "evenement": inscription.evenement}
    return render(request, "inscriptions/annuler.html", contexte, status=status)


def _reponse(request, gabarit, contexte, *, status=200, headers=None):
    reponse = render(request, gabarit, contexte, status=status)
    reponse["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
    for nom, valeur in (headers or {}).items():
        reponse[nom] = valeur
    return reponse


def _calendrier(contenu: bytes, nom: str) -> HttpResponse:
    disposition = f'attachment; filename="{nom}.ics"'
    return HttpResponse(
        contenu, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": disposition}
    )


def _adresse_de_la_suite(evenement, formule, email):
    """Read before the act: what the page says must not depend on what the act found."""
    attente = formule.est_complete or formule.est_attendue
    dit = {"evenement": evenement.pk, "formule": formule.modalite, "email": email, "attente": attente}
    parametres = urlencode({"formule": formule.modalite, "suite": sceller(dit, usage=SUITE)})
    return f"{reverse('inscriptions:suite', args=[evenement.slug])}?{parametres}"


def _lire_la_suite(texte, evenement):
    """What the POST sealed, for an hour, for this event; nothing otherwise."""
    dit = desceller(texte, usage=SUITE, secondes=DUREE_DE_LA_SUITE)
    return dit if dit.get("evenement") == evenement.pk else {}
