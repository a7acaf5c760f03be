from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from annonces.actions import refus_de_depublier
from evenements.models import Acces, Evenement
from organisation.acces import reserve_a
from organisation.rendu import rendre
from organisation.tableau import chiffres_de, jalons_de, taches_de
from socle import dates


@reserve_a(Acces.Role.CONSULTATION, Acces.Role.POINTAGE)
def evenement(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    droits = request.droits  # type: ignore[attr-defined]
    maintenant = timezone.now()
    formules = list(evenement.formules.all())
    contexte: dict[str, Any] = {
        "formules": formules,
        "dans": _dans(evenement, maintenant),
        "jalons": jalons_de(evenement, maintenant),
        "est_passe": evenement.est_passe(maintenant),
        "a_une_limite": any(formule.capacite is not None for formule in formules),
        "sur_place": any(formule.est_sur_place for formule in formules),
    }
    contexte["attend_le_scanner"] = (
        droits.pointe and contexte["sur_place"] and not contexte["est_passe"] and not evenement.est_annule
    )
    if droits.lit_les_chiffres:
        contexte["chiffres"] = chiffres_de(evenement, formules)
    if droits.organise:
        contexte["peut_depublier"] = not refus_de_depublier(evenement)
        contexte["taches"] = taches_de(evenement, formules, maintenant)
    return rendre(request, "organisation/evenement.html", contexte, evenement=evenement, onglet="accueil")


def _dans(evenement: Evenement, maintenant) -> str:
    if not evenement.est_date or evenement.debut is None:
        return ""
    fuseau = evenement.fuseau
    return dates.dans(dates.local(evenement.debut, fuseau).date(), dates.local(maintenant, fuseau).date())
