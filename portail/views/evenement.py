from django.http import Http404


def evenement(request, **_):
    raise Http404
