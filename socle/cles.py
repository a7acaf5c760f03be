"""Text keys: what a French text becomes to be searched, sorted, compared, or put in an address."""

import re
import unicodedata

from django.utils.text import slugify

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


def cle(texte: str) -> str:
    """« Éloïse  L’Hénaff » → « eloise l henaff »: no accents, lower case, single spaces; the same on every database."""
    sans_ligatures = texte.translate(_LIGATURES)
    sans_accents = "".join(c for c in unicodedata.normalize("NFKD", sans_ligatures) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", sans_accents.casefold()).split())


def slug(texte: str, longueur: int = 60) -> str:
    """« L’œuvre d’été » → « l-oeuvre-d-ete »: apostrophes separate words (Django's slugify would join them)."""
    return slugify(cle(texte))[:longueur].strip("-")
