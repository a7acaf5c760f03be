import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from courriels import reveil
from courriels.models import Envoi
from tests.factories import EvenementFactory

pytestmark = pytest.mark.django_db


def test_a_message_is_written_whole_before_anything_is_sent(poster, mailoutbox):
    envoi = poster(nom_destinataire="Maïlys Grondin", reference="inscriptions.inscription:1")

    assert (envoi.etat, envoi.destinataire, envoi.objet, envoi.reference, envoi.envoye_le) == (
        Envoi.Etat.ATTENTE,
        "mailys@example.org",
        "Invitation\u00a0: 9e Rencontre",
        "inscriptions.inscription:1",
        None,
    )
    assert envoi.message_id.endswith("@reseau.example.org>")
    assert mailoutbox == []


def test_a_known_key_writes_nothing_and_returns_the_message_already_written(poster):
    premier = poster()

    assert poster(objet="Autre chose", contexte={"prenom": "Autre"}) == premier
    assert list(Envoi.objects.values_list("objet", flat=True)) == ["Invitation\u00a0: 9e Rencontre"]


def test_a_message_of_a_transaction_that_fails_does_not_exist(poster):
    with transaction.atomic():
        poster()
        transaction.set_rollback(True)

    assert Envoi.objects.count() == 0


def test_the_text_is_tidy_and_never_escaped_as_html(poster):
    envoi = poster(contexte={"prenom": "Jean & <Zoé>"})

    assert envoi.texte.startswith("Bonjour Jean & <Zoé>,\n\nC’est oui\u202f!\n\nCordialement,\n")
    assert "\n\n\n" not in envoi.texte


def test_the_html_escapes_what_people_type_and_carries_its_own_style(poster):
    html = poster(contexte={"prenom": "<script>alert(1)</script>"}).html

    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert 'class="mel-corps" style="padding: 24px;"' in html
    assert "prefers-color-scheme: dark" in html


def test_a_subject_cannot_start_another_header(poster):
    objet = "Invitation\r\nBcc: tous@example.org\n\n<script>"

    assert poster(objet=objet).objet == "Invitation Bcc: tous@example.org <script>"


def test_names_and_extra_headers_cannot_start_another_header(poster):
    envoi = poster(
        nom_destinataire="Zoé\r\nBcc: tous@example.org",
        en_tetes={"List-Unsubscribe\r\nBcc": "<https://x.example/d>\r\nBcc: tous@example.org"},
    )

    assert envoi.nom_destinataire == "Zoé Bcc: tous@example.org"
    assert envoi.en_tetes == {"List-UnsubscribeBcc": "<https://x.example/d> Bcc: tous@example.org"}


def test_a_subject_too_long_is_cut_where_the_database_would_refuse_it(poster):
    assert poster(objet="é" * 300).objet == "é" * 249 + "…"


def test_what_is_not_an_address_is_refused(poster):
    with pytest.raises(ValidationError):
        poster(destinataire="mailys@example.org\nBcc: tous@example.org")

    assert Envoi.objects.count() == 0


def test_messages_of_an_event_are_found_by_the_event(poster):
    evenement = EvenementFactory()
    envoi = poster(evenement=evenement)
    poster(cle="autre", evenement="evenements.evenement:0")

    assert list(Envoi.objects.de_l_evenement(evenement)) == [envoi]


def test_a_transaction_wakes_the_worker_once_after_its_commit(poster, monkeypatch, django_capture_on_commit_callbacks):
    reveils = []
    monkeypatch.setattr(reveil.current_app, "send_task", lambda nom, **_: reveils.append(nom))

    with django_capture_on_commit_callbacks(execute=True):
        poster(cle="un")
        poster(cle="deux")
        assert reveils == []

    assert reveils == ["courriels.tasks.livrer"]


def test_a_broker_that_fails_raises_nothing(poster, monkeypatch, django_capture_on_commit_callbacks):
    def refuser(*_, **__):
        raise ConnectionError("refus")

    monkeypatch.setattr(reveil.current_app, "send_task", refuser)

    with django_capture_on_commit_callbacks(execute=True):
        poster()

    assert Envoi.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_written_meanwhile_by_another_is_returned(poster, monkeypatch):
    """The race: both saw no such key, the other committed first; ours finds its row, in a transaction still alive."""
    monkeypatch.setattr(reveil.current_app, "send_task", lambda *_, **__: None)
    from courriels import rendu

    rendre = rendu.rendre

    def rendre_pendant_que_l_autre_ecrit(*args):
        monkeypatch.setattr(rendu, "rendre", rendre)
        poster(objet="Le premier")
        return rendre(*args)

    monkeypatch.setattr(rendu, "rendre", rendre_pendant_que_l_autre_ecrit)
    envoi = poster(objet="Le second")

    assert envoi.objet == "Le premier"
    assert Envoi.objects.count() == 1
    assert connection.needs_rollback is False
