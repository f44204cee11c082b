"""Style sheets, scripts and pictures: compressed once a process, and kept by browsers for a year under their digest.

An office on 2G loads them once. The digest in the address changes with the file, so that nobody sees an old one.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from flask import Flask, Response, request, url_for
from werkzeug.security import safe_join

FOLDER: Final = Path(__file__).parent / "static"
YEAR: Final = 31_536_000
HOUR: Final = 3600
TOGETHER: Final = {"office.css": ("vendor/bootstrap-5.3.9.min.css", "staff.css")}
"""Sheets that come as one: a round trip less on 2G, and never Bootstrap alone, whose pictures the policy refuses."""
_TEXTS: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def init_app(app: Flask) -> None:
    """Serve the static folder so, and give templates `asset(name)`."""

    def static(filename: str) -> Response:
        answer = _squeezed(filename) or _joined(filename) or app.send_static_file(filename)
        answer.vary.add("Accept-Encoding")
        return _lasting(answer)

    app.view_functions["static"] = static
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a file, with its digest."""
    return url_for("static", filename=name, v=_digest(name))


def _squeezed(name: str) -> Response | None:
    """The file compressed; None where the browser does not take that, or it is no text of ours."""
    path = safe_join(str(FOLDER), name)
    if path is None or Path(path).suffix not in _TEXTS or not request.accept_encodings.quality("gzip"):
        return None
    if name not in TOGETHER and not Path(path).is_file():
        return None
    answer = Response(_compressed(name), mimetype=_TEXTS[Path(path).suffix])
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = f"public, max-age={HOUR}"
    return answer


def _joined(name: str) -> Response | None:
    """Sheets that come as one, as they are; None for any other name."""
    if name not in TOGETHER:
        return None
    answer = Response(_read(name), mimetype=_TEXTS[Path(name).suffix])
    answer.headers["Cache-Control"] = f"public, max-age={HOUR}"
    return answer


def _lasting(response: Response) -> Response:
    """A year where the address has the digest; an hour for an address that somebody typed."""
    if "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@cache
def _compressed(name: str) -> bytes:
    return gzip.compress(_read(name), 9, mtime=0)


@cache
def _digest(name: str) -> str:
    return hashlib.sha256(_read(name)).hexdigest()[:10]


def _read(name: str) -> bytes:
    return b"\n".join((FOLDER / part).read_bytes() for part in TOGETHER.get(name, (name,)))
