"""Real processes of the service on a real database: what cannot be shown inside the test's own process."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

RACINE = Path(__file__).resolve().parents[2]


class Service:
    """The service's processes, their environment, and a look into their database.

    On PostgreSQL they share the test's database (the test must be transactional); on SQLite, whose test database lives
    in memory, they have a file of their own.
    """

    def __init__(self, var: Path, **variables: str):
        self.env = {
            **os.environ,
            "VAR": str(var),
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": _base(var),
            "LOG_LEVEL": "WARNING",
            "DEBUG": "1",  # static files under their own names
            **variables,
        }
        if connection.vendor == "sqlite":
            self.lancer("migrate", "-v0").wait(timeout=120)
            self.lancer("createcachetable").wait(timeout=60)

    def lancer(self, *arguments: str, **options) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=RACINE, env=self.env, **options)

    def celery(self, *arguments: str) -> subprocess.Popen:
        commande = [sys.executable, "-m", "celery", "--quiet", "--app", "config", *arguments, "--loglevel", "WARNING"]
        return subprocess.Popen(
            commande, cwd=RACINE, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def executer(self, code: str):
        """Run some Python in the service and return what it puts in `resultat`, through JSON."""
        programme = (
            "import json, os, django\n"
            "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n"
            f"django.setup()\n{code}\nprint(json.dumps(resultat))"
        )
        fini = subprocess.run(
            [sys.executable, "-c", programme],
            cwd=RACINE,
            env=self.env,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert fini.returncode == 0, fini.stderr
        return json.loads(fini.stdout.splitlines()[-1])


def _base(var: Path) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{var / 'base.sqlite3'}"
    base = connection.settings_dict
    acces = f"{base['USER']}:{base['PASSWORD']}" if base["PASSWORD"] else base["USER"]
    return f"postgres://{acces}@{base['HOST'] or '127.0.0.1'}:{base['PORT'] or 5432}/{base['NAME']}"
