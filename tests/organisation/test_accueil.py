from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evenements.models import Evenement
from tests.factories import AccesFactory, CycleFactory, EvenementFactory, InscriptionFactory

pytestmark = pytest.mark.django_db
ACCUEIL = "/organisation/"


def titres(reponse):
    return [ligne.evenement.titre for ligne in reponse.context["lignes"]]


@pytest.mark.parametrize("nombre", [1, 3])
def test_events_are_listed_in_constant_queries(client, camille, nombre, django_assert_num_queries):
    for evenement in EvenementFactory.create_batch(nombre, cycle=CycleFactory()):
        InscriptionFactory(evenement=evenement)

    with django_assert_num_queries(7):
        reponse = client.get(ACCUEIL)

    assert [ligne.evenement.inscrits for ligne in reponse.context["lignes"]] == [1] * nombre


def test_events_are_sorted_by_where_they_stand(client, camille):
    hier = timezone.now() - timedelta(days=1)
    EvenementFactory(titre="Passé", debut=hier)
    EvenementFactory(titre="Vieux", debut=hier - timedelta(days=9))
    EvenementFactory(titre="Brouillon", publie_le=None)
    EvenementFactory(titre="Plus tard", precision="a_preciser", debut=None, fin=None, formules=False)
    EvenementFactory(titre="Bientôt")

    vues = [titres(client.get(ACCUEIL, {"vue": vue})) for vue in ("a_venir", "brouillons", "passes", "n’importe")]

    assert vues == [["Bientôt", "Plus tard"], ["Brouillon"], ["Passé", "Vieux"], ["Bientôt", "Plus tard"]]


@pytest.mark.parametrize(("texte", "trouves"), [("ELAN", ["De l’élan"]), ("oeuvre", ["L’Œuvre"]), ("zzz", [])])
def test_events_are_found_whatever_their_accents(client, camille, texte, trouves):
    EvenementFactory(titre="De l’élan")
    EvenementFactory(titre="L’Œuvre")

    assert titres(client.get(ACCUEIL, {"q": texte}, headers={"HX-Request": "true"})) == trouves


def test_a_person_sees_their_events_alone_and_no_figure_without_the_role(client):
    acces = AccesFactory(role="pointage", evenement=EvenementFactory(titre="Le mien"))
    EvenementFactory(titre="Un autre")
    client.force_login(acces.user)

    reponse = client.get(ACCUEIL)

    assert titres(reponse) == ["Le mien"]
    assert "non montré" in reponse.text
    assert reverse("organisation:creer_evenement") not in reponse.text


def test_an_event_is_created_as_a_draft(client, camille):
    saisie = {
        "titre": "L’ingénierie de catalyse",
        "nature": "webinaire",
        "precision": "heure",
        "jour": "2027-02-04",
        "heure_debut": "13:00",
        "heure_fin": "14:00",
        "fuseau": "Europe/Paris",
    }

    refus = client.post(reverse("organisation:creer_evenement"), {**saisie, "heure_fin": "12:00"})
    reponse = client.post(reverse("organisation:creer_evenement"), saisie)

    evenement = Evenement.objects.get()
    assert (refus.status_code, "La fin doit venir après le début." in refus.text) == (422, True)
    assert 'value="L’ingénierie de catalyse"' in refus.text
    assert reponse.headers["Location"] == reverse("organisation:evenement", args=["l-ingenierie-de-catalyse"])
    assert (evenement.publie_le, evenement.formules.count()) == (None, 1)
