"""Every address of the service (design §5)."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

# The admin's door is the one of the staff's accounts.
admin.site.site_header = admin.site.site_title = f"Administration – {settings.NOM_DU_RESEAU}"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("portail.urls")),
    path("", include("inscriptions.urls")),
    path("organisation/", include("organisation.urls")),
    path("compte/", include("comptes.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/courriels/", include("courriels.urls")))

handler400 = "portail.views.erreurs.requete_invalide"
handler403 = "portail.views.erreurs.interdit"
handler404 = "portail.views.erreurs.introuvable"
handler500 = "portail.views.erreurs.panne"
