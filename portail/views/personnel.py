from django.http import Http404


def mon_inscription(request, **_):
    raise Http404


def direct(request, **_):
    raise Http404


def pointage(request, **_):
    raise Http404
