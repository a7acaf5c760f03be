"""Redis refused, Redis silent: the act is saved, the page waits less than a second, the mail leaves later."""

import socket
from contextlib import contextmanager

import pytest

from tests.courriels.processus import Service
from tests.courriels.serveur import port_libre, serveur_smtp

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

POSTER = """
import time
import config.wsgi
from django.db import transaction
from courriels import actions
durees = []
for numero in range(3):
    debut = time.monotonic()
    with transaction.atomic():
        for rang in range(2):
            actions.poster(cle=f"essai-{numero}-{rang}", destinataire="mailys@example.org", objet="Essai",
                           gabarit="courriels/base_courriel", contexte={})
    durees.append(time.monotonic() - debut)
resultat = durees
"""


@contextmanager
def redis_muet():
    """Accepts connections and never answers."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen(16)
        yield prise.getsockname()[1]


@contextmanager
def redis_refuse():
    yield port_libre()


@pytest.mark.parametrize("redis", [redis_refuse, redis_muet])
def test_without_redis_the_act_is_saved_at_once_and_the_mail_leaves_later(tmp_path, redis):
    with redis() as port_redis, serveur_smtp() as (boite, port):
        service = Service(tmp_path, REDIS_URL=f"redis://127.0.0.1:{port_redis}/0", EMAIL_URL=f"smtp://127.0.0.1:{port}")
        durees = service.executer(POSTER)
        assert boite.recus == []
        assert service.lancer("livrer_courriels").wait(timeout=60) == 0

    assert max(durees) < 1, durees
    assert len(boite.recus) == 6
