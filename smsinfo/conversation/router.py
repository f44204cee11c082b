"""What happens with a text: the answer to a lesson, a digit of the last menu, the place that we asked for, a command,
an answer, a menu, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from smsinfo.conversation.answers import not_understood, topic_answer, topic_menu
from smsinfo.conversation.brought import opens_report
from smsinfo.conversation.commands import COMMANDS, Command
from smsinfo.conversation.letters import answer_in
from smsinfo.conversation.local import events
from smsinfo.conversation.menu import chosen_digit, says_no, says_yes
from smsinfo.conversation.rating import rating_in
from smsinfo.conversation.rating import run as run_rating
from smsinfo.conversation.turn import Outcome, Turn
from smsinfo.domain.messages import Reply, ReplyKind
from smsinfo.domain.understanding import Resolution

RATE: Final = Command(run_rating, writes=True)
"""Y or T after the question: no word calls it, so it stands in no table of words."""


SHORTEST_REPORT: Final = 3
"""Words of a report, LAPOR among them."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A command that changes something: it runs later, inside the transaction that stores the exchange."""

    command: Command
    turn: Turn


def plan(turn: Turn) -> Outcome | Planned:
    """Decide. Pure: whatever has to touch the database comes back as `Planned`."""
    said = rating_in(turn)
    if said is not None:
        return Planned(RATE, replace(turn, resolution=said))
    answer = answer_in(turn)
    if answer is not None:
        return _command(replace(turn, resolution=answer), "lesson")
    digit = chosen_digit(turn.text)
    if digit is not None and turn.resolution.kind != "answer":
        return _choose(turn, digit)
    # Where we offered one thing (`Mau siaran? Balas 1`), a yes is its digit.
    if says_yes(turn.text) and len(turn.state.options) == 1 and turn.state.options[0].startswith("subscribe:"):
        return _choose(turn, 1)
    turn = _finish_pending(turn)
    resolution = turn.resolution
    if resolution.kind == "command" and resolution.command in COMMANDS:
        return _command(turn, resolution.command)
    reported = _reported(turn)
    if reported is not None:
        return _command(turn, reported)
    happening = events(turn)
    if happening is not None:
        return happening
    if resolution.kind == "answer":
        return topic_answer(turn, resolution.topics, emergency=resolution.emergency)
    if resolution.kind == "menu":
        return topic_menu(turn, resolution.topics)
    return not_understood(turn)


def _reported(turn: Turn) -> str | None:
    """The command for LAPOR before a cry, or before a topic of safety with more than its keyword: `lapor kdrt` asks."""
    resolution = turn.resolution
    if resolution.kind != "answer" or not opens_report(turn.text):
        return None
    if resolution.emergency:
        return "report_danger"
    told = len(turn.text.split()) >= SHORTEST_REPORT and turn.snapshot.topics[resolution.topics[0]].safety
    return "report_topic" if told else None


def _command(turn: Turn, name: str) -> Outcome | Planned:
    command = COMMANDS[name]
    return Planned(command, turn) if command.writes else command.run(turn, None)


def _finish_pending(turn: Turn) -> Turn:
    """After `DAFTAR` alone, a bare place is the place to subscribe to; after `HAPUS DATA` a yes or no is the answer."""
    resolution, pending = turn.resolution, turn.state.pending or ""
    if pending == "subscribe" and resolution.command == "region" and resolution.places:
        return replace(turn, resolution=replace(resolution, command="subscribe"))
    if not pending.startswith("forget:") or resolution.command == "forget":
        return turn
    if says_yes(turn.text) or says_no(turn.text):
        return replace(turn, resolution=Resolution("command", command="forget", argument=turn.text, score=1.0))
    # Whoever went on to something else no longer answers our question: a later yes must not erase.
    return replace(turn, state=replace(turn.state, pending=None))


def _choose(turn: Turn, digit: int) -> Outcome | Planned:
    """The option behind a digit. Options look like `topic:ktp`, `subscribe:62.06`, `language:en`, `category:bansos`."""
    if not 1 <= digit <= len(turn.state.options):
        reply = Reply(turn.say("none.digit"), ReplyKind.NONE, turn.language)
        return Outcome(reply, turn.state)
    name, _, value = turn.state.options[digit - 1].partition(":")
    if name == "topic":
        if value not in turn.snapshot.topics:
            return not_understood(turn)
        # The menu stays open: whoever reads one answer may want the next as well.
        outcome = topic_answer(turn, (value,))
        return replace(outcome, state=replace(outcome.state, options=turn.state.options))
    places = (value,) if name in ("subscribe", "region", "stop") else ()
    chosen = Resolution("command", command=name, argument=value, places=places, score=1.0)
    return _command(replace(turn, resolution=chosen), name)
