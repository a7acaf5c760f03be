import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evenements.models import Evenement
from inscriptions.models import Inscription
from portail.direct import Moment, direct
from socle import liens
from socle.liens import Usage
from tests.factories import EvenementFactory, InscriptionFactory, RencontreFactory, RessourceFactory

pytestmark = pytest.mark.django_db
OUTIL = "https://visio.example.org/salle"


def inscrite(**champs):
    return InscriptionFactory(evenement=EvenementFactory(lien_direct=OUTIL, **champs))


def lire(client, inscription):
    return client.get(reverse("portail:direct", args=[liens.jeton(inscription, Usage.DIRECT)]))


def texte(reponse):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text.split("<main", 1)[1])))


@pytest.mark.parametrize(
    ("minutes", "moment", "lien"),
    [
        (-16, Moment.AVANT, ""),
        (-15, Moment.OUVERT, OUTIL),
        (0, Moment.OUVERT, OUTIL),
        (60, Moment.OUVERT, OUTIL),
        (61, Moment.FINI, ""),
    ],
)
def test_the_room_opens_a_quarter_before_and_closes_at_the_end(minutes, moment, lien):
    inscription = inscrite()

    lu = direct(inscription, inscription.evenement.debut + timedelta(minutes=minutes))

    assert (lu.moment, lu.lien) == (moment, lien)


def test_an_announced_delay_moves_the_end_and_the_hours_not_the_opening():
    inscription = inscrite(retard=20)
    debut = inscription.evenement.debut

    assert direct(inscription, debut - timedelta(minutes=15)).moment == Moment.OUVERT
    assert direct(inscription, debut + timedelta(minutes=75)).moment == Moment.OUVERT
    assert direct(inscription, debut).debut == debut + timedelta(minutes=20)


def test_a_real_end_that_was_marked_ends_it():
    inscription = inscrite()
    inscription.evenement.fin_reelle = inscription.evenement.debut + timedelta(minutes=40)

    assert direct(inscription, inscription.evenement.debut + timedelta(minutes=45)).moment == Moment.FINI


def test_the_morning_online_ends_at_its_own_hour():
    evenement = RencontreFactory(lien_direct=OUTIL)
    en_ligne = InscriptionFactory(evenement=evenement, formule=evenement.formules.get(modalite="distanciel"))

    assert direct(en_ligne, evenement.debut + timedelta(hours=5)).moment == Moment.FINI


@pytest.mark.parametrize(
    ("avance", "mots"),
    [
        (timedelta(minutes=10), "dans 10\xa0min"),
        (timedelta(hours=2), "dans 2\xa0h"),
        (timedelta(days=3), "dans 3\xa0jours"),
    ],
)
def test_how_long_before_it_opens(avance, mots):
    inscription = inscrite()
    ouverture = inscription.evenement.debut - timedelta(minutes=15)

    assert direct(inscription, ouverture - avance).dans == mots


def test_before_the_hour_the_tools_address_is_in_no_byte(client):
    reponse = lire(client, inscrite())

    assert "Le direct ouvre dans" in texte(reponse)
    assert "visio.example.org" not in reponse.text


def test_during_the_event_the_link_leaves_without_a_referrer(client, time_machine):
    inscription = inscrite()
    time_machine.move_to(inscription.evenement.debut)

    reponse = lire(client, inscription)

    assert re.search(rf'href="{OUTIL}" rel="noreferrer noopener"', reponse.text)
    assert reponse["Referrer-Policy"] == "no-referrer"


def test_a_link_not_yet_known_will_be_here(client, time_machine):
    inscription = InscriptionFactory()
    time_machine.move_to(inscription.evenement.debut)

    assert "Le lien du direct sera ici" in texte(lire(client, inscription))


def test_after_the_end_only_open_resources_are_given(client, time_machine):
    inscription = inscrite()
    time_machine.move_to(inscription.evenement.fin + timedelta(days=1))
    RessourceFactory(evenement=inscription.evenement, titre="Le replay")
    RessourceFactory(
        evenement=inscription.evenement, titre="Sous clé", embargo_jusqu_au=timezone.now() + timedelta(days=9)
    )

    lu = texte(lire(client, inscription))

    assert "Le direct est fini" in lu
    assert ("Le replay" in lu, "Sous clé" in lu) == (True, False)


@pytest.mark.parametrize("etat", [Inscription.Etat.ATTENTE, Inscription.Etat.ANNULATION])
def test_without_a_place_the_room_stays_shut(client, time_machine, etat):
    evenement = EvenementFactory(lien_direct=OUTIL)
    inscription = InscriptionFactory(evenement=evenement, formule=None, etat=etat)
    time_machine.move_to(evenement.debut)

    reponse = lire(client, inscription)

    assert reponse.status_code == 200
    assert "visio.example.org" not in reponse.text


def test_a_cancelled_event_shuts_its_room(client, time_machine):
    inscription = inscrite(annule_le=timezone.now(), annulation_motif="Grève.")
    time_machine.move_to(inscription.evenement.debut)

    reponse = lire(client, inscription)

    assert "L’événement est annulé Grève." in texte(reponse)
    assert "visio.example.org" not in reponse.text


def test_an_event_postponed_without_a_date_keeps_its_place_and_opens_nothing():
    inscription = inscrite()
    Evenement.objects.update(precision=Evenement.Precision.A_PRECISER, debut=None, fin=None)
    inscription.evenement.refresh_from_db()

    assert direct(inscription, timezone.now()).moment == Moment.A_PRECISER
