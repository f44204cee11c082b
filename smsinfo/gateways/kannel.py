"""Kannel: texts in by the HTTP of an sms-service, the reply in its answer; texts out by smsbox's sendsms; receipts.

Source: Kannel 1.4.5, User's Guide, chapters 7 (tables 7-9 to 7-17) and 10, and where the guide is silent or old the
program itself (gw/smsbox.c, gw/urltrans.c, gw/dlr.c), tried with tests/interop/test_kannel.py:

- An MO comes as GET by `get-url`, everything in the address, or as POST by `post-url`, where number and text are in
  headers and body: better, since servers write addresses to their logs. `%b` is the text in the charset that `%C`
  tells. Only 200 and 202 are an answer; after anything else Kannel asks `http-request-retry` times more (none by
  default), with the same `%I`, then tells the citizen that it failed. An empty body is no reply only with `omit-empty`.
- `user:password@` in an address makes Kannel send it as Basic authentication. That is our secret's place: it stays out
  of the logs of the servers between. Kannel breaks a header of over 57 such octets into two lines.
- sendsms takes POST with its parameters as X-Kannel headers and the text as body. 202 means that bearerbox has it, with
  no id: receipts name a message by our key, which its `dlr-url` carries.
- Kannel cuts a long text itself and asks the network for a receipt of its first part only (gw/sms.c, sms_split).
"""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import Any, ClassVar, Final
from urllib.parse import parse_qsl, quote, urlsplit

from pydantic import Field, SecretStr, field_validator

from smsinfo.config import Settings
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, ReceiveOnly, Route
from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.domain.sending import Dlr, Health, Mt, SendResult
from smsinfo.errors import BadRequest, Unauthenticated
from smsinfo.gateways.http import HttpCaller
from smsinfo.gateways.kannel_words import bearerbox_health, read_answer, read_receipt, smsbox_problem
from smsinfo.gateways.reading import Form, Options, check_external_id, read_options

USER: Final = "kannel"
"""The user name before our secret in the addresses that Kannel calls."""

CHARSETS: Final = {
    "utf-8": "utf-8",
    "utf-16be": "utf-16-be",
    "iso-8859-1": "iso-8859-1",
    "windows-1252": "windows-1252",
}
"""What `%C` may say, and Python's name for it; the last two where an operator has set alt-charset."""

BINARY: Final = "8-bit"
"""`%C` of what is no text: a SIM's own message, a ring tone."""

REPORTS: Final = 31
"""dlr-mask: all five kinds (User's Guide, chapter 10)."""

REPLY_MINUTES: Final = 240
"""Validity of an inline reply: the inbox has no use for it after four hours either."""

_BYTES: Final = "latin-1"  # as text, a byte a character, until its charset is known
_POSTED: Final = {"from": "x-kannel-from", "to": "x-kannel-to", "time": "x-kannel-time"}
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{16,48}")
_PRINTABLE: Final = re.compile(r"[!-~]{1,64}")


class KannelOptions(Options):
    """`[channels.<name>]` of kind kannel. `mo_secret` may be several, by comma, while it is being changed."""

    secrets: ClassVar[frozenset[str]] = frozenset({"password", "mo_secret", "status_password"})

    address: str = Field(
        pattern=r"^https?://[^\s/?#@]+/[^\s?#]*$",
        description="Where smsbox listens for sendsms (sendsms-port, sendsms-url).",
        examples=['address = "http://127.0.0.1:13013/cgi-bin/sendsms"'],
    )
    user: str = Field(
        pattern=r"^[!-~]{1,64}$",
        description="username of the group sendsms-user.",
        examples=['user = "smsinfo"'],
    )
    password: SecretStr = Field(
        description="password of the group sendsms-user.",
        examples=['password_file = "/run/secrets/kannel"'],
    )
    mo_secret: tuple[SecretStr, ...] = Field(
        description="Ours, 16 to 48 letters, digits, - or _: Kannel proves with it that a text or receipt is from it.",
        examples=['mo_secret_file = "/run/secrets/kannel-mo"'],
    )
    sender: str = Field(
        pattern=r"^[ -~]{1,20}$",
        description="The number, short code or name that messages come from.",
        examples=['sender = "8888"'],
    )
    smsc: str = Field(
        default="",
        pattern=r"^[!-~]{0,64}$",
        description="smsc-id to send by, where Kannel has several lines and routes by it.",
        examples=['smsc = "telkomsel"'],
    )
    callback_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s?#@]+)?$",
        description="Where Kannel reaches smsinfo for receipts, if not at public_url.",
        examples=['callback_url = "http://127.0.0.1:8000"'],
    )
    admin_address: str = Field(
        default="",
        pattern=r"^(https?://[^\s?#@]+)?$",
        description="bearerbox's admin-port: with it the channel's health tells of the lines to message centres too.",
        examples=['admin_address = "http://127.0.0.1:13000"'],
    )
    status_password: SecretStr = Field(
        default=SecretStr(""),
        description="status-password of the group core, never its admin-password: it travels in the address.",
        examples=['status_password_file = "/run/secrets/kannel-status"'],
    )

    @field_validator("mo_secret", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("mo_secret")
    @classmethod
    def _check_secrets(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not secrets:
            raise ValueError("is empty: without it nobody could tell Kannel's requests from others")
        if not all(_SECRET.fullmatch(secret.get_secret_value()) for secret in secrets):
            raise ValueError("must be 16 to 48 letters, digits, - or _: it stands in an address")
        return secrets

    @field_validator("password")
    @classmethod
    def _check_password(cls, password: SecretStr) -> SecretStr:
        if not _PRINTABLE.fullmatch(password.get_secret_value()):
            raise ValueError("must be 1 to 64 printable ASCII characters without blanks: it travels in a header")
        return password


class KannelGateway(ReceiveOnly):
    """One number or name behind Kannel."""

    kind: ClassVar[str] = "kannel"
    keeps: str = (
        "Kannel's access log and, while a message waits, its store: set log-rotation there, and delete old logs"
    )
    routes: tuple[Route, ...] = (Route("mo", ("GET", "POST")), Route("dlr", ("GET",)))
    inline_reply: bool = True
    can_send: bool = True
    gives_receipts: bool = True

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong or missing setting of the channel."""
        own = read_options(KannelOptions, channel, options)
        self.channel = channel
        self.sender = own.sender
        self.practice = False
        self._own = own
        self._base = urlsplit(own.callback_url or settings.public_url)
        self._http = HttpCaller()
        self._clock = clock

    def authenticate(self, request: GatewayRequest) -> None:
        """Raise Unauthenticated unless the address that Kannel called holds one of our secrets."""
        given = request.headers.get("authorization")
        if given is None:
            raise Unauthenticated(f"the address that Kannel calls lacks {USER}:SECRET@ before the host")
        shown = given.encode(errors="replace")
        if not any(hmac.compare_digest(shown, _basic(secret)) for secret in self._own.mo_secret):
            raise Unauthenticated("the secret is not right: compare mo_secret with the address in Kannel's sms-service")

    def parse_mo(self, request: GatewayRequest) -> MoMessage | None:
        """The text; None for what is no text. `sent_at` is when Kannel had it from the network. Raises BadRequest."""
        form = _fields(request)
        charset = form.once("charset").lower()
        if charset == BINARY:
            return None
        if charset not in CHARSETS:
            raise BadRequest(f"the charset is none of {', '.join(CHARSETS)}: is charset=%C in the address?")
        time = form.at_most_once("time")
        return MoMessage(
            channel=self.channel,
            external_id=check_external_id(form.once("id")),
            sender=form.once("from"),
            recipient=form.at_most_once("to") or self.sender,
            # A broken character must not cost the whole text.
            text=form.once("text").encode(_BYTES, "replace").decode(CHARSETS[charset], errors="replace"),
            received_at=self._clock(),
            sent_at=_time(time) if time else None,
        )

    def respond(self, mo: MoMessage | None, reply: Reply | None) -> GatewayResponse:
        """The reply as plain text; empty where there is none."""
        if reply is None:
            return GatewayResponse("")
        headers = {"X-Kannel-Validity": str(REPLY_MINUTES)}
        if reply.encoding == "ucs2":
            headers["X-Kannel-Coding"] = "2"
        return GatewayResponse(reply.text, headers=headers)

    def parse_dlr(self, request: GatewayRequest) -> tuple[Dlr, ...]:
        """The one receipt of a request. Raises BadRequest."""
        form = Form.of(request.query)
        found = read_receipt(form.once("type"), form.at_most_once("answer") or "")
        time = form.at_most_once("time")
        return (
            Dlr(
                channel=self.channel,
                status=found.status,
                key=check_external_id(form.once("key")),
                at=_time(time) if time else None,
                error=found.error,
                detail=found.detail,
            ),
        )

    def send(self, mt: Mt) -> SendResult:
        """Hand one MT to bearerbox. Kannel gives no id: the receipts carry our key."""
        minutes = max(1, int(mt.valid_for / timedelta(minutes=1)))
        headers = self._login() | {
            "X-Kannel-To": mt.to,
            "X-Kannel-From": self.sender,
            "X-Kannel-Coding": "2" if mt.encoding == "ucs2" else "0",
            "X-Kannel-Validity": str(minutes),
            "X-Kannel-DLR-Mask": str(REPORTS),
            "X-Kannel-DLR-Url": self._dlr_url(mt.key),
        }
        if self._own.smsc:
            headers["X-Kannel-SMSC"] = self._own.smsc
        answer = self._http.call("POST", self._own.address, body=mt.text.encode(errors="replace"), headers=headers)
        return answer if isinstance(answer, SendResult) else read_answer(answer)

    def health(self) -> Health:
        """Ask smsbox without a receiver, which proves address and log-in; then bearerbox, where we know its address."""
        problem = smsbox_problem(self._http.call("POST", self._own.address, body=b"-", headers=self._login()))
        if problem:
            return Health(False, problem)
        if not self._own.admin_address:
            return Health(True, "smsbox answers and knows us")
        address = f"{self._own.admin_address.rstrip('/')}/status.txt"
        password = self._own.status_password.get_secret_value()
        return bearerbox_health(self._http.call("GET", address, params={"password": password}), self._own.smsc)

    def _dlr_url(self, key: str) -> str:
        login = f"{USER}:{self._own.mo_secret[0].get_secret_value()}"
        address = (
            f"{self._base.scheme}://{login}@{self._base.netloc}{self._base.path.rstrip('/')}/gw/{self.channel}/dlr"
        )
        # A percent sign of the key would begin one of Kannel's own escapes.
        return f"{address}?type=%d&time=%t&answer=%A&key={quote(key, safe='').replace('%', '%%')}"

    def _login(self) -> dict[str, str]:
        return {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Kannel-Username": self._own.user,
            "X-Kannel-Password": self._own.password.get_secret_value(),
        }


def _basic(secret: SecretStr) -> bytes:
    return b"Basic " + b64encode(f"{USER}:{secret.get_secret_value()}".encode())


def _fields(request: GatewayRequest) -> Form:
    """The parameters of an MO, each byte as one character: their charset stands among them."""
    form = Form.of(parse_qsl(urlsplit(request.url).query, keep_blank_values=True, encoding=_BYTES))
    if request.method != "POST":
        return form
    for name, header in _POSTED.items():
        if header in request.headers:
            form.setdefault(name, []).append(request.headers[header])
    kind = Message()
    kind["content-type"] = request.headers.get("content-type", "")
    binary = kind.get_content_type() == "application/octet-stream"
    form.setdefault("charset", []).append(BINARY if binary else kind.get_content_charset(""))
    form.setdefault("text", []).append(request.body.decode(_BYTES))
    return form


def _time(text: str) -> datetime:
    """`%t` and X-Kannel-Time: UTC, YYYY-MM-DD hh:mm:ss. Raises BadRequest."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise BadRequest("the time is not as %t writes it: is time=%t in the address?") from None
