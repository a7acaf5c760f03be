import html
import re

import pytest
from django.urls import reverse

from organisation import exports
from tests.inscriptions.ateliers import rencontre_a_ateliers, sur_place
from tests.organisation.test_inscriptions import liste, noms

pytestmark = pytest.mark.django_db


@pytest.fixture
def rencontre(camille):
    return rencontre_a_ateliers(places=1)


def texte(reponse):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text.split("<main", 1)[1])))


def page(evenement):
    return reverse("organisation:ateliers", args=[evenement.slug])


def test_each_workshop_says_how_full_it_is_who_comes_and_who_waits(client, rencontre):
    evenement, a = rencontre
    sur_place(evenement, "une@example.org", prenom="Une", nom="Première", ateliers=[a["B"]])
    sur_place(evenement, "deux@example.org", prenom="Deux", nom="Seconde", ateliers=[a["B"]])

    lu = texte(client.get(page(evenement)))

    atelier_b = lu.partition("Atelier B : Le travail B")[2].partition("Atelier C")[0]
    assert "1 / 1 places prises, 1 en attente" in atelier_b
    assert "Qui y vient Une Première En attente Deux Seconde depuis le" in atelier_b
    assert "0 / 1 places prises." in lu.partition("Atelier C : Le travail C")[2]


@pytest.mark.parametrize("lettres", ["A", "ABC"])
def test_the_page_takes_constant_queries(client, camille, lettres, django_assert_num_queries):
    evenement, a = rencontre_a_ateliers(places=1, lettres=lettres)
    for lettre in lettres:
        for n in range(2):
            sur_place(evenement, f"{lettre}{n}@example.org", ateliers=[a[lettre]])

    with django_assert_num_queries(7):
        client.get(page(evenement))


def test_the_list_has_a_column_and_a_filter_that_the_export_follows(client, rencontre):
    evenement, a = rencontre
    sur_place(evenement, "une@example.org", nom="Première", ateliers=[a["B"]])
    sur_place(evenement, "deux@example.org", nom="Seconde")

    reponse = client.get(liste(evenement), {"atelier": a["B"].pk})

    assert noms(reponse) == ["Première"]
    assert 'data-nom="Atelier"' in reponse.text
    assert [i.nom for i in exports.choisies(evenement, f"?atelier={a['B'].pk}")] == ["Première"]


@pytest.mark.parametrize("valeur", ["999999", "x", ""])
def test_another_value_filters_nothing(client, rencontre, valeur):
    evenement, a = rencontre
    sur_place(evenement, "une@example.org", nom="Première", ateliers=[a["B"]])

    assert noms(client.get(liste(evenement), {"atelier": valeur})) == ["Première"]


def test_an_event_without_workshops_has_neither(client, rencontre):
    evenement, _ = rencontre
    evenement.creneaux.update(avec_inscription=False)
    sur_place(evenement, "une@example.org")

    reponse = client.get(liste(evenement))

    assert ('data-nom="Atelier"' in reponse.text, 'name="atelier"' in reponse.text) == (False, False)
    assert "Aucun atelier sur inscription" in texte(client.get(page(evenement)))


def test_a_stranger_reads_nothing(client):
    evenement, a = rencontre_a_ateliers()
    sur_place(evenement, nom="Secret", ateliers=[a["A"]])

    reponse = client.get(page(evenement))

    assert (reponse.status_code, "Secret" in reponse.text) == (302, False)
