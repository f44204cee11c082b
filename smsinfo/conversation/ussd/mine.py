"""What is kept of the person: subscriptions and how they end, STOP, and the erasure of everything.

What takes something away ends the dialogue: where a network sends the whole path each time, the digits before it would
mean something else in a list that has become shorter.
"""

from __future__ import annotations

from smsinfo.conversation.ussd.visit import Option, View, Visit


def mine(visit: Visit, _argument: str) -> View:
    """Place and subscriptions; each can be ended."""
    codes = visit.facts.subscriptions()
    region = visit.place(visit.region) if visit.region else visit.say("status.nothing")
    if not codes:
        return View(visit.say("ussd.mine.none", region=region), (Option(visit.say("ussd.join"), "places"),))
    options = tuple(Option(visit.place(code), f"leave:{code}") for code in codes)
    return View(visit.say("ussd.mine.ask", region=region), options)


def leave(visit: Visit, argument: str) -> View:
    """Asks once: a slip of the finger must not cost somebody their alerts."""
    text = visit.say("ussd.leave.ask", place=visit.place(argument))
    return View(text, (Option(visit.say("ussd.leave.yes"), f"left:{argument}"),), asks=True)


def left(visit: Visit, argument: str) -> View:
    """No more alerts of these places."""
    names = ", ".join(visit.place(code) for code in argument.split(","))
    return View(visit.say("stop.one", place=names))


def stopped(visit: Visit, _argument: str) -> View:
    """No more alerts at all."""
    return View(visit.say("stop.done"))


def forget(visit: Visit, _argument: str) -> View:
    """Asks once, as by SMS."""
    return View(visit.say("ussd.forget.ask"), (Option(visit.say("ussd.forget.yes"), "forgotten"),), asks=True)


def forgotten(visit: Visit, _argument: str) -> View:
    """Nothing is kept any more."""
    return View(visit.say("forget.done"))
