import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from courriels.models import Envoi
from inscriptions import actions
from inscriptions.models import ChoixAtelier, Inscription
from programmes import actions as programmes
from programmes.models import Creneau
from socle import liens
from socle.liens import Usage
from tests.factories import InscriptionFactory
from tests.inscriptions.ateliers import comptes, file_de, rencontre_a_ateliers, sur_place, tenus, un_atelier
from tests.inscriptions.test_views import adresse, envoyer

pytestmark = pytest.mark.django_db
MOI = "mailys.grondin@example.org"


def texte(reponse):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text.split("<main", 1)[1])))


def les_miens(inscription, usage=Usage.GESTION):
    return reverse("inscriptions:ateliers", args=[liens.jeton(inscription, usage)])


def ma_page(inscription):
    return reverse("portail:mon_inscription", args=[liens.jeton(inscription, Usage.GESTION)])


def test_the_form_has_one_choice_an_hour_with_words_and_no_count(client):
    evenement, a = rencontre_a_ateliers()
    Creneau.objects.filter(pk=a["B"].pk).update(places_prises=17)
    Creneau.objects.filter(pk=a["C"].pk).update(places_prises=20)

    reponse = client.get(adresse(evenement))

    champs = re.findall(r'name="(atelier_\d)" value="(\d*)"', reponse.text)
    assert champs == [
        *(("atelier_1", str(a["A"].pk)), ("atelier_1", "")),
        *(("atelier_2", str(a["B"].pk)), ("atelier_2", str(a["C"].pk)), ("atelier_2", "")),
        *(("atelier_3", str(a["D"].pk)), ("atelier_3", "")),
    ]
    lu = texte(reponse)
    assert "Votre atelier, de 11 h 30 à 13 h 30" in lu
    assert "Dernières places" in lu.partition("Le travail B")[2].partition("Le travail C")[0]
    assert "Complet, liste d’attente ouverte" in lu.partition("Le travail C")[2].partition("Le travail D")[0]
    assert re.search(r"\d+ place|\d+ / \d+", lu) is None


def test_an_event_without_workshops_asks_for_none(client):
    evenement, _ = rencontre_a_ateliers(lettres="A")
    evenement.creneaux.update(avec_inscription=False)
    programmes.publier(evenement, par=None)

    assert 'name="atelier_' not in client.get(adresse(evenement)).text


def test_workshops_chosen_in_the_form_are_held(client):
    evenement, a = rencontre_a_ateliers()

    reponse = envoyer(client, evenement, atelier_1=a["A"].pk, atelier_2=a["C"].pk, atelier_3="")

    assert reponse.status_code == 303
    assert (tenus(a["A"]), tenus(a["C"]), ChoixAtelier.objects.count()) == ([MOI], [MOI], 2)


def test_online_what_was_chosen_does_not_count_nor_refuse(client):
    evenement, a = rencontre_a_ateliers()

    reponse = envoyer(client, evenement, formule="distanciel", atelier_1=a["A"].pk, atelier_2="999999")

    assert (reponse.status_code, ChoixAtelier.objects.count()) == (303, 0)


def test_two_that_overlap_come_back_beside_the_field_with_both_names(client):
    evenement, a = rencontre_a_ateliers()

    reponse = envoyer(client, evenement, atelier_2=a["B"].pk, atelier_3=a["D"].pk)

    assert reponse.status_code == 422
    assert "« Atelier B : Le travail B » et « Atelier D : Le travail D » ont lieu en même temps" in texte(reponse)
    assert 'href="#id_atelier_3"' in reponse.text
    assert f'value="{a["B"].pk}" checked' in reponse.text
    assert Inscription.objects.count() == 0


@pytest.mark.parametrize("quoi", ["ailleurs", "brouillon", "retire", "autre heure", "texte"])
def test_a_forged_or_stale_choice_is_refused(client, quoi):
    evenement, a = rencontre_a_ateliers()
    if quoi == "retire":
        Creneau.objects.filter(pk=a["A"].pk).update(retire_le=timezone.now())
    valeur = {
        "ailleurs": lambda: rencontre_a_ateliers()[1]["A"].pk,
        "brouillon": lambda: un_atelier(evenement, "A").pk,
        "retire": lambda: a["A"].pk,
        "autre heure": lambda: a["D"].pk,
        "texte": lambda: "'; --",
    }[quoi]()

    reponse = envoyer(client, evenement, atelier_1=valeur)

    assert (reponse.status_code, Inscription.objects.count()) == (422, 0)
    assert "Cet atelier n’est plus proposé : le programme a changé." in texte(reponse)


def test_a_stale_form_with_an_hour_that_is_gone_says_so(client):
    evenement, a = rencontre_a_ateliers()
    Creneau.objects.filter(pk=a["D"].pk).update(retire_le=timezone.now())
    programmes.publier(evenement, par=None)

    reponse = envoyer(client, evenement, atelier_1="", atelier_2="", atelier_3=a["D"].pk)

    assert (reponse.status_code, Inscription.objects.count()) == (422, 0)
    assert "Cet atelier n’est plus proposé" in texte(reponse)


@pytest.mark.parametrize("connue", [False, True])
def test_a_known_address_reads_the_same_page_and_keeps_its_workshops(client, connue):
    evenement, a = rencontre_a_ateliers()
    formulaire_avant = client.get(adresse(evenement))
    nouvelle = envoyer(client, evenement, email="nouvelle@example.org", atelier_1=a["A"].pk)
    if connue:
        sur_place(evenement, ateliers=[a["B"]])

    reponse = envoyer(client, evenement, atelier_1=a["A"].pk)

    assert (reponse.status_code, reponse.content) == (nouvelle.status_code, nouvelle.content)
    pages = [client.get(r["Location"]).text.replace("nouvelle@example.org", MOI) for r in (nouvelle, reponse)]
    assert pages[0] == pages[1]
    assert client.get(adresse(evenement)).content == formulaire_avant.content
    assert (MOI in tenus(a["A"]), MOI in tenus(a["B"])) == (not connue, connue)


def test_the_personal_page_shows_what_is_held_waited_for_and_possible(client):
    evenement, a = rencontre_a_ateliers(places=1)
    sur_place(evenement, "autre@example.org", ateliers=[a["B"]])
    inscription = sur_place(evenement, ateliers=[a["C"]])
    actions.choisir_un_atelier(inscription, a["B"].pk)

    reponse = client.get(ma_page(inscription))

    lu = texte(reponse)
    assert "Votre atelier Atelier C : Le travail C, à 11 h 30" in lu
    assert "Atelier B En attente, rang 1 Le travail B" in lu
    assert "En même temps que « Atelier B : Le travail B »" in lu
    assert re.findall(
        r'name="atelier" value="(\d+)"><input type="hidden" name="geste" value="(\w+)"', reponse.text
    ) == [
        (str(a["A"].pk), "choisir"),
        (str(a["B"].pk), "quitter"),
        (str(a["C"].pk), "quitter"),
    ]
    assert "autre@example.org" not in reponse.text


@pytest.mark.parametrize("lettres", ["A", "ABC"])
def test_the_personal_page_takes_constant_queries(client, lettres, django_assert_num_queries):
    evenement, a = rencontre_a_ateliers(lettres=lettres)
    inscription = sur_place(evenement, ateliers=[a["A"]])
    for lettre in lettres:
        sur_place(evenement, f"{lettre}@example.org", ateliers=[a[lettre]])

    with django_assert_num_queries(7):
        client.get(ma_page(inscription))


def test_choosing_from_the_page_holds_it_and_comes_back(client):
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement)

    reponse = client.post(les_miens(inscription), {"atelier": a["A"].pk, "geste": "choisir"})

    assert (reponse.status_code, reponse["Location"]) == (303, f"{ma_page(inscription)}?fait=atelier#ateliers")
    assert (tenus(a["A"]), reponse["Referrer-Policy"]) == ([MOI], "no-referrer")


def test_leaving_from_the_page_and_the_second_click(client):
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement, ateliers=[a["A"]])

    statuts = [
        client.post(les_miens(inscription), {"atelier": a["A"].pk, "geste": "quitter"}).status_code for _ in range(2)
    ]

    assert (statuts, comptes(evenement)[0], Envoi.objects.count()) == ([303, 303], (0, 0), 2)


def test_a_refusal_is_said_on_the_page(client):
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement, ateliers=[a["B"]])

    reponse = client.post(les_miens(inscription), {"atelier": a["D"].pk})

    assert reponse.status_code == 422
    assert "Rien n’a changé" in texte(reponse)
    assert "« Atelier B : Le travail B » et « Atelier D : Le travail D »" in texte(reponse)


@pytest.mark.parametrize("valeur", ["", "-1", "abc", "9" * 40, "١", "0"])
def test_what_is_not_a_number_is_not_found(client, valeur):
    evenement, _ = rencontre_a_ateliers()
    inscription = sur_place(evenement)

    reponse = client.post(les_miens(inscription), {"atelier": valeur})

    assert (reponse.status_code, ChoixAtelier.objects.count()) == (422, 0)


def test_reading_changes_nothing_and_another_link_opens_nothing(client):
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement)

    lue = client.get(les_miens(inscription), {"atelier": a["A"].pk, "geste": "choisir"})
    autres = [client.get(les_miens(inscription, usage)).status_code for usage in (Usage.DIRECT, Usage.AGENDA)]

    assert (lue.status_code, autres, ChoixAtelier.objects.count()) == (200, [404, 404], 0)
    assert lue["X-Robots-Tag"] == "noindex, nofollow"


def test_without_a_place_on_site_the_page_says_that_there_is_nothing(client):
    evenement, _ = rencontre_a_ateliers()
    inscription = InscriptionFactory(evenement=evenement)

    lu = texte(client.get(les_miens(inscription)))

    assert ("Aucun atelier à choisir" in lu, "Le travail A" in lu) == (True, False)


def test_the_calendar_file_of_the_page_lists_the_workshops(client):
    evenement, a = rencontre_a_ateliers(places=1)
    sur_place(evenement, "autre@example.org", ateliers=[a["B"]])
    inscription = sur_place(evenement, ateliers=[a["A"], a["B"]])

    reponse = client.get(reverse("inscriptions:invitation_ics", args=[liens.jeton(inscription, Usage.GESTION)]))

    deplie = reponse.text.replace("\r\n ", "")
    assert ("Atelier A" in deplie, "Atelier B" in deplie) == (True, False)
    assert file_de(a["B"]) == [MOI]


@pytest.mark.parametrize(("page", "suite"), [("changer", ["distanciel"]), ("venue", [])])
def test_switching_online_names_the_workshops_that_are_given_back(client, page, suite):
    evenement, a = rencontre_a_ateliers()
    inscription = sur_place(evenement)
    adresse = reverse(f"inscriptions:{page}", args=[liens.jeton(inscription, Usage.GESTION), *suite])

    avant = client.get(adresse).text
    actions.choisir_un_atelier(inscription, a["A"].pk)
    apres = client.get(adresse).text

    assert ("en atelier est rendue" in avant, "Votre place en atelier est rendue" in apres) == (False, True)
