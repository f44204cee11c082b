"""Whether the process lives (/healthz) and whether it can do its work (/readyz). Neither tells of people."""

from __future__ import annotations

from typing import Final, cast

from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from smsinfo.outbox.watch import Watch
from smsinfo.web.access import services
from smsinfo.web.errors import RETRY_AFTER

PLAIN: Final = "text/plain; charset=utf-8"
WATCH: Final = "smsinfo.watch"

pages = Blueprint("health", __name__)


def watch() -> Watch:
    """The watch of the application that answers this request."""
    return cast(Watch, current_app.extensions[WATCH])


@pages.get("/healthz")
def healthz() -> Response:
    """`ok` as long as the process answers; asks nobody, so that a database that is away restarts no web process."""
    return Response("ok\n", content_type=PLAIN)


@pages.get("/readyz")
def readyz() -> Response:
    """`ok`, or 503 and the names of the parts that fail; then a line for each part.

    Texts are answered without a worker and with a channel held back, so those only warn. What exactly is wrong stands
    in the log and in `smsinfo doctor`.
    """
    states = {name: "ok" if state == "ok" else "failing" for name, state in services().health().items()}
    failing = [name for name, state in states.items() if state != "ok"]
    if "database" not in failing:
        states |= _warnings()
    head = f"failing: {', '.join(failing)}" if failing else "ok"
    text = "\n".join([head, *(f"{name}: {state}" for name, state in states.items())]) + "\n"
    if not failing:
        return Response(text, content_type=PLAIN)
    return Response(text, 503, {"Retry-After": str(RETRY_AFTER)}, content_type=PLAIN)


def _warnings() -> dict[str, str]:
    try:
        told = watch().parts()
    except SQLAlchemyError:  # it went away since it was asked
        return {"worker": "not known"}
    return {name: "ok" if state == "ok" else f"warning, {state}" for name, state in told.items()}
