"""Dates and hours in French. One formatter for each; every function takes the zone it speaks in.

Nothing here reads the active zone or the clock (design §8): moments come in aware, days come in as dates.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from socle import typographie

_ = typographie.INSECABLE

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

MOIS_COURTS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def local(moment: datetime, fuseau: str) -> datetime:
    """An aware moment, in a zone's wall clock. Raises ValueError on a naive one."""
    if moment.tzinfo is None:
        raise ValueError("Moment sans fuseau.")
    return moment.astimezone(ZoneInfo(fuseau))


def instant(jour: date, heure_: time, fuseau: str) -> datetime:
    """The UTC moment of a wall-clock day and hour in a zone.

    An hour that does not exist (spring) goes forward; one that exists twice (autumn) is the first: PEP 495, fold=0,
    through a round trip by UTC.
    """
    return datetime.combine(jour, heure_, tzinfo=ZoneInfo(fuseau)).astimezone(UTC)


def decaler(moment: datetime, fuseau: str, *, jours: int = 0, minutes: int = 0) -> datetime:
    """Shift by wall clock: 9 h stays 9 h across a change of hour (design §8)."""
    mural = local(moment, fuseau).replace(tzinfo=None) + timedelta(days=jours, minutes=minutes)
    return instant(mural.date(), mural.time(), fuseau)


def heure(moment: datetime, fuseau: str) -> str:
    """« 9 h 30 », « 10 h »."""
    mural = local(moment, fuseau)
    return f"{mural.hour}{_}h" + (f"{_}{mural.minute:02d}" if mural.minute else "")


def jour_du_mois(jour: date) -> str:
    """« 1er », « 4 »."""
    return "1er" if jour.day == 1 else str(jour.day)


def jour(jour_: date, *, semaine: bool = True, annee: bool = True) -> str:
    """« mardi 4 juillet 2023 », « 1er juillet »."""
    mots = [JOURS[jour_.weekday()]] if semaine else []
    mots.append(f"{jour_du_mois(jour_)}{_}{MOIS[jour_.month - 1]}")
    if annee:
        mots.append(str(jour_.year))
    return " ".join(mots)


def mois(jour_: date) -> str:
    """« juillet 2023 »."""
    return f"{MOIS[jour_.month - 1]} {jour_.year}"


def date_de(moment: datetime, fuseau: str, *, semaine: bool = True, annee: bool = True) -> str:
    """The day of a moment in a zone: « mardi 4 juillet 2023 »."""
    return jour(local(moment, fuseau).date(), semaine=semaine, annee=annee)


def plage(debut: datetime, fin: datetime | None, fuseau: str) -> str:
    """« 9 h – 12 h 30 »; « 17 h 30 » alone when no end is known."""
    if fin is None:
        return heure(debut, fuseau)
    return f"{heure(debut, fuseau)}{_}–{_}{heure(fin, fuseau)}"


def de_a(debut: datetime, fin: datetime, fuseau: str) -> str:
    """« de 9 h à 12 h 30 »."""
    return f"de {heure(debut, fuseau)} à {heure(fin, fuseau)}"


def date_heure(moment: datetime, fuseau: str) -> str:
    """« mardi 4 juillet 2023 à 9 h 30 »."""
    return f"{date_de(moment, fuseau)} à {heure(moment, fuseau)}"


def jours(debut: date, fin: date) -> str:
    """« mardi 4 juillet 2023 », « du 1er au 3 avril 2023 », « du 30 mars au 2 avril 2023 »."""
    if debut == fin:
        return jour(debut)
    memes = (debut.year, debut.month) == (fin.year, fin.month)
    depart = jour_du_mois(debut) if memes else jour(debut, semaine=False, annee=debut.year != fin.year)
    return f"du {depart} au {jour(fin, semaine=False)}"


def jour_relatif(moment: datetime, fuseau: str, reference: datetime, fuseau_reference: str) -> str:
    """How a moment's day in `fuseau` stands to the reference's: « la veille, le 3 juillet », or « » the same day."""
    ici = local(moment, fuseau).date()
    la_bas = local(reference, fuseau_reference).date()
    if ici == la_bas:
        return ""
    mot = "la veille" if ici < la_bas else "le lendemain"
    return f"{mot}, le {jour(ici, semaine=False, annee=False)}"


def meme_heure(debut: datetime, fuseau: str, autre: str) -> bool:
    """Do two zones' wall clocks agree at that moment?"""
    return local(debut, fuseau).replace(tzinfo=None) == local(debut, autre).replace(tzinfo=None)


def duree(minutes: int) -> str:
    """« 53 min », « 1 h 15 », « 2 h »."""
    if minutes < 60:
        return f"{minutes}{_}min"
    return f"{minutes // 60}{_}h" + (f"{_}{minutes % 60:02d}" if minutes % 60 else "")


def dans(jour_: date, aujourd_hui: date) -> str:
    """« aujourd’hui », « demain », « dans 15 jours », « dans 3 mois », « il y a 2 jours »."""
    ecart = (jour_ - aujourd_hui).days
    if ecart in {0, 1, -1}:
        return {0: "aujourd’hui", 1: "demain", -1: "hier"}[ecart]
    distance = f"{abs(ecart)}{_}jours" if abs(ecart) < 60 else f"{abs(ecart) // 30}{_}mois"
    return f"dans {distance}" if ecart > 0 else f"il y a {distance}"
