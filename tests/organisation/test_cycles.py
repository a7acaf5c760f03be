import pytest

from evenements.models import Cycle
from journal.models import Fait
from tests.factories import CycleFactory, EvenementFactory

pytestmark = pytest.mark.django_db
CYCLES = "/organisation/cycles/"


def test_a_cycle_is_created_as_a_draft_that_the_public_does_not_see(client, camille):
    page = client.post(f"{CYCLES}nouveau/", {"annee": "2027", "titre": "Les communs du territoire"}, follow=True)
    cycle = Cycle.objects.get()

    assert (cycle.slug, cycle.publie_le) == ("cycle-2027", None)
    assert "Cycle créé : c’est un brouillon" in page.text
    assert client.get("/cycles/cycle-2027/").status_code == 404
    assert "communs du territoire" not in client.get("/").text


def test_a_second_cycle_of_a_year_gets_an_address_of_its_own(client, camille):
    CycleFactory(slug="cycle-2027")

    client.post(f"{CYCLES}nouveau/", {"annee": "2027", "titre": "L’œuvre commune"})

    assert Cycle.objects.get(titre="L’œuvre commune").slug == "cycle-2027-l-oeuvre-commune"


def test_publishing_shows_it_and_a_second_click_is_refused_plainly(client, camille):
    cycle = CycleFactory(publie_le=None, titre="Les communs")

    confirmation = client.get(f"{CYCLES}{cycle.pk}/publier/")
    client.post(f"{CYCLES}{cycle.pk}/publier/")
    encore = client.post(f"{CYCLES}{cycle.pk}/publier/")

    assert "Personne ne reçoit de message." in confirmation.text
    assert (encore.status_code, "Ce cycle est déjà publié." in encore.text) == (422, True)
    assert "Les communs" in client.get(f"/cycles/{cycle.slug}/").text
    assert [fait.verbe for fait in Fait.objects.de(cycle)] == ["publier le cycle"]


def test_a_published_cycle_keeps_its_address(client, camille):
    cycle = CycleFactory(slug="cycle-2026")
    saisie = {"annee": "2026", "titre": "Autre titre", "slug": "ailleurs"}

    reponse = client.post(f"{CYCLES}{cycle.pk}/", saisie)
    cycle.refresh_from_db()

    assert (reponse.status_code, cycle.slug) == (422, "cycle-2026")
    assert "son adresse est déjà dans des messages" in reponse.text


def test_a_draft_again_leaves_its_escales_public(client, camille):
    cycle = CycleFactory()
    escale = EvenementFactory(cycle=cycle, numero=1)

    client.post(f"{CYCLES}{cycle.pk}/depublier/")

    assert client.get(f"/cycles/{cycle.slug}/").status_code == 404
    page = client.get(f"/evenements/{escale.slug}/")
    assert (page.status_code, f"/cycles/{cycle.slug}/" in page.text) == (200, False)


@pytest.mark.parametrize("annee", ["", "20", "deux mille"])
def test_a_bad_year_is_said_beside_its_field(client, camille, annee):
    reponse = client.post(f"{CYCLES}nouveau/", {"annee": annee, "titre": "Les communs"})

    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["annee"])
    assert not Cycle.objects.exists()


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_of_cycles_is_read_in_constant_queries(client, camille, nombre, django_assert_num_queries):
    for cycle in CycleFactory.create_batch(nombre):
        EvenementFactory(cycle=cycle, numero=1)

    with django_assert_num_queries(4):
        reponse = client.get(CYCLES)

    assert [c.escales for c in reponse.context["cycles"]] == [1] * nombre
