import re
from datetime import timedelta

import pytest

from courriels.models import Envoi
from inscriptions import actions
from inscriptions.models import AvisOuverture, Inscription
from socle import liens
from tests.factories import EvenementFactory, RencontreFactory, UserFactory
from tests.inscriptions.aides import dernier, inscrire, tout_est_parti

pytestmark = pytest.mark.django_db


def formule(modalite="presentiel", **champs):
    return RencontreFactory(**champs).formules.get(modalite=modalite)


@pytest.mark.parametrize("modalite", ["presentiel", "distanciel"])
def test_the_first_mail_serves_alone(modalite):
    inscription = inscrire(formule(modalite))

    envoi = dernier()

    for corps in (envoi.texte, envoi.html.replace("&amp;", "&")):
        assert "Maïlys" in corps
        assert "https://calendar.google.com/calendar/render?action=TEMPLATE" in corps
        assert "https://outlook.live.com/calendar/" in corps
        assert liens.mon_inscription(inscription) in corps
        assert liens.annuler_mon_inscription(inscription) in corps
        assert liens.invitation_ics(inscription) in corps
        assert (f'{liens.direct(inscription)}"' in corps or f"{liens.direct(inscription)}\n" in corps) == (
            modalite == "distanciel"
        )


def test_hours_are_said_where_the_person_lives_too():
    inscrire(formule("distanciel"), territoire="04")

    assert re.search(r"soit de 1[12]\u00a0h à 1[45]\u00a0h\u00a030 à La Réunion", dernier().texte)


def test_what_is_typed_is_text_and_never_markup():
    inscrire(formule(titre="Eau & <forêts>"), prenom="Zoé&Co", nom="O'Neil")

    envoi = dernier()
    assert "Bonjour Zoé&Co," in envoi.texte
    assert "Zoé&amp;Co" in envoi.html
    assert "Eau & <forêts>" in envoi.texte
    assert "<forêts>" not in envoi.html


def test_those_who_wait_read_their_rank_and_no_direct_link():
    la_formule = formule(formules=1)
    for email in ("premiere@example.org", "deuxieme@example.org"):
        inscrire(la_formule, email)
    inscription = inscrire(la_formule)

    envoi = dernier()
    assert "au rang 2" in envoi.texte
    assert "au rang 2" in envoi.html
    assert liens.direct(inscription) not in envoi.texte + envoi.html
    assert envoi.objet.startswith("Liste d’attente\u00a0: ")


def test_those_who_wait_and_type_their_address_again_read_their_rank_again():
    la_formule = formule(formules=1)
    for email in ("premiere@example.org", "deuxieme@example.org", "mailys.grondin@example.org", "derniere@example.org"):
        inscrire(la_formule, email)
    Inscription.objects.update(lien_envoye_le=None)

    inscrire(la_formule)

    envoi = dernier()
    assert envoi.objet.startswith("Votre inscription\u00a0: ")
    assert "Vous êtes toujours sur la liste d’attente, au rang 2." in envoi.texte
    assert "/direct/" not in envoi.texte + envoi.html


def test_every_message_is_written_in_both_forms_without_a_hole():
    la_formule = formule(formules=1)
    tenue = inscrire(la_formule, "tenue@example.org")
    attend = inscrire(la_formule, "attend@example.org")
    avis = AvisOuverture.objects.create(evenement=EvenementFactory(), email="curieuse@example.org")
    actions.prevenir_de_l_ouverture()
    type(tenue).objects.update(lien_envoye_le=None)
    inscrire(la_formule, "tenue@example.org")
    inscrire(la_formule, "attend@example.org")
    tout_est_parti()
    tenue.evenement.formules.update(fin=la_formule.fin + timedelta(hours=1))
    actions.annoncer_deplacement(tenue.evenement)
    actions.annuler(attend)
    actions.annoncer_annulation(tenue.evenement)

    assert Envoi.objects.count() == 9
    for envoi in Envoi.objects.all():
        assert not re.search(r"None|\{\{|\{%|&amp;amp;| ,| \.(?!ics)", envoi.texte), envoi.texte
        assert "Bonjour" in envoi.html
        assert envoi.objet
        assert "example.org" in envoi.texte or "localhost" in envoi.texte
    assert avis.email not in str(Envoi.objects.exclude(destinataire=avis.email).values_list("texte", "html"))


def test_who_is_cancelled_by_the_team_is_not_asked_whether_they_did_it():
    inscription = inscrire(formule("distanciel"))

    actions.annuler(inscription, par=UserFactory())

    envoi = dernier()
    for corps in (envoi.texte, envoi.html):
        assert "L’équipe qui organise ce rendez-vous" in corps
        assert "Répondez à ce message" in corps
        assert "changé d’avis" not in corps
        assert "Ce n’était pas vous" not in corps
