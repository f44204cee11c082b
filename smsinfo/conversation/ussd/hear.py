"""Free text on any screen: what it means, as the spot that answers it."""

from __future__ import annotations

from dataclasses import replace

from smsinfo.conversation.ussd import places
from smsinfo.conversation.ussd.trail import Spot, Trail
from smsinfo.conversation.ussd.visit import View, Visit
from smsinfo.domain.regions import covers
from smsinfo.domain.understanding import Resolution
from smsinfo.locale import languages

PLACED = ("subscribe", "region")
LETTERS_OF_A_KEY = 3
"""Where a digit is asked for, a phone in letter mode writes `abc` for 2: so few letters have to be a keyword."""
SURE = 1.0
# What a command word leads to, where the word alone says it.
SPOTS = {
    "help": "help",
    "topics": "topics",
    "category": "topics",
    "status": "mine",
    "mydata": "mine",
    "about": "said:about",
    "report": "said:report",
    "lesson": "lesson",
    "forget": "forget",
}


def hear(visit: Visit, trail: Trail, view: View, text: str) -> Trail | None:
    """Go where the text leads; with a line of explanation stay where we are when it leads nowhere.

    None for a text that asks for the next part of the screen (LANJUT).
    """
    meant = _resolve(visit, text)
    if meant.command == "stop" or meant.emergency:
        return _go(visit, trail, meant)
    if meant.command == "more":
        return None
    if view.scope is not None and (meant.kind != "command" or meant.command in PLACED):
        codes = places.search(visit, meant.argument if meant.command in PLACED else text, view.scope)
        if codes:
            return trail.to(_of_places(visit, "join", codes))
    if view.options and meant.kind == "answer" and meant.score < SURE and len(text) <= LETTERS_OF_A_KEY:
        return trail.again("ussd.unclear", unclear=text)
    if meant.kind == "none" and trail.unclear:
        # Where the path is joined by stars, a text with a star in it comes as two inputs: understand them as one.
        meant = _resolve(visit, f"{trail.unclear} {text}")
    if meant.kind == "none":
        return trail.again("ussd.unclear", unclear=text)
    return _go(visit, trail, meant)


def _resolve(visit: Visit, text: str) -> Resolution:
    """The meaning; TANYA <question> is the question."""
    meant = visit.snapshot.understanding.resolve(text, visit.language, visit.region)
    if meant.command == "ask" and meant.argument:
        inner = visit.snapshot.understanding.resolve(meant.argument, visit.language, visit.region)
        return replace(meant, kind="none", command=None) if inner.command == "ask" else inner
    return meant


def _go(visit: Visit, trail: Trail, meant: Resolution) -> Trail:
    if meant.kind == "answer":
        return trail.to(Spot("danger" if meant.emergency else "topic", ",".join(meant.topics)))
    if meant.kind == "menu":
        return trail.to(Spot("menu", ",".join(meant.topics)))
    if meant.command == "thanks":
        return trail.home()
    if meant.command in SPOTS:
        return trail.to(Spot.of(SPOTS[meant.command]))
    if meant.command in PLACED:
        return _placed(visit, trail, meant)
    if meant.command == "stop":
        return trail.to(_stop(visit, meant.places))
    if meant.command == "language":
        known = meant.argument in languages()
        return speak(trail, meant.argument) if known else trail.to(Spot("languages"))
    if meant.command == "hoax":
        return trail.to(_hoax(visit, meant.argument))
    if meant.command == "verify":
        digits = any(char.isdigit() for char in meant.argument)
        return trail.to(_verified(visit, meant.argument.strip()) if digits else Spot("alerts"))
    return trail.again("ussd.unclear")


def speak(trail: Trail, language: str) -> Trail:
    """Go on in another language."""
    return replace(trail.to(Spot("spoken", language)), language=language)


def _placed(visit: Visit, trail: Trail, meant: Resolution) -> Trail:
    known = tuple(code for code in meant.places if code in visit.snapshot.places)[: places.MOST_FOUND]
    if known:
        return trail.to(_of_places(visit, "here" if meant.command == "region" else "join", known))
    asked = trail.to(Spot("places"))
    return replace(asked, notice="ussd.place.unknown") if meant.argument else asked


def _of_places(visit: Visit, kind: str, codes: tuple[str, ...]) -> Spot:
    if len(codes) > 1:
        return Spot("found", ",".join(codes))
    return Spot(kind if kind != "here" or visit.can_act else "join", codes[0])


def _stop(visit: Visit, named: tuple[str, ...]) -> Spot:
    """As by SMS: of several places of one name those end that the person is subscribed to, and STOP alone ends all."""
    mine = visit.facts.subscriptions() if named else ()
    ended = tuple(code for code in named if any(covers(code, one) for one in mine))
    meant = ended or (named if len(named) == 1 else ())
    return Spot("left", ",".join(meant)) if meant else Spot("stopped")


def _hoax(visit: Visit, argument: str) -> Spot:
    key = visit.snapshot.understanding.claim(argument) if argument else None
    return Spot("hoax", key) if key else Spot("said", "hoax.unchecked") if argument else Spot("hoaxes")


def _verified(visit: Visit, code: str) -> Spot:
    """What CEK answers: the alert of the code, or that there is none."""
    return Spot("verified", code) if visit.facts.alert(code) is not None else Spot("said", "verify.none")
