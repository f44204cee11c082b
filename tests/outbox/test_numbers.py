"""`{nomor}`: whom which number is told, how long the text is then, and in which words an alert leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smsinfo.db.models import Alert, AlertText, OutboundMessage
from smsinfo.domain.channels import Plan
from smsinfo.domain.messages import Lane, MoMessage, MtStatus, Purpose
from smsinfo.errors import BadSetting, Refused
from smsinfo.outbox.numbers import Numbers, textable

from .archive import publish
from .desk import Desk

SITI, BUDI, ANI = "+628125550001", "+628565550002", "+628315550003"


def plan(name: str, number: str, *operators: str, kind: str = "kannel", rank: int = 100) -> Plan:
    return Plan(name, kind, number, 60, 350, rank, operators=frozenset(operators))


MODEM = plan("modem", "+6281250001234", "telkomsel", kind="gammu")
CODE = plan("code", "8888", rank=50)
NAME = plan("name", "KALTENG", rank=1)
MAIL = plan("mail", "smsinfo@kalteng.go.id", kind="mail")
PLAY = plan("play", "+628110000123", kind="simulator", rank=0)


@pytest.mark.parametrize(
    ("declared", "typed"),
    [("+6281250001234", "081250001234"), ("0812 5000 1234", "081250001234"), ("8888", "8888"), ("KALTENG", "")],
)
def test_a_number_is_told_as_people_type_it(declared: str, typed: str) -> None:
    assert textable(declared) == typed


@pytest.mark.parametrize(
    ("operator", "number"),
    [("telkomsel", "081250001234"), ("indosat", "8888"), ("", "8888")],
    ids=["the own operator's", "the one for all", "unknown operator"],
)
def test_each_is_told_the_number_of_their_own_operator(operator: str, number: str) -> None:
    numbers = Numbers([NAME, CODE, MODEM, MAIL, PLAY])
    assert numbers.fill("Tanya: {nomor}", operator) == f"Tanya: {number}"


def test_where_no_channel_is_for_an_operator_any_number_is_better_than_none() -> None:
    assert Numbers([MODEM]).fill("{nomor}", "xl") == "081250001234"


def test_practice_and_life_are_kept_apart_except_where_there_is_nothing_but_trying() -> None:
    both, trying = Numbers([MODEM, PLAY]), Numbers([PLAY])
    assert both.fill("{nomor}", "telkomsel", practice=True) == "08110000123"
    assert both.fill("{nomor}", "xl") == "081250001234"
    assert trying.fill("{nomor}", "xl") == "08110000123"


def test_a_text_that_names_a_number_that_nobody_declares_is_refused() -> None:
    nobody = Numbers([NAME, MAIL])
    assert nobody.fill("Banjir", "xl") == "Banjir"
    with pytest.raises(Refused, match="set number in"):
        nobody.fill("Tanya: {nomor}", "xl")


def test_an_approval_sees_every_form_in_which_a_text_leaves() -> None:
    numbers = Numbers([CODE, MODEM])
    assert numbers.texts("Banjir") == {"": "Banjir"}
    assert numbers.texts("Tanya {nomor}") == {"": "Tanya 8888", "telkomsel": "Tanya 081250001234"}


def test_segments_are_counted_with_the_longest_number() -> None:
    text = "x" * 150 + "{nomor}"
    assert Numbers([CODE]).measure(text).count == 1
    assert Numbers([CODE, MODEM]).measure(text).count == 2


@pytest.fixture
def two(database_url: str) -> Iterator[Desk]:
    """A desk with a number for Telkomsel and one for everybody else."""
    phone = {"kind": "simulator", "sender": "+628110000123", "operators": ["telkomsel"], "per_minute": 6000}
    code = {"kind": "simulator", "sender": "KALTENG", "number": "8888", "per_minute": 6000}
    desk = Desk(database_url, channels={"phone": phone, "code": code})
    yield desk
    desk.close()


def sent(desk: Desk) -> dict[str, str]:
    """Number -> text, of everything that left."""
    found: dict[str, str] = {}
    for gateway in desk.services.gateways.values():
        found |= {one.mt.to: one.mt.text for one in gateway.sent}  # type: ignore[attr-defined]
    return found


def alert(desk: Desk, body: str, *people: int) -> list[int]:
    """An alert to these people, as its fan-out leaves it: the text is kept once, measured with its longest number."""
    longest = desk.services.outbox.numbers.measure(body)
    now, until = desk.clock(), desk.clock.now.replace(hour=23)
    with desk.services.database.write() as session:
        cap = {"msg_type": "Alert", "category": "bencana", "severity": "Severe", "urgency": "Immediate"}
        made = Alert(
            code="4821", status="sending", certainty="Observed", issuer="BPBD", created_at=now, expires_at=until, **cap
        )
        session.add(made)
        session.flush()
        words = AlertText(alert_id=made.id, language="id", body=body, encoding=longest.encoding, segments=longest.count)
        session.add(words)
        session.flush()
        rows = [
            OutboundMessage(
                contact_id=person,
                purpose=Purpose.ALERT.value,
                lane=Lane.URGENT.value,
                channel=channel,
                operator=operator,
                body="",
                encoding=longest.encoding,
                segments=longest.count,
                status=MtStatus.QUEUED.value,
                not_before=now,
                created_at=now,
                status_at=now,
                expires_at=until,
                alert_id=made.id,
                alert_text_id=words.id,
            )
            for person, (channel, operator) in zip(people, (("phone", "telkomsel"), ("code", "indosat")), strict=True)
        ]
        session.add_all(rows)
        session.flush()
        sealed = desk.services.alerts.lifecycle.get(session, made.id)
        made.audience = (approved := desk.services.alerts.lifecycle.sealing(sealed))["audience"]
        made.seal, made.seal_key = approved["seal"], approved["seal_key"]
        return [row.id for row in rows]


def test_an_alert_leaves_with_the_number_of_each_operator_and_costs_what_it_then_is(two: Desk) -> None:
    body = "Banjir " + "x" * 143 + "{nomor}"
    first, second = alert(two, body, two.person(SITI), two.person(BUDI))
    two.worker.step()
    assert sent(two) == {SITI: body.replace("{nomor}", "08110000123"), BUDI: body.replace("{nomor}", "8888")}
    assert [two.row(number).segments for number in (first, second)] == [2, 2]
    assert [two.row(number).cost_idr for number in (first, second)] == [700, 350]  # the simulator's price


def test_a_notice_is_written_down_with_the_number_that_it_names(two: Desk) -> None:
    number = two.waits(two.person(ANI), "Tanya ke {nomor}.", Lane.BULK, purpose=Purpose.NOTICE)
    assert two.row(number).body == "Tanya ke 8888."


def test_a_reply_leaves_by_the_channel_that_was_texted_whatever_the_operator(two: Desk) -> None:
    publish(two)
    for channel in ("code", "phone"):
        mo = MoMessage(channel, f"to {channel}", SITI, "", "STATUS", two.clock())
        assert two.services.inbox.receive(mo) is not None
    with two.services.database.read() as session:
        rows = session.query(OutboundMessage).filter_by(purpose="reply").order_by(OutboundMessage.id)
        assert [row.channel for row in rows] == ["code", "phone"]
    assert two.row(two.waits(1, "nanti", channel="code")).channel == "code"


def test_a_channel_that_could_never_answer_is_refused(sqlite_url: str) -> None:
    app = {"address": "http://127.0.0.1:8080", "user": "sms", "password": "sandi", "signing_key": "kunci-kunci"}
    modem = {"kind": "android", "sender": "+628110000123", "sends": False, **app}
    with pytest.raises(BadSetting, match="answers by messages of its own, so it has to send"):
        Desk(sqlite_url, channels={"modem": modem})


def test_an_alert_without_a_number_to_name_is_set_aside_and_the_queue_moves_on(database_url: str) -> None:
    named = {"kind": "simulator", "sender": "KALTENG", "per_minute": 6000}
    desk = Desk(database_url, channels={"phone": named, "code": named})
    held = desk.waits(desk.person(SITI), "Tanya", Lane.URGENT)
    with desk.services.database.write() as session:
        session.get_one(OutboundMessage, held).body = "Tanya {nomor}"
    after = desk.waits(desk.person(BUDI), "Halo", Lane.URGENT, channel="phone")
    desk.worker.step()
    rows = [desk.row(number) for number in (held, after)]
    desk.close()
    assert [row.status for row in rows] == ["failed", "sent"]
    assert rows[0].detail == "poison: LookupError"
