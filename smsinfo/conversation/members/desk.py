"""Which texts are a member's command, and what comes of it. Everybody else's text of the same shape is only a text.

A command runs in the transaction that stores the text and its answer, as a citizen's does, and under the same limits.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.answering import is_invited, is_waited_for
from smsinfo.conversation.commands import Command
from smsinfo.conversation.members import answer, cards, confirming, done, joining, leaving, news, showing
from smsinfo.conversation.members.said import Deed, Said
from smsinfo.conversation.router import Planned
from smsinfo.conversation.turn import Outcome, Turn, World
from smsinfo.db.engine import Database
from smsinfo.db.queries import members
from smsinfo.db.queries.memberships import OPEN, is_asked
from smsinfo.domain.understanding import Resolution
from smsinfo.locale import member_words

_OPENING = re.compile(r"\W*([^\W\d_]+)[\s:,.-]*(.*)", re.DOTALL)


def is_open(session: Session, contact_id: int) -> bool:
    """True for the phone of somebody who acts or rests."""
    return any(one.state in OPEN for one in members.of_contact(session, contact_id))


def is_member(session: Session, contact_id: int) -> bool:
    """True for the phone of an active member or village head."""
    return bool(members.active(session, contact_id))


DEEDS: Final[dict[str, Deed]] = {
    "news": Deed(news.run, news.is_writer),
    "fill": Deed(cards.run, cards.fills, fits=lambda _rest: True),
    "append": Deed(news.run_append, news.is_writer),
    "join": Deed(joining.join, is_invited, joining.names_code),
    "decline": Deed(joining.decline, is_waited_for, joining.names_code),
    "leave": Deed(leaving.leave, is_open, leaving.names_group),
    "show": Deed(showing.show, is_member, showing.alone),
    "hide": Deed(showing.hide, is_member, showing.alone),
    "confirm": Deed(confirming.confirm, is_asked, showing.alone, yields=True),
    "answer": Deed(answer.run, is_member, answer.fits),
    "done": Deed(done.run, done.known, done.fits),
}
"""A command (locale/*/members.toml) -> what it does. A new one is a file, a line here, its words and its texts."""


class Members:
    """Over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def takes(self, turn: Turn) -> Planned | None:
        """What to run inside the exchange's transaction; None where the text is no member's command.

        Only a text of the right shape costs a look at the database.
        """
        contact_id = turn.person.contact_id
        found = _OPENING.match(turn.text)
        if contact_id is None or found is None:
            return None
        name, rest = member_words().get(found.group(1).lower()), found.group(2).strip()
        deed = DEEDS.get(name) if name is not None else None
        if name is None or deed is None or not deed.fits(rest) or (deed.yields and _asks(turn)):
            return None
        with self._database.read() as session:
            if not deed.known(session, contact_id):
                return None
        meant = Resolution("command", command=name, score=1.0)
        run = partial(_run, deed, name, rest)
        return Planned(Command(run, writes=True), replace(turn, resolution=meant))


def _asks(turn: Turn) -> bool:
    """True while the conversation waits for a yes of its own."""
    state = turn.state
    return bool(state.pending) or (len(state.options) == 1 and state.options[0].startswith("subscribe:"))


def _run(deed: Deed, name: str, rest: str, turn: Turn, world: World | None) -> Outcome:
    assert world is not None  # noqa: S101  (a command that writes gets one)
    return deed.run(Said(name, rest, members.active(world.session, world.act.contact_id), turn, world))
