"""Legal pages, refusals, health, robots, sitemap, files."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from donnees.documents import fiches
from portail.views import erreurs, sante
from tests.factories import CycleFactory, EvenementFactory, RessourceFactory, StructureFactory
from tests.factories.courriels import EnvoiFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("nom", "mots"),
    [
        ("mentions_legales", "Mentions légales"),
        ("donnees_personnelles", "Vos droits"),
        ("accessibilite", "Défenseur des droits"),
    ],
)
def test_a_legal_page_is_public_and_cacheable(client, nom, mots, django_assert_num_queries):
    with django_assert_num_queries(0):
        reponse = client.get(reverse(f"portail:{nom}"))

    assert mots in reponse.text
    assert reponse["Cache-Control"] == "public, no-cache"
    assert not reponse.cookies


def test_the_policy_says_what_the_apps_declare(client):
    lu = client.get(reverse("portail:donnees_personnelles")).text

    for fiche, groupes in fiches():
        assert fiche.nom in lu
        assert all(groupe.duree.partition(" ;")[0][:40] in lu for groupe in groupes if groupe.pour_le_public)
    assert "Gardé&nbsp;: 7\u00a0jours après l’événement" in lu
    assert "secret" not in lu


def test_the_declaration_claims_nothing_before_an_audit(client):
    lu = client.get(reverse("portail:accessibilite")).text

    assert "<strong>non conforme</strong>" in lu
    assert "partiellement" not in lu


@pytest.mark.parametrize("chemin", ["/rien/", "/evenements/inconnu/", "/cycles/inconnu/"])
def test_an_unknown_address_is_a_french_404(client, chemin):
    reponse = client.get(chemin)

    assert reponse.status_code == 404
    assert "Ce chemin ne mène nulle part" in reponse.text


@pytest.mark.parametrize(
    ("vue", "statut"),
    [
        (erreurs.requete_invalide, 400),
        (erreurs.interdit, 403),
        (erreurs.formulaire_perime, 403),
        (erreurs.trop_de_demandes, 429),
        (erreurs.panne, 500),
    ],
)
def test_each_refusal_has_its_page_and_reads_nothing(vue, statut, django_assert_num_queries):
    with django_assert_num_queries(0):
        reponse = vue(RequestFactory().get("/"))

    assert reponse.status_code == statut
    assert "etat-borne" in reponse.content.decode()


def test_liveness_touches_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        reponse = client.get("/sante/")

    assert (reponse.status_code, reponse.text) == (200, "ok")


def test_readiness_says_that_all_is_well(client):
    reponse = client.get("/sante/complete/")

    assert (reponse.status_code, reponse.json()["ok"]) == (200, True)


def test_readiness_says_that_messages_wait(client):
    EnvoiFactory(prochain_essai_le=timezone.now() - timedelta(hours=1))

    reponse = client.get("/sante/complete/")

    corps = reponse.json()
    assert (reponse.status_code, corps["courriels"]["ok"], corps["base"]["ok"]) == (503, False, True)
    assert corps["courriels"]["retard_secondes"] >= 3600


def test_readiness_says_that_the_database_is_gone(client, monkeypatch):
    def panne(*_):
        raise DatabaseError("mot de passe dans le message")

    monkeypatch.setattr(sante.connection, "cursor", panne)

    reponse = client.get("/sante/complete/")

    assert (reponse.status_code, reponse.json()["base"]) == (503, {"ok": False})
    assert "mot de passe" not in reponse.text


def test_readiness_says_that_the_broker_is_gone(client, monkeypatch):
    def refus(*_, **__):
        raise ConnectionRefusedError("redis://:secret@hote")

    monkeypatch.setattr(sante.current_app, "connection_for_write", refus)

    reponse = client.get("/sante/complete/")

    assert (reponse.status_code, reponse.json()["broker"]) == (503, {"ok": False})
    assert "secret" not in reponse.text


def test_the_sitemap_lists_what_is_published_and_nothing_else(client):
    EvenementFactory(slug="publie", cycle=CycleFactory(slug="cycle"))
    EvenementFactory(slug="brouillon", publie_le=None, cycle=CycleFactory(slug="cycle-brouillon", publie_le=None))

    reponse = client.get("/sitemap.xml")

    adresses = re.findall("<loc>(.*?)</loc>", reponse.text)
    assert "http://localhost:8000/evenements/publie/" in adresses
    assert "http://localhost:8000/cycles/cycle/" in adresses
    assert "brouillon" not in reponse.text


def test_robots_are_told_what_is_personal(client):
    lu = client.get("/robots.txt").text

    assert "Disallow: /mon-inscription/\n" in lu
    assert "Disallow: /direct/\n" in lu
    assert "Sitemap: http://localhost:8000/sitemap.xml\n" in lu


def test_an_open_resource_leads_to_its_address(client):
    ressource = RessourceFactory(adresse="https://ressources.example.org/a.pdf")

    reponse = client.get(reverse("portail:ressource", args=[ressource.pk]))

    assert (reponse.status_code, reponse["Location"]) == (302, "https://ressources.example.org/a.pdf")


def test_a_file_is_given_to_be_kept(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ressource = RessourceFactory(adresse="", fichier=ContentFile(b"%PDF-1.4", name="diaporama.pdf"))

    reponse = client.get(reverse("portail:ressource", args=[ressource.pk]))

    assert b"".join(reponse.streaming_content) == b"%PDF-1.4"
    assert reponse["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "champs",
    [
        {"publiee_le": None},
        {"retiree_le": timezone.now()},
        {"embargo_jusqu_au": timezone.now() + timedelta(days=1)},
        {"evenement__publie_le": None},
    ],
)
def test_a_resource_that_is_not_open_is_not_found(client, champs):
    ressource = RessourceFactory(**champs)

    reponse = client.get(reverse("portail:ressource", args=[ressource.pk]))

    assert reponse.status_code == 404
    assert "Location" not in reponse


def test_a_structure_without_a_logo_is_not_found(client):
    assert client.get(reverse("portail:logo", args=[StructureFactory().pk])).status_code == 404


def test_a_document_is_saved_under_its_title(client):
    ressource = RessourceFactory(
        titre="Les actes : été 2023", adresse="", fichier=ContentFile(b"%PDF-1.4", name="x9f.pdf")
    )

    reponse = client.get(reverse("portail:ressource", args=[ressource.pk]))
    reponse.close()

    assert reponse["Content-Disposition"] == 'attachment; filename="les-actes-ete-2023.pdf"'


@pytest.mark.parametrize("chemin", ["/evenements/", "/cycles/"])
def test_an_address_cut_short_leads_to_the_agenda(client, chemin):
    reponse = client.get(chemin)

    assert (reponse.status_code, reponse["Location"]) == (302, "/")


def test_the_icon_is_found_where_old_browsers_look(client):
    assert client.get("/favicon.ico")["Location"].endswith(".svg")
