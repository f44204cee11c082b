"""A file of community groups, whom they would like to have, and village heads: each row by itself, without a look at
whom we know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from smsinfo.content.unpacked import MEGABYTE
from smsinfo.domain.community import MemberRole
from smsinfo.domain.regions import Gazetteer, covers
from smsinfo.errors import BadNumber
from smsinfo.sms.clean import clean
from smsinfo.sms.msisdn import parse
from smsinfo.subscribers.problems import Problem, RowRefused, refuse
from smsinfo.subscribers.rows import masked
from smsinfo.subscribers.sheet import Line, Sheet, read_sheet
from smsinfo.understanding.normalise import words
from smsinfo.understanding.places import PlaceIndex

HEADS: Final[dict[str, tuple[str, ...]]] = {
    "group": ("kelompok", "kim", "nama kelompok", "nama kim"),
    "seat": ("kedudukan", "wilayah", "region"),
    "decree": ("sk", "nomor sk"),
    "area": ("wilayah kerja",),
    "address": ("alamat", "alamat sekretariat"),
    "number": ("nomor", "nomor hp", "no hp", "hp", "phone"),
    "name": ("nama", "nama anggota"),
    "role": ("tugas", "peran"),
    "village": ("desa", "kelurahan"),
}
"""Meaning -> what else stands for it in the first row."""
NEEDED: Final = ("group", "seat")
EXAMPLES: Final = (
    ("KIM Contoh", "62.06.05", "421/23/KIM/2026", "Desa A dan B", "Jl. Contoh 1", "08xx", "Rina", "kontributor", ""),
    ("KIM Contoh", "62.06.05", "", "", "", "08xx", "Budi", "penyampai", "62.06.05.2001"),
    ("", "", "", "", "", "08xx", "Siti", "kepala desa", "62.06.05.2001"),
)
"""Rows of the template, in the order of `HEADS`. 08xx is no number: a row that is left there is refused."""
ROLES: Final = {
    "": MemberRole.CONTRIBUTOR,
    "kontributor": MemberRole.CONTRIBUTOR,
    "contributor": MemberRole.CONTRIBUTOR,
    "penyampai": MemberRole.RELAY,
    "relay": MemberRole.RELAY,
    "kepala desa": MemberRole.VILLAGE_HEAD,
    "kades": MemberRole.VILLAGE_HEAD,
    "village head": MemberRole.VILLAGE_HEAD,
}
_OF_GROUPS: Final = ("group", "decree", "area", "address")
MOST_BYTES: Final = 5 * MEGABYTE
MOST_ROWS: Final = 2_000
"""Each row may be an SMS to a person: more at once is nothing that anybody could have looked through."""
MOST_CODES: Final = 6


@dataclass(frozen=True, slots=True)
class KimRow:
    """One row: a group, and where there is a number (E.164) somebody to invite, by default for the seat.

    The row of a village head has no group; its `seat` is the village.
    """

    line: int
    group: str
    seat: str
    decree: str
    area: str
    address: str
    number: str
    name: str
    role: MemberRole
    village: str


def read_groups(
    body: bytes, gazetteer: Gazetteer, within: Callable[[str], bool], *, most_rows: int = MOST_ROWS
) -> tuple[list[KimRow], list[Problem]]:
    """The rows that make sense, each number with a role and village once and one head a village, and what is wrong
    with the others.

    `within` says whether a region may be written to by who brings the file. Raises BadSheet.
    """
    if len(body) > MOST_BYTES:
        raise refuse("too_large", most=MOST_BYTES // MEGABYTE)
    sheet = read_sheet(body, HEADS, needed=NEEDED)
    if len(sheet.lines) > most_rows:
        raise refuse("too_many_rows", most=most_rows)
    places = _Places(gazetteer, within)
    first: dict[tuple[str, ...], int] = {}
    rows: list[KimRow] = []
    problems: list[Problem] = []
    for line in sheet.lines:
        try:
            row = _row(sheet, line, places)
            key = (row.number, row.role, row.village) if row.number else (row.seat, row.group.lower())
            if first.setdefault(key, line.number) != line.number:
                raise RowRefused("duplicate", first=first[key])
            head = ("head", row.village)
            if row.role is MemberRole.VILLAGE_HEAD and first.setdefault(head, line.number) != line.number:
                raise RowRefused("head_double", first=first[head])
            rows.append(row)
        except RowRefused as refusal:
            typed = sheet.value(line, "number")
            shown = masked(typed) if typed else ""
            problems.append(Problem(line.number, shown, refusal.reason, refusal.values))
    return rows, problems


class _Places:
    """Regions by code or name; no slip is guessed at, since nobody would see a wrong one."""

    def __init__(self, gazetteer: Gazetteer, within: Callable[[str], bool]) -> None:
        self._codes = {place.code for place in gazetteer.places}
        self._index = PlaceIndex(gazetteer)
        self._within = within

    def code(self, typed: str, seat: str = "") -> str:
        """The one region that is meant; of several villages of that name, the one that lies in the seat."""
        if not typed:
            raise RowRefused("no_region")
        found = (typed,) if typed in self._codes else self._index.find(words(typed), slips=False)
        if not found:
            raise RowRefused("region_unknown", place=typed[:40])
        if len(found) > 1:
            found = tuple(code for code in found if seat and covers(seat, code)) or found
        if len(found) > 1:
            raise RowRefused("region_which", place=typed[:40], codes=", ".join(found[:MOST_CODES]))
        if not self._within(found[0]):
            raise RowRefused("not_yours")
        return found[0]


def _row(sheet: Sheet, line: Line, places: _Places) -> KimRow:
    _check_cells(sheet, line)
    values: Mapping[str, str] = {name: " ".join(clean(sheet.value(line, name)).split()) for name in HEADS}
    role = ROLES.get(values["role"].lower())
    if role is None:
        raise RowRefused("member_role", role=values["role"][:20], known="kontributor, penyampai, kepala desa")
    number = _number(sheet.value(line, "number"))
    if not number and (values["name"] or role is MemberRole.VILLAGE_HEAD):
        raise RowRefused("empty")
    if role is MemberRole.VILLAGE_HEAD:
        village = _village_of_head(values, places)
        return KimRow(line.number, "", village, "", "", "", number, values["name"], role, village)
    seat = places.code(values["seat"])
    village = places.code(values["village"], seat) if values["village"] else seat
    return KimRow(
        line.number, values["group"], seat, values["decree"], values["area"], values["address"], number,
        values["name"], role, village,
    )  # fmt: skip


def _village_of_head(values: Mapping[str, str], places: _Places) -> str:
    if any(values[name] for name in _OF_GROUPS):
        raise RowRefused("head_group")
    seat = places.code(values["seat"]) if values["seat"] else ""
    village = places.code(values["village"], seat) if values["village"] or not seat else seat
    if seat and not covers(seat, village):
        raise RowRefused("head_seat")
    return village


def _number(typed: str) -> str:
    """As E.164; "" where a row enters a group and invites nobody."""
    try:
        return parse(typed) if typed else ""
    except BadNumber as wrong:
        raise RowRefused(wrong.reason) from None


def _check_cells(sheet: Sheet, line: Line) -> None:
    if any(cell.strip() for cell in line.cells[sheet.width :]):
        raise RowRefused("cells")
    for name in sheet.places:
        cell = sheet.value(line, name)
        if "\n" in cell or "\r" in cell:
            raise RowRefused("newline")
        if cell.startswith(("=", "@")):
            raise RowRefused("formula", head=name)
