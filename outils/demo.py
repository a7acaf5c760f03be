"""`make demo`: the whole service from nothing, on this machine only, until Ctrl-C (design §5).

Prepares the database, the static files and the demonstration events under VAR (var/demo), starts the three processes
of Procfile.demo under honcho, says where everything is once the home page answers, and leaves no process behind.
"""

import argparse
import ctypes
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
PATIENCE = 60
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


class Arret(Exception):
    """Somebody asked to stop: Ctrl-C, or the end of what started us."""


def main() -> int:
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # a stream of text
    port = lire_le_port()
    for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(numero, demander_l_arret)
    if "MAKELEVEL" in os.environ:
        mourir_avec_le_parent()
    adopter_les_orphelins()
    if not port_est_libre(port):
        sys.exit(f"Le port {port} est déjà pris sur 127.0.0.1. Choisissez-en un autre : make demo PORT={port + 1}")
    regler_l_environnement(port)
    try:
        preparer()
        servir(port)
    except Arret:
        pass
    return 0


def lire_le_port() -> int:
    analyseur = argparse.ArgumentParser(description=__doc__)
    analyseur.add_argument("--port", default="8000")
    port = analyseur.parse_args().port
    if not port.isascii() or not port.isdecimal() or not 1 <= int(port) <= 65535:
        sys.exit(f"PORT « {port} » : attendu un nombre entre 1 et 65535.")
    return int(port)


def demander_l_arret(numero, _):
    raise Arret


def mourir_avec_le_parent():
    """When what started this process dies, even killed, it is asked to stop."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def adopter_les_orphelins():
    """What honcho would leave behind, were it killed, becomes ours: it is found, and stopped."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def port_est_libre(port: int) -> bool:
    with socket.socket() as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def regler_l_environnement(port: int):
    """What the three processes read; DATABASE_URL, REDIS_URL and EMAIL_URL are used where they are given."""
    os.chdir(RACINE)
    sys.path.insert(0, str(RACINE))
    var = Path(os.environ.get("VAR") or RACINE / "var" / "demo").absolute()
    os.environ |= {"VAR": str(var), "DEMO": "1", "DEBUG": "0", "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    os.environ["SITE_URL"] = f"http://127.0.0.1:{port}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    if not os.environ.get("EMAIL_URL"):
        os.environ["EMAIL_URL"] = f"filemail:///{var / 'courriels-remis'}"


def preparer():
    """Database, static files, demonstration events: each does nothing where it is already there."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    Path(os.environ["VAR"]).mkdir(parents=True, exist_ok=True)
    try:
        django.setup()
    except Exception as cause:
        sys.exit(str(cause))
    print("Préparation de la démonstration…", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    rassembler_les_statiques(settings.STATIC_ROOT)
    call_command("charger_demo")


def rassembler_les_statiques(dossier: Path):
    """collectstatic, only when a file has changed: the stamp is the list of the sources with their sizes and dates."""
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    sources = []
    for chercheur in finders.get_finders():
        for chemin, stockage in chercheur.list([]):
            etat = Path(stockage.path(chemin)).stat()
            sources.append(f"{chemin} {etat.st_size} {etat.st_mtime_ns}")
    empreinte = hashlib.sha256("\n".join(sorted(sources)).encode()).hexdigest()
    temoin = dossier / ".empreinte"
    if temoin.exists() and temoin.read_text() == empreinte:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    temoin.write_text(empreinte)


def servir(port: int):
    """honcho and its processes, in a session of their own, until it ends or we are asked to stop."""
    commande = [sys.executable, "-m", "honcho", "--procfile", "Procfile.demo", "--env", os.devnull, "start"]
    honcho = subprocess.Popen(
        commande, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=mourir_avec_le_parent
    )
    try:
        attendre_la_page(port, honcho)
        annoncer(port)
        honcho.wait()
        sys.exit("Un des processus s’est arrêté : voir ci-dessus.")
    except Arret:
        print("\nArrêt de la démonstration…", flush=True)
    finally:
        for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(numero, signal.SIG_IGN)
        arreter(honcho)


def attendre_la_page(port: int, honcho: subprocess.Popen):
    limite = time.monotonic() + PATIENCE
    while time.monotonic() < limite:
        if honcho.poll() is not None:
            sys.exit("La démonstration n’a pas pu démarrer : voir ci-dessus.")
        if page_repond(port):
            return
        time.sleep(0.1)
    sys.exit(f"La page d’accueil ne répond pas après {PATIENCE} s.")


def page_repond(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as reponse:
            return reponse.status == 200
    except urllib.error.HTTPError as erreur:
        sys.exit(f"La page d’accueil répond {erreur.code}.")
    except OSError:
        return False


def annoncer(port: int):
    site = f"http://127.0.0.1:{port}"
    from evenements.models import Acces
    from presences.demo.chargement import COMPTES

    roles = [
        (adresse, Acces.Role(role).label if role else "administration : voit et peut tout")
        for adresse, role, *_ in COMPTES
    ]
    lignes = [
        "",
        "La démonstration est prête.",
        f"  l’accueil                     {site}/",
        f"  la prochaine Rencontre        {site}/evenements/rencontre-prochaine/",
        f"  les courriels remis           {site}/demo/courriels/",
        f"  l’espace de l’équipe          {site}/organisation/",
        f"  l’administration              {site}/admin/",
        "Pour entrer dans l’espace de l’équipe, donnez une de ces adresses ; le code arrive dans les courriels remis :",
        *(f"  {adresse:<28}  {role}" for adresse, role in roles),
        "Ctrl-C arrête tout.",
        "",
    ]
    print("\n".join(lignes), flush=True)


def arreter(honcho: subprocess.Popen):
    """SIGTERM lets honcho stop its processes (5 s at most); what would remain of them is then killed."""
    groupes = groupes_lances()
    if honcho.poll() is None:
        honcho.terminate()
        try:
            honcho.wait(timeout=15)
        except subprocess.TimeoutExpired:
            honcho.kill()
            honcho.wait()
    for groupe in groupes:
        try:
            os.killpg(groupe, signal.SIGKILL)
        except ProcessLookupError:
            continue
    recueillir_les_morts()


def recueillir_les_morts():
    """Those adopted are ours to reap: none stays behind as a zombie."""
    limite = time.monotonic() + 5
    while time.monotonic() < limite:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            time.sleep(0.05)


def groupes_lances() -> set[int]:
    """The process groups of all that descends from us: honcho gives each process a session of its own."""
    lignes = table_des_processus()
    descendance = {os.getpid()}
    while nouveaux := {pid for pid, pere, _ in lignes if pere in descendance} - descendance:
        descendance |= nouveaux
    return {groupe for pid, _, groupe in lignes if pid in descendance} - {os.getpgrp()}


def table_des_processus() -> list[tuple[int, int, int]]:
    """(pid, parent, group) of every process: from /proc, else from ps."""
    if sys.platform != "linux":
        sortie = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,pgid="], capture_output=True, text=True, check=True)
        return [(int(pid), int(pere), int(groupe)) for pid, pere, groupe in map(str.split, sortie.stdout.splitlines())]
    lignes = []
    for fichier in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, pere, groupe = fichier.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        lignes.append((int(fichier.parent.name), int(pere), int(groupe)))
    return lignes


if __name__ == "__main__":
    sys.exit(main())
