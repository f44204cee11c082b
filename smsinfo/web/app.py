"""The application factory: services in, a Flask application out."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from smsinfo.bootstrap import Services
from smsinfo.config import PREFIX
from smsinfo.errors import BadSetting
from smsinfo.gateways import check_simulator, simulator_channel
from smsinfo.web import errors, headers, health, i18n, webhooks
from smsinfo.web.access import EXTENSION
from smsinfo.web.pages import home, practice, simulator
from smsinfo.web.sessions import CookieSessions
from smsinfo.web.tries import Tries


def create_app(services: Services) -> Flask:
    """The application for these services. Raises BadSetting where a setting must not serve people."""
    check_simulator(services.settings)
    app = Flask("smsinfo.web")
    app.config.update(_config(services))
    app.session_interface = CookieSessions()
    app.extensions[EXTENSION] = services
    csrf = CSRFProtect(app)
    errors.init_app(app)
    headers.init_app(app, services.settings)
    i18n.init_app(app, services.settings)
    csrf.exempt(webhooks.mount(app, services))
    app.register_blueprint(health.pages)
    app.register_blueprint(home.pages)
    if simulator_channel(services.settings) is not None:
        app.extensions[practice.TRIES] = Tries()
        app.register_blueprint(simulator.pages)
        app.register_blueprint(practice.pages)
    # A server forks after the application is built, and a thread does not survive that: so with the first request.
    app.before_request(services.heart.start)
    return app


def _config(services: Services) -> dict[str, object]:
    settings = services.settings
    if settings.secret_key is None:
        problem = "is not set; `smsinfo keys new` prints one"
        raise BadSetting(f"{PREFIX}SECRET_KEY", problem, f"{PREFIX}SECRET_KEY_FILE=/run/secrets/key")
    return {
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "MAX_CONTENT_LENGTH": webhooks.LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": webhooks.LARGEST_BODY,
        "SESSION_COOKIE_NAME": "smsinfo",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.public_url.startswith("https:"),
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
        # A page that stays open for a day still sends; the token ends with the session.
        "WTF_CSRF_TIME_LIMIT": None,
        # The token is the protection; a Referer there is none, because our own policy tells browsers to send none.
        "WTF_CSRF_SSL_STRICT": False,
    }
