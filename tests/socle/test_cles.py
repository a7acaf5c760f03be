import pytest

from socle import cles


@pytest.mark.parametrize(
    ("texte", "cle"),
    [
        ("Éloïse  L’Hénaff", "eloise l henaff"),
        ("Œuvre d'Ægir", "oeuvre d aegir"),
        ("ANPP – Territoires de projet", "anpp territoires de projet"),
        ("  ", ""),
        ("Saint-Benoît", "saint benoit"),
    ],
)
def test_a_key_forgets_accents_case_and_marks(texte, cle):
    assert cles.cle(texte) == cle


def test_composed_and_decomposed_accents_give_one_key():
    assert cles.cle("e\u0301te\u0301") == cles.cle("été")


def test_an_apostrophe_separates_words_in_an_address():
    assert cles.slug("L’œuvre d’été !") == "l-oeuvre-d-ete"


def test_an_address_is_cut_without_a_hanging_hyphen():
    assert cles.slug("abc def", longueur=4) == "abc"
