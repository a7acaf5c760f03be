"""What a database file keeps of a value that is no longer in any row."""

import structlog
from django.db import OperationalError, connection

journal = structlog.get_logger(__name__)
PATIENCE_MS = 2000


def oublier() -> bool:
    """Bring SQLite's journal (-wal) back to nothing: it holds pages as they were before a blanking.

    The file itself keeps nothing, freed bytes are overwritten (`secure_delete`, config.environnement). To be called
    outside a transaction. False where somebody was reading or writing: the next call, `purger` at the latest, does it.
    PostgreSQL reuses what is freed by itself, and no address of ours reads it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return connection.vendor != "sqlite"
    with connection.cursor() as curseur:
        attente = curseur.execute("PRAGMA busy_timeout").fetchone()[0]
        curseur.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        try:
            est_occupee = curseur.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except OperationalError:
            est_occupee = 1
        finally:
            curseur.execute(f"PRAGMA busy_timeout={attente}")
    if est_occupee:
        journal.warning("journal de la base non tronqué : la base sert, ce sera fait plus tard")
    return not est_occupee
