from urllib.parse import urlsplit

import pytest
from django.test import Client

from annuaire.models import Personne
from tests.factories import AccesFactory, PersonneFactory
from tests.navigateur.aide import atteindre, sans_defilement, sans_violation

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("saison")]
MEMBRES = "Prénom;Nom;E-mail;Structure\r\nLéa;Bouarouja;lea.b@example.org;CCO\r\nNoé;Vidal;noe@example.org;\r\nx;;;\r\n"


@pytest.fixture
def connecte(ouvrir, site):
    """`connecte(largeur, …)`: a page of somebody who organises every event."""
    client = Client()
    client.force_login(AccesFactory().user)
    temoin = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}

    def page_connectee(largeur=1280, **options):
        page = ouvrir(largeur, **options)
        page.context.add_cookies([temoin])
        return page

    return page_connectee


@pytest.mark.parametrize(("largeur", "sombre"), [(320, False), (360, True), (1280, False)])
def test_the_pages_of_the_directory_have_no_violation_and_fit(connecte, largeur, sombre):
    lea = Personne.objects.get(nom="Bouaroua")
    autre = PersonneFactory(prenom="Léa", nom="Bouaroja", email="une.adresse.vraiment.longue@example.org")
    page = connecte(largeur, sombre=sombre)
    for chemin in (
        *("", "nouvelle/", f"{lea.pk}/", f"{lea.pk}/modifier/", f"{lea.pk}/opposition/noter/", "doublons/"),
        *(f"doublons/{lea.pk}/{autre.pk}/", "structures/", f"structures/{lea.structure_id}/", "importer/"),
    ):
        page.goto(f"/organisation/annuaire/{chemin}")
        sans_violation(page)
        sans_defilement(page)


@pytest.mark.parametrize("largeur", [360, 1280])
def test_members_are_imported_with_the_keyboard_alone(connecte, largeur, tmp_path):
    lea = Personne.objects.get(nom="Bouaroua")
    (tmp_path / "membres.csv").write_text(MEMBRES, encoding="utf-8")
    page = connecte(largeur)
    page.goto("/organisation/annuaire/importer/")
    page.set_input_files("input[type=file]", tmp_path / "membres.csv")
    atteindre(page, "[name=source]")
    page.keyboard.type("Fichier de mars")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Relire avant d’importer")
    sans_violation(page)
    sans_defilement(page)
    atteindre(page, "[name='ligne-2']")
    page.keyboard.press("ArrowDown")
    atteindre(page, "[form=confirmer]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Import fait")

    lea.refresh_from_db()
    assert (urlsplit(page.url).path, lea.nom, lea.est_membre) == ("/organisation/annuaire/", "Bouarouja", True)
    assert Personne.objects.filter(est_membre=True).count() == 2


def test_the_list_follows_what_is_typed_and_its_address_too(connecte):
    page = connecte()
    page.goto("/organisation/annuaire/")
    page.fill("#q", "bouar")
    page.wait_for_url("**q=bouar**")

    assert page.locator("#liste-personnes tbody tr").count() == 1
    assert page.locator("#liste-personnes tbody th a").inner_text() == "Léa Bouaroua"
