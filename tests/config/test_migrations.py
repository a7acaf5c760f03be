import os
import subprocess
import sys

import pytest

from tests.config.aide import RACINE

APPS = ["journal", "courriels", "comptes", "annuaire", "evenements", "programmes", "inscriptions", "presences"]


# One process for all the steps: starting Django costs more than migrating.
ALLER_ET_RETOUR = f"""
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
for app in {APPS[::-1]}:
    call_command("migrate", app, "zero", verbosity=0)
call_command("migrate", verbosity=0)
print("fait")
"""


def executer(base, dossier, *arguments):
    environnement = {
        "PATH": os.environ["PATH"],
        "VAR": str(dossier),
        "SECRET_KEY": "k" * 50,
        "DATABASE_URL": base,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    resultat = subprocess.run(
        [sys.executable, *arguments], cwd=RACINE, env=environnement, capture_output=True, text=True, check=False
    )
    return resultat.stdout or resultat.stderr


def test_migrations_go_back_to_nothing_on_sqlite(tmp_path):
    assert executer(f"sqlite:///{tmp_path / 'essai.sqlite3'}", tmp_path, "-c", ALLER_ET_RETOUR) == "fait\n"


@pytest.mark.postgres
def test_migrations_go_back_to_nothing_on_postgresql(base_postgres, tmp_path):
    assert executer(base_postgres, tmp_path, "-c", ALLER_ET_RETOUR) == "fait\n"


def test_no_migration_is_missing(tmp_path):
    base = f"sqlite:///{tmp_path / 'essai.sqlite3'}"

    assert executer(base, tmp_path, "manage.py", "makemigrations", "--check", "--dry-run") == "No changes detected\n"
