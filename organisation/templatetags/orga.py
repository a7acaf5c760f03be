"""`{% load orga %}`: what the dense tables of the staff's area need."""

from django import template

from socle import dates

register = template.Library()


@register.filter
def court(moment, fuseau: str) -> str:
    """« 19 juin 2026, 9 h 12 »: a moment in a column."""
    return f"{dates.date_de(moment, fuseau, semaine=False)}, {dates.heure(moment, fuseau)}"


@register.filter
def jour(jour_) -> str:
    """« 31 janvier 2019 »: a day that has no hour."""
    return dates.jour(jour_, semaine=False)
