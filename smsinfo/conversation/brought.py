"""What LAPOR, USUL and TANYA share: a number in front of more words, and what is said of a new case."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from smsinfo.community.cases import Brought, Opened, TooMany
from smsinfo.conversation.turn import Turn, World
from smsinfo.domain.cases import MOST_A_DAY, MOST_OPEN, Case, CaseKind, CaseState, Outcome
from smsinfo.locale import command_words

_NUMBER: Final = re.compile(r"(?:no\.?|nr\.?|nomor)?\s*(\d{1,9})\b[\s:,.-]*(.*)", re.DOTALL | re.IGNORECASE)
_FIRST: Final = re.compile(r"\W*(\w+)")
WORDS: Final = {CaseKind.REPORT: "LAPOR", CaseKind.PROPOSAL: "USUL", CaseKind.QUESTION: "TANYA"}
"""By what a person says more under a number of theirs."""


def opens_report(text: str) -> bool:
    """True for a text that begins with LAPOR, whatever it was taken to mean."""
    first = _FIRST.match(text)
    return first is not None and first.group(1).lower() in _report_words()


@cache
def _report_words() -> frozenset[str]:
    return frozenset(word for entry in command_words() if entry.command == "report" for word in entry.words)


def more_of(turn: Turn, world: World, kind: CaseKind) -> str | None:
    """`TANYA 45 ...` from who has the question 45: what is said to it. None for a new case: `LAPOR 45 rumah roboh`."""
    found = _NUMBER.fullmatch(turn.resolution.argument.strip())
    cases = world.community.cases
    case = cases.mine(world.session, int(found.group(1)), world.act.contact_id) if found is not None else None
    if found is None or case is None or case.kind is not kind or not found.group(2):
        return None
    added = cases.add_words(world.session, case, found.group(2), turn.now)
    return turn.say("case.added" if added else "case.over", number=case.number, word=WORDS[kind])


def bring(
    turn: Turn, world: World, kind: CaseKind, text: str, *, urgent: bool = False, private: bool = False
) -> Opened | str:
    """A new case of who texts; what to say where they have brought enough."""
    act = world.act
    region, language = turn.person.region, turn.language
    brought = Brought(
        kind, act.contact_id, region, text, language, act.practice, turn.now, urgent=urgent, private=private
    )
    try:
        return world.community.cases.open(world.session, brought)
    except TooMany as refusal:
        return enough(turn, refusal)


def enough(turn: Turn, refusal: TooMany) -> str:
    """Why nothing was taken, politely."""
    most = MOST_A_DAY if refusal.reason == "day" else MOST_OPEN
    return turn.say(f"case.most_{refusal.reason}", most=most, darurat=turn.emergency_number)


def standing_of(turn: Turn, world: World, number: int) -> str | None:
    """How a case stands, for who brought it; of violence nothing that another reader of the phone would understand."""
    case = world.community.cases.mine(world.session, number, world.act.contact_id)
    if case is None:
        return None
    what = turn.say("case.kind.private" if case.private else f"case.kind.{case.kind.value}")
    values = {"number": case.number, "thing": what, "day": f"{case.opened_at.astimezone(turn.zone):%d-%m-%Y}"}
    return turn.say(f"case.stands.{_state(case)}", **values, place=_place(turn, case))


def _state(case: Case) -> str:
    if case.kind is CaseKind.PROPOSAL and case.outcome in set(Outcome):
        return case.outcome
    if case.state is CaseState.OPEN and case.region is None:
        return "unplaced"
    return case.state.value


def _place(turn: Turn, case: Case) -> str:
    return turn.place(case.office) if case.office is not None else turn.say("status.nothing")
