"""The MO path without a server: (a), (b) and (c) in turn, round by round, so that they share the machine's moods."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from texts import environ, forms

ROUNDS = 7


@dataclass(frozen=True)
class Measured:
    """Microseconds a request: the median of the rounds' medians, and their least and most."""

    name: str
    median: float
    least: float
    most: float


def call(app: Callable[..., Iterable[bytes]], request: dict[str, Any]) -> None:
    """One request; anything but 200 ends the measurement."""
    status: list[str] = []
    answer = app(request, lambda code, _headers: status.append(code))
    for _ in answer:
        pass
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    if not status[0].startswith("200"):
        raise SystemExit(f"the request was answered with {status[0]}")


def measure(apps: dict[str, Callable[..., Iterable[bytes]]], requests: int, rounds: int = ROUNDS) -> list[Measured]:
    """All apps in every round, each with new messages."""
    medians: dict[str, list[float]] = {name: [] for name in apps}
    for number in range(rounds + 1):
        for name, app in apps.items():
            times = []
            for form, signature in forms(number, requests):
                request = environ(form, signature)
                start = time.perf_counter()
                call(app, request)
                times.append(time.perf_counter() - start)
            if number:  # the first round warms up: contacts are made, caches filled
                medians[name].append(statistics.median(times) * 1e6)
    return [Measured(name, statistics.median(m), min(m), max(m)) for name, m in medians.items()]
