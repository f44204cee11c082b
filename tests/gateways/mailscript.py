"""A mail server that says what a test wants at each step, on a free port of this machine."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

USUAL: Final[Mapping[str, str]] = {
    "GREETING": "220 here",
    "EHLO": "250-here\r\n250 8BITMIME",
    "MAIL": "250 2.1.0 good",
    "RCPT": "250 2.1.5 good",
    "DATA": "354 go on",
    "END": "250 2.0.0 kept",
    "QUIT": "221 bye",
}
CUT: Final = "cut"
"""Instead of an answer: the connection is closed."""
DRIP: Final = "drip"
"""Instead of an answer: line after line, and never the last."""


@dataclass
class Script:
    """The answers by step, what was heard, and the port."""

    answers: Mapping[str, str]
    heard: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    port: int = 0


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.script = script
        script.port = self.server_address[1]

    def handle_error(self, *_: object) -> None:
        """The client has cut the connection, as it should."""


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        """Answer line by line; after DATA silently until the dot."""
        goes_on = self._say("GREETING")
        in_mail = False
        while goes_on and (raw := self.rfile.readline()):
            line = raw.decode("latin-1").rstrip("\r\n")
            self.server.script.heard.append(line)
            step = "END" if in_mail and line == "." else line.partition(" ")[0].upper()
            if in_mail and step != "END":
                continue
            in_mail = step == "DATA" and self.server.script.answers["DATA"].startswith("354")
            goes_on = self._say(step)

    def _say(self, step: str) -> bool:
        answer = self.server.script.answers.get(step, "502 5.5.1 no such command")
        while answer == DRIP and not self.server.script.over.wait(0.02):
            self.wfile.write(b"250-x\r\n")
        if answer in (CUT, DRIP):
            return False
        self.wfile.write(answer.encode() + b"\r\n")
        return True

    def finish(self) -> None:
        """A client that is gone needs no last word."""


@contextmanager
def scripted_server(**answers: str) -> Iterator[Script]:
    """A server that answers by the table `USUAL`, changed by `answers`."""
    script = Script({**USUAL, **answers})
    with _Server(script) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield script
        finally:
            script.over.set()
            server.shutdown()
            thread.join()
