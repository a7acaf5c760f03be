"""The one door of the staff's area: every view says the role it asks for, and for what (an event, any, all).

Closed by default: tests/organisation/test_acces.py walks the URLs and fails on a view that does not say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from evenements import permissions
from evenements.models import Acces, Evenement


class Portee(StrEnum):
    EVENEMENT = "evenement"  # the event named in the address
    UN = "un"  # at least one event: the view shows those of the person only
    TOUS = "tous"  # all events


@dataclass(frozen=True)
class Droits:
    """What the person who asks may do here; for templates and views, no query."""

    roles: permissions.Roles = permissions.AUCUN_ROLE
    partout: permissions.Roles = permissions.AUCUN_ROLE  # those for all events

    @property
    def organise(self) -> bool:
        return permissions.peut_organiser(self.roles)

    @property
    def organise_tout(self) -> bool:
        """All events: the directory is theirs."""
        return permissions.peut_organiser(self.partout)

    @property
    def lit_les_chiffres(self) -> bool:
        return permissions.peut_lire_les_chiffres(self.roles)

    @property
    def pointe(self) -> bool:
        return permissions.peut_pointer(self.roles)


def reserve_a(*roles: str, portee: Portee = Portee.EVENEMENT) -> Callable:
    """Open a view to these roles (and to organisation, always). With EVENEMENT the view receives `evenement`.

    Anonymous: the sign-in page. No such role: a French 403, the same for an event that does not exist as for one
    that is not theirs, unless the person has a role for all events: then an unknown address is a 404.
    """

    def decorer(vue: Callable) -> Callable:
        @wraps(vue)
        def gardee(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if portee is Portee.EVENEMENT:
                kwargs["evenement"] = evenement = _evenement(request, kwargs.pop("slug"))
                droits = _droits(request.user, evenement) if evenement else Droits()
            elif portee is Portee.TOUS:
                droits = _droits(request.user, None)
            else:
                droits = _droits_quelque_part(request.user)
            if not permissions.a_l_un_de(droits.roles, roles):
                return render(request, "organisation/refus.html", {"droits": Droits()}, status=403)
            request.droits = droits  # type: ignore[attr-defined]
            return vue(request, *args, **kwargs)

        gardee.reserve = (portee, frozenset(roles) | {Acces.Role.ORGANISATION.value})  # type: ignore[attr-defined]
        return gardee

    return decorer


def organises_par(user) -> "tuple[bool, list[int]]":
    """(all events?, the pks of those organised): what a page about several events may show this person."""
    if user.is_superuser:
        return True, []
    pks = user.acces.en_vigueur().filter(role=Acces.Role.ORGANISATION).values_list("evenement_id", flat=True)
    return None in pks, [pk for pk in pks if pk is not None]


def _evenement(request: HttpRequest, slug: str) -> Evenement | None:
    evenement = Evenement.objects.select_related("cycle", "lieu").filter(slug=slug).first()
    if evenement is None and permissions.roles(request.user, None):
        raise Http404
    return evenement


def _droits(user, evenement: Evenement | None) -> Droits:
    acces = permissions.acces_de(user)
    return Droits(permissions.roles_parmi(acces, evenement), permissions.roles_parmi(acces, None))


def _droits_quelque_part(user) -> Droits:
    acces = permissions.acces_de(user)
    return Droits(frozenset(role for role, _ in acces), permissions.roles_parmi(acces, None))
