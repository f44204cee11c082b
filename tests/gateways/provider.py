"""A provider on a free port of this machine: it records what comes and answers what the test tells it to."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Called:
    """One request as it came; header names in small letters."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """The body as form parameters."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True)
class Canned:
    """One answer. `cut`: the connection is closed after the request was read, without an answer."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


class Provider:
    """What a test sees of the provider: `calls` in their order; `queue` answers, the last of which is repeated."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.calls: list[Called] = []
        self._answers: deque[Canned] = deque([Canned()])
        self._lock = threading.Lock()

    def queue(self, *answers: Canned) -> None:
        """Answer these, one a request; the last one for ever."""
        with self._lock:
            self._answers = deque(answers)

    @property
    def last(self) -> Called:
        """The newest request."""
        return self.calls[-1]

    def take(self, call: Called) -> Canned:
        """Record a request; the answer to it."""
        with self._lock:
            self.calls.append(call)
            return self._answers.popleft() if len(self._answers) > 1 else self._answers[0]


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            canned = provider.take(
                Called(
                    self.command,
                    parts.path,
                    dict(parse_qsl(parts.query, keep_blank_values=True)),
                    _small(self.headers),
                    self.rfile.read(length),
                )
            )
            if canned.cut:
                self.close_connection = True
                return
            body = canned.body.encode()
            self.send_response(canned.status)
            for name, value in {"Content-Type": "application/json", **canned.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer

        def log_message(self, *_: object) -> None:
            """Silence: the test reads `calls`."""

    return Handler


def _small(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider that listens until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = _handler(provider)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def nobody_listens() -> str:
    """An address at which every connection is refused."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    port = server.server_address[1]
    server.server_close()
    return f"http://127.0.0.1:{port}"
