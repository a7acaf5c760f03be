"""The delivery loop: claim with a lease, leave a trace before sending, send, note the answer (design §4).

What is due lives in our table, so that a process killed at any moment loses nothing: a row it had claimed comes back
when its lease ends; one that had left without an answer is doubtful, and sent once more under the same Message-ID.
Every claim is a conditional UPDATE: the same on SQLite and PostgreSQL, whatever the number of processes.
"""

import os
import secrets
import smtplib
import socket
import threading
from collections import Counter
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone

from courriels import mime
from courriels.issues import Issue, Suite, issue_de
from courriels.models import Envoi
from socle import traces

LOT = 20
# Minutes before trying again a message that its server put off; after the last, it is abandoned (about two days).
ATTENTES = (1, 5, 15, 60, 180, 720, 1440)
# How long a message waits for a server that does not answer at all before someone must look.
PATIENCE = timedelta(days=5)
NON_REPONDU = "Parti deux fois sans réponse du serveur : sans doute arrivé, à vérifier."

journal = structlog.get_logger(__name__)
_verrou = threading.Lock()
_a_regarder = threading.Event()


def livrer() -> dict[str, int]:
    """Send what is due, by batches over one connection each, until nothing is; returns what became of the messages.

    One loop per process: a second caller leaves a note to the first, which looks again before it ends.
    """
    comptes: Counter[str] = Counter()
    _a_regarder.set()
    while _a_regarder.is_set() and _verrou.acquire(blocking=False):
        try:
            _a_regarder.clear()
            comptes += _vider_la_boite()
        finally:
            _verrou.release()
    return dict(comptes)


def _vider_la_boite() -> Counter[str]:
    moi = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(6)}"
    comptes = _relever_les_expires()
    while lot := _prendre(moi):
        bilan, suite = _remettre(lot, moi)
        comptes += bilan
        if suite == Suite.PANNE:
            break
    _oublier_les_derniers()
    return comptes


def _oublier_les_derniers() -> None:
    """The last messages to people who were erased, once the server has answered: nothing of them stays, address
    included, in the row nor in the database's own journal."""
    finis = Envoi.objects.filter(est_le_dernier=True).exclude(etat__in=Envoi.EN_ROUTE).exclude(destinataire="")
    if finis.update(**Envoi.EFFACE):
        traces.oublier()


def _relever_les_expires() -> Counter[str]:
    """What a dead process left: doubtful where it had left, abandoned and visible the second time.

    A row claimed that had not left needs nothing: it is due again as soon as its lease ends (`a_livrer`).
    """
    expires = Envoi.objects.partis_sans_reponse()
    rendu_libre = {"proprietaire": "", "bail_jusqu_au": None}
    abandonnes = expires.filter(fut_douteux=True, confidentiel=True).update(
        etat=Envoi.Etat.ABANDON, reponse=NON_REPONDU, **rendu_libre, **Envoi.VIDE
    )
    abandonnes += expires.filter(fut_douteux=True).update(etat=Envoi.Etat.ABANDON, reponse=NON_REPONDU, **rendu_libre)
    douteux = expires.filter(fut_douteux=False).update(
        etat=Envoi.Etat.DOUTEUX, fut_douteux=True, depart_le=None, prochain_essai_le=timezone.now(), **rendu_libre
    )
    return +Counter(abandonnes=abandonnes, douteux=douteux)


def _prendre(moi: str) -> list[Envoi]:
    """Claim at most LOT due rows: whoever updates a row first has it."""
    dus = list(Envoi.objects.a_livrer().order_by("prochain_essai_le", "pk").values_list("pk", flat=True)[:LOT])
    if not dus:
        return []
    Envoi.objects.a_livrer().filter(pk__in=dus).update(proprietaire=moi, bail_jusqu_au=_bail())
    return list(Envoi.objects.filter(pk__in=dus, proprietaire=moi).order_by("prochain_essai_le", "pk"))


def _remettre(lot: list[Envoi], moi: str) -> tuple[Counter[str], Suite]:
    """Send a batch over one connection; where the server itself fails, put back what is left of it.

    A connection cut after some messages is opened again: servers limit how many they take at once.
    """
    comptes: Counter[str] = Counter()
    connexion = get_connection()
    issue, partis = _ouvrir(connexion), 0
    try:
        for envoi in lot:
            if issue.suite == Suite.PANNE:
                break
            issue = _remettre_un(envoi, connexion, moi)
            comptes[issue.compte] += 1
            partis += issue.compte == "envoyes"
            if issue.suite == Suite.ROMPUE or (issue.suite == Suite.PANNE and partis):
                _fermer(connexion)
                issue, partis = _ouvrir(connexion), 0
    finally:
        _fermer(connexion)
    if issue.suite == Suite.PANNE:
        comptes["remis_en_attente"] += _reposer(lot, moi, issue)
    return +comptes, issue.suite


def _remettre_un(envoi: Envoi, connexion, moi: str) -> Issue:
    """One message: note that it leaves, send it, note the answer. Nothing is sent that is no longer ours."""
    depart = timezone.now()
    a_nous = Envoi.objects.jamais_partis().filter(pk=envoi.pk, proprietaire=moi)
    if not a_nous.update(depart_le=depart, bail_jusqu_au=_bail(), tentatives=F("tentatives") + 1):
        return Issue("pris_ailleurs")
    envoi.tentatives += 1
    issue = _envoyer(envoi, connexion)
    encore_a_nous = Envoi.objects.en_route().filter(pk=envoi.pk, proprietaire=moi, depart_le=depart)
    if not encore_a_nous.update(**_suite_de(envoi, issue)):
        journal.warning("bail perdu pendant l’envoi", envoi=envoi.pk)
    return issue


def _envoyer(envoi: Envoi, connexion) -> Issue:
    if not envoi.destinataire:
        return Issue.refus("L’adresse a été effacée.")
    temoin = _Temoin(connexion)
    try:
        message = mime.courriel(envoi, connexion)
        message.message()
    except Exception as cause:  # a row that cannot become a message never will: visible at once
        journal.exception("message impossible à composer", envoi=envoi.pk)
        return Issue.refus(f"Message impossible à composer : {type(cause).__name__}.")
    try:
        connexion.send_messages([message])
    except Exception as cause:  # every failure has its class, and none stops the loop
        issue = issue_de(cause, corps_parti=temoin.corps_parti)
        journal.warning("envoi refusé", envoi=envoi.pk, classe=issue.compte, cause=type(cause).__name__)
        return issue
    return Issue("envoyes")


def _suite_de(envoi: Envoi, issue: Issue) -> dict:
    """The fields that an answer changes; the lease ends in every case."""
    maintenant = timezone.now()
    champs: dict = {"proprietaire": "", "bail_jusqu_au": None, "reponse": issue.mots}
    fini = {**champs, **(Envoi.VIDE if envoi.confidentiel else {})}
    if issue.compte == "envoyes":
        return {**fini, "etat": Envoi.Etat.ENVOI, "envoye_le": maintenant}
    if issue.compte == "douteux" and not envoi.fut_douteux:
        essai = maintenant + timedelta(minutes=ATTENTES[0])
        doute = {"etat": Envoi.Etat.DOUTEUX, "fut_douteux": True, "depart_le": None, "prochain_essai_le": essai}
        return {**champs, **doute}
    if issue.compte == "douteux":
        return {**fini, "etat": Envoi.Etat.ABANDON, "reponse": NON_REPONDU}
    if issue.compte == "refuses" or (issue.compte == "retardes" and envoi.tentatives > len(ATTENTES)):
        return {**fini, "etat": Envoi.Etat.ABANDON, "depart_le": None}
    if issue.compte == "retardes":
        essai = maintenant + timedelta(minutes=ATTENTES[envoi.tentatives - 1])
        return {**champs, "depart_le": None, "prochain_essai_le": essai}
    return {**champs, **_attendre_le_serveur(envoi, issue, maintenant), "tentatives": envoi.tentatives - 1}


def _attendre_le_serveur(envoi: Envoi, issue: Issue, maintenant: datetime) -> dict:
    """The server fails, not the message: it waits a quarter of its age more (1 to 30 min), and gives up in days."""
    age = maintenant - envoi.a_envoyer_depuis
    if age > PATIENCE:
        vide = Envoi.VIDE if envoi.confidentiel else {}
        return {"etat": Envoi.Etat.ABANDON, "depart_le": None, **vide}
    attente = min(max(age / 4, timedelta(minutes=1)), timedelta(minutes=30))
    return {"depart_le": None, "prochain_essai_le": maintenant + attente}


def _reposer(lot: list[Envoi], moi: str, issue: Issue) -> int:
    """Put back the rows of a batch that have not been tried; their attempts are not consumed."""
    maintenant = timezone.now()
    libre = {"proprietaire": "", "bail_jusqu_au": None, "reponse": issue.mots}
    return sum(
        Envoi.objects.jamais_partis()
        .filter(pk=envoi.pk, proprietaire=moi)
        .update(**libre, **_attendre_le_serveur(envoi, issue, maintenant))
        for envoi in lot
    )


def _ouvrir(connexion) -> Issue:
    try:
        connexion.open()
    except Exception as cause:  # refused, silent, bad password, bad certificate: the server, never the message
        journal.warning("serveur de courriel injoignable", cause=type(cause).__name__)
        return Issue.panne(cause)
    return Issue("ouverte")


def _fermer(connexion) -> None:
    try:
        connexion.close()
    except (OSError, smtplib.SMTPException):
        journal.info("connexion déjà fermée par le serveur")


def _bail() -> datetime:
    """Longer than one message can take: four SMTP steps, each under EMAIL_TIMEOUT."""
    return timezone.now() + timedelta(seconds=settings.COURRIELS_BAIL)


class _Temoin:
    """Knows whether the body of the current message has begun to leave: before that, nothing can have arrived."""

    def __init__(self, connexion):
        self.corps_parti = True  # a back-end that is not SMTP says nothing: assume it did
        smtp = getattr(connexion, "connection", None)
        if isinstance(smtp, smtplib.SMTP):
            self.corps_parti = False
            self._data = type(smtp).data.__get__(smtp)
            smtp.data = self._noter  # type: ignore[method-assign]

    def _noter(self, corps):
        self.corps_parti = True
        return self._data(corps)
