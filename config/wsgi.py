"""The web process's entrance (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from courriels.reveil import preparer  # noqa: E402 - the apps are loaded by get_wsgi_application

preparer()
