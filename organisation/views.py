from django.http import Http404


def accueil(request, **_):
    raise Http404
