import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from annuaire.models import Personne
from comptes.models import User
from courriels.models import EntreeAgenda, Envoi
from donnees import actions
from inscriptions.models import Attente, AvisOuverture, Besoins, Consentement, Inscription
from journal.actions import noter
from journal.models import Fait
from presences.models import Bilan
from tests.donnees.aides import ADRESSE, SIENS, tout_ce_qui_est_dans_la_base, tout_sur_elle
from tests.factories import (
    EvenementFactory,
    InscriptionFactory,
    InterventionFactory,
    PersonneFactory,
    RencontreFactory,
    UserFactory,
)
from tests.factories.courriels import EnvoiFactory
from tests.inscriptions.aides import inscrire, tout_est_parti

pytestmark = pytest.mark.django_db


def il_y_a(jours):
    return timezone.now() - timedelta(days=jours)


def finir(evenement, jours):
    """That event has been over for so many days."""
    fin = il_y_a(jours)
    evenement.formules.update(debut=fin - timedelta(hours=2), fin=fin)
    type(evenement).objects.filter(pk=evenement.pk).update(debut=fin - timedelta(hours=2), fin=fin)


def faits(resultats):
    return {purge.quoi.partition(" (")[0]: purge.lignes for purge in resultats if purge.lignes}


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.mark.parametrize(("jours", "restent"), [(6, True), (8, False)])
def test_needs_go_seven_days_after_the_event(jours, restent):
    formule = RencontreFactory().formules.get(modalite="presentiel")
    inscription = inscrire(formule, regime="sans sarrasin")
    finir(formule.evenement, jours)

    actions.purger()

    assert Besoins.objects.filter(inscription=inscription).exists() is restent


@pytest.mark.parametrize(("jours", "reste"), [(364, "mailys.grondin@example.org"), (366, None)])
def test_a_registration_loses_its_name_a_year_after_the_event(jours, reste):
    formule = EvenementFactory().formules.get()
    inscription = inscrire(formule)
    tout_est_parti()
    finir(formule.evenement, jours)

    actions.purger()

    inscription.refresh_from_db()
    assert (inscription.email, inscription.territoire, inscription.etat) == (reste, "04", "confirmation")


def test_all_that_follows_a_registration_loses_its_name_with_it():
    tout_sur_elle()
    for inscription in Inscription.objects.select_related("evenement"):
        finir(inscription.evenement, 366)

    actions.purger()

    assert set(Inscription.objects.values_list("email", flat=True)) == {None}
    assert set(EntreeAgenda.objects.values_list("destinataire", flat=True)) == {""}
    assert set(Envoi.objects.values_list("destinataire", "texte", "objet")) == {("", "", "")}
    assert set(Fait.objects.exclude(verbe="corriger").values_list("acteur_nom", "objet_nom")) == {("", "")}


def test_who_asked_for_the_newsletter_still_receives_it_unlinked_from_any_registration():
    formule = EvenementFactory().formules.get()
    inscrire(formule, ADRESSE, lettre=True, liste=True)
    finir(formule.evenement, 366)

    actions.purger()

    assert list(Consentement.objects.values_list("finalite", "email", "inscription")) == [("lettre", ADRESSE, None)]


@pytest.mark.parametrize(("jours", "restent"), [(3 * 365 - 1, 1), (3 * 365 + 1, 0)])
def test_the_proof_of_a_withdrawn_newsletter_goes_three_years_later(jours, restent):
    Consentement.objects.create(
        email=ADRESSE, finalite="lettre", texte="oui", donne_le=il_y_a(2000), retire_le=il_y_a(jours)
    )

    actions.purger()

    assert Consentement.objects.count() == restent


def test_bodies_of_messages_go_first_then_their_addresses_but_never_what_has_to_leave():
    attente = EnvoiFactory(cree_le=il_y_a(400))
    vieux, recent = (EnvoiFactory(etat="abandon", cree_le=il_y_a(jours)) for jours in (366, 181))

    actions.purger()

    envois = Envoi.objects.filter(pk__in=[attente.pk, vieux.pk, recent.pk]).order_by("pk")
    lus = [(bool(envoi.destinataire), bool(envoi.texte)) for envoi in envois]
    assert lus == [(True, True), (False, False), (True, False)]


def test_the_journal_forgets_names_after_three_years():
    for jours in (3 * 365 - 1, 3 * 365 + 1):
        fait = noter("corriger", PersonneFactory(nom="Quéré"), par=UserFactory(), avant={"nom": "Kéré"})
        Fait.objects.filter(pk=fait.pk).update(quand=il_y_a(jours))

    actions.purger()

    lus = Fait.objects.order_by("quand").values_list("verbe", "acteur_nom", "objet_nom", "avant")
    assert list(lus) == [
        ("corriger", "", "", {}),
        ("corriger", "Camille Durand", "Maïlys Quéré", {"nom": "Kéré"}),
    ]


def test_notices_of_a_past_event_sessions_and_counters_that_expired_go():
    passe, a_venir = EvenementFactory(), EvenementFactory()
    for evenement in (passe, a_venir):
        AvisOuverture.objects.create(evenement=evenement, email=ADRESSE)
    finir(passe, 1)
    Session.objects.create(session_key="a", session_data="x", expire_date=il_y_a(1))
    Session.objects.create(session_key="b", session_data="x", expire_date=il_y_a(-1))
    cache.set("limite", 1, 3600)
    cache.set("expiree", 1, -1)

    actions.purger()

    assert list(AvisOuverture.objects.values_list("evenement", flat=True)) == [a_venir.pk]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["b"]
    assert (cache.get("limite"), cache.get("expiree")) == (1, None)


def test_a_stranger_of_the_directory_goes_after_three_years_not_those_whom_something_ties():
    ancienne = {"cree_le": il_y_a(3 * 365 + 1)}
    PersonneFactory(**ancienne)
    gardees = [
        PersonneFactory(**ancienne, est_membre=True),
        PersonneFactory(**ancienne, opposition_invitations_le=il_y_a(1)),
        InterventionFactory(personne=PersonneFactory(**ancienne)).personne,
        InscriptionFactory(personne=PersonneFactory(**ancienne)).personne,
        PersonneFactory(),
    ]

    actions.purger()

    assert list(Personne.objects.order_by("pk")) == gardees


def test_a_closed_account_goes_a_year_after_its_last_connection():
    UserFactory(is_active=False, last_login=il_y_a(366))
    gardes = [UserFactory(is_active=False, last_login=il_y_a(364)), UserFactory(last_login=il_y_a(400))]

    actions.purger()

    assert list(User.objects.order_by("pk")) == gardes


@pytest.mark.parametrize(("fige", "restent"), [(False, 2), (True, 1)])
def test_anonymous_rows_go_with_their_places_once_the_bilan_is_frozen(fige, restent):
    formule = EvenementFactory().formules.get()
    inscrire(formule, ADRESSE)
    inscrire(formule, "autre@example.org")
    finir(formule.evenement, 30)
    actions.effacer(ADRESSE)
    Bilan.objects.create(evenement=formule.evenement, origine="calcul", fige_le=timezone.now() if fige else None)

    actions.purger()

    formule.refresh_from_db()
    assert (Inscription.objects.count(), formule.places_prises) == (restent, restent)
    assert Inscription.objects.filter(email="autre@example.org").exists()


def test_what_waits_of_an_anonymous_row_goes_with_it():
    formule = RencontreFactory(formules=1).formules.get(modalite="presentiel")
    inscrire(formule, "premiere@example.org")
    inscrire(formule, ADRESSE)
    actions.effacer(ADRESSE)
    Bilan.objects.create(evenement=formule.evenement, origine="calcul", fige_le=timezone.now())

    actions.purger()

    assert (Attente.objects.count(), Inscription.objects.get().email) == (0, "premiere@example.org")


def test_nothing_that_still_serves_is_touched():
    tout_sur_elle()
    avant = tout_ce_qui_est_dans_la_base()

    assert faits(actions.purger()) == {}

    assert tout_ce_qui_est_dans_la_base() == avant


def test_twice_is_once_and_a_dry_run_changes_nothing():
    tout_sur_elle()
    for inscription in Inscription.objects.select_related("evenement"):
        finir(inscription.evenement, 366)
    avant = tout_ce_qui_est_dans_la_base()

    prevu = faits(actions.purger(a_blanc=True))

    assert tout_ce_qui_est_dans_la_base() == avant
    assert prevu["Inscriptions"] == faits(actions.purger())["Inscriptions"] == 4
    assert faits(actions.purger()) == {}


def test_each_rule_takes_as_many_queries_whatever_it_lets_go(django_assert_max_num_queries):
    """Not a number: every app that declares something adds a rule."""
    requetes = []
    for nombre in (1, 3):
        formule = RencontreFactory().formules.get(modalite="presentiel")
        for numero in range(nombre):
            inscrire(formule, f"p{numero}@example.org", regime="sans sarrasin", liste=True)
        finir(formule.evenement, 366)
        with django_assert_max_num_queries(200) as lues:
            assert faits(actions.purger())["Inscriptions"] == nombre
        requetes.append(len(lues))

    assert requetes[0] == requetes[1]


def test_the_command_prints_its_table_alone_on_stdout(capsys):
    formule = RencontreFactory().formules.get(modalite="presentiel")
    inscrire(formule, regime="sans sarrasin")
    finir(formule.evenement, 8)

    call_command("purger", "--a-blanc")

    sortie = capsys.readouterr().out.splitlines()
    assert sortie[0].split() == ["Quoi", "Gardé", "Acte", "Lignes"]
    (ligne,) = (ligne for ligne in sortie if ligne.startswith("Besoins"))
    assert (ligne.split()[-2:], "7\u00a0jours après l’événement" in ligne) == (["supprimé", "1"], True)
    assert sortie[-1] == "À blanc : 1\u00a0ligne à traiter, rien n’a changé."
    assert Besoins.objects.exists()


def test_the_log_says_what_was_done_and_nobody_s_name(caplog):
    formule = EvenementFactory().formules.get()
    inscrire(formule, ADRESSE, prenom="Zéphyrine", nom="Vaillant")
    finir(formule.evenement, 366)
    caplog.clear()

    actions.purger()

    dits = json.dumps([str(ligne.msg) for ligne in caplog.records], ensure_ascii=False)
    assert "Inscriptions" in dits
    assert [texte for texte in SIENS if texte in dits] == []
