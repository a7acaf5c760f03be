from django.contrib import admin

from inscriptions.models import (
    Adhesion,
    Attente,
    AvisOuverture,
    Besoins,
    ChoixAtelier,
    Consentement,
    Fichier,
    Inscription,
    Note,
)
from socle import liens
from socle.fenetre import Fenetre, moment


class DUneInscription(Fenetre):
    def adresse(self, objet):
        return liens.organisation_inscription(objet.inscription) if objet.inscription else ""


@admin.register(Inscription)
class InscriptionAdmin(Fenetre):
    cle_de_recherche = "nom_cle"
    list_display = ("nom", "prenom", "email", "evenement", "formule", "etat", "categorie", moment("cree_le", "créée"))
    list_filter = ("etat", "categorie", "profil")
    list_select_related = ("evenement", "formule", "personne")

    def adresse(self, objet):
        return liens.organisation_inscription(objet)


@admin.register(Attente)
class AttenteAdmin(DUneInscription):
    list_display = ("inscription", "formule", "creneau", moment("entree_le", "entrée le"), "issue")
    list_filter = ("issue",)
    list_select_related = ("inscription__evenement", "formule", "creneau")
    search_fields = ("inscription__nom_cle",)


@admin.register(ChoixAtelier)
class ChoixAtelierAdmin(DUneInscription):
    list_display = ("inscription", "creneau", moment("choisi_le", "choisi le"))
    list_select_related = ("inscription__evenement", "creneau")
    search_fields = ("inscription__nom_cle",)


@admin.register(Besoins)
class BesoinsAdmin(DUneInscription):
    """What may reveal health or religion is read on the registration's own page, by organisation alone."""

    caches = ("acces", "regime")
    list_select_related = ("inscription__evenement",)
    list_display = ("inscription", moment("consentement_le", "consentement donné le"))


@admin.register(Consentement)
class ConsentementAdmin(DUneInscription):
    list_display = ("email", "finalite", moment("donne_le", "donné le"), moment("retire_le", "retiré le"))
    list_filter = ("finalite",)
    list_select_related = ("inscription__evenement",)
    search_fields = ("email",)


@admin.register(AvisOuverture)
class AvisOuvertureAdmin(Fenetre):
    list_display = ("email", "evenement", moment("demande_le", "demandé le"))
    list_select_related = ("evenement",)
    search_fields = ("email", "evenement__titre")

    def adresse(self, objet):
        return liens.organisation_evenement(objet.evenement)


@admin.register(Note)
class NoteAdmin(DUneInscription):
    list_display = ("inscription", "auteur", moment("ecrite_le", "écrite le"))
    list_select_related = ("inscription__evenement", "auteur")
    search_fields = ("inscription__nom_cle",)


@admin.register(Fichier)
class FichierAdmin(Fenetre):
    """Never its bytes: what holds everybody's names is fetched by the person who asked for it."""

    caches = ("contenu",)
    list_display = ("nom", "sens", "evenement", "par", moment("expire_le", "expire le"))
    list_filter = ("sens",)
    list_select_related = ("evenement", "par")
    search_fields = ("nom", "evenement__titre")

    def adresse(self, objet):
        return liens.organisation_evenement(objet.evenement)


@admin.register(Adhesion)
class AdhesionAdmin(Fenetre):
    """Its personal page is the person's own: no link to it here."""

    caches = ("secret",)
    list_display = ("nom_complet", "email", "cycle", moment("ouverte_le", "ouverte le"), moment("close_le", "close le"))
    list_filter = ("cycle",)
    list_select_related = ("cycle",)
    search_fields = ("nom", "prenom", "email")
