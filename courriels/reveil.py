"""Tell the worker to look at the outbox now, without ever making a page wait for it."""

import structlog
from celery import current_app
from django.db import transaction

LIVRER = "courriels.tasks.livrer"
journal = structlog.get_logger(__name__)


def reveiller() -> None:
    """Once the transaction is committed, wake the worker: once per transaction, however many messages it wrote.

    The broker only says « look now »: refused or silent, it costs under a second (settings: no retry, short timeouts)
    and loses nothing, since the clock's sweep delivers what waits.
    """
    if not any(fonction is _reveiller for _, fonction, *_ in transaction.get_connection().run_on_commit):
        transaction.on_commit(_reveiller, robust=True)


def preparer() -> None:
    """Import the broker's client when the process starts, not while the first person waits for a page."""
    current_app.connection_for_write().get_transport_cls()


def _reveiller() -> None:
    try:
        current_app.send_task(LIVRER, ignore_result=True, expires=60)
    except Exception as cause:  # whatever the broker's client raises, the data is saved and the page answers
        journal.warning("réveil impossible, le balayage livrera", cause=type(cause).__name__)
