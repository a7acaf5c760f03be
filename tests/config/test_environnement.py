import os
import re
import subprocess
import sys

import pytest

from tests.config.aide import RACINE

CLE = "k" * 50
SECRET = "motdepasse-tres-secret"


def demarrer(dossier, **variables):
    """`manage.py check` as production would start, with these variables changed."""
    environnement = {
        "PATH": os.environ["PATH"],
        "VAR": str(dossier),
        "SECRET_KEY": CLE,
        "SITE_URL": "https://reseau.example.org",
        "EMAIL_URL": "consolemail://",
    }
    commande = [sys.executable, "manage.py", "check"]
    return subprocess.run(
        commande, cwd=RACINE, env=environnement | variables, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("nom", "valeur", "mots"),
    [
        ("SITE_URL", "reseau.example.org", "attendu une adresse comme https://reseau.example.org."),
        ("SITE_URL", "ftp://reseau.example.org", "attendu une adresse comme https://reseau.example.org."),
        ("SITE_URL", "https://reseau.example.org/agenda", "attendu une adresse comme https://reseau.example.org."),
        ("SITE_URL", "https://reseau.example.org:99999", "attendu une adresse comme https://reseau.example.org."),
        ("SECRET_KEY", "trop-courte", "trop courte ; attendu 50 caractères au hasard, ou plus."),
        ("SECRET_KEY", "", "absente. Donnez 50 caractères au hasard"),
        ("DATABASE_URL", f"postgres://moi:{SECRET}@hote:port/base", "attendu une adresse comme postgres://"),
        ("DATABASE_URL", f"postgres://moi:{SECRET[:6]}/{SECRET}#@hote/base", "attendu une adresse comme postgres://"),
        ("DATABASE_URL", f"mysql://moi:{SECRET}@hote/base", "attendu une adresse comme postgres://"),
        ("DATABASE_URL", "postgres://hote:5432/", "attendu une adresse comme postgres://"),
        ("DATABASE_URL", "sqlite://", "sqlite:////dossier/base.sqlite3"),
        ("DATABASE_URL", "/dossier/base.sqlite3", "attendu une adresse comme postgres://"),
        ("REDIS_URL", f"http://:{SECRET}@hote", "attendu une adresse comme redis://"),
        ("REDIS_URL", f"redis://:{SECRET}@hote:port/0", "attendu une adresse comme redis://"),
        ("REDIS_URL", "redis://", "attendu une adresse comme redis://"),
        ("EMAIL_URL", f"pigeon://moi:{SECRET}@hote", "attendu une adresse comme smtp+tls://"),
        ("EMAIL_URL", f"smtp+tls://moi:{SECRET}@hote:port", "attendu une adresse comme smtp+tls://"),
        ("EMAIL_URL", "smtp://", "attendu une adresse comme smtp+tls://"),
        ("EMAIL_URL", "filemail://", "filemail:////dossier"),
        ("IMAP_URL", f"pop://moi:{SECRET}@hote", "attendu une adresse comme imaps://"),
        ("TIME_ZONE", "Europe/Lutece", "attendu un fuseau comme Europe/Paris."),
        ("TIME_ZONE", "../etc/passwd", "attendu un fuseau comme Europe/Paris."),
        ("DEFAULT_FROM_EMAIL", "Le réseau", "attendu « Nom <adresse@domaine> »"),
        ("ADRESSE_DE_CONTACT", "@", "attendu « Nom <adresse@domaine> »"),
        ("DEBUG", "peut-être", "attendu 1 ou 0."),
        ("DEMO", "2", "attendu 1 ou 0."),
        ("DEBUG", "1", "SITE_URL doit rester sur 127.0.0.1, pas « reseau.example.org »."),
        ("DEMO", "1", "SITE_URL doit rester sur 127.0.0.1, pas « reseau.example.org »."),
        ("LOG_LEVEL", "bavard", "attendu DEBUG, INFO, WARNING ou ERROR."),
        ("NOMBRE_DE_PROXYS", "-1", "attendu un nombre entier, 0 ou plus."),
        ("COURRIELS_BAIL", "0", "attendu un nombre entier, 1 ou plus."),
        ("VAR", "/proc/ici", "attendu un dossier où écrire."),
    ],
)
def test_a_bad_value_stops_the_start_with_one_sentence_and_no_secret(tmp_path, nom, valeur, mots):
    resultat = demarrer(tmp_path, **{nom: valeur})

    assert resultat.returncode == 1
    assert resultat.stdout == ""
    assert resultat.stderr.startswith(nom)
    assert mots in resultat.stderr
    assert resultat.stderr.count("\n") == 1
    assert SECRET not in resultat.stderr


def test_a_server_prints_no_secret_either_in_its_traceback(tmp_path):
    environnement = {"PATH": os.environ["PATH"], "VAR": str(tmp_path), "SECRET_KEY": CLE, "PYTHONPATH": str(RACINE)}
    environnement["DATABASE_URL"] = f"postgres://moi:{SECRET[:6]}/{SECRET}#@hote/base"
    resultat = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"], cwd=RACINE, env=environnement, capture_output=True, text=True
    )

    assert resultat.returncode == 1
    assert "DATABASE_URL : attendu une adresse" in resultat.stderr.splitlines()[-1]
    assert SECRET[:6] not in resultat.stderr


def test_an_empty_variable_is_an_absent_one(tmp_path):
    vides = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "TIME_ZONE", "LOG_LEVEL", "DEMO"), "")

    assert demarrer(tmp_path, **vides).returncode == 0


def test_a_developer_is_given_a_key_once_for_all_processes(tmp_path):
    local = {"SECRET_KEY": "", "DEBUG": "1", "SITE_URL": "http://127.0.0.1:8000"}
    premier, second = demarrer(tmp_path, **local), demarrer(tmp_path, **local)
    cle = tmp_path / "cle-secrete"

    assert (premier.returncode, second.returncode) == (0, 0)
    assert len(cle.read_text()) >= 50
    assert cle.stat().st_mode & 0o777 == 0o600
    assert [fichier.name for fichier in tmp_path.iterdir() if "cle" in fichier.name] == ["cle-secrete"]


def test_the_site_as_deployed_raises_no_warning_of_django(tmp_path):
    resultat = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=RACINE,
        env={
            "PATH": os.environ["PATH"],
            "VAR": str(tmp_path),
            "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN",
            "SITE_URL": "https://reseau.example.org",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (resultat.returncode, resultat.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_every_variable_that_the_settings_read_is_explained_to_the_team():
    code = "".join(fichier.read_text() for fichier in (RACINE / "config").glob("*.py"))
    lues = set(re.findall(r'(?:environnement\.\w+|lire|texte|entier|env\.\w+)\(\s*"([A-Z][A-Z_]+)"', code))
    lues |= set(re.findall(r'(?:decouper|refus)\("([A-Z][A-Z_]+)"', code))
    expliquees = re.findall(r"^\| `([A-Z_]+)` \|", (RACINE / "docs" / "exploitation.md").read_text(), re.MULTILINE)

    assert {"VAR", "SITE_URL", "DATABASE_URL", "EMAIL_URL", "SECRET_KEY"} <= lues
    assert sorted(lues - set(expliquees)) == []
