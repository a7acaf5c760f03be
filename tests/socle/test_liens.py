from itertools import product

import pytest
from django.http import Http404

from inscriptions.models import Inscription
from socle import liens
from socle.liens import Usage
from tests.factories import InscriptionFactory

pytestmark = pytest.mark.django_db


def ouvre(texte, usage):
    try:
        return liens.objet_du_jeton(texte, usage, Inscription.objects.all())
    except Http404:
        return None


def test_each_token_opens_its_own_usage_and_no_other():
    inscription = InscriptionFactory()

    ouverts = {
        (fait, lu) for fait, lu in product(Usage, Usage) if ouvre(liens.jeton(inscription, fait), lu) == inscription
    }

    assert ouverts == {(usage, usage) for usage in Usage}


def test_a_token_does_not_open_somebody_elses_row():
    mien, sien = InscriptionFactory(), InscriptionFactory()
    signature = liens.jeton(mien, Usage.GESTION).partition(".")[2]

    assert ouvre(f"{sien.pk}.{signature}", Usage.GESTION) is None


@pytest.mark.parametrize("texte", ["", ".", "1", "1.", "0x1.a", "²." + "a" * 40, "-1.a", "9" * 30 + ".a", "1.é"])
def test_nonsense_is_not_found(texte):
    InscriptionFactory()

    assert ouvre(texte, Usage.GESTION) is None


def test_a_new_secret_revokes_every_link():
    inscription = InscriptionFactory()
    anciens = [liens.jeton(inscription, usage) for usage in Usage]
    inscription.secret = liens.nouveau_secret()
    inscription.save()

    assert [ouvre(texte, usage) for texte, usage in zip(anciens, Usage, strict=True)] == [None] * len(Usage)


def test_an_erased_row_has_no_link_and_opens_with_none():
    inscription = InscriptionFactory()
    jeton = liens.jeton(inscription, Usage.GESTION)
    inscription.secret = ""

    with pytest.raises(ValueError, match="effacée"):
        liens.jeton(inscription, Usage.GESTION)
    Inscription.objects.filter(pk=inscription.pk).update(secret="", email=None, effacee_le=inscription.cree_le)
    assert ouvre(jeton, Usage.GESTION) is None


def test_addresses_are_whole():
    inscription = InscriptionFactory(evenement__slug="rencontre")
    jeton = liens.jeton(inscription, Usage.POINTAGE)

    assert liens.evenement(inscription.evenement) == "http://localhost:8000/evenements/rencontre/"
    assert liens.pointage(inscription) == f"http://localhost:8000/pointage/rencontre/?code={jeton}"


def test_the_short_code_is_steady_and_its_own():
    un, autre = InscriptionFactory(), InscriptionFactory()

    assert liens.code_court(un) == liens.code_court(un) != liens.code_court(autre)
    assert len(liens.code_court(un)) == 7
    assert not set(liens.code_court(un)) & set("0O1IL")
