"""Public pages: stamps, 304, fragments (design §4, Speed). Nothing is ever invalidated: keys hold versions."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

T = TypeVar("T")


def empreinte(*morceaux) -> str:
    """A short hash of what a page shows; the code and its templates are part of it."""
    texte = json.dumps([version_du_code(), *morceaux], default=str, ensure_ascii=False)
    return hashlib.sha256(texte.encode()).hexdigest()[:32]


def valeurs(ligne: models.Model | None) -> list:
    """A row that came with the stamps, for `empreinte`: it has no revision, so its values are its version."""
    return [getattr(ligne, champ.attname) for champ in ligne._meta.concrete_fields] if ligne else []


def version_du_code() -> str:
    """Changes with any template, module or static file of ours: a release never answers with an older one's page."""
    return os.urandom(8).hex() if settings.DEBUG else _version_figee()


@cache
def _version_figee() -> str:
    somme = hashlib.sha256()
    for fichier in _fichiers():
        somme.update(fichier.read_bytes())
    return somme.hexdigest()[:16]


def _fichiers() -> Iterator[Path]:
    yield from sorted((settings.BASE_DIR / "templates").rglob("*.*"))
    for application in apps.get_app_configs():
        dossier = Path(application.path)
        if dossier.parent == settings.BASE_DIR:
            yield from sorted(dossier.rglob("*.py"))
    manifeste = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifeste.exists():
        yield manifeste


def fragment(nom: str, cle: str, fabriquer: Callable[[], T]) -> T:
    """The rendered parts of a page, kept by this process under the version of what they show."""
    cache_ = caches["fragments"]
    garde = cache_.get(f"{nom}:{cle}")
    if garde is None:
        garde = fabriquer()
        cache_.set(f"{nom}:{cle}", garde, timeout=24 * 3600)
    return garde


def repondre(request: HttpRequest, etag: str, fabriquer: Callable[[], str]) -> HttpResponseBase:
    """304 where the reader already has it; else the page, which any cache may keep if it asks again each time."""
    etag = f'"{etag}"'
    reponse = get_conditional_response(request, etag=etag) or HttpResponse(fabriquer())
    reponse["ETag"] = etag
    patch_cache_control(reponse, public=True, no_cache=True)
    return reponse
