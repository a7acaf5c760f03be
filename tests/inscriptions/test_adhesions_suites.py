"""Whatever happens to a cycle and to its sessions, in whatever order: what stays true after each tick of the clock."""

from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annonces import actions as annonces
from courriels.models import EntreeAgenda, Envoi
from evenements.models import Evenement
from inscriptions import actions as inscriptions
from inscriptions.adhesions import actions
from inscriptions.models import Inscription
from tests.factories import UserFactory
from tests.factories.evenements import dans
from tests.inscriptions.aides import inscrire, tout_est_parti
from tests.inscriptions.cycles import ELLE, adherer, finir, tourner, un_cycle, une_seance

pytestmark = pytest.mark.django_db
ACTES = ("ajouter", "reporter", "annuler", "clore", "finir", "retirer", "seule", "quitter", "revenir", "partir")


class Cycle:
    """One person's membership, what was done to it, and what she refused."""

    def __init__(self):
        self.cycle, _ = un_cycle(10, 20)
        self.adhesion = adherer(self.cycle)
        self.equipe = UserFactory()
        self.refusees = set()
        self.ecrites = set()

    def faire(self, acte, rang, jour):
        seances = list(Evenement.objects.filter(cycle=self.cycle).order_by("pk"))
        getattr(self, acte)(seances[rang % len(seances)], jour)

    def ajouter(self, _seance, jour):
        une_seance(self.cycle, jour)

    def reporter(self, seance, jour):
        annonces.reporter(seance, debut=dans(jour, 9), fin=dans(jour, 10), par=self.equipe)

    def annuler(self, seance, _jour):
        annonces.annuler(seance, motif="Grève", par=self.equipe)

    def clore(self, seance, _jour):
        Evenement.objects.filter(pk=seance.pk).update(inscriptions_ferment_le=timezone.now())

    def finir(self, seance, _jour):
        finir(seance)

    def retirer(self, seance, _jour):
        actions.retirer(self.adhesion, seance)
        self.refusees.add(seance.pk)

    def seule(self, seance, _jour):
        inscrire(seance.formules.get())
        self.refusees.discard(seance.pk)

    def quitter(self, _seance, _jour):
        self.adhesion = actions.quitter(self.adhesion)

    def revenir(self, _seance, _jour):
        self.adhesion = adherer(self.cycle)

    def partir(self, _seance, _jour):
        tout_est_parti()


REFUS = (
    annonces.AnnonceImpossible,
    inscriptions.AnnulationImpossible,
    inscriptions.InscriptionImpossible,
    actions.AdhesionImpossible,
)


def verifier(suite):
    maintenant = timezone.now()
    siennes = list(Inscription.objects.select_related("evenement", "formule").filter(email=ELLE))
    tenues = [i for i in siennes if i.est_confirmee]
    a_venir = [i for i in tenues if not i.evenement.est_passe(maintenant) and not i.evenement.est_annule]
    dites = set(EntreeAgenda.objects.filter(dite_le__isnull=False, est_annulee=False).values_list("uid", flat=True))
    premiere = min(a_venir, key=lambda i: (i.evenement.debut, i.evenement_id), default=None)

    assert premiere is None or premiere.uid in dites
    assert {i.uid for i in tenues if not i.invitation_differee} >= {i.uid for i in a_venir} & dites
    assert {i.evenement_id for i in tenues} & suite.refusees == set()
    cles = Counter(cle for cle in Envoi.objects.values_list("cle", flat=True) if cle.startswith("invitation-"))
    assert all(nombre == 1 for nombre in cles.values())
    nouvelles = set(cles) - suite.ecrites
    suite.ecrites = set(cles)
    assert {cle.split("-")[1] for cle in nouvelles} <= ({f"{premiere.pk}"} if premiere else set())
    assert tourner() == (0, 0)
    for formule in {i.formule for i in tenues}:
        assert formule.places_prises == formule.inscriptions.filter(etat="confirmation").count()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@example([("retirer", 1, 2), ("quitter", 0, 2), ("revenir", 0, 2)])
@example([("ajouter", 0, 15), ("finir", 0, 2), ("reporter", 2, 30), ("annuler", 1, 2)])
@given(st.lists(st.tuples(st.sampled_from(ACTES), st.integers(0, 5), st.integers(2, 40)), max_size=7))
def test_the_next_session_is_always_told_and_what_was_refused_never_comes_back(actes):
    with transaction.atomic():
        suite = Cycle()
        verifier(suite)
        for acte, rang, jour in actes:
            try:
                with transaction.atomic():
                    suite.faire(acte, rang, jour)
            except REFUS:
                pass
            tourner()
            verifier(suite)
        transaction.set_rollback(True)
