"""One calendar entry through a whole life, as icalendar and libical read it: it moves, then it is cancelled."""

import os
import shutil
import subprocess

import pytest
from icalendar import Calendar

from courriels.models import Envoi
from inscriptions import actions
from inscriptions.models import Inscription
from tests.courriels import libical
from tests.factories import RencontreFactory
from tests.inscriptions.aides import inscrire, tout_est_parti, vevent

pytestmark = pytest.mark.django_db


def vivre():
    """On site, then online, waiting, offered and accepted, then given up; every message leaves before the next act."""
    evenement = RencontreFactory(formules=2)
    sur_place, en_ligne = evenement.formules.get(modalite="presentiel"), evenement.formules.get(modalite="distanciel")
    autre, mienne = inscrire(sur_place, "autre@example.org"), inscrire(sur_place)
    tout_est_parti()
    for acte in (
        lambda: actions.changer_de_formule(mienne, en_ligne),
        lambda: inscrire(sur_place, "tiers@example.org"),
        lambda: actions.changer_de_formule(mienne, sur_place),
        lambda: actions.annuler(autre),
        lambda: actions.accepter(mienne),
        lambda: actions.annuler(mienne),
    ):
        acte()
        tout_est_parti()
    siens = Envoi.objects.filter(destinataire=mienne.email).exclude(calendrier="").order_by("pk")
    return Inscription.objects.get(pk=mienne.pk), sur_place, en_ligne, list(siens)


def test_one_item_that_moves_then_is_cancelled():
    inscription, sur_place, en_ligne, envois = vivre()

    lus = [vevent(envoi) for envoi in envois]

    assert {str(evenement["UID"]) for _, evenement in lus} == {inscription.uid}
    assert [(str(c["METHOD"]), int(e["SEQUENCE"]), str(e["STATUS"]), e.start) for c, e in lus] == [
        ("REQUEST", 0, "CONFIRMED", sur_place.debut),
        ("REQUEST", 1, "CONFIRMED", en_ligne.debut),
        ("REQUEST", 2, "CONFIRMED", sur_place.debut),
        ("CANCEL", 3, "CANCELLED", sur_place.debut),
    ]


def test_libical_finds_nothing_to_say_against_any_of_them():
    *_, envois = vivre()

    assert [libical.erreurs(envoi.calendrier) for envoi in envois] == [[], [], [], []]


def test_khal_keeps_one_item_that_moves_then_is_marked_cancelled(tmp_path):
    """khal's own calendar folder, after each message is imported as a person would."""
    if shutil.which("khal") is None:
        pytest.skip("il faut khal (apt install khal)")
    inscription, sur_place, en_ligne, envois = vivre()
    dossier = tmp_path / "agenda"
    dossier.mkdir()

    vus = [importer(tmp_path, dossier, envoi.calendrier) for envoi in envois]

    assert [uid for uid, *_ in vus] == [inscription.uid] * 4
    assert [(debut, etat) for _, debut, etat in vus] == [
        (sur_place.debut, "CONFIRMED"),
        (en_ligne.debut, "CONFIRMED"),
        (sur_place.debut, "CONFIRMED"),
        (sur_place.debut, "CANCELLED"),
    ]


def importer(racine, dossier, calendrier):
    """What khal holds after importing one message: one file, one item; its UID, start and status."""
    reglages, message = racine / "khal.conf", racine / "message.ics"
    reglages.write_text(
        f"[calendars]\n[[moi]]\npath = {dossier}\n[sqlite]\npath = {racine / 'khal.db'}\n"
        "[locale]\nlocal_timezone = Europe/Paris\ndefault_timezone = Europe/Paris\n"
        "timeformat = %H:%M\ndateformat = %d/%m\nlongdateformat = %d/%m/%Y\n"
        "datetimeformat = %d/%m %H:%M\nlongdatetimeformat = %d/%m/%Y %H:%M\n"
    )
    message.write_text(calendrier, newline="")
    subprocess.run(
        ["khal", "-c", reglages, "import", "--batch", "-a", "moi", message],
        check=True,
        capture_output=True,
        timeout=60,
        env={"PATH": os.environ["PATH"], "HOME": str(racine), "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"},
    )
    (fichier,) = dossier.glob("*.ics")
    (evenement,) = Calendar.from_ical(fichier.read_text()).events
    return str(evenement["UID"]), evenement.start, str(evenement["STATUS"])
