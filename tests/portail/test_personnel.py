import html
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from inscriptions.models import Attente, Besoins, Inscription
from journal.actions import noter
from socle import liens
from socle.liens import Usage
from tests.factories import EvenementFactory, InscriptionFactory, RencontreFactory
from tests.factories.evenements import dans

pytestmark = pytest.mark.django_db


def chemin(inscription, usage=Usage.GESTION, nom="mon_inscription"):
    return reverse(f"portail:{nom}", args=[liens.jeton(inscription, usage)])


def texte(reponse):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text.split("<main", 1)[1])))


def sur_place(**champs):
    evenement = champs.pop("evenement", None) or RencontreFactory()
    return InscriptionFactory(
        evenement=evenement, formule=evenement.formules.filter(modalite="presentiel").first(), **champs
    )


def en_attente(evenement, entree_le):
    inscription = InscriptionFactory(evenement=evenement, formule=None, etat=Inscription.Etat.ATTENTE)
    Attente.objects.create(
        inscription=inscription, formule=evenement.formules.get(modalite="presentiel"), entree_le=entree_le
    )
    return inscription


def test_a_held_place_shows_its_window_venue_and_entry_code(client):
    inscription = sur_place(dejeuner=True)

    reponse = client.get(chemin(inscription))

    lu = texte(reponse)
    assert "Votre place est réservée" in lu
    assert "de 8 h 30 à 17 h 30 (heure de Paris)" in lu
    assert "Maison des associations 5 rue Masseran, 75007 Paris" in lu
    assert "matin, déjeuner" in lu
    assert liens.code_court(inscription) in lu
    assert 'src="data:image/svg+xml' in reponse.text


def test_an_online_place_has_its_live_link_and_no_entry_code(client):
    inscription = InscriptionFactory(evenement=RencontreFactory())

    reponse = client.get(chemin(inscription))

    assert liens.direct(inscription) in reponse.text
    assert "de 9 h à 12 h 30 (heure de Paris)" in texte(reponse)
    assert "Votre code d’entrée" not in reponse.text


def test_the_page_gives_the_calendar_file_and_the_add_links(client):
    inscription = sur_place()

    reponse = client.get(chemin(inscription))

    jeton = liens.jeton(inscription, Usage.GESTION)
    assert reverse("inscriptions:invitation_ics", args=[jeton]) in reponse.text
    assert reverse("inscriptions:annuler", args=[jeton]) in reponse.text
    assert "https://calendar.google.com/" in unquote(reponse.text)
    assert "https://outlook." in unquote(reponse.text)


def test_someone_who_waits_reads_their_rank_and_gets_no_code(client):
    evenement = RencontreFactory()
    maintenant = timezone.now()
    premier, second = (en_attente(evenement, maintenant - timedelta(hours=2 - n)) for n in range(2))

    rangs = [re.search(r"au rang (\d)", texte(client.get(chemin(i)))).group(1) for i in (premier, second)]

    assert rangs == ["1", "2"]
    assert "Votre code d’entrée" not in client.get(chemin(second)).text
    assert "calendar.google" not in client.get(chemin(second)).text


def test_a_cancelled_registration_offers_to_register_again(client):
    inscription = InscriptionFactory(evenement=RencontreFactory(), formule=None, etat=Inscription.Etat.ANNULATION)

    reponse = client.get(chemin(inscription))

    assert "Votre inscription est annulée" in texte(reponse)
    assert "M’inscrire à nouveau" in reponse.text
    assert "Annuler mon inscription" not in reponse.text


def test_a_cancelled_event_gives_no_calendar_nor_code(client):
    inscription = sur_place(evenement=RencontreFactory(annule_le=timezone.now(), annulation_motif="Salle inondée."))

    reponse = client.get(chemin(inscription))

    assert "L’événement est annulé" in texte(reponse)
    assert "Salle inondée." in texte(reponse)
    assert "Votre code d’entrée" not in reponse.text
    assert "calendar.google" not in reponse.text


def test_a_moved_event_says_its_previous_date(client):
    inscription = sur_place(evenement=RencontreFactory(debut_precedent=dans(10, 9)))

    assert "L’événement était prévu le" in texte(client.get(chemin(inscription)))


def test_own_answers_are_shown(client):
    inscription = sur_place(structure="RNMA", profil="association", echelle="locale", territoire="04")
    Besoins.objects.create(
        inscription=inscription, acces="fauteuil", regime="sans gluten", consentement_le=timezone.now()
    )

    lu = texte(client.get(chemin(inscription)))

    assert inscription.email in lu
    assert "Association, échelle locale, La Réunion" in lu
    assert "fauteuil, sans gluten" in lu


@pytest.mark.parametrize("nom", ["mon_inscription", "direct"])
def test_personal_pages_are_kept_by_no_one(client, nom):
    usage = {"mon_inscription": Usage.GESTION, "direct": Usage.DIRECT}[nom]

    reponse = client.get(chemin(sur_place(), usage, nom))

    assert reponse["Referrer-Policy"] == "no-referrer"
    assert "no-store" in reponse["Cache-Control"]
    assert "noindex" in reponse["X-Robots-Tag"]
    assert not reponse.cookies


@pytest.mark.parametrize("usage", [u for u in Usage if u != Usage.GESTION])
def test_a_link_for_something_else_does_not_open_the_page(client, usage):
    inscription = sur_place(nom="Zabulon")

    reponse = client.get(reverse("portail:mon_inscription", args=[liens.jeton(inscription, usage)]))

    assert reponse.status_code == 404
    assert "Zabulon" not in reponse.text


@pytest.mark.parametrize(("nom", "usage"), [("mon_inscription", Usage.GESTION), ("direct", Usage.DIRECT)])
def test_reading_changes_nothing_and_posting_is_refused(client, nom, usage):
    inscription = sur_place()
    avant = Inscription.objects.filter(pk=inscription.pk).values().get()

    client.get(chemin(inscription, usage, nom))

    assert client.post(chemin(inscription, usage, nom)).status_code == 405
    assert Inscription.objects.filter(pk=inscription.pk).values().get() == avant


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_page_takes_constant_queries(client, nombre, django_assert_num_queries):
    evenement = RencontreFactory()
    inscriptions = [en_attente(evenement, timezone.now()) for _ in range(nombre)]

    with django_assert_num_queries(4):
        client.get(chemin(inscriptions[-1]))


def test_the_code_opened_by_a_stranger_says_nothing(client):
    inscription = sur_place(nom="Zabulon", prenom="Zoé")

    reponse = client.get(liens.pointage(inscription).removeprefix("http://localhost:8000"))

    assert "Présentez ce code à l’accueil" in texte(reponse)
    assert not {mot for mot in ("Zabulon", "Zoé", inscription.email) if mot in reponse.text}
    forge = client.get(reverse("portail:pointage", args=[inscription.evenement.slug]), {"code": "9.forgé"})
    assert forge.content == reponse.content


@pytest.mark.parametrize("publie_le", [None, "jamais créé"])
def test_a_code_of_an_unknown_event_is_not_found(client, publie_le):
    slug = EvenementFactory(publie_le=None).slug if publie_le is None else "inconnu"

    assert client.get(reverse("portail:pointage", args=[slug])).status_code == 404


@pytest.mark.parametrize(("nom", "usage"), [("mon_inscription", Usage.GESTION), ("direct", Usage.DIRECT)])
def test_hours_do_not_follow_the_active_zone(client, nom, usage):
    inscription = sur_place()
    attendu = texte(client.get(chemin(inscription, usage, nom)))

    with override_settings(TIME_ZONE="Pacific/Noumea"), timezone.override("Pacific/Noumea"):
        assert texte(client.get(chemin(inscription, usage, nom))) == attendu


def test_someone_who_waits_reads_the_hours_and_the_place_of_what_they_wait_for(client):
    lu = texte(client.get(chemin(en_attente(RencontreFactory(), timezone.now()))))

    assert "de 8 h 30 à 17 h 30 (heure de Paris)" in lu
    assert "Maison des associations 5 rue Masseran, 75007 Paris" in lu
    assert ("accueil sur place" in lu, "le direct" in lu) == (True, False)


def test_nobody_waits_for_a_cancelled_event(client):
    evenement = RencontreFactory(annule_le=timezone.now())

    lu = texte(client.get(chemin(en_attente(evenement, timezone.now()))))

    assert ("Événement annulé" in lu, "liste d’attente" in lu, "Si une place" in lu) == (True, False, False)


def test_who_registered_after_the_new_date_never_reads_the_old_one(client):
    evenement = RencontreFactory(debut_precedent=dans(10, 9))
    avant = sur_place(evenement=evenement)
    noter("reporter", evenement)
    apres = sur_place(evenement=evenement)

    pages = [texte(client.get(chemin(inscription))) for inscription in (avant, apres)]

    assert ["La date a changé" in page for page in pages] == [True, False]
