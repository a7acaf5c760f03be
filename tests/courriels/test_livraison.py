import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from courriels import livraison
from courriels.models import Envoi
from tests.courriels.serveur import port_libre, serveur_smtp
from tests.factories.courriels import EnvoiFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boite(settings):
    """A real SMTP server, which mail is delivered to."""
    with serveur_smtp() as (recue, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        yield recue


def etats(*envois):
    return [Envoi.objects.get(pk=envoi.pk).etat for envoi in envois]


def dans(minutes):
    return timezone.now() + timedelta(minutes=minutes)


def test_what_is_due_leaves_in_order_over_one_connection(boite):
    envois = EnvoiFactory.create_batch(5)
    futur = EnvoiFactory(prochain_essai_le=dans(5))

    assert livraison.livrer() == {"envoyes": 5}
    assert [m["Message-ID"] for m in boite.recus] == [envoi.message_id for envoi in envois]
    assert boite.connexions == 1
    assert etats(*envois, futur) == ["envoi"] * 5 + ["attente"]


def test_more_than_a_batch_leaves_in_one_call(boite):
    EnvoiFactory.create_batch(livraison.LOT + 3)

    assert livraison.livrer() == {"envoyes": livraison.LOT + 3}
    assert boite.connexions == 2


def test_a_sent_message_keeps_its_trace_and_frees_its_lease(boite):
    envoi = EnvoiFactory()
    livraison.livrer()
    envoi.refresh_from_db()

    assert (envoi.proprietaire, envoi.bail_jusqu_au, envoi.tentatives, envoi.reponse) == ("", None, 1, "")
    assert envoi.depart_le <= envoi.envoye_le


def test_a_confidential_message_is_emptied_once_sent(boite):
    envoi = EnvoiFactory(confidentiel=True, objet="Code 493021", texte="493021", html="493021")
    livraison.livrer()
    envoi.refresh_from_db()

    assert boite.recus[0].get_body(("plain",)).get_content().strip() == "493021"
    assert "493021" not in str(vars(envoi))


def test_a_temporary_refusal_waits_longer_each_time(boite):
    envoi = EnvoiFactory()
    boite.reponses[envoi.destinataire] = "450 4.2.1 Boîte occupée"
    attentes = []
    for _ in livraison.ATTENTES:
        Envoi.objects.update(prochain_essai_le=timezone.now())
        assert livraison.livrer() == {"retardes": 1}
        envoi.refresh_from_db()
        attentes.append(round((envoi.prochain_essai_le - timezone.now()).total_seconds() / 60))

    assert tuple(attentes) == livraison.ATTENTES
    assert (envoi.etat, envoi.depart_le, envoi.reponse) == ("attente", None, "450 4.2.1 Boîte occupée")


def test_a_temporary_refusal_without_end_is_abandoned_and_visible(boite):
    envoi = EnvoiFactory(tentatives=len(livraison.ATTENTES))
    boite.reponses[envoi.destinataire] = "450 4.2.1 Boîte occupée"
    livraison.livrer()

    assert etats(envoi) == ["abandon"]
    assert list(Envoi.objects.en_echec()) == [envoi]


@pytest.mark.parametrize("ou", ["reponses", "apres_corps"])
def test_a_final_refusal_is_abandoned_at_once_with_the_servers_words(boite, ou):
    refuse, autre = EnvoiFactory(), EnvoiFactory()
    getattr(boite, ou)[refuse.destinataire] = "550 5.1.1 Adresse inconnue"

    assert livraison.livrer() == {"refuses": 1, "envoyes": 1}
    refuse.refresh_from_db()
    assert (refuse.etat, refuse.reponse, refuse.tentatives) == ("abandon", "550 5.1.1 Adresse inconnue", 1)
    assert etats(autre) == ["envoi"]


def test_a_server_that_does_not_answer_consumes_no_attempt(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port_libre()
    envois = EnvoiFactory.create_batch(3)

    assert livraison.livrer() == {"remis_en_attente": 3}
    envoi = Envoi.objects.get(pk=envois[0].pk)
    assert (envoi.etat, envoi.tentatives, envoi.proprietaire, envoi.bail_jusqu_au) == ("attente", 0, "", None)
    assert envoi.reponse.startswith("ConnectionRefusedError")
    assert envoi.prochain_essai_le > timezone.now()


def test_a_wrong_password_puts_the_batch_back(boite, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "nous", "secret-493021"
    envoi = EnvoiFactory()

    assert livraison.livrer() == {"remis_en_attente": 1}
    envoi.refresh_from_db()
    assert (envoi.etat, envoi.tentatives) == ("attente", 0)
    assert "secret-493021" not in envoi.reponse


def test_a_server_out_for_days_is_told_in_the_end(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port_libre()
    envoi = EnvoiFactory(a_envoyer_depuis=timezone.now() - livraison.PATIENCE - timedelta(minutes=1))
    livraison.livrer()

    assert etats(envoi) == ["abandon"]


def test_a_cut_after_the_body_is_a_doubt_sent_once_more_under_the_same_id(boite):
    envoi, autre = EnvoiFactory(), EnvoiFactory()
    boite.apres_corps[envoi.destinataire] = "coupure"
    assert livraison.livrer() == {"douteux": 1, "envoyes": 1}
    assert etats(envoi, autre) == ["douteux", "envoi"]

    boite.apres_corps.clear()
    Envoi.objects.update(prochain_essai_le=timezone.now())
    assert livraison.livrer() == {"envoyes": 1}
    assert boite.recus[-1]["Message-ID"] == envoi.message_id
    assert list(Envoi.objects.douteux()) == [envoi]


def test_a_second_cut_is_abandoned_and_visible(boite):
    envoi = EnvoiFactory(etat=Envoi.Etat.DOUTEUX, fut_douteux=True)
    boite.apres_corps[envoi.destinataire] = "coupure"
    livraison.livrer()
    envoi.refresh_from_db()

    assert (envoi.etat, envoi.reponse) == ("abandon", livraison.NON_REPONDU)


def test_a_row_claimed_by_a_dead_process_that_had_not_left_is_sent(boite):
    envoi = EnvoiFactory(proprietaire="mort", bail_jusqu_au=dans(-1))
    livraison.livrer()
    envoi.refresh_from_db()

    assert (envoi.etat, envoi.fut_douteux) == ("envoi", False)


def test_a_row_claimed_by_a_living_process_is_left_to_it(boite):
    envoi = EnvoiFactory(proprietaire="vivant", bail_jusqu_au=dans(1))

    assert livraison.livrer() == {}
    assert etats(envoi) == ["attente"]


def test_a_row_that_had_left_with_a_dead_process_is_doubtful_then_sent_again(boite):
    envoi = EnvoiFactory(proprietaire="mort", bail_jusqu_au=dans(-1), depart_le=dans(-4))

    assert livraison.livrer() == {"douteux": 1, "envoyes": 1}
    envoi.refresh_from_db()
    assert (envoi.etat, envoi.fut_douteux) == ("envoi", True)


@pytest.mark.parametrize("confidentiel", [False, True])
def test_a_row_that_left_twice_with_dead_processes_is_abandoned_and_visible(boite, confidentiel):
    envoi = EnvoiFactory(
        etat="douteux", fut_douteux=True, confidentiel=confidentiel, bail_jusqu_au=dans(-1), depart_le=dans(-4)
    )

    assert livraison.livrer() == {"abandonnes": 1}
    envoi.refresh_from_db()
    assert (envoi.etat, envoi.reponse, envoi.texte == "") == ("abandon", livraison.NON_REPONDU, confidentiel)
    assert boite.recus == []


def test_a_message_replaced_after_it_was_claimed_does_not_leave(boite, monkeypatch):
    envoi = EnvoiFactory()
    prendre = livraison._prendre

    def prendre_puis_remplacer(moi):
        lot = prendre(moi)
        Envoi.objects.filter(pk=envoi.pk).update(etat=Envoi.Etat.REMPLACEMENT)
        return lot

    monkeypatch.setattr(livraison, "_prendre", prendre_puis_remplacer)

    assert livraison.livrer() == {"pris_ailleurs": 1}
    assert boite.recus == []


def test_an_answer_that_comes_after_the_lease_was_lost_changes_nothing(boite, monkeypatch):
    envoi = EnvoiFactory()
    envoyer = livraison._envoyer

    def envoyer_trop_lentement(*args):
        Envoi.objects.filter(pk=envoi.pk).update(proprietaire="un autre")
        return envoyer(*args)

    monkeypatch.setattr(livraison, "_envoyer", envoyer_trop_lentement)
    livraison.livrer()

    assert Envoi.objects.get().proprietaire == "un autre"
    assert Envoi.objects.get().envoye_le is None


def test_a_row_that_cannot_become_a_message_does_not_stop_the_others(boite):
    impossible, autre = EnvoiFactory(en_tetes={"X": "a\nBcc: tous@example.org"}), EnvoiFactory()

    assert livraison.livrer() == {"refuses": 1, "envoyes": 1}
    assert etats(impossible, autre) == ["abandon", "envoi"]


def test_an_erased_address_sends_nothing(boite):
    envoi = EnvoiFactory(destinataire="")
    livraison.livrer()

    assert etats(envoi) == ["abandon"]
    assert boite.recus == []


def test_a_sender_refused_by_the_server_is_not_the_messages_fault(boite, monkeypatch):
    envoi = EnvoiFactory()
    refus = smtplib.SMTPSenderRefused(553, b"5.7.1 not you", "nous@example.org")
    monkeypatch.setattr(smtplib.SMTP, "mail", lambda *_, **__: (refus.smtp_code, refus.smtp_error))

    assert livraison.livrer() == {"serveur": 1}
    envoi.refresh_from_db()
    assert (envoi.etat, envoi.tentatives, envoi.reponse) == ("attente", 0, "553 5.7.1 not you")


@pytest.mark.django_db(transaction=True)
def test_one_loop_per_process_and_no_call_is_lost(monkeypatch):
    """A call made while the loop is ending makes it look again: its message does not wait for the clock."""
    vider, autres = livraison._vider_la_boite, []

    def vider_puis_recevoir_un_appel():
        comptes = vider()
        if not autres:
            EnvoiFactory()
            autre = threading.Thread(target=lambda: autres.append(livraison.livrer()))
            autre.start()
            autre.join()
        return comptes

    monkeypatch.setattr(livraison, "_vider_la_boite", vider_puis_recevoir_un_appel)

    assert livraison.livrer() == {"envoyes": 1}
    assert autres == [{}]
    assert len(mail.outbox) == 1


def test_the_last_message_to_an_erased_person_leaves_then_says_nothing_of_anybody(boite):
    dernier = EnvoiFactory(est_le_dernier=True, confidentiel=True, destinataire="mailys@example.org")
    autre = EnvoiFactory(destinataire="autre@example.org")

    livraison.livrer()

    assert [m["Message-ID"] for m in boite.recus] == [dernier.message_id, autre.message_id]
    dernier.refresh_from_db()
    assert {nom: getattr(dernier, nom) for nom in Envoi.EFFACE} == Envoi.EFFACE
    autre.refresh_from_db()
    assert (dernier.etat, autre.destinataire) == (Envoi.Etat.ENVOI, "autre@example.org")


def test_the_last_message_keeps_its_address_while_no_server_answers(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port_libre()
    dernier = EnvoiFactory(est_le_dernier=True, confidentiel=True, destinataire="mailys@example.org")

    livraison.livrer()

    dernier.refresh_from_db()
    assert (dernier.etat, dernier.destinataire) == (Envoi.Etat.ATTENTE, "mailys@example.org")
