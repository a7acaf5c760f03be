"""The home page and a cycle's: a few queries of stamps, then 304 or the page."""

from collections import defaultdict
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenements.models import Cycle, Evenement, Formule
from portail import agenda, etats, lecture, pages
from presences.lecture import chiffres_connus
from socle import dates, liens
from socle.territoires import PARIS, lieu_du_fuseau

RENCONTRE = Evenement.Nature.RENCONTRE
SEMINAIRE = Evenement.Nature.SEMINAIRE


@require_safe
def accueil(request):
    maintenant = timezone.now()
    entrees = _entrees(Evenement.objects.publies(), maintenant)
    aujourd_hui = dates.local(maintenant, PARIS).date()
    version = pages.empreinte("accueil", aujourd_hui, [_tampon(e) for e in entrees])

    def fabriquer():
        contexte = {"entrees": entrees, "adresse": liens.accueil(), **_accueil(entrees, aujourd_hui)}
        return render_to_string("portail/accueil.html", contexte, request)

    return pages.repondre(request, version, lambda: pages.fragment("accueil", version, fabriquer))


@require_safe
def cycle(request, slug):
    maintenant = timezone.now()
    cycle_ = Cycle.objects.publies().select_related("bilan").filter(slug=slug).first()
    if cycle_ is None:
        raise Http404
    entrees = _entrees(Evenement.objects.publies().filter(cycle=cycle_), maintenant)
    partenariats = list(cycle_.partenariats.select_related("structure"))
    version = pages.empreinte("cycle", _tampon_du_cycle(cycle_, partenariats), [_tampon(e) for e in entrees])

    def fabriquer():
        contexte = {
            "cycle": cycle_,
            "marche": agenda.marche(cycle_, entrees),
            "autres": [e for e in entrees if e.evenement.nature != Evenement.Nature.WEBINAIRE],
            "partenaires": lecture.par_role(partenariats),
            "chiffres": chiffres_connus(getattr(cycle_, "bilan", None)),
            "est_passe": not agenda.a_venir(entrees),
            "abonnement": liens.abonnement(liens.flux_du_cycle(cycle_)),
            "adresse": liens.cycle(cycle_),
        }
        return render_to_string("portail/cycle.html", contexte, request)

    return pages.repondre(request, version, lambda: pages.fragment("cycle", version, fabriquer))


def _entrees(evenements: QuerySet, maintenant: datetime) -> list[agenda.Entree]:
    """In two queries, whatever their number."""
    charges = list(lecture.avec_ressources(evenements.select_related("cycle", "lieu", "bilan")))
    formules = defaultdict(list)
    for formule in Formule.objects.filter(evenement__in=[e.pk for e in charges]):
        formules[formule.evenement_id].append(formule)
    return [agenda.entree(e, formules[e.pk], maintenant) for e in charges]


def _tampon(entree: agenda.Entree) -> tuple:
    """What a page shows of an event: its revision, its state, its places, its cycle's words, its figures."""
    evenement = entree.evenement
    bilan = getattr(evenement, "bilan", None)
    return (
        (evenement.pk, evenement.revision, entree.etat, entree.en_cours, evenement.ressources_ouvertes),  # type: ignore[attr-defined]
        [(m.etat, m.reserve) for m in entree.modalites],
        [pages.valeurs(ligne) for ligne in (entree.cycle, evenement.lieu, bilan)],
    )


def _tampon_du_cycle(cycle_: Cycle, partenariats) -> tuple:
    bilan = getattr(cycle_, "bilan", None)
    return (
        [pages.valeurs(ligne) for ligne in (cycle_, bilan)],
        [(p.role, p.ordre, p.mention, p.structure.nom, p.structure.logo.name, p.structure.site) for p in partenariats],
    )


def _accueil(entrees: list[agenda.Entree], aujourd_hui) -> dict:
    futures = agenda.a_venir(entrees)
    les_notres = [e for e in futures if e.evenement.nature != SEMINAIRE]
    prochain = next((e for e in les_notres if e.jour_est_connu), None)
    courant = agenda.cycle_courant(entrees)
    return {
        "prochain": prochain,
        "dans": _dans(prochain, aujourd_hui),
        "suivants": [e for e in les_notres if e is not prochain and e.evenement.debut],
        "voisins": [e for e in futures if e.evenement.nature == SEMINAIRE],
        "voisins_passes": [e for e in entrees if e.evenement.nature == SEMINAIRE and not agenda.est_a_venir(e)],
        "marche": agenda.marche(courant, entrees) if courant else None,
        "abonnement": liens.abonnement(liens.flux_du_cycle(courant)) if courant else "",
        "cycles_passes": agenda.cycles_passes(entrees, courant),
        "editions": [e for e in entrees if e.evenement.nature == RENCONTRE and not agenda.est_a_venir(e)],
        "territoires": _territoires(prochain),
        "heure_de": etats.heure_de(prochain.evenement.fuseau) if prochain else "",
        "ici": lieu_du_fuseau(prochain.evenement.fuseau) if prochain else "",
    }


def _dans(prochain, aujourd_hui) -> str:
    if prochain is None:
        return ""
    return dates.dans(prochain.date, aujourd_hui)


def _territoires(prochain):
    if prochain is None or not prochain.evenement.est_date:
        return []
    evenement = prochain.evenement
    return lecture.heures_des_territoires(evenement.debut, evenement.fuseau, lecture.FUSEAUX_DE_L_ACCUEIL)
