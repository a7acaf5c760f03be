"""Files that people send: believed by their content, never by their name; bounded in bytes and in pixels."""

import secrets
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, UnidentifiedImageError

MEGA = 1_000_000
LOGO_MAX = 2 * MEGA
LOGO_PIXELS_MAX = 25_000_000
LOGO_BOITE = (900, 450)
DOCUMENT_MAX = 40 * MEGA
VIDEO_MAX = 400 * MEGA


class FichierRefuse(Exception):
    """An expected refusal; its text can be shown as it is."""


def logo_propre(fichier: UploadedFile) -> ContentFile:
    """A PNG made again from the pixels of a PNG, JPEG, WebP or GIF: no metadata, no script, no other format."""
    _mesurer(fichier, LOGO_MAX)
    refus = FichierRefuse("Ce fichier n’est pas une image PNG, JPEG, WebP ou GIF lisible.")
    try:
        with Image.open(fichier, formats=["PNG", "JPEG", "WEBP", "GIF"]) as image:
            if image.width * image.height > LOGO_PIXELS_MAX:
                raise FichierRefuse("Image trop grande : 25 millions de pixels au plus.")
            propre = image.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as cause:
        raise refus from cause
    except (OSError, SyntaxError, ValueError) as cause:  # a truncated or twisted picture
        raise refus from cause
    propre.thumbnail(LOGO_BOITE)
    tampon = BytesIO()
    propre.save(tampon, "PNG", optimize=True)
    return ContentFile(tampon.getvalue())


def document_verifie(fichier: UploadedFile) -> UploadedFile:
    """The same file, once its first bytes (or its archive's parts) are those of its extension."""
    extension = _extension(fichier)
    if extension not in SIGNATURES:
        raise FichierRefuse(f"Format inconnu : attendu {', '.join(SIGNATURES)}.")
    _mesurer(fichier, VIDEO_MAX if extension == "mp4" else DOCUMENT_MAX)
    fichier.seek(0)
    conforme = SIGNATURES[extension](fichier)
    fichier.seek(0)
    if not conforme:
        raise FichierRefuse(f"Le contenu de ce fichier n’est pas celui d’un .{extension}.")
    return fichier


def nom_imprevisible(fichier: UploadedFile) -> str:
    """Nobody guesses the place of a file under embargo."""
    return f"{secrets.token_urlsafe(18)}.{_extension(fichier)}"


def _extension(fichier: UploadedFile) -> str:
    return PurePath(fichier.name or "").suffix.lower().removeprefix(".")


def _mesurer(fichier: UploadedFile, limite: int) -> None:
    if (fichier.size or 0) > limite:
        raise FichierRefuse(f"Fichier trop lourd : {limite // MEGA} Mo au plus.")


def _commence_par(debut: bytes, decalage: int = 0) -> Callable[[IO[bytes]], bool]:
    return lambda flux: flux.read(decalage + len(debut))[decalage:] == debut


def _archive_avec(partie: str) -> Callable[[IO[bytes]], bool]:
    def verifier(flux: IO[bytes]) -> bool:
        try:
            with zipfile.ZipFile(flux) as archive:
                return partie in archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError):
            return False

    return verifier


SIGNATURES: dict[str, Callable[[IO[bytes]], bool]] = {
    "pdf": _commence_par(b"%PDF-"),
    "odp": _archive_avec("META-INF/manifest.xml"),
    "odt": _archive_avec("META-INF/manifest.xml"),
    "pptx": _archive_avec("ppt/presentation.xml"),
    "docx": _archive_avec("word/document.xml"),
    "mp4": _commence_par(b"ftyp", 4),
    "vtt": _commence_par(b"WEBVTT"),
}
