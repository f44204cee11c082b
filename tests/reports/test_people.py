"""Subscribers by place and by week, and whom we do not reach: counts alone, small ones hidden, what is not known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

import pytest

from smsinfo.db.models import ConsentEvent, Contact, ContactRole, Region, Subscription
from smsinfo.db.queries.village_coverage import Fact, put_facts
from smsinfo.reports.write import cells
from tests.reports.conftest import Ledger

KATINGAN, SAMBA, MANUHING, DARK = "62.06", "62.06.05", "62.06.05.2005", "62.06.05.2006"
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
_SEALS = count(1)


def people(ledger: Ledger, number: int, wants: str, lives: str | None = None, **values: object) -> None:
    """So many people who subscribed to a place."""
    with ledger.database.write() as session:
        for _ in range(number):
            usual = {"first_seen_at": NOW, "region_code": lives, "msisdn_sealed": next(_SEALS).to_bytes(64)}
            contact = Contact(**(usual | values))
            session.add(contact)
            session.flush()
            session.add(Subscription(contact_id=contact.id, region_code=wants, created_at=NOW))


def acts(ledger: Ledger, number: int, kind: str, day: date, region: str | None = KATINGAN) -> None:
    """So many consents of a kind at noon of a day."""
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    with ledger.database.write() as session:
        for _ in range(number):
            session.add(
                ConsentEvent(kind=kind, region_code=region, channel="phone", external_id="M", text_version="1", at=at)
            )


def rows(ledger: Ledger, name: str, **asked: object) -> list[list[str]]:
    """A report as people read it."""
    told = ledger.ask(name, **asked)
    return [cells(row, told.report.columns, "en") for row in told.table.rows]


@pytest.fixture
def land(ledger: Ledger) -> Ledger:
    """The regency of the sample pack with a second village in the district of its first."""
    with ledger.database.write() as session:
        for code, name, level in (
            (SAMBA, "Samba", "kecamatan"),
            (MANUHING, "Tumbang", "desa"),
            (DARK, "Gelap", "desa"),
        ):
            if session.get(Region, code) is None:
                parent = code.rpartition(".")[0]
                session.add(Region(code=code, name=name, level=level, parent_code=parent))
                session.flush()
    return ledger


def test_subscribers_count_where_they_subscribed_and_dead_numbers_apart(land: Ledger) -> None:
    people(land, 12, MANUHING)
    people(land, 7, KATINGAN)
    people(land, 6, SAMBA, status="set_aside")
    people(land, 9, MANUHING, status="stopped")
    people(land, 9, MANUHING, practice=True)
    assert [row for row in rows(land, "subscribers") if row[2:] != ["0", "0"]] == [
        [KATINGAN, "Kabupaten Katingan", "19", "6"]
    ]
    inside = {row[0]: row[2:] for row in rows(land, "subscribers", region=KATINGAN)}
    assert (inside[SAMBA], inside[""]) == (["12", "6"], ["7", "0"])


def test_a_small_village_is_hidden_and_not_to_be_reckoned(land: Ledger) -> None:
    people(land, 3, MANUHING)
    people(land, 30, DARK)
    shown = {row[0]: row[2] for row in rows(land, "subscribers", region=SAMBA)}
    assert (shown[MANUHING], shown[DARK]) == ("<5", "*")
    assert land.ask("subscribers", region=SAMBA).table.totals["subscribers"] == 33


def test_growth_is_told_by_week_from_monday_and_by_kind(land: Ledger) -> None:
    acts(land, 8, "subscribed", date(2026, 11, 9))
    acts(land, 6, "imported", date(2026, 11, 15))
    acts(land, 5, "stopped", date(2026, 11, 16), region=None)
    acts(land, 99, "subscribed", date(2026, 11, 8))
    asked = {"first": date(2026, 11, 9), "last": date(2026, 11, 22)}
    assert rows(land, "growth", **asked) == [
        ["2026-11-09", "8", "6", "0", "0", "0"],
        ["2026-11-16", "0", "0", "0", "5", "0"],
    ]
    # Who is gone has no region any more, and who said STOP counts where they live.
    assert rows(land, "growth", region=KATINGAN, **asked)[1] == ["2026-11-16", "0", "0", "0", "0", "0"]


def test_days_that_begin_in_the_week_are_cut_to_what_was_asked(land: Ledger) -> None:
    acts(land, 8, "subscribed", date(2026, 11, 10))
    acts(land, 7, "subscribed", date(2026, 11, 9))
    assert rows(land, "growth", first=date(2026, 11, 10), last=date(2026, 11, 11)) == [
        ["2026-11-10", "8", "0", "0", "0", "0"]
    ]


def test_villages_with_nobody_and_without_signal_are_told_beside_their_people(land: Ledger) -> None:
    people(land, 10, KATINGAN, lives=MANUHING)
    people(land, 20, MANUHING, lives=MANUHING)
    with land.database.write() as session:
        put_facts(session, [Fact(MANUHING, 1500, False), Fact(DARK, 700, True)], "BPS", date(2026, 1, 1))
    found = {row[0]: row[2:] for row in rows(land, "coverage", region=KATINGAN)}
    assert found[SAMBA] == ["2", "1", "1", "1", "0", "2,200", "700", "30", "0", "1.4 %", ""]
    villages = {row[0]: row[2:] for row in rows(land, "coverage", region=SAMBA)}
    assert villages[DARK][-1] == "nobody subscribed, no signal, no relay"
    assert villages[MANUHING] == ["1", "0", "0", "0", "0", "1,500", "-", "30", "0", "2.0 %", ""]
    assert rows(land, "coverage", region=DARK)[0][0] == DARK


def test_a_relay_who_has_confirmed_reads_alerts_out_where_there_is_no_signal(land: Ledger) -> None:
    with land.database.write() as session:
        put_facts(session, [Fact(DARK, None, True)], "Camat", date(2026, 1, 1))
    people(land, 5, DARK)
    assert rows(land, "coverage", region=SAMBA)[-1][5] == "1"
    with land.database.write() as session:
        role = ContactRole(contact_id=1, role="relay", region_code=DARK, confirmed_at=None)
        session.add(role)
    assert rows(land, "coverage", region=SAMBA)[-1][5] == "1"
    with land.database.write() as session:
        session.query(ContactRole).update({"confirmed_at": NOW})
    dark = rows(land, "coverage", region=SAMBA)[-1]
    assert (dark[5], dark[6], dark[-1]) == ("0", "1", "no signal, has a relay")


def test_what_is_not_known_is_no_zero_and_a_new_file_leaves_what_it_does_not_say(land: Ledger) -> None:
    assert rows(land, "coverage", region=SAMBA)[0][7:9] == ["-", "-"]
    with land.database.write() as session:
        put_facts(session, [Fact(DARK, 700, True)], "BPS", date(2026, 1, 1))
        put_facts(session, [Fact(DARK, 710, None)], "BPS", date(2026, 2, 1))
    dark = rows(land, "coverage", region=SAMBA)[-1]
    assert (dark[4], dark[7]) == ("1", "710")
