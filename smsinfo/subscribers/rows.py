"""Rows of a file as people to be brought in: each row by itself, without a look at whom we know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from smsinfo.domain.contacts import Category, Evidence
from smsinfo.domain.regions import Gazetteer, covers
from smsinfo.errors import BadNumber
from smsinfo.locale import language_names
from smsinfo.sms.clean import clean
from smsinfo.sms.masking import mask_log
from smsinfo.sms.msisdn import mask, parse
from smsinfo.subscribers.problems import Problem, RowRefused
from smsinfo.subscribers.sheet import Line, Sheet, read_sheet
from smsinfo.understanding.normalise import words
from smsinfo.understanding.places import PlaceIndex

HEADS: Final[dict[str, tuple[str, ...]]] = {
    "number": ("phone", "nomor", "nomor hp", "no hp", "hp", "telepon", "msisdn"),
    "region": ("wilayah", "daerah", "kode wilayah", "region code"),
    "language": ("bahasa",),
    "category": ("kategori",),
    "consent": ("persetujuan", "jenis persetujuan", "consent kind"),
    "consent_date": ("tanggal persetujuan", "tanggal"),
    "reference": ("rujukan", "nomor dokumen", "consent reference"),
    "text_version": ("versi teks", "consent text"),
}
"""Meaning -> what else stands for it in the first row."""
NEEDED: Final = ("number", "region")
PERSONAL: Final = frozenset({"name", "nama", "nama lengkap", "full name", "nik", "no kk", "kk", "alamat", "address"})
"""Heads of what we don't want to have (UU 27/2022 art. 27: no more than the purpose needs)."""
KINDS: Final[dict[str, Evidence]] = {
    **{kind.value: kind for kind in Evidence},
    **dict.fromkeys(("kertas", "formulir", "surat", "form"), Evidence.PAPER),
    **dict.fromkeys(("daring", "situs"), Evidence.WEB),
    **dict.fromkeys(("lisan", "telepon"), Evidence.SPOKEN),
}
CATEGORIES: Final[dict[str, Category]] = {
    **{category.value: category for category in Category},
    "": Category.ALL,
    "semua": Category.ALL,
}
LONGEST_REFERENCE: Final = 128
LONGEST_VERSION: Final = 16
MOST_CODES: Final = 6
_BETWEEN_PLACES: Final = re.compile(r"\s*[,/>]\s*|\s+[-\u2010-\u2015]\s+")


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that somebody said yes: how, when, which document, and to which words. "" and None where not said."""

    kind: str = ""
    given_on: str = ""
    reference: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """A proof that holds."""

    kind: Evidence
    given_on: date
    reference: str
    version: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One person and one place, as a row says it. `language` is None where the row says nothing of it."""

    line: int
    msisdn: str
    region: str
    category: Category
    language: str | None
    consent: Consent


@dataclass(frozen=True, slots=True)
class Setting:
    """What rows are read by: places, whose they may be, the day, and the proof of rows that have none of their own."""

    gazetteer: Gazetteer
    within: Callable[[str], bool]
    today: date
    proof: Proof


class Reader:
    """Reads the rows of one file; what was found for a place is remembered, since a file names few."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._codes = {place.code for place in setting.gazetteer.places}
        self._index = PlaceIndex(setting.gazetteer)
        self._languages = language_names()
        self._found: dict[str, tuple[str, ...]] = {}

    def read(self, body: bytes) -> tuple[list[Wanted], list[Problem]]:
        """The rows that may come in, each person and place once, and what is wrong with the others. Raises BadSheet."""
        sheet = read_sheet(body, HEADS, needed=NEEDED, unwanted=PERSONAL)
        seen: dict[tuple[str, str, str], int] = {}
        wanted: list[Wanted] = []
        problems: list[Problem] = []
        for line in sheet.lines:
            typed = sheet.value(line, "number")
            try:
                one = self._row(sheet, line, typed)
                first = seen.setdefault((one.msisdn, one.region, one.category.value), one.line)
                if first != one.line:
                    raise RowRefused("duplicate", first=first)
                wanted.append(one)
            except RowRefused as refusal:
                problems.append(Problem(line.number, masked(typed), refusal.reason, refusal.values))
        return wanted, problems

    def _row(self, sheet: Sheet, line: Line, typed: str) -> Wanted:
        if any(cell.strip() for cell in line.cells[sheet.width :]):
            raise RowRefused("cells")
        for name, place in sheet.places.items():
            cell = line.cells[place].strip() if place < len(line.cells) else ""
            if "\n" in cell or "\r" in cell:
                raise RowRefused("newline")
            if cell.startswith(("=", "@")):
                raise RowRefused("formula", head=name)
        try:
            msisdn = parse(typed)
        except BadNumber as wrong:
            raise RowRefused(wrong.reason) from None
        values = {name: clean(sheet.value(line, name)) for name in HEADS}
        return Wanted(
            line.number,
            msisdn,
            self._region(values["region"]),
            _category(values["category"]),
            self._language(values["language"]),
            _consent(_own_or(values, self._setting.proof), self._setting.today),
        )

    def _region(self, typed: str) -> str:
        if not typed:
            raise RowRefused("no_region")
        codes = self._found.get(typed)
        if codes is None:
            codes = self._found[typed] = self._look_up(typed)
        if not codes:
            raise RowRefused("region_unknown", place=typed[:40])
        if len(codes) > 1:
            raise RowRefused("region_which", place=typed[:40], codes=", ".join(codes[:MOST_CODES]))
        if not self._setting.within(codes[0]):
            raise RowRefused("not_yours")
        return codes[0]

    def _look_up(self, typed: str) -> tuple[str, ...]:
        """By code, by name, or by a name beside what covers it. No slip is guessed at: nobody would see a wrong one."""
        if typed in self._codes:
            return (typed,)
        whole = self._index.find(words(typed), slips=False)
        parts = [self._index.find(words(part), slips=False) for part in _BETWEEN_PLACES.split(typed)]
        if whole or len(parts) < 2 or not all(parts):
            return whole
        outer, *rest = sorted(parts, key=lambda codes: min(len(code) for code in codes))
        for inner in rest:
            outer = tuple(code for code in inner if any(covers(big, code) for big in outer))
        return outer

    def _language(self, typed: str) -> str | None:
        name = typed.lower()
        if not name:
            return None
        if name not in self._languages:
            known = ", ".join(sorted(set(self._languages.values())))
            raise RowRefused("language", language=typed[:20], known=known)
        return self._languages[name]


def masked(typed: str) -> str:
    """A number as the report shows it: of one that can't be read no more than its beginning."""
    try:
        return mask(parse(typed))
    except BadNumber:
        plain = clean(typed)
        return f"{plain[:4]}****" if len(plain) > 6 else "****"


def _category(typed: str) -> Category:
    found = CATEGORIES.get(typed.lower())
    if found is None:
        raise RowRefused("category", category=typed[:20], known=", ".join(Category))
    return found


def _own_or(values: Mapping[str, str], proof: Proof) -> Proof:
    """The proof of the row; what it does not say is that of the whole file."""
    return replace(
        proof,
        kind=values["consent"] or proof.kind,
        given_on=values["consent_date"] or proof.given_on,
        reference=values["reference"] or proof.reference,
        version=values["text_version"] or proof.version,
    )


def _consent(proof: Proof, today: date) -> Consent:
    said = {
        "consent": proof.kind,
        "consent_date": proof.given_on,
        "reference": proof.reference,
        "text_version": proof.version,
    }
    lacking = [name for name, value in said.items() if not value]
    if lacking:
        raise RowRefused("no_evidence", heads=", ".join(lacking))
    if proof.kind.lower() not in KINDS:
        raise RowRefused("evidence_kind", kind=proof.kind[:20], known=", ".join(Evidence))
    for name, most in (("reference", LONGEST_REFERENCE), ("text_version", LONGEST_VERSION)):
        if len(said[name]) > most:
            raise RowRefused("evidence_long", head=name, most=most)
    if mask_log(proof.reference) != proof.reference:
        raise RowRefused("evidence_personal")
    return Consent(KINDS[proof.kind.lower()], _past_day(proof.given_on, today), proof.reference, proof.version)


def _past_day(typed: str, today: date) -> date:
    try:
        day = date.fromisoformat(typed[:10]) if len(typed) >= len("2026-11-24") else date.max
    except ValueError:
        day = date.max
    if day > today or typed[10:].strip(" 0:T"):
        raise RowRefused("evidence_date", date=typed[:20])
    return day
