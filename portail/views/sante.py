from django.http import Http404


def sante(request, **_):
    raise Http404


def complete(request, **_):
    raise Http404
