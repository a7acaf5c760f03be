from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from annuaire.models import DoublonEcarte, Fusion
from courriels.livraison import livrer
from courriels.models import EntreeAgenda, Envoi
from donnees import actions, effacements, politique
from donnees.dossier import cles_de, de_l_adresse
from inscriptions import actions as inscriptions
from inscriptions.models import Attente, AvisOuverture, Besoins, Consentement, Inscription
from journal.models import Fait
from programmes.models import Intervention
from tests.donnees.aides import ADRESSE, SIENS, tout_ce_qui_est_dans_la_base, tout_sur_elle
from tests.factories import EvenementFactory, InscriptionFactory, PersonneFactory, RencontreFactory, UserFactory
from tests.inscriptions.aides import inscrire, quelqu_un, tout_est_parti

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


def restes():
    base = tout_ce_qui_est_dans_la_base()
    return [texte for texte in SIENS if texte in base]


def test_once_her_last_messages_have_left_no_table_holds_a_string_of_hers(mailoutbox):
    tout_sur_elle()
    assert restes() == list(SIENS)

    actions.effacer(ADRESSE)
    livrer()

    assert restes() == []


def test_she_has_a_row_in_every_table_that_erasure_must_reach():
    """Or the test above would prove less than it says: a table declared since needs its row in `tout_sur_elle`."""
    tout_sur_elle()
    dossier = de_l_adresse(ADRESSE)

    vides = [d.modele for d in politique.declarations() if d.qui is not None and not dossier.lignes(d)]

    assert vides == []


def test_only_the_cancellations_that_a_calendar_waits_for_still_leave(mailoutbox):
    tout_sur_elle()

    assert actions.effacer(ADRESSE).derniers_messages == 2
    assert set(Envoi.objects.filter(destinataire=ADRESSE).values_list("methode", "confidentiel", "est_le_dernier")) == {
        ("CANCEL", True, True)
    }
    livrer()

    assert [ADRESSE in str(message.to) for message in mailoutbox] == [True, True]
    siennes = EntreeAgenda.objects.exclude(destinataire="premiere@example.org")
    assert set(siennes.values_list("destinataire", "est_annulee")) == {("", True)}


def test_colleagues_she_registered_no_longer_read_from_whom(mailoutbox):
    rencontre = RencontreFactory()
    lea = inscriptions.Responsable("Léa Martin", "lea@example.org", "Léa Martin (Communauté de communes)")
    lignes = [(rencontre.formules.first(), quelqu_un(email="yann@example.org"))]
    inscriptions.inscrire_un_groupe(rencontre, lignes, responsable=lea)
    assert "Léa Martin" in tout_ce_qui_est_dans_la_base()

    actions.effacer("lea@example.org")
    livrer()

    base = tout_ce_qui_est_dans_la_base()
    assert [texte for texte in ("Léa Martin", "lea@example.org") if texte in base] == []
    yann = Inscription.objects.get()
    assert (yann.email, yann.est_confirmee, yann.inscrite_par) == ("yann@example.org", True, "")
    assert ["yann@example.org" in message.to[0] for message in mailoutbox] == [True]


def test_what_stays_is_an_anonymous_row(mailoutbox):
    inscription = tout_sur_elle()
    avant = timezone.now()

    actions.effacer(inscription)

    inscription.refresh_from_db()
    garde = ("profil", "territoire", "etat", "matin", "dejeuner", "apres_midi")
    assert [getattr(inscription, nom) for nom in garde] == ["association", "04", "annulation", True, False, False]
    efface = ("email", "prenom", "nom", "nom_cle", "structure", "echelle", "secret", "personne", "lien_envoye_le")
    assert [getattr(inscription, nom) for nom in efface] == [None, "", "", "", "", "", "", None, None]
    assert inscription.effacee_le >= avant


def test_a_past_registration_keeps_its_formule_and_state_for_the_counts():
    evenement = EvenementFactory()
    inscription = inscrire(evenement.formules.get(), ADRESSE)
    tout_est_parti()
    hier = timezone.now() - timezone.timedelta(days=1)
    type(evenement).objects.update(debut=hier, fin=hier + timezone.timedelta(hours=1))

    assert actions.effacer(ADRESSE).derniers_messages == 0

    inscription.refresh_from_db()
    assert (inscription.etat, inscription.formule, inscription.email) == (
        "confirmation",
        evenement.formules.get(),
        None,
    )
    assert evenement.formules.get().places_prises == 1


def test_the_place_of_an_erased_person_is_free_again():
    formule = RencontreFactory(formules=1).formules.get(modalite="presentiel")
    inscrire(formule, ADRESSE)

    actions.effacer(ADRESSE)

    assert inscrire(formule, "suivante@example.org").est_confirmee


def test_who_waits_is_told_nothing_and_leaves_the_queue(mailoutbox):
    formule = RencontreFactory(formules=1).formules.get(modalite="presentiel")
    inscrire(formule, "premiere@example.org")
    inscrire(formule, ADRESSE)
    tout_est_parti()

    assert actions.effacer(ADRESSE).derniers_messages == 0
    livrer()

    assert mailoutbox == []
    assert list(Attente.objects.values_list("issue", flat=True)) == ["renoncement"]


def test_an_invitation_that_has_not_left_never_leaves(mailoutbox):
    inscrire(EvenementFactory().formules.get(), ADRESSE)

    assert actions.effacer(ADRESSE).derniers_messages == 0
    livrer()

    assert mailoutbox == []


def test_needs_notices_and_consents_go(mailoutbox):
    tout_sur_elle()

    actions.effacer(ADRESSE)

    assert (Besoins.objects.count(), AvisOuverture.objects.count()) == (0, 0)
    assert set(Consentement.objects.values_list("email", "inscription")) == {(None, None)}


def test_a_speaker_is_unnamed_in_the_programme_and_its_pages_change(mailoutbox):
    tout_sur_elle()
    intervention = Intervention.objects.get()
    revision = intervention.creneau.evenement.revision

    actions.effacer(ADRESSE)

    intervention.refresh_from_db()
    assert (intervention.affichage, intervention.qualite, str(intervention.personne)) == ("cachee", "", "")
    intervention.creneau.evenement.refresh_from_db()
    assert intervention.creneau.evenement.revision == revision + 1


def test_a_row_of_the_directory_that_no_programme_counts_is_deleted():
    personne = PersonneFactory(email=ADRESSE)
    autre = PersonneFactory()

    actions.effacer(ADRESSE)

    assert list(type(personne).objects.all()) == [autre]


def test_nothing_of_anybody_else_changes(mailoutbox):
    autre = inscriptions.inscrire(
        RencontreFactory().formules.get(modalite="presentiel"),
        participant=quelqu_un("autre@example.org", nom="Vaillant", regime="végétarien", liste=True),
    )
    tout_est_parti()
    avant = tout_ce_qui_est_dans_la_base()
    InscriptionFactory(evenement=autre.evenement, email=ADRESSE, prenom="Zéphyrine", formule=None, etat="annulation")

    actions.effacer(ADRESSE)
    Inscription.objects.exclude(pk=autre.pk).delete()
    Fait.objects.filter(verbe="effacer").delete()

    assert tout_ce_qui_est_dans_la_base() == avant


def test_the_journal_says_that_it_happened_without_saying_to_whom():
    inscription = inscrire(EvenementFactory().formules.get(), ADRESSE)

    actions.effacer(ADRESSE, par=UserFactory(first_name="Camille", last_name="Durand"))

    fait = Fait.objects.filter(verbe="effacer").get()
    assert fait.objet == f"inscriptions.inscription:{inscription.pk}"
    assert (fait.acteur_nom, fait.objet_nom) == (
        "Camille Durand",
        f"inscription effacée, {inscription.evenement}",
    )


def test_a_second_erasure_finds_nothing_and_notes_nothing():
    inscrire(EvenementFactory().formules.get(), ADRESSE)
    actions.effacer(ADRESSE)
    notes = effacements.fichier().read_text()

    assert actions.effacer(ADRESSE) is None
    assert effacements.fichier().read_text() == notes


def test_an_erased_registration_is_not_somebody_to_erase():
    inscription = inscrire(EvenementFactory().formules.get(), ADRESSE)
    actions.effacer(inscription)
    inscription.refresh_from_db()

    assert actions.effacer(inscription) is None


@pytest.mark.parametrize("nombre", [1, 3])
def test_erasing_reads_each_declared_table_once_whatever_the_past_holds(nombre, django_assert_num_queries):
    tables_lues = sum(bool(qui.adresses or qui.inscription) for _, qui in cles_de(politique.declarations()))
    for evenement in EvenementFactory.create_batch(nombre):
        InscriptionFactory(evenement=evenement, email=ADRESSE, etat="annulation", formule=None)

    with django_assert_num_queries(tables_lues + 14 + nombre):
        actions.effacer(ADRESSE)


def test_who_registers_again_is_somebody_new():
    formule = EvenementFactory().formules.get()
    ancienne = inscrire(formule, ADRESSE)
    actions.effacer(ADRESSE)

    nouvelle = inscrire(formule, ADRESSE)

    assert (nouvelle.pk != ancienne.pk, nouvelle.est_confirmee, formule.evenement.inscriptions.count()) == (
        True,
        True,
        2,
    )


def test_a_merged_row_and_the_pairs_put_aside_go_with_her():
    personne, autre = PersonneFactory(), PersonneFactory()
    perdue = {"prenom": "Zéphyrine", "nom": "Vaillant", "email": ADRESSE}
    Fusion.objects.create(gardee=personne, perdue=99, fiche=perdue, avant={}, apres={})
    elle = PersonneFactory(prenom="Zéphyrine", nom="Vaillant", email="autre." + ADRESSE)
    InscriptionFactory(email=ADRESSE, personne=elle, formule=None, etat="annulation")
    DoublonEcarte.objects.create(premiere=autre, seconde=elle)

    actions.effacer(ADRESSE)

    assert (Fusion.objects.count(), DoublonEcarte.objects.count(), restes()) == (0, 0, [])


def test_the_command_does_the_same_and_a_dry_run_only_counts(capsys):
    inscription = inscrire(EvenementFactory().formules.get(), ADRESSE)
    tout_est_parti()

    call_command("effacer_personne", ADRESSE.upper(), "--a-blanc")
    inscription.refresh_from_db()
    assert inscription.email == ADRESSE
    call_command("effacer_personne", ADRESSE)

    sortie = capsys.readouterr().out.splitlines()
    assert sortie[0].endswith("à son sujet, rien n’a changé.")
    assert sortie[1].endswith("1\u00a0dernier message part.")
    inscription.refresh_from_db()
    assert inscription.email is None
    with pytest.raises(CommandError, match="Rien n’est gardé"):
        call_command("effacer_personne", ADRESSE)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_erase_once_and_free_each_place_once():
    formules = [RencontreFactory().formules.get(modalite="presentiel") for _ in range(3)]
    for formule in formules:
        inscrire(formule, ADRESSE)
        inscrire(formule, "autre@example.org")

    def cliquer(_):
        try:
            return actions.effacer(ADRESSE)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        issues = list(threads.map(cliquer, range(4)))

    assert sum(issue is not None for issue in issues) == 1
    assert [type(f).objects.get(pk=f.pk).places_prises for f in formules] == [1, 1, 1]
    assert len(list(effacements.lire())) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_clicks_at_once_would_give_the_same_place_up_twice(monkeypatch):
    """The negative control of the test above."""
    inscrire(RencontreFactory().formules.get(modalite="presentiel"), ADRESSE)
    ensemble, a_venir = Barrier(2, timeout=20), actions.a_venir

    def lire_puis_attendre(*arguments):
        lues = a_venir(*arguments)
        ensemble.wait()
        return lues

    def cliquer(_):
        try:
            return actions.effacer(ADRESSE)
        except inscriptions.AnnulationImpossible as refus:
            return refus
        finally:
            connection.close()

    monkeypatch.setattr(actions, "_verrouiller", lambda adresse: None)
    monkeypatch.setattr(actions, "a_venir", lire_puis_attendre)
    with ThreadPoolExecutor(2) as threads:
        issues = list(threads.map(cliquer, range(2)))

    assert sum(isinstance(issue, inscriptions.AnnulationImpossible) for issue in issues) == 1
