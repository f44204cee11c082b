"""`fill`: ISI <line> <value> fills the village card, ISI alone shows it, ISI SEMUA BENAR confirms all of it."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.cards import LONGEST, NotFilled, village_of
from smsinfo.conversation.members.said import Said
from smsinfo.conversation.turn import Outcome, command_reply
from smsinfo.db.queries import cards, members
from smsinfo.domain.cards import CardField, CardLine

_RIGHT = re.compile(r"semua\W+(?:benar|betul|bujur)\W*", re.IGNORECASE)
_REFUSED: Final = {
    NotFilled.LONG: "card.long",
    NotFilled.NO_DAY: "card.no_day",
    NotFilled.PAST: "card.past",
    NotFilled.PERSONAL: "card.personal",
}


def fills(session: Session, contact_id: int) -> bool:
    """True for the phone of a village head or of a contributor of a village."""
    return village_of(members.active(session, contact_id)) is not None


def run(said: Said) -> Outcome:
    """Show, ask, fill or confirm."""
    member = village_of(said.members)
    assert member is not None  # noqa: S101  (`fills` has just found it, in the same second)
    turn, world = said.turn, said.world
    first, _, value = said.rest.strip().partition(" ")
    field = next((one for one in CardField if one.value == first.lower().strip(":,.")), None)
    found = cards.of_village(world.session, member.region_code)
    if _RIGHT.fullmatch(said.rest):
        number = world.community.cards.confirm(world.session, member.region_code, turn.now)
        text = turn.say("card.confirmed", count=number) if number else turn.say("card.empty")
    elif field is None:
        text = turn.say("card.lines", options=" ".join(_line(said, one, found.get(one)) for one in CardField))
    elif not value.strip():
        held = found.get(field)
        text = turn.say("card.ask", name=field.label, words=(held.value or held.proposed) if held else "-")
    else:
        refused = world.community.cards.fill(world.session, member, field, value, turn.now)
        key = _REFUSED[refused] if refused else "card.filled"
        text = turn.say(key, name=field.label, most=LONGEST)
    return Outcome(command_reply(turn, text), turn.state)


def _line(said: Said, field: CardField, held: CardLine | None) -> str:
    """`POSYANDU ok`: the line and its state in a word."""
    turn = said.turn
    today = turn.now.astimezone(turn.zone).date()
    if held is None or not (held.value or held.proposed):
        state = "-"
    elif held.proposed:
        state = "?"
    else:
        state = "ok" if held.holds(turn.now, today) else "lama"
    return f"{field.label}:{state}"
