"""The worker's and the clock's entrance: `celery -A config worker -P threads`, `celery -A config beat`."""

import os
from pathlib import Path

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def preparer_le_dossier_du_broker(sender, **_):
    """The filesystem broker writes into folders that must exist before the first message."""
    options = sender.conf.broker_transport_options
    for cle in ("data_folder_in", "data_folder_out", "control_folder", "processed_folder"):
        if cle in options:
            Path(options[cle]).mkdir(parents=True, exist_ok=True)
