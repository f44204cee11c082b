"""Looks at one address of the open web, and at nothing else: never at this machine or the network behind it.

The name is resolved here and the connection goes to the very address that was judged, so a name that changes its mind
between the two (DNS rebinding) leads nowhere. Each redirect is judged anew (OWASP, "Server Side Request Forgery
Prevention").
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

from smsinfo.content.link_kinds import Link

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 10.0
MOST_HOPS: Final = 5
AGENT: Final = "smsinfo-link-check/1 (checks once a month that a cited source is still there)"
PORTS: Final = frozenset((80, 443, 8080, 8443))

_BARE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
_GONE: Final = (404, 410)
_FOREVER: Final = (301, 308)
_REDIRECTS: Final = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look came to. `detail` says why, or where the page has moved."""

    result: Link
    status: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, and where a redirect leads."""

    status: int
    location: str = ""


class Closed(Exception):
    """An address that we may not ask; the message says why."""


def is_public(address: str) -> bool:
    """True for an address of the open internet: not of this machine, this network, or one that is set apart."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    plain = mapped if mapped is not None else found
    return plain.is_global and not plain.is_multicast


def web_address(text: str) -> str | None:
    """The address as a browser takes it; None for a source that has none (a book, a letter). `https` where none is
    named."""
    if re.match(r"https?://", text, re.IGNORECASE):
        return text
    return f"https://{text}" if _BARE.fullmatch(text) else None


class Looker:
    """Looks at addresses. `may_ask` judges the resolved address, `ports` are those that may be asked: tests ask
    themselves."""

    def __init__(self, may_ask: Callable[[str], bool] = is_public, ports: frozenset[int] = PORTS) -> None:
        self._may_ask = may_ask
        self._ports = ports

    def look(self, text: str) -> Look:
        """What became of a source's address. Never raises."""
        url = web_address(text)
        if url is None:
            return Look(Link.NO_LINK, detail="no address of the web")
        found = self._follow(url)
        if found.result is Link.AWAY and url != text:  # we chose https; old pages of offices have http only
            plain = self._follow(f"http://{text}")
            return plain if plain.result is not Link.AWAY else found
        return found

    def _follow(self, url: str) -> Look:
        moved = ""
        try:
            for _ in range(MOST_HOPS + 1):
                answer = self._ask(urlsplit(url))
                if answer.status not in _REDIRECTS or not answer.location:
                    return _judged(answer.status, moved)
                url = urljoin(url, answer.location)
                if answer.status in _FOREVER:
                    moved = url[:300]
        except Closed as why:
            return Look(Link.NO_LINK, detail=str(why))
        except (HTTPError, OSError, ValueError) as error:
            return Look(Link.AWAY, detail=type(error).__name__)
        return Look(Link.UNSURE, detail=f"leads on more than {MOST_HOPS} times")

    def _ask(self, url: SplitResult) -> Answer:
        """HEAD, and GET where that was not understood: many servers know GET only. No body is read."""
        answer = self._request("HEAD", url)
        return answer if answer.status < 400 else self._request("GET", url)

    def _request(self, method: str, url: SplitResult) -> Answer:
        pool, host = self.pool(url)
        path = f"{url.path or '/'}{'?' + url.query if url.query else ''}"
        try:
            response = pool.urlopen(
                method,
                path,
                headers={"Host": host, "User-Agent": AGENT, "Accept": "*/*"},
                redirect=False,
                retries=False,
                preload_content=False,
            )
            try:
                return Answer(response.status, response.headers.get("Location", ""))
            finally:
                response.close()
        finally:
            pool.close()

    def pool(self, url: SplitResult) -> tuple[HTTPConnectionPool, str]:
        """A connection to the address that was judged, and the name to ask it for. Raises Closed, OSError."""
        name, port = _name_of(url), url.port or (443 if url.scheme == "https" else 80)
        if port not in self._ports:
            raise Closed(f"port {port} is not asked")
        address = self._resolved(name, port)
        literal = f"[{address}]" if ":" in address else address
        timeout = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        host = name if url.port is None else f"{name}:{port}"
        if url.scheme == "http":
            return HTTPConnectionPool(literal, port, timeout=timeout), host
        secure = HTTPSConnectionPool(
            literal, port, timeout=timeout, server_hostname=name, assert_hostname=name, ssl_context=_context()
        )
        return secure, host

    def _resolved(self, name: str, port: int) -> str:
        found = [entry[4][0] for entry in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
        addresses = [str(address) for address in found]
        if not all(self._may_ask(address) for address in addresses):
            raise Closed("an address of this machine or network is not asked")
        return addresses[0]


def _name_of(url: SplitResult) -> str:
    if url.scheme not in ("http", "https") or not url.hostname:
        raise Closed("only http and https are asked")
    if url.username is not None or url.password is not None:
        raise Closed("an address with a log-in in it is not asked")
    return url.hostname.encode("idna").decode()


def _judged(status: int, moved: str) -> Look:
    """What a last status says (RFC 9110, 15): only 404 and 410 say that the page is gone."""
    if 200 <= status < 300:
        return Look(Link.MOVED, status, moved) if moved else Look(Link.OK, status)
    if status in _GONE:
        return Look(Link.BROKEN, status)
    if status >= 500:
        return Look(Link.AWAY, status)
    return Look(Link.UNSURE, status)


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
