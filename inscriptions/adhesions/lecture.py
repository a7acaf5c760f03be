"""What a cycle proposes, and where one membership stands in it. A constant number of queries, whatever the sessions."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from evenements.models import Cycle, Evenement, Formule
from inscriptions import agenda
from inscriptions.models import Adhesion, Inscription

EN_LIGNE = Formule.Modalite.DISTANCIEL


@dataclass(frozen=True)
class Seance:
    """A webinar of the cycle, and this person's registration in it, if any."""

    evenement: Evenement
    inscription: Inscription | None
    fuseau: str  # the reader's own
    est_passee: bool
    est_proposee: bool

    @property
    def formule(self) -> Formule | None:
        tenue = self.inscription.formule if self.inscription else None
        return tenue or formule_en_ligne(self.evenement)

    @property
    def quand(self) -> str:
        """The hours, in the event's own zone; the date as far as it is known otherwise."""
        formule, evenement = self.formule, self.evenement
        if formule is None or not evenement.est_date:
            return evenement.date_en_mots
        return agenda.heures(formule.debut, formule.fin, evenement.fuseau)

    @property
    def quand_chez_soi(self) -> str:
        formule, evenement = self.formule, self.evenement
        if formule is None or not evenement.est_date:
            return ""
        return agenda.heures_chez(formule.debut, formule.fin, evenement.fuseau, self.fuseau)

    @property
    def est_tenue(self) -> bool:
        return self.inscription is not None and self.inscription.est_confirmee

    @property
    def est_en_attente(self) -> bool:
        return self.inscription is not None and self.inscription.est_en_attente

    @property
    def est_retiree(self) -> bool:
        return self.inscription is not None and self.inscription.est_annulee

    @property
    def viendra(self) -> bool:
        """Will the membership register in it, now or when its hours are known?"""
        return self.inscription is None and (self.est_proposee or not self.evenement.est_date)

    @property
    def peut_etre_retiree(self) -> bool:
        return (self.est_tenue or self.est_en_attente) and not self.est_passee and not self.evenement.est_annule


def webinaires(cycle: Cycle) -> QuerySet[Evenement]:
    """The published escales of a cycle, each with its formules."""
    publies = Evenement.objects.publies().filter(cycle=cycle, nature=Evenement.Nature.WEBINAIRE)
    return publies.select_related("lieu").prefetch_related("formules")


def proposees(cycle: Cycle, maintenant: datetime) -> list[Evenement]:
    """The sessions that a membership registers in: to come, dated, open or announced, with a way to attend online.

    What is only on site has few places: nobody takes one without asking for it.
    """
    evenements = _dans_l_ordre(webinaires(cycle).filter(fin__gte=maintenant))
    return [evenement for evenement in evenements if est_proposee(evenement, maintenant)]


def est_proposee(evenement: Evenement, maintenant: datetime) -> bool:
    if not evenement.est_date or evenement.est_passe(maintenant) or formule_en_ligne(evenement) is None:
        return False
    return evenement.inscriptions_ouvertes(maintenant) or evenement.inscriptions_annoncees(maintenant)


def formule_en_ligne(evenement: Evenement) -> Formule | None:
    """Among the formules already loaded."""
    formule = next((formule for formule in evenement.formules.all() if formule.modalite == EN_LIGNE), None)
    if formule is not None:
        formule.evenement = evenement
    return formule


def inscriptions(adhesion: Adhesion) -> QuerySet[Inscription]:
    """Those that the membership made, and those that the same person made by herself in the same cycle."""
    siennes = Q(adhesion=adhesion) | Q(email=adhesion.email)
    dans_le_cycle = Inscription.objects.filter(
        siennes, evenement__cycle=adhesion.cycle_id, evenement__nature=Evenement.Nature.WEBINAIRE, effacee_le=None
    )
    return dans_le_cycle.select_related("formule")


def seances(adhesion: Adhesion, maintenant: datetime) -> list[Seance]:
    """The cycle as this person lives it: what is to come, and what she attended. Three queries."""
    siennes = {inscription.evenement_id: inscription for inscription in inscriptions(adhesion)}
    resultat = []
    for evenement in _dans_l_ordre(webinaires(adhesion.cycle)):
        inscription, est_passee = siennes.get(evenement.pk), evenement.est_passe(maintenant)
        if inscription is None and (est_passee or evenement.est_annule):
            continue
        if inscription is not None:
            inscription.evenement = evenement
            if inscription.formule is not None:
                inscription.formule.evenement = evenement
        est_proposee_ = est_proposee(evenement, maintenant)
        resultat.append(Seance(evenement, inscription, adhesion.fuseau, est_passee, est_proposee_))
    return resultat


def a_quitter(adhesion: Adhesion, seances_: list[Seance]) -> list[tuple[Seance, Inscription]]:
    """What leaving the rest gives up: what the membership registered and is still to come."""
    retirables = [(seance, seance.inscription) for seance in seances_ if seance.peut_etre_retiree]
    return [(seance, i) for seance, i in retirables if i is not None and i.adhesion_id == adhesion.pk]


def _dans_l_ordre(evenements: QuerySet[Evenement]) -> list[Evenement]:
    return sorted(evenements, key=lambda e: (e.debut is None, e.debut.timestamp() if e.debut else 0, e.pk))
