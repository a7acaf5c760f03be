import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from tests.config.aide import RACINE, attendre, port_libre, repond

COMPOSE = yaml.safe_load((RACINE / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DONNEES = {
    "SITE_URL": "http://localhost:8000",
    "SECRET_KEY": "k" * 50,
    "EMAIL_URL": "consolemail://",
    "DEFAULT_FROM_EMAIL": "Le réseau <reseau@example.org>",
    "POSTGRES_PASSWORD": "secret",
}


def developper(texte, variables=DONNEES):
    """`${NOM:?…}` and `${NOM:-défaut}` as Compose reads them."""

    def valeur(morceau):
        nom, operateur, reste = morceau.groups()
        if variables.get(nom):
            return variables[nom]
        assert operateur == ":-", f"{nom} manque"
        return reste

    return re.sub(r"\$\{([A-Z_]+)(:[?-])([^}]*)\}", valeur, texte)


def environnement_du_service(nom, dossier, base):
    """What Compose gives to a service, but for the addresses of what runs beside it, which are the tests' own."""
    variables = {cle: developper(str(valeur)) for cle, valeur in SERVICES[nom]["environment"].items()}
    locales = {"DATABASE_URL": base, "REDIS_URL": settings.REDIS_URL, "VAR": str(dossier)}
    chemin = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return variables | locales | {"PATH": chemin, "BIND": f"127.0.0.1:{port_libre()}", "HOME": str(dossier)}


@pytest.fixture
def lancer(tmp_path, base_postgres):
    """Starts a service's command as the image would: entrance, then command. Stopped at the end, all of it."""
    lances = []

    def lancer_le_service(nom):
        entree = shlex.split(re.search(r'^ENTRYPOINT \["(.+)"\]', dockerfile(), re.MULTILINE)[1])
        environnement = environnement_du_service(nom, tmp_path, base_postgres)
        sortie = (tmp_path / f"{nom}.log").open("w")
        commande = [*entree, *SERVICES[nom]["command"]]
        processus = subprocess.Popen(
            commande, cwd=RACINE, env=environnement, stdout=sortie, stderr=sortie, start_new_session=True
        )
        lances.append((processus, sortie))
        return processus, environnement

    yield lancer_le_service
    for processus, sortie in lances:
        os.killpg(processus.pid, signal.SIGTERM)
        assert processus.wait(timeout=30) in {0, -signal.SIGTERM}
        sortie.close()


def dockerfile():
    return (RACINE / "Dockerfile").read_text()


def sonder(nom, environnement):
    """The service's health check, its port and its folder being the tests'."""
    genre, *commande = SERVICES[nom]["healthcheck"]["test"]
    assert genre == "CMD"
    port = environnement["BIND"].rpartition(":")[2]
    adaptee = [
        mot.replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace("/var/lib/reseau", environnement["VAR"])
        for mot in commande
    ]
    return subprocess.run(adaptee, cwd=RACINE, env=environnement, capture_output=True, check=False).returncode == 0


def test_the_file_has_the_five_services_each_with_a_health_check_and_only_web_open():
    ouverts = {nom: service["ports"] for nom, service in SERVICES.items() if "ports" in service}

    assert set(SERVICES) == {"web", "worker", "clock", "postgres", "redis"}
    assert [nom for nom, service in SERVICES.items() if not service["healthcheck"]["test"]] == []
    assert ouverts == {"web": ["${ECOUTE:-127.0.0.1:8000}:8000"]}
    assert set(COMPOSE["volumes"]) == {"postgres", "var"}


@pytest.mark.parametrize("nom", ["web", "worker", "clock"])
def test_a_service_is_given_only_variables_that_are_explained_to_the_team(nom):
    expliquees = re.findall(r"^\| `([A-Z_]+)` \|", (RACINE / "docs" / "exploitation.md").read_text(), re.MULTILINE)

    assert set(SERVICES[nom]["environment"]) <= set(expliquees)


def test_the_example_gives_each_variable_that_has_no_default():
    exemple = (RACINE / ".env.exemple").read_text()
    donnees = set(re.findall(r"^([A-Z_]+)=", exemple, re.MULTILINE))
    exigees = set(re.findall(r"\$\{([A-Z_]+):\?", (RACINE / "docker-compose.yml").read_text()))

    assert exigees <= donnees


def test_the_image_runs_without_privilege_and_receives_what_it_runs():
    ignore = (RACINE / ".dockerignore").read_text().splitlines()
    recus = {ligne[1:].split("/")[0] for ligne in ignore if ligne.startswith("!")}
    apps = {app for app in settings.INSTALLED_APPS if (RACINE / app).is_dir()}

    assert re.findall(r"^USER (.+)$", dockerfile(), re.MULTILINE) == ["reseau"]
    assert "--require-hashes requirements.txt" in dockerfile()
    assert apps | {"config", "manage.py", "Procfile", "static", "templates", "outils"} <= recus
    assert not {"tests", ".env", "var", ".git"} & recus


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.redis
def test_web_worker_and_clock_run_and_are_found_healthy(lancer):
    web, environnement_web = lancer("web")
    assert attendre(lambda: repond(f"http://{environnement_web['BIND']}/sante/")), "web ne répond pas"
    worker, environnement_worker = lancer("worker")
    clock, environnement_clock = lancer("clock")

    assert attendre(lambda: sonder("worker", environnement_worker)), "worker n’est pas sain"
    assert attendre(lambda: sonder("clock", environnement_clock)), "clock n’est pas sain"
    assert sonder("web", environnement_web)
    assert [processus.poll() for processus in (web, worker, clock)] == [None, None, None]
