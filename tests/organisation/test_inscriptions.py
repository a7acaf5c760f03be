import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courriels.models import Envoi
from inscriptions import actions
from inscriptions.models import Attente, Besoins, Inscription
from tests.factories import EvenementFactory, InscriptionFactory, RencontreFactory

pytestmark = pytest.mark.django_db


def liste(evenement):
    return reverse("organisation:inscriptions", args=[evenement.slug])


def noms(reponse):
    return [inscription.nom for inscription in reponse.context["page"].object_list]


@pytest.fixture
def rencontre(camille):
    return RencontreFactory()


def inscrire(rencontre, nom, **champs):
    modalite = champs.pop("modalite", "distanciel")
    return InscriptionFactory(evenement=rencontre, formule=rencontre.formules.get(modalite=modalite), nom=nom, **champs)


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_asks_as_many_queries_for_1_row_as_for_3(client, rencontre, nombre, django_assert_num_queries):
    for n in range(nombre):
        ligne = inscrire(rencontre, f"Nom {n}")
        Attente.objects.create(inscription=ligne, formule=ligne.formule, entree_le=timezone.now())

    with django_assert_num_queries(11):
        reponse = client.get(liste(rencontre))

    assert len(noms(reponse)) == nombre


@pytest.mark.parametrize(
    ("requete", "attendus"),
    [
        ({}, ["Benali", "Ançay"]),
        ({"etat": "toutes", "tri": "nom"}, ["Ançay", "Benali", "Cros"]),
        ({"etat": "toutes", "tri": "-nom"}, ["Cros", "Benali", "Ançay"]),
        ({"etat": "annulation"}, ["Cros"]),
        ({"q": "GAEL ancay"}, ["Ançay"]),
        ({"q": "cooperative"}, ["Benali"]),
        ({"formule": "presentiel"}, ["Benali"]),
        ({"profil": "association"}, ["Ançay"]),
        ({"territoire": "04"}, ["Benali"]),
        ({"categorie": "presse"}, ["Benali"]),
        ({"etat": "n’importe", "tri": "quoi", "profil": "<script>", "page": "x"}, ["Benali", "Ançay"]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted_by_its_address(client, rencontre, requete, attendus):
    inscrire(rencontre, "Ançay", prenom="Gaël", profil="association", territoire="84")
    inscrire(
        rencontre,
        "Benali",
        structure="Coopérative d’activité",
        modalite="presentiel",
        territoire="04",
        categorie="presse",
    )
    annulee = inscrire(rencontre, "Cros")
    Inscription.objects.filter(pk=annulee.pk).update(etat="annulation", formule=None)

    reponse = client.get(liste(rencontre), requete)

    assert noms(reponse) == attendus
    assert "<script>" not in reponse.text.replace("<script ", "")


def test_tabs_count_what_the_filters_leave(client, rencontre):
    inscrire(rencontre, "Ançay", profil="association")
    inscrire(rencontre, "Benali")

    etats = client.get(liste(rencontre), {"profil": "association"}).context["etats"]

    assert [(etat, nombre) for etat, _, nombre, _ in etats] == [
        ("confirmation", 1),
        ("attente", 0),
        ("annulation", 0),
        ("toutes", 1),
    ]


def test_pages_keep_the_filters(client, rencontre):
    for n in range(26):
        inscrire(rencontre, f"Nom {n:02}", profil="association")

    premiere = client.get(liste(rencontre), {"profil": "association", "tri": "nom"})
    suite = re.search(r'class="suite" href="([^"]+)"', premiere.text).group(1).replace("&amp;", "&")

    assert noms(client.get(liste(rencontre) + suite)) == ["Nom 25"]


def test_htmx_receives_the_fragment_alone(client, rencontre):
    inscrire(rencontre, "Ançay")

    fragment = client.get(liste(rencontre), headers={"HX-Request": "true"}).text

    assert fragment.lstrip().startswith('<div id="liste-inscriptions"')
    assert "Ançay" in fragment
    assert "<html" not in fragment


def test_an_empty_list_says_why(client, rencontre):
    vide = client.get(liste(rencontre)).text
    inscrire(rencontre, "Ançay")
    sans_resultat = client.get(liste(rencontre), {"q": "zzz"}).text

    assert "Personne ne s’est encore inscrit" in vide
    assert "Aucun résultat pour «&nbsp;zzz&nbsp;»" in sans_resultat


def test_a_registration_shows_its_needs_its_messages_and_its_life(client, rencontre):
    inscription = actions.inscrire(
        rencontre.formules.get(modalite="presentiel"),
        participant={"prenom": "Maïlys", "nom": "Grondin", "email": "mailys@example.org"},
    )
    Besoins.objects.create(inscription=inscription, regime="sans gluten", consentement_le=timezone.now())

    page = client.get(reverse("organisation:inscription", args=[rencontre.slug, inscription.pk])).text

    envoi = Envoi.objects.get()
    attendus = ("sans gluten", envoi.objet, "mailys@example.org", "<strong>Inscrire</strong>")
    assert [mot for mot in attendus if mot not in page] == []
    assert inscription.secret not in page


def test_a_registration_of_another_event_is_not_found_here(client, rencontre):
    autre = InscriptionFactory(evenement=EvenementFactory())

    assert client.get(reverse("organisation:inscription", args=[rencontre.slug, autre.pk])).status_code == 404


def test_staff_cancel_after_a_page_that_says_what_it_does(client, rencontre):
    inscription = actions.inscrire(
        rencontre.formules.get(modalite="presentiel"),
        participant={"prenom": "Maïlys", "nom": "Grondin", "email": "mailys@example.org"},
    )
    chemin = reverse("organisation:annuler_inscription", args=[rencontre.slug, inscription.pk])

    page = client.get(chemin)
    avant = Inscription.objects.get().etat
    reponse = client.post(chemin, follow=True)
    encore = client.post(chemin)

    assert "La place est rendue aussitôt" in page.text
    assert (avant, Inscription.objects.get().etat) == ("confirmation", "annulation")
    assert "est annulée" in reponse.text
    assert (encore.status_code, "déjà annulée" in encore.text) == (422, True)


def test_a_link_is_sent_again_once_an_hour(client, rencontre):
    inscription = actions.inscrire(
        rencontre.formules.get(modalite="distanciel"),
        participant={"prenom": "Maïlys", "nom": "Grondin", "email": "mailys@example.org"},
    )
    Inscription.objects.update(lien_envoye_le=timezone.now() - timedelta(hours=2))
    chemin = reverse("organisation:renvoyer_le_lien", args=[rencontre.slug, inscription.pk])

    premiere, seconde = client.post(chemin, follow=True).text, client.post(chemin, follow=True).text

    assert "Son lien personnel repart" in premiere
    assert "moins d’une heure" in seconde
    assert client.get(chemin).status_code == 405


def test_namesakes_are_told_apart_by_their_address(client, rencontre):
    for adresse in ("un@example.org", "deux@example.org"):
        inscrire(rencontre, "Martin", prenom="Ana", email=adresse)

    page = client.get(liste(rencontre)).text

    assert re.findall(r'doux">(\w+@example.org)', page) == ["deux@example.org", "un@example.org"]


def test_who_waits_holds_no_formule_and_reads_hours_of_a_place(client, rencontre):
    ligne = inscrire(rencontre, "Cros", etat=Inscription.Etat.ATTENTE, fuseau="Pacific/Tahiti")
    Inscription.objects.filter(pk=ligne.pk).update(formule=None)

    page = client.get(reverse("organisation:inscription", args=[rencontre.slug, ligne.pk])).text

    assert "Heure de Tahiti" in page
    assert ('<span class="doux">aucune</span>' in page, "Pacific/Tahiti" in page) == (False, False)


def test_an_offer_is_said_in_the_list_and_on_the_registration(client, rencontre):
    ligne = inscrire(rencontre, "Ançay")
    Inscription.objects.filter(pk=ligne.pk).update(etat="attente", formule=None)
    maintenant, presentiel = timezone.now(), rencontre.formules.get(modalite="presentiel")
    attente = Attente.objects.create(inscription=ligne, formule=presentiel, entree_le=maintenant)
    adresses = [
        liste(rencontre) + "?etat=attente",
        reverse("organisation:inscription", args=[rencontre.slug, ligne.pk]),
    ]

    avant = [client.get(adresse).text.lower().count("place proposée jusqu’au") for adresse in adresses]
    attente.offre_le, attente.echeance = maintenant, maintenant + timedelta(hours=2)
    attente.save()

    assert avant == [0, 0]
    assert [client.get(adresse).text.lower().count("place proposée jusqu’au") for adresse in adresses] == [1, 2]
