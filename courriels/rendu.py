"""From a template and its context to the two bodies of a message."""

import re
from functools import lru_cache

from css_inline import CSSInliner
from django.template.context import make_context
from django.template.loader import get_template

from socle import contexte as socle_contexte
from socle import typographie

_BALISES = re.compile(r"(<style.*?</style>|<!--.*?-->|<[^>]+>)", re.DOTALL | re.IGNORECASE)


def rendre(gabarit: str, contexte: dict) -> tuple[str, str]:
    """(text, HTML) of `<gabarit>.txt` and `<gabarit>.html`, typographically right, the CSS inlined.

    Both know what every page knows (SITE_URL, NOM_DU_RESEAU, ADRESSE_DE_CONTACT). Text is never escaped as HTML.
    """
    valeurs = {**socle_contexte.site(None), **contexte}
    return texte(_gabarit(f"{gabarit}.txt", valeurs, echapper=False)), html(_gabarit(f"{gabarit}.html", valeurs))


def texte(brut: str) -> str:
    """Tidy lines: nothing at their end, one empty line between paragraphs, one line feed at the end."""
    lignes = "\n".join(ligne.rstrip() for ligne in typographie.espacer(brut).splitlines())
    return re.sub(r"\n{3,}", "\n\n", lignes).strip("\n") + "\n"


def html(brut: str) -> str:
    morceaux = _BALISES.split(brut)
    morceaux[::2] = [typographie.espacer(morceau) for morceau in morceaux[::2]]
    return _inliner().inline("".join(morceaux))


def ligne(brut: str, longueur: int) -> str:
    """One line, for a header: no line feed or control character can start another one."""
    unie = " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", brut).split(" ")).strip()
    unie = typographie.espacer(re.sub(r" {2,}", " ", unie))
    return unie if len(unie) <= longueur else unie[: longueur - 1].rstrip() + "…"


def _gabarit(nom: str, valeurs: dict, *, echapper: bool = True) -> str:
    gabarit = get_template(nom).template  # type: ignore[attr-defined]  # Django's own engine
    return gabarit.render(make_context(dict(valeurs), None, autoescape=echapper))


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False)
