"""Logs say what happened, never a personal link: who reads a log must not be able to open one."""

import re

import structlog

# What `socle.liens.jeton` writes, wherever it stands: in a path, a query, a message, a traceback.
_JETON = re.compile(r"(?<![0-9a-f])(\d{1,18})\.[0-9a-f]{40}(?![0-9a-f])")


def masquer(texte: str) -> str:
    """« /direct/12.4f0c… » → « /direct/12.(jeton) »: the row can be found again, its link cannot be opened."""
    return _JETON.sub(r"\1.(jeton)", texte)


class FormateurDiscret(structlog.stdlib.ProcessorFormatter):
    """Masks the finished line, so that nothing passes beside: arguments, context, exceptions."""

    def format(self, record):
        return masquer(super().format(record))
