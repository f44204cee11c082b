"""Takes a dialogue one input further, or through a whole path, and shows where it stands. Pure but for `Facts`."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Final, TypeVar

from smsinfo.conversation.menu import chosen_digit, says_no, says_yes
from smsinfo.conversation.ussd.hear import hear, speak
from smsinfo.conversation.ussd.keys import BACK, HOME, MORE, ascii_digits, is_dialled, move_of, steps_of
from smsinfo.conversation.ussd.layout import COPY_KEY, Page, page
from smsinfo.conversation.ussd.table import NODES
from smsinfo.conversation.ussd.trail import Spot, Trail
from smsinfo.conversation.ussd.visit import Node, View, Visit
from smsinfo.domain.ussd import Screen
from smsinfo.sms.clean import clean

MOST_STEPS: Final = 60
"""Inputs of one dialogue, counted from the last `00`. A network cuts one off after some three minutes."""

LONGEST_PATH: Final = 4000
"""Characters of a path; 60 inputs of 60 characters."""

LONGEST_INPUT: Final = 182
MOST_REMEMBERED: Final = 4096
"""Views and screens of one snapshot; 5 MB or so."""

DEEP: Final = 3
"""From here on all screens name the same keys."""

Made = TypeVar("Made", View, Page)
MOST_OPTIONS: Final = 97
"""The last number of a list: 98 turns the page."""


def step(visit: Visit, trail: Trail, typed: str) -> Trail:
    """One input: a key that moves, a number, or words. Never raises for what a person may type."""
    text = ascii_digits(clean(typed[:LONGEST_INPUT]).strip())
    if is_over(visit, trail):
        trail = Trail(language=trail.language)
    if is_dialled(text):
        return trail.home()
    if not text:
        return trail.again()
    for part in steps_of(text):
        trail = _press(_speaking(visit, trail), trail, part)
    return trail


def replay(visit: Visit, path: str) -> Trail:
    """The whole way of a dialogue, its inputs joined by stars; empty ones are nothing.

    A star inside an input can't be told from one between two: each separates, and `hear` puts together what makes sense
    only together. What came before the last `00` no longer matters. A way too long ends the dialogue.
    """
    if is_dialled(path):
        return Trail()
    inputs = path.split("*") if len(path) <= LONGEST_PATH else []
    homes = [number for number, one in enumerate(inputs) if move_of(one) == HOME]
    inputs = inputs[homes[-1] :] if homes else inputs
    if len(inputs) > MOST_STEPS or len(path) > LONGEST_PATH:
        return Trail(notice="ussd.too_long", over=True)
    trail = Trail()
    for one in inputs:
        trail = step(visit, trail, one)
    return trail


def show(visit: Visit, trail: Trail) -> Screen:
    """What the phone shows."""
    visit = _speaking(visit, trail)
    if trail.over:
        return Screen(visit.say(trail.notice or "ussd.bye"), more=False)
    shown = _page(visit, trail, _view(visit, trail))
    return Screen(shown.text, more=not _ends(trail) or shown.next_at is not None)


def is_over(visit: Visit, trail: Trail) -> bool:
    """True where the last screen of a dialogue has been shown."""
    return trail.over or (_ends(trail) and _page(visit, trail, _view(visit, trail)).next_at is None)


def deed_of(trail: Trail) -> str:
    """What has to be done now, because the newest input led here; empty for nothing."""
    node = NODES.get(trail.here.kind)
    return node.deed if node is not None and trail.entered and not trail.over else ""


def _speaking(visit: Visit, trail: Trail) -> Visit:
    return visit.speaking(trail.language) if trail.language else visit


def _view(visit: Visit, trail: Trail) -> View:
    node = NODES.get(trail.here.kind)
    if node is None:  # a stored trail of another version of this program
        return View(visit.say("ussd.gone"))
    if node.live:
        return _made(visit, node, trail.here.argument)
    key = ("view", trail.here.kind, trail.here.argument, visit.key)
    return _remembered(visit, key, lambda: _made(visit, node, trail.here.argument))


def _made(visit: Visit, node: Node, argument: str) -> View:
    view = node.view(visit, argument)
    return view if len(view.options) <= MOST_OPTIONS else replace(view, options=view.options[:MOST_OPTIONS])


def _remembered(visit: Visit, key: Hashable, make: Callable[[], Made]) -> Made:
    """What was made of this snapshot before; most people walk the same few hundred screens."""
    memo = visit.snapshot.memo
    found: Made | None = memo.get(key)
    if found is None:
        if len(memo) >= MOST_REMEMBERED:
            memo.clear()
        found = memo[key] = make()
    return found


def _ends(trail: Trail) -> bool:
    node = NODES.get(trail.here.kind)
    return node is not None and node.ends


def _page(visit: Visit, trail: Trail, view: View) -> Page:
    depth = 0 if _ends(trail) else min(len(trail.spots), DEEP)
    key = ("page", view, trail.here.at, trail.notice, depth, visit.key)
    return _remembered(visit, key, lambda: _cut(visit, trail, view, depth))


def _cut(visit: Visit, trail: Trail, view: View, depth: int) -> Page:
    return page(visit, view, trail.here.at, visit.say(trail.notice) if trail.notice else "", depth)


def _press(visit: Visit, trail: Trail, text: str) -> Trail:
    move = move_of(text)
    if move in (BACK, HOME):
        return trail.home() if move == HOME else trail.back()
    view = _view(visit, trail)
    if move == MORE:
        return _turn_page(visit, trail, view)
    number = chosen_digit(text)
    if number is not None:
        return _choose(trail, view, number)
    if view.asks and (says_yes(text) or says_no(text)):
        return _choose(trail, view, 1) if says_yes(text) else trail.back()
    return hear(visit, trail, view, text) or _turn_page(visit, trail, view)


def _turn_page(visit: Visit, trail: Trail, view: View) -> Trail:
    next_at = _page(visit, trail, view).next_at
    return trail.turned(next_at) if next_at is not None else trail.again("ussd.wrong")


def _choose(trail: Trail, view: View, number: int) -> Trail:
    if view.copy and number == int(COPY_KEY):
        return trail.to(Spot.of(view.copy))
    if not 1 <= number <= len(view.options):
        return trail.again("ussd.wrong")
    spot = Spot.of(view.options[number - 1].target)
    if spot.kind == "home":
        return replace(trail.home(), kept=())
    if spot.kind == "resumed":
        return replace(trail, spots=trail.kept or trail.spots[:1], kept=(), entered=False)
    return speak(trail, spot.argument) if spot.kind == "spoken" else trail.to(spot)
