from zoneinfo import ZoneInfo

from socle import territoires
from socle.territoires import TERRITOIRES


def test_the_eighteen_regions_of_the_law():
    groupes = dict(territoires.choix())

    assert len(groupes["Régions de métropole"]) == 13
    assert len(groupes["Régions d’outre-mer"]) == 5


def test_codes_are_unique_and_zones_exist():
    assert len({t.code for t in TERRITOIRES}) == len(TERRITOIRES)
    assert all(ZoneInfo(t.fuseau) for t in TERRITOIRES)


def test_a_territory_proposes_its_zone_and_an_unknown_one_paris():
    zones = [territoires.fuseau_du_territoire(code) for code in ("04", "987", "11", "zz", "")]

    assert zones == ["Indian/Reunion", "Pacific/Tahiti", "Europe/Paris", "Europe/Paris", "Europe/Paris"]


def test_a_name_and_an_unknown_code():
    assert [territoires.nom("04"), territoires.nom("zz")] == ["La Réunion", "zz"]


def test_how_one_says_being_there():
    lieux = [territoires.lieu_du_fuseau(f) for f in ("Indian/Reunion", "America/Guadeloupe", "Europe/Paris")]

    assert lieux == ["à La Réunion", "en Guadeloupe", "à Paris"]


def test_every_overseas_zone_can_be_chosen():
    outre_mer = {t.fuseau for t in TERRITOIRES if t.groupe != "Régions de métropole"}

    assert outre_mer <= set(territoires.FUSEAUX_PROPOSES)
