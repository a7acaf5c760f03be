"""Files that were uploaded: given by a view that checks, never by their path (shared/stack.md)."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from annuaire.models import Structure
from evenements.models import Evenement, Ressource


@require_safe
def ressource(request, pk):
    """An open resource of a published event: its file, or its address elsewhere."""
    publies = Evenement.objects.publies()
    trouvee = get_object_or_404(Ressource.objects.ouvertes().filter(evenement__in=publies), pk=pk)
    if trouvee.adresse:
        return HttpResponseRedirect(trouvee.adresse)
    return _fichier(trouvee.fichier, telecharger=True, nom=trouvee.titre)


@require_safe
def logo(request, pk):
    structure = get_object_or_404(Structure.objects.exclude(logo=""), pk=pk)
    reponse = _fichier(structure.logo, telecharger=False)
    reponse["Cache-Control"] = "public, max-age=3600"
    return reponse


def _fichier(champ, *, telecharger, nom=""):
    """`nom`: what it is saved as; on our disks its name is drawn at random."""
    try:
        return FileResponse(
            champ.open("rb"),
            as_attachment=telecharger,
            filename=f"{slugify(nom)}{Path(champ.name).suffix}" if slugify(nom) else "",
        )
    except FileNotFoundError as absence:
        raise Http404 from absence
