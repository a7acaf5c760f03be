"""One function a message: its key (the fact it tells), its subject, its template and what it says."""

from datetime import datetime
from typing import Any

from courriels import actions as courriels
from courriels.agenda import Invitation, liens_agenda
from courriels.models import Envoi
from evenements.models import Evenement, Formule
from inscriptions import agenda, ateliers
from inscriptions.ateliers import Atelier
from inscriptions.models import Attente, AvisOuverture, Inscription
from inscriptions.participant import Participant
from journal.models import reference
from socle import dates, liens, typographie

_, FINE = typographie.INSECABLE, typographie.FINE


def confirmer(inscription: Inscription) -> Envoi:
    """A place is held: the invitation for the calendar, and the links. Must serve alone."""
    return _poster(
        inscription,
        cle=f"inscription-{inscription.pk}-{inscription.etat_le.isoformat()}",
        objet=f"Invitation{_}: {_nom_et_date(inscription.evenement, inscription.formule)}, {_comment(inscription)}",
        gabarit="confirmation",
        invitation=_tenir(inscription),
    )


def inviter(inscription: Inscription) -> Envoi | None:
    """The turn of a session of a whole cycle has come: its invitation. None where the calendar already says it."""
    invitation = _tenir(inscription)
    if invitation is None:
        return None
    return _poster(
        inscription,
        cle=f"invitation-{inscription.pk}-{inscription.etat_le.isoformat()}",
        objet=f"Invitation{_}: {_nom_et_date(inscription.evenement, inscription.formule)}, {_comment(inscription)}",
        gabarit="confirmation",
        invitation=invitation,
        lien_cycle=liens.mon_cycle(inscription.adhesion) if inscription.adhesion else "",
    )


def mettre_en_attente(inscription: Inscription, formule: Formule, rang: int) -> Envoi:
    """No place is held: the rank in the queue, nothing for the calendar."""
    return _poster(
        inscription,
        cle=f"attente-{inscription.pk}-{inscription.etat_le.isoformat()}",
        objet=f"Liste d’attente{_}: {_nom_et_date(inscription.evenement, formule)}",
        gabarit="attente",
        formule=formule,
        rang=rang,
    )


def annuler(inscription: Inscription, formule: Formule | None, *, par_l_equipe: bool = False) -> Envoi:
    """The registration is cancelled, by the person or by the team; the calendar forgets it where a place was held."""
    return _poster(
        inscription,
        cle=f"annulation-{inscription.pk}-{inscription.etat_le.isoformat()}",
        objet=f"Annulation{_}: {_nom_et_date(inscription.evenement, formule)}",
        gabarit="annulation",
        invitation=courriels.tenir(inscription.uid, None),
        formule=formule,
        par_l_equipe=par_l_equipe,
    )


def renvoyer_le_lien(inscription: Inscription, formule: Formule | None, rang: int | None, quand: datetime) -> Envoi:
    """To someone who is already registered, whatever was typed: where they stand, and their link again."""
    return _poster(
        inscription,
        cle=f"lien-{inscription.pk}-{quand.isoformat()}",
        objet=f"Votre inscription{_}: {_nom_et_date(inscription.evenement, formule)}",
        gabarit="lien_renvoye",
        formule=formule,
        rang=rang,
    )


def deplacer(inscription: Inscription, formule: Formule | None) -> Envoi | None:
    """The event was moved: one mail, and the calendar follows. None where the calendar already says it.

    A session of a whole cycle whose invitation waits for its turn is told in words.
    """
    attend_son_tour = inscription.invitation_differee and not courriels.est_dite(inscription.uid)
    invitation = None if attend_son_tour else _tenir(inscription)
    if inscription.est_confirmee and invitation is None and not attend_son_tour:
        return None
    courriels.remplacer(inscription, cle=f"deplacement-{inscription.pk}-")
    return _poster(
        inscription,
        cle=f"deplacement-{inscription.pk}-{inscription.evenement.revision}",
        objet=f"Mise à jour{_}: {_nom_et_date(inscription.evenement, formule)}",
        gabarit="deplacement",
        invitation=invitation,
        formule=formule,
    )


def annuler_l_evenement(inscription: Inscription, formule: Formule | None) -> Envoi:
    """The event will not take place; the calendar forgets it."""
    courriels.remplacer(inscription, cle=f"deplacement-{inscription.pk}-")
    return _poster(
        inscription,
        cle=f"evenement-annule-{inscription.pk}",
        objet=f"Annulation{_}: {_nom_et_date(inscription.evenement, formule)}",
        gabarit="annulation_evenement",
        invitation=courriels.tenir(inscription.uid, None),
        formule=formule,
    )


def choisir_un_atelier(inscription: Inscription, atelier: Atelier, quand: datetime) -> Envoi:
    """A workshop is held; the day's entry says it."""
    return _ecrire_les_ateliers(inscription, f"Votre place est réservée{_}: {atelier.nom}", atelier.pk, quand)


def attendre_un_atelier(inscription: Inscription, atelier: Atelier, quand: datetime) -> Envoi:
    """A full workshop is waited for."""
    return _ecrire_les_ateliers(inscription, f"Vous attendez une place{_}: {atelier.nom}", atelier.pk, quand)


def donner_un_atelier(inscription: Inscription, atelier: Atelier, quand: datetime) -> Envoi:
    """A place was freed: it is hers at once, and can be given back."""
    return _ecrire_les_ateliers(inscription, f"Une place s’est libérée pour vous{_}: {atelier.nom}", atelier.pk, quand)


def quitter_un_atelier(inscription: Inscription, atelier: Atelier | None, quand: datetime) -> Envoi:
    """The place was given back, or the wait is over, as she asked. None: a workshop that is published no more."""
    nom, pk = (atelier.nom, atelier.pk) if atelier else ("un atelier retiré du programme", 0)
    return _ecrire_les_ateliers(inscription, f"Vous avez quitté{_}: {nom}", pk, quand)


def _ecrire_les_ateliers(inscription: Inscription, titre: str, creneau: int, quand: datetime) -> Envoi:
    """What has changed, then all that she holds: it may replace a confirmation that has not left."""
    return _poster(
        inscription,
        cle=f"atelier-{inscription.pk}-{creneau}-{quand.isoformat()}",
        objet=f"Vos ateliers{_}: {_nom_et_date(inscription.evenement, inscription.formule)}",
        gabarit="ateliers",
        invitation=_tenir(inscription),
        titre=titre,
    )


def changer_de_formule(inscription: Inscription) -> Envoi:
    """Another formule is held: the same calendar entry moves to its window and place. Must serve alone."""
    return _poster(
        inscription,
        cle=f"changement-{inscription.pk}-{inscription.etat_le.isoformat()}",
        objet=f"Mise à jour{_}: {_nom_et_date(inscription.evenement, inscription.formule)}, {_comment(inscription)}",
        gabarit="changement",
        invitation=_tenir(inscription),
    )


def attendre_une_place(inscription: Inscription, formule: Formule, rang: int, quand: datetime) -> Envoi:
    """Waits for another formule; the seat that is held stays, and so does the calendar."""
    return _poster(
        inscription,
        cle=f"file-{inscription.pk}-{quand.isoformat()}",
        objet=f"Liste d’attente{_}: {_nom_et_date(inscription.evenement, formule)}",
        gabarit="file_entree",
        formule=formule,
        rang=rang,
        tenue=inscription.formule,
    )


def ne_plus_attendre(inscription: Inscription, formule: Formule, quand: datetime) -> Envoi:
    """Declined an offer, or left the queue: what is held stays; without a seat, the registration has ended."""
    return _poster(
        inscription,
        cle=f"file-quittee-{inscription.pk}-{quand.isoformat()}",
        objet=f"Liste d’attente quittée{_}: {_nom_et_date(inscription.evenement, formule)}",
        gabarit="file_quittee",
        formule=formule,
        tenue=inscription.formule,
    )


def proposer(attente: Attente, *, a_tous: bool) -> Envoi:
    """A place is offered: until when, and two links that show first. `a_tous`: nothing is set aside, the first wins."""
    inscription, formule = attente.inscription, attente.formule
    fuseau = inscription.evenement.fuseau
    return _poster(
        inscription,
        cle=f"offre-{attente.pk}-{attente.offre_le.isoformat() if attente.offre_le else ''}",
        objet=f"Une place vous est proposée{_}: {_nom_et_date(inscription.evenement, formule)}",
        gabarit="offre",
        formule=formule,
        tenue=inscription.formule,
        a_tous=a_tous,
        echeance=dates.date_heure(attente.echeance, fuseau) if attente.echeance else "",
        lien_offre=liens.offre(inscription),
    )


def laisser_passer(attente: Attente) -> Envoi:
    """The hour has passed without an answer: the place goes to the next."""
    return _poster(
        attente.inscription,
        cle=f"offre-passee-{attente.pk}",
        objet=f"Le délai est passé{_}: {_nom_et_date(attente.inscription.evenement, attente.formule)}",
        gabarit="offre_passee",
        formule=attente.formule,
        tenue=attente.inscription.formule,
    )


def clore_la_file(attente: Attente) -> Envoi:
    """Offers have stopped: the online seat is theirs, and what the door's policy is. Once."""
    inscription, formule = attente.inscription, attente.formule
    return _poster(
        inscription,
        cle=f"file-close-{attente.pk}",
        objet=f"La liste d’attente est close{_}: {_nom_et_date(inscription.evenement, formule)}",
        gabarit="file_close",
        invitation=_tenir(inscription),
        attendue=formule,
        formule=inscription.formule or formule,
        tenue=inscription.formule,
        politique=inscription.evenement.accueil_sans_place,
    )


def demander_la_venue(inscription: Inscription) -> Envoi:
    """J-7: « je viens », « je suivrai en ligne », « je me désiste ». Once a registration."""
    return _poster(
        inscription,
        cle=f"venue-{inscription.pk}-{inscription.etat_le.isoformat()}",
        objet=f"Venez-vous{FINE}? {_nom_et_date(inscription.evenement, inscription.formule)}",
        gabarit="venue",
        lien_venue=liens.venue(inscription),
    )


def prouver_l_adresse(inscription: Inscription, email: str, lien: str, quand: datetime) -> Envoi:
    """To an address that nobody has proved: no name, no personal link but the one that proves it."""
    evenement = inscription.evenement
    return courriels.poster(
        cle=f"adresse-{inscription.pk}-{quand.isoformat()}",
        destinataire=email,
        objet=f"Confirmez votre adresse{_}: {_nom_et_date(evenement, None)}",
        gabarit="inscriptions/emails/adresse_preuve",
        contexte={"intitule": agenda.intitule(evenement), "lien_preuve": lien, **_commun()},
        reference=reference(inscription),
        evenement=reference(evenement),
    )


def dire_a_l_ancienne_adresse(inscription: Inscription, quand: datetime) -> Envoi:
    """The registration has another address now; this one receives nothing more."""
    evenement = inscription.evenement
    return courriels.poster(
        cle=f"adresse-quittee-{inscription.pk}-{quand.isoformat()}",
        destinataire=inscription.email or "",
        nom_destinataire=inscription.nom_complet,
        objet=f"Adresse changée{_}: {_nom_et_date(evenement, inscription.formule)}",
        gabarit="inscriptions/emails/adresse_quittee",
        contexte={"inscription": inscription, "intitule": agenda.intitule(evenement), **_commun()},
        reference=reference(inscription),
        evenement=reference(evenement),
    )


def changer_d_adresse(inscription: Inscription, quand: datetime) -> Envoi:
    """To the new address: where the registration stands, its new links, its invitation."""
    return _poster(
        inscription,
        cle=f"adresse-changee-{inscription.pk}-{quand.isoformat()}",
        objet=f"Votre nouvelle adresse{_}: {_nom_et_date(inscription.evenement, inscription.formule)}",
        gabarit="adresse_changee",
        invitation=_tenir(inscription),
    )


def prevenir(avis: AvisOuverture) -> Envoi:
    """Registrations are open; the address is forgotten once this is written."""
    evenement = avis.evenement
    return courriels.poster(
        cle=f"ouverture-{evenement.pk}-{avis.pk}",
        destinataire=avis.email,
        objet=f"Inscriptions ouvertes{_}: {_nom_et_date(evenement, None)}",
        gabarit="inscriptions/emails/ouverture",
        contexte={
            "evenement": evenement,
            "intitule": agenda.intitule(evenement),
            "quand": agenda.heures(evenement.debut, evenement.fin, evenement.fuseau)
            if evenement.est_date and evenement.debut and evenement.fin
            else evenement.date_en_mots,
            "lien_inscription": liens.inscription(evenement),
            "demande_le": dates.date_de(avis.demande_le, evenement.fuseau, semaine=False),
            **_commun(),
        },
        reference=reference(avis),
        evenement=reference(evenement),
    )


def recapituler_le_groupe(
    evenement: Evenement, responsable: Any, lignes: list[tuple[Formule, Participant]], *, numero: str
) -> Envoi:
    """To who registered a group: what was typed, and nothing of what was known. Emptied once sent: it names others."""
    return courriels.poster(
        cle=f"groupe-{evenement.pk}-{numero}",
        destinataire=responsable.email,
        nom_destinataire=responsable.nom,
        objet=f"Inscriptions de groupe{_}: {_nom_et_date(evenement, None)}",
        gabarit="inscriptions/emails/groupe",
        contexte={
            "evenement": evenement,
            "intitule": agenda.intitule(evenement),
            "responsable": responsable,
            "lignes": lignes,
            "plusieurs_formules": len({formule.pk for formule, _participant in lignes}) > 1,
            **_commun(),
        },
        evenement=reference(evenement),
        confidentiel=True,
    )


def _tenir(inscription: Inscription) -> Invitation | None:
    rendez_vous = agenda.rendez_vous(inscription, ateliers.choisis(inscription))
    return courriels.tenir(inscription.uid, rendez_vous) if rendez_vous else None


def _poster(
    inscription: Inscription,
    *,
    cle: str,
    objet: str,
    gabarit: str,
    invitation: Invitation | None = None,
    formule: Formule | None = None,
    **contexte: Any,
) -> Envoi:
    formule = formule or inscription.formule
    return courriels.poster(
        cle=cle,
        destinataire=inscription.email or "",
        nom_destinataire=inscription.nom_complet,
        objet=objet,
        gabarit=f"inscriptions/emails/{gabarit}",
        contexte=_contexte(inscription, formule, invitation) | contexte,
        reference=reference(inscription),
        evenement=reference(inscription.evenement),
        agenda=invitation,
    )


def _contexte(inscription: Inscription, formule: Formule | None, invitation: Invitation | None) -> dict:
    evenement = inscription.evenement
    choisis = ateliers.choisis(inscription)
    rendez_vous = agenda.rendez_vous(inscription, choisis)
    return {
        "inscription": inscription,
        "evenement": evenement,
        "formule": formule,
        "intitule": agenda.intitule(evenement),
        "quand": agenda.heures(formule.debut, formule.fin, evenement.fuseau) if formule else evenement.date_en_mots,
        "quand_chez_soi": agenda.heures_chez(formule.debut, formule.fin, evenement.fuseau, inscription.fuseau)
        if formule
        else "",
        "ou": agenda.lieu(formule) if formule else "",
        "jour": dates.date_de(formule.debut, evenement.fuseau, annee=False) if formule else "",
        "date_precedente": dates.date_heure(evenement.debut_precedent, evenement.fuseau)
        if evenement.debut_precedent
        else "",
        "invitation": invitation,
        "ajouter": liens_agenda(rendez_vous) if rendez_vous else {},
        "ateliers": [atelier.en_mots(evenement.fuseau) for atelier in choisis],
        "ateliers_attendus": [atelier.en_mots(evenement.fuseau) for atelier in ateliers.attendus(inscription)],
        "lien_ateliers": liens.mes_ateliers(inscription),
        "lien_page": liens.mon_inscription(inscription),
        "lien_direct": liens.direct(inscription),
        "lien_annuler": liens.annuler_mon_inscription(inscription),
        "lien_fichier": liens.invitation_ics(inscription),
        "lien_inscription": liens.inscription(evenement),
        "lien_effacer": liens.effacer_mes_donnees(inscription),
        "inscrite_le": dates.date_de(inscription.etat_le, evenement.fuseau, semaine=False),
        **_commun(),
    }


def _commun() -> dict:
    return {"lien_donnees": liens.donnees_personnelles()}


def _comment(inscription: Inscription) -> str:
    formule = inscription.formule
    return formule.get_modalite_display().lower() if formule else ""


def _nom_et_date(evenement: Evenement, formule: Formule | None) -> str:
    """« 9e Rencontre, mardi 4 juillet 2023 »: short enough for a subject."""
    quand = dates.date_de(formule.debut, evenement.fuseau) if formule else evenement.date_en_mots
    nom = evenement.nom_court
    nom = nom if len(nom) <= 140 else nom[:139] + "…"
    return f"{nom} ({quand})" if nom.endswith(("!", "?", "…")) else f"{nom}, {quand}"
