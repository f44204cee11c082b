"""Everything that is wrong with a pack, each with what to do. An error keeps a pack out; a warning is for an editor."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from smsinfo.content.lint_courses import course_problems
from smsinfo.content.lint_texts import LABEL, Setting, answer_problems, continuation_problems, label_problems
from smsinfo.content.lint_ussd import ussd_problems
from smsinfo.content.lint_words import clashes, menu_problems, word_problems
from smsinfo.content.pack_model import Pack, PackClaim, PackHead, PackHolidays, PackSummary, PackTopic
from smsinfo.content.problems import Problem, error, warning
from smsinfo.content.render import render
from smsinfo.content.words import CATEGORIES, VERDICTS, normal_form
from smsinfo.domain.clock import utc_now
from smsinfo.locale import languages
from smsinfo.sms.gsm7 import odd_characters

NEEDED = ("id", "en")
"""The languages in which everything must be there; the local ones fall back to Indonesian."""


def lint_pack(
    pack: Pack, *, known_regions: Collection[str] | None = None, today: date | None = None
) -> tuple[Problem, ...]:
    """All problems of a pack, file by file.

    `known_regions` are codes that are there besides those of the pack. None says that nobody knows: then the codes in a
    pack without regions are not looked up.
    """
    codes = {region.code for region in pack.regions}.union(known_regions or ())
    sure = known_regions is not None or bool(pack.regions)
    setting = Setting(pack.head.mark, pack.fields, lambda code: code in codes or not sure, today or utc_now().date())
    return (
        *_head_problems(pack.head, [topic.key for topic in pack.topics]),
        *_region_problems(pack, setting),
        *(problem for topic in pack.topics for problem in topic_problems(topic, setting)),
        *(problem for claim in pack.claims for problem in claim_problems(claim, setting)),
        *(problem for year in pack.holidays for problem in _holiday_problems(year)),
        *course_problems(pack.courses, pack.head.mark, setting.today),
        *clashes(pack),
        *menu_problems(pack),
        *ussd_problems(pack),
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _head_problems(head: PackHead, keys: list[str]) -> Iterator[Problem]:
    where = "pack.toml"
    for key in sorted(set(keys) - set(head.order)):
        yield error(where, "order lacks {key}; put it where menus should show it", key=key)
    for key in sorted(set(head.order) - set(keys)):
        yield error(where, "order names {key}, which has no file in topics/; take it out", key=key)
    if len(set(head.order)) < len(head.order):
        yield error(where, "order names a topic twice; keep one")
    if odd_characters(head.mark):
        yield error(where, "mark must be of GSM-7 characters, as in DEMO")
    for language in sorted(set(head.languages) - set(languages())):
        yield error(
            where,
            "we have no citizen texts in {language}; known are {known}",
            language=language,
            known=_listed(languages()),
        )


def _region_problems(pack: Pack, setting: Setting) -> Iterator[Problem]:
    for region in pack.regions:
        if region.parent_code and not setting.has_region(region.parent_code):
            yield error(
                "regions.csv",
                "{code} lies in {parent}, which is not there; add it",
                code=region.code,
                parent=region.parent_code,
            )
    for alias in pack.aliases:
        if not setting.has_region(alias.code):
            yield error(
                "region_aliases.csv", "{name}: no region has the code {code}", name=alias.alias, code=alias.code
            )
        if not normal_form(alias.alias):
            yield error("region_aliases.csv", "{word} has no letter or digit; take it away", word=repr(alias.alias))
    for value in pack.fields:
        if not setting.has_region(value.code):
            yield error("region_fields.csv", "{name}: no region has the code {code}", name=value.name, code=value.code)
        if odd_characters(value.value):
            yield error(
                "region_fields.csv",
                "{code} {name}: {value} is not of GSM-7 characters",
                code=value.code,
                name=value.name,
                value=value.value,
            )


def topic_problems(topic: PackTopic, setting: Setting) -> Iterator[Problem]:
    """The problems of one topic by itself; whether its words clash with others' is for `lint_words`."""
    where = f"topics/{topic.key}.toml"
    if topic.category not in CATEGORIES:
        yield error(
            where, "unknown category {category}; use one of {known}", category=topic.category, known=_listed(CATEGORIES)
        )
    yield from _frame_problems(where, topic.tag, topic.review_by, bool(topic.sources), setting.today)
    yield from label_problems(where, topic)
    for language in NEEDED:
        if language not in topic.title:
            yield error(where, "no title and label in {language}; add them", language=language)
        if not any(text.language == language and text.region is None for text in topic.summaries):
            yield error(where, "no summary in {language} that holds everywhere; add one", language=language)
    if not topic.keywords:
        yield error(where, "no keyword; add the one that posters show")
    yield from word_problems(where, topic)
    places = [(text.language, text.region) for text in topic.summaries]
    for text in topic.summaries:
        here = f"{where} {text.language}{' ' + text.region if text.region else ''}"
        if places.count((text.language, text.region)) > 1:
            yield error(here, "this language and region have two summaries; keep one")
        yield from _summary_problems(here, topic, text, setting)


def _summary_problems(where: str, topic: PackTopic, text: PackSummary, setting: Setting) -> Iterator[Problem]:
    if text.language not in languages():
        yield error(where, "unknown language; known are {known}", known=_listed(languages()))
    if text.region is not None and not setting.has_region(text.region):
        yield error(where, "no region has this code; look it up in regions.csv")
    if not text.text:
        yield error(where, "the text is empty; write it or take the summary away")
    if text.needs_native:
        yield warning(where, "waits for a native speaker; when one has read it, take needs_native away")
    yield from answer_problems(where, topic.tag, text.text, bool(text.more), text.language, text.region, setting)
    yield from continuation_problems(where, text, setting)


def claim_problems(claim: PackClaim, setting: Setting) -> Iterator[Problem]:
    """The problems of one claim."""
    where = f"claims/{claim.key}.toml"
    if claim.verdict not in VERDICTS:
        yield error(
            where, "unknown verdict {verdict}; use one of {known}", verdict=claim.verdict, known=_listed(VERDICTS)
        )
    if claim.region is not None and not setting.has_region(claim.region):
        yield error(where, "no region has the code {code}; look it up in regions.csv", code=claim.region)
    yield from _frame_problems(where, claim.tag, claim.review_by, bool(claim.sources), setting.today)
    if not claim.signs:
        yield error(where, "no sign; add the words by which people quote it")
    for language in sorted({*NEEDED, *claim.claim, *claim.answer}):
        if not claim.claim.get(language) or not claim.answer.get(language):
            yield error(where, "claim and answer are not both there in {language}; add them", language=language)
    for language, answer in claim.answer.items():
        if render(answer, {}) != answer:
            yield error(f"{where} {language}", "an answer to a claim is sent as it is; take fields and clauses out")
        yield from answer_problems(f"{where} {language}", claim.tag, answer, False, language, claim.region, setting)


def _holiday_problems(year: PackHolidays) -> Iterator[Problem]:
    where = f"holidays/{year.year}.toml"
    days = [holiday.day for holiday in year.days]
    for day in sorted({day for day in days if days.count(day) > 1}):
        yield error(where, "{day} stands there twice; keep one", day=day)
    for day in sorted(day for day in days if day.year != year.year):
        yield error(where, "{day} is no day of {year}; move it to its own year", day=day, year=year.year)


def _frame_problems(where: str, tag: str, review_by: date, sourced: bool, today: date) -> Iterator[Problem]:
    """What topics and claims have in common."""
    if len(tag) > LABEL:
        yield error(where, "tag has {found} characters; at most {most} fit", found=len(tag), most=LABEL)
    if odd_characters(tag):
        yield error(where, "tag must be of GSM-7 characters, not {odd}", odd=" ".join(odd_characters(tag)))
    if not sourced:
        yield error(where, "no source; say where the facts were seen, and when")
    if review_by < today:
        yield warning(where, "was to be reviewed by {day}; check the facts and move the day", day=review_by)
