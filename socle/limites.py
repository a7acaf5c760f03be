"""How often one address may ask for what sends mail. Counted in the database cache, so that every process sees it."""

import hashlib
import ipaddress
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True)
class Limite:
    """At most `nombre` times in `secondes`, by fixed windows (twice that across the edge of two)."""

    nom: str
    nombre: int
    secondes: int


class LimiteAtteinte(Exception):
    """Too often; `attendre` is in seconds. Its text can be shown as it is."""

    def __init__(self, attendre: int):
        minutes = max(1, -(-attendre // 60))
        super().__init__(
            "Trop de demandes sont parties de cette adresse. "
            f"Rien n’est perdu : recommencez dans {minutes} minute{'s' if minutes > 1 else ''}."
        )
        self.attendre = attendre


def consommer(*demandes: tuple[Limite, str]) -> None:
    """Count one use of each (limit, whose). Raises LimiteAtteinte, and then counts none.

    Keys are digests: no address is kept. Two simultaneous uses may count as one: a limit holds up to the number of
    threads, which is what it is for; what must be exact (one link an hour) is in the tables, under a lock.
    """
    maintenant = time.time()
    comptes = {_cle(limite, qui, maintenant): limite for limite, qui in demandes if qui}
    deja = cache.get_many(comptes)
    for cle, limite in comptes.items():
        if deja.get(cle, 0) >= limite.nombre:
            raise LimiteAtteinte(int(limite.secondes - maintenant % limite.secondes) + 1)
    for cle, limite in comptes.items():
        cache.set(cle, deja.get(cle, 0) + 1, limite.secondes)


def adresse_ip(request: HttpRequest) -> str:
    """Whom a request comes from: an IPv4 address, an IPv6 /64, or « » when nothing is known.

    `X-Forwarded-For` is believed only for as many proxies as NOMBRE_DE_PROXYS says: the rest of it is the client's own
    word.
    """
    annoncees = [ip.strip() for ip in request.headers.get("X-Forwarded-For", "").split(",")]
    proxys = settings.NOMBRE_DE_PROXYS
    brute = annoncees[-proxys] if 0 < proxys <= len(annoncees) else request.META.get("REMOTE_ADDR", "")
    try:
        adresse = ipaddress.ip_address(brute)
    except ValueError:
        return ""
    if isinstance(adresse, ipaddress.IPv6Address):
        return str(adresse.ipv4_mapped or ipaddress.ip_network((adresse, 64), strict=False))
    return str(adresse)


def _cle(limite: Limite, qui: str, maintenant: float) -> str:
    fenetre = int(maintenant // limite.secondes)
    return f"limite:{limite.nom}:{fenetre}:{hashlib.sha256(qui.encode()).hexdigest()[:32]}"
