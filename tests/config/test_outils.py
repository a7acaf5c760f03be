import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.aide import RACINE

DEMANDER = (
    "import os, psycopg, redis;"
    "print(psycopg.connect(os.environ['DATABASE_URL']).execute('select current_database()').fetchone()[0],"
    " redis.Redis.from_url(os.environ['REDIS_URL']).ping(), os.environ['DATABASE_URL']); raise SystemExit(7)"
)
SERVEURS = any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) and shutil.which("redis-server")


def lancer(*commande, **variables):
    environnement = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **variables}
    return subprocess.run(commande, cwd=RACINE, env=environnement, capture_output=True, text=True, check=False)


@pytest.mark.long
@pytest.mark.skipif(not SERVEURS, reason="il faut PostgreSQL et Redis (apt install postgresql redis-server)")
def test_services_are_lent_to_a_command_then_stopped_and_its_status_is_given_back(tmp_path):
    resultat = lancer("outils/services", sys.executable, "-c", DEMANDER, TMPDIR="/tmp")
    base, redis_repond, adresse = resultat.stdout.split()

    assert (resultat.returncode, resultat.stderr, base, redis_repond) == (7, "", "catalyseurs", "True")
    assert lancer(sys.executable, "-c", f"import psycopg; psycopg.connect('{adresse}')").returncode == 1


def test_services_that_are_given_are_used():
    donnes = {"DATABASE_URL": "postgres://ailleurs/base", "REDIS_URL": "redis://ailleurs"}

    resultat = lancer("outils/services", "sh", "-c", "echo $DATABASE_URL $REDIS_URL", **donnes)

    assert (resultat.returncode, resultat.stdout) == (0, "postgres://ailleurs/base redis://ailleurs\n")


def test_a_python_too_old_is_said_in_a_sentence_and_nothing_is_made(tmp_path):
    (tmp_path / "outils").mkdir()
    for nom in ("outils/installer", "requirements-uv.txt", "requirements-dev.txt"):
        shutil.copy(RACINE / nom, tmp_path / nom)
    vieux = tmp_path / "python3.9"
    vieux.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    vieux.chmod(0o755)

    resultat = lancer(tmp_path / "outils" / "installer", PYTHON=str(vieux))

    assert resultat.returncode == 1
    assert resultat.stderr.startswith("Il faut Python 3.11 ou plus récent ; ici : Python 3.9.2.\n")
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("port", "phrase"), [("abc", "PORT « abc »"), ("0", "PORT « 0 »"), ("99999", "PORT « 99999 »")]
)
def test_a_port_that_is_not_one_is_said_in_a_sentence(port, phrase):
    resultat = lancer(sys.executable, "outils/demo.py", "--port", port)

    assert resultat.returncode == 1
    assert resultat.stderr == f"PORT « {port} » : attendu un nombre entre 1 et 65535.\n"
