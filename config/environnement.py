"""Read the settings from the environment; a bad value stops the start with a sentence (design §5).

An empty variable is an absent one. Sentences never hold what could be a secret, nor the error that quotes it.
"""

import logging
import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
env.ENVIRON = {nom: valeur for nom, valeur in os.environ.items() if valeur.strip()}

SECRETES = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "IMAP_URL", "SECRET_KEY"}
LOCALES = {"127.0.0.1", "localhost", "::1"}


def refus(nom, attendu):
    """The sentence that stops the start."""
    montree = "" if nom in SECRETES else f" « {env.ENVIRON.get(nom, '')} »"
    return ImproperlyConfigured(f"{nom}{montree} : {attendu}")


def lire(nom, lecteur, *, defaut, attendu):
    """One variable through one of environ's readers; raises ImproperlyConfigured with what was expected."""
    try:
        return lecteur(nom, default=defaut)
    except (ValueError, KeyError, ImproperlyConfigured):
        raise refus(nom, attendu) from None


def texte(nom, defaut):
    return env.str(nom, default=defaut)


def entier(nom, defaut, *, minimum=0):
    attendu = f"attendu un nombre entier, {minimum} ou plus."
    valeur = lire(nom, env.int, defaut=defaut, attendu=attendu)
    if valeur < minimum:
        raise refus(nom, attendu)
    return valeur


def oui_ou_non(nom, *, defaut=False):
    valeur = texte(nom, "").strip().lower()
    if valeur in {"", "0", "1", "true", "false", "oui", "non", "on", "off"}:
        return defaut if valeur == "" else valeur in {"1", "true", "oui", "on"}
    raise refus(nom, "attendu 1 ou 0.")


def dossier(nom, defaut):
    """A folder, made where it is missing; everything mutable is under it."""
    chemin = Path(texte(nom, str(defaut))).absolute()
    try:
        chemin.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise refus(nom, "attendu un dossier où écrire.") from None
    return chemin


def adresse_du_site(defaut):
    """SITE_URL without its final slash: a scheme, a host, no path."""
    valeur = texte("SITE_URL", defaut).strip()
    attendu = "attendu une adresse comme https://reseau.example.org."
    morceaux = decouper("SITE_URL", valeur, attendu)
    if (
        morceaux.scheme not in {"http", "https"}
        or morceaux.path not in {"", "/"}
        or morceaux.query
        or morceaux.fragment
    ):
        raise refus("SITE_URL", attendu)
    return valeur.rstrip("/")


def decouper(nom, valeur, attendu):
    """An address in its parts, its host and its port being readable."""
    try:
        morceaux = urlsplit(valeur)
        if morceaux.hostname and morceaux.port != 0:
            return morceaux
    except ValueError:
        pass
    raise refus(nom, attendu) from None


def adresse_ou_rien(nom, schemas, exemple):
    """The address of a service, or an empty text where there is none."""
    valeur = texte(nom, "").strip()
    if not valeur:
        return ""
    attendu = f"attendu une adresse comme {exemple}."
    if urlsplit(valeur).scheme not in schemas:
        raise refus(nom, attendu)
    if not valeur.startswith("unix:"):
        decouper(nom, valeur, attendu)
    return valeur


def courriel(nom, defaut):
    """« Name <address@domain> » or the address alone."""
    valeur = texte(nom, defaut)
    local, _, domaine = parseaddr(valeur)[1].partition("@")
    if not local or not domaine or "\n" in valeur:
        raise refus(nom, "attendu « Nom <adresse@domaine> » ou une adresse, d’une boîte que l’équipe lit.")
    return valeur


def envoi_des_courriels(defaut):
    attendu = (
        "attendu une adresse comme smtp+tls://utilisateur:secret@hote:587, filemail:////dossier ou consolemail://."
    )
    reglages = lire("EMAIL_URL", env.email_url, defaut=defaut, attendu=attendu)
    if reglages["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not reglages["EMAIL_HOST"]:
        raise refus("EMAIL_URL", attendu)
    if reglages["EMAIL_BACKEND"].endswith("filebased.EmailBackend") and not reglages["EMAIL_FILE_PATH"].strip("/"):
        raise refus("EMAIL_URL", attendu)
    return reglages


def fuseau(nom, defaut):
    valeur = texte(nom, defaut)
    try:
        ZoneInfo(valeur)
    except (KeyError, ValueError, OSError):
        raise refus(nom, "attendu un fuseau comme Europe/Paris.") from None
    return valeur


def niveau_des_journaux(nom, defaut):
    valeur = texte(nom, defaut).upper()
    if valeur not in logging.getLevelNamesMapping():
        raise refus(nom, "attendu DEBUG, INFO, WARNING ou ERROR.")
    return valeur


def base_de_donnees(var: Path):
    """PostgreSQL by DATABASE_URL, with a pool; else SQLite in VAR with the options measured for it."""
    attendu = (
        "attendu une adresse comme postgres://utilisateur:secret@hote:5432/base ou sqlite:////dossier/base.sqlite3."
    )
    if "://" not in texte("DATABASE_URL", "sqlite://"):
        raise refus("DATABASE_URL", attendu)
    base = lire("DATABASE_URL", env.db, defaut=f"sqlite:///{var / 'base.sqlite3'}", attendu=attendu)
    moteur = base.get("ENGINE", "")
    if base.get("NAME") in {None, "", ":memory:"}:
        raise refus("DATABASE_URL", attendu)
    if moteur.endswith("sqlite3"):
        base["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        }
    elif moteur.endswith("postgresql"):
        base["OPTIONS"] = {**base.get("OPTIONS", {}), "pool": {"min_size": 0, "max_size": 20, "timeout": 10}}
        base["CONN_MAX_AGE"] = 0
    else:
        raise refus("DATABASE_URL", attendu)
    return base


def cle_secrete(var: Path, *, locale: bool):
    """SECRET_KEY from the environment; on a developer's machine, one drawn once and kept in VAR."""
    cle = texte("SECRET_KEY", "")
    if cle:
        if not locale and len(cle) < 50:
            raise refus("SECRET_KEY", "trop courte ; attendu 50 caractères au hasard, ou plus.")
        return cle
    if not locale:
        raise refus(
            "SECRET_KEY",
            "absente. Donnez 50 caractères au hasard ; par exemple ceux de : "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
        )
    fichier = var / "cle-secrete"
    if not fichier.exists():
        ecrire_une_fois(fichier, secrets.token_urlsafe(50))
    return fichier.read_text().strip()


def ecrire_une_fois(fichier: Path, contenu: str):
    """Whole or not at all, and by one process: the three of them start together."""
    brouillon = fichier.with_name(f"{fichier.name}.{os.getpid()}")
    brouillon.touch(mode=0o600)
    brouillon.write_text(contenu)
    try:
        os.link(brouillon, fichier)
    except FileExistsError:
        pass
    finally:
        brouillon.unlink()
