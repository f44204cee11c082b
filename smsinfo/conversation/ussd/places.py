"""From the province down to the village, and the subscription to the alerts of one of them."""

from __future__ import annotations

from smsinfo.conversation.commands.places import distinct
from smsinfo.conversation.turn import bare_name
from smsinfo.conversation.ussd.visit import Option, View, Visit
from smsinfo.domain.regions import covers
from smsinfo.understanding.normalise import normal

MOST_FOUND = 30
SHORTEST_PART = 3


def places(visit: Visit, argument: str) -> View:
    """The whole place first, then what lies in it. Without an argument the province, or all of several."""
    roots = visit.snapshot.inside.get("", ())
    code = argument or (roots[0] if len(roots) == 1 else "")
    inside = visit.snapshot.inside.get(code, ())
    if not inside:
        return View(visit.say("ussd.gone"))
    whole = (Option(visit.say("ussd.places.all", place=visit.place(code)), f"join:{code}"),) if code else ()
    options = tuple(Option(short_name(visit, one), _target(visit, one)) for one in inside)
    return View(visit.say("ussd.places.ask"), (*whole, *options), scope=code)


def found(visit: Visit, argument: str) -> View:
    """The places that a typed name may mean."""
    codes = [code for code in argument.split(",") if code in visit.snapshot.places]
    if not codes:
        return View(visit.say("ussd.gone"))
    options = tuple(Option(distinct(visit.voice, code), f"join:{code}") for code in codes)
    return View(visit.say("ussd.menu"), options, scope="")


def join(visit: Visit, argument: str) -> View:
    """What is agreed to, before it is; and the way further down."""
    if argument not in visit.snapshot.places:
        return View(visit.say("ussd.gone"))
    if not visit.can_act:
        return View(visit.say("ussd.no_number"))
    options = [Option(visit.say("ussd.join.yes"), f"joined:{argument}")]
    if visit.snapshot.inside.get(argument):
        options.append(Option(visit.say("ussd.join.inside"), f"places:{argument}"))
    text = visit.say("ussd.join.ask", place=distinct(visit.voice, argument))
    return View(text, tuple(options), scope="", asks=True)


def joined(visit: Visit, argument: str) -> View:
    """The person is subscribed, and how it ends again."""
    return View(visit.say("ussd.joined", place=visit.place(argument)))


def here(visit: Visit, argument: str) -> View:
    """Where the person lives is remembered; its alerts are offered."""
    option = Option(visit.say("ussd.join"), f"join:{argument}")
    return View(visit.say("ussd.here", place=visit.place(argument)), (option,))


def search(visit: Visit, text: str, scope: str) -> tuple[str, ...]:
    """The places inside a region that a text names: in full; else by a part of the name, an alias, or with a slip."""
    named = visit.snapshot.understanding.resolve(f"lokasi {text}").places
    wanted = normal(text)
    parts: list[str] = []
    if len(wanted) >= SHORTEST_PART and not any(_is_called(visit, code, wanted) for code in named):
        parts = [code for code, name in visit.snapshot.place_names if f" {wanted}" in f" {name}"]
    codes = dict.fromkeys((*parts, *named))
    return tuple(code for code in codes if not scope or covers(scope, code))[:MOST_FOUND]


def _is_called(visit: Visit, code: str, name: str) -> bool:
    place = visit.snapshot.places.get(code)
    return place is not None and normal(bare_name(place.name)) == name


def short_name(visit: Visit, code: str) -> str:
    """The name alone, since all in a list are of one level; of a regency the name that people use (`Kobar`)."""
    usual = visit.snapshot.fields(code).get("kab") if code.count(".") == 1 else None
    return usual or bare_name(visit.snapshot.places[code].name)


def _target(visit: Visit, code: str) -> str:
    return f"places:{code}" if visit.snapshot.inside.get(code) else f"join:{code}"
