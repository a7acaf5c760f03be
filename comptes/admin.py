from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

from comptes import actions
from comptes.models import User
from socle.fenetre import Fenetre, FenetreModifiable, moment


@admin.register(User)
class UserAdmin(FenetreModifiable):
    caches = ("password",)
    modifiables = ("email", "first_name", "last_name", "is_active", "is_staff", "is_superuser")
    list_display = ("email", "first_name", "last_name", "is_active", "is_superuser", moment("last_login", "venu le"))
    list_filter = ("is_active", "is_superuser", "is_staff")
    search_fields = ("email", "first_name", "last_name")

    def enregistrer(self, objet, *, par, champs, est_nouveau):
        actions.enregistrer(objet, par=par, champs=champs, est_nouveau=est_nouveau)


# Roles are `evenements.Acces`; allauth's own windows would write addresses and show secrets.
for modele in (Group, EmailAddress, Authenticator):
    if admin.site.is_registered(modele):
        admin.site.unregister(modele)


# The library's own word is not French; this names a page, and changes no table.
Authenticator._meta.verbose_name, Authenticator._meta.verbose_name_plural = "second code", "seconds codes"


@admin.register(EmailAddress)
class EmailAddressAdmin(Fenetre):
    list_display = ("email", "user", "verified", "primary")
    list_filter = ("verified",)
    list_select_related = ("user",)
    search_fields = ("email",)


@admin.register(Authenticator)
class AuthenticatorAdmin(Fenetre):
    """That a second code exists, never what it is made of."""

    caches = ("data",)
    list_display = ("user", "type", moment("created_at", "mis le"), moment("last_used_at", "servi le"))
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email",)
