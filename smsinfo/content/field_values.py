"""A region field as a value that people edit: the office, hours or phone of a regency that answers put in by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.checks import setting_of
from smsinfo.content.lint_texts import answer_problems
from smsinfo.content.parts import Fields, day
from smsinfo.content.problems import Problem, error
from smsinfo.content.render import compose, fields_in, render
from smsinfo.content.typed import NO_DAY, TOO_LONG, Form, line
from smsinfo.db.queries import regions as rows
from smsinfo.domain.content import Catalogue, CatalogueTopic, SummaryText
from smsinfo.domain.regions import covers
from smsinfo.sms.gsm7 import odd_characters

NAME: Final = re.compile(r"[a-z][a-z_]{0,39}")
MOST: Final = {"value": 80, "source": 200}
"""Characters, as in the database."""


@dataclass(frozen=True, slots=True)
class Use:
    """One text that puts the field in, and how it reads where the person lives."""

    topic: CatalogueTopic
    text: SummaryText
    shown: str


def split_key(key: str) -> tuple[str, str]:
    """(region code, name) of a subject's key."""
    code, _, name = key.partition(" ")
    return code, name


def live(session: Session, key: str) -> Fields | None:
    """What holds in exactly this region; None where it has no value of its own."""
    row = rows.field(session, *split_key(key))
    if row is None:
        return None
    return {"value": row["value"], "source": row["source"], "checked_on": row["checked_on"].isoformat()}


def scope(key: str, _before: Fields | None, _after: Fields | None) -> str:
    """The region itself."""
    return split_key(key)[0]


def problems(key: str, value: Fields, catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """What can't be in a field, and which answers would no longer fit with it. `where` is a topic with language."""
    code, field = split_key(key)
    if NAME.fullmatch(field) is None:
        yield error("", "a field is named with a-z and _, as in jam_loket")
    if code not in {place.code for place in catalogue.gazetteer.places}:
        yield error("", "no region has the code {code}; look it up in regions.csv", code=code)
    for name, most in MOST.items():
        said = str(value.get(name, ""))
        if len(said) > most:
            yield error("", TOO_LONG, field=name, found=len(said), most=most)
    if not value.get("value"):
        yield error("", "no value; write it, or take the field away")
    if not value.get("source"):
        yield error("", "no source; say where the value was seen")
    if day(value.get("checked_on")) is None:
        yield error("", NO_DAY, day=value.get("checked_on", ""))
    odd = odd_characters(str(value.get("value", "")))
    if odd:
        yield error("", "forces UCS-2 (twice the price): {odd}; write others", odd=" ".join(odd))
    if re.search(r"[\[\]{}|]", str(value.get("value", ""))):
        yield error("", "a value holds no [, ], {{, }} or |: they mean something in texts")
    yield from answers_broken(key, value, catalogue, today)


def answers_broken(key: str, value: Fields | None, catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """What would be wrong with answers that is not wrong now."""
    code, name = split_key(key)
    old, new = setting_of(catalogue, today), setting_of(with_field(catalogue, key, value), today)
    for topic in catalogue.topics:
        for text in topic.summaries:
            if name not in fields_in(text.text) or not (text.region is None or _near(text.region, code)):
                continue
            where = " ".join(filter(None, (topic.key, text.language, text.region)))
            about = (where, topic.tag, text.text, bool(text.more), text.language, text.region)
            before = set(_errors(answer_problems(*about, old)))
            yield from (
                problem for said, problem in _errors(answer_problems(*about, new)).items() if said not in before
            )


def uses(key: str, catalogue: Catalogue, language: str) -> list[Use]:
    """The texts that a citizen of the region would read with the field in them, in a language or else Indonesian."""
    code, name = split_key(key)
    values, found = catalogue.gazetteer.fields_for(code), []
    for topic in catalogue.topics:
        text = topic.summary(language, code)
        if name in fields_in(text.text):
            found.append(Use(topic, text, compose(topic, text, values, catalogue.mark)))
        elif name in fields_in(text.more):
            found.append(Use(topic, text, render(text.more, values)))
    return found


def with_field(catalogue: Catalogue, key: str, value: Fields | None) -> Catalogue:
    """The catalogue as it would be with this value."""
    code, name = split_key(key)
    here = {one: said for one, said in catalogue.gazetteer.fields.get(code, {}).items() if one != name}
    if value is not None and value.get("value"):
        here[name] = str(value["value"])
    fields = {**catalogue.gazetteer.fields, code: here}
    return replace(catalogue, gazetteer=replace(catalogue.gazetteer, fields=fields))


def put(session: Session, key: str, value: Fields | None, now: datetime) -> None:
    """Write it, or take the region's own value away: then that of what covers it holds."""
    code, name = split_key(key)
    if value is None:
        rows.drop_field(session, code, name)
        return
    row = rows.FieldRow(
        region_code=code,
        name=name,
        value=str(value["value"]),
        source=str(value["source"]),
        checked_on=day(value["checked_on"]) or now.date(),
    )
    write = rows.change_fields if rows.field(session, code, name) is not None else rows.add_fields
    write(session, [row])


def typed(form: Form) -> Fields:
    """The value of a form."""
    return {name: line(form.get(name, "")) for name in ("value", "source", "checked_on")}


def _near(one: str, other: str) -> bool:
    return covers(one, other) or covers(other, one)


def _errors(found: Iterator[Problem]) -> dict[str, Problem]:
    return {problem.template: problem for problem in found if problem.severity == "error"}
