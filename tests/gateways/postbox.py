"""A real mail server, aiosmtpd, on a free port of this machine, with a certificate of its own."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from smsinfo.domain.sending import Mt
from smsinfo.gateways.mail import MailGateway

from .cast import clock, settings

USER: Final = "smsinfo@kalteng.go.id"
PASSWORD: Final = "kata-sandi-surat-rahasia"
TO: Final = "bpbd.katingan@kalteng.go.id"
MT: Final = Mt(
    "alert-7-42", TO, "Banjir di Katingan.\n\nSiaga, jangan menyeberang.", "gsm7", 1, timedelta(hours=6), "Siaga banjir"
)


def mail(port: int, **options: Any) -> MailGateway:
    """A channel of kind mail at a server of this machine."""
    usual = {"host": "localhost", "port": port, "security": "none", "sender": USER, "sender_name": "Info Desa, Kalteng"}
    return MailGateway("mail", usual | options, settings(), clock)


@dataclass
class Postbox:
    """What a server got: the envelopes in their order, and its port."""

    port: int
    envelopes: list[Envelope] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        """Keep the mail."""
        self.envelopes.append(envelope)
        return "250 2.0.0 kept"

    def mail(self) -> bytes:
        """The newest mail as it came."""
        content = self.envelopes[-1].content
        assert isinstance(content, bytes)
        return content


def free_port() -> int:
    """A port at which nobody listens: aiosmtpd wants to know it beforehand."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def certificate(folder: Path, host: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate for `host`, and the file that vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, both = folder / f"{host}.pem", folder / f"{host}-with-key.pem"
    file.write_bytes(made.public_bytes(Encoding.PEM))
    both.write_bytes(file.read_bytes() + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, file


@contextmanager
def real_server(
    context: ssl.SSLContext | None = None, *, tls_first: bool = False, log_in: bool = False
) -> Iterator[Postbox]:
    """aiosmtpd, with STARTTLS or TLS where a context is given, with a log-in where wanted."""

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    box = Postbox(free_port())
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=box.port,
        ssl_context=context if tls_first else None,
        tls_context=None if tls_first else context,
        require_starttls=context is not None and not tls_first,
        auth_required=log_in,
        auth_require_tls=not tls_first and log_in,
        authenticator=authenticate if log_in else None,
    )
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
