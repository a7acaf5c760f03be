from datetime import UTC, date, datetime, time

import pytest

from socle import dates

PARIS, TAHITI, REUNION, MIQUELON = "Europe/Paris", "Pacific/Tahiti", "Indian/Reunion", "America/Miquelon"
RENCONTRE = datetime(2026, 7, 4, 7, 30, tzinfo=UTC)  # 9 h 30 in Paris


@pytest.mark.parametrize(
    ("fuseau", "heure"),
    [
        (PARIS, "9\xa0h\xa030"),
        (REUNION, "11\xa0h\xa030"),
        ("America/Guadeloupe", "3\xa0h\xa030"),
        ("Pacific/Noumea", "18\xa0h\xa030"),
        (TAHITI, "21\xa0h\xa030"),
    ],
)
def test_one_moment_is_written_in_each_zone(fuseau, heure):
    assert dates.heure(RENCONTRE, fuseau) == heure


def test_a_whole_hour_has_no_minutes_and_midnight_is_zero():
    assert dates.heure(datetime(2026, 7, 4, 8, tzinfo=UTC), PARIS) == "10\xa0h"
    assert dates.heure(datetime(2026, 7, 3, 22, tzinfo=UTC), PARIS) == "0\xa0h"


def test_minutes_under_ten_keep_their_zero():
    assert dates.heure(datetime(2026, 7, 4, 7, 5, tzinfo=UTC), PARIS) == "9\xa0h\xa005"


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="sans fuseau"):
        dates.heure(datetime(2026, 7, 4), PARIS)  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("jour", "mots"),
    [
        (date(2023, 7, 4), "mardi 4\xa0juillet 2023"),
        (date(2026, 7, 1), "mercredi 1er\xa0juillet 2026"),
        (date(2026, 8, 31), "lundi 31\xa0août 2026"),
    ],
)
def test_a_day_in_words(jour, mots):
    assert dates.jour(jour) == mots


def test_a_day_without_its_weekday_nor_its_year():
    assert dates.jour(date(2026, 7, 1), semaine=False, annee=False) == "1er\xa0juillet"


@pytest.mark.parametrize(
    ("debut", "fin", "mots"),
    [
        (date(2023, 7, 4), date(2023, 7, 4), "mardi 4\xa0juillet 2023"),
        (date(2023, 4, 1), date(2023, 4, 3), "du 1er au 3\xa0avril 2023"),
        (date(2023, 3, 30), date(2023, 4, 2), "du 30\xa0mars au 2\xa0avril 2023"),
        (date(2023, 12, 31), date(2024, 1, 1), "du 31\xa0décembre 2023 au 1er\xa0janvier 2024"),
    ],
)
def test_several_days_in_words(debut, fin, mots):
    assert dates.jours(debut, fin) == mots


def test_a_window_and_a_beginning_without_end():
    fin = datetime(2026, 7, 4, 10, 30, tzinfo=UTC)

    assert dates.plage(RENCONTRE, fin, PARIS) == "9\xa0h\xa030\xa0–\xa012\xa0h\xa030"
    assert dates.plage(RENCONTRE, None, PARIS) == "9\xa0h\xa030"
    assert dates.de_a(RENCONTRE, fin, PARIS) == "de 9\xa0h\xa030 à 12\xa0h\xa030"


def test_an_hour_that_does_not_exist_goes_forward():
    assert dates.instant(date(2026, 3, 29), time(2, 30), PARIS) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_hour_that_exists_twice_is_the_first():
    assert dates.instant(date(2026, 10, 25), time(2, 30), PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_nine_stays_nine_across_a_change_of_hour():
    samedi = dates.instant(date(2026, 3, 28), time(9), PARIS)

    dimanche = dates.decaler(samedi, PARIS, jours=1)

    assert (dates.heure(dimanche, PARIS), dimanche - samedi) == ("9\xa0h", dates.timedelta(hours=23))


def test_miquelon_follows_american_clock_changes():
    # On 15 March 2026 America has changed its clocks, Paris has not: three hours behind UTC becomes two.
    assert dates.heure(datetime(2026, 3, 1, 12, tzinfo=UTC), MIQUELON) == "9\xa0h"
    assert dates.heure(datetime(2026, 3, 15, 12, tzinfo=UTC), MIQUELON) == "10\xa0h"


@pytest.mark.parametrize(
    ("fuseau", "mots"),
    [(TAHITI, "la veille, le 3\xa0juillet"), (REUNION, ""), ("Pacific/Wallis", "")],
)
def test_how_a_day_stands_to_the_events(fuseau, mots):
    assert dates.jour_relatif(RENCONTRE, fuseau, RENCONTRE, PARIS) == mots


def test_the_evening_in_paris_is_the_next_day_in_noumea():
    soir = datetime(2026, 7, 4, 18, tzinfo=UTC)

    assert dates.jour_relatif(soir, "Pacific/Noumea", soir, PARIS) == "le lendemain, le 5\xa0juillet"


def test_two_zones_can_agree_in_summer_only():
    assert dates.meme_heure(RENCONTRE, PARIS, "Africa/Johannesburg")
    assert not dates.meme_heure(datetime(2026, 1, 4, 8, tzinfo=UTC), PARIS, "Africa/Johannesburg")


@pytest.mark.parametrize(
    ("minutes", "mots"),
    [(53, "53\xa0min"), (60, "1\xa0h"), (75, "1\xa0h\xa015"), (125, "2\xa0h\xa005")],
)
def test_a_duration_in_words(minutes, mots):
    assert dates.duree(minutes) == mots


@pytest.mark.parametrize(
    ("jours", "mots"),
    [
        (0, "aujourd’hui"),
        (1, "demain"),
        (-1, "hier"),
        (15, "dans 15\xa0jours"),
        (-2, "il y a 2\xa0jours"),
        (90, "dans 3\xa0mois"),
    ],
)
def test_how_far_a_day_is(jours, mots):
    jour = date(2026, 7, 4)

    assert dates.dans(jour + dates.timedelta(days=jours), jour) == mots
