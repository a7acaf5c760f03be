"""What the tests of whole processes share."""

import socket
import time
import urllib.request
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]


def port_libre():
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def attendre(question, secondes=60):
    """The question's first true answer, or its last one."""
    limite = time.monotonic() + secondes
    while not (reponse := question()) and time.monotonic() < limite:
        time.sleep(0.2)
    return reponse


def repond(adresse):
    try:
        with urllib.request.urlopen(adresse, timeout=2) as reponse:
            return reponse.status == 200
    except OSError:
        return False
