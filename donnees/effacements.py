"""VAR/effacements.log: who was erased, said so that only the erased rows can be found again.

A backup older than an erasure holds the person again: `restaurer` reads this file and erases her once more. It never
holds an address: a line gives its HMAC, under a key of its own (VAR/cle-effacements: a new SECRET_KEY must not blind
it), and the references of her rows. The log is copied beside the backups; the key too, but never with them alone: who
has both can test whether an address they already know is in it, and nothing more.
"""

import fcntl
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Effacement:
    quand: datetime
    adresse: str  # HMAC-SHA-256 of the lower-case address, in hexadecimal; empty where there was none
    lignes: tuple[str, ...]  # « inscriptions.inscription:12 »


def fichier() -> Path:
    return Path(settings.VAR) / "effacements.log"


def empreinte(adresse: str) -> str:
    return hmac.new(_cle(), adresse.strip().lower().encode(), "sha256").hexdigest()


def noter(adresse: str, lignes: list[str], quand: datetime) -> None:
    """One line, on the disk before the erasure is committed: one that was not noted has not happened."""
    ligne = {"quand": quand.astimezone(UTC).isoformat(), "adresse": empreinte(adresse), "lignes": lignes}
    descripteur = os.open(fichier(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descripteur, "a", encoding="utf-8") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        journal.write(json.dumps(ligne) + "\n")
        journal.flush()
        os.fsync(journal.fileno())


def lire() -> Iterator[Effacement]:
    if not fichier().exists():
        return
    for ligne in fichier().read_text(encoding="utf-8").splitlines():
        valeurs = json.loads(ligne)
        quand = datetime.fromisoformat(valeurs["quand"])
        yield Effacement(quand, valeurs["adresse"], tuple(valeurs["lignes"]))


def _cle() -> bytes:
    """Drawn once; the first process to write it wins."""
    chemin = Path(settings.VAR) / "cle-effacements"
    if not chemin.exists():
        brouillon = chemin.with_name(f".{chemin.name}-{secrets.token_hex(8)}")
        brouillon.touch(mode=0o600)
        brouillon.write_bytes(secrets.token_hex(32).encode())
        try:
            os.link(brouillon, chemin)
        except FileExistsError:
            pass
        finally:
            brouillon.unlink()
    return chemin.read_bytes()
