import html
import re
from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from evenements.actions import toucher
from evenements.models import Evenement, Formule
from presences.models import Bilan
from tests.factories import CycleFactory, EvenementFactory, PartenariatFactory, RencontreFactory, StructureFactory
from tests.factories.evenements import dans

pytestmark = pytest.mark.django_db
ACCUEIL = "/"


def texte(reponse):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text.split("<main", 1)[1])))


def test_what_is_next_is_the_nearest_of_ours(client):
    RencontreFactory(debut=dans(40, 9), fin=dans(40, 17))
    EvenementFactory(titre="Le prochain", debut=dans(15, 13))
    EvenementFactory(titre="Le voisin", debut=dans(5, 9), nature=Evenement.Nature.SEMINAIRE)
    EvenementFactory(titre="L’annulé", debut=dans(3, 9), annule_le=timezone.now())

    contexte = client.get(ACCUEIL).context

    assert contexte["prochain"].evenement.titre == "Le prochain"
    assert contexte["dans"] == "dans 15\xa0jours"
    assert [e.evenement.titre for e in contexte["voisins"]] == ["Le voisin"]


def test_nothing_to_come_says_so(client):
    lu = texte(client.get(ACCUEIL))

    assert "Aucun rendez-vous n’est encore annoncé" in lu
    assert "Aucune Rencontre n’est encore passée." in lu


def test_a_draft_is_in_no_byte(client):
    cycle = CycleFactory(publie_le=None, titre="Cycle secret")
    EvenementFactory(publie_le=None, titre="Brouillon secret")
    EvenementFactory(cycle=cycle, numero=1)

    assert "secret" not in client.get(ACCUEIL).text


def test_the_cycle_is_drawn_as_its_escales(client):
    cycle = CycleFactory()
    EvenementFactory(cycle=cycle, numero=1, debut=dans(-40, 13))
    EvenementFactory(cycle=cycle, numero=2, debut=dans(20, 13))
    EvenementFactory(
        cycle=cycle, numero=3, debut=None, fin=None, precision=Evenement.Precision.A_PRECISER, formules=False
    )

    reponse = client.get(ACCUEIL)

    escales = reponse.context["marche"].escales
    assert [(e.numero, e.avancee) for e in escales] == [(1, "faite"), (2, "prochaine"), (3, "a_venir")]
    assert "Date à préciser" in texte(reponse)


def test_past_editions_give_their_known_figures(client):
    passee = RencontreFactory(numero=6, debut=dans(-400, 9), fin=dans(-400, 17), formules=False)
    Bilan.objects.create(
        evenement=passee,
        origine=Bilan.Origine.SAISIE,
        methode="méthode d’origine non documentée",
        chiffres={"participants_en_direct": 592, "telechargements_du_replay": 1037},
    )

    lu = texte(client.get(ACCUEIL))

    assert (
        "592 participants en direct, 1 037 téléchargements du replay (méthode d’origine non documentée)"
        " 6 e Rencontre" in lu
    )
    assert "format non renseigné" in lu


def test_hours_across_the_territories_stand_without_a_script(client):
    EvenementFactory(debut=dans(15, 9, 30))

    heures = {t.ou: (t.heure, bool(t.note)) for t in client.get(ACCUEIL).context["territoires"]}

    assert heures["Paris"] == ("9\xa0h\xa030", True)
    assert set(heures) == {"Tahiti", "Guadeloupe", "Paris", "La Réunion", "Nouméa"}


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_home_page_takes_constant_queries(client, nombre, django_assert_num_queries):
    cycle = CycleFactory()
    for numero in range(1, nombre + 1):
        EvenementFactory(cycle=cycle, numero=numero)
        RencontreFactory()
        Bilan.objects.create(
            evenement=RencontreFactory(debut=dans(-400, 9), fin=dans(-400, 17)), origine="saisie", chiffres={}
        )

    with django_assert_num_queries(2):
        client.get(ACCUEIL)


def test_the_same_page_again_is_304(client):
    EvenementFactory()
    etag = client.get(ACCUEIL)["ETag"]

    reponse = client.get(ACCUEIL, headers={"if-none-match": etag})

    assert (reponse.status_code, reponse.content) == (304, b"")


def test_the_home_page_is_never_stale(client):
    evenement = RencontreFactory()
    lus = [texte(client.get(ACCUEIL))]
    Formule.objects.filter(capacite=200).update(places_prises=190)
    lus.append(texte(client.get(ACCUEIL)))
    Evenement.objects.filter(pk=evenement.pk).update(titre="Titre corrigé")
    toucher(evenement)
    lus.append(texte(client.get(ACCUEIL)))

    assert ["dernières places" in lu for lu in lus] == [False, True, True]
    assert ["Titre corrigé" in lu for lu in lus] == [False, False, True]


def test_a_day_later_the_page_is_another(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    EvenementFactory(debut=dans(15, 13))
    avant = client.get(ACCUEIL)
    time_machine.shift(timedelta(days=1))

    apres = client.get(ACCUEIL, headers={"if-none-match": avant["ETag"]})

    assert ("dans 15 jours" in texte(avant), "dans 14 jours" in texte(apres)) == (True, True)


def test_the_home_page_is_cacheable_and_says_nothing_of_its_reader(client):
    reponse = client.get(ACCUEIL)

    assert reponse["Cache-Control"] == "public, no-cache"
    assert not reponse.cookies
    assert "Cookie" not in reponse.get("Vary", "")


def test_hours_do_not_follow_the_active_zone(client):
    EvenementFactory()
    attendu = texte(client.get(ACCUEIL))

    with override_settings(TIME_ZONE="Pacific/Noumea"), timezone.override("Pacific/Noumea"):
        assert texte(client.get(ACCUEIL)) == attendu


def test_a_cycle_shows_its_question_its_partners_and_its_figures(client):
    cycle = CycleFactory(question="Comment faire ?", annee=2020)
    EvenementFactory(cycle=cycle, numero=1, debut=dans(-400, 13))
    PartenariatFactory(evenement=None, cycle=cycle, structure=StructureFactory(nom="Le RAMEAU"), role="contributions")
    Bilan.objects.create(cycle=cycle, origine="saisie", chiffres={"temoignages": 15})

    lu = texte(client.get(reverse("portail:cycle", args=[cycle.slug])))

    assert "Comment faire ?" in lu
    assert "Une escale" in lu
    assert "Témoignages 15" in lu
    assert "Réalisé avec les contributions de Le RAMEAU" in lu


@pytest.mark.parametrize("publie_le", [None, "demain"])
def test_a_draft_cycle_is_not_found(client, publie_le):
    cycle = CycleFactory(publie_le=timezone.now() + timedelta(days=1) if publie_le else None)

    assert client.get(reverse("portail:cycle", args=[cycle.slug])).status_code == 404


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_cycle_takes_constant_queries(client, nombre, django_assert_num_queries):
    cycle = CycleFactory()
    for numero in range(1, nombre + 1):
        EvenementFactory(cycle=cycle, numero=numero)
        PartenariatFactory(evenement=None, cycle=cycle)

    with django_assert_num_queries(4):
        client.get(reverse("portail:cycle", args=[cycle.slug]))
