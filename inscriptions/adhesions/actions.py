"""Joining a whole cycle, leaving one of its sessions or the rest, coming back; what the clock then does for each.

Locks: the cycle's sessions first, in the order of their keys, then the membership. Erasure takes them so too.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from courriels import actions as courriels
from courriels.models import Envoi
from evenements.models import Cycle, Evenement
from inscriptions import actions as inscriptions
from inscriptions import emails as emails_des_inscriptions
from inscriptions import places
from inscriptions.adhesions import emails, lecture
from inscriptions.models import Adhesion, Consentement, Inscription
from inscriptions.participant import TEXTES_LUS, Participant, normaliser
from journal.actions import noter
from socle import liens

Etat = Inscription.Etat
DELAI_DU_LIEN = timedelta(hours=1)
CHAMPS = ("email", "prenom", "nom", "structure", "profil", "echelle", "territoire", "fuseau")


class AdhesionImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def adherer(cycle: Cycle, *, participant: Participant | Mapping[str, Any]) -> Adhesion:
    """Register an address in every coming session of a cycle, and in those to be added.

    One confirmation lists them; the first one's own invitation leaves with it. A membership that is still open comes
    back unchanged, whatever was typed: its link leaves again, once an hour at most. One that was left is opened again
    with what was typed and a new secret; sessions that were opted out one by one stay out. Raises AdhesionImpossible.
    """
    saisie = participant if isinstance(participant, Participant) else Participant(**participant)
    maintenant, evenements = _verrouiller(cycle)
    adhesion = _lire(Adhesion.objects.filter(cycle=cycle, email=normaliser(saisie.email)))
    if adhesion is not None and adhesion.est_ouverte:
        _renvoyer_le_lien(adhesion, maintenant)
        return adhesion
    retirees = _retirees(adhesion)
    adhesion = adhesion or Adhesion(cycle=cycle)
    champs = saisie.champs()
    for nom in CHAMPS:
        setattr(adhesion, nom, champs[nom])
    adhesion.secret = liens.nouveau_secret()
    _ouvrir(adhesion, [e for e in evenements if e.pk not in retirees], maintenant)
    if saisie.lettre:
        finalite = Consentement.Finalite.LETTRE
        Consentement.objects.create(
            email=adhesion.email, finalite=finalite, texte=TEXTES_LUS[finalite], donne_le=maintenant
        )
    return adhesion


@transaction.atomic
def reprendre(adhesion: Adhesion) -> Adhesion:
    """Come back to a cycle that was left, from one's own page: same details, same links. Raises AdhesionImpossible."""
    maintenant, evenements = _verrouiller(adhesion.cycle)
    adhesion = _relire(adhesion)
    if adhesion.est_ouverte:
        return adhesion
    retirees = _retirees(adhesion)
    _ouvrir(adhesion, [e for e in evenements if e.pk not in retirees], maintenant)
    return adhesion


@transaction.atomic
def retirer(adhesion: Adhesion, evenement: Evenement, *, par: Any = None) -> Inscription:
    """Opt out of one session: its registration is cancelled, and never made again by the membership.

    Raises inscriptions.AnnulationImpossible.
    """
    inscription = lecture.inscriptions(adhesion).filter(evenement=evenement).first()
    if inscription is None:
        raise inscriptions.AnnulationImpossible("Vous n’êtes pas inscrit à cette séance.")
    return inscriptions.annuler(inscription, par=par)


@transaction.atomic
def quitter(adhesion: Adhesion, *, par: Any = None) -> Adhesion:
    """Opt out of the rest: what the membership registered and is to come is cancelled, what is added stays out.

    One message says it; a session that is in the calendar has its own, which takes it out of there. Registrations that
    the person made herself stay. Raises AdhesionImpossible.
    """
    maintenant, _ = _verrouiller(adhesion.cycle, il_en_faut=False)
    adhesion = _relire(adhesion)
    if not adhesion.est_ouverte:
        raise AdhesionImpossible("Vous avez déjà quitté ce cycle.")
    adhesion.close_le = maintenant
    adhesion.save(update_fields=["close_le"])
    quittees = lecture.a_quitter(adhesion, lecture.seances(adhesion, maintenant))
    for _seance, inscription in quittees:
        inscriptions.annuler(inscription, par=par, dire=courriels.est_dite(inscription.uid))
    emails.quitter(adhesion, [seance for seance, _inscription in quittees])
    noter("quitter le cycle", adhesion, par=par or adhesion, apres={"séances": len(quittees)})
    return adhesion


def inscrire_aux_nouvelles() -> int:
    """Register the open memberships in the sessions added or opened since. Returns how many; each on its own."""
    maintenant = timezone.now()
    nombre = 0
    for cycle in Cycle.objects.publies().filter(Exists(Adhesion.objects.ouvertes().filter(cycle=OuterRef("pk")))):
        for evenement in lecture.proposees(cycle, maintenant):
            for pk in _sans_inscription(evenement).order_by("pk").values_list("pk", flat=True):
                nombre += _inscrire_a_la_nouvelle(pk, evenement.pk)
    return nombre


def inviter_aux_suivantes() -> int:
    """The invitations whose turn has come: the session before has ended, or is gone. Returns how many mails.

    What is due is read from the tables, whenever the clock comes back: no session is skipped, none invited twice.
    """
    return _inviter(Inscription.objects.all())


def _verrouiller(cycle: Cycle, *, il_en_faut: bool = True) -> tuple[datetime, list[Evenement]]:
    """Lock the cycle's coming sessions, then read the hour and those that can be joined."""
    siennes = Evenement.objects.filter(cycle=cycle, fin__gte=timezone.now()).order_by("pk")
    list(siennes.select_for_update(no_key=True).values_list("pk", flat=True))
    maintenant = timezone.now()
    evenements = lecture.proposees(cycle, maintenant)
    if il_en_faut and (not evenements or not Cycle.objects.publies().filter(pk=cycle.pk).exists()):
        raise AdhesionImpossible("Ce cycle n’a plus de séance à venir à laquelle s’inscrire.")
    return maintenant, evenements


def _lire(lignes: QuerySet[Adhesion]) -> Adhesion | None:
    return lignes.select_related("cycle").select_for_update(of=("self",)).first()


def _relire(adhesion: Adhesion) -> Adhesion:
    lue = _lire(Adhesion.objects.filter(pk=adhesion.pk, effacee_le=None))
    if lue is None:
        raise AdhesionImpossible("Cette inscription a été effacée.")
    return lue


def _ouvrir(adhesion: Adhesion, evenements: list[Evenement], maintenant: datetime) -> None:
    adhesion.close_le = None
    adhesion.ouverte_le = adhesion.lien_envoye_le = maintenant
    adhesion.save()
    faites = [_inscrire(adhesion, evenement) for evenement in evenements]
    emails.confirmer(adhesion, lecture.seances(adhesion, maintenant))
    _inviter(adhesion.inscriptions.all())
    noter("suivre le cycle", adhesion, par=adhesion, apres={"séances": sum(faites)})


def _inscrire(adhesion: Adhesion, evenement: Evenement) -> bool:
    """Through the same act as one registration, which an announced session does not refuse: see `est_proposee`."""
    formule = lecture.formule_en_ligne(evenement)
    if formule is None:
        return False
    participant = {nom: getattr(adhesion, nom) or "" for nom in CHAMPS}
    try:
        inscriptions.inscrire(formule, participant=participant, adhesion=adhesion, malgre_la_cloture=True)
    except inscriptions.InscriptionImpossible:
        return False
    return True


def _retirees(adhesion: Adhesion | None) -> set[int]:
    """The sessions that were opted out one by one: cancelled before the day when the rest was left."""
    if adhesion is None or adhesion.close_le is None:
        return set()
    une_a_une = adhesion.inscriptions.filter(etat=Etat.ANNULATION, etat_le__lt=adhesion.close_le)
    return set(une_a_une.values_list("evenement_id", flat=True))


def _renvoyer_le_lien(adhesion: Adhesion, maintenant: datetime) -> Envoi | None:
    if adhesion.lien_envoye_le is not None and maintenant - adhesion.lien_envoye_le < DELAI_DU_LIEN:
        return None
    adhesion.lien_envoye_le = maintenant
    adhesion.save(update_fields=["lien_envoye_le"])
    return emails.renvoyer_le_lien(adhesion, lecture.seances(adhesion, maintenant), maintenant)


def _sans_inscription(evenement: Evenement) -> QuerySet[Adhesion]:
    """The open memberships of a session's cycle that never had a row in it: one that was cancelled stays out."""
    sienne = Q(adhesion=OuterRef("pk")) | Q(email=OuterRef("email"))
    deja = Inscription.objects.filter(sienne, evenement=evenement)
    return Adhesion.objects.ouvertes().filter(~Exists(deja), cycle=evenement.cycle_id)


@transaction.atomic
def _inscrire_a_la_nouvelle(adhesion_id: int, evenement_id: int) -> bool:
    """Under the lock, all is read again: the membership may have been left, the session closed."""
    evenement = places.verrouiller(evenement_id)
    adhesion = _lire(_sans_inscription(evenement).filter(pk=adhesion_id))
    if adhesion is None or not lecture.est_proposee(evenement, timezone.now()):
        return False
    return _inscrire(adhesion, evenement)


def _inviter(lignes: QuerySet[Inscription]) -> int:
    dues = list(_a_inviter(lignes, timezone.now()).order_by("pk").values_list("pk", "evenement_id"))
    return sum(_inviter_une(pk, evenement_id) for pk, evenement_id in dues)


def _a_inviter(lignes: QuerySet[Inscription], maintenant: datetime) -> QuerySet[Inscription]:
    """Held, to come, not yet told, and the first to come of those that the same person holds in the cycle."""
    a_venir = _a_venir(Inscription.objects.confirmees(), maintenant)
    meme_cycle = a_venir.filter(
        Q(adhesion=OuterRef("adhesion")) | Q(email=OuterRef("email")),
        evenement__cycle=OuterRef("evenement__cycle"),
        evenement__nature=Evenement.Nature.WEBINAIRE,
    )
    avant = meme_cycle.filter(
        Q(evenement__debut__lt=OuterRef("evenement__debut"))
        | Q(evenement__debut=OuterRef("evenement__debut"), evenement__lt=OuterRef("evenement"))
    )
    differees = lignes.confirmees().filter(invitation_differee=True, effacee_le=None)  # type: ignore[attr-defined]
    return _a_venir(differees, maintenant).filter(~Exists(avant))


def _a_venir(lignes: QuerySet[Inscription], maintenant: datetime) -> QuerySet[Inscription]:
    fin = Coalesce(F("evenement__fin_reelle"), F("evenement__fin"))
    dates = lignes.filter(evenement__precision=Evenement.Precision.HEURE, evenement__annule_le=None)
    return dates.annotate(finit_le=fin).filter(finit_le__gte=maintenant)


@transaction.atomic
def _inviter_une(inscription_id: int, evenement_id: int) -> bool:
    evenement = places.verrouiller(evenement_id)
    encore = _a_inviter(Inscription.objects.filter(pk=inscription_id), timezone.now())
    inscription = encore.select_related("formule", "adhesion").first()
    if inscription is None or inscription.formule is None:
        return False
    inscription.evenement = inscription.formule.evenement = evenement
    inscription.invitation_differee = False
    inscription.save(update_fields=["invitation_differee"])
    return emails_des_inscriptions.inviter(inscription) is not None
