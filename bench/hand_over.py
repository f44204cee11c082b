"""The hand-over (claim, begin, call, end; each message committed by itself) against a bare loop of the same client.

    python bench/hand_over.py                    1 and 4 threads, 7 rounds of 2 s; about two minutes
    python bench/hand_over.py --quick            3 rounds of 1 s
    python bench/hand_over.py --gateway kannel   the channel is Kannel's sendsms (default: http)
    python bench/hand_over.py --gate             ends with 1 where one thread is below GATE of the bare loop
    python bench/hand_over.py --processes        instead: `smsinfo worker`, so many processes of so many threads

The gateway is a process of its own and answers after 5 ms; its clock tells the rates, from the first text to the last.
Ours is `Worker.run` with all its duties; bare is the same `requests` session, the same POST, nothing else; synced is
bare with one write of a page and one sync for each text: the least that a ledger costs on this disk at this moment.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import hand_over_data as data
import requests
import tomli_w
from databases import databases
from fake_gateway import FakeGateway, fake_gateway

from smsinfo.bootstrap import Services
from smsinfo.domain.sending import Mt, SendResult
from smsinfo.jobs.worker import Worker

GATE = 0.65
"""Of the bare loop at one thread. The goal is 0.8; a busy machine has moved the ratio by 0.1."""
THREADS = (1, 4)
PROCESSES = ((1, 1), (1, 4), (1, 8), (2, 4), (2, 8))
MOST_AT_ONCE = 8
PAGE = bytes(4096)
MT = Mt("1-6a1b2c3d", "+628125000001", "Banjir (id)", "gsm7", 1, data.VALID)
MOST_A_SECOND = 190
"""What one thread can reach: its texts for a second, so that a run takes about as long as it was asked to."""


@dataclass
class Series:
    """Texts a second, by round."""

    ours: list[float] = field(default_factory=list)
    sends: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    synced: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        """Ours as a share of the bare loop's, round by round."""
        return shares(self.ours, self.bare)

    def row(self, threads: int) -> str:
        """A line of the table."""
        each = (self.ours, self.sends, self.bare, self.synced)
        mine, sends, bare, synced = (statistics.median(rates) for rates in each)
        to_synced = shares(self.ours, self.synced)
        return (
            f"{threads:7} {mine:8.0f} {spread(self.ours, 0):>11} {sends:9.0f} {bare:8.0f} {synced:9.0f} "
            f"{statistics.median(self.ratios):7.2f} {spread(self.ratios, 2)} "
            f"{statistics.median(to_synced):9.2f} {spread(to_synced, 2)}"
        )


def main() -> None:
    """Print a table for each database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--gateway", choices=("http", "kannel"), default="http")
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--processes", action="store_true")
    chosen = parser.parse_args()
    rounds, seconds = (3, 1) if chosen.quick else (7, 2)
    ratios: list[float] = []
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as addresses, fake_gateway() as gateway:
        for name, urls in addresses.items():
            bench = Bench(urls["ours"], gateway, chosen.gateway, rounds, seconds)
            data.populate(bench.url, MOST_A_SECOND * seconds * max(MOST_AT_ONCE, *THREADS))
            print(f"\n{name}, gateway {chosen.gateway}, {rounds} rounds of about {seconds} s", flush=True)
            if chosen.processes:
                by_processes(bench, Path(folder))
            else:
                ratios.append(by_threads(bench))
    if chosen.gate:
        sys.exit(min(ratios) < GATE)


@dataclass(frozen=True)
class Bench:
    """Where and how much is measured."""

    url: str
    gateway: FakeGateway
    kind: str
    rounds: int
    seconds: int

    def services(self, threads: int) -> Services:
        """Ours, over this database, to this gateway."""
        return data.services_of(self.url, data.channel(self.gateway, self.kind, threads))

    def texts(self, threads: int) -> int:
        """So many take about as long as a run shall."""
        return MOST_A_SECOND * self.seconds * threads


def by_threads(bench: Bench) -> float:
    """Ours against the bare loop; our share of it at one thread."""
    print(f"{'threads':>7} {'ours /s':>8} {'(spread)':>11} {'send() /s':>9} {'bare /s':>8} ", end="")
    print(f"{'synced /s':>9} {'x bare':>7} (spread)    {'x synced':>9} (spread)")
    found = []
    for threads in THREADS:
        services, series, texts = bench.services(threads), Series(), bench.texts(threads)
        send = services.gateways[data.NAME].send
        request = request_of(lambda: send(MT))  # noqa: B023  (called at once)
        ways: list[tuple[list[float], Callable[[], None]]] = [
            (series.ours, partial(ours, services, texts)),
            (series.sends, partial(side_by_side, partial(send_all, send), texts, threads)),
            (series.bare, partial(side_by_side, partial(post_all, request), texts, threads)),
            (series.synced, partial(side_by_side, partial(post_all, request, synced=True), texts, threads)),
        ]
        for number in range(bench.rounds + 1):
            for rates, run in ways[:: 1 if number % 2 else -1]:
                data.fill(services, texts)
                rate = measured(bench.gateway, run, texts)
                if number:  # the first round warms up
                    rates.append(rate)
        services.database.close()
        print(series.row(threads), flush=True)
        found.append(statistics.median(series.ratios))
    return found[0]


def by_processes(bench: Bench, folder: Path) -> None:
    """`smsinfo worker`, several of several threads."""
    print(f"{'processes':>9} {'threads':>7} {'texts /s':>8} (spread)")
    for count, threads in PROCESSES:
        services, texts, rates = bench.services(threads), bench.texts(min(MOST_AT_ONCE, count * threads)), []
        for number in range(bench.rounds + 1):
            data.fill(services, texts)
            rate = measured(bench.gateway, partial(run_workers, bench, services, texts, count, threads, folder), texts)
            if number:
                rates.append(rate)
        services.database.close()
        print(f"{count:9} {threads:7} {statistics.median(rates):8.0f} {spread(rates, 0)}", flush=True)


def measured(gateway: FakeGateway, run: Callable[[], None], texts: int) -> float:
    """Texts a second, by the gateway's clock; each must have come, and once."""
    gateway.came()
    run()
    came = gateway.came()
    assert came.texts == texts, f"{came.texts} of {texts} came"
    return came.rate


def ours(services: Services, texts: int) -> None:
    """The worker as it runs everywhere, until nothing waits."""
    worker = Worker(services)
    running = threading.Thread(target=worker.run)
    running.start()
    wait_for(services, texts)
    worker.stop()
    running.join()


def run_workers(bench: Bench, services: Services, texts: int, count: int, threads: int, folder: Path) -> None:
    """The same by processes of their own."""
    table = data.channel(bench.gateway, bench.kind, threads)
    settings = tomli_w.dumps(data.settings_of(bench.url, table) | {"log_level": "WARNING"})
    (folder / "smsinfo.toml").write_text(settings, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("smsinfo")), "worker"]
    started = [subprocess.Popen(command, cwd=folder, env=os.environ | data.KEYS) for _ in range(count)]
    try:
        wait_for(services, texts)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def wait_for(services: Services, texts: int) -> None:
    """Until so many are marked as sent: not one more call is begun after that."""
    for _ in range(600):
        if data.statuses(services).get("sent") == texts:
            return
        time.sleep(0.1)
    raise SystemExit(f"not all were sent: {data.statuses(services)}")


def side_by_side(loop: Callable[[int], None], texts: int, threads: int) -> None:
    """The same loop in each thread, with an equal share of the texts."""
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(loop, [texts // threads] * threads))


def send_all(send: Callable[[Mt], SendResult], texts: int) -> None:
    """The gateway's own call, and no database."""
    for _ in range(texts):
        assert send(MT).accepted


def post_all(request: requests.PreparedRequest, texts: int, *, synced: bool = False) -> None:
    """What is the least that anybody has to do: the same POST by the same kind of session, and perhaps a sync."""
    session = requests.Session()
    session.trust_env = False
    assert request.method
    assert request.url
    headers = {name: value for name, value in request.headers.items() if name != "Content-Length"}
    with tempfile.TemporaryFile(buffering=0) as ledger:
        for _ in range(texts):
            answer = session.request(request.method, request.url, data=request.body, headers=headers, timeout=20)
            assert answer.ok
            assert answer.text
            if synced:
                ledger.write(PAGE)
                os.fdatasync(ledger)


def request_of(send: Callable[[], object]) -> requests.PreparedRequest:
    """The request of one real hand-over."""
    seen: list[requests.PreparedRequest] = []
    plain = requests.Session.send

    def note(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        seen.append(request)
        return plain(session, request, **options)

    requests.Session.send = note  # type: ignore[method-assign,assignment]
    try:
        send()
    finally:
        requests.Session.send = plain  # type: ignore[method-assign]
    return seen[0]


def shares(rates: list[float], of: list[float]) -> list[float]:
    """Each round's rate as a share of the other's: both were measured within some seconds."""
    return [rate / other for rate, other in zip(rates, of, strict=True)]


def spread(values: Iterable[float], digits: int) -> str:
    """The least and the most."""
    ordered = sorted(values)
    return f"({ordered[0]:.{digits}f}-{ordered[-1]:.{digits}f})"


if __name__ == "__main__":
    main()
