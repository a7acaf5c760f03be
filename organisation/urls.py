from django.urls import include, path

from organisation.views import (
    accueil,
    actes,
    ajouts,
    courriels,
    cycles,
    evenement,
    fichiers,
    importations,
    imprimes,
    inscriptions,
    journal,
    lots,
    programme,
    reglages,
)

app_name = "organisation"

reglages_urls = [
    path("", reglages.reglages, name="reglages"),
    path("evenement/", reglages.modifier, name="modifier_evenement"),
    path("formules/nouvelle/", reglages.ajouter_formule, name="ajouter_formule"),
    path("formules/<int:pk>/", reglages.modifier_formule, name="modifier_formule"),
    path("formules/<int:pk>/retirer/", reglages.retirer_formule, name="retirer_formule"),
    path("partenaires/nouveau/", reglages.ajouter_partenaire, name="ajouter_partenaire"),
    path("partenaires/<int:pk>/", reglages.modifier_partenaire, name="modifier_partenaire"),
    path("partenaires/<int:pk>/<str:acte>/", reglages.ranger_partenaire, name="ranger_partenaire"),
    path("ressources/nouvelle/", reglages.ajouter_ressource, name="ajouter_ressource"),
    path("ressources/<int:pk>/", reglages.modifier_ressource, name="modifier_ressource"),
    path("ressources/<int:pk>/<str:acte>/", reglages.retirer_ressource, name="retirer_ressource"),
    path("lieu/", reglages.modifier_lieu, name="modifier_lieu"),
    path("lieu/nouveau/", reglages.creer_lieu, name="creer_lieu"),
]

evenement_urls = [
    path("", evenement.evenement, name="evenement"),
    path("publier/", actes.publier, name="publier"),
    path("depublier/", actes.depublier, name="depublier"),
    path("reporter/", actes.reporter, name="reporter"),
    path("annuler/", actes.annuler, name="annuler"),
    path("programme/", programme.programme, name="programme"),
    path("programme/publier/", programme.publier, name="publier_programme"),
    path("inscriptions/", inscriptions.inscriptions, name="inscriptions"),
    path("inscriptions/ajouter/", ajouts.ajouter, name="ajouter_inscription"),
    path("inscriptions/importer/", importations.importer, name="importer_inscriptions"),
    path("inscriptions/importer/<int:pk>/", importations.apercu, name="apercu_de_l_import"),
    path("inscriptions/importer/<int:pk>/abandonner/", importations.abandonner, name="abandonner_l_import"),
    path("inscriptions/imprimer/", imprimes.imprimer, name="imprimer_inscriptions"),
    path("inscriptions/lot/", lots.lot, name="lot"),
    path("inscriptions/exporter/", fichiers.exporter, name="exporter"),
    path("inscriptions/fichiers/<int:pk>/", fichiers.fichier, name="fichier"),
    path("inscriptions/fichiers/<int:pk>/telecharger/", fichiers.telecharger, name="telecharger"),
    path("inscriptions/fichiers/<int:pk>/effacer/", fichiers.effacer, name="effacer_fichier"),
    path("inscriptions/notes/<int:pk>/retirer/", ajouts.retirer_la_note, name="retirer_la_note"),
    path("inscriptions/<int:pk>/note/", ajouts.annoter, name="annoter"),
    path("inscriptions/<int:pk>/", inscriptions.inscription, name="inscription"),
    path("inscriptions/<int:pk>/annuler/", inscriptions.annuler, name="annuler_inscription"),
    path("inscriptions/<int:pk>/lien/", inscriptions.renvoyer_le_lien, name="renvoyer_le_lien"),
    path("courriels/", courriels.de_l_evenement, name="courriels"),
    path("courriels/<int:pk>/", courriels.courriel, name="courriel"),
    path("courriels/<int:pk>/renvoyer/", courriels.renvoyer, name="renvoyer_courriel"),
    path("reglages/", include(reglages_urls)),
]

urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("nouvel-evenement/", accueil.creer, name="creer_evenement"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/nouveau/", cycles.creer, name="creer_cycle"),
    path("cycles/<int:pk>/", cycles.modifier, name="modifier_cycle"),
    path("cycles/<int:pk>/publier/", cycles.publier, name="publier_cycle"),
    path("cycles/<int:pk>/depublier/", cycles.depublier, name="depublier_cycle"),
    path("courriels/", courriels.tous, name="tous_les_courriels"),
    path("journal/", journal.journal, name="journal"),
    path("evenements/<slug:slug>/", include(evenement_urls)),
]
