"""The worker is killed (SIGKILL) several times while 300 messages leave: none is lost, none is silent."""

import random
import time
from collections import Counter

import pytest

from tests.courriels.processus import Service
from tests.courriels.serveur import Boite, serveur_smtp

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

MESSAGES = 300
ECRIRE = f"""
from courriels.models import Envoi
Envoi.objects.bulk_create(
    Envoi(cle=f"essai-{{n}}", destinataire=f"personne{{n}}@example.org", objet="Essai", texte="Essai",
          html="<p>Essai</p>", message_id=f"<essai-{{n}}@example.org>")
    for n in range({MESSAGES})
)
resultat = Envoi.objects.count()
"""
LIRE = """
from courriels.models import Envoi
resultat = list(Envoi.objects.order_by("pk").values("destinataire", "etat", "fut_douteux", "proprietaire"))
"""


class BoiteQuiTue(Boite):
    """Kills the process that is sending, at chosen messages: before it takes the message, or just after."""

    def __init__(self, coupures):
        super().__init__()
        self.coupures = coupures  # number of the message → "avant" or "apres" it is accepted
        self.processus = None
        self.faites = 0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        coupure = self.coupures.pop(len(self.recus), None)
        if coupure != "avant":
            await super().handle_DATA(server, session, envelope)
        if coupure:
            self.processus.kill()
            self.processus.wait()
            self.faites += 1
        return "250 OK"


def livrer_jusqu_au_bout(service, boite):
    """Start the delivery again after each death, as honcho or systemd do, until nothing is on its way."""
    limite = time.monotonic() + 150
    while time.monotonic() < limite:
        boite.processus = service.lancer("livrer_courriels")
        boite.processus.wait(timeout=90)
        envois = service.executer(LIRE)
        if all(envoi["etat"] not in {"attente", "douteux"} for envoi in envois):
            return envois
    raise AssertionError("des messages sont encore en route")


def test_killed_many_times_every_message_arrives_with_at_most_one_duplicate_a_kill(tmp_path):
    tirage = random.Random(2023)  # noqa: S311 - a reproducible draw
    moments = tirage.sample(range(5, MESSAGES), 6)
    coupures = {moment: ("avant", "apres")[rang % 2] for rang, moment in enumerate(moments)}
    with serveur_smtp(BoiteQuiTue(coupures)) as (boite, port):
        service = Service(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{port}", COURRIELS_BAIL="2")
        assert service.executer(ECRIRE) == MESSAGES
        envois = livrer_jusqu_au_bout(service, boite)

    arrives = boite.par_destinataire
    en_double = {adresse for adresse, nombre in arrives.items() if nombre > 1}
    douteux = {envoi["destinataire"] for envoi in envois if envoi["fut_douteux"]}
    assert boite.faites == len(moments)
    assert set(arrives) == {envoi["destinataire"] for envoi in envois}
    assert Counter(envoi["etat"] for envoi in envois) == {"envoi": MESSAGES}
    assert {envoi["proprietaire"] for envoi in envois} == {""}
    assert arrives.total() - MESSAGES == 3  # the kills « apres » : accepted, its answer never noted
    assert en_double < douteux
    assert len(douteux) == boite.faites
    assert {len(message_ids) for message_ids in boite.message_ids.values()} == {1}


def test_two_processes_never_send_the_same_message(tmp_path):
    with serveur_smtp() as (boite, port):
        service = Service(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{port}")
        service.executer(ECRIRE)
        for processus in [service.lancer("livrer_courriels") for _ in range(2)]:
            assert processus.wait(timeout=90) == 0
        envois = service.executer(LIRE)

    assert boite.par_destinataire == {envoi["destinataire"]: 1 for envoi in envois}
    assert Counter(envoi["etat"] for envoi in envois) == {"envoi": MESSAGES}
    assert boite.connexions > 2
