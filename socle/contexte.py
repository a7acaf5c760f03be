"""What every page knows: the network's name, whether this is the demonstration."""

from django.conf import settings


def site(request):
    return {
        "SITE_URL": settings.SITE_URL,
        "NOM_DU_RESEAU": settings.NOM_DU_RESEAU,
        "ADRESSE_DE_CONTACT": settings.ADRESSE_DE_CONTACT,
        "DEMO": settings.DEMO,
    }
