import pytest

from annuaire.ressemblance import Fiche, Index, Paire, Ressemblance, comparer, paires


def fiche(pk, nom_complet, structure=""):
    prenom, _, nom = nom_complet.rpartition(" ")
    return Fiche(pk, prenom, nom, structure)


@pytest.mark.parametrize(
    ("une", "autre", "score", "raisons"),
    [
        (
            ("Léa Bouaroua", "RNMA"),
            ("Léa Bouaroja", "CCO"),
            83,
            ("orthographe proche : « Bouaroua » et « Bouaroja »", "deux structures : RNMA, CCO"),
        ),
        (("Jean Martin", "RNMA"), ("Jean Martin", "Rnma"), 100, ("même nom", "même structure")),
        (("Jean Martin", "RNMA"), ("Jean Martin", "CCO"), 90, ("même nom", "deux structures : RNMA, CCO")),
        (
            ("Éloïse Lhénaff", ""),
            ("ELOISE Lhenaff", "CCO"),
            97,
            ("même nom, aux accents, majuscules ou traits d’union près", "structure inconnue d’un côté"),
        ),
        (("Begue Jimmy", ""), ("Jimmy Bègue", ""), 97, ("prénom et nom inversés", "structure inconnue")),
        (("J. Begue", "X"), ("Jimmy Begue", "X"), 96, ("orthographe proche : « J. » et « Jimmy »", "même structure")),
        ((" Begue", "X"), ("Jimmy Begue", "X"), 89, ("même nom de famille, prénom absent", "même structure")),
    ],
)
def test_a_likeness_has_a_score_and_its_reasons(une, autre, score, raisons):
    a, b = fiche(1, *une), fiche(2, *autre)

    assert comparer(a, b) == comparer(a, b) == Ressemblance(score, raisons)
    assert comparer(b, a).score == score


@pytest.mark.parametrize(
    ("une", "autre"),
    [
        (("Jean Martin", "RNMA"), ("Jeanne Martin", "CCO")),
        (("Marie Martin", "RNMA"), ("Paul Martin", "RNMA")),
        (("Patricia Auroy", "RNET"), ("Michael Restier", "ANPP")),
        ((" Begue", "X"), ("Jimmy Begue", "Y")),
        (("J. Begue", "X"), ("Paul Begue", "X")),
    ],
)
def test_different_people_are_not_proposed(une, autre):
    assert comparer(fiche(1, *une), fiche(2, *autre)) is None


def test_pairs_come_likeliest_first_and_without_those_put_aside():
    bouaroua, bouaroja = fiche(1, "Léa Bouaroua", "RNMA"), fiche(2, "Léa Bouaroja", "CCO")
    begue, jimmy = fiche(3, "J. Begue", "X"), fiche(4, "Jimmy Begue", "X")
    fiches = [jimmy, bouaroja, fiche(5, "Michael Restier"), begue, bouaroua]

    assert paires(fiches) == [
        Paire(begue, jimmy, comparer(begue, jimmy)),
        Paire(bouaroua, bouaroja, comparer(bouaroua, bouaroja)),
    ]
    assert paires(fiches, ecartees=[(3, 4)]) == [Paire(bouaroua, bouaroja, comparer(bouaroua, bouaroja))]


def test_a_first_letter_may_be_wrong_when_the_first_name_is_the_same():
    assert len(paires([fiche(1, "Patricia Auroy"), fiche(2, "Patricia Oroy")])) == 0
    assert len(paires([fiche(1, "Charles Heidsieck"), fiche(2, "Charles Eidsieck")])) == 1


def test_the_index_finds_what_pairs_would():
    bouaroua, autre = fiche(1, "Léa Bouaroua", "RNMA"), fiche(2, "Michael Restier")
    index = Index([bouaroua, autre])
    ligne = fiche(None, "Lea Bouaroja")

    assert index.proches(ligne) == [(bouaroua, comparer(ligne, bouaroua))]
    assert index.proches(bouaroua) == []


@pytest.mark.parametrize("nom", ["", "-", "’", "李", "A", "x" * 5_000])
def test_odd_names_are_compared_without_harm(nom):
    assert len(paires([Fiche(1, nom, nom), Fiche(2, nom, nom)])) in {0, 1}
