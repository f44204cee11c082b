"""A real Kannel carries questions in and answers back, texts out and their receipts in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import gsm0338
import pytest
from sqlalchemy import text as sql

from smsinfo.bootstrap import Services
from smsinfo.domain.clock import utc_now
from smsinfo.domain.gateway import Gateway
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Health, Mt, SendError, SendResult
from smsinfo.gateways import make_gateway
from smsinfo.sms.segments import split
from smsinfo.web.app import create_app
from tests.support import HeldClock, make_services

from .kannel import BY_GET, BY_POST, DESK, Desk, Ports, bound, free_ports, program, running_kannel, serving, wait_until
from .smsc import INVALID_DESTINATION, Smsc, running_smsc

pytestmark = pytest.mark.interop

ALPHABET = "".join(gsm0338.Codec().decode(bytes(code))[0] for code in [[n] for n in range(128) if n != 0x1B])
EXTENSION = "^{}\\[~]|€"
LONG = " ".join(f"kata{number}" for number in range(55))
BURMESE = "သတိပေးချက် 警报 " * 11

TAKEN = SendResult(detail="0: Accepted for delivery")
_NUMBERS = count(628125550100)


def new_number() -> str:
    """A handset that no test has used."""
    return f"+{next(_NUMBERS)}"


class Now(HeldClock):
    """The real time, which Kannel's stamps are of."""

    def __call__(self) -> datetime:
        """What the machine's clock says."""
        return utc_now()


@dataclass
class Line:
    """Everything between a handset and us."""

    smsc: Smsc
    services: Services
    desk: Desk
    ports: Ports

    def gateway(self, **changed: str) -> Gateway:
        """A channel on this Kannel."""
        return make_gateway("kannel", "kannel", self.ports.options(**changed), self.services.settings)

    def stored(self, table: str) -> str:
        """The newest text of a table of messages."""
        with self.services.database.read() as session:
            return str(session.execute(sql(f"SELECT body FROM {table} ORDER BY id DESC LIMIT 1")).scalar_one())

    def shown(self, number: str) -> str:
        """What a handset shows once all parts are there; empty while they are not."""
        parts = self.smsc.to(number)
        complete = parts and (not parts[0].udh or len(parts) == parts[0].udh[4])
        return "".join(part.text for part in sorted(parts, key=lambda part: part.udh)) if complete else ""

    def answer_to(self, number: str, short_code: str, text: str) -> str:
        """Text from a number, and wait for the answer."""
        self.smsc.deliver(number, short_code, text)
        return self.arrives(number)

    def arrives(self, number: str) -> str:
        """Wait for a whole text; what it says."""
        wait_until(lambda: self.shown(number), "the text arrives")
        return self.shown(number)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A message centre, Kannel, smsinfo and a desk."""
    program("bearerbox")
    folder = tmp_path_factory.mktemp("kannel")
    ports, desk = Ports.free(), Desk()
    with ExitStack() as stack:
        channels = {"kannel": {"kind": "kannel", **ports.options()}}
        services = make_services(f"sqlite:///{folder / 'smsinfo.db'}", Now(), channels=channels)
        stack.callback(services.database.close)
        stack.callback(services.heart.stop)
        desk.gateway = services.gateways["kannel"]
        stack.enter_context(serving(create_app(services), ports.web))
        stack.enter_context(serving(desk, ports.desk))
        smsc = stack.enter_context(running_smsc())
        stack.enter_context(running_kannel(folder, ports, smsc.port))
        bound(smsc)
        yield Line(smsc, services, desk, ports)


def mt(key: str, to: str, text: str, **valid_for: float) -> Mt:
    """An MT as the outbox would hand it over."""
    parts = split(text)
    return Mt(key, to, text, parts.encoding, parts.count, timedelta(**valid_for or {"hours": 4}))


@pytest.mark.parametrize("short_code", [BY_GET, BY_POST], ids=["get-url", "post-url"])
def test_a_question_brings_its_answer_back_to_the_handset(line: Line, short_code: str) -> None:
    citizen = new_number()
    answer = line.answer_to(citizen, short_code, "KTP")
    assert answer == line.stored("outbound_message")
    assert line.smsc.to(citizen)[0].source == short_code


@pytest.mark.parametrize("short_code", [BY_GET, BY_POST], ids=["get-url", "post-url"])
@pytest.mark.parametrize(
    "text",
    [f"KTP {LONG}", f"KTP {BURMESE}", "KTP é € {x} + & = % ?"],
    ids=["three segments", "three segments of UCS-2", "signs that an address must escape"],
)
def test_what_a_citizen_writes_arrives_letter_by_letter(line: Line, short_code: str, text: str) -> None:
    line.answer_to(new_number(), short_code, text)
    assert line.stored("inbound_message") == text.strip()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Baris satu.\nBaris dua:  dua blanko.", 1),
        (ALPHABET + EXTENSION, 1),
        (LONG, 3),
        ("警报", 1),
        (BURMESE.strip(), 3),
    ],
    ids=["lines and blanks", "all of GSM-7", "three segments", "UCS-2", "three segments of UCS-2"],
)
class TestTextsOut:
    """Both ways out keep the text as it is."""

    def test_inline(self, line: Line, text: str, parts: int) -> None:
        """The reply in the body of the answer."""
        citizen = new_number()
        line.desk.replies[citizen] = text
        assert line.answer_to(citizen, DESK, "KTP") == text
        assert len(line.smsc.to(citizen)) == parts

    def test_pushed(self, line: Line, text: str, parts: int) -> None:
        """By sendsms."""
        citizen = new_number()
        assert line.gateway().send(mt("a-key", citizen, text)) == TAKEN
        assert line.arrives(citizen) == text
        assert len(line.smsc.to(citizen)) == parts


def test_what_we_send_says_how_long_it_is_worth_delivering(line: Line) -> None:
    citizen, now = new_number(), utc_now()
    assert line.gateway().send(mt("a-key", citizen, "Siaga 2", minutes=30)) == TAKEN
    line.arrives(citizen)
    until = datetime.strptime(line.smsc.to(citizen)[0].validity, "%y%m%d%H%M%S000+").replace(tzinfo=UTC)
    assert timedelta(minutes=29) < until - now < timedelta(minutes=31)


@pytest.mark.parametrize(
    ("refused", "ends", "expected"),
    [
        (0, "DELIVRD", [(MtStatus.SENT, None), (MtStatus.DELIVERED, None)]),
        (0, "UNDELIV", [(MtStatus.SENT, None), (MtStatus.FAILED, None)]),
        (0, "EXPIRED", [(MtStatus.SENT, None), (MtStatus.EXPIRED, None)]),
        (INVALID_DESTINATION, "", [(MtStatus.FAILED, SendError.UNREACHABLE)]),
    ],
    ids=["delivered", "failed", "too late", "refused"],
)
def test_receipts_come_back_under_our_key(
    line: Line, refused: int, ends: str, expected: list[tuple[MtStatus, SendError | None]]
) -> None:
    citizen = new_number()
    key = f"key/{citizen} 100%d"  # a key may be anything that can be printed
    if refused:
        line.smsc.refused[citizen] = refused
    line.smsc.ends[citizen] = ends
    assert line.gateway().send(mt(key, citizen, "Awas banjir")) == TAKEN
    wait_until(lambda: len(line.desk.receipts_of(key)) == len(expected), "the receipts arrive")
    found = line.desk.receipts_of(key)
    assert sorted((dlr.status, dlr.error) for dlr in found) == sorted(expected)
    assert all(dlr.at is not None and abs(dlr.at - utc_now()) < timedelta(minutes=1) for dlr in found)
    assert not any("banjir" in dlr.detail for dlr in found)


def test_a_text_of_three_parts_has_one_receipt_from_the_network_for_its_first_part(line: Line) -> None:
    citizen = new_number()
    assert line.gateway().send(mt("three", citizen, LONG)) == TAKEN
    wait_until(lambda: len(line.desk.receipts_of("three")) == 2, "the receipts arrive")
    assert {dlr.status for dlr in line.desk.receipts_of("three")} == {MtStatus.SENT, MtStatus.DELIVERED}
    assert [part.registered & 1 for part in line.smsc.to(citizen)] == [1, 0, 0]


@pytest.mark.parametrize(
    ("changed", "error", "detail"),
    [
        ({"password": "salah"}, SendError.DENIED, "HTTP 403: Authorization failed"),
        ({"smsc": "nowhere"}, SendError.UNREACHABLE, "HTTP 403: Not routable. Do not try again."),
        ({"address": "http://127.0.0.1:{sendsms}/sms"}, SendError.DENIED, "HTTP 404: Unknown request."),
    ],
    ids=["wrong password", "no line takes it", "not the address of sendsms"],
)
def test_what_sendsms_answers_is_understood(line: Line, changed: dict[str, str], error: SendError, detail: str) -> None:
    options = {name: value.format(**vars(line.ports)) for name, value in changed.items()}
    assert line.gateway(**options).send(mt("a-key", new_number(), "Awas")) == SendResult(error=error, detail=detail)


def test_what_no_line_takes_has_a_receipt_besides_the_refusal(line: Line) -> None:
    assert line.gateway(smsc="nowhere").send(mt("no-line", new_number(), "Awas")).error is SendError.UNREACHABLE
    wait_until(lambda: line.desk.receipts_of("no-line"), "the receipt arrives")
    (dlr,) = line.desk.receipts_of("no-line")
    assert (dlr.status, dlr.error, dlr.detail) == (MtStatus.FAILED, SendError.UNREACHABLE, "NACK no SMSC")


def test_after_a_failure_of_ours_kannel_asks_again_for_the_same_message(line: Line) -> None:
    citizen = new_number()
    line.desk.replies[citizen] = "KTP gratis."
    line.desk.failures.append(503)
    assert line.answer_to(citizen, DESK, "KTP") == "KTP gratis."
    first, second = [mo for mo in line.desk.mos if mo.sender == citizen]
    assert first.external_id == second.external_id
    assert first.sent_at == second.sent_at is not None


def test_silence_is_not_made_a_text_by_kannel(line: Line) -> None:
    silent, later = new_number(), new_number()
    line.smsc.deliver(silent, DESK, "STOP")
    wait_until(lambda: any(mo.sender == silent for mo in line.desk.mos), "the text arrives")
    line.desk.replies[later] = "KTP gratis."
    line.answer_to(later, DESK, "KTP")
    assert line.smsc.to(silent) == []


def test_health_asks_both_boxes(line: Line) -> None:
    assert line.gateway().health() == Health(True, "bearerbox running, line online")
    assert line.gateway(admin_address="").health() == Health(True, "smsbox answers and knows us")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"password": "salah"}, "smsbox refuses our user, password or address (group sendsms-user)"),
        ({"status_password": "salah"}, "HTTP 200: no status; compare admin_address and status_password"),
        ({"admin_address": "http://127.0.0.1:9"}, "bearerbox does not answer (NewConnectionError)"),
    ],
    ids=["sendsms password", "status password", "no bearerbox"],
)
def test_health_says_what_is_wrong(line: Line, changed: dict[str, str], expected: str) -> None:
    assert line.gateway(**changed).health() == Health(False, expected)


def test_without_a_line_kannel_keeps_the_text_and_health_tells_it(tmp_path: Path, line: Line) -> None:
    ports = Ports.free()
    channel = make_gateway("kannel", "kannel", ports.options(), line.services.settings)
    with running_kannel(tmp_path, ports, free_ports(1)[0]):
        assert channel.send(mt("a-key", new_number(), "Awas")) == SendResult(detail="3: Queued for later delivery")
        assert not channel.health().ok
