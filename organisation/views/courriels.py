import re

from django.contrib import messages
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from courriels import actions
from courriels.models import Envoi
from evenements.models import Evenement
from journal.models import reference
from organisation.acces import Portee, organises_par, reserve_a
from organisation.rendu import paginer, rendre
from socle import liens

Etat = Envoi.Etat
ADRESSE_LONGUE = re.compile(r"(https?://\S{70})\S{11,}")
RANGS = Case(
    When(etat=Etat.ABANDON, then=Value(0)),
    When(etat=Etat.DOUTEUX, then=Value(1)),
    When(etat=Etat.ATTENTE, tentatives__gt=0, then=Value(2)),
    When(etat=Etat.ATTENTE, then=Value(3)),
    default=Value(4),
    output_field=IntegerField(),
)


@reserve_a()
def de_l_evenement(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    contexte = _liste(request, Envoi.objects.filter(evenement=reference(evenement)))
    return rendre(request, "organisation/courriels/liste.html", contexte, evenement=evenement, onglet="courriels")


@reserve_a(portee=Portee.UN)
def tous(request: HttpRequest) -> HttpResponse:
    """Every message of the events that this person organises; those of no event for who organises all."""
    tous_, pks = organises_par(request.user)
    envois = Envoi.objects.all()
    if not tous_:
        envois = envois.filter(evenement__in=[f"{Evenement._meta.label_lower}:{pk}" for pk in pks])
    contexte = _liste(request, envois)
    evenements = {reference(e): e for e in Evenement.objects.only("pk", "slug", "titre", "numero", "nature")}
    for envoi in contexte["page"].object_list:
        envoi.de = evenements.get(envoi.evenement)
    return rendre(request, "organisation/courriels/liste.html", contexte | {"global": True})


@reserve_a()
def courriel(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    envoi = _envoi(evenement, pk)
    contexte = {"envoi": envoi, "texte": lisible(envoi.texte), "peut_repartir": envoi.etat == Etat.ABANDON}
    return rendre(request, "organisation/courriels/detail.html", contexte, evenement=evenement, onglet="courriels")


@reserve_a()
@require_POST
def renvoyer(request: HttpRequest, evenement: Evenement, pk: int) -> HttpResponse:
    try:
        actions.renvoyer(_envoi(evenement, pk), par=request.user)
    except actions.RenvoiImpossible as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, "Le message repart.")
    return redirect("organisation:courriel", evenement.slug, pk)


def lisible(texte: str) -> str:
    """What staff read of a message: personal links are struck out, long addresses are cut."""
    return ADRESSE_LONGUE.sub(r"\1…", liens.sans_jetons(texte))


def _envoi(evenement: Evenement, pk: int) -> Envoi:
    """A message of this event. A confidential one is never shown, to nobody."""
    return get_object_or_404(Envoi, pk=pk, evenement=reference(evenement), confidentiel=False)


def _liste(request: HttpRequest, envois: QuerySet[Envoi]) -> dict:
    """Failures first, then what waits, then what left, the newest first."""
    envois = envois.filter(confidentiel=False)
    etat, q = request.GET.get("etat", ""), request.GET.get("q", "").strip().lower()[:200]
    etat = etat if etat in Etat.values else ""
    if q:
        envois = envois.filter(destinataire__icontains=q)
    comptes = dict(envois.order_by().values_list("etat").annotate(nombre=Count("pk")))
    visibles = envois.filter(etat=etat) if etat else envois
    visibles = visibles.defer("texte", "html", "calendrier").annotate(rang=RANGS).order_by("rang", "-cree_le", "-pk")
    suite = f"&q={q}" if q else ""
    etats = [("", "Tous", sum(comptes.values()), f"?{suite}")]
    etats += [(e, _mot(label), comptes.get(e, 0), f"?etat={e}{suite}") for e, label in Etat.choices if comptes.get(e)]
    return {
        "page": paginer(request, visibles),
        "etats": etats,
        "etat_choisi": etat,
        "q": q,
        "adresse": f"?etat={etat}{suite}",
    }


def _mot(label: str) -> str:
    """The short half of a state: « Douteux », « Remplacé »."""
    court = str(label).split(" :")[0].split(" par ")[0]
    return court[:1].upper() + court[1:]
