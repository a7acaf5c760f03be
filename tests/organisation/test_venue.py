"""J-7 for the team; the places of a formule; members first."""

import pytest
from django.urls import reverse

from annonces import actions as annonces
from courriels.models import Envoi
from evenements import actions as evenements
from inscriptions.models import Attente, Inscription
from socle import liens
from tests.factories import AccesFactory, LieuFactory, RencontreFactory, UserFactory
from tests.factories.evenements import dans
from tests.inscriptions.aides import inscrire

pytestmark = pytest.mark.django_db


@pytest.fixture
def equipe(client):
    user = UserFactory()
    AccesFactory(user=user)
    client.force_login(user)
    return client


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_silent_are_listed_in_constant_queries(equipe, nombre, django_assert_max_num_queries):
    evenement = RencontreFactory()
    for numero in range(nombre):
        inscrire(evenement.formules.get(modalite="presentiel"), f"p{numero}@example.org")

    with django_assert_max_num_queries(12):
        page = equipe.get(reverse("organisation:venue", args=[evenement.slug])).text

    assert page.count("@example.org</td>") == nombre


def test_the_button_asks_once(equipe):
    evenement = RencontreFactory()
    inscrire(evenement.formules.get(modalite="presentiel"))
    chemin = reverse("organisation:venue", args=[evenement.slug])

    for _ in range(2):
        assert equipe.post(chemin).status_code == 302

    assert Envoi.objects.filter(objet__startswith="Venez-vous").count() == 1
    assert "La question est déjà partie" in equipe.get(chemin).text


def test_a_larger_capacity_is_offered_in_the_same_act():
    evenement = RencontreFactory(formules=1)
    formule = evenement.formules.get(modalite="presentiel")
    inscrire(formule, "tenue@example.org")
    inscrire(formule)

    annonces.modifier_formule(formule, par=UserFactory(), capacite=2)

    assert Attente.objects.get().tient_une_place
    with pytest.raises(evenements.FormuleImpossible, match=r"2.places sont déjà prises"):
        annonces.modifier_formule(formule, par=UserFactory(), capacite=1)


def test_more_places_than_seats_is_a_choice_with_its_reason():
    evenement = RencontreFactory(lieu=LieuFactory(places_assises=180), formules=150)
    formule = evenement.formules.get(modalite="presentiel")

    with pytest.raises(evenements.FormuleImpossible, match=r"200.places pour 180.places assises"):
        evenements.modifier_formule(formule, par=UserFactory(), capacite=200)
    apres = evenements.modifier_formule(
        formule, par=UserFactory(), capacite=200, depassement_motif="un désistement sur dix"
    )

    assert (apres.capacite, apres.depassement_motif) == (200, "un désistement sur dix")


def test_on_site_opens_to_members_first_by_their_shared_link(client):
    evenement = RencontreFactory()
    formule = evenement.formules.get(modalite="presentiel")
    evenement.formules.filter(pk=formule.pk).update(membres_jusqu_au=dans(7))
    saisie = {"formule": "presentiel", "prenom": "A", "nom": "B", "profil": "association", "territoire": "04"}
    ouvert = reverse("inscriptions:inscrire", args=[evenement.slug])
    membres = liens.inscription_des_membres(formule).removeprefix("http://localhost:8000")

    refus = client.post(ouvert, {**saisie, "email": "a@example.org"})
    faux = client.post(f"{ouvert}?acces={formule.pk}-x", {**saisie, "email": "a@example.org"})
    accepte = client.post(membres, {**saisie, "email": "b@example.org"})

    assert [refus.status_code, faux.status_code, accepte.status_code] == [422, 422, 303]
    assert "est d’abord ouverte aux membres du Réseau" in refus.text
    assert "D’abord ouverte aux membres" in client.get(ouvert).text
    assert [i.email for i in Inscription.objects.all()] == ["b@example.org"]
