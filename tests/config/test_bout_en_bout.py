"""The demonstration as a person starts it: real processes, a registration over HTTP, a mail in the folder, Ctrl-C."""

import email
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from email import policy
from pathlib import Path

import pytest
from django.conf import settings

from tests.config.aide import RACINE, attendre, port_libre

pytestmark = pytest.mark.long

REPONSES = {
    "formule": "distanciel",
    "prenom": "Camille",
    "nom": "L’Hénaff",
    "email": "camille@example.org",
    "profil": "public",
    "territoire": "53",
}


class Demonstration:
    def __init__(self, dossier, **variables):
        self.dossier, self.port = dossier, port_libre()
        self.site = f"http://127.0.0.1:{self.port}"
        environnement = {"PATH": os.environ["PATH"], "HOME": str(dossier), "VAR": str(dossier), **variables}
        self.processus = subprocess.Popen(
            [sys.executable, "outils/demo.py", "--port", str(self.port)],
            cwd=RACINE,
            env=environnement,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lignes = []
        for ligne in self.processus.stdout:
            self.lignes.append(ligne.rstrip("\n"))
            if ligne.startswith("Ctrl-C"):
                break

    def descendance(self):
        """Every process that it started, by its number."""
        trouves = {self.processus.pid}
        peres = {pid: pere for pid, pere in map(numero_et_pere, Path("/proc").glob("[0-9]*")) if pid}
        while nouveaux := {pid for pid, pere in peres.items() if pere in trouves} - trouves:
            trouves |= nouveaux
        return trouves

    def arreter(self, numero=signal.SIGINT):
        self.processus.send_signal(numero)
        self.lignes += self.processus.communicate(timeout=40)[0].splitlines()
        return self.processus.returncode

    def page(self, chemin, donnees=None):
        corps = urllib.parse.urlencode(donnees).encode() if donnees else None
        with urllib.request.urlopen(f"{self.site}{chemin}", data=corps, timeout=20) as reponse:
            return reponse.read().decode()

    def courriels(self):
        """Those that are whole: Django ends each with a line of dashes."""
        lus = [fichier.read_bytes() for fichier in sorted((self.dossier / "courriels-remis").glob("*"))]
        entiers = [octets for octets in lus if octets.rstrip().endswith(b"-" * 79)]
        return [email.message_from_bytes(octets, policy=policy.default) for octets in entiers]


def numero_et_pere(dossier):
    try:
        return int(dossier.name), int((dossier / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0, 0


@pytest.fixture
def demarrer(tmp_path):
    lancees = []

    def demarrer_la_demonstration(**variables):
        lancees.append(Demonstration(tmp_path, **variables))
        return lancees[-1]

    yield demarrer_la_demonstration
    for demonstration in lancees:
        if demonstration.processus.poll() is None:
            demonstration.arreter(signal.SIGTERM)


def s_inscrire_et_recevoir(demonstration):
    """Register as a browser without JavaScript would; the mail comes by the outbox and the worker."""
    suite = demonstration.page("/evenements/rencontre-prochaine/inscription/", REPONSES)
    assert REPONSES["email"] in suite
    assert attendre(demonstration.courriels, 25), "aucun courriel remis"
    (courriel,) = demonstration.courriels()
    types = [partie.get_content_type() for partie in courriel.walk() if not partie.is_multipart()]
    texte = courriel.get_body(("plain",)).get_content()
    lien = re.search(rf"{demonstration.site}(/mon-inscription/\S+?/)\s", texte)[1]
    return courriel["To"].addresses[0].addr_spec, types, "Camille" in demonstration.page(lien)


RECU = (REPONSES["email"], ["text/plain", "text/html", "text/calendar", "application/ics"], True)


def test_someone_registers_in_the_demonstration_and_ctrl_c_leaves_nothing_behind(demarrer):
    demonstration = demarrer()
    assert s_inscrire_et_recevoir(demonstration) == RECU
    assert "camille@example.org" in demonstration.page("/demo/courriels/")
    assert f"  l’accueil                     {demonstration.site}/" in demonstration.lignes
    lances = demonstration.descendance()
    assert len(lances) >= 5

    assert demonstration.arreter() == 0
    assert [pid for pid in lances if Path(f"/proc/{pid}").exists()] == []


def test_a_second_start_keeps_what_was_registered(demarrer):
    premiere = demarrer()
    s_inscrire_et_recevoir(premiere)
    premiere.arreter()
    seconde = demarrer()
    seconde.page("/evenements/rencontre-prochaine/inscription/", REPONSES)

    # Known, and written to less than an hour ago: nothing more leaves.
    assert not attendre(lambda: len(seconde.courriels()) > 1, 4)


@pytest.mark.postgres
@pytest.mark.redis
def test_the_same_demonstration_runs_on_postgresql_and_redis(demarrer, base_postgres, tmp_path):
    demonstration = demarrer(DATABASE_URL=base_postgres, REDIS_URL=settings.REDIS_URL)

    assert s_inscrire_et_recevoir(demonstration) == RECU
    assert not (tmp_path / "base.sqlite3").exists()
    assert not (tmp_path / "broker").exists()
    assert demonstration.arreter(signal.SIGTERM) == 0


@pytest.mark.parametrize("victime", ["honcho", "gunicorn config.wsgi", "celery --quiet --app config worker"])
def test_a_process_that_dies_takes_the_demonstration_with_it(demarrer, victime):
    demonstration = demarrer()
    lances = demonstration.descendance()
    numero = min(pid for pid in lances if victime in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "))
    os.kill(numero, signal.SIGKILL)

    sortie = demonstration.processus.communicate(timeout=40)[0]
    assert demonstration.processus.returncode == 1
    assert sortie.rstrip().endswith("Un des processus s’est arrêté : voir ci-dessus.")
    assert [pid for pid in lances if Path(f"/proc/{pid}").exists()] == []


def test_a_port_already_taken_is_said_in_a_sentence(demarrer, tmp_path):
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        port = prise.getsockname()[1]
        commande = [sys.executable, "outils/demo.py", "--port", str(port)]
        resultat = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)

    assert resultat.returncode == 1
    assert resultat.stderr.startswith(f"Le port {port} est déjà pris sur 127.0.0.1.")
