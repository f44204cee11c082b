"""A text as words: lower case, plain letters, without the wrappings that people copy from advertisements."""

from __future__ import annotations

import re
import unicodedata

MOST_WORDS = 60
LONGEST_WORD = 40

# `INFO<spasi>KTP`: premium-SMS advertisements have taught people to write the word for the blank.
_BLANK_WORD = re.compile(r"[<(\[]\s*spasi\s*[>)\]]|\bspasi\b", re.IGNORECASE)
_REPEATED = re.compile(r"([a-z])\1{2,}")
_WORDS = re.compile(r"[a-z0-9]+")
# A digit, a single letter or a wrapping: what only one text in three has.
_NEEDS_CARE = re.compile(r"\d|\b[a-z]\b|\bti?k|\bketik")
_WRAPPING = frozenset(("ketik", "ketikan", "tik"))
# `jalan2`, `ber2`: a 2 after a word doubles it.
_DOUBLED = re.compile(r"([a-z]{2,})2(?:([a-z]{2,3}))?")


def plain(text: str) -> str:
    """Lower case, accents dropped, look-alike digits of other scripts as ASCII."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return "".join(_as_ascii(char) for char in decomposed)


def _as_ascii(char: str) -> str:
    if char.isascii():
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "" if unicodedata.combining(char) else " "


def words(text: str) -> list[str]:
    """At most 60 words of at most 40 letters; single letters in a row are one word (`b p j s`), doubled words one."""
    text = plain(text)
    if "spasi" in text:
        text = _BLANK_WORD.sub(" ", text)
    found = _WORDS.findall(_REPEATED.sub(r"\1\1", text.replace("'", "")))[: MOST_WORDS * 2]
    if not _NEEDS_CARE.search(text):
        return [word[:LONGEST_WORD] for n, word in enumerate(found) if n == 0 or word != found[n - 1]][:MOST_WORDS]
    found = [_tidy(word) for word in found if word not in _WRAPPING]
    return _without_doubles(_joined_letters(found))[:MOST_WORDS]


def _tidy(word: str) -> str:
    doubled = _DOUBLED.fullmatch(word)
    if doubled:
        word = doubled.group(1) + (doubled.group(2) or "")
    return word[:LONGEST_WORD]


def _joined_letters(found: list[str]) -> list[str]:
    """`k t p` -> `ktp`, `a k 1` -> `ak1`; a single letter beside longer words stays what it is."""
    out: list[str] = []
    run: list[str] = []
    for word in [*found, ""]:
        if len(word) == 1 and (word.isalpha() or len(run) >= 2):
            run.append(word)
            continue
        out.extend(["".join(run)] if len(run) >= 2 else run)
        run = []
        if word:
            out.append(word)
    return out


def _without_doubles(found: list[str]) -> list[str]:
    """`jalan jalan` -> `jalan`, and `KTP KTP KTP` -> `ktp`."""
    return [word for n, word in enumerate(found) if n == 0 or word != found[n - 1]]


def normal(text: str) -> str:
    """A keyword or alias in the form in which it is compared: its words with single blanks."""
    return " ".join(words(text))
