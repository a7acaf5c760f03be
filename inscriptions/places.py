"""The places of a formule, of a workshop: the only writers of `places_prises`, `Inscription.formule`, `ChoixAtelier`.

Of a formule:

    places_prises = participants who hold the formule + offers that set a place aside (`Attente.tient_une_place`)

All are called under the event's lock (`verrouiller`), in the caller's transaction. They do not touch the event's
revision: a page reads the state of places beside it (design §4, Speed).
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from evenements.models import Evenement, Formule
from inscriptions.models import Attente, ChoixAtelier, Inscription, InscriptionQuerySet
from programmes.models import Creneau


def verrouiller(evenement_id: int) -> Evenement:
    """The event's row, locked until the end of the transaction: always the first lock taken, so none can cross.

    `no_key`: rows that only point to the event (a message, a presence) are not held up. SQLite has one writer at a
    time (`transaction_mode=IMMEDIATE`) and needs no lock.
    """
    return Evenement.objects.select_for_update(no_key=True).get(pk=evenement_id)


def prendre(inscription: Inscription, formule: Formule) -> None:
    """Hold a place of this formule and write the row whole. Only a participant takes a public one.

    Raises ValueError where one is already held, IntegrityError past the capacity (the CHECK has the last word).
    """
    if inscription.formule_id is not None:
        raise ValueError("Une place est déjà tenue : la rendre d’abord.")
    if inscription.prend_une_place_publique:
        _compter(formule.pk, 1)
    inscription.formule = formule
    inscription.save()


def rendre(inscription: Inscription) -> Formule | None:
    """Give the place back, write the row whole, return the formule that was held, if any.

    Workshops belong to the place on site: those held are given back with it, those waited for are waited for no more.
    """
    formule = inscription.formule
    if formule is not None and formule.est_sur_place:
        rendre_les_ateliers(inscription)
    if formule is not None and inscription.prend_une_place_publique:
        _compter(formule.pk, -1)
    inscription.formule = None
    inscription.save()
    return formule


@transaction.atomic
def oublier(inscriptions: InscriptionQuerySet) -> int:
    """Delete rows that no figure needs any more, with the places they held; returns how many.

    `places_prises` stays the count of the rows that hold a place.
    """
    evenements = Evenement.objects.filter(pk__in=inscriptions.order_by().values("evenement"))
    list(evenements.select_for_update(no_key=True).order_by("pk"))
    tenues = inscriptions.publiques().filter(formule__isnull=False).order_by().values_list("formule")
    for formule, nombre in list(tenues.annotate(nombre=Count("pk"))):
        _compter(formule, -nombre)
    reservees = Attente.objects.filter(inscription__in=inscriptions, tient_une_place=True, formule__isnull=False)
    for formule, nombre in list(reservees.order_by().values_list("formule").annotate(nombre=Count("pk"))):
        _compter(formule, -nombre)
    choix = ChoixAtelier.objects.filter(inscription__in=inscriptions).order_by().values_list("creneau")
    for creneau, nombre in list(choix.annotate(nombre=Count("pk"))):
        Creneau.objects.filter(pk=creneau).update(places_prises=F("places_prises") - nombre)
    return inscriptions.delete()[1].get(Inscription._meta.label, 0)


def prendre_atelier(inscription: Inscription, creneau_id: int, choisi_le: datetime) -> ChoixAtelier:
    """Hold a place in a workshop, whatever the category: a chair is a chair. IntegrityError past the capacity."""
    choix = ChoixAtelier.objects.create(inscription=inscription, creneau_id=creneau_id, choisi_le=choisi_le)
    Creneau.objects.filter(pk=creneau_id).update(places_prises=F("places_prises") + 1)
    return choix


def rendre_atelier(choix: ChoixAtelier) -> None:
    choix.delete()
    Creneau.objects.filter(pk=choix.creneau_id).update(places_prises=F("places_prises") - 1)


def rendre_les_ateliers(inscription: Inscription) -> None:
    """Give back every workshop held, close every workshop's wait (the caller serves their queues)."""
    for choix in inscription.choix_ateliers.all():
        rendre_atelier(choix)
    attentes = Attente.objects.ouvertes().filter(inscription=inscription, creneau__isnull=False)
    attentes.update(close_le=timezone.now(), issue=Attente.Issue.RENONCEMENT)


def vider_les_ateliers(evenement: Evenement) -> None:
    """The event is cancelled: nobody holds or waits for a workshop any more."""
    ChoixAtelier.objects.filter(creneau__evenement=evenement).delete()
    evenement.creneaux.update(places_prises=0)
    attentes = Attente.objects.ouvertes().filter(creneau__evenement=evenement)
    attentes.update(close_le=timezone.now(), issue=Attente.Issue.CLOTURE)


def echanger(inscription: Inscription, formule: Formule) -> Formule | None:
    """Hold a place of this formule instead of the one that is held, if any, in one write; returns that one."""
    ancienne = inscription.formule
    if ancienne is not None and ancienne.est_sur_place:
        rendre_les_ateliers(inscription)
    if inscription.prend_une_place_publique:
        if ancienne is not None:
            _compter(ancienne.pk, -1)
        _compter(formule.pk, 1)
    inscription.formule = formule
    inscription.save()
    return ancienne


def reserver(attente: Attente, *, offre_le: datetime, echeance: datetime) -> None:
    """Set one place of the formule aside for an open wait, until `echeance`: an offered place counts as taken.

    Raises ValueError where one is already set aside, IntegrityError past the capacity.
    """
    if attente.tient_une_place or attente.close_le is not None:
        raise ValueError("Cette attente tient déjà une place, ou elle est close.")
    _compter(attente.formule_id, 1)
    attente.tient_une_place, attente.offre_le, attente.echeance = True, offre_le, echeance
    attente.save()


def liberer(attente: Attente) -> bool:
    """Give back the place set aside, if there is one; the offer itself stays written. Was there one?"""
    if not attente.tient_une_place:
        return False
    _compter(attente.formule_id, -1)
    attente.tient_une_place = False
    attente.save()
    return True


def _compter(formule_id: Any, ecart: int) -> None:
    Formule.objects.filter(pk=formule_id).update(places_prises=F("places_prises") + ecart)
