"""A gateway of our own, as a process of its own, with a ledger: the only truth about what was sent.

`python tests/faults/ledger.py FOLDER PORT` takes texts at POST /send and appends each to FOLDER/ledger.jsonl, synced to
the disk before the answer. POST /behave takes a list of moods for the next texts; without any the answer is a yes after
5 ms. Receipts go to the address that /behave named, as often as it said, until each is answered by 200.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

FILE = "ledger.jsonl"
LATENCY = 0.005
TOKEN = "a-token-of-the-fake-gateway"
QUIET = threading.Event()  # never set: what waits on it only lets time pass


class Book:
    """The ledger's file and what the gateway is told to do next."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._lock = threading.Lock()
        self._moods: deque[dict[str, Any]] = deque()
        self._told: dict[str, Any] = {}

    def behave(self, told: dict[str, Any]) -> None:
        """`moods`: one for each of the next texts; `latency`, `receipts` and `callback`: from now on."""
        with self._lock:
            self._moods.extend(told.pop("moods", ()))
            self._told |= told

    def mood(self) -> dict[str, Any]:
        """What to do with the text that has just come."""
        with self._lock:
            return self._told | (self._moods.popleft() if self._moods else {"do": "yes"})

    def write(self, key: str, to: str, came: float) -> None:
        """One text, which came at `came`, was taken: on the disk before anybody hears of it."""
        line = json.dumps({"at": came, "key": key, "to": to}) + "\n"
        with self._lock:
            os.write(self._file, line.encode())
            os.fsync(self._file)


class Gateway(BaseHTTPRequestHandler):
    """Takes texts in the mood that it is told."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    book: Book

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """/behave from a test, /send from smsinfo."""
        came = time.time()
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/behave":
            self.book.behave(json.loads(body))
            self._answer(200, {})
            return
        form = {name: values[0] for name, values in parse_qs(body).items()}
        mood = self.book.mood()
        QUIET.wait(mood.get("seconds", mood.get("latency", LATENCY)))
        if mood["do"] == "refuse":
            self._answer(mood["status"], {"status": "no"}, mood.get("retry_after"))
            return
        self.book.write(form["key"], form["to"], came)
        if mood["do"] == "hang":
            QUIET.wait(40)
        if mood["do"] in ("hang", "silent"):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._answer(200, {"status": "ok", "id": f"p-{form['key']}"})
        self._tell(mood, f"p-{form['key']}")

    def _answer(self, status: int, words: dict[str, str], retry_after: int | None = None) -> None:
        body = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(body)

    @staticmethod
    def _tell(mood: dict[str, Any], name: str) -> None:
        for _ in range(mood.get("receipts", 0)):
            threading.Thread(target=tell, args=(mood["callback"], name), daemon=True).start()


def tell(address: str, name: str) -> None:
    """Tell a receipt until it is answered by 200."""
    body = urlencode({"id": name, "status": "ok"}).encode()
    while True:
        try:
            told = urllib.request.Request(address, body, {"X-Token": TOKEN})
            with urllib.request.urlopen(told, timeout=10):
                return
        except (urllib.error.URLError, OSError):
            QUIET.wait(0.2)


class Server(ThreadingHTTPServer):
    """Many at once; ends without waiting for those that hang."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: Any) -> None:
        """A caller that was killed is no news here."""


def main() -> None:
    """Serve until killed, or until whoever started it is gone; the first line of the output is the port."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    Gateway.book = Book(folder)
    server = Server(("127.0.0.1", port), Gateway)
    print(server.server_port, flush=True)  # noqa: T201  (whoever started this reads it)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
