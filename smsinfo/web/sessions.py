"""Signed cookie sessions, for browsers only."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class CookieSessions(SecureCookieSessionInterface):
    """Flask's own sessions, except that a webhook without a cookie gets none: a provider never has one, and making a
    signer for each message is work on the path that has to be quick.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of the cookie; None, which Flask takes as empty and read-only, for a webhook without a cookie."""
        if request.path.startswith("/gw/") and "HTTP_COOKIE" not in request.environ:
            return None
        return super().open_session(app, request)
