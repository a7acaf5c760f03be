from datetime import timedelta

import pytest
from django.utils import timezone

from annonces import actions as annonces
from courriels.models import EntreeAgenda, Envoi
from evenements.models import Evenement
from inscriptions import actions as inscriptions
from inscriptions.adhesions import actions, lecture
from inscriptions.models import Adhesion, Consentement, Inscription
from tests.factories import CycleFactory, EvenementFactory, FormuleFactory, UserFactory
from tests.factories.evenements import dans
from tests.inscriptions.aides import dernier, inscrire, quelqu_un, tout_est_parti
from tests.inscriptions.cycles import ELLE, adherer, etats, finir, invitees, tourner, un_cycle, une_seance

pytestmark = pytest.mark.django_db


def test_one_form_registers_in_every_session_to_come_and_writes_two_messages():
    cycle, (premiere, deuxieme, troisieme) = un_cycle(10, 20, 30)

    adhesion = adherer(cycle, structure="Fabrique")

    assert etats() == [(e.pk, "confirmation") for e in (premiere, deuxieme, troisieme)]
    assert {(i.adhesion, i.structure, i.prenom) for i in Inscription.objects.all()} == {
        (adhesion, "Fabrique", "Maïlys")
    }
    assert [envoi.cle.split("-")[0] for envoi in Envoi.objects.order_by("pk")] == ["adhesion", "invitation"]
    assert invitees() == [premiere]
    assert list(EntreeAgenda.objects.values_list("uid", flat=True)) == [Inscription.objects.get(evenement=premiere).uid]
    assert [premiere.formules.get().places_prises, troisieme.formules.get().places_prises] == [1, 1]


def test_the_confirmation_lists_the_sessions_with_the_hours_of_the_event_and_of_the_person():
    cycle, seances = un_cycle(10, 20)
    EvenementFactory(cycle=cycle, precision="a_preciser", debut=None, fin=None, titre="Plus tard", formules=False)

    adherer(cycle)

    texte = Envoi.objects.get(cle__startswith="adhesion-").texte
    assert [texte.index(seance.titre) for seance in seances] == sorted(texte.index(s.titre) for s in seances)
    assert "de 13\u00a0h à 14\u00a0h, heure de Paris, soit de " in texte
    assert texte.count("à La Réunion") == 2
    assert "Plus tard (date à préciser)" in texte


@pytest.mark.parametrize(
    "champs",
    [
        {"precision": "jour"},
        {"annule_le": timezone.now()},
        {"publie_le": None},
        {"nature": "seminaire"},
        {"inscriptions_ferment_le": timezone.now() - timedelta(days=1)},
    ],
)
def test_what_cannot_be_joined_is_left_out(champs):
    cycle, (seance,) = un_cycle(10)
    une_seance(cycle, 20, **champs)

    adherer(cycle)
    tourner()

    assert etats() == [(seance.pk, "confirmation")]


def test_what_is_only_on_site_is_left_out():
    cycle, (seance,) = un_cycle(10)
    FormuleFactory(evenement=une_seance(cycle, 20, formules=False), modalite="presentiel", capacite=5)

    adherer(cycle)

    assert etats() == [(seance.pk, "confirmation")]


def test_a_session_outside_the_membership_is_shown_as_such_and_not_promised():
    cycle, (seance,) = un_cycle(10)
    close = une_seance(cycle, 20, inscriptions_ferment_le=timezone.now() - timedelta(days=1))
    vague = une_seance(cycle, 30, precision="mois")

    adhesion = adherer(cycle)

    siennes = lecture.seances(Adhesion.objects.get(pk=adhesion.pk), timezone.now())
    assert [(s.evenement, s.viendra) for s in siennes] == [(seance, False), (close, False), (vague, True)]
    texte = Envoi.objects.get(cle__startswith="adhesion-").texte
    assert [s.titre in texte for s in (seance, close, vague)] == [True, False, True]


@pytest.mark.parametrize("ouverture", [None, timezone.now() + timedelta(days=5)])
def test_an_announced_session_is_joined_before_it_opens(ouverture):
    cycle, (seance,) = un_cycle(10)
    annoncee = une_seance(cycle, 20, inscriptions_ouvrent_le=ouverture)

    adherer(cycle)

    assert etats() == [(seance.pk, "confirmation"), (annoncee.pk, "confirmation")]


def test_a_cycle_without_a_session_to_come_refuses():
    with pytest.raises(actions.AdhesionImpossible, match="plus de séance à venir"):
        adherer(CycleFactory())

    assert (Adhesion.objects.count(), Envoi.objects.count()) == (0, 0)


def test_a_full_session_queues_and_is_not_invited():
    cycle, (pleine, suivante) = un_cycle(10, 20)
    pleine.formules.update(capacite=1)
    inscrire(pleine.formules.get(), "autre@example.org")

    adherer(cycle)

    assert etats() == [(pleine.pk, "attente"), (suivante.pk, "confirmation")]
    assert invitees() == [suivante]
    assert "vous êtes en liste d’attente" in Envoi.objects.get(cle__startswith="adhesion-").texte
    assert not Envoi.objects.filter(cle__startswith="attente-").exists()


def test_a_known_address_changes_nothing_and_receives_its_link_once_an_hour():
    cycle, _ = un_cycle(10)
    adhesion = adherer(cycle)

    adherer(cycle, prenom="Quelqu’un", nom="D’autre")
    assert Envoi.objects.count() == 2
    Adhesion.objects.update(lien_envoye_le=timezone.now() - timedelta(hours=2))
    adherer(cycle, prenom="Quelqu’un", nom="D’autre")
    adherer(cycle, " MAILYS.GRONDIN@example.org")

    assert [envoi.cle.split("-")[:2] for envoi in Envoi.objects.order_by("pk")][2:] == [["adhesion", "lien"]]
    assert adhesion.get_absolute_url() in dernier().texte
    adhesion.refresh_from_db()
    assert (adhesion.prenom, Inscription.objects.get().prenom) == ("Maïlys", "Maïlys")


def test_a_registration_made_before_stays_as_it_was():
    cycle, (premiere, _) = un_cycle(10, 20)
    avant = inscrire(premiere.formules.get())

    adherer(cycle)
    tourner()

    avant.refresh_from_db()
    assert (avant.adhesion, avant.est_confirmee) == (None, True)
    assert invitees() == [premiere]
    finir(premiere)
    assert tourner() == (0, 1)


def test_the_newsletter_is_agreed_once():
    cycle, _ = un_cycle(10, 20)

    adherer(cycle, lettre=True)

    assert list(Consentement.objects.values_list("email", "finalite")) == [(ELLE, "lettre")]


def test_each_invitation_leaves_when_the_session_before_has_ended():
    cycle, (premiere, deuxieme, troisieme) = un_cycle(10, 20, 30)
    adherer(cycle)

    assert tourner() == (0, 0)
    finir(premiere)
    assert [tourner(), tourner()] == [(0, 1), (0, 0)]
    finir(deuxieme)
    assert [tourner(), tourner()] == [(0, 1), (0, 0)]

    assert invitees() == [premiere, deuxieme, troisieme]
    assert not Inscription.objects.filter(invitation_differee=True, evenement__fin__gt=timezone.now()).exists()


def test_a_clock_that_was_down_invites_to_what_is_next_and_to_nothing_past():
    cycle, (premiere, deuxieme, troisieme) = un_cycle(10, 20, 30)
    adherer(cycle)

    finir(premiere)
    finir(deuxieme)
    tourner()

    assert invitees() == [premiere, troisieme]


@pytest.mark.parametrize(("jour", "attendues"), [(5, [0, 3]), (15, [0]), (40, [0])])
def test_a_session_added_later_is_joined_and_invited_at_its_turn(jour, attendues):
    cycle, seances = un_cycle(10, 20, 30)
    adherer(cycle)

    ajoutee = une_seance(cycle, jour)
    assert tourner()[0] == 1

    assert invitees() == [[*seances, ajoutee][rang] for rang in attendues]
    for _ in range(5):
        for evenement in sorted([*seances, ajoutee], key=lambda e: e.debut):
            finir(evenement)
            tourner()
    ordre = sorted([*seances, ajoutee], key=lambda e: e.debut)
    assert sorted(invitees(), key=lambda e: e.titre) == sorted(ordre, key=lambda e: e.titre)


def test_a_session_whose_hours_come_later_is_joined_then():
    cycle, (premiere,) = un_cycle(10)
    vague = une_seance(cycle, 20, precision="mois")
    adherer(cycle)

    assert tourner() == (0, 0)
    Evenement.objects.filter(pk=vague.pk).update(precision="heure")

    assert [tourner(), tourner()] == [(1, 0), (0, 0)]
    assert etats() == [(premiere.pk, "confirmation"), (vague.pk, "confirmation")]


def test_a_session_that_was_opted_out_is_never_registered_again():
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    adhesion = adherer(cycle)

    actions.retirer(adhesion, deuxieme)
    tourner()
    assert etats() == [(premiere.pk, "confirmation"), (deuxieme.pk, "annulation")]

    inscriptions.annuler(Inscription.objects.get(evenement=premiere))  # from that registration's own page
    tourner()
    assert etats() == [(premiere.pk, "annulation"), (deuxieme.pk, "annulation")]


def test_opting_out_of_a_session_that_was_told_cancels_it_in_the_calendar_and_invites_to_the_next():
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    adhesion = adherer(cycle)
    tout_est_parti()

    actions.retirer(adhesion, premiere)
    tourner()

    entree = EntreeAgenda.objects.get(uid=Inscription.objects.get(evenement=premiere).uid)
    assert (entree.est_annulee, entree.sequence, entree.dernier_envoi.methode) == (True, 1, "CANCEL")
    assert invitees() == [premiere, deuxieme]


def test_opting_out_of_a_session_that_was_not_told_leaves_the_calendar_alone():
    cycle, (_, deuxieme) = un_cycle(10, 20)
    adhesion = adherer(cycle)

    actions.retirer(adhesion, deuxieme)

    assert (dernier().cle.split("-")[0], dernier().methode) == ("annulation", "")
    assert EntreeAgenda.objects.count() == 1


def test_leaving_the_rest_cancels_it_in_one_message_and_one_calendar():
    cycle, (passee, premiere, deuxieme) = un_cycle(5, 10, 20)
    adhesion = adherer(cycle)
    finir(passee)
    tourner()
    tout_est_parti()

    actions.quitter(adhesion)
    une_seance(cycle, 30)
    tourner()

    assert etats() == [(passee.pk, "confirmation"), (premiere.pk, "annulation"), (deuxieme.pk, "annulation")]
    apres = Envoi.objects.filter(etat=Envoi.Etat.ATTENTE).order_by("pk")
    assert [(e.cle.split("-")[0], e.methode) for e in apres] == [("annulation", "CANCEL"), ("adhesion", "")]
    assert deuxieme.titre in apres[1].texte
    assert passee.titre not in apres[1].texte


def test_leaving_the_rest_keeps_what_was_asked_one_by_one():
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    inscrire(premiere.formules.get())
    adhesion = adherer(cycle)

    actions.quitter(adhesion)

    assert etats() == [(premiere.pk, "confirmation"), (deuxieme.pk, "annulation")]
    with pytest.raises(actions.AdhesionImpossible, match="déjà quitté"):
        actions.quitter(adhesion)


@pytest.mark.parametrize("revenir", ["par_le_formulaire", "par_sa_page"])
def test_coming_back_takes_the_rest_again_but_not_what_was_opted_out(revenir):
    cycle, (premiere, deuxieme, troisieme) = un_cycle(10, 20, 30)
    adhesion = adherer(cycle)
    actions.retirer(adhesion, deuxieme)
    adhesion = actions.quitter(adhesion)
    ancien = adhesion.get_absolute_url()

    apres = adherer(cycle) if revenir == "par_le_formulaire" else actions.reprendre(adhesion)
    tourner()

    assert etats() == [
        (premiere.pk, "confirmation"),
        (deuxieme.pk, "annulation"),
        (troisieme.pk, "confirmation"),
    ]
    assert (apres.pk, apres.close_le) == (adhesion.pk, None)
    assert (apres.get_absolute_url() == ancien) is (revenir == "par_sa_page")


def test_a_session_that_moves_before_its_turn_is_told_in_words_and_invited_once():
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    adherer(cycle)
    tout_est_parti()

    nombre = annonces.reporter(deuxieme, debut=dans(25, 13), fin=dans(25, 14), par=UserFactory())

    assert (nombre, dernier().cle.split("-")[0], dernier().methode) == (1, "deplacement", "")
    assert "L’invitation jointe" not in dernier().texte
    finir(premiere)
    tourner()
    assert invitees() == [premiere, deuxieme]
    entree = EntreeAgenda.objects.get(uid=Inscription.objects.get(evenement=deuxieme).uid)
    assert entree.sequence == 0


def test_the_next_session_postponed_after_the_following_one_leaves_it_its_turn():
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    adherer(cycle)
    tout_est_parti()

    annonces.reporter(premiere, debut=dans(25, 13), fin=dans(25, 14), par=UserFactory())
    tourner()

    assert invitees() == [premiere, premiere, deuxieme]  # invited, moved, then the other


def test_a_cancelled_session_leaves_its_turn_to_the_next():
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    adherer(cycle)
    tout_est_parti()

    annonces.annuler(premiere, motif="Grève", par=UserFactory())
    tourner()

    assert invitees() == [premiere, deuxieme]


def test_registering_again_alone_invites_at_once():
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    adhesion = adherer(cycle)
    actions.retirer(adhesion, deuxieme)

    inscrire(deuxieme.formules.get())
    tourner()

    assert invitees() == [premiere, deuxieme]
    assert etats() == [(premiere.pk, "confirmation"), (deuxieme.pk, "confirmation")]


@pytest.mark.parametrize("nombre", [1, 3])
def test_reading_a_membership_costs_the_same_with_one_and_three_sessions(nombre, django_assert_num_queries):
    cycle, _ = un_cycle(*range(10, 10 + nombre))
    adhesion = Adhesion.objects.select_related("cycle").get(pk=adherer(cycle).pk)

    with django_assert_num_queries(3):
        seances = lecture.seances(adhesion, timezone.now())
        assert [(s.quand != "", s.est_tenue, s.peut_etre_retiree) for s in seances] == [(True, True, True)] * nombre


def test_two_people_of_one_cycle_are_each_invited():
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    adherer(cycle)
    adherer(cycle, "autre@example.org")
    finir(premiere)

    assert tourner() == (0, 2)
    assert (invitees(), invitees("autre@example.org")) == ([premiere, deuxieme], [premiere, deuxieme])
    assert quelqu_un().email == ELLE
