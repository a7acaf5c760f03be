"""Taking a workshop, or waiting for it; a freed place goes at once to the first who can take it.

Nothing is offered and answered here, unlike a formule: the place is given, a mail says so, and one click gives it back.
All is called under the event's lock, in the caller's transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q

from evenements.models import Evenement
from inscriptions import ateliers, emails, places
from inscriptions.ateliers import Atelier
from inscriptions.models import Attente, Inscription
from journal.actions import noter

Issue = Attente.Issue


def prendre_ou_attendre(
    inscription: Inscription, atelier: Atelier, tous: Iterable[Atelier], maintenant: datetime
) -> bool:
    """Hold it, leaving the one of the same hour; or, where it is full, wait for it and keep that one. Held?

    A wait for another workshop of the same hour ends when this one is waited for: one wait an hour.
    """
    memes_heures = {autre.pk for autre in tous if autre.pk != atelier.pk and autre.est_a_la_meme_heure(atelier)}
    if atelier.est_complet:
        _clore(inscription, memes_heures, Issue.RENONCEMENT, maintenant)
        Attente.objects.create(inscription=inscription, creneau_id=atelier.pk, entree_le=maintenant)
        return False
    for choix in inscription.choix_ateliers.filter(creneau__in=memes_heures):
        places.rendre_atelier(choix)
    places.prendre_atelier(inscription, atelier.pk, maintenant)
    return True


def servir(evenement: Evenement, maintenant: datetime) -> int:
    """Give each free place to the first who waits for it and can take it. Returns how many were given.

    Whoever leaves a workshop for another frees a place in their turn: again, until nobody can be served.
    """
    nombre = 0
    if evenement.est_annule:
        return nombre
    while _servir_une_personne(evenement, maintenant):
        nombre += 1
    return nombre


def _servir_une_personne(evenement: Evenement, maintenant: datetime) -> bool:
    en_file = _a_servir(evenement)
    if not en_file:
        return False
    tous = {atelier.pk: atelier for atelier in ateliers.publies(evenement)}
    for attente in en_file:
        atelier = tous.get(attente.creneau_id or 0)
        if atelier is not None and _peut_prendre(attente.inscription, atelier, tous.values(), maintenant):
            _donner(attente, atelier, tous.values(), evenement, maintenant)
            return True
    return False


def _a_servir(evenement: Evenement) -> list[Attente]:
    """Those who wait for a workshop that has a free place, in order."""
    libre = Q(creneau__capacite=None) | Q(creneau__capacite__gt=F("creneau__places_prises"))
    lignes = Attente.objects.ouvertes().filter(libre, creneau__evenement=evenement)
    return list(lignes.select_related("inscription__formule").prefetch_related("inscription__choix_ateliers"))


def _peut_prendre(inscription: Inscription, atelier: Atelier, tous: Iterable[Atelier], maintenant: datetime) -> bool:
    """On site, before it begins, and nothing held that overlaps it but what it replaces."""
    if not ateliers.peut_choisir(inscription) or atelier.est_commence(maintenant):
        return False
    tenus = {choix.creneau_id for choix in inscription.choix_ateliers.all()}
    return not any(autre.empeche(atelier) for autre in tous if autre.pk in tenus)


def _donner(
    attente: Attente, atelier: Atelier, tous: Iterable[Atelier], evenement: Evenement, maintenant: datetime
) -> None:
    inscription = Inscription.objects.select_related("formule").get(pk=attente.inscription_id)
    inscription.evenement = evenement
    if inscription.formule is not None:
        inscription.formule.evenement = evenement
    _clore(inscription, {atelier.pk}, Issue.ACCEPTATION, maintenant)
    prendre_ou_attendre(inscription, atelier, tous, maintenant)
    emails.donner_un_atelier(inscription, atelier, maintenant)
    noter("obtenir un atelier", inscription, evenement=evenement, apres={"atelier": atelier.nom})


def _clore(inscription: Inscription, creneaux: set[int], issue: str, maintenant: datetime) -> None:
    attentes = Attente.objects.ouvertes().filter(inscription=inscription, creneau__in=creneaux)
    attentes.update(close_le=maintenant, issue=issue)
