from django.contrib import admin

from courriels.models import EntreeAgenda, Envoi
from socle import liens
from socle.fenetre import Fenetre, moment


@admin.register(Envoi)
class EnvoiAdmin(Fenetre):
    """A confidential message is not here at all: nobody reads it."""

    caches = ("html", "calendrier", "confidentiel", "texte")
    list_display = ("objet", "destinataire", "etat", "tentatives", moment("cree_le", "écrit le"), "reponse")
    list_filter = ("etat", "methode")
    search_fields = ("objet", "destinataire", "cle")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(confidentiel=False)

    def adresse(self, objet):
        return liens.organisation_courriels()


@admin.register(EntreeAgenda)
class EntreeAgendaAdmin(Fenetre):
    caches = ("dernier",)
    list_display = ("uid", "destinataire", "sequence", "est_annulee", moment("dite_le", "dite le"))
    list_filter = ("est_annulee",)
    list_select_related = ("dernier_envoi",)
    search_fields = ("uid", "destinataire")
