"""Logs say what happened, never a personal link: who reads a log must not be able to open one."""

import copy
import logging
import re

import structlog

# What `socle.liens.jeton` writes, wherever it stands: in a path, a query, a message, a traceback.
_JETON = re.compile(r"(?<![0-9a-f])(\d{1,18})\.[0-9a-f]{40}(?![0-9a-f])")

# What follows the addresses that take one, whatever its length: a link cut by a mail reader is nearly the whole of it.
_CHEMIN = re.compile(
    r"(/(?:mon-inscription|mon-cycle|direct|replay|agenda(?:/cycle)?|offre|invitation|apercu)/|[?&]code=)"
    r"(?!cycle/)(\d{1,18}\.)?[^/\s?#&\"'\\]+?(?=(?:\.ics)?(?:[/\s?#&\"'\\]|$))"
)


def masquer(texte: str) -> str:
    """« /direct/12.4f0c… » → « /direct/12.(jeton) »: the row can be found again, its link cannot be opened."""
    return _CHEMIN.sub(r"\1\2(jeton)", _JETON.sub(r"\1.(jeton)", texte))


def _refus_en_une_ligne(trace: logging.LogRecord) -> logging.LogRecord:
    """A refusal (400, 403, 404) is a warning in one line; only a breakdown has its traceback."""
    surete = trace.name.startswith("django.security")
    if not surete and (trace.name != "django.request" or trace.levelno >= logging.ERROR):
        return trace
    ligne = copy.copy(trace)
    ligne.exc_info = ligne.exc_text = None
    ligne.levelno = min(ligne.levelno, logging.WARNING)
    ligne.levelname = logging.getLevelName(ligne.levelno)
    return ligne


class FormateurDiscret(structlog.stdlib.ProcessorFormatter):
    """Masks the finished line, so that nothing passes beside: arguments, context, exceptions."""

    def format(self, record):
        return masquer(super().format(_refus_en_une_ligne(record)))
