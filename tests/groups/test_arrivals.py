"""A file of groups: who is invited by it, who never is, and that nobody becomes a member by what others wrote."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from smsinfo.community.arrivals import PAGE, Report
from smsinfo.db.models import Contact, KimGroup, Membership
from smsinfo.domain.regions import Gazetteer, Place
from smsinfo.errors import BadSheet
from smsinfo.staff.audit import TERMINAL
from smsinfo.subscribers import kim_file
from smsinfo.subscribers.kim_file import read_groups
from smsinfo.subscribers.problems import Problem
from tests.groups.village import DISTRICT, ELSEWHERE, NEXT, REGENCY, VILLAGE, H, Village
from tests.support import CITIZEN, NEIGHBOUR, STRANGER

HEAD = "kelompok;kedudukan;nomor hp;nama;tugas;desa\n"
RINA = f"KIM Samba;{DISTRICT};{CITIZEN};Rina Wati;kontributor;Samba Danum\n"
KADES = f";;{STRANGER};Siti Kades;Kepala Desa;{NEXT}\n"
BUDI = f"KIM Manyangen;{DISTRICT};{NEIGHBOUR};Budi;penyampai;{NEXT}\n"


def everywhere(_code: str) -> bool:
    """Who is at the terminal."""
    return True


def read(
    village: Village, body: str | bytes, within: Callable[[str], bool] = everywhere
) -> tuple[list[kim_file.KimRow], list[Problem]]:
    """The rows of a file and what is wrong with others."""
    gazetteer = village.services.snapshots.current().catalogue.gazetteer
    return read_groups(body.encode() if isinstance(body, str) else body, gazetteer, within)


def brings(village: Village, body: str, *, rehearsal: bool = False) -> Report:
    """A file comes in, page by page."""
    rows, problems = read(village, body)
    assert problems == []
    arrivals, database = village.services.community.arrivals, village.services.database
    if rehearsal:
        return arrivals.rehearse(database, TERMINAL, rows, village.clock)
    return arrivals.bring_all(database, TERMINAL, rows, "0" * 64, village.clock)


def groups(village: Village) -> list[tuple[str, str, bool]]:
    """(name, seat, public) of all groups, oldest first."""
    with village.services.database.read() as session:
        found = session.scalars(select(KimGroup).order_by(KimGroup.id))
        return [(one.name, one.region_code, one.public) for one in found]


def reasons(report: Report) -> list[tuple[int, str]]:
    """(line, reason) of the rows that a rule forbids."""
    return [(line, getattr(why, "reason", "")) for line, why in report.refused]


def test_a_file_enters_groups_and_invites_and_only_their_own_text_makes_members(both: Village) -> None:
    report = brings(both, HEAD + RINA + BUDI)
    assert (report.groups, report.invitations, report.there, report.refused) == (
        {(DISTRICT, "kim manyangen")}, 2, 0, [],
    )  # fmt: skip
    assert groups(both) == [("KIM Samba", DISTRICT, False), ("KIM Manyangen", DISTRICT, False)]
    assert (both.roles(), both.consents()) == ([], [])
    assert both.states() == [("Rina Wati", "contributor", "invited"), ("Budi", "relay", "invited")]
    [text] = both.pushed(NEIGHBOUR)
    assert text.startswith("Anda diundang ikut KIM Manyangen sbg ")
    code = text.partition("IKUT ")[2][:4]
    both.phone(NEIGHBOUR).texts(f"IKUT {code}")
    assert both.roles() == [("relay", NEXT)]
    assert [json.loads(event.details)["phone"] for event in both.events("member.invited")] == [
        "+62812****0001", "+62812****0002",
    ]  # fmt: skip


def test_a_rehearsal_counts_the_same_and_leaves_nothing(both: Village) -> None:
    many = [f"KIM Baru;{DISTRICT};+62812555{n:05d};Rina;;{VILLAGE}\n" for n in range(PAGE + 2)]
    rows = HEAD + "".join(many) + f"kim  baru;{DISTRICT};;;;\n"
    dry = brings(both, rows, rehearsal=True)
    assert (groups(both), both.states()) == ([("KIM Samba", DISTRICT, False)], [])
    with both.services.database.read() as session:
        assert list(session.scalars(select(Contact.id))) == []
    assert brings(both, rows) == dry
    assert (dry.groups, dry.invitations, dry.there) == ({(DISTRICT, "kim baru")}, PAGE + 2, 1)


def test_the_same_file_twice_changes_nothing_and_nobody_gets_a_second_code(both: Village) -> None:
    brings(both, HEAD + RINA + BUDI)
    both.clock.forward(days=1)
    again = brings(both, HEAD + RINA + BUDI)
    assert (again.groups, again.invitations, again.there, again.refused) == (set(), 0, 2, [])
    assert (len(both.pushed()), len(both.pushed(NEIGHBOUR))) == (1, 1)


def test_who_said_stop_or_no_is_not_invited_whatever_the_file_says(both: Village) -> None:
    both.phone(CITIZEN).texts("STOP")
    code = both.invites(NEIGHBOUR)
    both.phone(NEIGHBOUR).texts(f"TIDAK {code}")
    before = len(both.pushed(NEIGHBOUR))
    no = f"KIM Baru;{DISTRICT};{NEIGHBOUR};Budi;;{VILLAGE}\n"
    report = brings(both, HEAD + RINA.replace("KIM Samba", "KIM Sepi") + no)
    assert reasons(report) == [(2, "said_stop"), (3, "declined_lately")]
    assert (both.pushed(CITIZEN), len(both.pushed(NEIGHBOUR))) == ([], before)
    assert groups(both) == [("KIM Samba", DISTRICT, False)]  # a refused row leaves no group either


def test_the_rules_of_an_invitation_by_hand_hold_for_each_row_by_itself(village: Village) -> None:
    old = village.registers("KIM Lama")
    with village.services.database.write() as session:
        closed = session.get_one(KimGroup, old)
        village.services.community.groups.close(session, TERMINAL, closed, village.clock())
    rows = (
        f"KIM Samba;{DISTRICT};{CITIZEN};;;\n"  # no name
        f"KIM Samba;{DISTRICT};{CITIZEN};Rina;penyampai;\n"  # a relay is of one village
        f"KIM Samba;{DISTRICT};{CITIZEN};Rina;;{ELSEWHERE}\n"
        f"KIM Lama;{DISTRICT};;;;\n"
        f"K;{DISTRICT};;;;\n"
        f"KIM {CITIZEN};{DISTRICT};;;;\n"
        f"KIM Samba;{DISTRICT};{STRANGER};Tini;;\n"
    )
    report = brings(village, HEAD + rows)
    assert reasons(report) == [
        (2, "person_name"), (3, "no_village"), (4, "outside_group"), (5, "group_closed"), (6, "group_name"),
        (7, "personal_number"),
    ]  # fmt: skip
    assert village.states() == [("Tini", "contributor", "invited")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"KIM A;Atlantis;{CITIZEN};Rina;;", "region_unknown"),
        (f"KIM A;62.99;{CITIZEN};Rina;;", "region_unknown"),
        (f"KIM A;;{CITIZEN};Rina;;", "no_region"),
        (f"KIM A;{DISTRICT};{CITIZEN};Rina;;Atlantis", "region_unknown"),
        (f"KIM A;{DISTRICT};0812;Rina;;", "too_short"),
        (f"KIM A;{DISTRICT};8.12E+11;Rina;;", "spreadsheet"),
        (f"KIM A;{DISTRICT};;Rina;;", "empty"),
        (f"KIM A;{DISTRICT};{CITIZEN};Rina;ketua;", "member_role"),
        (f"=HYPERLINK(1);{DISTRICT};{CITIZEN};Rina;;", "formula"),
        (f"KIM A;{DISTRICT};{CITIZEN};@SUM(A1);;", "formula"),
        (f'KIM A;{DISTRICT};{CITIZEN};"Rina\nWati";;', "newline"),
        (f"KIM A;{DISTRICT};{CITIZEN};Rina;;;more", "cells"),
        (f"KIM A;;{CITIZEN};Rina;kepala desa;{NEXT}", "head_group"),
        (f";{VILLAGE};{CITIZEN};Rina;kepala desa;{NEXT}", "head_seat"),
        (f";;{CITIZEN};Rina;kades;", "no_region"),
        (f";;;;kades;{NEXT}", "empty"),
    ],
)
def test_a_row_that_makes_no_sense_is_left_out_and_the_others_stay(village: Village, row: str, reason: str) -> None:
    rows, problems = read(village, f"{HEAD}{row}\n{BUDI}")
    assert [one.name for one in rows] == ["Budi"]
    assert [(one.line, one.reason) for one in problems] == [(2, reason)]
    assert CITIZEN[3:] not in f"{problems[0].number} {problems[0].english()}"


def test_a_number_twice_for_the_same_is_invited_once_and_two_roles_are_two(village: Village) -> None:
    twice = f"KIM Samba;{DISTRICT};0{CITIZEN[3:]};Rina W;;{VILLAGE}\n"
    relay = RINA.replace("kontributor", "penyampai")
    rows, problems = read(village, HEAD + RINA + twice + relay)
    assert [(one.line, one.role) for one in rows] == [(2, "contributor"), (4, "relay")]
    assert [(one.line, one.number, one.english()) for one in problems] == [
        (3, "+62812****0001", "the same as in row 2; counted once")
    ]


def test_nobody_writes_outside_their_jurisdiction_by_a_file(village: Village) -> None:
    own = f"KIM A;{VILLAGE};;;;\n"
    foreign_head = f";;{CITIZEN};Rina;kades;{NEXT}\n"
    foreign_seat, foreign_village = f"KIM B;{ELSEWHERE};;;;\n", f"KIM C;{VILLAGE};{CITIZEN};Rina;;{NEXT}\n"
    rows, problems = read(
        village, HEAD + own + foreign_seat + foreign_village + foreign_head, lambda code: code == VILLAGE
    )
    assert [one.group for one in rows] == ["KIM A"]
    assert [(one.line, one.reason) for one in problems] == [(n, "not_yours") for n in (3, 4, 5)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (HEAD.encode(), "no_rows"),
        (b"kelompok;nomor\nKIM A;1\n", "head_missing"),
        (b"kelompok;kedudukan;nik\nKIM A;62;1\n", "head_unknown"),
        (b"kelompok;kedudukan;kim\nKIM A;62;1\n", "head_twice"),
        (b"kelompok;kedudukan\nKIM A;62\nKIM Caf\xe9;62\n", "encoding"),
        (b"kelompok;kedudukan\nKIM\0A;62\n", "nul"),
        (b'kelompok;kedudukan\n"KIM A;62\n', "no_csv"),
        (b"x" * (kim_file.MOST_BYTES + 1), "too_large"),
        (HEAD.encode() + b"KIM A;62;;;;\n" * (kim_file.MOST_ROWS + 1), "too_many_rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_none_is_refused_as_a_whole(village: Village, body: bytes, reason: str) -> None:
    with pytest.raises(BadSheet) as refused:
        read(village, body)
    assert refused.value.reason == reason


def test_of_villages_with_the_same_name_the_one_in_the_seat_is_meant() -> None:
    twin = f"{ELSEWHERE}.01.2001"
    names = {"62": "Kalimantan Tengah", REGENCY: "Kabupaten Katingan", VILLAGE: "Samba Danum", twin: "Samba Danum"}
    places = Gazetteer(tuple(Place(code, name) for code, name in names.items()), {})
    in_seat = f"KIM A;{REGENCY};{CITIZEN};Rina;;Samba Danum\n"
    unclear = f"KIM B;62;{CITIZEN};Rina;;Samba Danum\n"
    rows, [problem] = read_groups((HEAD + in_seat + unclear).encode(), places, everywhere)
    assert [one.village for one in rows] == [VILLAGE]
    assert (problem.line, problem.reason) == (3, "region_which")
    assert set(str(problem.values["codes"]).split(", ")) == {VILLAGE, twin}


def test_a_village_head_in_a_file_is_asked_and_only_their_own_phone_makes_them_one(both: Village) -> None:
    by_seat = f";{VILLAGE};{CITIZEN};Rina Kades;kades;\n"
    report = brings(both, HEAD + KADES + by_seat)
    assert (report.groups, report.invited, report.refused) == (set(), [2, 3], [])
    assert both.states() == [("Siti Kades", "head", "invited"), ("Rina Kades", "head", "invited")]
    assert (both.roles(), both.membership().group_id, both.membership().region_code) == ([], None, VILLAGE)
    [text] = both.pushed(STRANGER)
    both.phone(STRANGER).texts(f"IKUT {text.partition('IKUT ')[2][:4]}")
    assert both.roles() == [("village_head", NEXT)]
    [event] = both.events("group.imported")
    assert json.loads(event.details) == {"groups": 0, "invited": 2, "heads": 2, "refused": 0}
    again = brings(both, HEAD + KADES + by_seat)
    assert (again.invited, again.there) == ([], 2)


@pytest.mark.parametrize("state", ["active", "suspended", "invited"])
def test_no_file_puts_a_head_in_the_place_of_another(village: Village, state: str) -> None:
    (village.invites if state == "invited" else village.joins)(CITIZEN, H, NEXT, "Rina")
    if state == "suspended":
        with village.services.database.write() as session:
            one = session.scalars(select(Membership)).one()
            village.services.community.joining.suspend(session, TERMINAL, one, village.clock())
    report = brings(village, HEAD + KADES)
    assert reasons(report) == [(2, "head_known")]
    assert village.states() == [("Rina", "head", state)]
    assert village.pushed(STRANGER) == []


def test_a_head_is_of_a_village_and_a_file_names_one_for_each(village: Village) -> None:
    of_district = f";;{CITIZEN};Rina;kades;{DISTRICT}\n"
    second = f";;{NEIGHBOUR};Budi;kades;{NEXT}\n"
    rows, problems = read(village, HEAD + KADES + second + KADES)
    assert [row.line for row in rows] == [2]
    assert [(one.line, one.reason) for one in problems] == [(3, "head_double"), (4, "duplicate")]
    assert reasons(brings(village, HEAD + of_district)) == [(2, "no_village")]


def test_the_rows_of_the_template_are_read_and_each_refused_for_its_number(village: Village) -> None:
    lines = [";".join(row) for row in ((*kim_file.HEADS,), *kim_file.EXAMPLES)]
    rows, problems = read(village, "\n".join(lines))
    assert rows == []
    assert [one.reason for one in problems] == ["letters"] * len(kim_file.EXAMPLES)
