"""The application for a WSGI server: `gunicorn wsgi:app`."""

from __future__ import annotations

import sys

from flask import Flask

from smsinfo.bootstrap import build
from smsinfo.config import load_settings
from smsinfo.errors import BadSetting, NotReady
from smsinfo.logs import configure_logs
from smsinfo.web.app import create_app

# gunicorn starts a worker that ends with 2 again and again, twice a second; it stops at its own APP_LOAD_ERROR only.
CANNOT_START = 4 if "gunicorn.arbiter" in sys.modules else 2


def start() -> Flask:
    """The application; or one line on stderr that says what to do, and exit code 2 (under gunicorn 4)."""
    try:
        settings = load_settings()
        configure_logs(settings.log_level, settings.log_format)
        return create_app(build(settings))
    except (BadSetting, NotReady) as error:
        sys.stderr.write(f"smsinfo: {error}\n")
        sys.exit(CANNOT_START)


app = start()
