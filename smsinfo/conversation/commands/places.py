"""`region` and `subscribe`: both take a place, and ask when there is none or more than one."""

from __future__ import annotations

from dataclasses import replace

from smsinfo.conversation.menu import numbered, with_options
from smsinfo.conversation.turn import Outcome, Turn, World, bare_name, command_reply

MOST_PLACES = 6


def run_region(turn: Turn, world: World | None) -> Outcome:
    """Remember where the person lives, and offer its alerts in the same reply."""
    asked = _settle(turn, "region", "LOKASI")
    if asked is not None:
        return asked
    code = turn.resolution.places[0]
    if world is not None:
        world.contacts.set_region(world.session, world.act, code)
    text = turn.say("region.set", place=turn.place(code))
    # `subscribe` as the only option: a plain 1 is certain where `DAFTAR <name>` could mean several places.
    state = with_options(turn.state, (f"subscribe:{code}",))
    return Outcome(command_reply(turn, text, argument=code, places=(code,)), state)


def run_subscribe(turn: Turn, world: World | None) -> Outcome:
    """Subscribe to the alerts of a place."""
    asked = _settle(turn, "subscribe", "DAFTAR")
    if asked is not None:
        return asked
    code = turn.resolution.places[0]
    new = world.contacts.subscribe(world.session, world.act, code) if world is not None else True
    text = turn.say("subscribe.done" if new else "subscribe.already", place=turn.place(code))
    state = replace(turn.state, options=(), pages=(), pending=None)
    return Outcome(command_reply(turn, text, argument=code, places=(code,)), state)


def _settle(turn: Turn, command: str, example: str) -> Outcome | None:
    """What to ask when the place is not settled; None when there is exactly one."""
    # A place that a menu offered may be gone after a publication.
    found = tuple(code for code in turn.resolution.places if code in turn.snapshot.places)
    if len(found) == 1:
        return None
    if not found:
        text = turn.say("region.unknown", example=example) if turn.resolution.argument else turn.say(f"{command}.ask")
        return Outcome(command_reply(turn, text), replace(turn.state, options=(), pending=command))
    shown = found[:MOST_PLACES]
    labels = [distinct(turn, code) for code in shown]
    first = turn.snapshot.places[shown[0]]
    same_name = len({turn.snapshot.places[code].name for code in shown}) == 1
    name = bare_name(first.name) if same_name else turn.resolution.argument.title() or bare_name(first.name)
    text = turn.say("region.which", name=name, options=numbered(labels))
    state = with_options(turn.state, tuple(f"{command}:{code}" for code in shown))
    return Outcome(command_reply(turn, text, places=shown), state)


def distinct(turn: Turn, code: str) -> str:
    """`Kec Bukit Batu (Palangka Raya)`: the place and the regency that tells it from its namesakes."""
    regency = turn.snapshot.places.get(".".join(code.split(".")[:2]))
    short = turn.snapshot.fields(code).get("kab") or (bare_name(regency.name) if regency else "")
    return turn.place(code) + (f" ({short})" if code.count(".") >= 2 and short else "")
