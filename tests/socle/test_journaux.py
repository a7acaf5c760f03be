import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from socle import liens
from socle.journaux import masquer
from socle.liens import Usage
from tests.factories import InscriptionFactory

SIGNATURE = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("texte", "masque"),
    [
        (f"GET /mon-inscription/12.{SIGNATURE}/ HTTP/1.1", "GET /mon-inscription/12.(jeton)/ HTTP/1.1"),
        (f"/direct/12.{SIGNATURE}/", "/direct/12.(jeton)/"),
        (f"/pointage/r/?code=12.{SIGNATURE}&a=1", "/pointage/r/?code=12.(jeton)&a=1"),
        (f"{{'jeton': '12.{SIGNATURE}'}}", "{'jeton': '12.(jeton)'}"),
        (f"GET /mon-inscription/41.{SIGNATURE[:-1]}/ HTTP/1.1", "GET /mon-inscription/41.(jeton)/ HTTP/1.1"),
        (f"/direct/{SIGNATURE[:20]}", "/direct/(jeton)"),
        (f"GET /agenda/cycle/3.{SIGNATURE[:9]}.ics HTTP/1.1", "GET /agenda/cycle/3.(jeton).ics HTTP/1.1"),
        (f"/agenda/3.{SIGNATURE}.ics", "/agenda/3.(jeton).ics"),
        (f'"GET /pointage/r/?code=12.{SIGNATURE}0"', '"GET /pointage/r/?code=12.(jeton)"'),
        ("/cycles/ensemble/agenda.ics", "/cycles/ensemble/agenda.ics"),
        ("une empreinte 0123456789abcdef", "une empreinte 0123456789abcdef"),
    ],
)
def test_a_token_is_masked_wherever_it_stands(texte, masque):
    assert masquer(texte) == masque


@pytest.fixture
def sortie():
    """What the configured formatter writes."""
    flux = io.StringIO()
    poignee = logging.StreamHandler(flux)
    modele = settings.LOGGING["formatters"]["json"]
    fabriquer = logging.config.DictConfigurator({"version": 1}).resolve
    poignee.setFormatter(
        fabriquer(modele["()"])(processor=modele["processor"], foreign_pre_chain=modele["foreign_pre_chain"])
    )
    racine = logging.getLogger()
    racine.addHandler(poignee)
    yield flux
    racine.removeHandler(poignee)


def test_neither_arguments_nor_a_traceback_say_the_token(sortie):
    jeton = f"7.{SIGNATURE}"
    try:
        raise LookupError(f"rien pour {jeton}")
    except LookupError:
        logging.getLogger("essai").exception("échec de %s", jeton)

    assert "échec de 7.(jeton)" in sortie.getvalue()
    assert SIGNATURE not in sortie.getvalue()


@pytest.mark.django_db
def test_a_personal_page_that_is_not_found_is_logged_without_its_token(client, sortie):
    jeton = liens.jeton(InscriptionFactory(), Usage.DIRECT)

    client.get(reverse("portail:mon_inscription", args=[jeton]))

    assert "Not Found" in sortie.getvalue()
    assert jeton not in sortie.getvalue()
    assert jeton.partition(".")[2] not in sortie.getvalue()


@pytest.mark.parametrize(
    ("nom", "niveau"), [("django.request", "warning"), ("django.security.DisallowedHost", "error")]
)
def test_a_refusal_is_a_warning_in_one_line(sortie, nom, niveau):
    try:
        raise PermissionDenied("rôle")
    except PermissionDenied:
        getattr(logging.getLogger(nom), niveau)("Forbidden: %s", "/organisation/", exc_info=True)

    assert ("Traceback" in sortie.getvalue(), "warning" in sortie.getvalue()) == (False, True)


def test_a_breakdown_keeps_its_traceback(sortie):
    try:
        raise LookupError("panne")
    except LookupError:
        logging.getLogger("django.request").exception("Internal Server Error")

    assert "Traceback" in sortie.getvalue()


def test_every_handler_masks():
    formats = {poignee["formatter"] for poignee in settings.LOGGING["handlers"].values()}

    assert {settings.LOGGING["formatters"][nom]["()"] for nom in formats} == {"socle.journaux.FormateurDiscret"}
