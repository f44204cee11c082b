"""`make bench`: the path of a text from Twilio, as ratios of one interleaved run on this machine.

    python bench/run.py              about three minutes on two cores that do nothing else
    python bench/run.py --quick      about one minute, and noisier
    python bench/run.py --gate       in process only; ends with 1 where our path is slower than GATE of (b)
    python bench/run.py --servers    instead: our path under each server, and what SIGTERM does to it

(a) Flask that reads the form and answers a constant; (b) the same with the official signature check and one durable
INSERT by SQLAlchemy Core; (c) our whole path for texts that some citizen has sent before since the start; (c new) for
texts that nobody has.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import cold
import shutdown
import statements
from databases import databases
from floors import bare, make_table, one_insert
from in_process import Series, call, measure
from load import flat_out, paced
from ours import bench_settings, forget_texts, import_content, ours
from servers import available, serving
from texts import common, forms, introductions, raw

from smsinfo.cli.keys import fresh_keys

GATE = 0.55
"""Of (b), in process. The goal is 0.7; a busy machine has moved the ratio by 0.15."""
RATE = 167.0
"""Messages a second of the goal for p99."""
SERVED_BY = {"SQLite": "gthread 2x1", "PostgreSQL": "gthread 2x4"}
"""As smsinfo/cli/serve.py does."""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    in_process: int
    served: int
    paced_seconds: int


FULL, QUICK = Size(7, 300, 1200, 10), Size(5, 100, 400, 3)


def main() -> None:
    """Print every table."""
    size = QUICK if "--quick" in sys.argv else FULL
    keys = fresh_keys()
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as found:
        for urls in found.values():
            import_content(bench_settings(urls["ours"], keys))
            make_table(urls["floor"])
        if "--servers" in sys.argv:
            for name, urls in found.items():
                _servers(name, urls, keys, size)
            _shutdown(found["SQLite"]["ours"], keys)
            return
        ratios = [_in_process(name, urls, keys, size) for name, urls in found.items()]
        if "--gate" in sys.argv:
            sys.exit(min(ratios) < GATE)
        for name, urls in found.items():
            _served(name, urls, keys, size)
    taken = cold.ask()
    print(f"\nsmsinfo ask KTP from cold, s: median {statistics.median(taken):.2f} ({taken[0]:.2f}-{taken[-1]:.2f})")


def _in_process(name: str, urls: Mapping[str, str], keys: Mapping[str, str], size: Size) -> float:
    settings = bench_settings(urls["ours"], keys)
    (app, services), (new, new_services) = ours(settings), ours(settings)
    forget_texts(new_services)
    for request in introductions():
        call(app.wsgi_app, request)
    for body in common():
        services.snapshots.current().understanding.resolve(body)
    floor = one_insert(urls["floor"])
    apps = {"a": bare().wsgi_app, "b": floor.wsgi_app, "c": app.wsgi_app, "c new": new.wsgi_app}
    found = measure(apps, size.in_process, size.rounds)
    _title(f"{name}, in process, 1 thread, {size.rounds} rounds of {size.in_process}")
    _print_series(found)
    timed = statements.Timed(services.database)
    rows = statements.table(app.wsgi_app, timed, forms(300))
    print(f"\n{'statement of (c)':86} a text   us")
    for sql, often, spent in sorted(rows, key=lambda row: -row[1]):
        print(f"{sql:86} {often:6.2f} {spent:4.0f}")
    for made in (services, new_services):
        made.heart.stop()
        made.database.close()
    if name == "SQLite":
        spent_on = cold.understanding(ours(settings)[1])
        print(
            f"\nunderstanding of a text that was never seen, ms: p50 {spent_on.percentile(0.5):.2f}, p99 "
            f"{spent_on.percentile(0.99):.2f}, mean {1000 / spent_on.rate:.2f}"
        )
    return statistics.median(_ratios(found, "c", "b"))


def _served(name: str, urls: Mapping[str, str], keys: Mapping[str, str], size: Size) -> None:
    kind = SERVED_BY[name]
    found, slow = {app: Series() for app in "abc"}, Series()
    with ExitStack() as stack:
        up = {
            app: stack.enter_context(serving(kind, app, urls["ours" if app == "c" else "floor"], keys)) for app in "abc"
        }
        flat_out(up["c"].port, [raw(request) for request in introductions()] + _wire(2 * size.served), Series())
        for number in range(size.rounds + 1):
            for app in "abc"[:: 1 if number % 2 else -1]:
                flat_out(up[app].port, _wire(size.served), found[app] if number else Series())
        paced(up["c"].port, _wire(int(RATE * size.paced_seconds)), RATE, slow)
        weight = up["c"].worker_megabytes()
    _title(f"{name}, gunicorn {kind}, 8 connections, {size.rounds} rounds of {size.served}")
    _print_series(found)
    print(
        f"(c) at {RATE:.0f} a second for {size.paced_seconds} s, ms: p50 {slow.percentile(0.5):.1f}, p99 "
        f"{slow.percentile(0.99):.1f}; PSS of a worker: {weight:.0f} MB"
    )


def _servers(name: str, urls: Mapping[str, str], keys: Mapping[str, str], size: Size) -> None:
    """Our path under each server: flat out, and at the rate of the goal."""
    kinds = available()
    flat, slow = {kind: Series() for kind in kinds}, {kind: Series() for kind in kinds}
    weight = {}
    with ExitStack() as stack:
        up = {kind: stack.enter_context(serving(kind, "c", urls["ours"], keys)) for kind in kinds}
        for number in range(5 + 1):
            for kind in kinds[:: 1 if number % 2 else -1]:
                flat_out(up[kind].port, _wire(size.served // 2), flat[kind] if number else Series())
        for kind in kinds:
            paced(up[kind].port, _wire(int(RATE * size.paced_seconds)), RATE, slow[kind])
            weight[kind] = up[kind].worker_megabytes()
    _title(f"{name}, (c) under each server: flat out with 8 connections, then at {RATE:.0f} a second")
    print(f"{'':14} {'req/s':>7} {'(spread)':>13} {'p50 ms':>7} {'p99 ms':>7} | p50, p99 at {RATE:.0f}/s | PSS MB")
    for kind in kinds:
        print(
            f"{kind:14} {flat[kind].rate:7.0f} {_spread(flat[kind].rates, 0):>13} {flat[kind].percentile(0.5):7.1f} "
            f"{flat[kind].percentile(0.99):7.1f} | {slow[kind].percentile(0.5):7.1f} {slow[kind].percentile(0.99):7.1f}"
            f" | {weight[kind]:5.0f}"
        )


def _shutdown(url: str, keys: Mapping[str, str]) -> None:
    _title("SIGTERM, SQLite")
    for kind in available():
        hung, slowest = shutdown.early(kind, url, keys)
        answered, cut, seconds = shutdown.under_load(kind, url, keys)
        print(
            f"{kind:14} early: {hung} of {len(shutdown.EARLY)} hung, slowest end {slowest:.1f} s; "
            f"under load: gone after {seconds:.1f} s, {answered} answered, {cut} cut off"
        )


def _wire(count: int) -> list[bytes]:
    return [raw(request) for request in forms(count)]


def _print_series(found: Mapping[str, Series]) -> None:
    print(f"{'':7} {'req/s':>7} {'x a':>6} {'(spread)':>12} {'x b':>6} {'(spread)':>12} {'p50 ms':>7} {'p99 ms':>7}")
    for name, series in found.items():
        to_a, to_b = _ratios(found, name, "a"), _ratios(found, name, "b")
        print(
            f"{f'({name})':7} {series.rate:7.0f} {statistics.median(to_a):6.2f} {_spread(to_a, 2):>12} "
            f"{statistics.median(to_b):6.2f} {_spread(to_b, 2):>12} {series.percentile(0.5):7.2f} "
            f"{series.percentile(0.99):7.2f}"
        )


def _ratios(found: Mapping[str, Series], name: str, floor: str) -> list[float]:
    """Round by round: both were measured within the same second or two."""
    return [mine / other for mine, other in zip(found[name].rates, found[floor].rates, strict=True)]


def _spread(values: Iterable[float], digits: int) -> str:
    ordered = sorted(values)
    return f"({ordered[0]:.{digits}f}-{ordered[-1]:.{digits}f})"


def _title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


if __name__ == "__main__":
    main()
