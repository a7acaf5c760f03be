from django.contrib import admin

from programmes.models import Creneau, Intervention, Salle, Sequence, VersionProgramme
from socle import liens
from socle.fenetre import Fenetre, moment


class DuProgramme(Fenetre):
    def adresse(self, objet):
        return liens.organisation_programme(objet.evenement)


@admin.register(Salle)
class SalleAdmin(DuProgramme):
    list_display = ("nom", "evenement", "places", "diffuse")
    list_select_related = ("evenement",)
    search_fields = ("nom", "evenement__titre")


@admin.register(Sequence)
class SequenceAdmin(DuProgramme):
    list_display = ("titre", "evenement", "teinte", moment("debut", "début"), moment("fin", "fin"))
    list_filter = ("teinte",)
    list_select_related = ("evenement",)
    search_fields = ("titre", "evenement__titre")


@admin.register(Creneau)
class CreneauAdmin(DuProgramme):
    list_display = (
        "titre",
        "nature",
        "evenement",
        "salle",
        moment("debut", "début"),
        "diffuse",
        moment("retire_le", "retiré le"),
    )
    list_filter = ("nature", "diffuse")
    list_select_related = ("evenement", "salle", "sequence")
    search_fields = ("titre", "surtitre", "evenement__titre")


@admin.register(Intervention)
class InterventionAdmin(Fenetre):
    list_display = ("personne", "structure", "creneau", "role", "reponse", "affichage")
    list_filter = ("reponse", "affichage", "role")
    list_select_related = ("personne", "structure", "creneau__evenement")
    search_fields = ("personne__nom_cle", "structure__nom_cle", "qualite", "creneau__titre")

    def adresse(self, objet):
        return liens.organisation_programme(objet.creneau.evenement)


@admin.register(VersionProgramme)
class VersionProgrammeAdmin(DuProgramme):
    list_display = ("evenement", "numero", moment("publiee_le", "publiée le"), "publiee_par")
    list_select_related = ("evenement", "publiee_par")
    search_fields = ("evenement__titre",)
