"""The one place from which gateways call out over HTTP: a session a thread, hard time-outs, and every failure sorted.

A failure before the request was written is temporary: nothing can have been taken. After that, silence is unknown.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NameResolutionError, NewConnectionError
from urllib3.exceptions import SSLError as TlsError

from smsinfo.domain.sending import SendError, SendResult

CONNECT_TIMEOUT: Final = 5.0
READ_TIMEOUT: Final = 15.0
TIMEOUT: Final = CONNECT_TIMEOUT + READ_TIMEOUT
"""Seconds that one call may take at most between two bytes; a lease must be longer."""

LARGEST_ANSWER: Final = 256 * 1024
"""Bytes of a provider's answer that we read."""

# At DEBUG urllib3 writes whole addresses, and some providers want a number or a password in them.
logging.getLogger("urllib3").setLevel(logging.INFO)

_NEVER_CONNECTED: Final = (NewConnectionError, ConnectTimeoutError, NameResolutionError, TlsError)


@dataclass(frozen=True, slots=True)
class Answer:
    """A provider's answer: status, body as text, header names in lower case."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def retry_after(self) -> float | None:
        """Seconds of the Retry-After header; None where there is none in seconds (RFC 9110, 10.2.3)."""
        value = self.headers.get("retry-after", "")
        return float(value) if value.isdigit() else None


class HttpCaller:
    """Calls one provider. Never follows redirects (a credential must not travel), never uses the system's proxy."""

    def __init__(self, *, verify: bool | str = True, auth: tuple[str, str] | None = None) -> None:
        """`verify` as in requests: False never, else True or the file of the provider's own CA."""
        self._verify = verify
        self._auth = auth
        self._own = threading.local()

    def call(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer | SendResult:
        """The provider's answer, whatever its status, or the failure as a result. Never raises for the network."""
        try:
            with self._session().request(
                method,
                url,
                params=params,
                data=form if body is None else body,
                json=json,
                headers=headers,
                auth=self._auth,
                verify=self._verify,
                timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                allow_redirects=False,
                stream=True,
            ) as response:
                raw = response.raw.read(LARGEST_ANSWER, decode_content=True)
                text = raw.decode(response.encoding or "utf-8", errors="replace")
                return Answer(response.status_code, text, {k.lower(): v for k, v in response.headers.items()})
        except requests.RequestException as error:
            return failure_of(error)
        except (OSError, ValueError, LookupError) as error:  # cut while reading, or an answer that is no text
            return SendResult(error=SendError.UNKNOWN, detail=type(error).__name__)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False
            session.mount("http://", HTTPAdapter(max_retries=0))
            session.mount("https://", HTTPAdapter(max_retries=0))
            self._own.session = session
        return session


def failure_of(error: requests.RequestException) -> SendResult:
    """TEMPORARY when no connection was made, so nothing was written; UNKNOWN after that. No address in the detail."""
    inner: object = error.args[0] if error.args else error
    reason = inner.reason if isinstance(inner, MaxRetryError) else inner
    never = isinstance(reason, _NEVER_CONNECTED) or isinstance(
        error,
        requests.ConnectTimeout
        | requests.exceptions.InvalidURL
        | requests.exceptions.MissingSchema
        | requests.exceptions.InvalidHeader,
    )
    kind = SendError.TEMPORARY if never else SendError.UNKNOWN
    return SendResult(error=kind, detail=type(reason if isinstance(reason, Exception) else error).__name__)


def by_status(answer: Answer) -> SendResult:
    """What a refusing status says by itself, where the provider's body says nothing better (RFC 9110, 15.5-15.6).

    504 is unknown: a proxy gave up waiting for somebody who may have taken it.
    """
    detail = f"HTTP {answer.status}"
    if answer.status == 429:
        return SendResult(error=SendError.THROTTLED, detail=detail, retry_after=answer.retry_after)
    if answer.status in (401, 403, 404, 405, 410):  # a wrong address must keep messages waiting, not kill them
        return SendResult(error=SendError.DENIED, detail=detail)
    if answer.status == 402:
        return SendResult(error=SendError.NO_BALANCE, detail=detail)
    if answer.status in (408, 504):
        return SendResult(error=SendError.UNKNOWN, detail=detail)
    if answer.status >= 500:
        return SendResult(error=SendError.TEMPORARY, detail=detail, retry_after=answer.retry_after)
    if 300 <= answer.status < 400:
        return SendResult(error=SendError.DENIED, detail=f"{detail}: the address has moved; correct it")
    return SendResult(error=SendError.REJECTED, detail=detail)
