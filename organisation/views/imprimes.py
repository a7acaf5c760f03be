"""What is printed for the day, from one page: the caterer's counts, the building's list, the participants' list."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from evenements.models import Evenement
from inscriptions import lecture
from organisation.acces import reserve_a
from organisation.rendu import rendre

FEUILLES = {
    "traiteur": "Le traiteur, en nombres",
    "visiteurs": "Les personnes attendues sur place",
    "participants": "La liste des participants",
}


@reserve_a()
def imprimer(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    """`?feuille=` prints one of them alone. What is not asked for is not read."""
    choisie = request.GET.get("feuille", "")
    voulues = [choisie] if choisie in FEUILLES else list(FEUILLES)
    contexte = {
        "feuilles": FEUILLES,
        "choisie": choisie if choisie in FEUILLES else "",
        "traiteur": lecture.pour_le_traiteur(evenement) if "traiteur" in voulues else None,
        "visiteurs": list(lecture.sur_place(evenement)) if "visiteurs" in voulues else None,
        "participants": list(lecture.figurants(evenement)) if "participants" in voulues else None,
        "imprime_le": timezone.now(),
    }
    return rendre(
        request, "organisation/inscriptions/imprimer.html", contexte, evenement=evenement, onglet="inscriptions"
    )
