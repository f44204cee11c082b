"""What a USSD turn costs beside a text by SMS, in one interleaved run on this machine.

    python bench/ussd.py             about two minutes on two cores that do nothing else
    python bench/ussd.py --quick     about half a minute, and noisier

(sms) our whole path of a text, (c) of run.py; (stateless) a turn from a network that resends all inputs; (stored) one
from a network that does not; (crowded) the same where 10,000 other dialogues are open. Cost is time a request; goals:
stateless below 0.5 of sms, stored below 0.9, crowded no slower than stored, and p99 below 100 ms at 200 a second.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from databases import databases
from in_process import Series, Wsgi, answered, call
from load import flat_out, paced
from ours import bench_settings, import_content, ours
from servers import serving
from texts import forms, introductions
from texts import raw as raw_text
from ussd_turns import CHANNELS, Dialogue, dialogue, environ, raw

from smsinfo.bootstrap import Services
from smsinfo.cli.keys import fresh_keys

RATE = 200.0
OPEN = 10_000
GOALS = {"stateless": 0.5, "stored": 0.9}
SERVED_BY = {"SQLite": "gthread 2x1", "PostgreSQL": "gthread 2x4"}
"""As smsinfo/cli/serve.py does."""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    requests: int
    open: int
    paced_seconds: int


FULL, QUICK = Size(7, 300, OPEN, 10), Size(5, 100, OPEN // 10, 3)


def main() -> None:
    """Print both tables for each database."""
    size = QUICK if "--quick" in sys.argv else FULL
    keys = fresh_keys()
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as found:
        for name, urls in found.items():
            for url in urls.values():
                import_content(bench_settings(url, keys))
            _in_process(name, urls, keys, size)
            _served(name, urls["ours"], keys, size)


def _in_process(name: str, urls: Mapping[str, str], keys: Mapping[str, str], size: Size) -> None:
    (app, services), (full, crowded) = (ours(bench_settings(url, keys, CHANNELS)) for url in urls.values())
    for one in (app.wsgi_app, full.wsgi_app):
        for request in introductions():
            call(one, request)
    for _ in range(size.open):
        answered(full.wsgi_app, environ(dialogue("stored")))
    ways: dict[str, Callable[[int], list[float]]] = {
        "sms": lambda count: [call(app.wsgi_app, request) for request in forms(count)],
        "stateless": partial(_turns, app.wsgi_app, "stateless"),
        "stored": partial(_turns, app.wsgi_app, "stored"),
        "crowded": partial(_turns, full.wsgi_app, "stored"),
    }
    found = {way: Series() for way in ways}
    for number in range(size.rounds + 1):
        for way in list(ways)[:: 1 if number % 2 else -1]:
            latencies = ways[way](size.requests)
            if number:
                found[way].add(sum(latencies), latencies)
    _title(f"{name}, in process, 1 thread, {size.rounds} rounds of {size.requests}, {size.open} dialogues open")
    _print(found)
    _close(services, crowded)


def _turns(app: Wsgi, channel: str, count: int) -> list[float]:
    """So many turns of dialogues, one after the other: the seconds of each."""
    latencies: list[float] = []
    current = dialogue(channel)
    while len(latencies) < count:
        taken, body = answered(app, environ(current))
        latencies.append(taken)
        current.hears(body)
        if current.ended:
            current = dialogue(channel)
    return latencies


def _served(name: str, url: str, keys: Mapping[str, str], size: Size) -> None:
    """Turns at a fixed rate: of any length from the one network, second ones of dialogues that are open from the
    other."""
    count = int(RATE * size.paced_seconds)
    found = {channel: Series() for channel in CHANNELS}
    with ExitStack() as stack:
        server = stack.enter_context(serving(SERVED_BY[name], "u", url, keys))
        flat_out(server.port, [raw_text(request) for request in introductions()], Series())
        for channel, series in found.items():
            dialogues = [dialogue(channel) for _ in range(count)]
            flat_out(server.port, [raw(one) for one in dialogues], Series())
            paced(server.port, [raw(_second(one)) for one in dialogues], RATE, series)
    _title(f"{name}, gunicorn {SERVED_BY[name]}, 8 connections, {RATE:.0f} turns a second for {size.paced_seconds} s")
    for channel, series in found.items():
        print(f"({channel:9}) p50 {series.percentile(0.5):6.1f} ms, p99 {series.percentile(0.99):6.1f} ms (goal: 100)")


def _second(one: Dialogue) -> Dialogue:
    one.typed = ["1"]
    return one


def _print(found: Mapping[str, Series]) -> None:
    print(f"{'':11} {'req/s':>7} {'x sms':>6} {'(spread)':>12} {'goal':>5} {'p50 ms':>7} {'p99 ms':>7}")
    for name, series in found.items():
        costs = sorted(sms / own for sms, own in zip(found["sms"].rates, series.rates, strict=True))
        print(
            f"{f'({name})':11} {series.rate:7.0f} {statistics.median(costs):6.2f} "
            f"{f'({costs[0]:.2f}-{costs[-1]:.2f})':>12} {GOALS.get(name, ''):>5} {series.percentile(0.5):7.2f} "
            f"{series.percentile(0.99):7.2f}"
        )


def _close(*made: Services) -> None:
    for services in made:
        services.heart.stop()
        services.database.close()


def _title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


if __name__ == "__main__":
    main()
