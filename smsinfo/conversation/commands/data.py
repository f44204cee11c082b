"""`mydata` and `forget`: what we hold, and its erasure (UU 27/2022 arts. 32 and 43)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from smsinfo.conversation.menu import says_no, says_yes
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.db.queries import data_requests, mydata
from smsinfo.db.queries.contacts import get, subscriptions
from smsinfo.db.queries.mydata import Held
from smsinfo.domain.conversation import State
from smsinfo.domain.privacy import Counted
from smsinfo.locale import NAMES

CONFIRM_WITHIN = timedelta(minutes=30)


def run_mydata(turn: Turn, world: World | None) -> Outcome:
    """Everything that we hold, without quoting a question: phones are shared."""
    since, lists, held = turn.now, 0, Held(0, 0, 0)
    if world is not None:
        held = mydata.held(world.session, world.act.contact_id)
        since = get(world.session, world.act.contact_id).first_seen_at
        lists = len(subscriptions(world.session, world.act.contact_id))
        if not world.act.practice:
            data_requests.count_done(world.session, Counted.ACCESS, turn.now)
    text = turn.say(
        "mydata",
        language=NAMES.get(turn.language, turn.language),
        region=turn.place(turn.person.region) if turn.person.region else turn.say("status.nothing"),
        subscriptions=lists,
        since=f"{since.astimezone(turn.zone):%d-%m-%Y}",
    )
    if held.roles or held.lessons or held.tasks:
        text += " " + turn.say("mydata.more", roles=held.roles, lessons=held.lessons, tasks=held.tasks)
    return Outcome(command_reply(turn, text), turn.state)


def run_forget(turn: Turn, world: World | None) -> Outcome:
    """Ask once, then erase: a slip or a forged sender must not wipe somebody out with one text."""
    asked = (turn.state.pending or "").partition(":")
    confirmed = asked[0] == "forget" and turn.now.timestamp() < float(asked[2] or 0)
    if confirmed and says_no(turn.resolution.argument):
        return Outcome(command_reply(turn, turn.say("forget.kept")), replace(turn.state, pending=None))
    if not (confirmed and says_yes(turn.resolution.argument)):
        until = turn.now + CONFIRM_WITHIN
        text = turn.say("forget.confirm", until=f"{until.astimezone(turn.zone):%H.%M}")
        return Outcome(
            command_reply(turn, text), replace(turn.state, options=(), pending=f"forget:{until.timestamp():.0f}")
        )
    if world is not None:
        world.contacts.erase(world.session, world.act)
    return Outcome(command_reply(turn, turn.say("forget.done")), State(), erased=True)
