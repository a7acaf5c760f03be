"""Whatever people do, in whatever order: counts are true, nobody is in two places, no place idles while one can go."""

from contextlib import suppress

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inscriptions import actions, ateliers, file_des_ateliers
from inscriptions.models import Attente, ChoixAtelier, Inscription
from programmes.models import Creneau
from tests.inscriptions.aides import inscrire
from tests.inscriptions.ateliers import rencontre_a_ateliers

LETTRES = "BCD"
VERBES = [*["choisir"] * 5, *["quitter"] * 3, "inscrire", "annuler", "changer_de_formule", "changer_la_capacite"]
ACTES = st.tuples(st.sampled_from(VERBES), st.integers(0, 2), st.sampled_from(LETTRES))
REFUS = (
    actions.AtelierImpossible,
    actions.InscriptionImpossible,
    actions.AnnulationImpossible,
    actions.ChangementImpossible,
)


class Vie:
    """Three people, three places on site, three workshops (B and C together, D across both) of one place each."""

    def __init__(self):
        self.evenement, self.creneaux = rencontre_a_ateliers(places=1, lettres=LETTRES, formules=3)
        self.formule = self.evenement.formules.get(modalite="presentiel")
        self.gens = {}
        for qui in range(3):
            self.inscrire(qui, "BCD"[qui])

    def jouer(self, acte, qui, quoi):
        with suppress(*REFUS):
            getattr(self, acte)(qui, quoi)

    def inscrire(self, qui, lettre):
        pks = (self.creneaux[lettre].pk,)
        self.gens[qui] = inscrire(self.formule, f"personne{qui}@example.org", ateliers=pks)

    def choisir(self, qui, lettre):
        actions.choisir_un_atelier(self.gens[qui], self.creneaux[lettre].pk)

    def quitter(self, qui, lettre):
        actions.quitter_un_atelier(self.gens[qui], self.creneaux[lettre].pk)

    def annuler(self, qui, _):
        actions.annuler(self.gens[qui])

    def changer_de_formule(self, qui, _):
        tenue = Inscription.objects.get(pk=self.gens[qui].pk).formule_id
        autre = self.evenement.formules.exclude(pk=tenue).first()
        actions.changer_de_formule(self.gens[qui], autre)

    def changer_la_capacite(self, moins, lettre):
        creneau = Creneau.objects.filter(pk=self.creneaux[lettre].pk, places_prises__lte=moins or 1)
        creneau.update(capacite=moins or 1)
        actions.servir_les_ateliers(self.evenement)


def verifier(evenement):
    for creneau in evenement.creneaux.all():
        assert creneau.places_prises == creneau.choix.count() <= creneau.capacite
    publies = {atelier.pk: atelier for atelier in ateliers.publies(evenement)}
    for inscription in Inscription.objects.prefetch_related("choix_ateliers", "attentes"):
        tenus = [publies[choix.creneau_id] for choix in inscription.choix_ateliers.all()]
        attendus = [publies[a.creneau_id] for a in inscription.attentes.all() if a.creneau_id and not a.close_le]
        assert ateliers.chevauchement(tenus) is None
        assert ateliers.chevauchement(attendus) is None
        assert not any(tenu.empeche(attendu) for tenu in tenus for attendu in attendus)
    assert not ChoixAtelier.objects.exclude(inscription__formule__modalite="presentiel").exists()
    en_file = Attente.objects.ouvertes().filter(creneau__isnull=False)
    assert not en_file.exclude(inscription__formule__modalite="presentiel").exists()
    assert file_des_ateliers.servir(evenement, timezone.now()) == 0


class TestVies(TestCase):
    @settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(ACTES, min_size=5, max_size=25))
    def test_counts_choices_and_queues_agree_after_every_act(self, actes):
        vie = Vie()
        for acte in actes:
            vie.jouer(*acte)
            verifier(vie.evenement)
