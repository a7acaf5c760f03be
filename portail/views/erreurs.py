from django.shortcuts import render


def introuvable(request, exception=None):
    return render(request, "404.html", status=404)


def panne(request):
    return render(request, "500.html", status=500)
