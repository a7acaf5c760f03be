"""The template tags of the house, loaded everywhere (TEMPLATES builtins)."""

import re
from datetime import UTC

from django import template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from socle import dates, territoires, typographie

register = template.Library()
register.filter("nombre", typographie.nombre)
register.filter("en_lettres", typographie.en_lettres)
register.filter("espacer", typographie.espacer)
register.filter("point", typographie.point)
register.filter("deux_points", typographie.deux_points)
register.filter("territoire", territoires.nom)
register.filter("heure_de", territoires.heure_de)
register.filter("duree", dates.duree)
register.simple_tag(typographie.accorder, name="accorder")
register.simple_tag(typographie.enumerer, name="enumerer")


@register.simple_tag
def icone(nom: str):
    """A decorative icon of the sprite; the words beside it say the same thing."""
    return format_html(
        '<svg class="icone" aria-hidden="true"><use href="{}#{}"></use></svg>', static("img/icones.svg"), nom
    )


@register.filter
def ordinal(numero: int):
    """9 → 9<sup>e</sup>."""
    texte = typographie.ordinal(numero)
    chiffres = str(numero)
    return format_html("{}<sup>{}</sup>", chiffres, texte[len(chiffres) :])


@register.filter
def exposants(texte: str):
    """« 9e Rencontre » → « 9<sup>e</sup> Rencontre », in a text that is escaped first."""
    return mark_safe(re.sub(r"(?<![\w])(\d+)(er|re|e)\b", r"\1<sup>\2</sup>", conditional_escape(texte)))  # noqa: S308


@register.filter
def heure(moment, fuseau: str):
    return dates.heure(moment, fuseau)


@register.simple_tag
def plage(debut, fin, fuseau: str):
    return dates.plage(debut, fin, fuseau)


@register.simple_tag
def de_a(debut, fin, fuseau: str):
    return dates.de_a(debut, fin, fuseau)


@register.filter
def date_de(moment, fuseau: str):
    return dates.date_de(moment, fuseau)


@register.filter
def date_heure(moment, fuseau: str):
    return dates.date_heure(moment, fuseau)


@register.simple_tag
def instant(moment, fuseau: str, texte: str = ""):
    """`<time>` with the moment in UTC, so that a small script can show the reader's own hour beside it."""
    return format_html(
        '<time datetime="{}">{}</time>',
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        texte or dates.heure(moment, fuseau),
    )


@register.filter
def vers_utc(moment) -> str:
    """ISO 8601 in UTC, for `datetime` attributes and scripts."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


@register.simple_tag
def choix_de_fuseau():
    """The reader's zone, chosen on their device; static/js/heures.js shows and fills it."""
    options = format_html_join("", '<option value="{}">{}</option>', territoires.FUSEAUX_PROPOSES.items())
    return format_html('<select class="choix-liste choix-fuseau">{}</select>', options)


@register.simple_tag
def insecable():
    return mark_safe("&nbsp;")
