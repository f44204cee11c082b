"""A line between two programs that can be cut, paused and slowed down: TCP through this process."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Proxy:
    """Forwards a port of this machine to another one until it is closed."""

    def __init__(self, to_port: int) -> None:
        self._to = to_port
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listening.getsockname()[1]
        self._flowing = threading.Event()
        self._flowing.set()
        self._closed = threading.Event()
        self._lines: list[socket.socket] = []
        self.delay = 0.0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, as a router that restarts does."""
        lines, self._lines = self._lines, []
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def pause(self) -> None:
        """Let nothing pass; nobody is told."""
        self._flowing.clear()

    def resume(self) -> None:
        """Let everything pass that waits."""
        self._flowing.set()

    def close(self) -> None:
        """End."""
        self._closed.set()
        self.resume()
        with suppress(OSError):  # wakes the thread that accepts
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        self.cut()

    def _accept(self) -> None:
        with self._listening:
            while not self._closed.is_set():
                here, _ = self._listening.accept()
                try:
                    there = socket.create_connection(("127.0.0.1", self._to), timeout=5)
                except OSError:
                    here.close()
                    continue
                there.settimeout(None)
                self._lines += [here, there]
                for source, target in ((here, there), (there, here)):
                    threading.Thread(target=self._forward, args=(source, target), daemon=True).start()

    def _forward(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._flowing.wait()
                self._closed.wait(self.delay)
                target.sendall(data)
        for line in (source, target):  # whoever ends one way ends both; the second thread finds it closed
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
