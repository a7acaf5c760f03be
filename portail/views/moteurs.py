"""What search engines are told: which pages exist, which are nobody's business."""

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from evenements.models import Cycle, Evenement
from socle import liens

PRIVEES = (
    "mon-inscription",
    "mon-cycle",
    "agenda",
    "direct",
    "replay",
    "invitation",
    "pointage",
    "organisation",
    "compte",
    "admin",
    "demo",
)


@require_safe
def robots(request):
    lignes = ["User-agent: *", *(f"Disallow: /{chemin}/" for chemin in PRIVEES)]
    lignes.append(f"Sitemap: {liens.absolu(reverse('portail:sitemap'))}")
    return HttpResponse("\n".join(lignes) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(_request):
    """For who asks without reading the page."""
    return HttpResponseRedirect(static("img/borne.svg"))


@require_safe
def sitemap(request):
    """The published pages, by their public addresses (SITE_URL, whatever host asks)."""
    pages = [
        *(
            reverse(f"portail:{nom}")
            for nom in ("accueil", "mentions_legales", "donnees_personnelles", "accessibilite")
        ),
        *(reverse("portail:cycle", args=[slug]) for slug in Cycle.objects.publies().values_list("slug", flat=True)),
        *(reverse("portail:evenement", args=[s]) for s in Evenement.objects.publies().values_list("slug", flat=True)),
    ]
    contenu = render_to_string("portail/sitemap.xml", {"adresses": [liens.absolu(page) for page in pages]})
    return HttpResponse(contenu, content_type="application/xml; charset=utf-8")
