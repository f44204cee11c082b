"""Mail: an MT -> one plain mail at a real server (aiosmtpd), and nothing else, whatever stands in it."""

from __future__ import annotations

import email
import email.policy
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.domain.sending import Health, SendError, SendResult
from smsinfo.errors import BadRequest, BadSetting, Unauthenticated
from smsinfo.gateways.mail import HEAD, MailGateway, MailOptions

from .cast import PUBLIC_URL, clock, settings
from .postbox import MT, PASSWORD, TO, USER, Postbox, certificate, mail, real_server


def read(raw: bytes) -> EmailMessage:
    """A mail as its reader sees it."""
    return email.message_from_bytes(raw, policy=email.policy.default)


@pytest.fixture
def box() -> Iterator[Postbox]:
    with real_server() as running:
        yield running


@pytest.fixture(autouse=True)
def _nothing_personal_in_the_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]  # aiosmtpd's own
    assert [word for word in (PASSWORD, TO, "Banjir") if word in "\n".join(ours)] == []


def test_a_message_is_one_plain_mail(box: Postbox) -> None:
    result = mail(box.port).send(MT)
    got = read(box.mail())
    assert (result.accepted, got["Message-ID"]) == (True, f"<{result.external_id}>")
    assert (box.envelopes[0].mail_from, box.envelopes[0].rcpt_tos) == (USER, [TO])
    assert (got["From"], got["To"], got["Subject"]) == (f'"Info Desa, Kalteng" <{USER}>', TO, "Siaga banjir")
    assert (got["Date"], got["Auto-Submitted"]) == ("Tue, 24 Nov 2026 03:00:00 +0000", "auto-generated")
    assert (got.is_multipart(), got.get_content_type(), list(got.iter_attachments())) == (False, "text/plain", [])
    assert got.get_content().splitlines() == MT.text.splitlines()


def test_the_same_key_is_the_same_mail_and_another_key_another(box: Postbox) -> None:
    channel = mail(box.port)
    first, again, other = (channel.send(mt).external_id for mt in (MT, replace(MT, text="x"), replace(MT, key="k2")))
    assert first == again != other


NASTY = {
    "another receiver": "x\r\nBcc: jahat@evil.example",
    "a bare line feed": "x\nBcc: jahat@evil.example",
    "a bare carriage return": "x\rBcc: jahat@evil.example",
    "a second body": "x\r\n\r\nklik http://evil.example",
    "letters that some count as line ends": "x\u2028Bcc: a@b.c\x85Bcc: a@b.c\x0bBcc: a@b.c",
    "an encoded word": "=?utf-8?q?x=0D=0ABcc:_jahat@evil.example?=",
    "NUL": "x\x00y",
    "half a letter": "x\ud800y",
    "half an encoded word": "=?=?utf-8?q?=0A=0A?==?",
    "very long": "Banjir " * 60,
    "outside ASCII": "Palangka Raya \u00e9 \U0001f600",
}


@pytest.mark.parametrize("subject", NASTY.values(), ids=NASTY.keys())
def test_no_subject_becomes_a_header_or_a_body(subject: str, box: Postbox) -> None:
    assert mail(box.port).send(replace(MT, subject=subject)).accepted
    got = read(box.mail())
    assert [name for name in got if not name.startswith("X-")] == HEAD  # X- is of the server
    assert box.envelopes[0].rcpt_tos == [TO]
    assert got.get_content().splitlines() == MT.text.splitlines()
    assert 0 < len(str(got["Subject"])) <= 122


def test_without_a_subject_the_channels_stands_there(box: Postbox) -> None:
    mail(box.port, subject="Pemberitahuan").send(replace(MT, subject=" \r\n "))
    assert read(box.mail())["Subject"] == "Pemberitahuan"


BODIES = {
    "the end of a mail": "a\r\n.\r\nMAIL FROM:<jahat@evil.example>\r\n",
    "the end of a mail in bare lines": "a\n.\nQUIT\n\r.\r",
    "a dot before a line": ".a\n..b",
    "a line too long for SMTP": "x" * 5000,
    "letters": "\u00e9 \u4e2d \U0001f600 = =3D",
    "a header for a mailbox": "From jahat\nSubject: x",
    "nothing": "",
}


@pytest.mark.parametrize("text", BODIES.values(), ids=BODIES.keys())
def test_a_text_stays_one_text(text: str, box: Postbox) -> None:
    assert mail(box.port).send(replace(MT, text=text)).accepted
    assert len(box.envelopes) == 1
    assert max(len(line) for line in box.mail().split(b"\r\n")) <= 998
    assert read(box.mail()).get_content().split() == text.split()


NO_ADDRESS = {
    "a number": "+628123456789",
    "nothing": "",
    "two": "a@b.id,c@d.id",
    "a name with it": "BPBD <a@b.id>",
    "a header in it": "a@b.id\r\nBcc: c@d.id",
    "a command in it": "a@b.id>\r\nRCPT TO:<c@d.id",
    "a line feed behind it": "a@b.id\n",
    "a blank": "a b@c.id",
    "no domain": "root@localhost",
    "two dots": "a..b@c.id",
    "a dot before": ".a@c.id",
    "quotes": '"a b"@c.id',
    "an address of a machine": "a@[127.0.0.1]",
    "other letters": "b\u00e9@c.id",
    "too long": "a@" + "b" * 60 + "." + "c" * 200 + ".id",
}


@pytest.mark.parametrize("to", NO_ADDRESS.values(), ids=NO_ADDRESS.keys())
def test_what_is_not_one_address_gets_no_mail(to: str, box: Postbox) -> None:
    assert mail(box.port).send(replace(MT, to=to)) == SendResult(
        error=SendError.BAD_NUMBER, detail="not a mail address"
    )
    assert box.envelopes == []


@pytest.mark.parametrize(("security", "tls_first"), [("starttls", False), ("tls", True)])
def test_by_tls_and_log_in(security: str, tls_first: bool, tmp_path: Path) -> None:
    context, ca = certificate(tmp_path)
    with real_server(context, tls_first=tls_first, log_in=not tls_first) as box:
        log_in = {} if tls_first else {"user": USER, "password": PASSWORD}
        channel = mail(box.port, security=security, ca_file=str(ca), **log_in)
        assert channel.send(MT).accepted
        assert channel.health() == Health(True, "the mail server answers and takes our log-in")
        assert len(box.envelopes) == 1


def test_a_wrong_password_is_denied(tmp_path: Path) -> None:
    context, ca = certificate(tmp_path)
    with real_server(context, log_in=True) as box:
        channel = mail(box.port, security="starttls", ca_file=str(ca), user=USER, password="salah")
        assert channel.send(MT) == SendResult(error=SendError.DENIED, detail="SMTP 535 5.7.8")
        assert channel.health() == Health(False, "SMTP 535 5.7.8")


@pytest.mark.parametrize("known", [False, True], ids=["of nobody we know", "of another host"])
def test_a_certificate_that_is_not_the_servers_gets_neither_password_nor_mail(known: bool, tmp_path: Path) -> None:
    context, ca = certificate(tmp_path, "lain.example" if known else "localhost")
    with real_server(context, log_in=True) as box:
        log_in = {"user": USER, "password": PASSWORD} | ({"ca_file": str(ca)} if known else {})
        result = mail(box.port, security="starttls", **log_in).send(MT)
        assert result == SendResult(error=SendError.TEMPORARY, detail="SSLCertVerificationError")
        assert box.envelopes == []


def test_nothing_ever_comes_in() -> None:
    channel, request = mail(25), GatewayRequest("POST", f"{PUBLIC_URL}/gw/mail/mo", {})
    assert (channel.routes, channel.inline_reply, channel.gives_receipts) == ((), False, False)
    with pytest.raises(Unauthenticated):
        channel.authenticate(request)
    with pytest.raises(BadRequest):
        channel.parse_mo(request)
    assert (channel.respond(None, None).body, channel.parse_dlr(request)) == ("", ())


def test_the_examples_of_the_document_are_channels(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "gateways" / "mail.md").read_text(encoding="utf-8")
    (tmp_path / "mail").write_text(PASSWORD + "\n")
    _, ca = certificate(tmp_path)
    blocks = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    tables = [table for block in blocks for table in tomllib.loads(block)["channels"].values()]
    for table in tables:
        files = {"password_file": str(tmp_path / "mail"), "ca_file": str(ca)}
        own = table | {name: file for name, file in files.items() if name in table}
        del own["kind"]
        assert MailGateway("mail", own, settings(), clock).sender == table["sender"]
    assert [name for name in MailOptions.model_fields if f"\n{name}" not in text and f"\n# {name}" not in text] == []


WRONG_SETTINGS = {
    "no host": ({"host": None}, "host", "is missing"),
    "a host with a path": ({"host": "mail.go.id/x"}, "host", "pattern"),
    "no port": ({"port": 0}, "port", "greater than"),
    "a security that is none": ({"security": "ssl"}, "security", "'starttls', 'tls' or 'none'"),
    "nothing secret to another machine": ({"host": "mail.go.id"}, "security", "on this machine only"),
    "a sender without domain": ({"sender": "smsinfo"}, "sender", "must be a mail address"),
    "a sender of two lines": ({"sender": f"{USER}\nBcc: a@b.id"}, "sender", "must be a mail address"),
    "a name of two lines": ({"sender_name": "a\r\nBcc: a@b.id"}, "sender_name", "must be one line"),
    "a subject of two lines": ({"subject": "a\nb"}, "subject", "must be one line"),
    "an encoded word": ({"sender_name": "=?utf-8?q?a=0D=0ABcc:_a@b.id?="}, "sender_name", "as it is read"),
    "an empty subject": ({"subject": ""}, "subject", "at least 1"),
    "a user without password": ({"user": USER}, "password", "need each other"),
    "a password without user": ({"password": PASSWORD}, "user", "need each other"),
    "an empty password": ({"user": USER, "password": ""}, "password", "printable ASCII"),
    "a password in other letters": ({"user": USER, "password": "s\u00e9"}, "password", "printable ASCII"),
    "a user of two lines": ({"user": "a\nb", "password": PASSWORD}, "user", "printable ASCII"),
    "no such CA": ({"ca_file": "/nowhere"}, "ca_file", "/nowhere can't be read"),
    "a slip": ({"hosts": "x"}, "hosts", "did you mean host"),
}


@pytest.mark.parametrize(("changed", "name", "problem"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS.keys())
def test_a_wrong_setting_is_named_with_what_is_wrong(changed: dict[str, Any], name: str, problem: str) -> None:
    options = {"host": "localhost", "security": "none", "sender": USER} | changed
    with pytest.raises(BadSetting) as refusal:
        MailGateway("mail", {k: v for k, v in options.items() if v is not None}, settings(), clock)
    assert refusal.value.name == f"channels.mail.{name}"
    assert problem in refusal.value.problem
    assert refusal.value.example
    assert PASSWORD not in str(refusal.value)
