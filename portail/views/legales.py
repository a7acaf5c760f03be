from django.http import Http404


def mentions_legales(request, **_):
    raise Http404


def donnees_personnelles(request, **_):
    raise Http404


def accessibilite(request, **_):
    raise Http404
