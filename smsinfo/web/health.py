"""Whether the process lives (/healthz) and whether it can do its work (/readyz). Neither tells of people."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from smsinfo.web.access import services
from smsinfo.web.errors import RETRY_AFTER

PLAIN: Final = "text/plain; charset=utf-8"

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> Response:
    """`ok` as long as the process answers; asks nobody, so that a database that is away restarts no web process."""
    return Response("ok\n", content_type=PLAIN)


@pages.get("/readyz")
def readyz() -> Response:
    """`ok`, or 503 with the names of the parts that fail; what exactly is wrong stands in the log and in `doctor`."""
    failing = [name for name, state in services().health().items() if state != "ok"]
    if not failing:
        return Response("ok\n", content_type=PLAIN)
    return Response(f"failing: {', '.join(failing)}\n", 503, {"Retry-After": str(RETRY_AFTER)}, content_type=PLAIN)
