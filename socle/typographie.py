"""French typography: the spaces that must not break, the words of numbers."""

import re

INSECABLE = "\u00a0"
FINE = "\u202f"


def espacer(texte: str) -> str:
    """Put the no-break spaces a French text needs: before « : ; ! ? » and inside « » (Imprimerie nationale).

    Thin (U+202F) before ; ! ? — full (U+00A0) before : and inside guillemets. Addresses (https://…) and hours
    written 9:30 are left alone: only a space that is already there, or a mark after a letter, is touched.
    """
    texte = re.sub(r"«[ \u00a0\u202f]*", f"«{INSECABLE}", texte)
    texte = re.sub(r"[ \u00a0\u202f]*»", f"{INSECABLE}»", texte)
    texte = re.sub(r"[ \u00a0\u202f]+([;!?])", rf"{FINE}\1", texte)
    return re.sub(r"[ \u00a0\u202f]+:(?=\s|$)", f"{INSECABLE}:", texte)


def point(texte: str) -> str:
    """« Ensemble » → « Ensemble. »; nothing where the text already ends with . ! ? or …"""
    return texte if texte.rstrip().endswith((".", "!", "?", "…")) else f"{texte}."


def deux_points(texte: str) -> str:
    """« Nom » → « Nom : »; nothing more where the text already ends with : ! ? or …"""
    return texte if texte.rstrip().endswith((":", "!", "?", "…")) else f"{texte}{INSECABLE}:"


def nombre(valeur: int | float) -> str:
    """1037 → « 1 037 » with a thin no-break space; 12.5 → « 12,5 »."""
    texte = f"{valeur:,}".replace(",", FINE)
    return texte.replace(".", ",")


def ordinal(numero: int, *, feminin: bool = True) -> str:
    """1 → « 1re » (or « 1er »), 9 → « 9e »."""
    if numero == 1:
        return "1re" if feminin else "1er"
    return f"{numero}e"


_EN_LETTRES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")


def en_lettres(nombre_: int) -> str:
    """3 → « trois »; figures from 13 on."""
    return _EN_LETTRES[nombre_] if 0 <= nombre_ < len(_EN_LETTRES) else nombre(nombre_)


def accorder(nombre_: int, singulier: str, pluriel: str = "") -> str:
    """« 1 place », « 3 places », « 0 place »: French takes the plural from two."""
    mot = singulier if abs(nombre_) < 2 else pluriel or f"{singulier}s"
    return f"{nombre(nombre_)}{INSECABLE}{mot}"


def enumerer(mots: list[str]) -> str:
    """[a, b, c] → « a, b et c »."""
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} et {mots[-1]}"
