from django.http import Http404


def accueil(request, **_):
    raise Http404


def cycle(request, **_):
    raise Http404
