"""The one place where errors become HTTP: plain text for machines, a page for people, never a traceback."""

from __future__ import annotations

import traceback
from typing import Final

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from smsinfo.errors import BadInput, NotReady, Refused, Unauthenticated
from smsinfo.logs import get_logger

log = get_logger(__name__)

RETRY_AFTER: Final = 10
"""Seconds: a restart of the database takes about as long."""

MACHINES: Final = ("/gw/", "/healthz", "/readyz", "/metrics", "/cap/")

FRAME: Final = "frame"
"""In `flask.g`: the template of error pages of this request, where it is not the usual one."""

IN_WINDOW: Final = "window/error.html"
ELSEWHERE: Final = ("/staff", "/simulator")
"""Where an address that there is not does not belong to the window."""

REFUSE: Final = "refuse"
"""In `flask.g`: how an error of this request is written where its gateway has a form for that. Gets the words, None
where they are for the citizen, and the status."""

STATUSES: Final[tuple[tuple[type[Exception], int], ...]] = (
    (Unauthenticated, 403),
    (BadInput, 400),
    (Refused, 409),
    (NotReady, 503),
    (OperationalError, 503),
    (InterfaceError, 503),
    (PoolTimeout, 503),
)
"""Which error is which status; the first that fits counts."""


def init_app(app: Flask) -> None:
    """Answer every error of the application here."""
    app.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response:
    """The response to an error. A webhook's refusal tells its reason; of a fault of ours nobody outside hears more than
    that there is one.
    """
    if isinstance(error, HTTPException) and error.code is not None and error.code < 400:
        return make_response(error.get_response())
    status = status_of(error)
    _log(error, status)
    response = _plain(error, status) if request.path.startswith(MACHINES) else _page(error, status)
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    elif isinstance(error, HTTPException) and status == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def status_of(error: Exception) -> int:
    """The HTTP status of an error: 500 for what we did not foresee."""
    if isinstance(error, HTTPException):
        return error.code or 500
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 500)


def _log(error: Exception, status: int) -> None:
    where = {"path": request.path, "status": status}
    if status == 500:
        # As text, because only values that are text are masked on their way to the log; and without local variables.
        log.error("request_failed", **where, traceback="".join(traceback.format_exception(error)))
    elif status == 503:
        log.error("not_ready", **where, error=type(error).__name__)
    elif status in (400, 403) and request.path.startswith("/gw/"):
        log.warning("webhook_refused", **where, reason=str(error))


def _plain(error: Exception, status: int) -> Response:
    texts = {
        404: "no such address",
        405: "no such method",
        413: "too large",
        500: "internal error",
        503: "not ready, try again",
    }
    text = str(error) if isinstance(error, Unauthenticated | BadInput) else texts.get(status, "refused")
    if (refuse := g.get(REFUSE)) is not None:
        answer: Response = refuse(text if status < 500 else None, status)
        return answer
    return Response(f"{text}\n", status, content_type="text/plain; charset=utf-8")


def _page(error: Exception, status: int) -> Response:
    texts = {
        400: gettext("We could not read that. Go back and try again."),
        403: gettext("You may not see this page."),
        404: gettext("There is no page at this address."),
        413: gettext("That is too long. Shorten it and try again."),
        429: gettext("Too many tries. Wait a quarter of an hour, then try again."),
        503: gettext("The service is not ready at the moment. Try again in a minute."),
    }
    text = texts.get(status, gettext("Something went wrong on our side. Try again in a minute."))
    if isinstance(error, CSRFError):
        text = gettext("This form was open for too long. Open the page again and send it once more.")
    return make_response(render_template(_frame(), status=status, text=text), status)


def _frame() -> str:
    """The template: with the menu of the window where everybody may be, who then need not go back to find on."""
    lost = request.endpoint is None and not request.path.startswith(ELSEWHERE)
    return str(g.get(FRAME, IN_WINDOW if lost else "error.html"))
