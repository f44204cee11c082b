"""The menus as values that people edit: the order of categories, the lines of one category, words that are open.

`order` is the categories that come first when the code is dialled; `words` what a text like BANSOS alone is answered
with; a category's name stands for its topics: which lines menus leave out, and which read other than the topic's label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.lint_ussd import WHERE
from smsinfo.content.lint_ussd import menu_problems as dialled_problems
from smsinfo.content.lint_words import open_menu_problems
from smsinfo.content.pack_model import PackHead, PackMenu, PackUssd
from smsinfo.content.parts import Fields
from smsinfo.content.problems import Problem, error
from smsinfo.content.stored import Extra, read_head, write_head
from smsinfo.content.typed import TOO_LONG, Form, line, lines
from smsinfo.content.words import CATEGORIES
from smsinfo.db.queries.content import StateRow, content_state, save_state
from smsinfo.db.queries.topics import keys_in
from smsinfo.domain.content import Catalogue, CatalogueTopic, OpenMenu, UssdMenu
from smsinfo.domain.staff import PROVINCE
from smsinfo.locale import languages

ORDER, WORDS = "order", "words"
NAMES: Final = (ORDER, WORDS, *CATEGORIES)
MOST: Final = 80
"""Characters of a word, a key or a line."""


def live(session: Session, name: str) -> Fields:
    """What holds now, of topics that are published or not. There always is a value."""
    head, extra = read_head(content_state(session), ())
    menus = tuple(OpenMenu(menu.words, menu.topics) for menu in extra.menus)
    return value_in(name, UssdMenu(head.ussd.order, frozenset(head.ussd.hidden), head.ussd.labels), menus,
                    keys_in(session, name))  # fmt: skip


def value_in(name: str, ussd: UssdMenu, menus: tuple[OpenMenu, ...], keys: frozenset[str]) -> Fields:
    """The value in menus; `keys` are the topics of the category."""
    if name == ORDER:
        return {"order": list(ussd.order)}
    if name == WORDS:
        return {"menus": [f"{', '.join(menu.words)}: {', '.join(menu.topics)}" for menu in menus]}
    own = {key: labels for key, labels in ussd.labels.items() if key in keys}
    said = [f"{key} {language} {label}" for key, labels in own.items() for language, label in labels.items()]
    return {"hidden": sorted(ussd.hidden & keys), "labels": sorted(said)}


def scope(_name: str, _before: Fields | None, _after: Fields | None) -> str:
    """Menus are the same for everybody."""
    return PROVINCE


def problems(name: str, value: Fields, catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """What names nothing, does not fit a line, or can't be told apart."""
    for said in (one for many in value.values() for one in many):
        if len(said) > MOST and name != WORDS:
            yield error("", TOO_LONG, field=name, found=len(said), most=MOST)
    if name == WORDS:
        menus, broken = _read_menus(value)
        for text in broken:
            yield error(
                "", "{line}: write words, a colon and 2 to 4 topics, as in `bansos, bantuan: pkh, bpnt`", line=text
            )
        yield from open_menu_problems(menus, catalogue.topics)
        return
    for problem in dialled_problems(_pack_ussd(with_menu(catalogue, name, value).ussd), catalogue):
        yield Problem(problem.where.removeprefix(WHERE).strip(), problem.severity, problem.template, problem.values)


def with_menu(catalogue: Catalogue, name: str, value: Fields) -> Catalogue:
    """The catalogue as it would be."""
    if name == WORDS:
        return replace(catalogue, menus=tuple(OpenMenu(menu.words, menu.topics) for menu in _read_menus(value)[0]))
    keys = frozenset(topic.key for topic in catalogue.topics if topic.category == name)
    return replace(catalogue, ussd=_changed(catalogue.ussd, name, value, keys))


def put(session: Session, name: str, value: Fields | None, now: datetime) -> None:
    """Write it beside the head of the pack."""
    state, wanted = content_state(session), value or {}
    head, extra = read_head(state, ())
    if name == WORDS:
        extra = Extra(_read_menus(wanted)[0], extra.notices)
    else:
        old = UssdMenu(head.ussd.order, frozenset(head.ussd.hidden), head.ussd.labels)
        head = _with_ussd(head, _changed(old, name, wanted, keys_in(session, name)))
    save_state(session, StateRow(state.version, state.mark, write_head(head, extra)), now)


def typed(name: str, form: Form, topics: list[CatalogueTopic]) -> Fields:
    """The value of a form; of a category its topics come with a tick and a line for each language."""
    if name == ORDER:
        places = [(line(form.get(f"place.{one}", "")), one) for one in CATEGORIES]
        ranked = sorted((int(place), CATEGORIES.index(one), one) for place, one in places if place.isdecimal())
        return {"order": [one for _, _, one in ranked]}
    if name == WORDS:
        return {"menus": [_as_written(said) for said in lines(form.get("menus", ""))]}
    hidden = sorted(topic.key for topic in topics if form.get(f"hidden.{topic.key}", ""))
    said = {(topic.key, one): line(form.get(f"label.{topic.key}.{one}", "")) for topic in topics for one in languages()}
    return {"hidden": hidden, "labels": sorted(f"{key} {one} {label}" for (key, one), label in said.items() if label)}


def labels_in(value: Fields) -> dict[tuple[str, str], str]:
    """(topic, language) -> line of a category's value."""
    found = {}
    for said in value.get("labels", ()):
        key, language, label = said.split(" ", 2)
        found[key, language] = label
    return found


def _changed(ussd: UssdMenu, name: str, value: Fields, keys: frozenset[str]) -> UssdMenu:
    if name == ORDER:
        return replace(ussd, order=tuple(value.get("order", ())))
    labels = {key: said for key, said in ussd.labels.items() if key not in keys}
    for (key, language), label in labels_in(value).items():
        labels[key] = {**labels.get(key, {}), language: label}
    return replace(ussd, hidden=(ussd.hidden - keys) | frozenset(value.get("hidden", ())), labels=labels)


def _with_ussd(head: PackHead, ussd: UssdMenu) -> PackHead:
    return replace(head, ussd=_pack_ussd(ussd))


def _pack_ussd(ussd: UssdMenu) -> PackUssd:
    return PackUssd(ussd.order, tuple(sorted(ussd.hidden)), ussd.labels)


def _read_menus(value: Fields) -> tuple[tuple[PackMenu, ...], list[str]]:
    """The menus of lines, and the lines that are none."""
    menus, broken = [], []
    for said in value.get("menus", ()):
        left, colon, right = said.partition(":")
        words, topics = _list(left), _list(right)
        if not colon or not words or not topics:
            broken.append(said)
        else:
            menus.append(PackMenu(words, topics))
    return tuple(menus), broken


def _as_written(said: str) -> str:
    """A line in the form in which it is kept, so that a blank more is no change."""
    left, colon, right = said.partition(":")
    return f"{', '.join(_list(left))}: {', '.join(_list(right))}" if colon else said


def _list(text: str) -> tuple[str, ...]:
    return tuple(one for one in (part.strip() for part in text.split(",")) if one)
