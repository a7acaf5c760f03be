from datetime import timedelta

import pytest
from django.utils import timezone

from courriels.models import Envoi
from donnees import actions, effacements
from inscriptions.models import AvisOuverture, Inscription
from tests.donnees.aides import ADRESSE, SIENS, tout_ce_qui_est_dans_la_base
from tests.factories import EvenementFactory, InscriptionFactory
from tests.inscriptions.aides import inscrire, tout_est_parti

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


def test_a_line_gives_the_rows_and_a_fingerprint_never_the_address(var):
    inscription = inscrire(EvenementFactory().formules.get(), ADRESSE)
    avant = timezone.now()

    actions.effacer(ADRESSE)

    (efface,) = effacements.lire()
    assert f"inscriptions.inscription:{inscription.pk}" in efface.lignes
    assert efface.adresse == effacements.empreinte(ADRESSE.upper())
    assert avant <= efface.quand <= timezone.now()
    textes = [fichier.read_text() for fichier in var.iterdir()]
    assert [texte for texte in textes for sien in SIENS if sien in texte] == []


def test_the_fingerprint_does_not_follow_the_secret_key(settings):
    avant = effacements.empreinte(ADRESSE)
    settings.SECRET_KEY = "une autre clé, tirée après une fuite" * 3

    assert effacements.empreinte(ADRESSE) == avant


def test_the_log_and_its_key_are_read_by_their_owner_alone(var):
    effacements.noter(ADRESSE, ["inscriptions.inscription:1"], timezone.now())

    droits = {fichier.name: fichier.stat().st_mode & 0o777 for fichier in var.iterdir()}
    assert droits == {"effacements.log": 0o600, "cle-effacements": 0o600}


def test_an_erasure_that_cannot_be_noted_does_not_happen(settings, tmp_path):
    inscription = inscrire(EvenementFactory().formules.get(), ADRESSE)
    settings.VAR = tmp_path / "disque-plein"

    with pytest.raises(FileNotFoundError):
        actions.effacer(ADRESSE)

    inscription.refresh_from_db()
    assert inscription.email == ADRESSE


def test_after_an_older_backup_came_back_she_is_erased_again_without_a_message():
    formule = EvenementFactory().formules.get()
    sauvegarde = timezone.now()
    effacements.noter(ADRESSE, [], sauvegarde + timedelta(hours=1))
    inscrire(formule, ADRESSE)
    inscrire(formule, "autre@example.org")
    tout_est_parti()

    assert actions.rejouer(depuis=sauvegarde) == 1

    assert list(Inscription.objects.order_by("pk").values_list("email", flat=True)) == [None, "autre@example.org"]
    assert not Envoi.objects.en_route().exists()
    assert [texte for texte in SIENS if texte in tout_ce_qui_est_dans_la_base()] == []


def test_a_row_is_found_again_by_its_number_when_its_address_had_changed():
    inscription = inscrire(EvenementFactory().formules.get(), "ancienne@example.org")
    sauvegarde = timezone.now()
    reference = f"inscriptions.inscription:{inscription.pk}"
    effacements.noter("nouvelle@example.org", [reference], sauvegarde + timedelta(hours=1))

    assert actions.rejouer(depuis=sauvegarde) == 1

    inscription.refresh_from_db()
    assert inscription.email is None


def test_an_address_that_waits_without_a_registration_is_found_again():
    AvisOuverture.objects.create(evenement=EvenementFactory(), email=ADRESSE)
    sauvegarde = timezone.now()
    effacements.noter(ADRESSE, [], sauvegarde + timedelta(hours=1))

    actions.rejouer(depuis=sauvegarde)

    assert not AvisOuverture.objects.exists()


def test_what_was_erased_before_the_backup_is_left_alone():
    effacements.noter(ADRESSE, [], timezone.now() - timedelta(days=2))
    revenue = InscriptionFactory(email=ADRESSE)

    assert actions.rejouer(depuis=timezone.now() - timedelta(days=1)) == 0

    revenue.refresh_from_db()
    assert revenue.email == ADRESSE
