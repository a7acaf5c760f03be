"""Each token opens its own address and no other (design §4)."""

import pytest
from django.urls import reverse

from socle.liens import Usage, jeton
from tests.factories import EvenementFactory
from tests.inscriptions.aides import inscrire

pytestmark = pytest.mark.django_db
ADRESSES = {
    "portail:mon_inscription": Usage.GESTION,
    "inscriptions:annuler": Usage.GESTION,
    "inscriptions:invitation_ics": Usage.GESTION,
    "inscriptions:modifier": Usage.GESTION,
    "inscriptions:venue": Usage.GESTION,
    "inscriptions:offre": Usage.OFFRE,
    "portail:direct": Usage.DIRECT,
}


@pytest.mark.parametrize("usage", list(Usage))
@pytest.mark.parametrize("adresse", list(ADRESSES))
def test_a_token_opens_only_its_own_address(client, adresse, usage):
    inscription = inscrire(EvenementFactory().formules.get())

    reponse = client.get(reverse(adresse, args=[jeton(inscription, usage)]))

    assert reponse.status_code == (200 if ADRESSES[adresse] == usage else 404)
    if reponse.status_code == 404:
        assert "Grondin" not in reponse.text
        assert "mailys" not in reponse.text


@pytest.mark.parametrize("adresse", list(ADRESSES))
def test_a_token_of_somebody_else_or_made_up_opens_nothing(client, adresse):
    formule = EvenementFactory().formules.get()
    mienne, autre = inscrire(formule), inscrire(formule, "autre@example.org")
    signature = jeton(mienne, ADRESSES[adresse]).partition(".")[2]

    for texte in (f"{autre.pk}.{signature}", f"{mienne.pk}.", f"{mienne.pk}", "0.x", "é.é", f"{mienne.pk}.{'0' * 40}"):
        assert client.get(reverse(adresse, args=[texte])).status_code == 404


@pytest.mark.parametrize("adresse", list(ADRESSES))
def test_a_personal_page_is_private(client, adresse):
    inscription = inscrire(EvenementFactory().formules.get())

    reponse = client.get(reverse(adresse, args=[jeton(inscription, ADRESSES[adresse])]))

    assert (reponse["Referrer-Policy"], reponse["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert "no-store" in reponse["Cache-Control"]
    assert not reponse.cookies
