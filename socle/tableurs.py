"""Spreadsheets in and out: CSV and XLSX, read by their content, written for French Excel.

Reading gives text and nothing else: days as 2024-01-31, whole numbers without decimals. What cannot be read raises
`TableurIllisible`, whose sentence names the line and the column as the spreadsheet numbers them. Writing neutralises
the cells that a spreadsheet would compute (`neutraliser`), and reading takes that mark off again.
"""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from math import isfinite
from typing import IO, Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from socle import cles

MEGA = 1_000_000
OCTETS_MAX = 10 * MEGA
OCTETS_DEPLIES_MAX = 60 * MEGA
LIGNES_MAX = 20_000
RANG_MAX = 100_000
COLONNES_MAX = 100
CELLULE_MAX = 32_767
ENTETE_DANS_LES = 20
SEPARATEURS = (";", "\t", ",")
TYPE_CSV = "text/csv; charset=utf-8"
TYPE_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What openpyxl says of ornaments it does not keep (themes, validations) is nothing to the person who imports.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")


class TableurIllisible(Exception):
    """An expected refusal; its text can be shown as it is, with the line and the column where they are known."""

    def __init__(self, message: str, *, ligne: int | None = None, colonne: str = ""):
        lieu = [f"ligne {ligne}"] if ligne else []
        lieu += [f"colonne « {colonne} »"] if colonne else []
        tete = ", ".join(lieu)
        super().__init__(f"{tete[0].upper()}{tete[1:]} : {message}" if tete else message)
        self.ligne, self.colonne = ligne, colonne


@dataclass(frozen=True)
class Ligne:
    """One line that is not empty; `numero` is the one a spreadsheet shows in its margin."""

    numero: int
    cellules: tuple[str, ...]


@dataclass(frozen=True)
class Colonne:
    """A column that an import knows: its key, the heading people read, and the other headings it answers to."""

    cle: str
    titre: str
    synonymes: tuple[str, ...] = ()
    obligatoire: bool = False

    @property
    def noms(self) -> set[str]:
        return {cles.cle(nom) for nom in (self.titre, *self.synonymes)}


@dataclass(frozen=True)
class Enregistrement:
    """A line read by its headings. `defaut`: why it cannot be trusted (more cells than headings), or nothing."""

    numero: int
    valeurs: dict[str, str]
    defaut: str = ""


@dataclass
class Tableau:
    """A file whose headings were recognised; its records are read as they are asked for, once."""

    reconnues: dict[str, str]
    ignorees: list[str]
    enregistrements: Iterator[Enregistrement] = field(repr=False)


# --- reading -------------------------------------------------------------------------------------------------------


def octets(source: bytes | IO[bytes]) -> bytes:
    """The whole file, within bounds: from bytes, an upload or an open file."""
    contenu = source if isinstance(source, bytes) else source.read(OCTETS_MAX + 1)
    if len(contenu) > OCTETS_MAX:
        raise TableurIllisible(f"Fichier trop lourd : {OCTETS_MAX // MEGA} Mo au plus.")
    if not contenu.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise TableurIllisible("Ce fichier est vide.")
    return contenu


def lire(source: bytes | IO[bytes], *, lignes_max: int = LIGNES_MAX) -> Iterator[Ligne]:
    """The lines of a CSV or of the first visible sheet of an XLSX that are not empty, cleaned, as they are read."""
    return _bornees(_lignes(octets(source)), lignes_max)


def lire_colonnes(source: bytes | IO[bytes], colonnes: Sequence[Colonne], *, lignes_max: int = LIGNES_MAX) -> Tableau:
    """Read by headings, whatever their order, accents and case; a title above them is passed over.

    Raises where a compulsory column is missing or two columns answer to the same name.
    """
    lignes = _lignes(octets(source))
    tete = list(islice(lignes, ENTETE_DANS_LES))
    rang = max(range(len(tete)), key=lambda i: (len(_reconnaitre(tete[i], colonnes)), -i), default=None)
    if rang is None:
        raise TableurIllisible("Ce fichier est vide.")
    entete = tete[rang]
    places = _places(entete, colonnes)
    return Tableau(
        reconnues={colonne: entete.cellules[place] for place, colonne in places.items()},
        ignorees=[titre for place, titre in enumerate(entete.cellules) if titre and place not in places],
        enregistrements=_enregistrements(_bornees(chain(tete[rang + 1 :], lignes), lignes_max), entete, places),
    )


def lire_date(texte: str) -> date:
    """« 2024-01-31 », « 31/01/2024 », « 31.1.24 », « 31 janvier 2024 »; raises ValueError with a French sentence."""
    attendu = f"« {texte} » n’est pas une date : attendu 31/01/2024."
    if trouve := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", texte):
        an, mois, jour = map(int, trouve.groups())
    elif trouve := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})", texte):
        jour, mois, an = map(int, trouve.groups())
    elif trouve := re.fullmatch(r"(\d{1,2})(?:er)? ([a-z]+) (\d{4})", cles.cle(texte)):
        jour, an = int(trouve[1]), int(trouve[3])
        mois = _MOIS.get(trouve[2], 0)
    else:
        raise ValueError(attendu)
    try:
        return date(an + 2000 if an < 100 else an, mois, jour)
    except ValueError:
        raise ValueError(attendu) from None


def lire_oui_non(texte: str) -> bool:
    """« oui », « X », « vrai », 1 · « non », « faux », 0 and nothing; raises ValueError with a French sentence."""
    mot = cles.cle(texte)
    if mot in {"oui", "o", "x", "vrai", "1", "yes", "true"}:
        return True
    if mot in {"", "non", "n", "faux", "0", "no", "false"}:
        return False
    raise ValueError(f"« {texte} » n’est ni oui ni non.")


_MOIS = {
    nom: rang
    for rang, noms in enumerate(
        (
            "janvier janv",
            "fevrier fevr fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for nom in noms.split()
}


def _lignes(contenu: bytes) -> Iterator[Ligne]:
    return _lignes_xlsx(contenu) if contenu.startswith(b"PK\x03\x04") else _lignes_csv(_texte(contenu))


def _bornees(lignes: Iterable[Ligne], lignes_max: int) -> Iterator[Ligne]:
    for rang, ligne in enumerate(lignes, start=1):
        if rang > lignes_max:
            raise TableurIllisible(f"Plus de {lignes_max} lignes : partagez le fichier.", ligne=ligne.numero)
        yield ligne


def _propres(cellules: Iterable[str]) -> tuple[str, ...]:
    propres = [retablir(propre(cellule)) for cellule in cellules]
    while propres and not propres[-1]:
        propres.pop()
    return tuple(propres)


_CONTROLES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]+")
_INVISIBLES = re.compile(r"[\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]+")


def propre(texte: str) -> str:
    """Composed accents, no control characters, no space around (a no-break space is one)."""
    texte = _INVISIBLES.sub("", texte[:CELLULE_MAX]).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLES.sub(" ", texte)).strip()


# --- CSV


_DEBUTS_CONNUS = {
    b"%PDF": "un PDF",
    b"\xd0\xcf\x11\xe0": "un ancien classeur .xls",
    b"{\\rtf": "un texte RTF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"<!DO": "une page web",
    b"<htm": "une page web",
}
CONSEIL = "enregistrez le tableau au format XLSX ou CSV"


def _texte(contenu: bytes) -> str:
    for debut, quoi in _DEBUTS_CONNUS.items():
        if contenu.startswith(debut):
            raise TableurIllisible(f"Ce fichier est {quoi}, pas un tableau : {CONSEIL}.")
    texte = _decode(contenu)
    extrait = texte[:65_536]
    controles = sum(1 for c in extrait if c < " " and c not in "\t\r\n")
    if "\0" in texte or controles > len(extrait) / 100:
        raise TableurIllisible(f"Ce fichier n’est pas un tableau lisible : {CONSEIL}.")
    return texte


def _decode(contenu: bytes) -> str:
    codages: tuple[str, ...] = ("utf-8-sig", "cp1252")
    if contenu.startswith((b"\xff\xfe", b"\xfe\xff")):
        codages = ("utf-16",)
    elif b"\0" in contenu[:400]:
        codages = ("utf-16-le",) if contenu[1:400:2].count(0) >= contenu[0:400:2].count(0) else ("utf-16-be",)
    for codage in codages:
        try:
            return contenu.decode(codage)
        except UnicodeDecodeError:
            continue
    raise TableurIllisible(f"Les caractères de ce fichier sont illisibles : {CONSEIL} (UTF-8).")


def _lignes_csv(texte: str) -> Iterator[Ligne]:
    annonce = re.match(r'"?sep=([;,\t])"?\r?\n', texte)
    corps = texte[annonce.end() :] if annonce else texte
    separateur = annonce[1] if annonce else _separateur(corps)
    numero = 1 if annonce else 0
    lecteur = csv.reader(io.StringIO(corps, newline=""), delimiter=separateur, strict=True)
    while True:
        numero += 1
        try:
            cellules = next(lecteur, None)
        except csv.Error as cause:
            raise TableurIllisible(_faute_csv(str(cause)), ligne=numero) from cause
        if cellules is None:
            return
        propres = _propres(cellules)
        if len(propres) > COLONNES_MAX:
            raise TableurIllisible(f"Plus de {COLONNES_MAX} colonnes.", ligne=numero)
        if propres:
            yield Ligne(numero, propres)


def _separateur(texte: str) -> str:
    """The one that cuts the most of the first lines into the same number of cells."""

    def regularite(separateur: str) -> tuple[int, int]:
        debut = csv.reader(io.StringIO(texte[:65_536], newline=""), delimiter=separateur)
        tailles: Counter[int] = Counter()
        try:
            tailles.update(len(cellules) for cellules in islice(debut, ENTETE_DANS_LES))
        except csv.Error:
            return 0, 0
        return max(((lignes, taille) for taille, lignes in tailles.items() if taille > 1), default=(0, 0))

    return max(SEPARATEURS, key=regularite)


def _faute_csv(cause: str) -> str:
    if "field larger" in cause:
        return "une cellule est démesurée ; un guillemet est peut-être resté ouvert."
    return "un guillemet ouvre une cellule et n’est pas refermé comme il faut."


# --- XLSX


def _lignes_xlsx(contenu: bytes) -> Iterator[Ligne]:
    _verifier_l_archive(contenu)
    try:
        classeur = load_workbook(io.BytesIO(contenu), read_only=True, data_only=True, keep_links=False)
        feuille = next(f for f in classeur.worksheets if f.sheet_state == "visible")
        feuille.reset_dimensions()
        rangees = feuille.iter_rows(max_col=COLONNES_MAX + 1, values_only=True)
        for numero, rangee in enumerate(rangees, start=1):
            if numero > RANG_MAX:
                raise TableurIllisible(f"Ce classeur va au-delà de la ligne {RANG_MAX} : supprimez ses lignes vides.")
            if not any(valeur is not None for valeur in rangee):
                continue
            propres = _propres(en_texte(valeur) for valeur in rangee)
            if len(propres) > COLONNES_MAX:
                raise TableurIllisible(f"Plus de {COLONNES_MAX} colonnes.", ligne=numero)
            if propres:
                yield Ligne(numero, propres)
    except TableurIllisible:
        raise
    except Exception as cause:  # openpyxl lets out whatever a twisted part made it meet: zip, XML, keys, types
        raise TableurIllisible(f"Ce classeur est abîmé : ouvrez-le, puis {CONSEIL}.") from cause


def _verifier_l_archive(contenu: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            parties = archive.infolist()
            noms = {partie.filename for partie in parties}
            autre = archive.read("mimetype")[:80] if "mimetype" in noms else b""
    except Exception as cause:  # a zip can be twisted in as many ways as zipfile has exceptions
        raise TableurIllisible(f"Ce fichier est une archive abîmée : {CONSEIL}.") from cause
    if b"opendocument" in autre:
        raise TableurIllisible(f"Ce fichier est un document LibreOffice : {CONSEIL}.")
    if "[Content_Types].xml" not in noms or not any(nom.startswith("xl/") for nom in noms):
        raise TableurIllisible(f"Ce fichier n’est pas un classeur XLSX : {CONSEIL}.")
    if sum(partie.file_size for partie in parties) > OCTETS_DEPLIES_MAX or len(parties) > 2_000:
        raise TableurIllisible(f"Ce classeur est trop lourd une fois ouvert : {OCTETS_DEPLIES_MAX // MEGA} Mo au plus.")


def en_texte(valeur: Any) -> str:
    """What a cell of a workbook says: 12.0 → « 12 », a day → « 2024-01-31 », true → « oui »."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, float):
        return str(int(valeur)) if valeur.is_integer() and abs(valeur) < 1e15 else f"{valeur:.15g}".replace(".", ",")
    if isinstance(valeur, datetime):
        return valeur.date().isoformat() if valeur.time() == time() else valeur.isoformat(" ", "minutes")
    return valeur.isoformat() if isinstance(valeur, (date, time)) else str(valeur)


# --- headings


def _reconnaitre(ligne: Ligne, colonnes: Sequence[Colonne]) -> set[str]:
    lus = {cles.cle(titre) for titre in ligne.cellules}
    return {colonne.cle for colonne in colonnes if colonne.noms & lus}


def _places(entete: Ligne, colonnes: Sequence[Colonne]) -> dict[int, str]:
    """{place in the line: key of the column}."""
    places: dict[int, str] = {}
    for colonne in colonnes:
        trouvees = [i for i, titre in enumerate(entete.cellules) if titre and cles.cle(titre) in colonne.noms]
        if len(trouvees) > 1:
            doubles = " et ".join(f"« {entete.cellules[i]} »" for i in trouvees)
            raise TableurIllisible(f"{doubles} disent la même chose : gardez une seule colonne.", ligne=entete.numero)
        if not trouvees and colonne.obligatoire:
            lues = ", ".join(f"« {titre} »" for titre in entete.cellules if titre)
            raise TableurIllisible(f"la colonne « {colonne.titre} » manque. Lu : {lues}.", ligne=entete.numero)
        places.update(dict.fromkeys(trouvees, colonne.cle))
    if not places:
        attendus = ", ".join(f"« {colonne.titre} »" for colonne in colonnes)
        raise TableurIllisible(f"Aucune colonne connue. Attendu : {attendus}.")
    return places


def _enregistrements(lignes: Iterable[Ligne], entete: Ligne, places: dict[int, str]) -> Iterator[Enregistrement]:
    for ligne in lignes:
        valeurs = {cle: ligne.cellules[place] if place < len(ligne.cellules) else "" for place, cle in places.items()}
        trop = len(ligne.cellules) - len(entete.cellules)
        defaut = f"{trop} cellule(s) de plus que d’en-têtes" if trop > 0 else ""
        yield Enregistrement(ligne.numero, valeurs, defaut)


# --- writing -------------------------------------------------------------------------------------------------------


# What a spreadsheet takes for the start of a computation, full-width forms included, behind any apostrophes.
_CALCUL = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")


def neutraliser(texte: str) -> str:
    """« =1+1 » → « '=1+1 »: text stays text when a spreadsheet opens it. `retablir` takes it back exactly."""
    return f"'{texte}" if _CALCUL.match(texte) else texte


def retablir(texte: str) -> str:
    """The inverse of `neutraliser`, for what comes back from our own exports."""
    return texte[1:] if texte.startswith("'") and _CALCUL.match(texte[1:]) else texte


def ecrire_csv(entetes: Sequence[str], lignes: Iterable[Sequence[Any]], *, fuseau: str = "") -> Iterator[bytes]:
    """For French Excel: UTF-8 with BOM, « ; », decimal comma, days as 31/01/2024. Chunks, for a streamed answer.

    Moments need the zone in which they are told; without it they raise ValueError.
    """
    tampon = io.StringIO()
    plume = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    tampon.write("\ufeff")
    for rang, ligne in enumerate(chain([entetes], lignes), start=1):
        plume.writerow([_pour_csv(valeur, fuseau) for valeur in ligne])
        if rang % 500 == 0:
            yield tampon.getvalue().encode()
            tampon.seek(0)
            tampon.truncate()
    yield tampon.getvalue().encode()


def ecrire_xlsx(
    sortie: IO[bytes],
    entetes: Sequence[str],
    lignes: Iterable[Sequence[Any]],
    *,
    fuseau: str = "",
    feuille: str = "Feuille 1",
) -> int:
    """The same table as a workbook: bold headings that stay in sight, real days and numbers. Returns the lines written.

    Rows leave for a temporary file as they come: memory does not grow with them.
    """
    classeur = Workbook(write_only=True)
    page = classeur.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", feuille)[:31])
    page.freeze_panes = "A2"
    for rang, entete in enumerate(entetes, start=1):
        page.column_dimensions[get_column_letter(rang)].width = min(max(len(entete) + 4, 14), 40)
    page.append([_titre(page, entete) for entete in entetes])
    nombre = 0
    try:
        for ligne in lignes:
            page.append([_pour_xlsx(page, valeur, fuseau) for valeur in ligne])
            nombre += 1
    except BaseException:
        page.close()
        page._writer.cleanup()  # its temporary file holds what people typed
        raise
    classeur.save(sortie)
    return nombre


def _titre(page: Any, entete: str) -> WriteOnlyCell:
    cellule = WriteOnlyCell(page, value=neutraliser(propre(entete)))
    cellule.font = Font(bold=True)
    return cellule


def _mural(moment: datetime, fuseau: str) -> datetime:
    if moment.tzinfo is None:
        return moment
    if not fuseau:
        raise ValueError("Un moment ne s’écrit pas sans fuseau.")
    return moment.astimezone(ZoneInfo(fuseau)).replace(tzinfo=None)


def _pour_csv(valeur: Any, fuseau: str) -> str:
    if valeur is None or (isinstance(valeur, float) and not isfinite(valeur)):
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, (int, float, Decimal)):
        return str(valeur).replace(".", ",")
    if isinstance(valeur, datetime):
        return f"{_mural(valeur, fuseau):%d/%m/%Y %H:%M}"
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    return neutraliser(propre(str(valeur)))


def _pour_xlsx(page: Any, valeur: Any, fuseau: str) -> Any:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if valeur is None or isinstance(valeur, (int, float, Decimal)):
        return valeur if valeur is None or isfinite(valeur) else None
    if isinstance(valeur, (date, datetime)):
        moment = isinstance(valeur, datetime)
        cellule = WriteOnlyCell(page, value=_mural(valeur, fuseau) if isinstance(valeur, datetime) else valeur)
        cellule.number_format = "dd/mm/yyyy hh:mm" if moment else "dd/mm/yyyy"
        return cellule
    return neutraliser(propre(str(valeur)))[:CELLULE_MAX]
