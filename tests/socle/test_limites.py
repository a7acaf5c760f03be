import pytest
from django.test import RequestFactory

from socle.limites import Limite, LimiteAtteinte, adresse_ip, consommer

DEUX = Limite("essai", 2, 600)
AUTRE = Limite("autre", 5, 600)


@pytest.mark.django_db
def test_a_limit_is_reached_for_one_and_not_for_another(time_machine):
    time_machine.move_to("2027-01-01T00:00:00Z", tick=False)
    consommer((DEUX, "a@example.org"))
    consommer((DEUX, "a@example.org"))
    consommer((DEUX, "b@example.org"))

    with pytest.raises(LimiteAtteinte) as limite:
        consommer((DEUX, "a@example.org"))

    assert limite.value.attendre == 601
    assert str(limite.value).endswith("recommencez dans 11 minutes.")
    time_machine.move_to("2027-01-01T00:10:01Z", tick=False)
    consommer((DEUX, "a@example.org"))


@pytest.mark.django_db
def test_what_one_limit_refuses_counts_for_none():
    for _ in range(2):
        consommer((DEUX, "a@example.org"))
    for _ in range(9):
        with pytest.raises(LimiteAtteinte):
            consommer((AUTRE, "machine"), (DEUX, "a@example.org"))

    consommer((AUTRE, "machine"))


@pytest.mark.django_db
def test_whom_nothing_is_known_of_is_not_counted():
    for _ in range(5):
        consommer((DEUX, ""))


@pytest.mark.parametrize(
    ("proxys", "annonce", "distante", "attendue"),
    [
        (0, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1", "203.0.113.7", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "203.0.113.7", "198.51.100.1"),
        (2, "198.51.100.1, 10.0.0.1", "203.0.113.7", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        (1, "n'importe quoi", "203.0.113.7", ""),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (0, "", "::ffff:203.0.113.7", "203.0.113.7"),
        (0, "", "", ""),
    ],
)
def test_an_address_is_believed_from_our_own_proxies_only(settings, proxys, annonce, distante, attendue):
    settings.NOMBRE_DE_PROXYS = proxys
    request = RequestFactory().get("/", headers={"X-Forwarded-For": annonce}, REMOTE_ADDR=distante)

    assert adresse_ip(request) == attendue
