"""Every address of the service (design §5)."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portail.urls")),
    path("", include("inscriptions.urls")),
    path("organisation/", include("organisation.urls")),
    path("compte/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/courriels/", include("courriels.urls")))

handler400 = "portail.views.erreurs.requete_invalide"
handler403 = "portail.views.erreurs.interdit"
handler404 = "portail.views.erreurs.introuvable"
handler500 = "portail.views.erreurs.panne"
