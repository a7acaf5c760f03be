import pytest
from django.db import connection


@pytest.fixture
def base_postgres(transactional_db):
    """The address of an empty PostgreSQL database of its own: processes started by a test never see another."""
    nom = f"{connection.settings_dict['NAME']}_processus"
    with connection.cursor() as curseur:
        curseur.execute(f'DROP DATABASE IF EXISTS "{nom}" WITH (FORCE)')
        curseur.execute(f'CREATE DATABASE "{nom}"')
        yield "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{nom}".format(**connection.settings_dict, nom=nom)
        curseur.execute(f'DROP DATABASE IF EXISTS "{nom}" WITH (FORCE)')
