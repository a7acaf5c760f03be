"""The tests' environment, set before Django reads its settings (loaded by `-p tests.environnement`)."""

import os
import tempfile
from pathlib import Path

_var = Path(tempfile.mkdtemp(prefix="catalyseurs-tests-"))
os.environ["VAR"] = str(_var)
os.environ["SECRET_KEY"] = "cle-de-test-" + "x" * 50
os.environ["SITE_URL"] = "http://localhost:8000"
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["DEBUG"] = "0"
os.environ["DEMO"] = "0"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_var / 'base.sqlite3'}")
if os.environ["DATABASE_URL"] == "":
    os.environ["DATABASE_URL"] = f"sqlite:///{_var / 'base.sqlite3'}"
