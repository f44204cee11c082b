"""The problems of single texts: do they fit one segment, in every region, and can every phone show them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from smsinfo.content.pack_model import PackField, PackSummary, PackTopic
from smsinfo.content.problems import Problem, error, warning
from smsinfo.content.render import bare_fields, fields_in, render, stamp, stray_signs
from smsinfo.domain.regions import covers
from smsinfo.locale import say
from smsinfo.sms.gsm7 import odd_characters
from smsinfo.sms.segments import count, units

SEGMENT = 160
LABEL = 16
MOST_FIELDS = 4
MOST_MORE_SEGMENTS = 6
"""Two texts of three segments: who wants to read more than that on a basic phone asks at the office."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all texts of a pack are measured against."""

    mark: str
    fields: tuple[PackField, ...]
    has_region: Callable[[str], bool]
    today: date


def label_problems(where: str, topic: PackTopic) -> Iterator[Problem]:
    """Titles and labels: both in each language, the label short enough for a menu."""
    for language in sorted({*topic.title, *topic.label}):
        if language not in topic.title or language not in topic.label:
            yield error(where, "title and label are not both there in {language}; add the other", language=language)
    for language, label in topic.label.items():
        if len(label) > LABEL:
            yield error(
                where,
                "label {language} has {found} characters; at most {most} fit in a menu",
                language=language,
                found=len(label),
                most=LABEL,
            )
        if odd_characters(label):
            yield error(
                where,
                "label {language} is not of GSM-7 characters: {odd}",
                language=language,
                odd=" ".join(odd_characters(label)),
            )


def answer_problems(
    where: str, tag: str, text: str, has_more: bool, language: str, region: str | None, setting: Setting
) -> Iterator[Problem]:
    """A first text: one segment with its stamp and hint, whatever the citizen's region has for its fields."""
    yield from _sign_problems(where, text, region, setting)
    tail = stamp(tag, setting.today, setting.mark) + (say("answer.hint", language) if has_more else "")
    longest = max((render(text, values) + tail for values in _worst_values(text, region, setting)), key=units)
    if not odd_characters(longest) and count(longest) > 1:
        over = units(longest) - SEGMENT
        yield error(where, "is {over} too long for one segment where it reads: {shown}", over=over, shown=longest)


def continuation_problems(where: str, text: PackSummary, setting: Setting) -> Iterator[Problem]:
    """What LANJUT sends."""
    if not text.more:
        return
    yield from _sign_problems(f"{where} more", text.more, text.region, setting)
    if text.more.startswith(text.text):
        yield warning(where, "more repeats the text; begin where the text ends")
    needed = max(count(render(text.more, values)) for values in _worst_values(text.more, text.region, setting))
    if needed > MOST_MORE_SEGMENTS:
        yield warning(
            where, "more takes {found} segments; at most {most} are read", found=needed, most=MOST_MORE_SEGMENTS
        )


def _sign_problems(where: str, text: str, region: str | None, setting: Setting) -> Iterator[Problem]:
    if stray_signs(text):
        yield error(
            where,
            "{signs} is part of no [clause] and no {{field}}; close or drop it",
            signs=" ".join(stray_signs(text)),
        )
        return
    if len(fields_in(text)) > MOST_FIELDS:
        yield error(where, "asks for {found} fields; at most {most}", found=len(fields_in(text)), most=MOST_FIELDS)
        return
    known = {value.name for value in setting.fields}
    for name in sorted(fields_in(text) - known):
        yield error(where, "{field} has no value anywhere; add it to region_fields.csv", field=f"{{{name}}}")
    everywhere = {value.name for value in setting.fields if region is not None and covers(value.code, region)}
    for name in sorted((bare_fields(text) & known) - everywhere):
        yield error(where, "{field} leaves a hole where it has no value; put it in [...]", field=f"{{{name}}}")
    for values in _worst_values(text, region, setting):
        shown = render(text, values)
        if odd_characters(shown):
            yield error(
                where, "forces UCS-2 (twice the price): {odd}; write others", odd=" ".join(odd_characters(shown))
            )
            return
        if "  " in shown:
            yield warning(where, "has two blanks in a row where it reads: {shown}", shown=shown)
            return


def _worst_values(text: str, region: str | None, setting: Setting) -> Iterator[dict[str, str]]:
    """Every mix of the longest value and no value, of each field that the text asks for."""
    names = sorted(fields_in(text))[:MOST_FIELDS]
    choices = [("", _longest(name, region, setting.fields)) for name in names]
    for values in product(*choices):
        yield dict(zip(names, values, strict=True))


def _longest(name: str, region: str | None, fields: tuple[PackField, ...]) -> str:
    """The longest value that holds somewhere in the region (None: anywhere)."""
    values = [
        value.value
        for value in fields
        if value.name == name and (region is None or covers(value.code, region) or covers(region, value.code))
    ]
    return max(values, key=len, default="")
