from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courriels.models import Envoi
from evenements.models import Evenement
from inscriptions import actions as inscriptions
from socle import dates
from tests.factories import CreneauFactory, EvenementFactory, InterventionFactory, RencontreFactory

pytestmark = pytest.mark.django_db


def adresse(vue, evenement):
    return reverse(f"organisation:{vue}", args=[evenement.slug])


def inscrire(evenement):
    return inscriptions.inscrire(
        evenement.formules.first(), participant={"prenom": "Maïlys", "nom": "Grondin", "email": "m@example.org"}
    )


def test_publishing_says_what_it_does_then_does_it(client, camille):
    evenement = EvenementFactory(publie_le=None)

    page = client.get(adresse("publier", evenement)).text
    brouillons = list(Evenement.objects.publies())
    reponse = client.post(adresse("publier", evenement), follow=True)

    assert "personne ne reçoit de message" in page
    assert (brouillons, list(Evenement.objects.publies())) == ([], [evenement])
    assert "L’événement est publié" in reponse.text


def test_postponing_says_to_how_many_then_writes_to_them(client, camille):
    evenement = RencontreFactory()
    inscrire(evenement)
    demain = dates.decaler(evenement.debut, evenement.fuseau, jours=1)

    page = client.get(adresse("reporter", evenement)).text.replace("\u00a0", " ")
    jour = dates.local(demain, evenement.fuseau).strftime("%Y-%m-%d")
    client.post(adresse("reporter", evenement), {"debut": f"{jour}T08:30", "fin": f"{jour}T17:30"})

    evenement.refresh_from_db()
    assert "1 personne inscrite ou en attente reçoit la nouvelle date" in page
    assert evenement.debut == demain
    assert Envoi.objects.filter(objet__contains="ise à jour").count() == 1


def test_a_refused_postponement_comes_back_with_its_reason(client, camille):
    evenement = EvenementFactory()

    reponse = client.post(adresse("reporter", evenement), {"debut": "2020-01-01T10:00", "fin": "2020-01-01T11:00"})

    assert (reponse.status_code, "La nouvelle date est déjà passée." in reponse.text) == (422, True)


def test_cancelling_asks_for_a_reason(client, camille):
    evenement = EvenementFactory()

    sans = client.post(adresse("annuler", evenement), {"motif": ""})
    client.post(adresse("annuler", evenement), {"motif": "Grève des trains"})

    evenement.refresh_from_db()
    assert (sans.status_code, evenement.est_annule, evenement.annulation_motif) == (422, True, "Grève des trains")


def test_an_event_with_people_does_not_go_back_to_a_draft(client, camille):
    evenement = EvenementFactory()
    inscrire(evenement)

    reponse = client.post(adresse("depublier", evenement))

    assert (reponse.status_code, "personne est inscrite" in reponse.text) == (422, True)


def test_acts_need_the_token_of_the_form(camille):
    client = Client(enforce_csrf_checks=True)
    client.force_login(camille)
    evenement = EvenementFactory(publie_le=None)

    assert client.post(adresse("publier", evenement)).status_code == 403
    assert list(Evenement.objects.publies()) == []


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_draft_programme_is_read_with_hidden_names_in_constant_queries(
    client, camille, nombre, django_assert_num_queries
):
    evenement = EvenementFactory()
    for n in range(nombre):
        InterventionFactory(
            creneau=CreneauFactory(evenement=evenement, titre=f"Moment {n}"),
            affichage="cachee",
            personne__nom=f"Nom{n}",
        )

    with django_assert_num_queries(8):
        page = client.get(adresse("programme", evenement)).text

    assert [f"Nom{n}" in page for n in range(nombre)] == [True] * nombre


def test_the_programme_is_published_from_its_tab(client, camille):
    evenement = EvenementFactory()
    vide = client.post(adresse("publier_programme", evenement))
    CreneauFactory(evenement=evenement)

    reponse = client.post(adresse("publier_programme", evenement), follow=True)

    assert (vide.status_code, "Le programme est vide" in vide.text) == (422, True)
    assert evenement.versions.count() == 1
    assert "Des changements ne sont pas publiés" not in reponse.text


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_home_of_an_event_is_read_in_constant_queries(client, camille, nombre, django_assert_num_queries):
    evenement = RencontreFactory()
    for n in range(nombre):
        inscriptions.inscrire(
            evenement.formules.get(modalite="presentiel"),
            participant={"prenom": "M", "nom": "G", "email": f"m{n}@example.org"},
        )

    with django_assert_num_queries(12):
        chiffres = client.get(adresse("evenement", evenement)).context["chiffres"]

    assert (chiffres.inscrits, chiffres.sur_place.places_prises, chiffres.en_route) == (nombre, nombre, nombre)


def test_the_home_says_what_waits_the_most_pressing_first(client, camille):
    evenement = EvenementFactory(publie_le=None, formules=False)

    taches = client.get(adresse("evenement", evenement)).context["taches"]

    assert [tache.titre for tache in taches] == ["Aucune formule", "L’événement est un brouillon"]


@pytest.mark.parametrize(
    ("champs", "mot"),
    [
        ({"publie_le": None}, "Brouillon"),
        ({}, "Publié, inscriptions ouvertes"),
        ({"inscriptions_ouvrent_le": None}, "Annoncé, inscriptions à venir"),
        ({"annule_le": timezone.now()}, "Annulé"),
        ({"debut_precedent": timezone.now()}, "Reporté"),
        ({"inscriptions_ferment_le": timezone.now() - timedelta(hours=1)}, "Publié, inscriptions closes"),
        ({"debut": timezone.now() - timedelta(days=1)}, "Passé"),
    ],
)
def test_an_event_says_its_state_in_a_word(client, camille, champs, mot):
    evenement = EvenementFactory(**champs)

    assert client.get(adresse("evenement", evenement)).context["etat"].mot == mot


def test_a_taken_event_says_at_once_that_it_cannot_be_a_draft_again(client, camille):
    evenement = EvenementFactory()
    inscrire(evenement)

    page = client.get(adresse("depublier", evenement)).text.replace("\u00a0", " ")
    refus = client.post(adresse("depublier", evenement))

    assert "1 personne est inscrite ou en attente : l’événement se reporte ou s’annule" in page
    assert 'type="submit"' not in page
    assert (refus.status_code, Evenement.objects.publies().count()) == (422, 1)


def test_nobody_is_told_where_nobody_is_registered(client, camille):
    evenement = EvenementFactory()

    vides = [">Reporter</button>" in client.get(adresse("reporter", evenement)).text]
    vides.append(">Annuler l’événement</button>" in client.get(adresse("annuler", evenement)).text)
    inscrire(evenement)

    assert vides == [True, True]
    assert ">Reporter et prévenir</button>" in client.get(adresse("reporter", evenement)).text
