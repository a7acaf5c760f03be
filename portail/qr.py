"""The entry code of a registration, drawn as a QR code that any phone can read."""

from dataclasses import dataclass

import segno

from inscriptions.models import Inscription
from socle import liens


@dataclass(frozen=True)
class Billet:
    image: str  # data: URI of an SVG (the CSP allows data: images)
    code: str  # « K7M-2QX », to be said aloud when the picture cannot be read


def billet(inscription: Inscription) -> Billet:
    code = segno.make(liens.pointage(inscription), error="m", micro=False)
    image = code.svg_data_uri(border=2, scale=4, dark="#14231d", light="#fff", xmldecl=False, svgclass=None)
    return Billet(image, liens.code_court(inscription))
