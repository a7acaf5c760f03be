from django.urls import path
from django.views.generic import RedirectView

from portail.views import accueil, apercu, donnees, evenement, fichiers, flux, legales, moteurs, personnel, sante

app_name = "portail"
urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("evenements/", RedirectView.as_view(pattern_name="portail:accueil")),
    path("cycles/", RedirectView.as_view(pattern_name="portail:accueil")),
    path("favicon.ico", moteurs.favicon),
    path("cycles/<slug:slug>/", accueil.cycle, name="cycle"),
    path("evenements/<slug:slug>/", evenement.evenement, name="evenement"),
    path("apercu/<str:jeton>/", apercu.apercu, name="apercu"),
    path("ressources/<int:pk>/", fichiers.ressource, name="ressource"),
    path("structures/<int:pk>/logo/", fichiers.logo, name="logo"),
    path("mon-inscription/<str:jeton>/", personnel.mon_inscription, name="mon_inscription"),
    path("mon-inscription/<str:jeton>/donnees/", donnees.mes_donnees, name="mes_donnees"),
    path("mon-inscription/<str:jeton>/donnees.json", donnees.mes_donnees_json, name="mes_donnees_json"),
    path("mon-inscription/<str:jeton>/donnees/accords/<int:pk>/", donnees.retirer_un_accord, name="retirer_un_accord"),
    path("mon-inscription/<str:jeton>/donnees/effacer/", donnees.effacer, name="effacer_mes_donnees"),
    path("donnees-effacees/", donnees.effacees, name="donnees_effacees"),
    path("agenda/<str:jeton>.ics", flux.mon_flux, name="mon_flux"),
    path("agenda/cycle/<str:jeton>.ics", flux.mon_flux_du_cycle, name="mon_flux_du_cycle"),
    path("cycles/<slug:slug>/agenda.ics", flux.flux_du_cycle, name="flux_du_cycle"),
    path("direct/<str:jeton>/", personnel.direct, name="direct"),
    path("pointage/<slug:slug>/", personnel.pointage, name="pointage"),
    path("mentions-legales/", legales.mentions_legales, name="mentions_legales"),
    path("donnees-personnelles/", legales.donnees_personnelles, name="donnees_personnelles"),
    path("accessibilite/", legales.accessibilite, name="accessibilite"),
    path("robots.txt", moteurs.robots, name="robots"),
    path("sitemap.xml", moteurs.sitemap, name="sitemap"),
    path("sante/", sante.sante, name="sante"),
    path("sante/complete/", sante.complete, name="sante_complete"),
]
