"""Requests per second of the public pages and of registering, beside a bare Django view: see bench/README.md."""

import argparse
import contextlib
import http.client
import itertools
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

RACINE = Path(__file__).resolve().parent.parent
EVENEMENT = "/evenements/rencontre-prochaine/"
Demande = tuple[str, str, bytes | None, dict[str, str]]  # method, path, body, headers


def main():
    options = lire_les_options()
    with tempfile.TemporaryDirectory(prefix="catalyseurs-bench-") as dossier:
        regler(Path(dossier))
        subprocess.run([sys.executable, "-c", PREPARER], cwd=RACINE, check=True, stdout=subprocess.DEVNULL)
        print(f"{'':34} {'req/s':>8} {'médiane':>9} {'95 %':>9} {'vue nue':>8}")
        with servir("bench.vue_nue") as port:
            plafond = mesurer("vue Django nue", port, options, lire("/"), 200)
        with servir("config.wsgi") as port:
            mesurer("accueil", port, options, lire("/"), 200, plafond)
            mesurer("accueil, 304", port, options, relire(port, "/"), 304, plafond)
            mesurer("événement et programme", port, options, lire(EVENEMENT), 200, plafond)
            mesurer("événement et programme, 304", port, options, relire(port, EVENEMENT), 304, plafond)
            mesurer("formulaire d’inscription", port, options, lire(f"{EVENEMENT}inscription/"), 200, plafond)
            mesurer("s’inscrire (POST)", port, options, inscrire(), 303, plafond)


def lire_les_options():
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("--secondes", type=float, default=5)
    analyseur.add_argument("--connexions", type=int, default=8)
    return analyseur.parse_args()


def regler(dossier: Path):
    os.environ |= {
        "VAR": str(dossier),
        "SITE_URL": "http://127.0.0.1:8000",
        "SECRET_KEY": "bench-" + "k" * 50,
        "EMAIL_URL": f"filemail:///{dossier / 'courriels'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "0",
        "DEMO": "0",
        "LOG_LEVEL": "ERROR",
        # Behind one proxy, as in production: each request can then say that it comes from another visitor.
        "NOMBRE_DE_PROXYS": "1",
    }


PREPARER = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("charger_demo")
"""


@contextlib.contextmanager
def servir(application: str):
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    commande = ["-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    reglages = ["--workers", "2", "--threads", "8", "--no-control-socket", "--log-level", "error"]
    serveur = subprocess.Popen([sys.executable, *commande, *reglages], cwd=RACINE)
    try:
        while not repond(port):
            time.sleep(0.1)
        yield port
    finally:
        serveur.send_signal(signal.SIGTERM)
        serveur.wait()


def repond(port: int) -> bool:
    try:
        return demander(http.client.HTTPConnection("127.0.0.1", port, timeout=10), lire("/")())[0] == 200
    except OSError:
        return False


def lire(chemin: str) -> Callable[[], Demande]:
    return lambda: ("GET", chemin, None, {})


def relire(port: int, chemin: str) -> Callable[[], Demande]:
    """As a browser that has the page already."""
    _, etiquette = demander(http.client.HTTPConnection("127.0.0.1", port), ("GET", chemin, None, {}))
    return lambda: ("GET", chemin, None, {"If-None-Match": etiquette})


def inscrire() -> Callable[[], Demande]:
    """Registrations online, each by another person from another machine."""
    numeros = itertools.count(1)

    def une_inscription() -> Demande:
        numero = next(numeros)
        champs = {
            "formule": "distanciel",
            "prenom": "Camille",
            "nom": f"Numéro {numero}",
            "email": f"personne-{numero}@example.org",
            "profil": "public",
            "territoire": "53",
        }
        machine = f"10.{numero >> 16 & 255}.{numero >> 8 & 255}.{numero & 255}"
        en_tetes = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": machine}
        return "POST", f"{EVENEMENT}inscription/", urlencode(champs).encode(), en_tetes

    return une_inscription


def demander(connexion: http.client.HTTPConnection, demande: Demande) -> tuple[int, str]:
    connexion.request(*demande[:3], headers=demande[3])
    reponse = connexion.getresponse()
    reponse.read()
    return reponse.status, reponse.getheader("ETag", "")


def mesurer(nom, port, options, demande, attendu, plafond=None) -> float:
    """Each connection asks as fast as it is answered; a status that was not expected stops the bench."""
    durees: list[float] = []
    refus: list[int] = []
    fin = time.monotonic() + options.secondes

    def enchainer():
        connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < fin and not refus:
            debut = time.perf_counter()
            statut, _ = demander(connexion, demande())
            durees.append(time.perf_counter() - debut)
            if statut != attendu:
                refus.append(statut)

    demander(http.client.HTTPConnection("127.0.0.1", port), lire("/")())
    fils = [threading.Thread(target=enchainer) for _ in range(options.connexions)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    if refus:
        sys.exit(f"{nom} : statut {refus[0]} au lieu de {attendu}.")
    debit = len(durees) / options.secondes
    centiles = statistics.quantiles(durees, n=20)
    part = f"{debit / plafond:8.0%}" if plafond else f"{'':>8}"
    print(f"{nom:34} {debit:8.0f} {centiles[9] * 1000:6.1f} ms {centiles[18] * 1000:6.1f} ms {part}", flush=True)
    return debit


if __name__ == "__main__":
    main()
