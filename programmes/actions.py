from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from evenements import actions as evenements
from evenements.models import Evenement
from journal.actions import noter
from programmes.lecture import ProgrammePublic, lire, version_publique
from programmes.models import Creneau, Sequence, VersionProgramme
from socle import dates
from socle.typographie import INSECABLE


class PublicationImpossible(Exception):
    """An expected refusal; its text can be shown as it is."""


@transaction.atomic
def publier(evenement: Evenement, *, par) -> VersionProgramme:
    """Freeze the draft as the next version and let the public read it.

    The event's row is locked first: two publications at once take two numbers, or the second is refused because
    nothing changed. No message leaves from here. Raises PublicationImpossible.
    """
    evenement = Evenement.objects.select_for_update(no_key=True).get(pk=evenement.pk)
    precedente = version_publique(evenement)
    contenu = geler(evenement)
    if not contenu["creneaux"]:
        raise PublicationImpossible("Le programme est vide : ajoutez-y au moins un moment avant de le publier.")
    if precedente and precedente.contenu == contenu:
        raise PublicationImpossible(f"Rien n’a changé depuis le programme n°{INSECABLE}{precedente.numero}.")
    version = VersionProgramme.objects.create(
        evenement=evenement,
        numero=precedente.numero + 1 if precedente else 1,
        publiee_le=timezone.now(),
        publiee_par=par,
        contenu=contenu,
    )
    evenements.toucher(evenement)
    noter("publier le programme", evenement, par=par, evenement=evenement, apres={"numero": version.numero})
    return version


def geler(evenement: Evenement) -> dict:
    """The draft as `VersionProgramme.contenu` keeps it: slots, and the pks of their interventions; nobody's name."""
    creneaux = evenement.creneaux.en_place().select_related("salle").prefetch_related("interventions")
    return {
        "sequences": [_sequence(sequence) for sequence in evenement.sequences.all()],
        "creneaux": [_creneau(creneau) for creneau in creneaux],
    }


def programme_en_cours(evenement: Evenement, maintenant: datetime) -> ProgrammePublic | None:
    """The draft read as the public would read it if it were published now: hidden names stay hidden. Writes nothing."""
    contenu = geler(evenement)
    return lire(contenu, 0, maintenant) if contenu["creneaux"] else None


def _iso(moment):
    return moment.astimezone(UTC).isoformat() if moment else None


def _sequence(sequence: Sequence) -> dict:
    return {
        "pk": sequence.pk,
        "titre": sequence.titre,
        "sous_titre": sequence.sous_titre,
        "teinte": sequence.teinte,
        "debut": _iso(sequence.debut),
        "fin": _iso(sequence.fin),
    }


def _creneau(creneau: Creneau) -> dict:
    return {
        "pk": creneau.pk,
        "sequence": creneau.sequence_id,
        "nature": creneau.nature,
        "surtitre": creneau.surtitre,
        "titre": creneau.titre,
        "texte": creneau.texte,
        "debut": _iso(creneau.debut),
        "fin": _iso(creneau.fin),
        "salle": creneau.salle.nom if creneau.salle else "",
        "diffuse": creneau.diffuse,
        "avec_inscription": creneau.avec_inscription,
        "interventions": [intervention.pk for intervention in creneau.interventions.all()],
    }


def decaler(evenement: Evenement, *, minutes: int, par) -> VersionProgramme | None:
    """Shift the draft and what is published by as many minutes of wall clock, in the event's zone.

    In the transaction of a postponement, the event's row locked. What is published moves as it was: changes of the
    draft that were not published yet stay unpublished. Returns the new version, None where nothing was published.
    """
    fuseau = evenement.fuseau
    lignes: list[Sequence | Creneau] = [*evenement.sequences.all(), *evenement.creneaux.all()]
    for ligne in lignes:
        ligne.debut = dates.decaler(ligne.debut, fuseau, minutes=minutes) if ligne.debut else None
        ligne.fin = dates.decaler(ligne.fin, fuseau, minutes=minutes) if ligne.fin else None
        ligne.save(update_fields=["debut", "fin"])
    precedente = version_publique(evenement)
    if precedente is None or minutes == 0:
        return None
    return VersionProgramme.objects.create(
        evenement=evenement,
        numero=precedente.numero + 1,
        publiee_le=timezone.now(),
        publiee_par=par,
        contenu={
            nom: [_decale(ligne, fuseau, minutes) for ligne in lignes] for nom, lignes in precedente.contenu.items()
        },
    )


def _decale(gelee: dict, fuseau: str, minutes: int) -> dict:
    bornes = {nom: gelee[nom] and datetime.fromisoformat(gelee[nom]) for nom in ("debut", "fin")}
    return gelee | {nom: _iso(borne and dates.decaler(borne, fuseau, minutes=minutes)) for nom, borne in bornes.items()}
