"""What the public pages load: each in a constant number of queries, the stamps first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from evenements.models import Evenement, Formule, Partenariat, Ressource
from socle import dates
from socle.territoires import FUSEAUX_PROPOSES, PARIS


def _nombre(ressources):
    comptees = ressources.order_by().values("evenement").annotate(nombre=Count("pk")).values("nombre")
    return Coalesce(Subquery(comptees), Value(0))


def avec_ressources(evenements):
    """Each event with how many documents are announced, and how many can be opened now."""
    siennes = Ressource.objects.filter(evenement=OuterRef("pk"))
    return evenements.annotate(
        ressources_annoncees=_nombre(siennes.annoncees()),
        ressources_ouvertes=_nombre(siennes.ouvertes()),
    )


def evenement_public(slug: str) -> tuple[Evenement, list[Formule]]:
    """A published event and its formules, in two queries; or Http404."""
    publies = avec_ressources(Evenement.objects.publies().select_related("cycle", "lieu", "bilan"))
    evenement = publies.filter(slug=slug).first()
    if evenement is None:
        raise Http404
    return evenement, list(evenement.formules.all())


def partenariats(evenement: Evenement) -> list[Partenariat]:
    """Those of the event; those of its cycle where it has none of its own."""
    tous = Partenariat.objects.filter(Q(evenement=evenement) | Q(cycle=evenement.cycle_id, cycle__isnull=False))
    tries = list(tous.select_related("structure"))
    return [p for p in tries if p.evenement_id] or tries


def par_role(partenariats_: list[Partenariat]) -> list[tuple[str, list[Partenariat]]]:
    """In the order of the roles, each with its exact words and its partners in their order."""
    groupes = [(role.label, [p for p in partenariats_ if p.role == role]) for role in Partenariat.Role]
    return [(mots, ceux) for mots, ceux in groupes if ceux]


@dataclass(frozen=True)
class HeureLocale:
    ou: str
    heure: str
    note: str
    est_celle_de_l_evenement: bool


def heures_des_territoires(moment: datetime, fuseau: str, fuseaux=tuple(FUSEAUX_PROPOSES)) -> list[HeureLocale]:
    """A moment across the territories, from west to east; « la veille, le 3 juillet » where the day differs."""
    tries = sorted({*fuseaux, fuseau}, key=lambda f: (dates.local(moment, f).utcoffset(), f != fuseau, f))
    return [_heure_locale(moment, fuseau, autre) for autre in tries]


def _heure_locale(moment, fuseau, autre) -> HeureLocale:
    ici = autre == fuseau
    ou = FUSEAUX_PROPOSES.get(autre, autre.split("/")[-1].replace("_", " "))
    note = "heure de l’événement" if ici else dates.jour_relatif(moment, autre, moment, fuseau)
    return HeureLocale(ou.removeprefix("à ").removeprefix("en "), dates.heure(moment, autre), note, ici)


FUSEAUX_DE_L_ACCUEIL = ("Pacific/Tahiti", "America/Guadeloupe", PARIS, "Indian/Reunion", "Pacific/Noumea")
