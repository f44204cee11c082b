"""What a server does at SIGTERM: right after its start, and in the middle of the work."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from math import inf

from load import Client
from servers import kill_tree, launch, wait_for
from texts import forms, raw

EARLY = (0.05, 0.2, 0.4, 0.6, 0.8, 1.0, 1.3)
"""Seconds after the start: from before the import of the application to just after it."""


def early(kind: str, database_url: str, keys: Mapping[str, str]) -> tuple[int, float]:
    """(how many of the starts hung, the slowest end in seconds of the others)."""
    ends = []
    for after in EARLY:
        server = launch(kind, "c", database_url, keys)
        try:
            time.sleep(after)
            ends.append(server.end())
        finally:
            kill_tree(server.process)
    ended = [seconds for seconds in ends if seconds != inf]
    return len(ends) - len(ended), max(ended, default=0.0)


def under_load(kind: str, database_url: str, keys: Mapping[str, str]) -> tuple[int, int, float]:
    """(answered, cut off without an answer, seconds until the server was gone) with 8 clients that never pause."""
    server = launch(kind, "c", database_url, keys)
    try:
        wait_for(server)
        requests = iter([raw(request) for request in forms(4000)])
        answered, cut, ending = [0], [0], threading.Event()
        clients = [
            threading.Thread(target=_work, args=(server.port, requests, answered, cut, ending)) for _ in range(8)
        ]
        for client in clients:
            client.start()
        time.sleep(1.0)
        ending.set()
        seconds = server.end()
        for client in clients:
            client.join()
        return answered[0], cut[0], seconds
    finally:
        kill_tree(server.process)


_lock = threading.Lock()


def _work(port: int, requests: object, answered: list[int], cut: list[int], ending: threading.Event) -> None:
    client = Client(port)
    while True:
        with _lock:
            request: bytes | None = next(requests, None)  # type: ignore[call-overload]
        if request is None:
            return
        try:
            client.connect()
        except OSError:
            return  # nobody listens any more: the provider tries again later
        try:
            client.send(request)
        except OSError:
            cut[0] += 1
            return
        except ValueError:
            if not ending.is_set():
                raise
            cut[0] += 1
            return
        answered[0] += 1
