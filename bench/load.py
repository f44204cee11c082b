"""A small load generator: raw sockets in threads, whole requests made beforehand."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from in_process import Series

CONNECTIONS = 8


class Client:
    """One connection that is opened anew when the server closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def send(self, request: bytes) -> None:
        """One request and its whole answer. Raises OSError; ValueError for any status but 200."""
        opened = self._socket or self.connect()
        opened.sendall(request)
        head, body = b"", b""
        while b"\r\n\r\n" not in head:
            head += self._more(opened)
        head, _, body = head.partition(b"\r\n\r\n")
        lower = head.lower()
        length = int(lower.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        while len(body) < length:
            body += self._more(opened)
        if b"connection: close" in lower:
            self.close()
        if not head.startswith(b"HTTP/1.1 200"):
            raise ValueError(head.split(b"\r\n", 1)[0].decode())

    def close(self) -> None:
        """Give the connection up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def connect(self) -> socket.socket:
        """Open the connection where it is not open. Raises OSError."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), 20)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    @staticmethod
    def _more(opened: socket.socket) -> bytes:
        got = opened.recv(65536)
        if not got:
            raise ConnectionResetError("the server closed the connection")
        return got


def flat_out(port: int, requests: Sequence[bytes], series: Series) -> None:
    """All requests as fast as 8 connections can; one round of the series."""
    work = iter([(0.0, request) for request in requests])
    start = time.perf_counter()
    latencies = _run(port, work, lambda _at: None)
    series.add(time.perf_counter() - start, latencies)


def paced(port: int, requests: Sequence[bytes], per_second: float, series: Series) -> None:
    """Requests at a fixed rate. Latency counts from when each was due: a server that stalls can't hide it."""
    begin = time.perf_counter() + 0.1
    work = iter([(begin + number / per_second, request) for number, request in enumerate(requests)])
    latencies = _run(port, work, lambda at: time.sleep(max(0.0, at - time.perf_counter())))
    series.add(time.perf_counter() - begin, latencies)


def _run(port: int, work: Iterator[tuple[float, bytes]], wait: Callable[[float], None]) -> list[float]:
    latencies: list[float] = []
    failures: list[Exception] = []
    lock = threading.Lock()

    def one() -> None:
        client = Client(port)
        try:
            while not failures:
                with lock:
                    item = next(work, None)
                if item is None:
                    break
                wait(item[0])
                start = item[0] or time.perf_counter()
                client.send(item[1])
                latencies.append(time.perf_counter() - start)
        except (OSError, ValueError) as error:
            failures.append(error)
        finally:
            client.close()

    threads = [threading.Thread(target=one) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"a request failed: {failures[0]}")
    return latencies
