"""Mail as one more channel: notices to staff and offices by SMTP (RFC 5321), through the server of the office.

A mail is one part of plain text (RFC 2045, quoted-printable), never with an attachment. Its Message-ID is derived from
the message's key, so servers and readers that know a repeat by it show it once. SMTP has no time after which a mail is
not delivered, and a receipt would be another mail: sent is the last that we learn.

What a refusal means is told by its code (RFC 5321, 4.2.3) and its enhanced code (RFC 3463): see `mail_words`.
"""

from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from functools import partial
from typing import Any, ClassVar, Final, Literal

from pydantic import Field, SecretStr, field_validator

from smsinfo.config import LOCAL_HOSTS, Settings
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, ReceiveOnly, Route
from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.domain.sending import Health, Mt, SendError, SendResult
from smsinfo.errors import BadRequest, BadSetting, Unauthenticated
from smsinfo.gateways.mail_line import connected
from smsinfo.gateways.mail_words import Step, refused
from smsinfo.gateways.reading import Options, read_options

LONGEST_SUBJECT: Final = 120
"""Characters; more is cut by most readers."""

TAKEN: Final = frozenset({250, 251, 252})
"""Codes by which a server takes a sender or receiver (RFC 5321, 4.3.2); the mail itself by 250 only."""

LONGEST_ADDRESS: Final = 254
"""RFC 5321, 4.5.3.1.3: a path of 256 octets, without its brackets."""

HEAD: Final = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
]
"""The headers of every mail, in this order. What is on its way is held against it, whatever the library made of it."""

# What a browser takes as an address (html.spec.whatwg.org, "valid e-mail address"), with a dot in the domain. ASCII
# only: an address in other letters needs a server with SMTPUTF8.
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class MailOptions(Options):
    """`[channels.<name>]` of kind mail."""

    secrets: ClassVar[frozenset[str]] = frozenset({"password"})

    host: str = Field(
        pattern=r"^[A-Za-z0-9.:-]{1,253}$",
        description="The mail server.",
        examples=['host = "mail.kalteng.go.id"'],
    )
    port: int = Field(
        default=587, ge=1, le=65535, description="Its port: 587 for starttls, 465 for tls.", examples=["port = 587"]
    )
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="starttls, tls from the first byte, or none (a server on this machine only).",
        examples=['security = "tls"'],
    )
    ca_file: str = Field(
        default="",
        description="The certificate of the office's own CA, where the server's is signed by one.",
        examples=['ca_file = "/etc/smsinfo/ca.pem"'],
    )
    user: str = Field(default="", description="The account at the server.", examples=['user = "smsinfo@kalteng.go.id"'])
    password: SecretStr | None = Field(
        default=None, description="Its password.", examples=['password_file = "/run/secrets/mail"']
    )
    sender: str = Field(
        description="The address that mails come from.",
        examples=['sender = "smsinfo@kalteng.go.id"'],
    )
    sender_name: str = Field(
        default="",
        max_length=64,
        description="The name shown before it.",
        examples=['sender_name = "Info Desa Kalteng"'],
    )
    subject: str = Field(
        default="smsinfo",
        min_length=1,
        max_length=LONGEST_SUBJECT,
        description="The subject of a mail that has none of its own.",
        examples=['subject = "Pemberitahuan smsinfo"'],
    )

    @field_validator("sender")
    @classmethod
    def _check_sender(cls, sender: str) -> str:
        if not is_address(sender):
            raise ValueError("must be a mail address")
        return sender

    @field_validator("user")
    @classmethod
    def _check_user(cls, user: str) -> str:
        if not (user.isascii() and user.isprintable()):
            raise ValueError("must be printable ASCII: SMTP's log-in knows no other letters")
        return user

    @field_validator("password")
    @classmethod
    def _check_password(cls, password: SecretStr | None) -> SecretStr | None:
        word = "-" if password is None else password.get_secret_value()
        if not (word and word.isascii() and word.isprintable()):
            raise ValueError("must be printable ASCII: SMTP's log-in knows no other letters")
        return password

    @field_validator("sender_name", "subject")
    @classmethod
    def _check_line(cls, line: str) -> str:
        if _CONTROLS.search(line) or "=?" in line:
            raise ValueError("must be one line, as it is read")
        return line


class MailGateway(ReceiveOnly):
    """One sender at one mail server."""

    kind: ClassVar[str] = "mail"
    keeps: str = "the sent and received mail of the account: delete it there"
    routes: tuple[Route, ...] = ()
    inline_reply: bool = False
    can_send: bool = True

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong or missing setting of the channel."""
        own = read_options(MailOptions, channel, options)
        _check_log_in(channel, own)
        self.channel = channel
        self.sender = own.sender
        self.practice = False
        self._own = own
        self._tls = _tls(channel, own)
        self._first_tls = self._tls if own.security == "tls" else None
        self._clock = clock

    def authenticate(self, request: GatewayRequest) -> None:
        """Nobody has anything to tell this channel: raises Unauthenticated."""
        raise Unauthenticated("a mail channel takes no requests")

    def parse_mo(self, request: GatewayRequest) -> MoMessage | None:
        """There are no texts from a mail channel: raises BadRequest."""
        raise BadRequest("a mail channel takes no texts")

    def respond(self, mo: MoMessage | None, reply: Reply | None) -> GatewayResponse:
        """An empty answer."""
        return GatewayResponse("")

    def send(self, mt: Mt) -> SendResult:
        """Hand one mail to the server, `mt.to` being its address."""
        if not is_address(mt.to):
            return SendResult(error=SendError.BAD_NUMBER, detail="not a mail address")
        message_id = self._message_id(mt.key)
        mail = self._mail(mt, message_id)
        if mail is None:
            return SendResult(error=SendError.REJECTED, detail="the text can't be made into a mail")
        return self._talk(lambda server: _hand_over(server, self.sender, mt.to, mail, message_id))

    def health(self) -> Health:
        """Log in at the server and out again."""
        result = self._talk(lambda server: SendResult())
        return Health(result.accepted, result.detail or "the mail server answers and takes our log-in")

    def _message_id(self, key: str) -> str:
        return f"{hashlib.sha256(key.encode(errors='replace')).hexdigest()[:40]}@{self._domain}"

    def _mail(self, mt: Mt, message_id: str) -> bytes | None:
        """The mail as it goes over the line; None if its head came out with other headers than ours."""
        mail = EmailMessage(policy=WIRE)
        try:
            mail["From"] = Address(self._own.sender_name, addr_spec=self.sender)
            mail["To"] = Address(addr_spec=mt.to)
            mail["Subject"] = one_line(mt.subject) or self._own.subject
            mail["Date"] = format_datetime(self._clock())
            mail["Message-ID"] = f"<{message_id}>"
            mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday note comes back
            mail.set_content(mt.text.encode(errors="replace").decode(), cte="quoted-printable")
            raw = mail.as_bytes()
        except (ValueError, MessageError):
            return None
        return raw if _head(raw) == HEAD else None

    @property
    def _domain(self) -> str:
        return self.sender.partition("@")[2]

    def _talk(self, say: Callable[[smtplib.SMTP], SendResult]) -> SendResult:
        """Connect, log in, say it. Until the mail itself is on its way, whatever breaks has taken nothing."""
        try:
            with connected(self._own.host, self._own.port, self._domain, self._first_tls) as server:
                self._log_in(server)
                return say(server)
        except smtplib.SMTPResponseException as error:
            step = Step.LOG_IN if isinstance(error, smtplib.SMTPAuthenticationError) else Step.GREETING
            return refused(step, error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # smtplib raises the bare class only where server and we know no common log-in.
            ours = isinstance(error, smtplib.SMTPNotSupportedError) or type(error) is smtplib.SMTPException
            kind = SendError.DENIED if ours else SendError.TEMPORARY
            return SendResult(error=kind, detail="no STARTTLS or log-in in common" if ours else type(error).__name__)

    def _log_in(self, server: smtplib.SMTP) -> None:
        if self._own.security == "starttls":
            server.starttls(context=self._tls)
        if self._own.password is not None:
            server.login(self._own.user, self._own.password.get_secret_value())
        server.ehlo_or_helo_if_needed()


def is_address(text: str) -> bool:
    """Whether this is one mail address in ASCII, and nothing else."""
    local = text.partition("@")[0]
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    return len(text) <= LONGEST_ADDRESS and not dots and _ADDRESS.fullmatch(text) is not None


def one_line(text: str) -> str:
    """A subject without anything that could end its line, and not too long.

    `=?` begins an encoded word (RFC 2047), which Python's email package decodes and then writes out, line ends and all.
    """
    return " ".join(_CONTROLS.sub(" ", text).split())[:LONGEST_SUBJECT].replace("=?", "= ?")


def _head(raw: bytes) -> list[str]:
    lines = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return [line.partition(b":")[0].decode(errors="replace") for line in lines if not line.startswith((b" ", b"\t"))]


def _hand_over(server: smtplib.SMTP, sender: str, to: str, mail: bytes, message_id: str) -> SendResult:
    for step, say in ((Step.SENDER, partial(server.mail, sender)), (Step.RECEIVER, partial(server.rcpt, to))):
        code, words = say()
        if code not in TAKEN:
            return refused(step, code, words)
    try:
        code, words = server.data(mail)
    except smtplib.SMTPDataError as error:  # refused before the mail was on its way
        return refused(Step.MAIL, error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return SendResult(error=SendError.UNKNOWN, detail=type(error).__name__)
    return SendResult(external_id=message_id) if code == 250 else refused(Step.MAIL, code, words)


def _check_log_in(channel: str, own: MailOptions) -> None:
    """Raise BadSetting where the log-in is half, or anything would travel in clear."""
    place = f"channels.{channel}"
    if bool(own.user) != (own.password is not None):
        missing = "password" if own.user else "user"
        example = 'password_file = "/run/secrets/mail"' if own.user else 'user = "smsinfo@kalteng.go.id"'
        raise BadSetting(f"{place}.{missing}", "is missing; user and password need each other", example)
    if own.security == "none" and own.host not in LOCAL_HOSTS:
        problem = "none is for a server on this machine only: numbers and log-in would travel in clear"
        raise BadSetting(f"{place}.security", problem, 'security = "starttls"')


def _tls(channel: str, own: MailOptions) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=own.ca_file or None)
    except (OSError, ssl.SSLError):
        problem = f"the file {own.ca_file} can't be read as certificates"
        raise BadSetting(f"channels.{channel}.ca_file", problem, 'ca_file = "/etc/smsinfo/ca.pem"') from None
