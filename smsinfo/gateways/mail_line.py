"""The connection to a mail server: smtplib's, cut after TIMEOUT seconds in all, however slowly the server drips.

A time-out of a socket counts from byte to byte only. So a timer shuts the connection down under whatever is waiting on
it, which then fails like on any broken line.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any, Final

from smsinfo.gateways.http import CONNECT_TIMEOUT, READ_TIMEOUT, TIMEOUT

GOODBYE_TIMEOUT: Final = 1.0
"""Seconds to wait for the answer to QUIT: nothing depends on it."""


@contextlib.contextmanager
def connected(host: str, port: int, name: str, tls: ssl.SSLContext | None) -> Iterator[smtplib.SMTP]:
    """A server that has greeted us, by TLS from the first byte where `tls` is given; `name` is what we call ourselves.

    Raises smtplib.SMTPException, OSError (ssl.SSLError is one) or ValueError.
    """
    line = socket.create_connection((host, port), CONNECT_TIMEOUT)
    # TLS takes the socket over, so the timer holds the same connection by a handle of its own.
    handle = line.dup()
    timer = threading.Timer(TIMEOUT, _cut, [handle])
    timer.daemon = True
    timer.start()
    try:
        server = _Server(host, port, name, line, tls)
        try:
            yield server
            _say_goodbye(server)
        finally:
            server.close()
    finally:
        timer.cancel()
        line.close()
        handle.close()


class _Server(smtplib.SMTP):
    """smtplib on a connection that stands already."""

    def __init__(self, host: str, port: int, name: str, line: socket.socket, tls: ssl.SSLContext | None) -> None:
        """Reads the greeting. Raises SMTPConnectError for another than 220."""
        self._line = line
        self._first_tls = tls
        super().__init__(host, port, name, READ_TIMEOUT)

    def connect(self, host: str = "localhost", port: int = 0, source_address: Any = None) -> tuple[int, bytes]:
        """Take the connection over instead of making one; the greeting."""
        self._line.settimeout(READ_TIMEOUT)
        self.sock = self._first_tls.wrap_socket(self._line, server_hostname=host) if self._first_tls else self._line
        self.file = None
        return self.getreply()


def _cut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


def _say_goodbye(server: smtplib.SMTP) -> None:
    with contextlib.suppress(smtplib.SMTPException, OSError, ValueError):
        if server.sock is not None:
            server.sock.settimeout(GOODBYE_TIMEOUT)
        server.quit()
