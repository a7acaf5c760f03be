from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from evenements.forms import EvenementForm, FormuleForm
from evenements.models import Evenement
from tests.factories import EvenementFactory, RencontreFactory

pytestmark = pytest.mark.django_db
NOUMEA = ZoneInfo("Pacific/Noumea")
PARIS = ZoneInfo("Europe/Paris")


def saisie(**champs):
    return {
        "nature": "webinaire",
        "titre": "L’ingénierie de catalyse",
        "precision": "heure",
        "fuseau": "Europe/Paris",
        "jour": "2027-07-04",
        "heure_debut": "09:30",
        "heure_fin": "12:30",
        **champs,
    }


def test_hours_are_shown_in_the_event_s_zone_whatever_zone_is_active():
    debut = datetime(2027, 7, 4, 8, 30, tzinfo=PARIS)
    formule = RencontreFactory(debut=debut, fin=debut.replace(hour=17)).formules.first()

    with timezone.override(NOUMEA):
        champ = str(FormuleForm(evenement=formule.evenement, instance=formule)["debut"])

    assert 'value="2027-07-04T09:00"' in champ


@pytest.mark.parametrize(
    ("precision", "champs", "en_mots"),
    [
        ("heure", {}, "dimanche 4 juillet 2027"),
        ("heure", {"dernier_jour": "2027-07-05"}, "du 4 au 5 juillet 2027"),
        ("jour", {}, "dimanche 4 juillet 2027"),
        ("jour", {"dernier_jour": "2027-07-05"}, "du 4 au 5 juillet 2027"),
        ("mois", {}, "juillet 2027"),
        ("annee", {}, "2027"),
        ("a_preciser", {}, "date à préciser"),
    ],
)
def test_a_date_is_kept_as_precisely_as_it_was_typed(precision, champs, en_mots):
    with timezone.override(NOUMEA):
        form = EvenementForm(saisie(precision=precision, **champs))
        assert form.is_valid(), form.errors

    lu = Evenement(precision=precision, **{nom: form.champs()[nom] for nom in ("debut", "fin", "fuseau")})
    assert str(lu.date_en_mots).replace("\u00a0", " ") == en_mots


def test_hours_are_those_of_the_zone_chosen_in_the_same_form():
    form = EvenementForm(saisie(fuseau="Indian/Reunion", inscriptions_ouvrent_le="2027-05-01T10:00"))

    assert form.is_valid(), form.errors
    assert [form.champs()[nom].isoformat() for nom in ("debut", "inscriptions_ouvrent_le")] == [
        "2027-07-04T05:30:00+00:00",
        "2027-05-01T10:00:00+04:00",
    ]


@pytest.mark.parametrize(
    ("champs", "erreurs"),
    [
        ({"jour": ""}, {"jour": ["Donnez un jour, comme 04/07/2027, ou choisissez « à préciser »."]}),
        (
            {"heure_fin": ""},
            {"heure_fin": ["Donnez une heure, comme 12:30, ou choisissez une date moins précise."]},
        ),
        ({"heure_fin": "09:00"}, {"heure_fin": ["La fin doit venir après le début."]}),
        ({"dernier_jour": "2027-07-01"}, {"dernier_jour": ["Le dernier jour vient après le premier."]}),
    ],
)
def test_a_wrong_date_is_refused_beside_its_field(champs, erreurs):
    assert EvenementForm(saisie(**champs)).errors == erreurs


def test_a_form_shows_an_event_as_it_was_typed():
    evenement = EvenementFactory(
        debut=datetime(2027, 7, 4, 13, tzinfo=PARIS), fin=datetime(2027, 7, 4, 14, tzinfo=PARIS)
    )

    with timezone.override(NOUMEA):
        form = EvenementForm(instance=evenement, fuseau=evenement.fuseau)
        rendus = "".join(str(form[nom]) for nom in ("jour", "dernier_jour", "heure_debut", "heure_fin"))

    assert [v for v in rendus.split('"') if v[:2] in {"20", "13", "14"}] == ["2027-07-04", "13:00", "14:00"]
