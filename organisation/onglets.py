"""The tabs of an event, in one list: a capability that arrives adds its line here.

An event shows only what its person may open and what the event has.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from evenements import permissions
from evenements.models import Acces, Evenement

ORGANISATION, CONSULTATION, POINTAGE = Acces.Role.ORGANISATION, Acces.Role.CONSULTATION, Acces.Role.POINTAGE


@dataclass(frozen=True)
class Onglet:
    cle: str
    nom: str
    vue: str  # the name of its URL, that takes the event's slug
    roles: tuple[str, ...] = ()
    visible: Callable[[Evenement], bool] = field(default=lambda evenement: True)


ONGLETS = (
    Onglet("accueil", "Vue d’ensemble", "organisation:evenement", (CONSULTATION, POINTAGE)),
    Onglet("programme", "Programme", "organisation:programme"),
    Onglet("inscriptions", "Inscriptions", "organisation:inscriptions"),
    Onglet("courriels", "Messages", "organisation:courriels"),
    Onglet("reglages", "Réglages", "organisation:reglages"),
)


def onglets_de(evenement: Evenement, roles: permissions.Roles) -> list[Onglet]:
    return [o for o in ONGLETS if permissions.a_l_un_de(roles, o.roles) and o.visible(evenement)]
