"""Signed personal links, and the addresses of the apps above.

A token is `<pk>.<HMAC(row.secret, usage)>` (design §4): each usage opens one address and no other, and changing the
row's secret revokes them all. Lower apps write links to higher ones through the functions below, one each.
"""

import hmac
import re
import secrets
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse

M = TypeVar("M", bound=Model)
_JETON = re.compile(r"\b\d{1,18}\.[0-9a-f]{40}\b|(?<=%2F)\d{1,18}\.[0-9a-f]{40}")


class Usage(StrEnum):
    GESTION = "gestion"
    DIRECT = "direct"
    REPLAY = "replay"
    AGENDA = "agenda"
    POINTAGE = "pointage"
    OFFRE = "offre"
    REPONSE = "reponse"
    APERCU = "apercu"
    ADRESSE = "adresse"


def nouveau_secret() -> str:
    """A row's secret: 256 bits; what every token of that row is made from."""
    return secrets.token_urlsafe(32)


def _signature(secret: str, usage: Usage) -> str:
    return hmac.new(secret.encode(), f"{usage}".encode(), "sha256").hexdigest()[:40]


def jeton(objet: Any, usage: Usage) -> str:
    """The token of a row (with `pk` and `secret`) for one usage. Raises ValueError where the secret is gone."""
    if not objet.secret:
        raise ValueError("Ligne effacée : elle n’a plus de lien personnel.")
    return f"{objet.pk}.{_signature(objet.secret, usage)}"


def objet_du_jeton(texte: str, usage: Usage, lignes: "QuerySet[M]") -> M:
    """The row that a token opens for that usage, or Http404: wrong, revoked, for another usage, all look the same."""
    pk, _, recue = texte.partition(".")
    if not pk.isascii() or not pk.isdecimal() or len(pk) > 18:
        raise Http404
    objet: Any = lignes.filter(pk=int(pk)).first()
    secret = getattr(objet, "secret", "") or ""
    attendue = _signature(secret or "aucune ligne", usage)
    if not hmac.compare_digest(attendue.encode(), recue.encode()) or not secret:
        raise Http404
    return objet


def code_court(objet: Any) -> str:
    """« K7M-2QX »: six characters to be said at the desk when a code cannot be read; no 0, O, 1, I, L.

    It opens nothing: the welcome team, signed in, looks for it among one event's registrations.
    """
    lettres = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    nombre = int(_signature(objet.secret, Usage.POINTAGE), 16)
    code = ""
    for _ in range(6):
        nombre, reste = divmod(nombre, len(lettres))
        code += lettres[reste]
    return f"{code[:3]}-{code[3:]}"


def sans_jetons(texte: str) -> str:
    """The text with every token struck out: what staff may read of a message that was written to someone else."""
    return _JETON.sub("…", texte)


def absolu(chemin: str) -> str:
    """An address of this site, whole: what a mail or a calendar carries."""
    return f"{settings.SITE_URL}{chemin}"


def accueil() -> str:
    return absolu(reverse("portail:accueil"))


def cycle(cycle_: Any) -> str:
    return absolu(reverse("portail:cycle", args=[cycle_.slug]))


def evenement(evenement_: Any) -> str:
    return absolu(reverse("portail:evenement", args=[evenement_.slug]))


def apercu(evenement_: Any) -> str:
    """A draft's public page, for whoever holds the link."""
    return absolu(reverse("portail:apercu", args=[jeton(evenement_, Usage.APERCU)]))


def inscription(evenement_: Any) -> str:
    """The registration form of an event."""
    return absolu(reverse("inscriptions:inscrire", args=[evenement_.slug]))


def mon_inscription(inscription_: Any) -> str:
    return absolu(reverse("portail:mon_inscription", args=[jeton(inscription_, Usage.GESTION)]))


def annuler_mon_inscription(inscription_: Any) -> str:
    return absolu(reverse("inscriptions:annuler", args=[jeton(inscription_, Usage.GESTION)]))


def mes_ateliers(inscription_: Any) -> str:
    return absolu(reverse("inscriptions:ateliers", args=[jeton(inscription_, Usage.GESTION)]))


def offre(inscription_: Any) -> str:
    """Where an offered place is accepted or declined."""
    return absolu(reverse("inscriptions:offre", args=[jeton(inscription_, Usage.OFFRE)]))


def venue(inscription_: Any) -> str:
    """J-7: « je viens », « je suivrai en ligne », « je me désiste »."""
    return absolu(reverse("inscriptions:venue", args=[jeton(inscription_, Usage.GESTION)]))


def preuve_d_adresse(inscription_: Any, scelle: str) -> str:
    """What is sent to a new address: it opens the page that proves it, and nothing else."""
    return absolu(reverse("inscriptions:adresse", args=[jeton(inscription_, Usage.ADRESSE)])) + f"?nouvelle={scelle}"


def inscription_des_membres(formule: Any) -> str:
    """The form, with the shared link's proof: opens a formule that is for members first (`acces_membre`)."""
    return f"{inscription(formule.evenement)}?{urlencode({'acces': _acces(formule)})}"


def acces_membre(texte: str, formule: Any) -> bool:
    """Is it the shared link of this formule?"""
    return hmac.compare_digest(_acces(formule).encode(), texte.encode())


def _acces(formule: Any) -> str:
    cle = f"membres\x1f{settings.SECRET_KEY}".encode()
    return f"{formule.pk}-" + hmac.new(cle, f"{formule.pk}".encode(), "sha256").hexdigest()[:32]


def invitation_ics(inscription_: Any) -> str:
    return absolu(reverse("inscriptions:invitation_ics", args=[jeton(inscription_, Usage.GESTION)]))


def direct(inscription_: Any) -> str:
    return absolu(reverse("portail:direct", args=[jeton(inscription_, Usage.DIRECT)]))


def mon_cycle(adhesion: Any) -> str:
    return absolu(reverse("inscriptions:mon_cycle", args=[jeton(adhesion, Usage.GESTION)]))


def quitter_mon_cycle(adhesion: Any) -> str:
    return absolu(reverse("inscriptions:quitter_le_cycle", args=[jeton(adhesion, Usage.GESTION)]))


def flux_du_cycle(cycle_: Any) -> str:
    """Everyone's calendar of a cycle."""
    return absolu(reverse("portail:flux_du_cycle", args=[cycle_.slug]))


def mon_flux(inscription_: Any) -> str:
    """The calendar of one registration, to subscribe to."""
    return absolu(reverse("portail:mon_flux", args=[jeton(inscription_, Usage.AGENDA)]))


def mon_flux_du_cycle(adhesion: Any) -> str:
    """The calendar of a membership: its sessions, with their personal links."""
    return absolu(reverse("portail:mon_flux_du_cycle", args=[jeton(adhesion, Usage.AGENDA)]))


def abonnement(adresse: str) -> str:
    """The same feed as calendars subscribe to it in one click: webcal://."""
    return f"webcal://{adresse.partition('://')[2]}"


def pointage(inscription_: Any) -> str:
    """What the QR code says: a plain address, so that a phone's own camera works too."""
    slug = inscription_.evenement.slug
    return absolu(reverse("portail:pointage", args=[slug])) + f"?code={jeton(inscription_, Usage.POINTAGE)}"


def mes_donnees(inscription_: Any) -> str:
    """All that is held about that address: read it, take it away, erase it."""
    return absolu(reverse("portail:mes_donnees", args=[jeton(inscription_, Usage.GESTION)]))


def effacer_mes_donnees(inscription_: Any) -> str:
    """Object, and be erased: what the first mail of a person registered by somebody else offers (RGPD art. 14)."""
    return absolu(reverse("portail:effacer_mes_donnees", args=[jeton(inscription_, Usage.GESTION)]))


def donnees_personnelles() -> str:
    return absolu(reverse("portail:donnees_personnelles"))


def organisation_evenement(evenement_: Any) -> str:
    """The event's page in the staff's area; a path: only staff, on this site, follow it."""
    return reverse("organisation:evenement", args=[evenement_.slug])


def organisation_inscription(inscription_: Any) -> str:
    return reverse("organisation:inscription", args=[inscription_.evenement.slug, inscription_.pk])


def organisation_programme(evenement_: Any) -> str:
    return reverse("organisation:programme", args=[evenement_.slug])


def organisation_courriels() -> str:
    return reverse("organisation:tous_les_courriels")


def organisation_journal() -> str:
    return reverse("organisation:journal")
