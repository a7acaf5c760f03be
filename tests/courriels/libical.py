"""libical's own opinion of a calendar, where it is installed (Debian: `apt install libical3`).

Its iTIP restrictions (RFC 5546's tables, by METHOD) are those of Thunderbird's and GNOME's calendars.
"""

import ctypes
import ctypes.util
from functools import cache

import pytest


@cache
def bibliotheque():
    """The library, or None where it is not installed."""
    nom = ctypes.util.find_library("ical")
    if nom is None:
        return None
    ical = ctypes.CDLL(nom)
    for fonction, resultat, arguments in (
        ("icalcomponent_new_from_string", ctypes.c_void_p, [ctypes.c_char_p]),
        ("icalrestriction_check", ctypes.c_int, [ctypes.c_void_p]),
        ("icalcomponent_count_errors", ctypes.c_int, [ctypes.c_void_p]),
        ("icalcomponent_as_ical_string", ctypes.c_char_p, [ctypes.c_void_p]),
        ("icalcomponent_free", None, [ctypes.c_void_p]),
    ):
        getattr(ical, fonction).restype = resultat
        getattr(ical, fonction).argtypes = arguments
    return ical


def erreurs(calendrier: str) -> list[str]:
    """What libical has to say against it: syntax, then iTIP's restrictions. Skips the test where it is missing."""
    ical = bibliotheque()
    if ical is None:
        pytest.skip("il faut libical (apt install libical3)")
    composant = ical.icalcomponent_new_from_string(calendrier.encode())
    if not composant:
        return ["illisible"]
    try:
        est_valable = ical.icalrestriction_check(composant)
        relu = ical.icalcomponent_as_ical_string(composant).decode()
        lignes = relu.replace("\r\n ", "").replace("\n ", "").splitlines()
        trouvees = [ligne for ligne in lignes if ligne.startswith("X-LIC-ERROR")]
        return trouvees or ([] if est_valable else ["restriction iTIP"])
    finally:
        ical.icalcomponent_free(composant)
