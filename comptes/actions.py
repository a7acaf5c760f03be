from allauth.account.models import EmailAddress
from django.db import transaction

from comptes.models import User
from journal import changements


@transaction.atomic
def enregistrer(user: User, *, par, champs: list[str], est_nouveau: bool) -> User:
    """Open or change a staff account. It has no password: the door is a code sent to its address, and to no other.

    An address that was the account's no longer opens it.
    """
    user.email = user.email.strip().lower()
    if est_nouveau:
        user.set_unusable_password()
    changements.enregistrer(user, par=par, champs=champs, est_nouveau=est_nouveau)
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    return user
