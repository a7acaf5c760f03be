from django.contrib import admin

from presences.models import Bilan
from socle import liens
from socle.fenetre import Fenetre, moment


@admin.register(Bilan)
class BilanAdmin(Fenetre):
    list_display = ("__str__", "origine", "methode", "releve_le", moment("fige_le", "figé le"))
    list_filter = ("origine",)
    list_select_related = ("evenement", "cycle")
    search_fields = ("evenement__titre", "cycle__titre")

    def adresse(self, objet):
        return liens.organisation_evenement(objet.evenement) if objet.evenement else ""
