import pytest

from socle.scelles import desceller, sceller

VALEURS = {"email": "mailys.grondin@example.org", "attente": False}


def test_what_is_sealed_comes_back_and_cannot_be_read():
    texte = sceller(VALEURS, usage="suite")

    assert desceller(texte, usage="suite", secondes=60) == VALEURS
    assert "mailys" not in texte


@pytest.mark.parametrize(
    "abime", [lambda t: t[:-2], lambda t: f"x{t}", lambda t: "", lambda t: "é\x00", lambda t: "A" * 9000]
)
def test_what_is_cut_or_forged_says_nothing(abime):
    assert desceller(abime(sceller(VALEURS, usage="suite")), usage="suite", secondes=60) == {}


def test_another_usage_or_a_later_hour_opens_nothing(time_machine):
    time_machine.move_to("2027-01-01T00:00:00Z", tick=False)
    texte = sceller(VALEURS, usage="suite")

    assert desceller(texte, usage="autre", secondes=60) == {}
    time_machine.move_to("2027-01-01T00:01:01Z", tick=False)
    assert desceller(texte, usage="suite", secondes=60) == {}
