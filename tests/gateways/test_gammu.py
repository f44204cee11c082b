"""Gammu SMSD: settings, its tables, and texts read from its inbox. Sending is in test_gammu_sending.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from smsinfo.domain.gateway import Gateway
from smsinfo.domain.messages import MoMessage
from smsinfo.errors import BadSetting, GatewayAway, Unauthenticated
from smsinfo.gateways.gammu import SILENT, GammuGateway
from smsinfo.gateways.gammu_parts import GAP, PATIENCE
from tests.support import HeldClock

from .cast import CITIZEN, NOW, post, settings
from .smsd import SIM, Smsd, channel, make_tables, message

NEIGHBOUR = "+628125550002"
STORED_AT = "2026-11-24 02:59:58"


@pytest.fixture
def address(database_url: str) -> str:
    """SMSD's tables on both kinds of database."""
    make_tables(database_url)
    return database_url


@pytest.fixture
def smsd(address: str) -> Smsd:
    """Who writes into them."""
    return Smsd(address)


@pytest.fixture
def gateway(address: str) -> Gateway:
    """The channel that reads them."""
    return channel(address, HeldClock())


def poll(gateway: Gateway) -> list[MoMessage]:
    """The new texts, and all of it committed."""
    found = gateway.poll()
    gateway.polled_done(found.mark)
    return list(found.mos)


def udh(reference: int, total: int, number: int) -> str:
    """The header of a part, its reference in one octet."""
    return f"050003{reference:02X}{total:02X}{number:02X}"


def test_a_text_is_read_as_it_was_stored_and_only_once(smsd: Smsd, gateway: Gateway) -> None:
    smsd.stores(" BANJIR di Kasongan é 😀\n", coding="Unicode_No_Compression")
    (mo,) = poll(gateway)
    assert (mo.text, mo.sender, mo.recipient, mo.channel) == (" BANJIR di Kasongan é 😀\n", CITIZEN, SIM, "sim")
    assert (mo.received_at, mo.sent_at, mo.practice) == (NOW, datetime.fromisoformat(STORED_AT).astimezone(), False)
    assert (smsd.processed(), poll(gateway), gateway.poll().mark) == ([True], [], None)


def test_until_it_is_committed_it_is_given_again_as_the_same(smsd: Smsd, gateway: Gateway) -> None:
    smsd.stores("KTP")
    smsd.stores("SIM", NEIGHBOUR)
    first, again = gateway.poll(), gateway.poll()
    assert [mo.text for mo in first.mos] == ["KTP", "SIM"]
    assert first == again
    assert smsd.processed() == [False, False]
    gateway.polled_done(first.mark)
    assert smsd.processed() == [True, True]


SAME = {
    "the same text, stored again because the phone kept it": ({}, True),
    "another second": ({"at": "2026-11-24 02:59:59"}, False),
    "another sender": ({"sender": NEIGHBOUR}, False),
    "another text": ({"text": "KK"}, False),
}


@pytest.mark.parametrize(("changed", "same"), SAME.values(), ids=SAME.keys())
def test_what_makes_a_text_the_same_is_its_second_its_sender_and_its_words(
    sqlite_url: str, changed: dict[str, Any], same: bool
) -> None:
    make_tables(sqlite_url)
    smsd, gateway = Smsd(sqlite_url), channel(sqlite_url, HeldClock())
    smsd.stores("KTP")
    smsd.stores(**({"text": "KTP"} | changed))
    first, second = poll(gateway)
    assert (first.external_id == second.external_id) is same
    assert first.external_id.isprintable()
    assert CITIZEN[1:] not in first.external_id


def test_a_row_id_that_is_used_again_is_another_text(smsd: Smsd, gateway: Gateway) -> None:
    first_id = smsd.stores("KTP")
    (first,) = poll(gateway)
    smsd.run("DELETE FROM inbox")
    second_id = smsd.stores("KTP", at="2026-11-24 03:10:00")
    smsd.run('UPDATE inbox SET "ID" = ? WHERE "ID" = ?', first_id, second_id)
    (second,) = poll(gateway)
    assert first.external_id != second.external_id


def test_a_text_of_a_centre_in_another_zone_has_no_time_rather_than_one_that_is_still_to_come(
    smsd: Smsd, gateway: Gateway
) -> None:
    smsd.stores("KTP", at="2026-11-25 20:00:00")
    (mo,) = poll(gateway)
    assert mo.sent_at is None


@dataclass(frozen=True)
class Long:
    """Rows of the inbox as (text, header, seconds of waiting), and the texts that are read of them."""

    rows: tuple[tuple[str, str, int], ...]
    texts: list[str]
    left: int = 0


HIGH, LOW = ("😀".encode("utf-16-be")[part : part + 2].decode("utf-16-be", "surrogatepass") for part in (0, 2))

LONG = {
    "all parts": Long((("LAPOR ", udh(7, 2, 1), 0), ("jalan", udh(7, 2, 2), 0)), ["LAPOR jalan"]),
    "in another order": Long((("jalan", udh(7, 2, 2), 0), ("LAPOR ", udh(7, 2, 1), 0)), ["LAPOR jalan"]),
    "a reference of two octets": Long((("a", "06080401070201", 0), ("b", "06080401070202", 0)), ["ab"]),
    "beside another element": Long((("a", "0A050400000000000307" + "0201", 0), ("b", udh(7, 2, 2), 0)), ["ab"]),
    "a character cut in two": Long(((HIGH, udh(7, 2, 1), 0), (LOW, udh(7, 2, 2), 0)), ["😀"]),
    "one is still to come": Long((("LAPOR ", udh(7, 2, 1), PATIENCE - 60),), [], left=1),
    "the last never came": Long((("LAPOR", udh(7, 2, 1), PATIENCE + 60),), [f"LAPOR{GAP}"]),
    "the first never came": Long((("jalan", udh(7, 2, 2), PATIENCE + 60),), [f"{GAP}jalan"]),
    "two in the middle never came": Long((("a", udh(7, 4, 1), PATIENCE + 60), ("b", udh(7, 4, 4), 5)), [f"a{GAP}b"]),
    "two texts at once": Long(
        (("a", udh(7, 2, 1), 0), ("c", udh(8, 2, 1), 0), ("d", udh(8, 2, 2), 0), ("b", udh(7, 2, 2), 0)), ["ab", "cd"]
    ),
    "two texts with the same reference": Long(
        (("a", udh(7, 2, 1), 0), ("c", udh(7, 2, 1), 0), ("b", udh(7, 2, 2), 0), ("d", udh(7, 2, 2), 0)), ["ab", "cd"]
    ),
    "a part that was stored twice": Long(
        (("a", udh(7, 2, 1), 0), ("a", udh(7, 2, 1), 0), ("b", udh(7, 2, 2), 0)), ["ab"]
    ),
    "a whole that was stored twice": Long(
        (("a", udh(7, 2, 1), 0), ("b", udh(7, 2, 2), 0), ("a", udh(7, 2, 1), 0), ("b", udh(7, 2, 2), 0)), ["ab"]
    ),
    "a short one does not wait": Long((("LAPOR ", udh(7, 2, 1), 0), ("KTP", "", 0)), ["KTP"], left=1),
    "a part of one": Long((("KTP", udh(7, 1, 1), 0),), ["KTP"]),
    "a part beyond the last": Long((("KTP", udh(7, 2, 3), 0),), ["KTP"]),
    "a part before the first": Long((("KTP", udh(7, 2, 0), 0),), ["KTP"]),
    "a header that is cut": Long((("KTP", "050003", 0),), ["KTP"]),
    "a header that is none": Long((("KTP", "zz", 0),), ["KTP"]),
}


@pytest.mark.parametrize("row", LONG.values(), ids=LONG.keys())
def test_parts_are_one_text_once_all_are_there(sqlite_url: str, row: Long) -> None:
    make_tables(sqlite_url)
    smsd, gateway = Smsd(sqlite_url), channel(sqlite_url, HeldClock())
    for text, header, waited in row.rows:
        # As SMSD from 1.40 on stores them: the whole text is shown in the first row, the others show nothing.
        smsd.stores(text, udh=header, shown="the whole" if header.endswith("01") else "", waited=waited)
    assert [mo.text for mo in poll(gateway)] == row.texts
    assert smsd.processed().count(False) == row.left


def test_parts_of_different_senders_are_never_one_text(smsd: Smsd, gateway: Gateway) -> None:
    smsd.stores("a", udh=udh(7, 2, 1))
    smsd.stores("b", NEIGHBOUR, udh=udh(7, 2, 2))
    assert poll(gateway) == []


def test_what_smsd_could_not_encode_is_read_as_it_shows_it(smsd: Smsd, gateway: Gateway) -> None:
    smsd.stores("", shown="KTP")
    assert [mo.text for mo in poll(gateway)] == ["KTP"]


@pytest.mark.parametrize("row", [{"coding": "8bit"}, {"kind": 127}], ids=["binary", "the answer to a USSD code"])
def test_what_is_no_text_of_a_person_is_left_to_others(smsd: Smsd, gateway: Gateway, row: dict[str, Any]) -> None:
    smsd.stores("06", **row)
    assert (poll(gateway), smsd.processed()) == ([], [False])


def test_of_two_modems_in_one_database_each_channel_reads_its_own(smsd: Smsd, address: str) -> None:
    smsd.stores("KTP", phone="first")
    smsd.stores("SIM", phone="second")
    assert [mo.text for mo in poll(channel(address, HeldClock(), phone_id="second"))] == ["SIM"]
    assert smsd.processed() == [False, True]
    assert [mo.text for mo in poll(channel(address, HeldClock()))] == ["KTP"]


def test_there_is_no_webhook(gateway: Gateway) -> None:
    assert gateway.routes == ()
    with pytest.raises(Unauthenticated):
        gateway.authenticate(post(()))
    assert gateway.parse_mo(post(())) is None
    assert gateway.respond(None, None).status == 404


PHONES = {
    "no phone": ((), False, "never reached a phone"),
    "fresh": ((5, "yes", "yes", "51010", 80, 42), True, "51010, signal 42 %, battery 80 %, 1 in the outbox"),
    "not looked at": ((5, "yes", "yes", "", 0, -1), True, "network unknown, 1 in the outbox"),
    "stale": ((SILENT + 60, "yes", "yes", "51010", 80, 42), False, "is it running"),
    "does not send": ((5, "no", "yes", "51010", 80, 42), False, "told not to send"),
    "does not receive": ((5, "yes", "no", "51010", 80, 42), False, "told not to send or not to receive"),
}


@pytest.mark.parametrize(("row", "ok", "says"), PHONES.values(), ids=PHONES.keys())
def test_health_is_what_smsd_last_wrote_of_its_phone(
    smsd: Smsd, gateway: Gateway, row: tuple[Any, ...], ok: bool, says: str
) -> None:
    gateway.send(message())
    if row:
        age, *values = row
        smsd.run(
            'INSERT INTO phones ("ID", "IMEI", "IMSI", "Client", "UpdatedInDB", "Send", "Receive", "NetName",'
            f" \"Battery\", \"Signal\") VALUES ('', '1', '2', 'Gammu 1.42.0', {smsd.ago(age)}, ?, ?, ?, ?, ?)",
            *values,
        )
    health = gateway.health()
    assert health.ok is ok
    assert says in health.detail


@pytest.mark.parametrize("version", [16, 18])
def test_tables_of_a_version_that_we_do_not_know_stop_the_start(database_url: str, version: int) -> None:
    make_tables(database_url, version)
    with pytest.raises(BadSetting, match=f"have version {version}; known is 17") as refusal:
        channel(database_url, HeldClock())
    assert refusal.value.name == "channels.sim.database"


def test_a_database_without_smsds_tables_stops_the_start(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "smsinfo.db").touch()
    with pytest.raises(BadSetting, match="SMSD's tables are not there"):
        channel(database_url, HeldClock())


PASSWORD = "sandi-basis-data"
WRONG = {
    "no address": ({"database": None}, "database", "is missing"),
    "no sender": ({"sender": None}, "sender", "is missing"),
    "MySQL": ({"database": f"mysql://smsd:{PASSWORD}@127.0.0.1/smsd"}, "database", "MySQL is not supported"),
    "no PostgreSQL address": ({"database": f"postgresql://smsd:{PASSWORD} @/%zz"}, "database", "is no address"),
    "only a path": ({"database": "/var/lib/smsd/smsd.db"}, "database", "must begin with sqlite:///"),
    "no file": ({"database": "sqlite:////nowhere/smsd.db"}, "database", "no such file"),
    "a slip": ({"phoneid": "modem1"}, "phoneid", "did you mean phone_id"),
}


@pytest.mark.parametrize(("changed", "name", "problem"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_setting_is_named_and_a_password_is_not(changed: dict[str, Any], name: str, problem: str) -> None:
    options = {"database": "sqlite:////nowhere/smsd.db", "sender": SIM} | changed
    given = {key: value for key, value in options.items() if value is not None}
    with pytest.raises(BadSetting) as refusal:
        GammuGateway("sim", given, settings(), HeldClock())
    assert refusal.value.name == f"channels.sim.{name}"
    assert problem in refusal.value.problem
    assert PASSWORD not in str(refusal.value)


def test_a_server_that_is_away_stops_no_start_and_is_told_when_it_is_asked() -> None:
    gateway = channel(f"postgresql://smsd:{PASSWORD}@127.0.0.1:1/smsd", HeldClock())
    with pytest.raises(GatewayAway) as away:
        gateway.poll()
    assert "away (Connection refused)" in str(away.value)
    assert not gateway.health().ok
    assert PASSWORD not in f"{away.value}{gateway.health()}{vars(gateway)}"
