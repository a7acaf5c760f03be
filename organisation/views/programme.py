from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from evenements.models import Evenement
from organisation.acces import reserve_a
from organisation.rendu import donnees, rendre, saisir
from organisation.views.actes import ConfirmationForm
from programmes import actions
from programmes.lecture import version_publique
from programmes.models import Creneau, Sequence
from socle.typographie import INSECABLE


@reserve_a()
def programme(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    """The draft, in its order, with every name: only the team reads it."""
    version = version_publique(evenement)
    contexte = {
        "parties": _parties(evenement),
        "version": version,
        "a_changer": version is None or version.contenu != actions.geler(evenement),
    }
    return rendre(request, "organisation/programme.html", contexte, evenement=evenement, onglet="programme")


@reserve_a()
def publier(request: HttpRequest, evenement: Evenement) -> HttpResponse:
    version, retour = version_publique(evenement), resolve_url("organisation:programme", evenement.slug)
    remplace = "La page publique montre le programme pour la première fois."
    if version is not None:
        remplace = f"Il remplace le programme n°{INSECABLE}{version.numero} sur la page publique."
    cache = "Les noms cachés le restent : le public lit « Intervenant à confirmer », ou la structure seule."
    return saisir(
        request,
        ConfirmationForm(**donnees(request)),
        lambda: actions.publier(evenement, par=request.user),
        refus={actions.PublicationImpossible: None},
        succes=lambda publiee: f"Programme n°{INSECABLE}{publiee.numero} publié. Personne n’a reçu de message.",
        retour=retour,
        contexte={
            "titre": "Publier le programme ?",
            "suites": [remplace, cache, "Personne ne reçoit de message."],
            "valider": "Publier le programme",
            "renoncer": retour,
        },
        evenement=evenement,
        onglet="programme",
        gabarit="organisation/confirmer.html",
    )


def _parties(evenement: Evenement) -> list[tuple[Sequence | None, list[Creneau]]]:
    """Slots under their sequence, in the draft's order; those of no sequence where they come."""
    creneaux = evenement.creneaux.en_place().select_related("sequence", "salle")
    creneaux = creneaux.prefetch_related("interventions__personne", "interventions__structure")
    parties: list[tuple[Sequence | None, list[Creneau]]] = []
    for creneau in creneaux:
        if not parties or parties[-1][0] != creneau.sequence:
            parties.append((creneau.sequence, []))
        parties[-1][1].append(creneau)
    return parties
