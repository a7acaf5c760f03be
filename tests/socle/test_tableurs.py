import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from socle import tableurs
from socle.tableurs import Colonne, Enregistrement, Ligne, TableurIllisible

NOM = Colonne("nom", "Nom", ("Nom de famille",), obligatoire=True)
PRENOM = Colonne("prenom", "Prénom")
COLONNES = (NOM, PRENOM)


def classeur(*rangees, masquee=()):
    livre = Workbook()
    if masquee:
        livre.active.sheet_state = "hidden"
        livre.active.append(masquee)
        livre.create_sheet("Membres")
        livre.active = 1
    for rangee in rangees:
        livre.worksheets[-1].append(rangee)
    sortie = io.BytesIO()
    livre.save(sortie)
    return sortie.getvalue()


def archive(**parties):
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nom, contenu in parties.items():
            zip_.writestr(nom.replace("__", "/"), contenu)
    return sortie.getvalue()


def remplacer(contenu, partie, transformer):
    """The same workbook with one part rewritten."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenu)) as avant, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as apres:
        for nom in avant.namelist():
            apres.writestr(nom, transformer(avant.read(nom)) if nom == partie else avant.read(nom))
    return sortie.getvalue()


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_a_csv_is_read_whatever_its_encoding_and_separator(codage, separateur):
    texte = f"Nom{separateur}Prénom\r\nL’Hénaff{separateur}Éloïse\r\n"

    assert list(tableurs.lire(texte.encode(codage))) == [
        Ligne(1, ("Nom", "Prénom")),
        Ligne(2, ("L’Hénaff", "Éloïse")),
    ]


def test_lines_keep_the_number_that_the_spreadsheet_shows():
    contenu = b'Nom;Note\r\n\r\n;\r\nBegue;"deux\r\nlignes"\r\nRestier;\r\n'

    assert list(tableurs.lire(contenu)) == [
        Ligne(1, ("Nom", "Note")),
        Ligne(4, ("Begue", "deux\nlignes")),
        Ligne(5, ("Restier",)),
    ]


def test_the_separator_that_excel_announces_is_believed():
    assert list(tableurs.lire(b"sep=,\r\nA;B,C\r\n")) == [Ligne(2, ("A;B", "C"))]


def test_the_separator_is_the_regular_one():
    contenu = "Nom;Adresse\nBegue;2, rue A, bât. B, Saint-Benoît\nRestier;4, rue C\n".encode()

    assert list(tableurs.lire(contenu))[1].cellules == ("Begue", "2, rue A, bât. B, Saint-Benoît")


def test_accents_of_a_mac_are_composed_and_invisible_spaces_go():
    assert next(tableurs.lire("\u00a0E\u0301loi\u0308se\u200b ;x".encode())).cellules == ("Éloïse", "x")


def test_a_workbook_gives_text_days_and_whole_numbers():
    contenu = classeur(
        ("Nom", "Depuis", "Nombre", "Part", "Oui", "Quand"),
        (),
        ("Begue", date(2019, 1, 31), 12.0, 0.5, True, datetime(2019, 1, 31, 9, 30)),  # noqa: DTZ001  # cells have no zone
    )

    assert list(tableurs.lire(contenu)) == [
        Ligne(1, ("Nom", "Depuis", "Nombre", "Part", "Oui", "Quand")),
        Ligne(3, ("Begue", "2019-01-31", "12", "0,5", "oui", "2019-01-31 09:30")),
    ]


def test_the_first_visible_sheet_is_read():
    assert list(tableurs.lire(classeur(("Vu",), masquee=("Caché",)))) == [Ligne(1, ("Vu",))]


def test_a_formula_gives_nothing_rather_than_its_text():
    assert list(tableurs.lire(classeur(("Nom", "=1+1", "fin")))) == [Ligne(1, ("Nom", "", "fin"))]


@pytest.mark.parametrize(
    ("contenu", "mots"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf\r\n", "vide"),
        (b"%PDF-1.7 ...", "un PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien classeur .xls"),
        (b"<!DOCTYPE html><table>", "une page web"),
        (bytes(range(1, 32)) * 9, "pas un tableau lisible"),
        (b"Nom\x81\x8d;x", "illisibles"),
        (b"PK\x03\x04 abc", "archive abîmée"),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "LibreOffice"),
        (archive(word__document="x"), "pas un classeur XLSX"),
        (archive(**{"[Content_Types].xml": "x", "xl__workbook.xml": "x"}), "Ce classeur est abîmé"),
        (b"a;b\r\n" + b'"x;y\r\n' * 3, "n’est pas refermé"),
        (b'a;b\r\n"' + b"x" * 140_000 + b'";y', "démesurée"),
        (b";" * 100 + b"x", "Plus de 100 colonnes"),
    ],
    ids=lambda valeur: valeur if isinstance(valeur, str) else "",
)
def test_what_is_not_a_table_is_refused_in_a_sentence(contenu, mots):
    with pytest.raises(TableurIllisible, match=mots):
        list(tableurs.lire(contenu))


def test_a_file_is_bounded_in_bytes_in_lines_and_once_unfolded(monkeypatch):
    monkeypatch.setattr(tableurs, "OCTETS_MAX", 1_000_000)
    with pytest.raises(TableurIllisible, match="trop lourd : 1 Mo"):
        tableurs.octets(io.BytesIO(b"x" * 1_000_001))
    with pytest.raises(TableurIllisible, match="Ligne 4 : Plus de 3 lignes"):
        list(tableurs.lire(b"a;b\r\n" * 4, lignes_max=3))
    monkeypatch.setattr(tableurs, "OCTETS_DEPLIES_MAX", 1_000_000)
    with pytest.raises(TableurIllisible, match="trop lourd une fois ouvert"):
        list(tableurs.lire(archive(**{"[Content_Types].xml": "", "xl__bombe": b"0" * 1_000_001})))


def test_entities_of_a_twisted_workbook_are_not_expanded():
    bombe = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "boum">]>'
    contenu = remplacer(
        classeur(("Nom",)),
        "xl/worksheets/sheet1.xml",
        lambda xml: bombe + xml.replace(b"Nom", b"&a;"),
    )

    with pytest.raises(TableurIllisible, match="abîmé"):
        list(tableurs.lire(contenu))


@pytest.mark.parametrize("numero", [b"100001", b"99999999999999"])
def test_a_workbook_that_announces_endless_lines_is_refused(numero):
    contenu = remplacer(
        classeur(("a",), ("b",)), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="2"', b'r="' + numero + b'"')
    )

    with pytest.raises(TableurIllisible):
        list(tableurs.lire(contenu))


def test_columns_are_found_by_heading_under_a_title():
    contenu = "Membres du Réseau\r\n\r\nPRENOM;nom de  famille;Ville\r\nJimmy;Begue;Saint-Benoît\r\n".encode()

    tableau = tableurs.lire_colonnes(contenu, COLONNES)

    assert tableau.reconnues == {"prenom": "PRENOM", "nom": "nom de  famille"}
    assert tableau.ignorees == ["Ville"]
    assert list(tableau.enregistrements) == [Enregistrement(4, {"prenom": "Jimmy", "nom": "Begue"})]


def test_a_line_with_more_cells_than_headings_says_so():
    tableau = tableurs.lire_colonnes(b"Nom;Prenom\r\nBegue;Jimmy;oups\r\nRestier;Michael\r\n", COLONNES)

    assert list(tableau.enregistrements) == [
        Enregistrement(2, {"nom": "Begue", "prenom": "Jimmy"}, "1 cellule(s) de plus que d’en-têtes"),
        Enregistrement(3, {"nom": "Restier", "prenom": "Michael"}),
    ]


@pytest.mark.parametrize(
    ("contenu", "message"),
    [
        ("Prénom;Ville\r\nJimmy;Ici\r\n", "Ligne 1 : la colonne « Nom » manque. Lu : « Prénom », « Ville »."),
        (
            "Nom;Nom de famille\r\nA;B\r\n",
            "Ligne 1 : « Nom » et « Nom de famille » disent la même chose : gardez une seule colonne.",
        ),
    ],
)
def test_headings_that_cannot_do_are_refused(contenu, message):
    with pytest.raises(TableurIllisible) as refus:
        tableurs.lire_colonnes(contenu.encode(), COLONNES)

    assert str(refus.value) == message


def test_a_refusal_knows_its_line_and_column():
    refus = TableurIllisible("attendu une date.", ligne=3, colonne="Depuis")

    assert (str(refus), refus.ligne, refus.colonne) == ("Ligne 3, colonne « Depuis » : attendu une date.", 3, "Depuis")


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("2019-01-31", date(2019, 1, 31)),
        ("2019-01-31 00:00", date(2019, 1, 31)),
        ("31/01/2019", date(2019, 1, 31)),
        ("31.1.19", date(2019, 1, 31)),
        ("1er février 2020", date(2020, 2, 1)),
        ("31 août 2023", date(2023, 8, 31)),
    ],
)
def test_a_day_is_read_as_people_write_it(texte, attendu):
    assert tableurs.lire_date(texte) == attendu


@pytest.mark.parametrize("texte", ["31/02/2019", "13/13/2019", "hier", "2019", "", "0/0/0", "3 brumaire 2019"])
def test_what_is_not_a_day_is_refused(texte):
    with pytest.raises(ValueError, match="attendu 31/01/2024"):
        tableurs.lire_date(texte)


def test_yes_and_no_are_read_in_the_words_of_spreadsheets():
    assert [tableurs.lire_oui_non(mot) for mot in ("Oui", "x", "VRAI", "1", "", "non", "0")] == [True] * 4 + [False] * 3
    with pytest.raises(ValueError, match="ni oui ni non"):
        tableurs.lire_oui_non("peut-être")


HOSTILES = ["=1+1", "+33 6", "-2", "@x", "\t=1", " =1", "＝1", "'=1", "''@x"]


@pytest.mark.parametrize("texte", HOSTILES)
def test_cells_that_would_compute_are_neutralised_and_come_back(texte):
    neutre = tableurs.neutraliser(texte)

    assert neutre == f"'{texte}"
    assert tableurs.retablir(neutre) == texte


@pytest.mark.parametrize("texte", ["", "Begue", "l’été", "'t Hooft", "2-3", "a=b", "moi@example.org"])
def test_ordinary_text_is_left_alone(texte):
    assert tableurs.neutraliser(texte) == texte == tableurs.retablir(texte)


def test_csv_is_what_french_excel_opens():
    moment = datetime(2023, 7, 4, 7, 30, tzinfo=UTC)
    ligne = ["Begue; Jimmy", 12.5, Decimal("-3.20"), True, None, date(2023, 7, 4), moment, "=1", "a\r\nb", float("nan")]

    contenu = b"".join(tableurs.ecrire_csv(["Nom", "=x"], [ligne], fuseau="Europe/Paris"))

    assert (
        contenu
        == (
            "\ufeffNom;'=x\r\n" + '"Begue; Jimmy";12,5;-3,20;oui;;04/07/2023;04/07/2023 09:30;\'=1;"a\nb";\r\n'
        ).encode()
    )


def test_csv_leaves_in_pieces_without_reading_all_first():
    lues = []

    def lignes():
        for n in range(2_000):
            lues.append(n)
            yield [n]

    morceaux = tableurs.ecrire_csv(["n"], lignes())

    assert next(morceaux).startswith("\ufeffn\r\n0\r\n".encode())
    assert len(lues) == 499
    assert b"".join(morceaux).endswith(b"\r\n1999\r\n")


@pytest.mark.parametrize("ecrire", [tableurs.ecrire_csv, lambda e, li: tableurs.ecrire_xlsx(io.BytesIO(), e, li)])
def test_a_moment_is_never_written_without_its_zone(ecrire):
    with pytest.raises(ValueError, match="sans fuseau"):
        list(ecrire(["quand"], [[datetime(2023, 7, 4, tzinfo=UTC)]]) or ())


def test_a_workbook_that_fails_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with pytest.raises(ZeroDivisionError):
        tableurs.ecrire_xlsx(io.BytesIO(), ["Nom"], ([1 / n] for n in (1, 0)))

    assert list(tmp_path.iterdir()) == []


def test_a_workbook_keeps_numbers_days_and_text():
    sortie = io.BytesIO()
    ligne = ["=1+1", 3, 1.5, date(2023, 7, 4), datetime(2023, 7, 4, 7, 30, tzinfo=UTC), False, None, "a\x0bb\ufffe"]

    nombre = tableurs.ecrire_xlsx(sortie, list("ABCDEFGH"), [ligne], fuseau="Europe/Paris", feuille="Inscrits [x]")

    livre = load_workbook(sortie)
    assert (nombre, livre.sheetnames, livre.active.freeze_panes) == (1, ["Inscrits  x "], "A2")
    cellules = list(livre.active[2])
    assert [(c.value, c.data_type) for c in cellules] == [
        ("'=1+1", "s"),
        (3, "n"),
        (1.5, "n"),
        (datetime(2023, 7, 4), "d"),  # noqa: DTZ001  # cells have no zone
        (datetime(2023, 7, 4, 9, 30), "d"),  # noqa: DTZ001
        ("non", "s"),
        (None, "n"),
        ("a b", "s"),
    ]


textes = st.text(max_size=12) | st.sampled_from([*HOSTILES, '"', ";", "a\nb", "_x000D_", "#N/A", "\ud800"])


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@given(rangees=st.lists(st.lists(textes, min_size=2, max_size=4), min_size=1, max_size=6))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_whatever_is_written_is_read_back(format_, rangees):
    entetes = ["Nom", "b", "c", "d"]
    if format_ == "csv":
        contenu = b"".join(tableurs.ecrire_csv(entetes, rangees))
    else:
        sortie = io.BytesIO()
        tableurs.ecrire_xlsx(sortie, entetes, rangees)
        contenu = sortie.getvalue()

    attendu = []
    for rangee in rangees:
        propres = [tableurs.propre(cellule) for cellule in rangee]
        while propres and not propres[-1]:
            propres.pop()
        attendu += [tuple(propres)] if propres else []
    assert [ligne.cellules for ligne in tableurs.lire(contenu)][1:] == attendu


def lire_ou_refuser(contenu):
    try:
        tableau = tableurs.lire_colonnes(contenu, COLONNES)
        for enregistrement in tableau.enregistrements:
            assert all(isinstance(valeur, str) for valeur in enregistrement.valeurs.values())
    except TableurIllisible:
        return


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda suite: b"Nom;Prenom\r\n" + suite))
@settings(derandomize=True, deadline=None, max_examples=400)
def test_no_bytes_do_anything_but_be_read_or_refused(contenu):
    lire_ou_refuser(contenu)


MODELE = classeur(("Nom", "Prénom", "Depuis"), ("Begue", "Jimmy", date(2019, 1, 31)), ("Restier", 3.5, True))


@pytest.mark.long
@given(st.lists(st.tuples(st.integers(0, len(MODELE) - 1), st.integers(0, 255)), min_size=1, max_size=12))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_no_twisted_workbook_does_anything_but_be_read_or_refused(alterations):
    contenu = bytearray(MODELE)
    for place, octet in alterations:
        contenu[place] = octet

    lire_ou_refuser(bytes(contenu))


@pytest.mark.long
@given(
    partie=st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]),
    place=st.floats(0, 1),
    ajout=st.text(alphabet="<>/\"'=rtscv019ABXFD.&; ", max_size=12),
    retire=st.integers(0, 30),
)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_no_twisted_part_of_a_workbook_does_anything_but_be_read_or_refused(partie, place, ajout, retire):
    def tordre(xml):
        ou = int(place * len(xml))
        return xml[:ou] + ajout.encode() + xml[ou + retire :]

    lire_ou_refuser(remplacer(MODELE, partie, tordre))
