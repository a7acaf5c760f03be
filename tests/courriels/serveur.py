"""A real SMTP server for tests (aiosmtpd), which can answer as told."""

import logging
import socket
from collections import Counter, defaultdict
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

logging.getLogger("mail.log").setLevel(logging.WARNING)  # otherwise, one line for each word of the protocol


class Boite:
    """What arrived, and what to answer: `reponses` maps a recipient to the answer to RCPT, `apres_corps` to DATA."""

    def __init__(self):
        self.recus = []
        self.reponses = {}
        self.apres_corps = {}
        self.connexions = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        self.connexions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 - aiosmtpd's name
        if reponse := self.reponses.get(address):
            return reponse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        reponse = self.apres_corps.get(envelope.rcpt_tos[0], "250 OK")
        if reponse == "coupure":
            server.transport.abort()
            return "250 OK"
        if reponse.startswith("250"):
            self.recus.append(message_from_bytes(envelope.content, policy=policy.default))
        return reponse

    @property
    def par_destinataire(self):
        return Counter(message["To"].addresses[0].addr_spec for message in self.recus)

    @property
    def message_ids(self):
        """The Message-IDs that each person received: one, even in double."""
        recus = defaultdict(set)
        for message in self.recus:
            recus[message["To"].addresses[0].addr_spec].add(message["Message-ID"])
        return recus


def port_libre():
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


@contextmanager
def serveur_smtp(boite=None):
    boite, port = boite or Boite(), port_libre()
    controleur = Controller(boite, hostname="127.0.0.1", port=port)
    controleur.start()
    try:
        yield boite, port
    finally:
        controleur.stop()
