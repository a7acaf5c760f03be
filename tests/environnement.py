"""The tests' environment, set before Django reads its settings (loaded by `-p tests.environnement`)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_var = Path(tempfile.mkdtemp(prefix="catalyseurs-tests-"))
atexit.register(shutil.rmtree, _var, ignore_errors=True)
(_var / "static").mkdir()  # whitenoise warns of a missing folder, and warnings are errors here

os.environ["VAR"] = str(_var)
os.environ["SECRET_KEY"] = "cle-de-test-" + "x" * 50
os.environ["SITE_URL"] = "http://localhost:8000"
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["DEBUG"] = "0"
os.environ["DEMO"] = "0"
for _nom in ("TIME_ZONE", "DEFAULT_FROM_EMAIL", "ADRESSE_DE_CONTACT", "DOMAINE_UID", "IMAP_URL", "LOG_LEVEL"):
    os.environ.pop(_nom, None)
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = f"sqlite:///{_var / 'base.sqlite3'}"
