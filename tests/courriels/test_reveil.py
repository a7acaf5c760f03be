"""Redis refused, Redis silent: the act is saved, the page waits less than a second, the mail leaves later."""

import os
import socket
import statistics
import time
from contextlib import contextmanager

import pytest

from tests.courriels.processus import Service
from tests.courriels.serveur import port_libre, serveur_smtp

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

OUVRIR = """
from tests.factories import RencontreFactory
RencontreFactory(slug="rencontre-essai")
resultat = True
"""
INSCRIRE = """
import time
import config.wsgi
from django.test import Client
from inscriptions.models import Inscription
page, durees = "/evenements/rencontre-essai/inscription/", []
navigateur = Client(SERVER_NAME="localhost")
assert navigateur.get(page).status_code == 200
for numero in range(3):
    saisie = {"formule": "distanciel", "prenom": "Maïlys", "nom": "Grondin", "email": f"mailys{numero}@example.org",
              "profil": "association", "echelle": "locale", "territoire": "04"}
    debut = time.monotonic()
    reponse = navigateur.post(page, saisie)
    durees.append(time.monotonic() - debut)
    assert reponse.status_code in (302, 303), reponse.content.decode()
resultat = {"durees": durees, "inscriptions": Inscription.objects.count()}
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
def test_without_redis_the_page_answers_in_under_a_second_and_the_mail_leaves_later(tmp_path, redis):
    with redis() as port_redis, serveur_smtp() as (boite, port):
        service = Service(tmp_path, REDIS_URL=f"redis://127.0.0.1:{port_redis}/0", EMAIL_URL=f"smtp://127.0.0.1:{port}")
        service.executer(OUVRIR)
        fait = service.executer(INSCRIRE)
        assert boite.recus == []
        assert service.lancer("livrer_courriels").wait(timeout=60) == 0

    assert fait["inscriptions"] == 3
    assert statistics.median(fait["durees"]) < 1, fait["durees"]
    assert boite.par_destinataire == {f"mailys{numero}@example.org": 1 for numero in range(3)}


@pytest.mark.parametrize("adresse", ["", pytest.param("REDIS_URL", marks=pytest.mark.redis)])
def test_a_message_written_wakes_a_real_worker_at_once(tmp_path, adresse):
    """No clock runs here: only the wake-up can have made it leave. With the embedded broker, then with Redis."""
    redis = os.environ.get(adresse, "") if adresse else ""
    with serveur_smtp() as (boite, port):
        service = Service(tmp_path, REDIS_URL=redis, EMAIL_URL=f"smtp://127.0.0.1:{port}")
        service.executer(OUVRIR)
        worker = service.celery("worker", "--pool", "threads", "--concurrency", "2", "--without-gossip")
        try:
            service.executer(INSCRIRE)
            assert attendre(lambda: len(boite.recus) == 3)
        finally:
            worker.terminate()
            worker.wait(timeout=30)


def attendre(vrai, secondes=20):
    limite = time.monotonic() + secondes
    while not vrai() and time.monotonic() < limite:
        time.sleep(0.1)
    return vrai()
