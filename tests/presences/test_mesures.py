import pytest
from django.core.exceptions import ValidationError

from presences import mesures
from presences.models import Bilan


@pytest.mark.parametrize(
    ("nom", "valeur", "seule", "phrase"),
    [
        ("participants_en_direct", 592, "592", "592\xa0participants en direct"),
        ("telechargements_du_replay", 1037, "1\u202f037", "1\u202f037\xa0téléchargements du replay"),
        ("temoignages", 1, "1", "1\xa0témoignage"),
        ("duree_moyenne", 53, "53\xa0min", "53\xa0min en moyenne"),
        ("taux_de_presence", 78.5, "78,5\xa0%", "78,5\xa0% de présence"),
        ("regions_representees", 16, "16\xa0sur\xa018", "16\xa0régions représentées sur 18"),
        ("regions_representees", "toutes", "toutes", "toutes les régions représentées"),
    ],
)
def test_a_figure_is_written_in_french(nom, valeur, seule, phrase):
    mesure = mesures.DEFINITIONS[nom]

    assert (mesure.en_clair(valeur), mesure.phrase(valeur)) == (seule, phrase)


def test_every_measure_has_its_words_and_a_sentence_that_defines_it():
    sans_mots = [m.nom for m in mesures.DEFINITIONS.values() if not (m.label and m.singulier and m.pluriel)]
    sans_phrase = [m.nom for m in mesures.DEFINITIONS.values() if not m.definition.endswith(".")]

    assert (sans_mots, sans_phrase) == ([], [])


@pytest.mark.parametrize(
    ("chiffres", "faute"),
    [
        ({"audience": 12}, "« audience » n’est pas une mesure connue."),
        ({"inscrits": -1}, "« -1 » n’est pas une valeur possible pour « Inscrits »."),
        ({"inscrits": "400"}, "« 400 » n’est pas une valeur possible pour « Inscrits »."),
        ({"inscrits": True}, "« True » n’est pas une valeur possible pour « Inscrits »."),
        ({"taux_de_presence": 101}, "« 101 » n’est pas une valeur possible pour « Taux de présence »."),
        ({"regions_representees": 19}, "« 19 » n’est pas une valeur possible pour « Régions représentées »."),
    ],
)
def test_a_bilan_refuses_what_no_measure_allows(chiffres, faute):
    with pytest.raises(ValidationError) as refus:
        Bilan(chiffres=chiffres).clean()

    assert refus.value.message_dict == {"chiffres": [faute]}


def test_a_bilan_admits_known_measures_and_zero():
    assert Bilan(chiffres={"inscrits": 0, "regions_representees": "toutes"}).clean() is None
