import pytest

from socle import typographie


@pytest.mark.parametrize(
    ("brut", "juste"),
    [
        ("Ensemble !", "Ensemble\u202f!"),
        ("Quoi ? Rien ; si", "Quoi\u202f? Rien\u202f; si"),
        ("Thème : suite", "Thème\xa0: suite"),
        ("« mot »", "«\xa0mot\xa0»"),
        ("«mot»", "«\xa0mot\xa0»"),
        ("https://exemple.org à 9:30", "https://exemple.org à 9:30"),
        ("deux  !  fois !", "deux\u202f!  fois\u202f!"),
    ],
)
def test_the_spaces_that_must_not_break(brut, juste):
    assert typographie.espacer(brut) == juste
    assert typographie.espacer(juste) == juste


@pytest.mark.parametrize(("valeur", "mots"), [(1037, "1\u202f037"), (12.5, "12,5"), (0, "0"), (999, "999")])
def test_a_number(valeur, mots):
    assert typographie.nombre(valeur) == mots


@pytest.mark.parametrize(
    ("nombre", "mots"), [(0, "0\xa0place"), (1, "1\xa0place"), (2, "2\xa0places"), (1200, "1\u202f200\xa0places")]
)
def test_french_takes_the_plural_from_two(nombre, mots):
    assert typographie.accorder(nombre, "place") == mots


def test_an_irregular_plural_is_given():
    assert typographie.accorder(3, "lieu", "lieux") == "3\xa0lieux"


def test_the_first_is_not_the_oneth():
    assert [typographie.ordinal(1), typographie.ordinal(1, feminin=False), typographie.ordinal(9)] == [
        "1re",
        "1er",
        "9e",
    ]


def test_a_list_ends_with_and():
    listes = [[], ["a"], ["a", "b"], ["a", "b", "c"]]

    assert [typographie.enumerer(mots) for mots in listes] == ["", "a", "a et b", "a, b et c"]


def test_small_numbers_in_words():
    assert [typographie.en_lettres(n) for n in (0, 3, 12, 13)] == ["zéro", "trois", "douze", "13"]


@pytest.mark.parametrize(
    ("texte", "fini"), [("Ensemble", "Ensemble."), ("en territoire !", "en territoire !"), ("Quoi…", "Quoi…")]
)
def test_a_full_stop_only_where_nothing_ends_the_sentence(texte, fini):
    assert typographie.point(texte) == fini


def test_a_colon_never_follows_a_question_nor_an_exclamation():
    assert [typographie.deux_points(texte) for texte in ("Nom", "Qui ?", "Ensemble !")] == [
        "Nom\u00a0:",
        "Qui ?",
        "Ensemble !",
    ]
