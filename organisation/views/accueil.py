from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from evenements import actions, permissions
from evenements.forms import EvenementForm
from evenements.models import Acces, Evenement
from inscriptions.models import Inscription
from organisation.acces import Portee, reserve_a
from organisation.etats import Etat, etat_de
from organisation.rendu import donnees, rendre, saisir
from socle import cles

CONSULTATION, POINTAGE = Acces.Role.CONSULTATION, Acces.Role.POINTAGE
VUES = {"a_venir": "À venir", "brouillons": "Brouillons", "passes": "Passés"}


@dataclass(frozen=True)
class Ligne:
    evenement: Evenement
    etat: Etat
    montre_les_chiffres: bool


@reserve_a(CONSULTATION, POINTAGE, portee=Portee.UN)
def accueil(request: HttpRequest) -> HttpResponse:
    vue = request.GET.get("vue", "a_venir")
    vue = vue if vue in VUES else "a_venir"
    texte, nature = request.GET.get("q", "").strip(), request.GET.get("nature", "")
    rangees = _rangees(request.user, texte, nature)
    contexte = {
        "lignes": rangees[vue],
        "vues": [(nom, label, len(rangees[nom])) for nom, label in VUES.items()],
        "vue": vue,
        "q": texte,
        "nature": nature,
        "natures": Evenement.Nature.choices,
        "peut_creer": permissions.peut_organiser(permissions.roles(request.user, None)),
    }
    gabarit = "organisation/_evenements.html" if request.htmx else "organisation/accueil.html"  # type: ignore[attr-defined]
    return rendre(request, gabarit, contexte)


@reserve_a(portee=Portee.TOUS)
def creer(request: HttpRequest) -> HttpResponse:
    form = EvenementForm(**donnees(request))
    return saisir(
        request,
        form,
        lambda: actions.creer(par=request.user, **form.champs()),
        refus={actions.EvenementImpossible: None},
        succes="Événement créé : c’est un brouillon, l’équipe seule le voit.",
        retour=lambda evenement: resolve_url("organisation:evenement", evenement.slug),
        contexte={
            "titre": "Nouvel événement",
            "valider": "Créer le brouillon",
            "renoncer": resolve_url("organisation:accueil"),
        },
        gabarit="organisation/evenement_formulaire.html",
    )


def _rangees(user, texte: str, nature: str) -> dict[str, list[Ligne]]:
    maintenant, roles_de = timezone.now(), permissions.roles_par_evenement(user)
    rangees: dict[str, list[Ligne]] = {nom: [] for nom in VUES}
    for evenement in _evenements(user):
        if _convient(evenement, texte, nature):
            chiffres = permissions.peut_lire_les_chiffres(roles_de(evenement.pk))
            ligne = Ligne(evenement, etat_de(evenement, maintenant), chiffres)
            rangees[_rangee(evenement, maintenant)].append(ligne)
    rangees["passes"].reverse()
    return rangees


def _evenements(user):
    confirmees = Q(inscriptions__etat=Inscription.Etat.CONFIRMATION)
    publiques = Q(inscriptions__categorie=Inscription.Categorie.PARTICIPANT)
    visibles = Evenement.objects.filter(pk__in=Evenement.objects.visibles_par(user).values("pk"))
    visibles = visibles.select_related("cycle").annotate(inscrits=Count("inscriptions", filter=confirmees & publiques))
    return visibles.order_by(F("debut").asc(nulls_last=True), "pk")


def _convient(evenement: Evenement, texte: str, nature: str) -> bool:
    """Few events, so words are looked for here, on keys without accents: the same on every database."""
    if nature and evenement.nature != nature:
        return False
    cycle = str(evenement.cycle) if evenement.cycle else ""
    ou = cles.cle(f"{evenement.titre} {evenement.nom_court} {evenement.theme} {cycle} {evenement.date_en_mots}")
    return all(mot in ou for mot in cles.cle(texte).split())


def _rangee(evenement: Evenement, maintenant) -> str:
    if not evenement.est_publie(maintenant):
        return "brouillons"
    return "passes" if evenement.est_passe(maintenant) else "a_venir"
