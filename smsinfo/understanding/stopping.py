"""STOP in every form that people text, and never inside other sentences (`stopkontak rusak`, `berhenti kerja`)."""

from __future__ import annotations

import re

from smsinfo.understanding.lexicon import everyday, function_words, question_words
from smsinfo.understanding.normalise import words
from smsinfo.understanding.phrases import FILL, phrase_of, plays
from smsinfo.understanding.spelling import is_slip

# Words that make a wish of `berhenti` wherever it stands, besides `please`.
_ASKING = frozenset(("dong", "donk", "maaf", "pls"))
_WISHES = ("want", "how", "ending", "enough", "please")
# What may lie between a `not` and the word that it denies: `jangan di stop`, `tidak bisa berhenti`.
_BETWEEN = (FILL, "i", "from", "want")
# Nobody who has had enough lists so many things.
MOST_CLAUSES = 4
LONGEST_ORDER = 12
_CLAUSE = re.compile(r"[.,;!?\n]+|\b(?:karena|krn|karna|soalnya|sebab|gara2)\b", re.IGNORECASE)
_ABOUT_US = ("i", "phone", "sms", "info", "send", "annoy", "reason", "number", "subscription", "wrong")


def is_stop(found: list[str], is_place: bool) -> bool:
    """True when the words as a whole ask us to stop. `is_place`: what follows the first word names a region."""
    if not found:
        return False
    if phrase_of(found, stop=True):
        cores = [n for n, word in enumerate(found) if plays(word, "stop")]
        return not cores or any(_is_wish(found, n) for n in cores)
    return (is_place and plays(found[0], "stop")) or _is_scattered(found)


def stop_cues(found: list[str]) -> float:
    """Half sure of a text that begins with an order to stop and names texts and oneself, whatever else it tells.

    `stop dong sms mulu ganggu gw belajar`, `brentii jangan kirimi aku sms sampah lagi`; not `stop sms penipuan gimana`,
    which asks, nor `jangan percaya sms undian lagi`, which sends us nothing.
    """
    core = [word for word in found if not plays(word, FILL)][:1]
    if not core or len(found) > LONGEST_ORDER or any(word in question_words() for word in found):
        return 0.0
    ordered = plays(core[0], "order", "dont") or (plays(core[0], "stop") and any(plays(w, "dont") for w in found))
    ours = any(plays(word, "sms") for word in found) and any(plays(word, "send", "annoy") for word in found)
    mine = any(plays(word, "i") for word in found) and any(plays(word, "again", "annoy", "enough") for word in found)
    return 0.5 if ordered and ours and mine else 0.0


def stop_clause(text: str) -> float:
    """How surely one clause of several asks us to stop: 0 not at all, 1 when it names what is to stop.

    `berhenti. hp ibu saya penuh` is one half: the clause is STOP alone, and the others only give a reason.
    """
    clauses = [found for found in (words(part) for part in _CLAUSE.split(text)) if found]
    if not 2 <= len(clauses) <= MOST_CLAUSES:
        return 0.0
    # The wish stands first or last; in the middle it is somebody's list (`LOKASI, BAHASA, STOP. Data: DATAKU`).
    asking = [found for found in (clauses[0], clauses[-1]) if is_stop(found, is_place=False)]
    if any(_names_object(found) for found in asking):
        return 1.0
    others = [word for found in clauses if found not in asking for word in found]
    asking = [found for found in asking if any(plays(word, "stop", "dont") for word in found)]
    reason = any(plays(word, *_ABOUT_US) for word in others) and not any(plays(word, "dont") for word in others)
    return 0.5 if asking and reason else 0.0


def said_in_clauses(text: str) -> str | None:
    """The command that each clause of several says: `ini penipuan ya? dari mana dapat nomor saya`."""
    clauses = [found for found in (words(part) for part in _CLAUSE.split(text)) if found]
    if not 2 <= len(clauses) <= MOST_CLAUSES:
        return None
    said = {phrase_of(found) for found in clauses}
    return said.pop() if len(said) == 1 else None


def _is_scattered(found: list[str]) -> bool:
    """STOP in two parts (`st op`, `un reg`), or alone with a slip of the thumb that no longer word could have."""
    if len(found) == 1 and len(found[0]) == len("stop"):
        return is_slip(found[0], "stop") and found[0] not in everyday() and found[0] not in function_words()
    return len(found) == 2 and len(found[1]) <= 3 and plays("".join(found), "order")


def _is_wish(found: list[str], core: int) -> bool:
    """True for a stop word that asks: not denied, and an order, at the start, or among words of asking."""
    before = found[:core]
    pleading = any(word in _ASKING or plays(word, "please") for word in found)
    for word in reversed(before):
        # `pian tende bara uras siaran` is what we tell people ourselves.
        if plays(word, "no", "dont") or (plays(word, "you") and not pleading):
            return False
        if not plays(word, *_BETWEEN):
            break
    if plays(found[core], "order") or all(plays(word, FILL, "i") for word in before):
        return True
    return pleading or any(plays(word, *_WISHES) for word in before)


def _names_object(found: list[str]) -> bool:
    return any(plays(word, "sms", "send", "subscription", "info", "reach", "notice") for word in found)
