from datetime import date

from presences.lecture import Chiffre, chiffres_connus
from presences.mesures import METHODE_INCONNUE
from presences.models import Bilan


def test_historic_figures_say_that_their_method_is_unknown_and_define_nothing():
    bilan = Bilan(
        chiffres={"duree_moyenne": 53, "participants_en_direct": 592},
        methode=METHODE_INCONNUE,
        source="Diaporama du Réseau",
        releve_en_mots="novembre 2020",
    )
    commun = {"definition": "", "note": METHODE_INCONNUE, "releve": "novembre 2020", "source": "Diaporama du Réseau"}

    assert chiffres_connus(bilan) == [
        Chiffre(
            nom="participants_en_direct",
            label="Participants en direct",
            valeur="592",
            phrase="592\xa0participants en direct",
            **commun,
        ),
        Chiffre(
            nom="duree_moyenne", label="Durée moyenne", valeur="53\xa0min", phrase="53\xa0min en moyenne", **commun
        ),
    ]


def test_a_computed_figure_carries_its_definition_and_its_day():
    [chiffre] = chiffres_connus(Bilan(chiffres={"inscrits": 400}, releve_le=date(2023, 7, 1)))

    assert (chiffre.definition[:24], chiffre.note, chiffre.releve) == (
        "Inscriptions confirmées ",
        "",
        "1er\xa0juillet 2023",
    )


def test_no_bilan_has_no_figure():
    assert chiffres_connus(None) == []
