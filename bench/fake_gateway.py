"""A provider that takes every text after 5 ms, as a process of its own: it keeps the time at which each came.

`python bench/fake_gateway.py SECONDS` prints its port and ends with its input. POST to anything is a text, answered as
the gateway `http` of hand_over.py wants it, or as Kannel does where the address is Kannel's. GET tells how many texts
came since the last GET, and the seconds between the first and the last of them.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, cast

SECONDS = 0.005
KANNEL = "/cgi-bin/sendsms"
_ENDS = b"\r\n\r\n"


@dataclass(frozen=True)
class Came:
    """What a gateway has seen since it was last asked."""

    texts: int
    seconds: float

    @property
    def rate(self) -> float:
        """Texts a second, from the first to the last."""
        return (self.texts - 1) / self.seconds if self.seconds else 0.0


class FakeGateway:
    """The other end of the process."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    def came(self) -> Came:
        """What has come since the last time; it counts anew from here."""
        with urllib.request.urlopen(self.address, timeout=10) as answer:
            return Came(**json.load(answer))


@contextmanager
def fake_gateway(seconds: float = SECONDS) -> Iterator[FakeGateway]:
    """A gateway that answers after so long; gone afterwards."""
    command = [sys.executable, __file__, str(seconds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield FakeGateway(int(cast(IO[str], process.stdout).readline()))
        process.terminate()


class Provider(asyncio.Protocol):
    """One connection: enough of HTTP/1.1 for clients that wait for each answer."""

    latency = SECONDS
    times: tuple[float, float] = (0.0, 0.0)
    texts = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        self._transport = cast(asyncio.Transport, transport)
        self._got = b""

    def data_received(self, data: bytes) -> None:
        """Answer once the request is complete."""
        self._got += data
        head, found, body = self._got.partition(_ENDS)
        if not found or len(body) < _length(head):
            return
        self._got = b""
        if head.startswith(b"GET"):
            self._tell()
            return
        kannel = head.split(b" ", 2)[1] == KANNEL.encode()
        if kannel and b"x-kannel-to" not in head.lower():  # the channel's health is asked for
            self._answer(b"400 Bad Request", b"Missing receiver number, rejected")
            return
        now = time.perf_counter()
        Provider.times = (Provider.times[0] or now, now)
        Provider.texts += 1
        answer = b"0: Accepted for delivery" if kannel else b'{"status": "ok", "id": "p-%d"}' % Provider.texts
        asyncio.get_running_loop().call_later(
            self.latency, self._answer, b"202 Accepted" if kannel else b"200 OK", answer
        )

    def _tell(self) -> None:
        first, last = Provider.times
        self._answer(b"200 OK", json.dumps({"texts": Provider.texts, "seconds": last - first}).encode())
        Provider.times, Provider.texts = (0.0, 0.0), 0

    def _answer(self, status: bytes, body: bytes) -> None:
        head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d" % (status, len(body))
        self._transport.write(head + _ENDS + body)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def main() -> None:
    """Serve until the input ends."""
    Provider.latency = float(sys.argv[1])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Provider, "127.0.0.1", 0, backlog=128)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
