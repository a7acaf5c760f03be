"""After an erasure, no file under VAR holds a string of hers: a real database file, its journal, whole processes."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.donnees.aides import SIENS

RACINE = Path(__file__).parents[2]
PREPARER = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from tests.donnees.aides import tout_sur_elle
from tests.factories import InscriptionFactory
InscriptionFactory.create_batch(60, structure="x" * 200)
tout_sur_elle()
InscriptionFactory.create_batch(60, structure="y" * 200)
"""
EFFACER = """
import django; django.setup()
from donnees import actions
from tests.donnees.aides import ADRESSE
print(actions.effacer(ADRESSE).derniers_messages)
"""
pytestmark = pytest.mark.long


def lancer(var, *arguments):
    # The mails that were delivered are in the recipients' own boxes, outside VAR as a real server's would be.
    milieu = os.environ | {
        "VAR": str(var),
        "DATABASE_URL": f"sqlite:///{var}/base.sqlite3",
        "REDIS_URL": "",
        "EMAIL_URL": f"filemail:///{var.parent}/boites",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    resultat = subprocess.run(
        [sys.executable, *arguments], cwd=RACINE, env=milieu, capture_output=True, text=True, timeout=120
    )
    assert resultat.returncode == 0, resultat.stderr
    return resultat.stdout


def fichiers_qui_la_disent(var):
    octets = {
        fichier.relative_to(var).as_posix(): fichier.read_bytes() for fichier in var.rglob("*") if fichier.is_file()
    }
    # JSON columns write accents as \\u00e9: hers are looked for both ways.
    cherches = [forme for texte in SIENS for forme in (texte.encode(), texte.encode("unicode_escape"))]
    return sorted({nom for nom, contenu in octets.items() for cherche in cherches if cherche in contenu})


@pytest.fixture
def var(tmp_path):
    dossier = tmp_path / "var"
    (dossier / "static").mkdir(parents=True)
    lancer(dossier, "-c", PREPARER)
    return dossier


def test_no_file_under_var_holds_a_string_of_hers_even_while_the_base_is_open(var):
    assert fichiers_qui_la_disent(var) == ["base.sqlite3"]
    with sqlite3.connect(var / "base.sqlite3") as autre_processus:
        autre_processus.execute("select count(*) from inscriptions_inscription").fetchone()
        autre_processus.commit()

        assert lancer(var, "-c", EFFACER) == "2\n"
        lancer(var, "manage.py", "livrer_courriels")

        assert (var / "base.sqlite3-wal").exists()
        assert fichiers_qui_la_disent(var) == []
    autre_processus.close()
    assert {"base.sqlite3", "effacements.log", "cle-effacements"} <= {fichier.name for fichier in var.iterdir()}


def test_without_the_overwriting_of_freed_bytes_the_file_would_still_hold_her(var, tmp_path):
    """The negative control: what this test sees is there to be seen."""
    base = sqlite3.connect(var / "base.sqlite3")
    base.execute("PRAGMA secure_delete=OFF")
    base.execute("UPDATE courriels_envoi SET texte='', html='', objet='', calendrier=''")
    base.execute("DELETE FROM inscriptions_besoins")
    base.commit()
    base.close()

    octets = (var / "base.sqlite3").read_bytes()
    assert b"sarrasin" in octets or "Zéphyrine".encode() in octets
