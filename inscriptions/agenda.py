"""What a participant's calendar must say. Pure: no query, no clock; the event, formule and venue come loaded."""

from collections.abc import Iterable
from datetime import datetime

from courriels.agenda import RendezVous
from evenements.models import Evenement, Formule
from inscriptions.ateliers import Atelier
from inscriptions.models import Inscription
from socle import dates, liens, territoires, typographie
from socle.territoires import PARIS

_ = typographie.INSECABLE


def intitule(evenement: Evenement) -> str:
    """« 9e Rencontre : Ensemble, accompagnons… », or the title alone where nothing is numbered."""
    court = evenement.nom_court
    return court if court == evenement.titre else f"{court}{_}: {evenement.titre}"


def heures(debut: datetime, fin: datetime, fuseau: str) -> str:
    """« mardi 4 juillet 2023, de 8 h 30 à 17 h 30, heure de Paris »."""
    de_la = "heure de Paris" if fuseau == PARIS else f"heure locale {territoires.lieu_du_fuseau(fuseau)}"
    return f"{dates.date_de(debut, fuseau)}, {dates.de_a(debut, fin, fuseau)}, {de_la}"


def heures_chez(debut: datetime, fin: datetime, fuseau: str, chez: str) -> str:
    """« de 11 h à 14 h 30 à La Réunion », with the day where it is another; empty where the clocks agree."""
    if dates.meme_heure(debut, fuseau, chez) and dates.meme_heure(fin, fuseau, chez):
        return ""
    lieu = territoires.lieu_du_fuseau(chez)
    depart = f"{dates.heure(debut, chez)}{_autre_jour(debut, fuseau, chez)}"
    return f"de {depart} à {dates.heure(fin, chez)}{_autre_jour(fin, fuseau, chez)} {lieu}"


def _autre_jour(moment: datetime, fuseau: str, chez: str) -> str:
    jour = dates.jour_relatif(moment, chez, moment, fuseau)
    return f" ({jour})" if jour else ""


def lieu(formule: Formule) -> str:
    """The street address of an on-site formule, « En ligne » for the other."""
    if not formule.est_sur_place:
        return "En ligne"
    salle = formule.evenement.lieu
    if salle is None:
        return "Sur place, adresse à préciser"
    return ", ".join(morceau for morceau in (salle.nom, salle.adresse_complete) if morceau)


def rendez_vous(inscription: Inscription, ateliers: Iterable[Atelier]) -> RendezVous | None:
    """What this person's calendar must say: the held formule's own window and place. None where no place is held.

    `ateliers`: those that she holds (`inscriptions.ateliers.choisis`), lines in the day's entry. Pure:
    `courriels.tenir` decides whether it is told, under which SEQUENCE (RFC 5546 §2.1.4).
    """
    formule = inscription.formule
    if formule is None or not inscription.est_confirmee:
        return None
    return RendezVous(
        titre=intitule(formule.evenement),
        debut=formule.debut,
        fin=formule.fin,
        fuseau=formule.evenement.fuseau,
        destinataire=inscription.email or "",
        nom_destinataire=inscription.nom_complet,
        lieu=lieu(formule),
        description=_description(inscription, formule, ateliers),
        lien="" if formule.est_sur_place else liens.direct(inscription),
    )


def rendez_vous_public(formule: Formule) -> RendezVous:
    """The same for everyone, to be added before the confirmation arrives: no personal link in it."""
    evenement = formule.evenement
    return RendezVous(
        titre=intitule(evenement),
        debut=formule.debut,
        fin=formule.fin,
        fuseau=evenement.fuseau,
        destinataire="",
        lieu=lieu(formule),
        description=f"{formule.nom}.\n{liens.evenement(evenement)}",
    )


def _description(inscription: Inscription, formule: Formule, ateliers: Iterable[Atelier]) -> str:
    """What the house adds to the hours and to the link to join, which every entry says (`courriels.agenda.corps`).

    Calendars are shared, and these words go to Google and Outlook in an address: no link that changes or cancels.
    """
    chez_soi = heures_chez(formule.debut, formule.fin, formule.evenement.fuseau, inscription.fuseau)
    lignes = [
        f"{formule.nom}{_}: {chez_soi}." if chez_soi else f"{formule.nom}.",
        *(f"{atelier.en_mots(formule.evenement.fuseau)}." for atelier in ateliers),
        "Un empêchement\u202f? Le lien pour changer ou annuler est dans votre message d’inscription.",
    ]
    return "\n".join(lignes)
