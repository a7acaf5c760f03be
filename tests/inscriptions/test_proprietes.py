"""Random lives of an event: after each act the places, the queue and the calendars agree."""

from datetime import timedelta

import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from evenements import actions as evenements
from evenements.models import Formule
from inscriptions import actions
from inscriptions.models import Inscription
from tests.factories import RencontreFactory
from tests.inscriptions.aides import inscrire, tout_est_parti
from tests.inscriptions.invariants import verifier

REFUS = (
    actions.AnnulationImpossible,
    actions.ChangementImpossible,
    actions.InscriptionImpossible,
    actions.OffreImpossible,
    actions.VenueImpossible,
    evenements.FormuleImpossible,
)
QUI, MODALITE = st.integers(0, 5), st.sampled_from(["presentiel", "distanciel"])
ACTES = st.one_of(
    st.tuples(st.just("inscrire"), QUI, MODALITE),
    st.tuples(st.just("changer"), QUI, MODALITE),
    st.tuples(st.sampled_from(["annuler", "accepter", "decliner", "quitter", "venir"]), QUI, st.none()),
    st.tuples(st.just("capacite"), st.integers(1, 4), MODALITE),
    st.tuples(st.just("attendre"), st.integers(1, 700), st.none()),  # hours
    st.tuples(st.just("balayer"), st.none(), st.none()),
    st.tuples(st.just("livrer"), st.none(), st.none()),
)


class Vie:
    def __init__(self, horloge, places_en_ligne):
        self.horloge = horloge
        self.evenement = RencontreFactory(formules=2)
        self.evenement.formules.filter(modalite="distanciel").update(capacite=places_en_ligne)
        for qui in range(4):  # the place on site is already short: two hold it, two wait
            self.inscrire(qui, "presentiel")

    def jouer(self, acte, premier, second):
        """True where it was done, False where it was refused; an act that is refused changes nothing."""
        self.horloge.shift(timedelta(seconds=1))
        try:
            getattr(self, acte)(premier, second)
        except REFUS:
            return False
        return True

    def formule(self, modalite):
        return Formule.objects.get(evenement=self.evenement, modalite=modalite)

    def personne(self, qui):
        inscription = Inscription.objects.filter(email=f"personne{qui}@example.org").first()
        if inscription is None:
            raise actions.ChangementImpossible
        return inscription

    def inscrire(self, qui, modalite):
        inscrire(self.formule(modalite), f"personne{qui}@example.org")

    def changer(self, qui, modalite):
        actions.changer_de_formule(self.personne(qui), self.formule(modalite))

    def annuler(self, qui, _):
        actions.annuler(self.personne(qui))

    def accepter(self, qui, _):
        actions.accepter(self.personne(qui))

    def decliner(self, qui, _):
        actions.decliner(self.personne(qui))

    def quitter(self, qui, _):
        actions.quitter_la_file(self.personne(qui))

    def venir(self, qui, _):
        actions.confirmer_la_venue(self.personne(qui))

    def capacite(self, nombre, modalite):
        formule = evenements.modifier_formule(self.formule(modalite), par=None, capacite=nombre)
        actions.servir_la_file(formule)

    def attendre(self, heures, _):
        self.horloge.shift(timedelta(hours=heures))

    def balayer(self, _, __):
        actions.balayer_les_offres()

    def livrer(self, _, __):
        tout_est_parti()


class TestVies(TestCase):
    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(ACTES, min_size=6, max_size=30), st.sampled_from([None, 2]))
    def test_places_queue_and_calendars_agree_after_every_act(self, actes, places_en_ligne):
        with time_machine.travel("2027-03-01T08:00:00Z", tick=False) as horloge:
            vie, a_jour = Vie(horloge, places_en_ligne), True
            for acte in actes:
                vie.jouer(*acte)
                a_jour = acte[0] != "attendre" and (a_jour or acte[0] == "balayer")
                if vie.evenement.debut <= timezone.now():
                    break
                verifier(vie.evenement, servie=a_jour)  # an act serves the queue by itself; time passes unseen
