"""The feeds, read by icalendar; khal as a client where it is installed."""

import shutil
import subprocess

import pytest
from django.urls import reverse
from icalendar import Calendar

from annonces import actions as annonces
from courriels.models import EntreeAgenda
from inscriptions import actions as inscriptions
from inscriptions.adhesions import actions
from inscriptions.models import Inscription
from socle import liens
from tests.factories import EvenementFactory, LieuFactory, RencontreFactory, UserFactory
from tests.factories.evenements import dans
from tests.inscriptions.aides import dernier, inscrire, tout_est_parti, vevent
from tests.inscriptions.cycles import adherer, finir, tourner, un_cycle, une_seance

pytestmark = pytest.mark.django_db


def lire(client, adresse):
    reponse = client.get(adresse[adresse.index("/", 8) :])
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(reponse.content)


def ligne(evenement):
    return str(evenement["UID"]), evenement["SEQUENCE"], str(evenement["STATUS"])


def test_the_feed_of_a_membership_lists_its_sessions_told_or_not(client):
    cycle, seances = un_cycle(10, 20)
    adhesion = adherer(cycle)

    calendrier = lire(client, liens.mon_flux_du_cycle(adhesion))

    siennes = [Inscription.objects.get(evenement=seance) for seance in seances]
    assert [ligne(e) for e in calendrier.events] == [(i.uid, 0, "CONFIRMED") for i in siennes]
    assert [str(e["URL"]) for e in calendrier.events] == [liens.direct(i) for i in siennes]
    assert [e["DTSTART"].dt for e in calendrier.events] == [seance.debut for seance in seances]
    assert EntreeAgenda.objects.count() == 1


def test_a_feed_says_how_often_to_come_back_and_invites_nobody(client):
    cycle, _ = un_cycle(10)
    adhesion = adherer(cycle)

    calendrier = lire(client, liens.mon_flux_du_cycle(adhesion))
    texte = calendrier.to_ical().decode()

    for attendu in (
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n",
        "X-PUBLISHED-TTL:PT1H\r\n",
        "X-WR-TIMEZONE:Europe/Paris\r\n",
        f"NAME:Cycle 2026\\, {cycle.titre}\r\n",
        f"X-WR-CALNAME:Cycle 2026\\, {cycle.titre}\r\n",
    ):
        assert attendu in texte
    assert [mot for mot in ("METHOD", "ATTENDEE", "ORGANIZER", "VALARM", "example.org") if mot in texte] == []


def test_the_feed_and_the_invitation_are_one_event(client):
    cycle, (seance,) = un_cycle(10)
    adhesion = adherer(cycle)
    invitation = vevent(dernier())[1]
    tout_est_parti()
    annonces.reporter(seance, debut=dans(12, 9), fin=dans(12, 10), par=UserFactory())
    mise_a_jour = vevent(dernier())[1]

    (evenement,) = lire(client, liens.mon_flux_du_cycle(adhesion)).events

    assert evenement["UID"] == invitation["UID"] == mise_a_jour["UID"]
    assert [evenement[nom] for nom in ("SEQUENCE", "DTSTAMP", "SUMMARY")] == [
        mise_a_jour[nom] for nom in ("SEQUENCE", "DTSTAMP", "SUMMARY")
    ]
    assert (evenement["SEQUENCE"], evenement["DTSTART"].dt) == (1, dans(12, 9))


def test_what_is_cancelled_stays_and_says_so(client):
    cycle, (premiere, deuxieme, troisieme) = un_cycle(10, 20, 30)
    adhesion = adherer(cycle)
    tout_est_parti()
    actions.retirer(adhesion, premiere)
    annulation = vevent(dernier())
    annonces.annuler(deuxieme, motif="Grève", par=UserFactory())

    calendrier = lire(client, liens.mon_flux_du_cycle(adhesion))

    assert (annulation[0]["METHOD"], annulation[1]["SEQUENCE"]) == ("CANCEL", 1)
    assert [ligne(e)[1:] for e in calendrier.events] == [(1, "CANCELLED"), (1, "CANCELLED"), (0, "CONFIRMED")]
    assert [e["DTSTART"].dt for e in calendrier.events] == [s.debut for s in (premiere, deuxieme, troisieme)]
    assert [nom for e in calendrier.events[:2] for nom in ("URL", "CONFERENCE") if nom in e] == []


def test_the_feed_follows_what_is_added_and_moved(client):
    cycle, (premiere,) = un_cycle(10)
    adhesion = adherer(cycle)
    ajoutee = une_seance(cycle, 20)
    tourner()
    annonces.reporter(ajoutee, debut=dans(21, 9), fin=dans(21, 10), par=UserFactory())
    finir(premiere)

    calendrier = lire(client, liens.mon_flux_du_cycle(adhesion))

    assert [e["DTSTART"].dt for e in calendrier.events] == [dans(-1, 13), dans(21, 9)]


def test_the_same_bytes_give_the_same_etag_and_a_304(client):
    cycle, (seance,) = un_cycle(10)
    adhesion = adherer(cycle)
    adresse = reverse("portail:mon_flux_du_cycle", args=[liens.jeton(adhesion, liens.Usage.AGENDA)])

    premier, deuxieme = client.get(adresse), client.get(adresse)
    inchange = client.get(adresse, headers={"If-None-Match": premier["ETag"]})
    annonces.annuler(seance, motif="Grève", par=UserFactory())
    change = client.get(adresse, headers={"If-None-Match": premier["ETag"]})

    assert (premier.content, premier["ETag"]) == (deuxieme.content, deuxieme["ETag"])
    assert [inchange.status_code, inchange.content, change.status_code] == [304, b"", 200]
    assert premier["Cache-Control"] == inchange["Cache-Control"] == "private, no-cache"


def test_the_feed_of_one_registration_says_nothing_of_the_others(client):
    rencontre, autre = RencontreFactory(lieu=LieuFactory()), EvenementFactory()
    inscription = inscrire(rencontre.formules.get(modalite="presentiel"))
    inscrire(autre.formules.get())

    calendrier = lire(client, liens.mon_flux(inscription))
    inscriptions.annuler(inscription)
    annule = lire(client, liens.mon_flux(inscription))

    assert [ligne(e) for e in calendrier.events] == [(inscription.uid, 0, "CONFIRMED")]
    assert "5 rue Masseran" in calendrier.events[0]["LOCATION"]
    assert [ligne(e)[2] for e in annule.events] == ["CANCELLED"]
    assert autre.titre not in calendrier.to_ical().decode()


@pytest.mark.parametrize("usage", list(liens.Usage))
def test_only_its_own_token_opens_the_feed_of_a_registration(client, usage):
    inscription = inscrire(EvenementFactory().formules.get())

    reponse = client.get(reverse("portail:mon_flux", args=[liens.jeton(inscription, usage)]))

    assert reponse.status_code == (200 if usage == liens.Usage.AGENDA else 404)
    assert ("Webinaire" in reponse.text) is (usage == liens.Usage.AGENDA)
    if usage == liens.Usage.AGENDA:
        assert (reponse["Referrer-Policy"], reponse["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")


def test_waiting_is_not_in_the_calendar(client):
    formule = EvenementFactory().formules.get()
    type(formule).objects.update(capacite=1)
    inscrire(formule, "autre@example.org")
    inscription = inscrire(formule)

    assert lire(client, liens.mon_flux(inscription)).events == []


def test_the_feed_of_a_cycle_is_everyones(client):
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    brouillon = une_seance(cycle, 30, publie_le=None, titre="Brouillon secret")
    une_seance(cycle, 40, precision="mois", titre="Sans heure")
    ailleurs = EvenementFactory()
    adherer(cycle)
    annonces.annuler(deuxieme, motif="Grève", par=UserFactory())
    deuxieme.refresh_from_db()

    adresse = reverse("portail:flux_du_cycle", args=[cycle.slug])
    reponse = client.get(adresse)
    calendrier = Calendar.from_ical(reponse.content)

    assert [ligne(e) for e in calendrier.events] == [
        (f"evenement-{premiere.pk}@{liens.settings.DOMAINE_UID}", premiere.revision, "CONFIRMED"),
        (f"evenement-{deuxieme.pk}@{liens.settings.DOMAINE_UID}", deuxieme.revision, "CANCELLED"),
    ]
    absents = (brouillon.titre, "Sans heure", ailleurs.titre, "/direct/", "Grondin", "METHOD")
    assert [mot for mot in absents if mot in reponse.text] == []
    assert reponse["Cache-Control"] == "public, no-cache"
    assert client.get(adresse, headers={"If-None-Match": reponse["ETag"]}).status_code == 304


def test_the_public_sequence_only_goes_up(client):
    cycle, (seance,) = un_cycle(10)
    adresse = reverse("portail:flux_du_cycle", args=[cycle.slug])

    def sequence():
        return Calendar.from_ical(client.get(adresse).content).events[0]["SEQUENCE"]

    suite = [sequence()]
    for jour in (12, 11):
        annonces.reporter(seance, debut=dans(jour, 9), fin=dans(jour, 10), par=UserFactory())
        suite.append(sequence())
    annonces.annuler(seance, motif="Grève", par=UserFactory())
    suite.append(sequence())

    assert suite == sorted(set(suite))


def test_an_unpublished_cycle_has_no_feed(client):
    cycle, _ = un_cycle(10)
    type(cycle).objects.update(publie_le=None)

    assert client.get(reverse("portail:flux_du_cycle", args=[cycle.slug])).status_code == 404


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_feed_costs_the_same_with_one_and_three_sessions(client, nombre, django_assert_num_queries):
    cycle, _ = un_cycle(*range(10, 10 + nombre))
    adhesion = adherer(cycle)
    mien = reverse("portail:mon_flux_du_cycle", args=[liens.jeton(adhesion, liens.Usage.AGENDA)])

    with django_assert_num_queries(5):
        assert client.get(mien).content.count(b"BEGIN:VEVENT") == nombre
    with django_assert_num_queries(3):
        assert client.get(reverse("portail:flux_du_cycle", args=[cycle.slug])).content.count(b"BEGIN:VEVENT") == nombre


@pytest.mark.skipif(not shutil.which("khal"), reason="il faut khal")
def test_khal_imports_the_feed_then_its_next_state_without_doubling(client, tmp_path):
    cycle, (premiere, deuxieme) = un_cycle(10, 20)
    adhesion = adherer(cycle)
    adresse = reverse("portail:mon_flux_du_cycle", args=[liens.jeton(adhesion, liens.Usage.AGENDA)])
    khal = _khal(tmp_path)

    khal(client.get(adresse).content)
    annonces.reporter(premiere, debut=dans(12, 9), fin=dans(12, 10), par=UserFactory())
    actions.retirer(adhesion, deuxieme)
    lignes = khal(client.get(adresse).content)

    assert sorted(lignes) == sorted([f"{premiere.titre}|09:00|CONFIRMED", f"{deuxieme.titre}|13:00|CANCELLED"])


def _khal(dossier):
    (dossier / "agenda").mkdir()
    texte = (
        f"[calendars]\n[[agenda]]\npath = {dossier / 'agenda'}\n[sqlite]\npath = {dossier / 'khal.db'}\n"
        "[locale]\nlocal_timezone = Europe/Paris\ndefault_timezone = Europe/Paris\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n[default]\ndefault_calendar = agenda\n"
    )
    (dossier / "khal.conf").write_text(texte)

    def importer(contenu):
        (dossier / "flux.ics").write_bytes(contenu)
        commande = ["khal", "-c", str(dossier / "khal.conf")]
        importation = [*commande, "import", "--batch", "-a", "agenda", str(dossier / "flux.ics")]
        subprocess.run(importation, check=True, capture_output=True)
        liste = [*commande, "list", "--format", "{title}|{start-time}|{status}", "--day-format", "", "today", "60d"]
        sortie = subprocess.run(liste, check=True, capture_output=True, text=True).stdout
        return [une.strip() for une in sortie.splitlines() if une.strip()]

    return importer
