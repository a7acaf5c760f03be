from django.http import Http404


def inscrire(request, **_):
    raise Http404


def suite(request, **_):
    raise Http404


def annuler(request, **_):
    raise Http404


def invitation_ics(request, **_):
    raise Http404


def prevenir(request, **_):
    raise Http404
