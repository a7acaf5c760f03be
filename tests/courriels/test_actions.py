import pytest
from django.utils import timezone

from courriels import actions
from courriels.models import EntreeAgenda, Envoi
from journal.models import Fait
from tests.factories import UserFactory
from tests.factories.courriels import EnvoiFactory

pytestmark = pytest.mark.django_db


def test_an_abandoned_message_is_put_back_with_its_attempts_and_its_patience():
    par = UserFactory()
    envoi = EnvoiFactory(etat=Envoi.Etat.ABANDON, tentatives=8, reponse="450", depart_le=timezone.now())
    avant = envoi.a_envoyer_depuis
    message_id = actions.renvoyer(envoi, par).message_id
    renvoye = Envoi.objects.a_livrer().get()

    assert (renvoye.etat, renvoye.tentatives, renvoye.reponse) == ("attente", 0, "")
    assert renvoye.message_id == message_id == envoi.message_id
    assert renvoye.a_envoyer_depuis > avant
    assert list(Fait.objects.values_list("verbe", "acteur")) == [("renvoyer", f"comptes.user:{par.pk}")]


@pytest.mark.parametrize(
    ("valeurs", "refus"),
    [
        ({"etat": "attente"}, "Seul un message abandonné peut être renvoyé."),
        (
            {"etat": "abandon", "confidentiel": True},
            "Ce message confidentiel a été vidé : la personne doit en demander un autre.",
        ),
        ({"etat": "abandon", "destinataire": ""}, "Les données de cette personne ont été effacées."),
        ({"etat": "abandon", "texte": ""}, "Le texte de ce message a fait son temps : il n’est plus gardé."),
        (
            {"etat": "abandon", "calendrier": "BEGIN:VCALENDAR"},
            "Un message plus récent dit autre chose de ce rendez-vous : celui-ci ne repart pas.",
        ),
    ],
)
def test_what_cannot_be_sent_again_is_refused(valeurs, refus):
    envoi = EnvoiFactory(**valeurs)

    with pytest.raises(actions.RenvoiImpossible) as levee:
        actions.renvoyer(envoi, UserFactory())

    assert str(levee.value) == refus
    assert Envoi.objects.get().etat == valeurs["etat"]


def test_the_last_word_on_an_entry_can_be_sent_again():
    envoi = EnvoiFactory(etat=Envoi.Etat.ABANDON, calendrier="BEGIN:VCALENDAR", methode="REQUEST")
    EntreeAgenda.objects.create(uid="x@example.org", dernier_envoi=envoi)

    assert actions.renvoyer(envoi, UserFactory()).etat == Envoi.Etat.ATTENTE


def test_a_message_that_has_not_left_can_be_stopped():
    envoi = actions.abandonner(EnvoiFactory(), UserFactory())

    assert (envoi.etat, envoi.reponse) == ("abandon", "Abandonné par l’équipe.")
    assert list(Envoi.objects.en_echec()) == [envoi]
    assert list(Fait.objects.values_list("verbe", flat=True)) == ["abandonner"]


def test_a_confidential_message_that_is_stopped_is_emptied():
    envoi = actions.abandonner(EnvoiFactory(confidentiel=True, texte="493021", html="493021"), UserFactory())

    assert "493021" not in str(vars(envoi))


@pytest.mark.parametrize("valeurs", [{"depart_le": timezone.now()}, {"etat": "remplacement"}])
def test_a_message_that_has_left_or_was_stopped_cannot_be_stopped(valeurs):
    envoi = EnvoiFactory(**valeurs)

    with pytest.raises(actions.AbandonImpossible):
        actions.abandonner(envoi, UserFactory())

    assert Envoi.objects.get().etat == envoi.etat
    assert Fait.objects.count() == 0
