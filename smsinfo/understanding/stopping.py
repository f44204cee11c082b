"""STOP in every form that people text, and never inside other sentences (`stopkontak rusak`, `berhenti kerja`)."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from smsinfo.understanding.lexicon import word_list

# What ends a subscription by itself. Twilio's own list (STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT) is part of it.
_CORE = word_list("stop")
_SLIPPABLE = ("berhenti", "hentikan", "unsubscribe", "unreg", "berhentikan")
# Words with which a stop is wrapped politely or angrily and that change nothing about it.
_PADDING = word_list("stop_padding")
_OBJECT = word_list("stop_object")
_NEGATION = word_list("negation")
_ENDING = word_list("ending")
_AGAIN = word_list("again")


def is_stop(found: list[str], is_place: bool) -> bool:
    """True when the words as a whole ask us to stop. `is_place`: what follows the first word names a region."""
    if not found:
        return False
    core = [word for word in found if _is_core(word)]
    rest = [word for word in found if not _is_core(word) and word not in _PADDING]
    if core and not rest:
        return len(found) <= 12
    if core and _is_core(found[0]) and is_place:
        return True
    if core and all(word in _OBJECT for word in rest):
        return True
    return _starts_with_stop_sms(found) or _asks_for_no_more(found)


def _is_core(word: str) -> bool:
    return word in _CORE or (
        len(word) >= 5 and any(OSA.distance(word, core) == 1 for core in _SLIPPABLE if len(core) >= 6)
    )


def _starts_with_stop_sms(found: list[str]) -> bool:
    """`stop sms ini, ganggu orang tidur aja`: a stop and its object at the very start, with a reason behind."""
    head = [word for word in found[:4] if word not in _PADDING or _is_core(word)]
    return len(head) >= 2 and _is_core(head[0]) and head[1] in _OBJECT - {"daftar", "info", "informasi", "berita"}


def _asks_for_no_more(found: list[str]) -> bool:
    """`jangan sms saya lagi`, `matikan langganannya ya mas`, `hapus nomor saya dari daftar kiriman`."""
    if len(found) > 12:
        return False
    known = _PADDING | _OBJECT | _NEGATION | _ENDING | _AGAIN
    strange = [word for word in found if word not in known]
    wants_none = any(w in _NEGATION for w in found) and any(w in _OBJECT - {"daftar", "info"} for w in found)
    ends = any(w in _ENDING for w in found) and any(w in _OBJECT for w in found)
    return (wants_none and any(w in _AGAIN for w in found) and len(strange) <= 2) or (ends and not strange)
