import pytest
from django.core.cache import caches
from django.db import connection


@pytest.fixture(autouse=True)
def _fragments_vides():
    """Fragments live in the process: a test starts without those of the one before."""
    caches["fragments"].clear()


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="il faut PostgreSQL (DATABASE_URL) ; `make test-complet` le donne"))
