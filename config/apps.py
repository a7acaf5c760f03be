"""The sign-in library's blocks of the administration, under names of ours."""

from allauth.account.apps import AccountConfig
from allauth.mfa.apps import MFAConfig


class Adresses(AccountConfig):
    verbose_name = "adresses de connexion"


class SecondCode(MFAConfig):
    verbose_name = "second code de connexion"
