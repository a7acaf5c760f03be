from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from courriels import agenda
from courriels.agenda import RendezVous
from tests.factories.courriels import RendezVousFactory


@pytest.mark.parametrize(
    ("fuseau", "mots"),
    [
        ("Europe/Paris", "Mardi 4 juillet 2023, de 8 h 30 à 17 h 30 (heure de Paris)"),
        (
            "Indian/Reunion",
            "Mardi 4 juillet 2023, de 10 h 30 à 19 h 30 (heure locale à La Réunion)",
        ),
        (
            "Pacific/Noumea",
            "Du mardi 4 juillet 2023 à 17 h 30 au mercredi 5 juillet 2023 à 2 h 30 (heure locale à Nouméa)",
        ),
    ],
)
def test_hours_in_words_say_their_zone(fuseau, mots):
    assert agenda.heures_en_mots(RendezVousFactory(fuseau=fuseau)).replace("\u00a0", " ") == mots


def test_the_active_zone_changes_nothing(settings):
    settings.TIME_ZONE = "Pacific/Noumea"

    assert agenda.heures_en_mots(RendezVousFactory()).endswith("(heure de Paris)")


def test_links_to_add_it_to_google_and_outlook():
    liens = agenda.liens_agenda(RendezVousFactory(titre="Éloïse & co", description="", lien="https://x.example/d/"))
    google, outlook = (parse_qs(urlsplit(lien).query) for lien in (liens.google, liens.outlook))

    mots = "Mardi 4\u00a0juillet 2023, de 8\u00a0h\u00a030 à 17\u00a0h\u00a030 (heure de Paris)\n\nRejoindre\u00a0: https://x.example/d/"
    assert google == {
        "action": ["TEMPLATE"],
        "text": ["Éloïse & co"],
        "dates": ["20230704T063000Z/20230704T153000Z"],
        "details": [mots],
        "location": ["5 rue Masseran, 75007 Paris"],
    }
    assert outlook == {
        "rru": ["addevent"],
        "path": ["/calendar/action/compose"],
        "subject": ["Éloïse & co"],
        "startdt": ["2023-07-04T06:30:00Z"],
        "enddt": ["2023-07-04T15:30:00Z"],
        "body": [mots],
        "location": ["5 rue Masseran, 75007 Paris"],
    }
    assert liens.office.startswith("https://outlook.office.com/calendar/action/compose?")


def test_what_is_kept_in_json_comes_back_the_same():
    rendez_vous = RendezVousFactory(debut=datetime(2023, 7, 4, 6, 30, tzinfo=UTC), rappel_minutes=15)

    assert RendezVous.de_json(rendez_vous.en_json()) == rendez_vous


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("titre", "Autre"),
        ("description", "Autre"),
        ("lien", "https://x.example/"),
        ("destinataire", "autre@example.org"),
    ],
)
def test_words_change_the_print_of_the_text_alone(champ, valeur):
    avant, apres = RendezVousFactory(), RendezVousFactory(**{champ: valeur})

    assert avant.empreinte == apres.empreinte
    assert avant.empreinte_du_texte != apres.empreinte_du_texte
