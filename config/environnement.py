"""Read the settings from the environment; a bad value stops the start with a sentence (design §5)."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def lire(nom, lecteur, *, defaut, attendu):
    """One variable through one of environ's readers; raises ImproperlyConfigured with what was expected."""
    try:
        return lecteur(nom, default=defaut)
    except (ValueError, KeyError, ImproperlyConfigured) as cause:
        valeur = env.ENVIRON.get(nom, "")
        montree = (
            "" if nom in {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "IMAP_URL", "SECRET_KEY"} else f" « {valeur} »"
        )
        raise ImproperlyConfigured(f"{nom}{montree} : {attendu}") from cause


def oui_ou_non(nom, *, defaut=False):
    valeur = env.ENVIRON.get(nom, "").strip().lower()
    if valeur in {"", "0", "1", "true", "false", "oui", "non", "on", "off"}:
        return defaut if valeur == "" else valeur in {"1", "true", "oui", "on"}
    raise ImproperlyConfigured(f"{nom} « {valeur} » : attendu 1 ou 0.")


def adresse_du_site(defaut):
    """SITE_URL without its final slash: a scheme, a host, no path."""
    valeur = env.ENVIRON.get("SITE_URL", "").strip() or defaut
    morceaux = urlsplit(valeur)
    if morceaux.scheme not in {"http", "https"} or not morceaux.hostname or morceaux.path not in {"", "/"}:
        raise ImproperlyConfigured(f"SITE_URL « {valeur} » : attendu une adresse comme https://reseau.example.org.")
    return valeur.rstrip("/")


def base_de_donnees(var: Path):
    """PostgreSQL by DATABASE_URL, with a pool; else SQLite in VAR with the options measured in shared/stack.md."""
    attendu = (
        "attendu une adresse comme postgres://utilisateur:secret@hote:5432/base ou sqlite:////dossier/base.sqlite3."
    )
    defaut = f"sqlite:///{var / 'base.sqlite3'}"
    base = lire("DATABASE_URL", env.db, defaut=defaut, attendu=attendu)
    moteur = base.get("ENGINE", "")
    if moteur.endswith("sqlite3"):
        base["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif moteur.endswith("postgresql"):
        base["OPTIONS"] = {**base.get("OPTIONS", {}), "pool": {"min_size": 0, "max_size": 20, "timeout": 10}}
        base["CONN_MAX_AGE"] = 0
    else:
        raise ImproperlyConfigured(f"DATABASE_URL : {attendu}")
    return base


def cle_secrete(var: Path, *, locale: bool):
    """SECRET_KEY from the environment; on a developer's machine, one drawn once and kept in VAR."""
    cle = env.ENVIRON.get("SECRET_KEY", "")
    if cle:
        if not locale and len(cle) < 50:
            raise ImproperlyConfigured("SECRET_KEY : trop courte ; attendu 50 caractères au hasard, ou plus.")
        return cle
    if not locale:
        raise ImproperlyConfigured(
            "SECRET_KEY : absente. Donnez 50 caractères au hasard ; par exemple ceux de : "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    fichier = var / "cle-secrete"
    if not fichier.exists():
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(secrets.token_urlsafe(50))
        fichier.chmod(0o600)
    return fichier.read_text().strip()
