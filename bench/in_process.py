"""The MO path without a server: (a), (b) and (c) in turn, round by round, so that they share the machine's moods."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from texts import Request, environ, forms

Wsgi = Callable[..., Iterable[bytes]]


@dataclass
class Series:
    """One variant's rounds: requests a second of each, and the latency of every request in seconds."""

    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    def add(self, seconds: float, latencies: list[float]) -> None:
        """A round that took so long."""
        self.rates.append(len(latencies) / seconds)
        self.latencies += latencies

    @property
    def rate(self) -> float:
        """The median round's requests a second."""
        return statistics.median(self.rates)

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of all requests was answered."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def call(app: Wsgi, request: Request) -> float:
    """One request; its seconds. Anything but 200 ends the measurement."""
    return answered(app, environ(request))[0]


def answered(app: Wsgi, given: dict[str, Any]) -> tuple[float, bytes]:
    """The seconds of one request, and the body of its answer. Anything but 200 ends the measurement, and so does an
    answer that says that there is none now."""
    head: list[Any] = []
    start = time.perf_counter()
    answer: Any = app(given, lambda *told: head.extend(told))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    taken = time.perf_counter() - start
    if not head[0].startswith("200") or any(name == "Retry-After" for name, _ in head[1]):
        raise SystemExit(f"the request was answered with {head[0]}: {body[:80]!r}")
    return taken, body


def measure(apps: dict[str, Wsgi], requests: int, rounds: int) -> dict[str, Series]:
    """All apps in every round, each with new messages, the order turned round by round; one round to warm up."""
    found = {name: Series() for name in apps}
    for number in range(rounds + 1):
        for name in list(apps)[:: 1 if number % 2 else -1]:
            latencies = [call(apps[name], request) for request in forms(requests)]
            if number:
                found[name].add(sum(latencies), latencies)
    return found
