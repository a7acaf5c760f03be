"""Who may. Roles are loaded once (`roles`), the rest is pure: nothing here queries in secret."""

from collections.abc import Callable, Iterable

from evenements.models import Acces, Evenement

Roles = frozenset[str]
TOUS_LES_ROLES: Roles = frozenset(Acces.Role.values)
AUCUN_ROLE: Roles = frozenset()


def acces_de(user) -> list[tuple[str, int | None]]:
    """(role, the event's pk or None for all) of a member of staff. One query at most."""
    if not user.is_active:
        return []
    if user.is_superuser:
        return [(role, None) for role in Acces.Role.values]
    return list(user.acces.en_vigueur().values_list("role", "evenement_id"))


def roles(user, evenement: Evenement | None) -> Roles:
    """The roles of a member of staff for one event; for all events where `evenement` is None. One query at most."""
    return roles_parmi(acces_de(user), evenement)


def roles_parmi(acces: Iterable[tuple[str, int | None]], evenement: Evenement | None) -> Roles:
    return frozenset(role for role, pk in acces if pk is None or (evenement is not None and pk == evenement.pk))


def a_l_un_de(roles_: Roles, admis: Iterable[str]) -> bool:
    """Organisation does everything; the two other roles only what names them."""
    return bool(roles_ & ({Acces.Role.ORGANISATION.value} | set(admis)))


def peut_organiser(roles_: Roles) -> bool:
    return Acces.Role.ORGANISATION.value in roles_


def peut_lire_les_chiffres(roles_: Roles) -> bool:
    return a_l_un_de(roles_, [Acces.Role.CONSULTATION.value])


def peut_pointer(roles_: Roles) -> bool:
    return a_l_un_de(roles_, [Acces.Role.POINTAGE.value])


def roles_par_evenement(user) -> Callable[[int], Roles]:
    """One query, then the roles for any event: for lists."""
    if user.is_superuser:
        return lambda pk: TOUS_LES_ROLES
    acces = list(user.acces.en_vigueur().values_list("role", "evenement_id"))
    return lambda pk: frozenset(role for role, evenement_id in acces if evenement_id in {None, pk})
