from django.contrib import admin

from annuaire.models import DoublonEcarte, Fusion, Importation, Personne, Structure
from journal import changements
from socle.fenetre import Fenetre, FenetreModifiable, moment


@admin.register(Structure)
class StructureAdmin(FenetreModifiable):
    modifiables = ("nom", "sigle", "site")
    cle_de_recherche = "nom_cle"
    list_display = ("nom", "sigle", "site")

    def enregistrer(self, objet, *, par, champs, est_nouveau):
        changements.enregistrer(objet, par=par, champs=champs, est_nouveau=est_nouveau)


@admin.register(Personne)
class PersonneAdmin(Fenetre):
    cle_de_recherche = "nom_cle"
    list_display = ("nom", "prenom", "email", "structure", "est_membre")
    list_filter = ("est_membre", "profil", "echelle")
    list_select_related = ("structure",)


@admin.register(DoublonEcarte)
class DoublonEcarteAdmin(Fenetre):
    list_display = ("premiere", "seconde", moment("ecarte_le", "écarté le"))
    list_select_related = ("premiere", "seconde")


@admin.register(Fusion)
class FusionAdmin(Fenetre):
    list_display = ("gardee", moment("faite_le", "faite le"), "par")
    list_select_related = ("gardee", "par")


@admin.register(Importation)
class ImportationAdmin(Fenetre):
    caches = ("contenu",)
    list_display = ("nom_fichier", moment("cree_le", "créée le"), moment("appliquee_le", "appliquée le"), "par")
    list_select_related = ("par",)
