"""The demonstration's mailbox, over messages delivered by the real path into its folder."""

import email
import email.policy
from dataclasses import replace

import pytest
from django.urls import reverse

from courriels import boite, ics, livraison
from tests.courriels import urls
from tests.courriels.test_ics import composer
from tests.factories.courriels import EnvoiFactory, RendezVousFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(urls.__name__)]


@pytest.fixture(autouse=True)
def _demonstration(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "remis")


@pytest.fixture
def recu():
    """One invitation, delivered."""
    calendrier = composer(replace(RendezVousFactory(), lien="https://reseau.example.org/direct/1.abc/"))
    EnvoiFactory(objet="Invitation : « 9e Rencontre »", calendrier=calendrier, methode=ics.REQUEST)
    livraison.livrer()
    (seul,) = boite.recus()
    return seul


def test_an_empty_mailbox_says_what_to_do(client):
    page = client.get(reverse("courriels:liste")).text

    assert "Aucun courriel pour l’instant" in page
    assert 'class="courriels"' not in page


def test_messages_on_their_way_are_counted(client):
    EnvoiFactory.create_batch(2)

    assert "2\u00a0messages sont en route" in client.get(reverse("courriels:liste")).text


def test_mail_that_really_leaves_is_not_here(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert "Les courriels partent vraiment" in client.get(reverse("courriels:liste")).text


def test_several_messages_of_one_file_are_listed_the_newest_first(client):
    for objet in ("Un", "Deux", "Trois"):
        EnvoiFactory(objet=objet)
    livraison.livrer()

    assert [recu.objet for recu in client.get(reverse("courriels:liste")).context["recus"]] == ["Trois", "Deux", "Un"]
    assert len(list(boite.dossier().iterdir())) == 1


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_asks_the_database_once_however_many_messages(client, nombre, django_assert_num_queries):
    EnvoiFactory.create_batch(nombre)
    livraison.livrer()

    with django_assert_num_queries(1):
        reponse = client.get(reverse("courriels:liste"))

    assert len(reponse.context["recus"]) == nombre


def test_a_message_is_shown_as_received_with_its_calendar_part_in_words(client, recu):
    page = client.get(reverse("courriels:message", args=[recu.cle])).text

    for mots in (
        "Invitation\u00a0: «\u00a09e Rencontre\u00a0»",
        "Maïlys Grondin &lt;personne",
        "invitation.ics",
        "Ajoute le rendez-vous",
        "Mardi 4\u00a0juillet 2023, de 8\u00a0h\u00a030 à 17\u00a0h\u00a030 (heure de Paris)",
        "5 rue Masseran, 75007 Paris",
        "REQUEST, 0",
        "CONFIRMED, ACCEPTED",
        "inscription-1@catalyseurs-territoriaux.org",
        "BEGIN:VCALENDAR",
        "Auto-Submitted: auto-generated",
    ):
        assert mots in page


def test_the_frame_runs_nothing_and_is_framed_only_here(client, recu):
    page = client.get(reverse("courriels:message", args=[recu.cle]))
    cadre = client.get(reverse("courriels:apercu", args=[recu.cle]))

    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert set(cadre["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src 'self' data:",
        "frame-ancestors 'self'",
        "sandbox allow-popups allow-popups-to-escape-sandbox",
    }
    assert cadre["X-Frame-Options"] == "SAMEORIGIN"
    assert "Bonjour Maïlys" in cadre.text


def test_the_downloads_are_the_bytes_that_arrived(client, recu):
    calendrier = client.get(reverse("courriels:calendrier", args=[recu.cle]))
    original = client.get(reverse("courriels:original", args=[recu.cle]))

    assert calendrier.content.decode() == recu.calendrier
    assert calendrier["Content-Disposition"] == 'attachment; filename="invitation.ics"'
    relu = email.message_from_bytes(original.content, policy=email.policy.default)
    assert relu["Message-ID"] == recu.message["Message-ID"]
    assert original.content == recu.octets


def test_a_message_without_calendar_has_no_calendar_file(client):
    EnvoiFactory()
    livraison.livrer()
    cle = next(boite.recus()).cle

    assert "Pour le calendrier" not in client.get(reverse("courriels:message", args=[cle])).text
    assert client.get(reverse("courriels:calendrier", args=[cle])).status_code == 404


def test_what_people_type_is_escaped_everywhere(client):
    EnvoiFactory(
        objet="<script>alert(1)</script>", nom_destinataire="<script>alert(2)", texte="</pre><script>alert(3)</script>"
    )
    livraison.livrer()
    cle = next(boite.recus()).cle
    pages = [client.get(reverse("courriels:liste")).text, client.get(reverse("courriels:message", args=[cle])).text]

    assert not any("<script>alert" in page for page in pages)
    assert "&lt;script&gt;alert(3)" in pages[1]


@pytest.mark.parametrize("adresse", ["192.0.2.7", "10.0.0.1", "::ffff:192.0.2.7", "", "n’importe quoi"])
@pytest.mark.parametrize("nom", ["liste", "message", "apercu", "calendrier", "original"])
def test_only_this_machine_reads_it(client, recu, nom, adresse):
    chemin = reverse(f"courriels:{nom}", args=[] if nom == "liste" else [recu.cle])

    assert client.get(chemin).status_code == 200
    assert client.get(chemin, REMOTE_ADDR=adresse).status_code == 404


def test_it_exists_in_the_demonstration_only(client, settings, recu):
    settings.DEMO = False

    assert client.get(reverse("courriels:message", args=[recu.cle])).status_code == 404


@pytest.mark.urls("config.urls")
def test_without_demo_the_address_is_not_there(client):
    reponse = client.get("/demo/courriels/")

    assert (reponse.status_code, "Ce chemin ne mène nulle part" in reponse.text) == (404, True)


def test_an_unknown_message_is_not_found(client, recu):
    assert client.get(reverse("courriels:message", args=["0" * 20])).status_code == 404


def test_nothing_can_be_posted(client):
    assert client.post(reverse("courriels:liste")).status_code == 405


def test_a_message_still_being_written_is_left_for_later(recu):
    (fichier,) = boite.dossier().iterdir()
    with fichier.open("ab") as suite:
        suite.write(b"Subject: Pas fini\n\nBonjour")

    assert list(boite.recus()) == [replace(recu, arrive_le=next(boite.recus()).arrive_le)]


@pytest.mark.parametrize("brut", ["", "n’importe quoi", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "BEGIN:VEVENT"])
def test_a_calendar_that_cannot_be_read_is_shown_as_it_is(brut):
    assert boite.lire_le_calendrier(brut) is None


def test_a_page_of_the_mailbox_is_not_kept(client, recu):
    reponse = client.get(reverse("courriels:message", args=[recu.cle]))

    assert "no-store" in reponse["Cache-Control"]
