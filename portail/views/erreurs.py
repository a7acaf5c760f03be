"""Refusals and breakdowns, in French and in our look. They read nothing: a breakdown must be able to say so."""

from django.shortcuts import render

from socle.personnel import proteger


def requete_invalide(request, exception=None):
    return render(request, "400.html", status=400)


def interdit(request, exception=None):
    return render(request, "403.html", status=403)


def formulaire_perime(request, reason=""):
    """The CSRF check failed: nearly always a page left open too long."""
    return render(request, "403_csrf.html", status=403)


def introuvable(request, exception=None):
    """A personal link that opens nothing (wrong, replaced, erased: all the same) says what may have happened."""
    if request.resolver_match and "jeton" in request.resolver_match.kwargs:
        return proteger(render(request, "lien_ferme.html", status=404))
    return render(request, "404.html", status=404)


def trop_de_demandes(request, exception=None):
    return render(request, "429.html", status=429)


def panne(request):
    return render(request, "500.html", status=500)
