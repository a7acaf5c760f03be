"""Two processes at once on PostgreSQL: a message that leaves, and the act that would replace it."""

import threading

import pytest
from django.db import connection, transaction

from courriels import actions, livraison
from courriels.models import EntreeAgenda, Envoi
from tests.factories.courriels import EnvoiFactory, RendezVousFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
UID = "inscription-1@catalyseurs-territoriaux.org"


@pytest.fixture(autouse=True)
def _sans_reveil(monkeypatch):
    monkeypatch.setattr("courriels.actions.reveiller", lambda: None)


def en_parallele(*fonctions):
    """Run each in a thread with its own connection; returns what they return, in order."""
    resultats = [None] * len(fonctions)

    def executer(rang, fonction):
        try:
            resultats[rang] = fonction()
        finally:
            connection.close()

    fils = [threading.Thread(target=executer, args=paire) for paire in enumerate(fonctions)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=20)
    return resultats


def test_two_workers_share_the_messages():
    EnvoiFactory.create_batch(60)
    lots = en_parallele(*[lambda nom=nom: prendre_tout(nom) for nom in ("a", "b", "c")])
    pris = [pk for lot in lots for pk in lot]

    assert len(pris) == len(set(pris)) == 60


def prendre_tout(nom):
    pris = []
    while lot := livraison._prendre(nom):
        pris += [envoi.pk for envoi in lot]
    return pris


def test_a_departure_waits_for_the_act_that_is_replacing_the_message(poster, mailoutbox):
    """The worker had claimed it; the act holds its row: the departure waits for the commit, then finds nothing."""
    poster(cle="invitation", agenda=actions.tenir(UID, RendezVousFactory()))
    (envoi,) = livraison._prendre("worker")
    parti = []

    def partir():
        parti.append(livraison._remettre_un(envoi, None, "worker").compte)
        connection.close()

    fil = threading.Thread(target=partir)
    with transaction.atomic():
        poster(cle="mise-a-jour", agenda=actions.tenir(UID, RendezVousFactory(lieu="En ligne")))
        fil.start()
        fil.join(timeout=1)
        assert parti == []
    fil.join(timeout=10)

    assert parti == ["pris_ailleurs"]
    assert dict(Envoi.objects.values_list("cle", "etat")) == {"invitation": "remplacement", "mise-a-jour": "attente"}
    assert mailoutbox == []


def test_two_acts_on_one_entry_never_tell_the_same_sequence_twice(poster):
    """The entry's row is locked by `tenir`: the second act sees what the first has told."""

    def dire(lieu):
        with transaction.atomic():
            poster(cle=lieu, agenda=actions.tenir(UID, RendezVousFactory(lieu=lieu)))

    en_parallele(*[lambda lieu=lieu: dire(lieu) for lieu in ("Salle A", "Salle B", "Salle C", "Salle D")])
    sequences = [
        ligne.removeprefix("SEQUENCE:")
        for envoi in Envoi.objects.all()
        for ligne in envoi.calendrier.split("\r\n")
        if ligne.startswith("SEQUENCE:")
    ]

    assert sorted(sequences) == ["0", "1", "2", "3"]
    assert EntreeAgenda.objects.get().sequence == 3
    assert Envoi.objects.en_route().count() == 1


def test_without_the_lock_two_acts_would_tell_the_same_sequence(poster, monkeypatch):
    """The negative control: the same race, with an entry that is read without being locked."""
    barriere = threading.Barrier(2, timeout=10)

    def lire_sans_verrou(uid, _):
        entree = EntreeAgenda.objects.get(uid=uid)
        barriere.wait()
        return entree

    poster(cle="premier", agenda=actions.tenir(UID, RendezVousFactory()))
    monkeypatch.setattr(actions, "_entree_verrouillee", lire_sans_verrou)
    calendriers = en_parallele(
        *[lambda lieu=lieu: actions.tenir(UID, RendezVousFactory(lieu=lieu)).ics for lieu in ("Salle A", "Salle B")]
    )

    assert [calendrier.count("SEQUENCE:1\r\n") for calendrier in calendriers] == [1, 1]
