from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from comptes.models import User
from evenements.models import Acces, Evenement
from journal import actions as journal


class CompteImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


class CompteOuvert(NamedTuple):
    user: User
    est_nouveau: bool
    a_change: bool


@transaction.atomic
def ouvrir_compte(
    email: str, *, role: str | None = None, evenement: Evenement | None = None, admin: bool = False, par=None
) -> CompteOuvert:
    """Let someone of the team sign in, by a code sent to that address: no password is ever set.

    A role is for one event, or for all where `evenement` is None; `admin` opens everything. Asked again, writes
    nothing. Nothing is taken away here. Raises CompteImpossible on a bad address, or on a closed account.
    """
    email = _adresse(email)
    user = User.objects.filter(email__iexact=email).first()
    nouveau = user is None
    user = user or User.objects.create_user(email)
    if not user.is_active:
        raise CompteImpossible(f"Le compte {email} est fermé : rouvrez-le d’abord.")
    apres: dict[str, str | bool] = {}
    if role and _donner(user, role, evenement):
        apres = {"role": role, "evenement": str(evenement) if evenement else "tous"}
    if admin and not user.is_superuser:
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
        apres["admin"] = True
    if nouveau or apres:
        journal.noter("ouvrir le compte", user, par=par, evenement=evenement, apres=apres)
    return CompteOuvert(user, nouveau, nouveau or bool(apres))


def _adresse(texte: str) -> str:
    email = texte.strip().lower()
    try:
        validate_email(email)
    except ValidationError as cause:
        raise CompteImpossible(f"« {texte} » n’est pas une adresse e-mail : attendu nom@domaine.fr.") from cause
    return email


def _donner(user: User, role: str, evenement: Evenement | None) -> bool:
    """Was there something to give? An expired access of the same role is opened again, without an end."""
    acces, nouveau = Acces.objects.get_or_create(user=user, role=role, evenement=evenement)
    if nouveau:
        return True
    if acces.expire_le is None:
        return False
    acces.expire_le = None
    acces.save(update_fields=["expire_le"])
    return True


@transaction.atomic
def retirer_acces(acces: Acces, *, par) -> None:
    journal.noter("retirer l’accès", acces, par=par, evenement=acces.evenement, avant={"role": acces.role})
    acces.delete()
