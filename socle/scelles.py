"""A few values handed to the browser and taken back, that nobody can read or forge: not a log, not a history.

Signing would leave them legible in the address (`django.core.signing` writes base64).
"""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def sceller(valeurs: dict[str, Any], *, usage: str) -> str:
    """Text fit for an address; only the same `usage` opens it."""
    return _coffre(usage).encrypt(json.dumps(valeurs).encode()).decode()


def desceller(texte: str, *, usage: str, secondes: int) -> dict[str, Any]:
    """What was sealed less than so many seconds ago; empty where the text is forged, cut or too old."""
    try:
        return json.loads(_coffre(usage).decrypt(texte.encode(), ttl=secondes))
    except InvalidToken:
        return {}


def _coffre(usage: str) -> Fernet:
    cle = hashlib.sha256(f"{usage}\x1f{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(cle))
