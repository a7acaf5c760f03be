from django.contrib import admin

from journal.models import Fait
from socle import liens
from socle.fenetre import Fenetre, moment


@admin.register(Fait)
class FaitAdmin(Fenetre):
    list_display = ("verbe", "objet_nom", "acteur_nom", moment("quand", "quand"))
    list_filter = ("verbe",)
    search_fields = ("objet_nom", "acteur_nom", "objet")

    def adresse(self, objet):
        return liens.organisation_journal()
