"""What people type into the forms of an editor, made into the value of a part. Nothing that they typed is refused here:
a half-written draft is kept as it is, and `typed_problems` says what can't stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from smsinfo.content.parts import BY_LANGUAGE, FRAME, LISTS, Fields, Part, day
from smsinfo.content.problems import Problem, error
from smsinfo.locale import languages
from smsinfo.sms.unseen import CONTROLS, INVISIBLE, SURROGATES

_UNSEEN: Final = re.compile(f"[{INVISIBLE}{CONTROLS}{SURROGATES}]")
_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
MOST: Final = {
    "category": 24,
    "owner": 80,
    "tag": 80,
    "keywords": 80,
    "aliases": 80,
    "related": 80,
    "title": 120,
    "label": 80,
    "examples": 200,
    "text": 2000,
    "more": 2000,
}
"""Characters, as in a pack and the database's columns."""
SOURCE_MOST: Final = (200, 300)
KEPT: Final = 4000
"""Characters of a field that a draft keeps: more than any field may have, so that nobody's words are cut unseen."""
MOST_LINES: Final = 500


class Form(Protocol):
    """A form that was sent: werkzeug's, or a test's."""

    def get(self, key: str, default: str, /) -> str:
        """One value."""

    def getlist(self, key: str, /) -> Sequence[str]:
        """All values of a name."""


def typed_text(form: Form) -> Fields:
    """The value of a text."""
    value: Fields = {"text": body(form.get("text", ""))}
    more, checked = body(form.get("more", "")), line(form.get("checked_on", ""))
    if more:
        value["more"] = more
    if form.get("needs_native", ""):
        value["needs_native"] = True
    if checked:
        value["checked_on"] = checked
    return value


def typed_frame(form: Form) -> Fields:
    """The value of a frame. Only the fields of a frame are read, whatever else was sent."""
    value: Fields = {name: line(form.get(name, "")) for name in ("category", "owner", "tag", "review_by")}
    position = line(form.get("position", ""))
    value["safety"] = bool(form.get("safety", ""))
    value["position"] = int(position) if re.fullmatch(r"\d{1,5}", position) else 0
    value["keywords"] = lines(form.get("keywords", ""))
    value["sources"] = sources(form)
    for name in BY_LANGUAGE:
        for language in languages():
            field = f"{name}.{language}"
            said = lines(form.get(field, "")) if name in LISTS else line(form.get(field, ""))
            if said:
                value[field] = said
    return value


def body(text: str) -> str:
    """Words of several lines without what nobody sees and without blanks at the ends of lines."""
    plain = _UNSEEN.sub("", _ENDS.sub("\n", text).replace("\t", " "))[:KEPT]
    return "\n".join(part.rstrip() for part in plain.split("\n")).strip()


def line(text: str) -> str:
    """One line, words one blank apart."""
    return " ".join(body(text).split())


def lines(text: str) -> list[str]:
    """One word or phrase a line; empty lines are none."""
    found = [" ".join(part.split()) for part in _UNSEEN.sub("", _ENDS.sub("\n", text))[: KEPT * 10].split("\n")]
    return [part for part in found if part][:MOST_LINES]


def typed_problems(part: Part, value: Mapping[str, object]) -> Iterator[Problem]:
    """What is no day, or longer than there is room for; lint sees to the sense."""
    where = part.name
    for name, said in value.items():
        for one in said if isinstance(said, list) and name != "sources" else [said]:
            most = MOST.get(name.partition(".")[0], KEPT)
            if len(str(one)) > most and name != "sources":
                yield error(where, TOO_LONG, field=name, found=len(str(one)), most=most)
    if part == FRAME:
        if day(value.get("review_by")) is None:
            yield error(where, "no day by which it is reviewed; write it as 2027-05-24")
        if not value.get("owner"):
            yield error(where, "no owner; name the office that answers for it")
        yield from source_problems(where, value.get("sources"))
    elif value.get("checked_on") and day(value.get("checked_on")) is None:
        yield error(where, NO_DAY, day=value["checked_on"])


TOO_LONG: Final = "{field} has {found} characters; at most {most} fit"
NO_DAY: Final = "{day} is no day; write it as 2026-11-24"


def sources(form: Form) -> list[list[str]]:
    """The lines of sources: name, address, day; empty lines are none."""
    columns = [form.getlist(name) for name in ("source_title", "source_address", "source_checked_on")]
    rows = [[line(cell) for cell in row] for row in zip(*columns, strict=False)]
    return [row for row in rows if row[0] or row[1]]


def source_problems(where: str, found: object) -> Iterator[Problem]:
    """What is no source that a reader could find again."""
    for title, address, on in found if isinstance(found, list) else ():
        for said, most in zip((title, address), SOURCE_MOST, strict=True):
            if len(said) > most:
                yield error(where, TOO_LONG, field=title[:40], found=len(said), most=most)
        if not title or not address:
            yield error(where, "source {source}: give both its name and its address", source=title or address)
        if day(on) is None:
            yield error(
                where, "source {source}: no day on which it was looked at; write it as 2026-11-24", source=title
            )
