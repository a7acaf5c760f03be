"""Registering a group: good lines are done, faulty ones come back alone with their reasons."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from inscriptions import actions
from inscriptions.forms_groupe import LIGNES_MAX, RANGS_AU_DEBUT, Lignes, ResponsableForm, ligne, lire_les_lignes
from inscriptions.views.inscription import _evenement, _fermee, _reponse
from socle.limites import Limite, LimiteAtteinte, adresse_ip, consommer
from socle.origine import meme_origine
from socle.personnel import page_personnelle
from socle.reponses import VoirAilleurs
from socle.scelles import desceller, sceller
from socle.typographie import accorder

PAR_MACHINE = Limite("groupe-machine", 20, 600)
PAR_ADRESSE = Limite("groupe-adresse", 10, 3600)
SUITE = "inscriptions.groupe"
DUREE_DE_LA_SUITE = 3600


@meme_origine
@require_http_methods(["GET", "HEAD", "POST"])
def inscrire_un_groupe(request, slug):
    evenement = _evenement(slug)
    formules = list(evenement.formules.all())
    if not formules or not evenement.inscriptions_ouvertes(timezone.now()):
        return _fermee(request, evenement, status=422 if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request, evenement, ResponsableForm(), [], RANGS_AU_DEBUT)
    form = ResponsableForm(request.POST)
    lignes = lire_les_lignes(request.POST, evenement, formules)
    if "rangs" in request.POST:
        return _avec_plus_de_rangs(request, evenement, lignes)
    if lignes.est_vide:
        form.add_error(None, "Écrivez au moins une personne, dans les lignes ou dans la liste à coller.")
    if not form.is_valid():
        return _page(request, evenement, form, lignes.valides + lignes.fautives, RANGS_AU_DEBUT, status=422)
    if form.est_un_robot:
        return VoirAilleurs(_adresse_de_la_suite(evenement, form, 1))
    return _inscrire(request, evenement, form, lignes)


def _inscrire(request, evenement, form: ResponsableForm, lignes: Lignes):
    try:
        consommer((PAR_MACHINE, adresse_ip(request)), (PAR_ADRESSE, form.cleaned_data["email"]))
    except LimiteAtteinte as limite:
        form.add_error(None, str(limite))
        entetes = {"Retry-After": f"{limite.attendre}"}
        toutes = lignes.valides + lignes.fautives
        return _page(request, evenement, form, toutes, RANGS_AU_DEBUT, status=429, headers=entetes)
    faites = _inscrire_les_lignes(evenement, form, lignes)
    if not lignes.fautives and not lignes.trop:
        return VoirAilleurs(_adresse_de_la_suite(evenement, form, faites))
    if lignes.trop:
        form.add_error(None, f"{LIGNES_MAX} lignes au plus à la fois : {accorder(lignes.trop, 'ligne')} en trop.")
    return _page(request, evenement, form, lignes.fautives, 0, status=422, faites=faites)


def _inscrire_les_lignes(evenement, form: ResponsableForm, lignes: Lignes) -> int:
    """How many were done; those that the act itself refused join the faulty ones."""
    responsable = actions.Responsable(
        nom=f"{form.cleaned_data['prenom']} {form.cleaned_data['nom']}",
        email=form.cleaned_data["email"],
        en_mots=form.en_mots(),
    )
    couples = [(une.formule_choisie, une.participant()) for une in lignes.valides]
    refus = actions.inscrire_un_groupe(evenement, couples, responsable=responsable) if couples else []
    for une, raison in zip(lignes.valides, refus, strict=True):
        if raison:
            une.add_error(None, raison)
            lignes.fautives.append(une)
    return refus.count("")


@page_personnelle
@require_safe
def suite_du_groupe(request, slug):
    """What follows: the same, whoever was known. What it shows comes sealed from the POST itself."""
    evenement = _evenement(slug)
    dit = desceller(request.GET.get("suite", ""), usage=SUITE, secondes=DUREE_DE_LA_SUITE)
    dit = dit if dit.get("evenement") == evenement.pk else {}
    return render(request, "inscriptions/groupe_suite.html", {"evenement": evenement, "dit": dit})


def _avec_plus_de_rangs(request, evenement, lignes: Lignes):
    """« Ajouter des lignes », without a script: all that was typed, more rows, nothing done, nothing blamed."""
    form = ResponsableForm(initial={nom: request.POST.get(nom, "") for nom in ResponsableForm.base_fields})
    form.initial["collees"] = ""
    return _page(request, evenement, form, lignes.valides + lignes.fautives, RANGS_AU_DEBUT, blamer=False)


def _page(request, evenement, form, remplies: list, vides: int, *, faites=0, blamer=True, **reponse):
    formules = {formule.modalite: formule for formule in evenement.formules.all()}
    nombre = min(LIGNES_MAX, len(remplies) + vides)
    valeurs = [{nom: str(une[nom].value() or "") for nom in une.fields} for une in remplies[:nombre]]
    erreurs = [une.non_field_errors() for une in remplies[:nombre]]
    rangs = []
    for n in range(nombre):
        rang = ligne(n, formules, valeurs[n] if n < len(valeurs) else None)
        if n < len(valeurs) and not blamer:
            rang = ligne(n, formules)
            rang.initial = valeurs[n]
        elif n < len(valeurs):
            for nom, raisons in remplies[n].errors.items():
                if nom in rang.fields and nom not in rang.errors:
                    rang.add_error(nom, list(raisons))
            for raison in erreurs[n]:
                rang.add_error(None, raison)
        rangs.append(rang)
    if form.is_bound:  # what was pasted is in the rows now
        form.data = form.data.copy()
        form.data["collees"] = ""
    if len(formules) > 1:
        premiere = next(iter(formules.values())).nom
        form.fields["collees"].help_text += f" Ajoutez « ; en ligne » ou « ; sur place » ; sinon : {premiere}."
    contexte = {
        "evenement": evenement,
        "form": form,
        "rangs": rangs,
        "faites": faites,
        "fautives": [rang for rang in rangs if rang.errors] if blamer else [],
        "peut_ajouter": nombre < LIGNES_MAX,
        "maximum": LIGNES_MAX,
    }
    return _reponse(request, "inscriptions/groupe.html", contexte, **reponse)


def _adresse_de_la_suite(evenement, form: ResponsableForm, faites: int) -> str:
    dit = {"evenement": evenement.pk, "email": form.cleaned_data["email"], "nombre": faites}
    adresse = reverse("inscriptions:suite_du_groupe", args=[evenement.slug])
    return f"{adresse}?{urlencode({'suite': sceller(dit, usage=SUITE)})}"
