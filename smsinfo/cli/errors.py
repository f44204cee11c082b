"""One place that turns our errors into a line and an exit code; a traceback is for our own mistakes only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from smsinfo.errors import SmsinfoError

P = ParamSpec("P")
R = TypeVar("R")
BAD_INPUT = 2


def friendly(command: Callable[P, R]) -> Callable[P, R]:
    """Print an SmsinfoError as `smsinfo: <what and what to do>` and exit with 2."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except SmsinfoError as error:
            click.echo(f"smsinfo: {error}", err=True)
            raise SystemExit(BAD_INPUT) from None

    return wrapped
