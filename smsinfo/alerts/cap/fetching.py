"""Fetches a feed or a document: https only, the open web only, with a limit on bytes and one on time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from smsinfo.alerts.cap.parse import MOST_BYTES
from smsinfo.content.link_fetch import Closed, Looker
from smsinfo.errors import BadCap

MOST_HOPS: Final = 3
MOST_SECONDS: Final = 30.0
CHUNK: Final = 64 * 1024
AGENT: Final = "smsinfo-cap/1 (reads public warnings, which people look at before anything is sent)"
_REDIRECTS: Final = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is at an address: the bytes, None where nothing has changed, and the tag to ask with the next time."""

    raw: bytes | None
    etag: str = ""


class Fetcher(Looker):
    """Looks where a `Looker` may look, and reads what is there. `schemes` are those that are asked: tests ask
    themselves."""

    schemes: tuple[str, ...] = ("https",)

    def fetch(self, url: str, etag: str = "") -> Fetched:
        """What is at an address, after redirects. Raises BadCap for whatever keeps us from it."""
        try:
            for _ in range(MOST_HOPS + 1):
                found = self._get(urlsplit(url), etag)
                if isinstance(found, Fetched):
                    return found
                url = urljoin(url, found)
        except Closed as why:
            raise BadCap("the address is not asked ({why}); give an https address of the open web", why=why) from why
        except (HTTPError, OSError, ValueError) as error:
            name = type(error).__name__
            raise BadCap("the address can't be reached ({error}); try again later", error=name) from error
        raise BadCap("the address leads on and on; give the one where the document is")

    def _get(self, url: SplitResult, etag: str) -> Fetched | str:
        """What is there, or where it leads on."""
        if url.scheme not in self.schemes:
            raise Closed("not https")
        pool, host = self.pool(url)
        headers = {"Host": host, "User-Agent": AGENT, "Accept": "application/cap+xml, application/xml, */*"}
        path = f"{url.path or '/'}{'?' + url.query if url.query else ''}"
        try:
            response = pool.urlopen(
                "GET",
                path,
                headers=headers | ({"If-None-Match": etag} if etag else {}),
                redirect=False,
                retries=False,
                preload_content=False,
            )
            try:
                return self._answer(response)
            finally:
                response.close()
        finally:
            pool.close()

    @staticmethod
    def _answer(response: BaseHTTPResponse) -> Fetched | str:
        if response.status == 304:
            return Fetched(None)
        if response.status in _REDIRECTS and response.headers.get("Location"):
            return str(response.headers["Location"])
        if response.status != 200:
            raise BadCap("the address answers with status {status}; ask its office", status=response.status)
        return Fetched(_body(response), response.headers.get("ETag", "")[:200])


def _body(response: BaseHTTPResponse) -> bytes:
    """At most one byte more than we read of a document; a server that drips is left."""
    raw, until = b"", time.monotonic() + MOST_SECONDS
    for chunk in response.stream(CHUNK, decode_content=True):
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise BadCap("has more than {most} bytes; ask the sender for a smaller one", most=MOST_BYTES)
        if time.monotonic() > until:
            raise BadCap("the address is too slow; try again later")
    return raw
