"""What a participant can do, and what an event's life does to its participants."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from courriels.models import Envoi
from evenements.models import Evenement, Formule
from inscriptions import emails, places
from inscriptions.models import Attente, AvisOuverture, Besoins, Consentement, Inscription
from inscriptions.participant import TEXTES_LUS, Participant, normaliser
from journal.actions import noter
from socle import dates, liens

Categorie, Etat, Finalite = Inscription.Categorie, Inscription.Etat, Consentement.Finalite
DELAI_DU_LIEN = timedelta(hours=1)
LOT = 200


class InscriptionImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


class AnnulationImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def inscrire(
    formule: Formule, *, participant: Participant | Mapping[str, Any], categorie: str = Categorie.PARTICIPANT
) -> Inscription:
    """Register a person, or queue them when the formule is full or when somebody already waits for it.

    The event's row is locked first and alone: two people cannot take the last place, two switches cannot deadlock; the
    clock is read under the lock, so that the queue's order is the order of the locks. An active registration comes back
    unchanged, whatever was typed: only its link leaves again, once an hour at most. A cancelled one is reused: same
    calendar UID, end of the queue, what was typed replaces the old, and a new secret: links that lay in old mails and
    shared calendars stay dead, and the address receives new ones. Raises InscriptionImpossible.
    """
    formule, maintenant = _ouvrir(formule)
    saisie = participant if isinstance(participant, Participant) else Participant(**participant)
    inscription = _connue(formule.evenement, saisie.email)
    if inscription is not None and not inscription.est_annulee:
        _renvoyer_le_lien(inscription, maintenant)
        return inscription
    avant = {"etat": str(inscription.etat)} if inscription is not None else {}
    inscription = _remplir(inscription or Inscription(), formule, saisie, categorie, maintenant)
    if inscription.prend_une_place_publique and _il_faut_attendre(formule):
        _mettre_en_attente(inscription, formule, maintenant)
    else:
        inscription.etat = Etat.CONFIRMATION
        places.prendre(inscription, formule)
        emails.confirmer(inscription)
    _ecrire_les_accords(inscription, formule, saisie, maintenant)
    apres = {"etat": str(inscription.etat), "formule": formule.modalite}
    noter("inscrire", inscription, par=inscription, evenement=formule.evenement, avant=avant, apres=apres)
    return inscription


@transaction.atomic
def annuler(inscription: Inscription, *, par: Any = None) -> Inscription:
    """Give up the place, or the wait; the calendar forgets it. `par`: a User, or None when the person acts herself.

    Nobody is promoted here: newcomers still queue behind those who wait. Needs (access, diet) have lost their reason:
    they go at once. Raises AnnulationImpossible (already cancelled, event over or cancelled).
    """
    evenement = places.verrouiller(inscription.evenement_id)
    maintenant = timezone.now()
    inscription = _relire(inscription, evenement)
    _verifier_l_annulation(inscription, maintenant)
    avant = {"etat": str(inscription.etat)}
    attendue = _cesser_d_attendre(inscription, maintenant)
    inscription.etat, inscription.etat_le, inscription.sur_la_liste = Etat.ANNULATION, maintenant, False
    formule = places.rendre(inscription) or attendue
    _reprendre_les_accords(inscription, maintenant)
    emails.annuler(inscription, formule)
    apres = {"etat": str(inscription.etat), "formule": formule.modalite if formule else ""}
    noter("annuler", inscription, par=par or inscription, evenement=evenement, avant=avant, apres=apres)
    return inscription


@transaction.atomic
def renvoyer_le_lien(inscription: Inscription) -> Envoi | None:
    """Send an active registration's personal link again; None where it left less than an hour ago."""
    evenement = places.verrouiller(inscription.evenement_id)
    inscription = _relire(inscription, evenement)
    if inscription.est_annulee or inscription.effacee_le is not None:
        raise InscriptionImpossible("Cette inscription n’est plus active.")
    return _renvoyer_le_lien(inscription, timezone.now())


@transaction.atomic
def annoncer_deplacement(evenement: Evenement) -> int:
    """The event, its hours or its venue have changed: calendars follow, one mail each. Returns how many.

    To be called in the transaction that moves it, once the formules and `revision` are written. Told once a revision;
    those whose calendar already says it receive nothing.
    """
    return _annoncer(evenement, emails.deplacer)


@transaction.atomic
def annoncer_annulation(evenement: Evenement) -> int:
    """The event is cancelled: METHOD:CANCEL to those who hold a place, one mail to all. Returns how many."""
    return _annoncer(evenement, emails.annuler_l_evenement)


@transaction.atomic
def demander_avis(evenement: Evenement, email: str) -> None:
    """« Me prévenir à l’ouverture ». Twice is once; says nothing of what was known, nor when it is too late."""
    if evenement.inscriptions_annoncees(timezone.now()):
        AvisOuverture.objects.get_or_create(evenement=evenement, email=normaliser(email))


def prevenir_de_l_ouverture() -> int:
    """Write to those who asked, then forget them. Returns how many mails. Each address in its own transaction.

    An event that will not open any more (cancelled, over) forgets them without a word.
    """
    maintenant = timezone.now()
    nombre = 0
    for avis in AvisOuverture.objects.select_related("evenement__lieu").order_by("pk").iterator(chunk_size=LOT):
        if avis.evenement.inscriptions_ouvertes(maintenant):
            _prevenir(avis)
            nombre += 1
        elif avis.evenement.est_annule or avis.evenement.est_passe(maintenant):
            avis.delete()
    return nombre


@transaction.atomic
def _prevenir(avis: AvisOuverture) -> None:
    emails.prevenir(avis)
    avis.delete()


def _ouvrir(formule: Formule) -> tuple[Formule, datetime]:
    """Lock the event, then read all again under the lock: the formule, its event and venue, and the hour."""
    try:
        places.verrouiller(formule.evenement_id)
        maintenant = timezone.now()
        lue = Formule.objects.select_related("evenement__lieu").get(pk=formule.pk, evenement=formule.evenement_id)
    except (Evenement.DoesNotExist, Formule.DoesNotExist) as cause:
        raise InscriptionImpossible("Cette formule n’est plus proposée.") from cause
    if not lue.evenement.inscriptions_ouvertes(maintenant):
        raise InscriptionImpossible(_raison_de_la_fermeture(lue.evenement, maintenant))
    return lue, maintenant


def _raison_de_la_fermeture(evenement: Evenement, maintenant: datetime) -> str:
    if evenement.est_annule:
        return "L’événement est annulé."
    if evenement.est_passe(maintenant):
        return "L’événement est passé."
    if not evenement.inscriptions_annoncees(maintenant):
        return "Les inscriptions sont closes."
    if evenement.inscriptions_ouvrent_le is None:
        return "Les inscriptions ne sont pas encore ouvertes."
    return f"Les inscriptions ouvriront le {dates.date_heure(evenement.inscriptions_ouvrent_le, evenement.fuseau)}."


def _connue(evenement: Evenement, email: str) -> Inscription | None:
    inscription = Inscription.objects.select_related("formule").filter(evenement=evenement, email=normaliser(email))
    return _rattacher(inscription.first(), evenement)


def _relire(inscription: Inscription, evenement: Evenement) -> Inscription:
    lue = Inscription.objects.select_related("formule").get(pk=inscription.pk)
    _rattacher(lue, evenement)
    return lue


def _rattacher(inscription: Inscription | None, evenement: Evenement) -> Inscription | None:
    """One event in memory, the locked one: its venue is read once."""
    if inscription is not None:
        inscription.evenement = evenement
        if inscription.formule is not None:
            inscription.formule.evenement = evenement
    return inscription


def _remplir(
    inscription: Inscription, formule: Formule, saisie: Participant, categorie: str, maintenant: datetime
) -> Inscription:
    presence = {} if formule.est_sur_place else {"matin": False, "dejeuner": False, "apres_midi": False}
    champs = saisie.champs() | presence
    for nom, valeur in champs.items():
        setattr(inscription, nom, valeur)
    inscription.evenement = formule.evenement
    inscription.categorie = categorie
    inscription.secret = liens.nouveau_secret()
    inscription.etat_le = inscription.lien_envoye_le = maintenant
    return inscription


def _il_faut_attendre(formule: Formule) -> bool:
    return formule.est_complete or Attente.objects.ouvertes().filter(formule=formule).exists()


def _mettre_en_attente(inscription: Inscription, formule: Formule, maintenant: datetime) -> None:
    inscription.etat = Etat.ATTENTE
    inscription.save()
    Attente.objects.create(inscription=inscription, formule=formule, entree_le=maintenant)
    emails.mettre_en_attente(inscription, formule, Attente.objects.ouvertes().filter(formule=formule).count())


def _cesser_d_attendre(inscription: Inscription, maintenant: datetime) -> Formule | None:
    """Close what was open; returns the formule that was waited for."""
    ouvertes = list(inscription.attentes.ouvertes().select_related("formule"))
    for attente in ouvertes:
        attente.close_le, attente.issue = maintenant, Attente.Issue.RENONCEMENT
        attente.save(update_fields=["close_le", "issue"])
    formule = next((attente.formule for attente in ouvertes if attente.formule), None)
    if formule is not None:
        formule.evenement = inscription.evenement
    return formule


def _ecrire_les_accords(inscription: Inscription, formule: Formule, saisie: Participant, maintenant: datetime) -> None:
    """Each consent with the words that were read; the needs, apart, only where they serve: on site."""
    besoins = saisie.a_des_besoins and formule.est_sur_place
    donnes = {Finalite.LETTRE: saisie.lettre, Finalite.LISTE: saisie.liste, Finalite.BESOINS: besoins}
    Consentement.objects.bulk_create(
        Consentement(
            email=inscription.email,
            inscription=inscription,
            finalite=finalite,
            texte=TEXTES_LUS[finalite],
            donne_le=maintenant,
        )
        for finalite, donne in donnes.items()
        if donne
    )
    if besoins:
        Besoins.objects.create(
            inscription=inscription, acces=saisie.besoins_acces, regime=saisie.regime, consentement_le=maintenant
        )


def _reprendre_les_accords(inscription: Inscription, maintenant: datetime) -> None:
    """What was agreed for this event ends with it; the newsletter is another purpose and stays."""
    Besoins.objects.filter(inscription=inscription).delete()
    pour_l_evenement = [Finalite.LISTE, Finalite.BESOINS]
    inscription.consentements.filter(finalite__in=pour_l_evenement, retire_le=None).update(retire_le=maintenant)


def _renvoyer_le_lien(inscription: Inscription, maintenant: datetime) -> Envoi | None:
    envoye_le = inscription.lien_envoye_le
    if envoye_le is not None and maintenant - envoye_le < DELAI_DU_LIEN:
        return None
    inscription.lien_envoye_le = maintenant
    inscription.save(update_fields=["lien_envoye_le"])
    attente = inscription.attentes.ouvertes().filter(formule__isnull=False).select_related("formule").first()
    formule = attente.formule if attente else inscription.formule
    if formule is not None:
        formule.evenement = inscription.evenement
    return emails.renvoyer_le_lien(inscription, formule, _rang(attente) if attente else None, maintenant)


def _rang(attente: Attente) -> int:
    """Its place in the queue, from 1."""
    file = Attente.objects.ouvertes().filter(formule=attente.formule).values_list("pk", flat=True)
    return list(file).index(attente.pk) + 1


def _verifier_l_annulation(inscription: Inscription, maintenant: datetime) -> None:
    if inscription.effacee_le is not None:
        raise AnnulationImpossible("Cette inscription a été effacée.")
    if inscription.est_annulee:
        raise AnnulationImpossible("Votre inscription est déjà annulée.")
    if inscription.evenement.est_annule:
        raise AnnulationImpossible("L’événement est annulé : il n’y a plus rien à annuler.")
    if inscription.evenement.est_passe(maintenant):
        raise AnnulationImpossible("L’événement est passé : une inscription ne s’annule plus.")


def _annoncer(evenement: Evenement, message: Callable[[Inscription, Formule | None], Envoi | None]) -> int:
    evenement = places.verrouiller(evenement.pk)
    envois = [message(inscription, formule) for inscription, formule in _actives(evenement)]
    return sum(envoi is not None for envoi in envois)


def _actives(evenement: Evenement) -> Iterator[tuple[Inscription, Formule | None]]:
    """Those to whom the event's life is told, by batches: each with the formule that is held, or waited for."""
    formules: dict[int, Formule] = {}
    for formule in evenement.formules.all():
        formule.evenement = evenement
        formules[formule.pk] = formule
    ouvertes = Prefetch("attentes", Attente.objects.ouvertes().filter(creneau=None), to_attr="attentes_ouvertes")
    lignes = evenement.inscriptions.actives().filter(effacee_le=None).order_by("pk").prefetch_related(ouvertes)
    for inscription in lignes.iterator(chunk_size=LOT):
        inscription.evenement = evenement
        attendue = next((attente.formule_id for attente in inscription.attentes_ouvertes), None)
        tenue_ou_attendue = formules.get(inscription.formule_id or attendue or 0)
        if inscription.formule_id is not None:
            inscription.formule = tenue_ou_attendue
        yield inscription, tenue_ou_attendue
