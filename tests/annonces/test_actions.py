from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar

from annonces import actions
from annonces.tasks import planifier
from courriels.models import Envoi
from evenements.models import Evenement
from inscriptions import actions as inscriptions
from inscriptions.models import AvisOuverture
from journal.models import Fait
from programmes import actions as programmes
from programmes.lecture import version_publique
from tests.factories import CreneauFactory, EvenementFactory, LieuFactory, RencontreFactory, UserFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def camille():
    return UserFactory()


def inscrire(evenement, *, modalite="distanciel", email="mailys@example.org"):
    return inscriptions.inscrire(
        evenement.formules.get(modalite=modalite), participant={"prenom": "Maïlys", "nom": "Grondin", "email": email}
    )


def dernier_calendrier():
    rendez_vous = Calendar.from_ical(Envoi.objects.exclude(calendrier="").latest("pk").calendrier)
    vevent = rendez_vous.walk("VEVENT")[0]
    return {
        "methode": str(rendez_vous["METHOD"]),
        "sequence": int(vevent["SEQUENCE"]),
        "debut": vevent.decoded("DTSTART").astimezone(PARIS).isoformat(),
    }


def test_publishing_shows_the_event_and_writes_to_nobody(camille):
    evenement = EvenementFactory(publie_le=None)

    actions.publier(evenement, par=camille)

    assert list(Evenement.objects.publies()) == [evenement]
    assert list(Fait.objects.values_list("acteur_nom", "verbe")) == [("Camille Durand", "publier")]
    assert Envoi.objects.count() == 0
    with pytest.raises(actions.AnnonceImpossible, match="déjà publié"):
        actions.publier(evenement, par=camille)


def test_an_event_that_must_open_without_a_formule_is_not_published(camille):
    evenement = EvenementFactory(publie_le=None, formules=False)

    with pytest.raises(actions.AnnonceImpossible, match="une formule"):
        actions.publier(evenement, par=camille)


def test_an_event_goes_back_to_a_draft_only_while_nobody_is_registered(camille):
    evenement = EvenementFactory()
    inscription = inscrire(evenement)

    with pytest.raises(actions.AnnonceImpossible, match="1\u00a0personne est inscrite"):
        actions.depublier(evenement, par=camille)
    inscriptions.annuler(inscription)
    actions.depublier(evenement, par=camille)

    assert list(Evenement.objects.publies()) == []


@time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=PARIS), tick=False)
def test_a_postponed_event_moves_its_formules_its_programme_and_every_calendar_by_wall_clock(camille):
    vendredi = datetime(2027, 3, 26, 8, 30, tzinfo=PARIS)
    lundi = datetime(2027, 3, 29, 8, 30, tzinfo=PARIS)  # the clocks have changed between the two
    evenement = RencontreFactory(
        debut=vendredi, fin=vendredi.replace(hour=17), inscriptions_ferment_le=vendredi - timedelta(days=1)
    )
    CreneauFactory(evenement=evenement, titre="Ouverture", debut=vendredi.replace(hour=9), fin=None)
    programmes.publier(evenement, par=camille)
    CreneauFactory(evenement=evenement, titre="Pas encore publié", debut=vendredi.replace(hour=11), fin=None)
    inscrire(evenement)

    nombre = actions.reporter(evenement, debut=lundi, fin=lundi.replace(hour=17), par=camille)

    evenement.refresh_from_db()
    assert (nombre, evenement.debut_precedent, evenement.est_reporte) == (1, vendredi, True)
    assert evenement.inscriptions_ferment_le == lundi - timedelta(days=1)
    assert [c.debut.astimezone(PARIS).hour for c in evenement.creneaux.all()] == [9, 11]
    assert [(c["titre"], c["debut"]) for c in version_publique(evenement).contenu["creneaux"]] == [
        ("Ouverture", "2027-03-29T07:30:00+00:00")
    ]
    assert dernier_calendrier() == {"methode": "REQUEST", "sequence": 1, "debut": "2027-03-29T09:00:00+02:00"}


@pytest.mark.parametrize(
    ("champs", "jours", "raison"),
    [
        ({"publie_le": None}, 9, "brouillon"),
        ({"annule_le": timezone.now()}, 9, "annulé"),
        ({"precision": "jour"}, 9, "n’a pas encore d’heures"),
        ({}, -60, "déjà passée"),
        ({}, 0, "C’est déjà la date"),
    ],
)
def test_a_postponement_that_makes_no_sense_is_refused(camille, champs, jours, raison):
    evenement = EvenementFactory(**champs)
    ecart = timedelta(days=jours)

    with pytest.raises(actions.AnnonceImpossible, match=raison):
        actions.reporter(evenement, debut=evenement.debut + ecart, fin=evenement.fin + ecart, par=camille)


def test_a_cancelled_event_tells_everyone_and_empties_their_calendar(camille):
    evenement = RencontreFactory()
    inscrire(evenement)
    inscrire(evenement, email="yann@example.org", modalite="presentiel")
    Envoi.objects.update(etat=Envoi.Etat.ENVOI, envoye_le=timezone.now())
    annoncees = actions.personnes_a_prevenir(evenement)

    nombre = actions.annuler(evenement, motif="Grève des trains", par=camille)

    evenement.refresh_from_db()
    assert (annoncees, nombre, evenement.annulation_motif) == (2, 2, "Grève des trains")
    assert dernier_calendrier()["methode"] == "CANCEL"
    with pytest.raises(actions.AnnonceImpossible, match="déjà annulé"):
        actions.annuler(evenement, motif="Encore", par=camille)


def test_a_draft_or_a_past_event_is_not_cancelled(camille):
    passe = EvenementFactory(debut=timezone.now() - timedelta(days=2), fin=timezone.now() - timedelta(days=1))

    with pytest.raises(actions.AnnonceImpossible, match="brouillon"):
        actions.annuler(EvenementFactory(publie_le=None), motif="x", par=camille)
    with pytest.raises(actions.AnnonceImpossible, match="passé"):
        actions.annuler(passe, motif="x", par=camille)


def test_a_new_venue_is_told_and_a_new_title_is_not(camille):
    evenement = RencontreFactory()
    inscrire(evenement, modalite="presentiel")

    titre = actions.modifier(evenement, par=camille, titre="Un autre titre")
    lieu = actions.modifier(evenement, par=camille, lieu=LieuFactory(nom="Halle", ville="Lyon"))

    assert (titre, lieu) == (0, 1)


def test_new_hours_of_a_formule_are_told(camille):
    evenement = RencontreFactory()
    inscrire(evenement)
    formule = evenement.formules.get(modalite="distanciel")

    capacite = actions.modifier_formule(formule, par=camille, capacite=500)
    heures = actions.modifier_formule(formule, par=camille, fin=formule.fin + timedelta(minutes=30))

    assert (capacite, heures) == (0, 1)


def test_a_venue_s_new_address_is_told_for_what_is_to_come_only(camille):
    lieu = LieuFactory()
    inscrire(RencontreFactory(lieu=lieu), modalite="presentiel")
    RencontreFactory(lieu=lieu, publie_le=None)

    acces = actions.modifier_lieu(lieu, par=camille, acces="Métro Duroc")
    adresse = actions.modifier_lieu(lieu, par=camille, adresse="8 rue Masseran")

    assert (acces, adresse) == (0, 1)


def test_the_clock_writes_once_to_those_who_asked_to_be_told_of_the_opening(capsys):
    evenement = EvenementFactory()
    AvisOuverture.objects.create(evenement=evenement, email="mailys@example.org")

    planifier()
    call_command("planifier")

    assert (Envoi.objects.count(), AvisOuverture.objects.count()) == (1, 0)
    assert capsys.readouterr().out == (
        "avis d’ouverture : 0\nplaces proposées : 0\ntableurs oubliés : 0\n"
        "inscriptions des cycles : 0\ninvitations des cycles : 0\n"
    )


def test_the_clock_lets_late_offers_pass_and_serves_the_next():
    rencontre = RencontreFactory(formules=1)
    noms = ("tenue", "attend", "suivante")
    tenue, attend, suivante = (inscrire(rencontre, modalite="presentiel", email=f"{nom}@example.org") for nom in noms)
    inscriptions.annuler(tenue)
    assert suivante.attentes.get().offre_le is None

    with time_machine.travel(attend.attentes.get().echeance, tick=False):
        planifier()
        assert [attend.attentes.get().issue, suivante.attentes.get().offre_le] == ["echeance", timezone.now()]
