"""Pages opened by a personal link: nothing is changed by reading them (design §4, A token)."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courriels.agenda import liens_agenda
from evenements.models import Evenement, Ressource
from inscriptions import ateliers, retours
from inscriptions.agenda import rendez_vous
from inscriptions.choix import est_offerte, facons_de_venir, rang
from inscriptions.models import Attente, Inscription
from journal.models import Fait
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
    peut_agir = a_venir and not inscription.est_annulee
    attentes = _attentes(inscription) if peut_agir else []
    attente = attentes[0][0] if attentes else None
    offre = attente if attente and est_offerte(attente, maintenant) else None
    formules = facons_de_venir(evenement) if peut_agir else []
    contexte = {
        "inscription": inscription,
        "jeton": jeton,
        "evenement": evenement,
        "etat": etat,
        "heure_de": etats.heure_de(evenement.fuseau),
        "ateliers": choix,
        "attentes": attentes,
        "attente": attente,
        "formule": inscription.formule or (attente.formule if attente else None),
        "offre": offre,
        "lien_offre": liens.offre(inscription) if offre else "",
        "formules": formules,
        "peut_changer": peut_agir and len(formules) > 1,
        "agenda": liens_agenda(agenda) if agenda else None,
        "abonnement": liens.abonnement(liens.mon_flux(inscription)) if agenda else "",
        "entree": qr.billet(inscription) if sur_place else None,
        "lien_direct": liens.direct(inscription) if agenda and not sur_place else "",
        "peut_annuler": peut_agir,
        "fin_de_l_attente": _fin_de_l_attente(inscription),
        "date_changee": evenement.est_reporte and _etait_inscrite(inscription),
        "fait": retours.phrase(request.GET.get("fait", ""), inscription),
        "fait_ateliers": retours.PHRASES_DES_ATELIERS.get(request.GET.get("fait", ""), ""),
    }
    return render(request, "portail/mon_inscription.html", contexte)


def _fin_de_l_attente(inscription: Inscription) -> str:
    """How a wait ended the registration, where nothing else was held: its issue."""
    if not inscription.est_annulee:
        return ""
    attente = inscription.attentes.filter(formule__isnull=False, close_le=inscription.etat_le).first()
    if attente is None:
        return ""
    annulation = Fait.objects.de(inscription).filter(verbe="annuler").first()
    if attente.issue == Attente.Issue.RENONCEMENT and annulation and annulation.avant.get("etat") != "attente":
        return ""
    return attente.issue


def _etait_inscrite(inscription: Inscription) -> bool:
    """Before the date was changed, as far as the journal knows: who came after never read the other date."""
    report = Fait.objects.de(inscription.evenement).filter(verbe="reporter").first()
    return report is None or inscription.cree_le < report.quand


def _attentes(inscription: Inscription) -> list[tuple[Attente, int]]:
    """What this person waits for, with their rank (1: the next to be called)."""
    ouvertes = Attente.objects.ouvertes()
    siennes = ouvertes.filter(inscription=inscription, formule__isnull=False).select_related("formule")
    for attente in siennes:
        attente.formule.evenement = inscription.evenement
    return [(attente, rang(attente)) for attente in siennes]


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
