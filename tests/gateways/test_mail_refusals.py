"""Mail: what a server may refuse at each step, and what breaks on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smsinfo.domain.sending import Health, SendError, SendResult
from smsinfo.gateways import mail_line

from .mailscript import CUT, DRIP, Script, scripted_server
from .postbox import MT, PASSWORD, TO, USER, free_port, mail


@pytest.fixture(autouse=True)
def _nothing_personal_in_the_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]  # aiosmtpd's own
    assert [word for word in (PASSWORD, TO, "Banjir") if word in "\n".join(ours)] == []


LACKING: dict[str, tuple[dict[str, str], str]] = {
    "no STARTTLS": ({"security": "starttls"}, "250 8BITMIME"),
    "no log-in": ({"user": USER, "password": PASSWORD}, "250 8BITMIME"),
    "no log-in that we know": ({"user": USER, "password": PASSWORD}, "250 AUTH GSSAPI"),
}


@pytest.mark.parametrize(("options", "offers"), LACKING.values(), ids=LACKING.keys())
def test_a_server_that_lacks_what_is_set_is_told_nothing(options: dict[str, str], offers: str) -> None:
    with scripted_server(EHLO=offers) as script:
        result = mail(script.port, **options).send(MT)
    assert result == SendResult(error=SendError.DENIED, detail="no STARTTLS or log-in in common")
    assert [line.partition(" ")[0] for line in script.heard] == ["ehlo"]


# Step and answer -> what it means, and the codes that are told.
REFUSALS = {
    "no service": ("GREETING", "554 5.3.2 not for you", SendError.DENIED, "SMTP 554 5.3.2"),
    "too busy": ("GREETING", "421 4.3.2 later", SendError.THROTTLED, "SMTP 421 4.3.2"),
    "not today": ("GREETING", "421 later", SendError.TEMPORARY, "SMTP 421"),
    "log-in needed": ("MAIL", "530 5.7.0 authentication required", SendError.DENIED, "SMTP 530 5.7.0"),
    "our sender is refused": ("MAIL", "550 5.1.8 bad domain", SendError.DENIED, "SMTP 550 5.1.8"),
    "our sender must wait": ("MAIL", "451 4.7.1 later", SendError.TEMPORARY, "SMTP 451 4.7.1"),
    "no such mailbox": ("RCPT", f"550 5.1.1 <{TO}>: unknown", SendError.BAD_NUMBER, "SMTP 550 5.1.1"),
    "no such domain": ("RCPT", "550 5.1.2 unknown domain", SendError.BAD_NUMBER, "SMTP 550 5.1.2"),
    "takes no mail": ("RCPT", "556 5.1.10 null MX", SendError.BAD_NUMBER, "SMTP 556 5.1.10"),
    "disabled": ("RCPT", "550 5.2.1 disabled", SendError.BAD_NUMBER, "SMTP 550 5.2.1"),
    "mailbox full": ("RCPT", "552 5.2.2 full", SendError.UNREACHABLE, "SMTP 552 5.2.2"),
    "a policy": ("RCPT", "550 5.7.1 relaying denied", SendError.UNREACHABLE, "SMTP 550 5.7.1"),
    "no reason given": ("RCPT", "550 no", SendError.UNREACHABLE, "SMTP 550"),
    "greylisted": ("RCPT", "450 4.7.1 try again", SendError.TEMPORARY, "SMTP 450 4.7.1"),
    "no room": ("RCPT", "452 4.2.2 full", SendError.TEMPORARY, "SMTP 452 4.2.2"),
    "too quick": ("RCPT", "450 4.7.28 rate", SendError.THROTTLED, "SMTP 450 4.7.28"),
    "no mail now": ("DATA", "451 4.3.0 error", SendError.TEMPORARY, "SMTP 451 4.3.0"),
    "no mail ever": ("DATA", "554 5.5.1 no valid recipients", SendError.REJECTED, "SMTP 554 5.5.1"),
    "too big": ("END", "552 5.3.4 too big", SendError.REJECTED, "SMTP 552 5.3.4"),
    "spam": ("END", "554 5.7.1 spam", SendError.REJECTED, "SMTP 554 5.7.1"),
    "sender's proof fails": ("END", "550 5.7.27 SPF", SendError.DENIED, "SMTP 550 5.7.27"),
    "taken by nobody": ("END", "451 4.3.1 disk full", SendError.TEMPORARY, "SMTP 451 4.3.1"),
    "nonsense in the end": ("END", "hello", SendError.UNKNOWN, "SMTP -1"),
    "nonsense before": ("MAIL", "hello", SendError.TEMPORARY, "SMTP -1"),
}


@pytest.mark.parametrize(("step", "answer", "error", "detail"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_a_refusal_means(step: str, answer: str, error: SendError, detail: str) -> None:
    with scripted_server(**{step: answer}) as script:
        assert mail(script.port).send(MT) == SendResult(error=error, detail=detail)


BROKEN = {
    "before the greeting": ("GREETING", SendError.TEMPORARY),
    "before the receiver": ("RCPT", SendError.TEMPORARY),
    "after the mail": ("END", SendError.UNKNOWN),
}


@pytest.mark.parametrize(("step", "error"), BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("how", [CUT, DRIP])
def test_a_line_that_breaks_or_drips(step: str, error: SendError, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_line, "TIMEOUT", 0.3)
    with scripted_server(**{step: how}) as script:
        assert mail(script.port).send(MT).error is error


def test_what_was_kept_stays_sent_though_nobody_says_goodbye() -> None:
    with scripted_server(QUIT=CUT) as script:
        assert mail(script.port).send(MT).accepted
        assert spoken(script) == ["ehlo", "mail", "rcpt", "data", "quit"]


def spoken(script: Script) -> list[str]:
    """The commands that the server heard, as smtplib writes them."""
    return [
        word for line in script.heard if (word := line.partition(" ")[0]) in ("ehlo", "mail", "rcpt", "data", "quit")
    ]


def test_where_nobody_listens_the_mail_waits() -> None:
    channel = mail(free_port())
    assert channel.send(MT) == SendResult(error=SendError.TEMPORARY, detail="ConnectionRefusedError")
    assert channel.health() == Health(False, "ConnectionRefusedError")
