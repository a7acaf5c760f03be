import pytest

from tests.factories import AccesFactory


@pytest.fixture
def camille(client):
    """An organiser of every event, signed in."""
    compte = AccesFactory(user__email="camille@example.org").user
    client.force_login(compte)
    return compte
