"""allauth's pages that this service has; the others (passwords, sign-up, addresses) do not exist."""

from django.http import Http404
from django.urls import include, path, re_path


def introuvable(request, **_):
    raise Http404


urlpatterns = [
    re_path(r"^(?:signup|password|email|confirm-email|inactive|login/code/$)", introuvable),
    path("", include("allauth.urls")),
]
