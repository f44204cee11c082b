"""Documents that come in: drafts for people, each once, and never a message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from smsinfo.alerts.cap.opening import Arrival
from smsinfo.alerts.cap.outcome import Outcome, Result
from smsinfo.alerts.cap.reading import read_cap
from smsinfo.alerts.history import BY_TERMINAL
from smsinfo.db.models import Alert, CapDocument, OutboundMessage
from smsinfo.db.queries import alerting
from smsinfo.db.queries import cap_documents as documents
from smsinfo.domain import alerts as domain
from smsinfo.domain.alerts import Form, Status
from smsinfo.errors import BadCap
from smsinfo.jobs.upkeep import forget_cap_documents

from .documents import corpus, document, made
from .watchroom import FLOOD, Watchroom, refused

BMKG = "cuaca.ekstrem@bmkg.go.id"
REFERENCE = f"<references>{BMKG},bmkg-1,2026-11-24T10:00:00+07:00</references>"
# The regions of the watch room are few.
AREA = "<area><areaDesc>Kab. Katingan</areaDesc></area>"


class CapRoom(Watchroom):
    """A watch room that trusts BMKG, and another office of the corpus."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url, cap_senders=[BMKG, "bmkg"])

    def takes(self, raw: bytes) -> Result:
        """A document comes by hand."""
        with self.services.database.write() as session:
            arrival = Arrival(read_cap(raw), "file.xml", BY_TERMINAL, self.clock())
            return self.services.cap.take(session, arrival)

    def draft(self, code: str) -> domain.Alert:
        """The alert of a code."""
        with self.services.database.read() as session:
            found = alerting.by_code(session, code)
        assert found is not None
        return found

    def rows(self) -> list[CapDocument]:
        """What is remembered of documents."""
        with self.services.database.read() as session:
            return list(session.scalars(select(CapDocument).order_by(CapDocument.id)))

    def alerts_there(self) -> int:
        """How many alerts there are."""
        with self.services.database.read() as session:
            return session.scalar(select(func.count()).select_from(Alert)) or 0


@pytest.fixture
def room(database_url: str) -> Iterator[CapRoom]:
    """Both engines."""
    found = CapRoom(database_url)
    yield found
    found.close()


@pytest.fixture
def small(sqlite_url: str) -> Iterator[CapRoom]:
    """SQLite alone."""
    found = CapRoom(sqlite_url)
    yield found
    found.close()


def test_a_document_becomes_a_draft_that_nobody_wrote_and_nothing_is_sent(room: CapRoom) -> None:
    room.subscriber("62.06")
    result = room.takes(document(area=AREA))
    assert result.outcome is Outcome.DRAFT
    draft = room.draft(result.code)
    assert (draft.status, draft.form, draft.author_id, draft.editor_id) == (Status.DRAFT, Form.ALERT, None, None)
    assert (draft.regions, draft.issuer) == (("62.06",), "Badan Meteorologi Klimatologi dan Geofisika")
    assert draft.headline == "Hujan Lebat disertai Petir di Kalimantan Tengah"
    assert draft.expires_at == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert draft.texts["id"].endswith(f"Cek kebenarannya: CEK {draft.code} ke {{nomor}} {{SUNTING}}")
    assert draft.code.isdigit()
    assert draft.code[0] != "0"
    (step,) = room.steps(draft)
    assert step.details["proposed"] == [["62.06", "name", "Kab Katingan", False]]
    assert room.messages(draft) == []
    assert "alert.draft" in room.audited()


def test_its_mark_keeps_it_from_being_submitted_as_it_is(small: CapRoom) -> None:
    draft = small.draft(small.takes(document(area=AREA)).code)
    with refused("findings"):
        small.submits(draft)
    with small.services.database.read() as session:
        found = small.alerts.lifecycle.findings(session, draft, small.clock())
    assert ("unknown_hole", "{SUNTING}") in [(one.code, one.value) for one in found]


def test_two_people_can_send_what_was_edited(small: CapRoom) -> None:
    draft = small.draft(small.takes(document(area=AREA)).code)
    with small.services.database.write() as session:
        words = FLOOD.replace("BPBD Katingan", "BMKG").replace("Katingan Hilir", "Katingan")
        changed = small.flood(issuer="BMKG", regions=("62.06",), texts={"id": words})
        draft = small.alerts.lifecycle.edit(session, small.doer("ani"), small.clock(), draft, changed)
    assert small.approves(small.submits(draft)).status is Status.APPROVED


def test_the_same_document_again_changes_nothing(room: CapRoom) -> None:
    first = room.takes(document(area=AREA))
    assert room.takes(document(area=AREA)).outcome is Outcome.DUPLICATE
    assert room.alerts_there() == 1
    later = room.takes(document(area=AREA, sent="2026-11-24T10:01:00+07:00"))
    assert later.outcome is Outcome.DRAFT
    assert later.code != first.code


def test_the_same_identifier_in_two_languages_is_one_draft_with_two_texts(room: CapRoom) -> None:
    first = room.takes(document(area=AREA))
    second = room.takes(document(area=AREA, language="en", headline="Heavy rain", instruction="Stay inside."))
    assert (second.outcome, second.code) == (Outcome.ADDED, first.code)
    draft = room.draft(first.code)
    assert "Heavy rain" in draft.texts["en"]
    assert "Hujan Lebat" in draft.texts["id"]
    assert [row.language for row in room.rows()] == ["id", "en"]
    assert room.takes(document(area=AREA, language="en")).outcome is Outcome.DUPLICATE


def test_the_indonesian_words_take_the_place_of_the_english_ones_that_came_first(small: CapRoom) -> None:
    first = small.takes(document(area=AREA, language="en", headline="Heavy rain"))
    assert "Heavy rain" in small.draft(first.code).texts["id"]
    assert small.takes(document(area=AREA)).outcome is Outcome.ADDED
    assert "Hujan Lebat" in small.draft(first.code).texts["id"]


def test_a_language_that_comes_late_leaves_what_people_submitted(small: CapRoom) -> None:
    first = small.draft(small.takes(document(area=AREA)).code)
    small.sql("UPDATE alert SET status = 'submitted' WHERE id = :id", id=first.id)
    assert small.takes(document(area=AREA, language="en")).outcome is Outcome.DUPLICATE
    assert set(small.draft(first.code).texts) == {"id"}


def test_an_update_of_a_draft_replaces_it_and_of_a_sent_alert_refers_to_it(room: CapRoom) -> None:
    first = room.takes(document(area=AREA))
    newer = document(identifier="bmkg-2", kind="Update", more=REFERENCE, area=AREA)
    second = room.takes(newer)
    assert (room.draft(first.code).status, room.draft(second.code).form) == (Status.CANCELLED, Form.ALERT)
    room.sql("UPDATE alert SET status = 'completed' WHERE code = :code", code=second.code)
    reference = REFERENCE.replace("bmkg-1", "bmkg-2")
    third = room.takes(document(identifier="bmkg-3", kind="Update", more=reference, area=AREA))
    draft = room.draft(third.code)
    assert (draft.form, draft.references_id) == (Form.UPDATE, room.draft(second.code).id)
    assert draft.texts["id"].startswith("PERBARUI ")


def test_an_update_leaves_a_draft_on_which_somebody_worked_and_says_so(small: CapRoom) -> None:
    first = small.takes(document(area=AREA))
    small.sql("UPDATE alert SET editor_id = :id WHERE code = :code", id=small.who("ani").id, code=first.code)
    second = small.takes(document(identifier="bmkg-2", kind="Update", more=REFERENCE, area=AREA))
    assert small.draft(first.code).status is Status.DRAFT
    assert f"an earlier draft of it waits as {first.code}; look at both" in [r.message for r in second.remarks]


def test_what_its_sender_takes_back_is_closed_or_becomes_a_draft_of_a_recall(small: CapRoom) -> None:
    first = small.takes(document(area=AREA))
    cancel = document(identifier="c-1", kind="Cancel", more=REFERENCE, infos="")
    assert small.takes(cancel).outcome is Outcome.WITHDRAWN
    assert small.draft(first.code).status is Status.CANCELLED
    assert small.takes(cancel).outcome is Outcome.DUPLICATE
    small.sql("UPDATE alert SET status = 'completed' WHERE code = :code", code=first.code)
    again = small.takes(document(identifier="c-2", kind="Cancel", more=REFERENCE, area=AREA))
    draft = small.draft(again.code)
    assert (draft.form, draft.regions) == (Form.CANCEL, ("62.06",))
    assert draft.texts["id"].startswith("BATAL ")


def test_a_whole_province_is_proposed_and_not_taken_over(small: CapRoom) -> None:
    result = small.takes(document(area="<area><areaDesc>Kalimantan Tengah</areaDesc></area>"))
    assert [(one.code, one.wide) for one in result.regions] == [("62", True)]
    assert small.draft(result.code).regions == ()
    with refused("findings"):
        small.submits(small.draft(result.code), "citra")


def test_without_expires_a_draft_holds_six_hours_and_an_old_document_is_over(small: CapRoom) -> None:
    draft = small.draft(small.takes(document(area=AREA, expires="")).code)
    assert draft.expires_at == small.clock() + timedelta(hours=6)
    small.clock.forward(days=2)
    assert small.takes(document(identifier="b", area=AREA, expires="")).outcome is Outcome.EXPIRED


def test_a_sender_that_nobody_trusts_is_a_stranger(small: CapRoom) -> None:
    assert small.takes(document(area=AREA, sender="palsu@example.org")).outcome is Outcome.STRANGER
    assert (small.alerts_there(), small.rows()) == (0, [])


def test_what_became_of_a_document_is_remembered_with_its_reasons(small: CapRoom) -> None:
    code = small.takes(document(area=AREA)).code
    (row,) = small.rows()
    assert (row.outcome, row.alert_id, row.origin) == ("draft", small.draft(code).id, "file.xml")
    assert json.loads(row.found)["regions"] == [["62.06", "name", "Kab Katingan", False]]


def test_of_two_processes_that_bring_it_at_once_one_makes_the_draft(
    small: CapRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = small.takes(document(area=AREA))
    monkeypatch.setattr(documents, "named", lambda *_: [])  # the other one looked before the first had written
    with pytest.raises(BadCap, match="at this moment"):
        small.takes(document(area=AREA))
    assert (small.alerts_there(), len(small.rows())) == (1, 1)
    assert small.draft(first.code).status is Status.DRAFT


def test_nobody_takes_back_what_another_sender_wrote(small: CapRoom) -> None:
    first = small.takes(document(area=AREA))
    cancel = document(identifier="c-1", sender="bmkg", kind="Cancel", more=REFERENCE, infos="")
    assert small.takes(cancel).outcome is Outcome.ELSEWHERE
    assert small.draft(first.code).status is Status.DRAFT


def test_a_document_from_the_future_is_told(small: CapRoom) -> None:
    ahead = document(area=AREA, sent="2026-12-02T10:00:00+07:00", expires="")
    assert any("sent after now" in one.message for one in small.takes(ahead).remarks)


# What the rows of the corpus become that can be read at all; the others are refused (test_cap_reading.py).
BECOMES = {
    '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">': Outcome.HELD,
    "@polygon-missing": Outcome.ELSEWHERE,
    "@polygon-self-crossing": Outcome.ELSEWHERE,
    "@description": Outcome.DRAFT,
    "@replay": Outcome.EXPIRED,
}


def readable() -> list[tuple[str, str, Outcome]]:
    """(input, expectation, outcome) of the rows that become something."""
    return [
        (written, expectation, outcome)
        for written, expectation in corpus()
        for beginning, outcome in BECOMES.items()
        if written.startswith(beginning)
    ]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CapRoom]:
    """One room for all rows: each brings a document of its own."""
    found = CapRoom(f"sqlite:///{tmp_path_factory.mktemp('corpus') / 'smsinfo.db'}")
    yield found
    found.close()


@pytest.mark.parametrize("row", readable(), ids=[f"{n} {row[0][:30]}" for n, row in enumerate(readable())])
def test_a_bad_document_never_becomes_more_than_a_draft(shared: CapRoom, row: tuple[str, str, Outcome]) -> None:
    written, expectation, wanted = row
    before, held = shared.alerts_there(), len(shared.rows())
    raw = made(written).replace(b"Kab. Katingan: Kec. Katingan Hilir", b"Kab. Katingan")
    name = f"row-{before}-{held}-{len(raw)}-{hash(written) % 10**6}".encode()
    result = shared.takes(raw.replace(b"bmkg-1<", name + b"<").replace(b"x1<", name + b"<"))
    assert result.outcome is wanted
    assert shared.alerts_there() == before + (wanted is Outcome.DRAFT)
    assert len(shared.rows()) == held + (wanted in (Outcome.DRAFT, Outcome.HELD))
    if wanted is Outcome.HELD:
        assert result.remarks[0].message.startswith(("TEST:", "EXERCISE:", "is for Private"))
        assert expectation.startswith("hold")
    with shared.services.database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutboundMessage)) == 0


def test_documents_are_forgotten_after_their_days_but_not_those_of_what_holds_still(room: CapRoom) -> None:
    days = room.services.settings.cap_days
    long = room.clock() + timedelta(days=days + 30)
    over, held = room.takes(document(area=AREA)), document(area=AREA, identifier="t-1", status="Test")
    holds = document(area=AREA, identifier="long-1", expires=f"<expires>{long:%Y-%m-%dT%H:%M:%S+00:00}</expires>")
    room.takes(held)
    room.takes(holds)
    room.clock.forward(days=days - 1)
    assert (forget_cap_documents(room.services), len(room.rows())) == (0, 3)
    room.clock.forward(days=2)
    assert forget_cap_documents(room.services) == 2
    assert [row.identifier for row in room.rows()] == ["long-1"]
    assert room.takes(holds).outcome is Outcome.DUPLICATE
    assert room.draft(over.code).status is Status.DRAFT  # the alert and its history stay
    room.clock.forward(days=30)
    assert (forget_cap_documents(room.services), room.rows()) == (1, [])
