"""`smsinfo gaps` as an editor without a browser uses it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from smsinfo.db.models import InboundMessage
from tests.cli.conftest import Office


def asked(office: Office, *texts: str) -> None:
    """Texts that got no answer two hours ago."""
    at = datetime.now(UTC) - timedelta(hours=2)
    with office.services.database.write() as session:
        for number, text in enumerate(texts):
            row = InboundMessage(
                channel="phone",
                external_id=f"{text}-{number}",
                sender_kind="msisdn",
                body=text,
                kind="none",
                language="id",
                received_at=at,
            )
            session.add(row)


def test_a_gap_goes_from_the_list_to_an_alias_and_back(office: Office) -> None:
    asked(office, "kapan lelang motor dinas", "lelang motor dinas", "lelang motor dinas", "jadwal imsak 08125551234")
    assert office.runs("gaps", "list").output == "No gaps.\n"
    assert office.runs("gaps", "refresh").output == "4 texts taken over.\n"
    listed = [json.loads(line) for line in office.runs("gaps", "list", "--json").output.splitlines()]
    assert [(gap["id"], gap["asked"]) for gap in listed] == [(1, 3), (2, 1)]
    assert listed[1]["texts"] == ["jadwal imsak [nomor disamarkan]"]
    assert "lelang motor dinas" in office.runs("gaps", "list").output
    assert "weeks:" in office.runs("gaps", "show", "1").output
    closed = office.runs("gaps", "alias", "1", "pajak-kendaraan")
    assert "'lelang motor dinas' now names pajak-kendaraan. Content version 2." in closed.output
    assert "of 2 texts of the gap are answered with it" in closed.output
    assert office.runs("gaps", "ignore", "2").output == "2: out of scope.\n"
    assert office.runs("gaps", "list").output == "No gaps.\n"
    assert office.runs("gaps", "reopen", "1").output == "1: open.\n"
    assert office.runs("gaps", "start", "1", "--topic", "lelang").exit_code == 0
    told = [json.loads(line) for line in office.runs("gaps", "list", "--state", "all", "--json").output.splitlines()]
    assert {gap["id"]: (gap["state"], gap["topic"]) for gap in told} == {
        1: ("topic_started", "lelang"),
        2: ("out_of_scope", None),
    }


def test_wrong_wishes_are_refused_in_one_line(office: Office) -> None:
    asked(office, "jadwal imsak 08125551234")
    office.runs("gaps", "refresh")
    for words, says in (
        (("gaps", "show", "7"), "there is no gap 7"),
        (("gaps", "alias", "1", "ktp"), "give one with --text"),
        (("gaps", "alias", "1", "ktpp", "--text", "imsak"), "no published topic 'ktpp'"),
        (("gaps", "alias", "1", "ktp", "--text", "STOP"), "is the command stop"),
        (("gaps", "alias", "1", "ktp", "--text", "imsak", "--language", "xx"), "no language 'xx'"),
    ):
        refused = office.runs(*words)
        assert refused.exit_code == 2
        assert says in refused.stderr
    assert "imsak" in office.runs("gaps", "list").output
