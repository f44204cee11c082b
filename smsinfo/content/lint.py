"""Everything that is wrong with a pack, each with what to do. An error keeps a pack out; a warning is for an editor."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from smsinfo.content.lint_texts import Setting, answer_problems, continuation_problems, label_problems
from smsinfo.content.lint_words import clashes, menu_problems, word_problems
from smsinfo.content.pack_model import Pack, PackClaim, PackHead, PackSummary, PackTopic
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
        *(problem for topic in pack.topics for problem in _topic_problems(topic, setting)),
        *(problem for claim in pack.claims for problem in _claim_problems(claim, setting)),
        *clashes(pack),
        *menu_problems(pack),
    )


def _head_problems(head: PackHead, keys: list[str]) -> Iterator[Problem]:
    where = "pack.toml"
    for key in sorted(set(keys) - set(head.order)):
        yield error(where, f"order lacks {key}; put it where menus should show it")
    for key in sorted(set(head.order) - set(keys)):
        yield error(where, f"order names {key}, which has no file in topics/; take it out")
    if len(set(head.order)) < len(head.order):
        yield error(where, "order names a topic twice; keep one")
    if odd_characters(head.mark):
        yield error(where, "mark must be of GSM-7 characters, as in DEMO")
    for language in sorted(set(head.languages) - set(languages())):
        yield error(where, f"we have no citizen texts in {language}; known are {', '.join(languages())}")


def _region_problems(pack: Pack, setting: Setting) -> Iterator[Problem]:
    for region in pack.regions:
        if region.parent_code and not setting.has_region(region.parent_code):
            yield error("regions.csv", f"{region.code} lies in {region.parent_code}, which is not there; add it")
    for alias in pack.aliases:
        if not setting.has_region(alias.code):
            yield error("region_aliases.csv", f"{alias.alias}: no region has the code {alias.code}")
        if not normal_form(alias.alias):
            yield error("region_aliases.csv", f"{alias.alias!r} has no letter or digit; take it away")
    for value in pack.fields:
        if not setting.has_region(value.code):
            yield error("region_fields.csv", f"{value.name}: no region has the code {value.code}")
        if odd_characters(value.value):
            yield error("region_fields.csv", f"{value.code} {value.name}: {value.value} is not of GSM-7 characters")


def _topic_problems(topic: PackTopic, setting: Setting) -> Iterator[Problem]:
    where = f"topics/{topic.key}.toml"
    if topic.category not in CATEGORIES:
        yield error(where, f"unknown category {topic.category}; use one of {', '.join(CATEGORIES)}")
    yield from _frame_problems(where, topic.tag, topic.review_by, bool(topic.sources), setting.today)
    yield from label_problems(where, topic)
    for language in NEEDED:
        if language not in topic.title:
            yield error(where, f"no title and label in {language}; add them")
        if not any(text.language == language and text.region is None for text in topic.summaries):
            yield error(where, f"no summary in {language} that holds everywhere; add one")
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
        yield error(where, f"unknown language; known are {', '.join(languages())}")
    if text.region is not None and not setting.has_region(text.region):
        yield error(where, "no region has this code; look it up in regions.csv")
    if not text.text:
        yield error(where, "the text is empty; write it or take the summary away")
    if text.needs_native:
        yield warning(where, "waits for a native speaker; when one has read it, take needs_native away")
    yield from answer_problems(where, topic.tag, text.text, bool(text.more), text.language, text.region, setting)
    yield from continuation_problems(where, text, setting)


def _claim_problems(claim: PackClaim, setting: Setting) -> Iterator[Problem]:
    where = f"claims/{claim.key}.toml"
    if claim.verdict not in VERDICTS:
        yield error(where, f"unknown verdict {claim.verdict}; use one of {', '.join(VERDICTS)}")
    if claim.region is not None and not setting.has_region(claim.region):
        yield error(where, f"no region has the code {claim.region}; look it up in regions.csv")
    yield from _frame_problems(where, claim.tag, claim.review_by, bool(claim.sources), setting.today)
    if not claim.signs:
        yield error(where, "no sign; add the words by which people quote it")
    for language in sorted({*NEEDED, *claim.claim, *claim.answer}):
        if not claim.claim.get(language) or not claim.answer.get(language):
            yield error(where, f"claim and answer are not both there in {language}; add them")
    for language, answer in claim.answer.items():
        if render(answer, {}) != answer:
            yield error(f"{where} {language}", "an answer to a claim is sent as it is; take fields and clauses out")
        yield from answer_problems(f"{where} {language}", claim.tag, answer, False, language, claim.region, setting)


def _frame_problems(where: str, tag: str, review_by: date, sourced: bool, today: date) -> Iterator[Problem]:
    """What topics and claims have in common."""
    if len(tag) > 16:
        yield error(where, f"tag has {len(tag)} characters; at most 16 fit")
    if odd_characters(tag):
        yield error(where, f"tag must be of GSM-7 characters, not {' '.join(odd_characters(tag))}")
    if not sourced:
        yield error(where, "no source; say where the facts were seen, and when")
    if review_by < today:
        yield warning(where, f"was to be reviewed by {review_by}; check the facts and move the day")
