from django.urls import path

from inscriptions import views, views_groupe
from inscriptions.adhesions import views as adhesions

app_name = "inscriptions"
urlpatterns = [
    path("evenements/<slug:slug>/inscription/", views.inscrire, name="inscrire"),
    path("evenements/<slug:slug>/inscription/groupe/", views_groupe.inscrire_un_groupe, name="inscrire_un_groupe"),
    path("evenements/<slug:slug>/inscription/groupe/suite/", views_groupe.suite_du_groupe, name="suite_du_groupe"),
    path("evenements/<slug:slug>/inscription/suite/", views.suite, name="suite"),
    path("evenements/<slug:slug>/prevenir/", views.prevenir, name="prevenir"),
    path("evenements/<slug:slug>/calendrier-<slug:modalite>.ics", views.calendrier_public, name="calendrier_public"),
    path("mon-inscription/<str:jeton>/annuler/", views.annuler, name="annuler"),
    path("mon-inscription/<str:jeton>/ateliers/", views.mes_ateliers, name="ateliers"),
    path("mon-inscription/<str:jeton>/formule/<slug:modalite>/", views.changer_de_formule, name="changer"),
    path("mon-inscription/<str:jeton>/ne-plus-attendre/", views.quitter_la_file, name="quitter_la_file"),
    path("mon-inscription/<str:jeton>/modifier/", views.modifier, name="modifier"),
    path("mon-inscription/<str:jeton>/venue/", views.venue, name="venue"),
    path("mon-inscription/<str:jeton>/adresse/", views.adresse, name="adresse"),
    path("offre/<str:jeton>/", views.offre, name="offre"),
    path("mon-inscription/<str:jeton>/invitation.ics", views.invitation_ics, name="invitation_ics"),
    path("cycles/<slug:slug>/inscription/", adhesions.adherer, name="adherer"),
    path("cycles/<slug:slug>/inscription/suite/", adhesions.suite, name="adherer_suite"),
    path("mon-cycle/<str:jeton>/", adhesions.mon_cycle, name="mon_cycle"),
    path("mon-cycle/<str:jeton>/seances/<slug:slug>/retirer/", adhesions.retirer, name="retirer_la_seance"),
    path("mon-cycle/<str:jeton>/quitter/", adhesions.quitter, name="quitter_le_cycle"),
    path("mon-cycle/<str:jeton>/reprendre/", adhesions.reprendre, name="reprendre_le_cycle"),
]
