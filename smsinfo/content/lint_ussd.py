"""The problems of the menu that is dialled: lines too long for a phone, and lines that can't be told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.pack_model import Pack, PackUssd
from smsinfo.content.problems import Problem, error
from smsinfo.content.words import CATEGORIES
from smsinfo.domain.content import Catalogue, UssdMenu
from smsinfo.locale import languages
from smsinfo.sms.gsm7 import odd_characters, septets

WHERE: Final = "pack.toml ussd"
LINE: Final = 20
"""Septets of a label: with `12 ` in front it stands on one line of most basic phones, which show some 24."""


def ussd_problems(pack: Pack) -> Iterator[Problem]:
    """What [ussd] names must be there, fit a line, and be told apart."""
    yield from menu_problems(pack.head.ussd, catalogue_of(pack))


def menu_problems(ussd: PackUssd, catalogue: Catalogue) -> Iterator[Problem]:
    """The same of a menu over published topics."""
    known = {topic.key for topic in catalogue.topics}
    for name in sorted(set(ussd.order) - set(CATEGORIES)):
        yield error(
            WHERE, "order names the category {name}; use those of {known}", name=name, known=", ".join(CATEGORIES)
        )
    if len(set(ussd.order)) < len(ussd.order):
        yield error(WHERE, "order names a category twice; keep one")
    for key in sorted({*ussd.hidden, *ussd.labels} - known):
        yield error(WHERE, "there is no topic {key}; take it out", key=key)
    yield from _label_problems(ussd)
    yield from _clashes(replace(catalogue, ussd=UssdMenu(ussd.order, frozenset(ussd.hidden), ussd.labels)))


def _label_problems(ussd: PackUssd) -> Iterator[Problem]:
    for key, labels in sorted(ussd.labels.items()):
        for language, label in sorted(labels.items()):
            where = f"{WHERE} {key} {language}"
            if language not in languages():
                yield error(where, "unknown language; known are {known}", known=", ".join(languages()))
            if odd_characters(label):
                yield error(where, "must be of GSM-7 characters, not {odd}", odd=" ".join(odd_characters(label)))
            elif septets(label) > LINE:
                yield error(
                    where,
                    "has {found} characters; at most {most} fit on a line of a phone",
                    found=septets(label),
                    most=LINE,
                )


def _clashes(catalogue: Catalogue) -> Iterator[Problem]:
    """Two lines of one list that say the same, in a language: nobody could tell which to choose."""
    for language in languages():
        lines: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for topic in catalogue.topics:
            if topic.key not in catalogue.ussd.hidden and "id" in topic.labels:
                label = catalogue.ussd.label(topic, language)
                lines[topic.category, label.casefold()].append(topic.key)
        for (_, label), keys in lines.items():
            if len(keys) > 1:
                yield error(
                    WHERE,
                    "the menu shows '{label}' for {topics} in {language}; add a label to one",
                    label=label,
                    topics=", ".join(keys),
                    language=language,
                )
