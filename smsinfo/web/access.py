"""What a view may reach: the services, and whether this session has logged in to practise."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import ip_address
from typing import Final, cast
from urllib.parse import urlsplit

from flask import current_app, request, session

from smsinfo.bootstrap import Services
from smsinfo.config import LOCAL_HOSTS
from smsinfo.gateways import simulator_needs_login

EXTENSION: Final = "smsinfo"
_LOGGED_IN: Final = "practice"
BY_PROXY: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
"""What proxies add: with one of these the request comes from somewhere else than the address says."""


def services() -> Services:
    """The services of the application that answers this request."""
    return cast(Services, current_app.extensions[EXTENSION])


def is_this_machine() -> bool:
    """True where the request was made on this machine, to this machine by name, and by no proxy."""
    proxied = any(name in request.headers for name in BY_PROXY)
    named = urlsplit(f"//{request.environ.get('HTTP_HOST', '')}").hostname
    return not proxied and named in LOCAL_HOSTS and _is_loopback(request.remote_addr or "")


def may_simulate() -> bool:
    """True where the simulator is open to everybody, or this session has given the practice password."""
    if not simulator_needs_login(services().settings):
        return True
    return hmac.compare_digest(str(session.get(_LOGGED_IN, "")), _proof())


def log_in(password: str) -> bool:
    """Compare in constant time; where it is right, begin a new session that may simulate."""
    right = services().settings.practice_password
    if right is None or not hmac.compare_digest(password.encode(errors="replace"), right.get_secret_value().encode()):
        return False
    language = session.get("lang")
    session.clear()
    session.permanent = True
    session["lang"] = language
    session[_LOGGED_IN] = _proof()
    return True


def log_out() -> None:
    """Forget all that this session held."""
    session.clear()


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _proof() -> str:
    """What a logged-in session carries: it changes with the password, so that a new password ends old sessions."""
    settings = services().settings
    key = settings.secret_key.get_secret_value() if settings.secret_key else ""
    word = settings.practice_password.get_secret_value() if settings.practice_password else ""
    return hmac.new(key.encode(), b"practice:" + word.encode(), hashlib.sha256).hexdigest()
