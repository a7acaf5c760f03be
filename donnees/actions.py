"""Erase a person, at once; erase her again after an older backup came back (design §4, Erasure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courriels.models import EntreeAgenda, Envoi
from donnees import dossier as dossiers
from donnees import effacements, politique, purge, vidage
from donnees.dossier import Dossier
from evenements.actions import toucher
from evenements.models import Evenement
from inscriptions import actions as inscriptions
from inscriptions.models import Adhesion, Inscription
from inscriptions.participant import normaliser
from journal.actions import noter
from journal.models import reference
from programmes.models import Intervention
from socle import traces

journal = structlog.get_logger(__name__)
ENVOI = Envoi._meta.label


@dataclass(frozen=True)
class Effaces:
    """What an erasure did: how many rows it changed, and how many last messages are on their way."""

    lignes: int
    derniers_messages: int


@transaction.atomic
def effacer(qui: str | Inscription, *, par: Any = None, en_silence: bool = False) -> Effaces | None:
    """Erase all that is held about an address (or about a registration's). None where nothing was.

    What is to come is given up first: places are freed, and each calendar that holds an entry receives its CANCEL.
    Those last messages are the only ones that still leave, under a mark (`Envoi.est_le_dernier`) which blanks them
    whole, address included, as soon as the server has answered. Every other message on its way is stopped.

    `par`: a User, or None when the person acts herself. `en_silence`: no message at all (after a restoration).
    """
    adresse = normaliser(qui.email or "" if isinstance(qui, Inscription) else qui)
    if not adresse:
        return None
    _verrouiller(adresse)
    _oublier_la_source(adresse)
    maintenant = timezone.now()
    annulees = _renoncer(adresse, par, maintenant)
    dossier = dossiers.de_l_adresse(adresse)
    derniers = set() if en_silence else _derniers_messages(annulees) | _deja_les_derniers(dossier)
    if dossier.references == [f"{ENVOI.lower()}:{pk}" for pk in sorted(derniers)]:
        return None
    _arreter_les_messages(dossier, derniers)
    evenements = _evenements_ou_elle_parle(dossier)
    comptes = vidage.appliquer(dossier, politique.declarations(), maintenant, sauf={ENVOI: derniers})
    Envoi.objects.filter(pk__in=derniers).update(confidentiel=True, est_le_dernier=True)
    for evenement in evenements:
        toucher(evenement)
    _noter(dossier, par)
    effacements.noter(adresse, dossier.references, maintenant)
    transaction.on_commit(traces.oublier, robust=True)
    journal.info("personne effacée", lignes=sum(comptes.values()), derniers_messages=len(derniers))
    return Effaces(sum(comptes.values()), len(derniers))


def a_venir(adresse: str, maintenant: datetime) -> list[Inscription]:
    """The active registrations for what is still to come: those that an erasure gives up."""
    actives = Inscription.objects.actives().filter(email=adresse, evenement__annule_le=None)
    actives = actives.select_related("evenement", "formule").order_by("evenement_id")
    return [inscription for inscription in actives if not inscription.evenement.est_passe(maintenant)]


@dataclass(frozen=True)
class Purge:
    """What one rule of the policy let go, or would."""

    quoi: str
    delai: str
    acte: str
    lignes: int


def purger(*, a_blanc: bool = False) -> list[Purge]:
    """Apply the policy: what has had its time goes. Twice is once. `a_blanc`: only count."""
    faites = []
    for regle in purge.regles(timezone.now()):
        nombre = regle.compter() if a_blanc else regle.appliquer()
        faites.append(Purge(regle.quoi, regle.delai, regle.acte, nombre))
        if nombre:
            journal.info("purge", quoi=regle.quoi, acte=regle.acte, lignes=nombre, a_blanc=a_blanc)
    if not a_blanc:
        traces.oublier()
    return faites


def rejouer(depuis: datetime) -> int:
    """Erase again those who were erased after `depuis`, the moment of the backup that came back. Returns how many.

    In silence: they were told. Found by their rows, whose numbers a backup keeps, and by their address: one that had
    changed, or that waits in a table without registration. Who came back after being erased is not in that backup.
    """
    effaces = [effacement for effacement in effacements.lire() if effacement.quand > depuis]
    empreintes = {effacement.adresse for effacement in effaces}
    connues = {adresse for adresse in _adresses() if effacements.empreinte(adresse) in empreintes}
    connues |= _adresses_des_lignes({ligne for effacement in effaces for ligne in effacement.lignes})
    return sum(effacer(adresse, en_silence=True) is not None for adresse in sorted(connues))


def _verrouiller(adresse: str) -> None:
    """Every event that this will write to, in their order: the locks of all who take only one are never crossed."""
    ou_elle_parle = Q(creneaux__interventions__personne__email=adresse) | Q(
        creneaux__interventions__personne__inscriptions__email=adresse
    )
    ou_elle_vient = Q(inscriptions__email=adresse) | Q(cycle__adhesions__email=adresse)
    ou_elle_vient |= Q(inscriptions__inscrite_par_email=adresse)
    siens = Evenement.objects.filter(ou_elle_vient | ou_elle_parle).order_by().values("pk")
    list(Evenement.objects.select_for_update(no_key=True).filter(pk__in=siens).order_by("pk"))


def _renoncer(adresse: str, par: Any, maintenant: datetime) -> list[Inscription]:
    """Leave the cycles, cancel what is still to come, as she would herself: places are freed for whoever waits."""
    Adhesion.objects.ouvertes().filter(email=adresse).update(close_le=maintenant)
    return [inscriptions.annuler(inscription, par=par) for inscription in a_venir(adresse, maintenant)]


def _oublier_la_source(adresse: str) -> None:
    """Colleagues whose address she gave (a group) no longer read from whom; nor do the messages kept of it."""
    collegues = list(Inscription.objects.filter(inscrite_par_email=adresse).order_by("pk"))
    if not collegues:
        return
    leurs_messages = Envoi.objects.filter(reference__in=[reference(inscription) for inscription in collegues])
    leurs_messages.en_route().update(confidentiel=True)
    leurs_messages.exclude(etat__in=Envoi.EN_ROUTE).update(texte="", html="")
    siennes = Inscription.objects.filter(pk__in=[inscription.pk for inscription in collegues])
    siennes.update(inscrite_par="", inscrite_par_email="")


def _derniers_messages(annulees: Iterable[Inscription]) -> set[int]:
    """The cancellations that a calendar waits for."""
    uids = [inscription.uid for inscription in annulees]
    entrees = EntreeAgenda.objects.filter(uid__in=uids, est_annulee=True, dernier_envoi__etat__in=Envoi.EN_ROUTE)
    return {pk for pk in entrees.values_list("dernier_envoi", flat=True) if pk}


def _deja_les_derniers(dossier: Dossier) -> set[int]:
    """Those of an erasure just made, still on their way: they are blanked by themselves."""
    siens = Envoi.objects.en_route().filter(pk__in=dossier.du_modele(ENVOI), est_le_dernier=True)
    return set(siens.values_list("pk", flat=True))


def _arreter_les_messages(dossier: Dossier, derniers: set[int]) -> None:
    """Nothing else leaves. A message in a worker's hands arrives all the same; what is kept of it is blanked."""
    siens = Envoi.objects.en_route().filter(pk__in=dossier.du_modele(ENVOI) - derniers)
    siens.update(etat=Envoi.Etat.ABANDON, proprietaire="", bail_jusqu_au=None)


def _evenements_ou_elle_parle(dossier: Dossier) -> list[Evenement]:
    """Those whose public programme changes: her name is read live over what was published."""
    siennes = Intervention.objects.filter(pk__in=dossier.du_modele("programmes.Intervention"))
    return list(Evenement.objects.filter(creneaux__interventions__in=siennes).distinct().order_by("pk"))


def _noter(dossier: Dossier, par: Any) -> None:
    """One line for each registration, written once it has no name any more."""
    siennes = Inscription.objects.filter(pk__in=dossier.du_modele(dossiers.INSCRIPTION)).select_related("evenement")
    for inscription in siennes.order_by("pk"):
        noter("effacer", inscription, par=par or inscription, evenement=inscription.evenement)


def _adresses() -> set[str]:
    """Every address by which a declared row can be found directly."""
    adresses: set[str] = set()
    for modele, qui in dossiers.cles_de(politique.declarations()):
        for chemin in qui.adresses:
            if "__" not in chemin:
                lignes = apps.get_model(modele)._default_manager.exclude(**{chemin: ""})
                adresses |= set(lignes.exclude(**{chemin: None}).values_list(chemin, flat=True).distinct())
    responsables = Inscription.objects.exclude(inscrite_par_email="").values_list("inscrite_par_email", flat=True)
    return adresses | set(responsables)


def _adresses_des_lignes(references: set[str]) -> set[str]:
    etiquette = f"{dossiers.INSCRIPTION.lower()}:"
    pks = [reference.removeprefix(etiquette) for reference in references if reference.startswith(etiquette)]
    adresses = Inscription.objects.filter(pk__in=pks, effacee_le=None).values_list("email", flat=True)
    return {adresse for adresse in adresses if adresse}
