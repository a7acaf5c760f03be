"""Acts that cross apps, because people are told of them: publier, reporter, annuler, a new venue, new hours.

Each can say beforehand how many people will be told (`personnes_a_prevenir`), so that nothing leaves by surprise.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from annuaire import actions as annuaire
from evenements import actions as evenements
from evenements.models import Evenement, Formule, Lieu
from inscriptions import actions as inscriptions
from inscriptions.adhesions import actions as adhesions
from journal import actions as journal
from journal import changements
from programmes import actions as programmes
from socle import dates, typographie


class AnnonceImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


class ChoixAFaire(Exception):
    """Something that people know changes: telling them or not must be chosen. Its text can be shown as it is."""

    champ = "prevenir"

    def __init__(self, nombre: int):
        qui = typographie.accorder(nombre, "personne le sait", "personnes le savent")
        super().__init__(f"Ce changement se voit, et {qui} déjà : choisissez de prévenir ou non.")


def personnes_a_prevenir(evenement: Evenement) -> int:
    """How many people an act on this event would be told to: registered or waiting, and still reachable. One query."""
    return evenement.inscriptions.actives().filter(effacee_le=None).count()


@transaction.atomic
def publier(evenement: Evenement, *, par) -> Evenement:
    """Let the public see the event. Nobody is written to."""
    evenement = evenements.verrouiller(evenement)
    if evenement.publie_le is not None:
        raise AnnonceImpossible("L’événement est déjà publié.")
    if evenement.est_annule:
        raise AnnonceImpossible("L’événement est annulé : il ne se publie plus.")
    if evenement.inscriptions_ouvrent_le is not None and not evenement.formules.exists():
        raise AnnonceImpossible("Les inscriptions doivent ouvrir : ajoutez d’abord une formule.")
    evenement.publie_le = timezone.now()
    evenement.save(update_fields=["publie_le"])
    _dire("publier", evenement, par=par, apres={"publie_le": evenement.publie_le.isoformat()})
    return evenement


@transaction.atomic
def depublier(evenement: Evenement, *, par) -> Evenement:
    """Back to a draft, while nobody is registered."""
    evenement = evenements.verrouiller(evenement)
    if evenement.publie_le is None:
        raise AnnonceImpossible("L’événement est déjà un brouillon.")
    refus = refus_de_depublier(evenement)
    if refus:
        raise AnnonceImpossible(refus)
    avant = changements.valeurs(evenement, ["publie_le"])
    evenement.publie_le = None
    evenement.save(update_fields=["publie_le"])
    _dire("dépublier", evenement, par=par, avant=avant)
    return evenement


def refus_de_depublier(evenement: Evenement) -> str:
    """Why this event cannot be a draft again now, so that a page says it before the button; empty: it can."""
    nombre = personnes_a_prevenir(evenement)
    if not nombre:
        return ""
    qui = typographie.accorder(nombre, "personne est inscrite ou en attente", "personnes sont inscrites ou en attente")
    return f"{qui} : l’événement se reporte ou s’annule, il ne se retire plus."


@transaction.atomic
def reporter(evenement: Evenement, *, debut: datetime, fin: datetime, par) -> int:
    """Move a published event: formules, programme and closing of registrations follow by wall clock; calendars too.

    The previous date stays shown. Both the draft and the published programme move; what was not yet published of the
    draft is not published by this. Returns how many people were written to.
    """
    evenement = evenements.verrouiller(evenement)
    _verifier_le_report(evenement, debut, fin)
    champs = ["debut", "fin", "debut_precedent", "inscriptions_ferment_le", "offres_jusqu_au"]
    avant = changements.valeurs(evenement, champs)
    ancien_debut = evenement.debut
    try:
        ecart = evenements.deplacer(evenement, debut=debut, fin=fin)
    except evenements.EvenementImpossible as refus:
        raise AnnonceImpossible(str(refus)) from refus
    evenement.debut_precedent = ancien_debut
    evenement.retard = 0
    _deplacer_la_cloture(evenement, ecart)
    if evenement.offres_jusqu_au is not None:
        evenement.offres_jusqu_au = dates.decaler(evenement.offres_jusqu_au, evenement.fuseau, minutes=ecart)
    evenement.save()
    programmes.decaler(evenement, minutes=ecart, par=par)
    ancien, nouveau = changements.ecarts(avant, changements.valeurs(evenement, champs))
    _dire("reporter", evenement, par=par, avant=ancien, apres=nouveau)
    return inscriptions.annoncer_deplacement(evenement)


@transaction.atomic
def annuler(evenement: Evenement, *, motif: str, par) -> int:
    """Cancel a published event, for good. Returns how many people were written to."""
    evenement = evenements.verrouiller(evenement)
    maintenant = timezone.now()
    if evenement.est_annule:
        raise AnnonceImpossible("L’événement est déjà annulé.")
    if evenement.publie_le is None:
        raise AnnonceImpossible("L’événement est un brouillon : personne ne le voit, il n’y a rien à annuler.")
    if evenement.est_passe(maintenant):
        raise AnnonceImpossible("L’événement est passé : il ne s’annule plus.")
    evenement.annule_le, evenement.annulation_motif = maintenant, motif
    evenement.save(update_fields=["annule_le", "annulation_motif"])
    _dire("annuler", evenement, par=par, apres={"motif": motif})
    return inscriptions.annoncer_annulation(evenement)


@transaction.atomic
def modifier(evenement: Evenement, *, par, prevenir: bool | None = True, **champs: Any) -> int:
    """Change an event's settings; a new venue is told to those registered. Returns how many were written to.

    `prevenir`, here and below: False tells nobody (calendars follow at the next message); None refuses to decide for
    the one who asks: ChoixAFaire, and nothing is changed, where somebody would have to be told.
    """
    apres = evenements.modifier(evenement, par=par, **champs)
    return _suivre(apres, prevenir=prevenir) if apres.lieu_id != evenement.lieu_id else 0


@transaction.atomic
def modifier_formule(formule: Formule, *, par, prevenir: bool | None = True, **champs: Any) -> int:
    """Change a formule; new hours are told to those registered. Returns how many were written to.

    What a larger capacity frees is offered at once to those who wait.
    """
    apres = evenements.modifier_formule(formule, par=par, **champs)
    inscriptions.servir_la_file(apres)
    return (
        _suivre(apres.evenement, prevenir=prevenir) if (apres.debut, apres.fin) != (formule.debut, formule.fin) else 0
    )


@transaction.atomic
def modifier_lieu(lieu: Lieu, *, par, prevenir: bool | None = True, **champs: Any) -> int:
    """Change a venue; a new name or address is told to those registered for what is to come there."""
    apres = evenements.modifier_lieu(lieu, par=par, **champs)
    if (apres.nom, apres.adresse_complete) == (lieu.nom, lieu.adresse_complete):
        return 0
    return sum(_suivre(evenement, prevenir=prevenir) for evenement in a_venir_dans(apres))


def a_venir_dans(lieu: Lieu):
    return Evenement.objects.publies().a_venir().filter(lieu=lieu, annule_le=None)


def planifier() -> dict[str, int]:
    """The clock's tick: what is due and was not done. Twice is once."""
    return {
        "avis d’ouverture": inscriptions.prevenir_de_l_ouverture(),
        "places proposées": inscriptions.balayer_les_offres(),
        "tableurs oubliés": annuaire.oublier_les_apercus_perimes(),
        "inscriptions des cycles": adhesions.inscrire_aux_nouvelles(),
        "invitations des cycles": adhesions.inviter_aux_suivantes(),
    }


def _suivre(evenement: Evenement, *, prevenir: bool | None) -> int:
    """Calendars follow, for an event that people may still come to."""
    maintenant = timezone.now()
    if prevenir is False:
        return 0
    if not evenement.est_publie(maintenant) or evenement.est_annule or evenement.est_passe(maintenant):
        return 0
    if prevenir is None and (nombre := personnes_a_prevenir(evenement)):
        raise ChoixAFaire(nombre)
    return inscriptions.annoncer_deplacement(evenement)


def _verifier_le_report(evenement: Evenement, debut: datetime, fin: datetime) -> None:
    maintenant = timezone.now()
    if evenement.publie_le is None:
        raise AnnonceImpossible("L’événement est un brouillon : changez sa date dans ses réglages.")
    if not evenement.est_date:
        raise AnnonceImpossible("L’événement n’a pas encore d’heures : donnez-les dans ses réglages.")
    if evenement.est_annule:
        raise AnnonceImpossible("L’événement est annulé : il ne se reporte plus.")
    if evenement.est_passe(maintenant):
        raise AnnonceImpossible("L’événement est passé : il ne se reporte plus.")
    if debut <= maintenant:
        raise AnnonceImpossible("La nouvelle date est déjà passée.")
    if fin <= debut:
        raise AnnonceImpossible("La fin doit venir après le début.")
    if (debut, fin) == (evenement.debut, evenement.fin):
        raise AnnonceImpossible("C’est déjà la date de l’événement.")


def _deplacer_la_cloture(evenement: Evenement, minutes: int) -> None:
    """The closing of registrations keeps its distance to the start; where it would come before the opening, it goes."""
    if evenement.inscriptions_ferment_le is None:
        return
    cloture = dates.decaler(evenement.inscriptions_ferment_le, evenement.fuseau, minutes=minutes)
    ouverture = evenement.inscriptions_ouvrent_le
    evenement.inscriptions_ferment_le = None if ouverture and cloture <= ouverture else cloture


def _dire(verbe: str, evenement: Evenement, *, par, avant: dict | None = None, apres: dict | None = None) -> None:
    evenements.toucher(evenement)
    journal.noter(verbe, evenement, par=par, evenement=evenement, avant=avant, apres=apres)
