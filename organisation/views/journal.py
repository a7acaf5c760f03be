from django.http import HttpRequest, HttpResponse

from evenements.models import Evenement
from journal.models import Fait, reference
from organisation.acces import Portee, organises_par, reserve_a
from organisation.recit import lignes_de
from organisation.rendu import paginer, rendre
from socle.territoires import PARIS


@reserve_a(portee=Portee.UN)
def journal(request: HttpRequest) -> HttpResponse:
    """Who did what, the newest first, for the events that this person organises. Read only."""
    tous, pks = organises_par(request.user)
    evenements = Evenement.objects.all() if tous else Evenement.objects.filter(pk__in=pks)
    choisi = evenements.filter(slug=request.GET.get("evenement", "")).first()
    faits = Fait.objects.all()
    if choisi is not None:
        faits = faits.filter(evenement=reference(choisi))
    elif not tous:
        faits = faits.filter(evenement__in=[f"{Evenement._meta.label_lower}:{pk}" for pk in pks])
    page = paginer(request, faits)
    contexte = {
        "page": page,
        "lignes": lignes_de(page.object_list, choisi.fuseau if choisi else PARIS),
        "evenements": evenements.order_by("-debut"),
        "choisi": choisi,
        "fuseau_des_heures": choisi.fuseau if choisi else PARIS,
        "adresse": f"?evenement={choisi.slug}" if choisi else "?",
    }
    return rendre(request, "organisation/journal.html", contexte)
