"""Pages opened by a personal link: nothing is changed by reading them (design §4, A token)."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courriels.agenda import liens_agenda
from evenements.models import Evenement, Ressource
from inscriptions import ateliers
from inscriptions.agenda import rendez_vous
from inscriptions.models import Attente, Inscription
from portail import direct as lecture_du_direct
from portail import etats, qr
from socle import liens
from socle.liens import Usage
from socle.personnel import page_personnelle


def _inscription(jeton: str, usage: Usage) -> Inscription:
    """The registration that a link opens, with its event, its venue and its formule; or Http404."""
    lignes = Inscription.objects.select_related("evenement__lieu", "evenement__cycle", "formule", "besoins")
    inscription = liens.objet_du_jeton(jeton, usage, lignes)
    if inscription.formule:
        inscription.formule.evenement = inscription.evenement
    return inscription


@page_personnelle
@require_safe
def mon_inscription(request, jeton):
    inscription = _inscription(jeton, Usage.GESTION)
    maintenant = timezone.now()
    evenement = inscription.evenement
    etat = etats.etat(evenement, maintenant)
    a_venir = etat not in {etats.Etat.ANNULE, etats.Etat.PASSE}
    choix = ateliers.de_la_personne(inscription, maintenant) if a_venir else None
    agenda = rendez_vous(inscription, choix.choisis if choix else ()) if a_venir else None
    sur_place = bool(agenda and inscription.formule and inscription.formule.est_sur_place)
    contexte = {
        "inscription": inscription,
        "jeton": jeton,
        "evenement": evenement,
        "etat": etat,
        "heure_de": etats.heure_de(evenement.fuseau),
        "attentes": _attentes(inscription),
        "ateliers": choix,
        "agenda": liens_agenda(agenda) if agenda else None,
        "abonnement": liens.abonnement(liens.mon_flux(inscription)) if agenda else "",
        "entree": qr.billet(inscription) if sur_place else None,
        "lien_direct": liens.direct(inscription) if agenda and not sur_place else "",
        "peut_annuler": not inscription.est_annulee and etat not in {etats.Etat.ANNULE, etats.Etat.PASSE},
    }
    return render(request, "portail/mon_inscription.html", contexte)


def _attentes(inscription: Inscription) -> list[tuple[Attente, int]]:
    """What this person waits for, with their rank (1: the next to be called)."""
    ouvertes = Attente.objects.ouvertes()
    siennes = ouvertes.filter(inscription=inscription, formule__isnull=False).select_related("formule")
    return [(attente, _rang(attente)) for attente in siennes]


def _rang(attente: Attente) -> int:
    file = Attente.objects.ouvertes().filter(formule=attente.formule)
    avant = file.filter(entree_le__lt=attente.entree_le) | file.filter(entree_le=attente.entree_le, pk__lt=attente.pk)
    return avant.count() + 1


@page_personnelle
@require_safe
def direct(request, jeton):
    inscription = _inscription(jeton, Usage.DIRECT)
    maintenant = timezone.now()
    evenement = inscription.evenement
    contexte = {
        "inscription": inscription,
        "evenement": evenement,
        "direct": lecture_du_direct.direct(inscription, maintenant),
        "heure_de": etats.heure_de(evenement.fuseau),
        "ressources": Ressource.objects.ouvertes().filter(evenement=evenement),
    }
    return render(request, "portail/direct.html", contexte)


@page_personnelle
@require_safe
def pointage(request, slug):
    """What a QR code opens on anybody's phone: nobody's name; the desk reads the code itself."""
    evenement = Evenement.objects.publies().filter(slug=slug).first()
    if evenement is None:
        raise Http404
    return render(request, "portail/pointage.html", {"evenement": evenement})
