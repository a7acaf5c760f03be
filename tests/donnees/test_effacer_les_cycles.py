from datetime import timedelta

import pytest
from django.utils import timezone

from courriels.livraison import livrer
from donnees import actions
from inscriptions.models import Adhesion, Inscription
from tests.donnees.aides import ADRESSE, SIENS, tout_ce_qui_est_dans_la_base
from tests.inscriptions.aides import tout_est_parti
from tests.inscriptions.cycles import adherer, tourner, un_cycle, une_seance

pytestmark = pytest.mark.django_db
ELLE = {"prenom": "Zéphyrine", "nom": "Vaillant", "structure": "Fabrique-aux-Lucioles"}


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


def test_erasing_a_person_leaves_her_cycles_and_no_string_of_hers(mailoutbox):
    cycle, _ = un_cycle(10, 20)
    adherer(cycle, ADRESSE, lettre=True, profil="association", **ELLE)
    tout_est_parti()

    assert actions.effacer(ADRESSE).derniers_messages == 1
    livrer()

    adhesion = Adhesion.objects.get()
    assert (adhesion.email, adhesion.prenom, adhesion.nom, adhesion.secret) == (None, "", "", "")
    assert (adhesion.profil, adhesion.est_ouverte, adhesion.effacee_le is not None) == ("association", False, True)
    base = tout_ce_qui_est_dans_la_base()
    assert [texte for texte in SIENS if texte in base] == []


def test_someone_who_was_erased_is_not_registered_in_what_is_added(mailoutbox):
    cycle, _ = un_cycle(10, 20)
    adherer(cycle, ADRESSE, **ELLE)
    adherer(cycle, "autre@example.org")
    tout_est_parti()
    actions.effacer(ADRESSE)

    ajoutee = une_seance(cycle, 30)

    assert tourner() == (1, 0)
    assert [i.email for i in Inscription.objects.filter(evenement=ajoutee)] == ["autre@example.org"]


def test_erasing_someone_who_left_everything_finds_her_still(mailoutbox):
    cycle, _ = un_cycle(10)
    adherer(cycle, ADRESSE, **ELLE)
    Inscription.objects.all().delete()

    assert actions.effacer(ADRESSE) is not None

    assert Adhesion.objects.get().effacee_le is not None


def test_a_membership_loses_its_name_two_years_after():
    cycle, _ = un_cycle(10)
    ancienne, recente = adherer(cycle, ADRESSE, **ELLE), adherer(cycle, "autre@example.org")
    Adhesion.objects.filter(pk=ancienne.pk).update(ouverte_le=timezone.now() - timedelta(days=731))
    Adhesion.objects.filter(pk=recente.pk).update(ouverte_le=timezone.now() - timedelta(days=729))

    actions.purger()

    assert Adhesion.objects.values_list("email", "prenom", "secret").get(pk=ancienne.pk) == (None, "", "")
    assert Adhesion.objects.get(pk=recente.pk).email == "autre@example.org"
