from django.contrib import admin

from evenements import actions
from evenements.models import Acces, Cycle, Evenement, Formule, Lieu, Partenariat, Ressource
from journal import changements
from socle import liens
from socle.fenetre import Fenetre, FenetreModifiable, moment


class DUnEvenement(Fenetre):
    """Rows of an event: their page is the event's."""

    def adresse(self, objet):
        return liens.organisation_evenement(objet.evenement) if objet.evenement else ""


@admin.register(Cycle)
class CycleAdmin(FenetreModifiable):
    modifiables = ("annee", "titre", "question", "slug", "presentation")
    list_display = ("annee", "titre", "question", moment("publie_le", "publié le"))
    search_fields = ("titre", "question", "annee")

    def enregistrer(self, objet, *, par, champs, est_nouveau):
        changements.enregistrer(objet, par=par, champs=champs, est_nouveau=est_nouveau)
        for evenement in objet.evenements.all():
            actions.toucher(evenement)


@admin.register(Lieu)
class LieuAdmin(Fenetre):
    list_display = ("nom", "ville", "places_assises")
    search_fields = ("nom", "ville", "adresse")


@admin.register(Evenement)
class EvenementAdmin(Fenetre):
    list_display = (
        "titre",
        "nature",
        "cycle",
        "numero",
        "date",
        moment("publie_le", "publié le"),
        moment("annule_le", "annulé le"),
    )
    list_filter = ("nature", "cycle", "precision")
    list_select_related = ("cycle", "lieu")
    search_fields = ("titre", "theme", "slug")

    @admin.display(description="date", ordering="debut")
    def date(self, objet):
        return objet.date_en_mots

    def adresse(self, objet):
        return liens.organisation_evenement(objet)


@admin.register(Formule)
class FormuleAdmin(DUnEvenement):
    list_display = ("evenement", "modalite", "intitule", "capacite", "places_prises", moment("debut", "début"))
    list_filter = ("modalite",)
    list_select_related = ("evenement",)
    search_fields = ("evenement__titre", "intitule")


@admin.register(Partenariat)
class PartenariatAdmin(DUnEvenement):
    list_display = ("structure", "role", "evenement", "cycle", "ordre")
    list_filter = ("role",)
    list_select_related = ("structure", "evenement", "cycle")
    search_fields = ("structure__nom", "evenement__titre")


@admin.register(Ressource)
class RessourceAdmin(DUnEvenement):
    list_display = ("titre", "nature", "evenement", moment("publiee_le", "publiée le"), moment("retiree_le", "retirée"))
    list_filter = ("nature",)
    list_select_related = ("evenement",)
    search_fields = ("titre", "auteurs", "evenement__titre")


@admin.register(Acces)
class AccesAdmin(FenetreModifiable):
    """Who may what: the one place where roles are given, and the one row that is deleted here, to take one back."""

    modifiables = ("user", "role", "evenement", "expire_le")
    list_display = ("user", "role", "evenement", moment("expire_le", "expire le"))
    list_filter = ("role",)
    list_select_related = ("user", "evenement")
    search_fields = ("user__email", "user__last_name", "evenement__titre")
    autocomplete_fields = ("user", "evenement")

    def enregistrer(self, objet, *, par, champs, est_nouveau):
        changements.enregistrer(objet, par=par, champs=champs, est_nouveau=est_nouveau, evenement=objet.evenement)

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request, obj):
        actions.retirer_acces(obj, par=request.user)

    def delete_queryset(self, request, queryset):
        for acces in queryset.select_related("user", "evenement"):
            actions.retirer_acces(acces, par=request.user)
