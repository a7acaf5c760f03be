import json

import pytest
from django.core import mail
from django.core.management import call_command

from courriels import tasks
from tests.factories.courriels import EnvoiFactory

pytestmark = pytest.mark.django_db


def test_the_command_prints_what_became_of_the_messages_alone(capsys):
    EnvoiFactory.create_batch(3)
    EnvoiFactory(destinataire="")
    call_command("livrer_courriels")

    assert capsys.readouterr().out == "3\u00a0messages envoyés et 1\u00a0message refusé.\n"


def test_the_command_says_that_there_is_nothing_to_send(capsys):
    call_command("livrer_courriels")

    assert capsys.readouterr().out == "Aucun message à envoyer.\n"


def test_the_command_counts_in_json(capsys):
    EnvoiFactory()
    call_command("livrer_courriels", "--json")

    assert {cle: n for cle, n in json.loads(capsys.readouterr().out).items() if n} == {"envoyes": 1}


def test_the_worker_does_the_same():
    envoi = EnvoiFactory()
    tasks.livrer()

    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [envoi.message_id]
