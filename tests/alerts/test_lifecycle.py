"""Two people send an alert, one stops it, and nobody does what is not theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from smsinfo.alerts.draft import NewAlert
from smsinfo.domain.alerts import RULES, TRANSITIONS, Act, Alert, By, Kind, Status, obstacle
from smsinfo.domain.cap import Severity
from smsinfo.domain.messages import MtStatus

from .watchroom import APPROVER, DISTRICT, FLOOD, KATINGAN, KOTIM, Watchroom, refused


def test_an_alert_goes_from_a_draft_to_the_outbox_by_two_people(room: Watchroom) -> None:
    siti = room.subscriber()
    alert = room.drafts()
    assert (alert.status, alert.author, alert.version, alert.drill) == (Status.DRAFT, "ani", 1, False)
    room.submits(alert)
    sent = room.approves(room.look(alert))
    assert (sent.status, sent.approver, sent.shown_count) == (Status.APPROVED, "budi", 1)
    assert [(step.act, step.actor, step.after) for step in room.steps(alert)] == [
        ("draft", "ani", "draft"),
        ("submit", "ani", "submitted"),
        ("approve", "budi", "approved"),
    ]
    assert room.audited() == ["alert.draft", "alert.submit", "alert.approve"]
    assert siti


@pytest.mark.parametrize(
    ("name", "reason"),
    [("ani", "not_yours"), ("dedi", "not_yours"), ("eka", "administrator"), ("fani", None), ("citra", None)],
    ids=["its writer", "another regency's", "an administrator", "an approver above", "who has both roles, not here"],
)
def test_who_may_approve(room: Watchroom, name: str, reason: str | None) -> None:
    alert = room.submitted()
    if reason is None:
        assert room.approves(alert, name).approver == name
    else:
        with refused(reason):
            room.approves(alert, name)
        assert room.status(alert) is Status.SUBMITTED


def test_nobody_approves_what_they_wrote_or_edited_last_or_submitted(room: Watchroom) -> None:
    own = room.submits(room.drafts("citra"), "citra")
    with refused("own"):
        room.approves(own, "citra")
    edited = room.drafts("ani")
    with room.services.database.write() as session:
        changed = room.flood(headline="Banjir besar")
        edited = room.alerts.lifecycle.edit(session, room.doer("citra"), room.clock(), edited, changed)
    assert (edited.version, edited.author, edited.editor) == (2, "ani", "citra")
    with refused("own"):
        room.approves(room.submits(edited, "ani"), "citra")
    handed_in = room.submits(room.drafts("ani"), "citra")
    with refused("own"):
        room.approves(handed_in, "citra")


def test_a_role_in_practice_or_for_a_part_of_the_regions_is_not_enough(room: Watchroom) -> None:
    alert = room.submitted()
    room.official("learner", (APPROVER, KATINGAN), practice=True)
    room.official("neighbour", (APPROVER, KOTIM))
    for name in ("learner", "neighbour"):
        with refused("not_yours"):
            room.approves(alert, name)
    with refused("not_yours"):
        room.drafts("ani", regions=(DISTRICT, KOTIM))


def test_an_edit_of_an_old_version_changes_nothing(room: Watchroom) -> None:
    seen = room.drafts()
    lifecycle = room.alerts.lifecycle
    with room.services.database.write() as session:
        lifecycle.edit(session, room.doer("ani"), room.clock(), seen, room.flood(headline="Pertama"))
    with refused("decided"), room.services.database.write() as session:
        lifecycle.edit(session, room.doer("citra"), room.clock(), seen, room.flood(headline="Kedua"))
    assert (room.look(seen).headline, room.look(seen).version) == ("Pertama", 2)


def test_what_was_submitted_is_edited_only_after_it_came_back(room: Watchroom) -> None:
    alert, lifecycle = room.submitted(), room.alerts.lifecycle
    with refused("not_now"), room.services.database.write() as session:
        lifecycle.edit(session, room.doer("ani"), room.clock(), alert, room.flood())
    with refused("no_words"), room.services.database.write() as session:
        lifecycle.send_back(session, room.doer("budi"), room.clock(), alert, "  ")
    with room.services.database.write() as session:
        back = lifecycle.send_back(session, room.doer("budi"), room.clock(), alert, "Sebut jam yang benar")
        again = lifecycle.edit(session, room.doer("ani"), room.clock(), back, room.flood())
    assert (back.status, again.status, again.version) == (Status.RETURNED, Status.DRAFT, 2)
    assert [step.why for step in room.steps(alert)][2] == "Sebut jam yang benar"


def test_a_rejected_alert_is_over(room: Watchroom) -> None:
    alert = room.submitted()
    with room.services.database.write() as session:
        room.alerts.lifecycle.reject(session, room.doer("budi"), room.clock(), alert, "Kabar bohong")
    with refused("not_now"):
        room.approves(room.look(alert))


@pytest.mark.parametrize("code", ["000000", "", "K7MQ-X2PD", "besok"])
def test_an_approval_needs_a_right_code(room: Watchroom, code: str) -> None:
    alert = room.submitted()
    assert room.proof("budi", code) is None
    with refused("code"):
        room.approves(alert, proof=None)


def test_a_code_counts_once_and_for_its_owner_and_for_a_short_while(room: Watchroom) -> None:
    alert, code = room.submitted(), room.code("budi")
    proof = room.proof("budi", code)
    assert proof is not None
    assert room.proof("budi", code) is None
    with refused("code"):
        room.approves(alert, "fani", proof=proof)
    room.clock.forward(minutes=3)
    with refused("code"):
        room.approves(alert, proof=proof)


def test_a_code_of_a_printed_sheet_counts_once_too(room: Watchroom) -> None:
    with room.services.database.write() as session:
        old = room.alerts.proofs.new_sheet(session, room.doer("fani").hand.actor, room.who("budi"), room.clock())
        sheet = room.alerts.proofs.new_sheet(session, room.doer("fani").hand.actor, room.who("budi"), room.clock())
    assert len({one.code for one in sheet}) == 20
    proof = room.proof("budi", sheet[6].code.lower())
    assert proof is not None
    assert proof.means == "sheet 7"
    assert room.proof("budi", sheet[6].code) is None
    assert room.proof("budi", old[0].code) is None
    assert room.proof("fani", sheet[7].code) is None
    assert room.approves(room.submitted(), proof=proof).status is Status.APPROVED
    with room.services.database.read() as session:
        assert room.alerts.proofs.left(session, room.who("budi")) == 19
    stored = [bytes(row) for row in _column(room, "SELECT digest FROM alert_code")]
    assert all(one.code.encode() not in digest for one in sheet for digest in stored)


def test_wrong_codes_lock_the_account_though_nothing_else_is_kept(room: Watchroom) -> None:
    for _ in range(5):
        assert room.proof("budi", "123456") is None
    with refused("locked"):
        room.proof("budi")
    assert room.audited("account.locked") == ["account.locked"]


@pytest.mark.parametrize(
    ("before", "more", "passes"),
    [(10, 5, True), (10, 6, False), (400, 8, True), (400, 9, False)],
    ids=["five more", "six more of few", "two in a hundred", "more than two in a hundred"],
)
def test_a_count_that_moved_asks_for_a_new_look(small: Watchroom, before: int, more: int, passes: bool) -> None:
    for _ in range(before):
        small.subscriber()
    alert = small.submitted()
    given = small.given(alert)
    for _ in range(more):
        small.subscriber()
    lifecycle = small.alerts.lifecycle
    if passes:
        with small.services.database.write() as session:
            assert lifecycle.approve(session, small.doer("budi"), small.clock(), alert, given).shown_count == before
    else:
        with refused("moved"), small.services.database.write() as session:
            lifecycle.approve(session, small.doer("budi"), small.clock(), alert, given)
        assert small.status(alert) is Status.SUBMITTED


def test_the_count_that_is_typed_is_the_count_that_is_shown(room: Watchroom) -> None:
    room.subscriber()
    alert = room.submitted()
    for typed in (0, 2, -1):
        with refused("count"):
            room.approves(alert, typed=typed)


def test_an_approval_of_another_version_is_none(room: Watchroom) -> None:
    alert = room.submitted()
    with refused("decided"):
        room.approves(alert, version=alert.version - 1)


def test_a_number_that_nobody_knows_has_to_be_accepted_by_both(room: Watchroom) -> None:
    alert = room.drafts(texts={"id": FLOOD.replace("Info:", "Posko 0536-3221234. Info:")})
    with refused("warnings"):
        room.submits(alert)
    accepted = frozenset({"phone::05363221234"})
    room.submits(alert, accepted=accepted)
    with refused("warnings"):
        room.approves(room.look(alert))
    assert room.approves(room.look(alert), accepted=accepted).status is Status.APPROVED


def test_errors_are_not_submitted(room: Watchroom) -> None:
    alert = room.drafts(texts={"id": "Banjir besok, mengungsi"})
    with refused("findings"):
        room.submits(alert)
    assert room.status(alert) is Status.DRAFT


def test_what_was_right_when_it_was_submitted_is_checked_again(room: Watchroom) -> None:
    alert = room.submitted(expires_at=room.clock() + timedelta(hours=4))
    room.clock.forward(hours=5)
    with refused("findings"):
        room.approves(alert)


@pytest.mark.parametrize("name", ["ani", "budi", "fani"])
def test_one_person_stops_what_two_have_sent(room: Watchroom, name: str) -> None:
    alert = room.approved()
    gone = room.cancels(alert, name)
    assert (gone.status, gone.stopped_at) == (Status.CANCELLED, room.clock())
    assert room.steps(alert)[-1].why == "salah wilayah"


@pytest.mark.parametrize(("name", "reason"), [("dedi", "not_yours"), ("eka", "administrator")])
def test_who_may_not_stop_it(room: Watchroom, name: str, reason: str) -> None:
    alert = room.approved()
    with refused(reason):
        room.cancels(alert, name)
    assert room.status(alert) is Status.APPROVED


def test_an_announcement_needs_a_reviewer_and_no_code(room: Watchroom) -> None:
    usual = {"category": "layanan", "severity": Severity.MINOR}
    alert = room.drafts(new=NewAlert(Kind.ANNOUNCEMENT), **usual)
    sent = room.approves(room.submits(alert), proof=None)
    assert sent.status is Status.APPROVED
    own = room.submits(room.drafts("citra", NewAlert(Kind.ANNOUNCEMENT), **usual), "citra")
    with refused("own"):
        room.approves(own, "citra", proof=None)


def test_nothing_waits_in_the_outbox_after_a_stop(room: Watchroom) -> None:
    siti = room.subscriber()
    alert = room.approved()
    now = room.clock()
    room.sql(
        "INSERT INTO outbound_message (contact_id, alert_id, purpose, lane, channel, operator, body, encoding,"
        " segments, cost_idr, status, attempts, not_before, expires_at, created_at, status_at)"
        " SELECT :contact, id, 'alert', 'urgent', 'phone', '', '', 'gsm7', 1, 0, 'queued', 0, created_at, expires_at,"
        " created_at, created_at FROM alert WHERE id = :alert",
        contact=siti,
        alert=alert.id,
    )
    room.cancels(alert)
    assert [(row.status, row.status_at) for row in room.messages(alert)] == [(MtStatus.CANCELLED.value, now)]


@pytest.mark.parametrize("act", Act)
def test_each_act_has_a_rule_and_is_done_somewhere(act: Act) -> None:
    somewhere = any(act in acts for acts in TRANSITIONS.values())
    assert act in RULES
    assert somewhere or act in (Act.DRAFT, Act.CORRECT)


def test_what_is_over_stays_so_and_sending_begins_only_after_an_approval() -> None:
    over = {status for status, acts in TRANSITIONS.items() if not acts}
    assert over == {Status.COMPLETED, Status.REJECTED, Status.CANCELLED, Status.EXPIRED}
    into = {(status, act) for status, acts in TRANSITIONS.items() for act, new in acts.items() if new is Status.SENDING}
    assert into == {(Status.APPROVED, Act.BEGIN)}
    assert [s for s, acts in TRANSITIONS.items() if acts.get(Act.APPROVE)] == [Status.SUBMITTED]


def test_a_person_does_nothing_that_the_table_does_not_have(small: Watchroom) -> None:
    alert = small.drafts()
    for status, act, name in product(Status, Act, ("ani", "budi", "citra", "dedi", "eka", "fani")):
        here: Alert = replace(alert, status=status)
        problem = obstacle(act, here, small.who(name))
        if act not in TRANSITIONS[status] or RULES[act] is By.NOBODY:
            assert problem == "not_now", (status, act, name)
        elif name in ("dedi", "eka"):
            assert problem in ("not_yours", "administrator"), (status, act, name)


def _column(room: Watchroom, statement: str) -> list[bytes]:
    with room.services.database.engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql(statement)]
