#!/usr/bin/env python
"""Django's command line; a bad setting stops it with its sentence alone."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as cause:
        sys.exit(str(cause))
    execute_from_command_line(sys.argv)
