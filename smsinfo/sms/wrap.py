"""Where a text may be cut so that a reader loses nothing.

A cut lies at a sentence or line end, else between words, and never inside a number, a date or a phone number: half a
phone number, or a date without its month, is worse than none.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final

_AHEAD: Final = 40
"""Characters read beyond the room, so that a date or phone number across the edge is seen whole."""

_SPACE = re.compile(r"\s+")

# A number with the word that says what it is, its further groups, its month and year, its unit. Only plain blanks join:
# the next line of a list begins something new.
_JOINED = re.compile(
    r"""
    (?: \b (?: rp | no | nomor | rt | rw | km | pukul | pkl | jam | tgl | tanggal | telp? | hp | wa | pasal | ayat )
        \b [.:]? [ \u00a0] )?
    [+(]* \d (?: \S* [\d)] )?
    (?: [ \u00a0] (?: (?: - | \u2013 | / | s\.?d\.? | sampai ) [ \u00a0] )? [+(]* \d (?: \S* [\d)] )? )*
    (?: [ \u00a0]
        (?: jan | feb | mar | apr | mei | may | jun | jul | ag[us] | aug | sep | okt | oct | nov | nop | des | dec )
        [a-z]* \.? (?: [ \u00a0] \d{4} \b )? )?
    (?: [ \u00a0] (?: wib | wita | wit | ribu | rb | juta | jt | miliar | persen | km | kg | % ) \b )?
    """,
    re.IGNORECASE | re.VERBOSE,
)

# Short forms of Indonesian addresses, titles and texts whose full stop ends no sentence.
_ABBREVIATIONS: Final = frozenset(
    f"{short}."
    for line in (
        "jl jln gg no nomor kec kab kel ds prov rp telp tel hp pkl tgl min maks mis dgn utk yg a.n s.d d.a u.p",
        "dr drs dra ir prof st h hj sdr bpk yth jend letjen kol jan feb mar apr jun jul agu agt sep sept okt nov des",
    )
    for short in line.split()
)
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\.")


def wrap(text: str, fits: Callable[[str], bool], room: int, tail: str) -> tuple[str, ...]:
    """Cut `text` into pages for which `fits` holds, each but the last ending in `tail`; linear in the text.

    `room` is the largest number of characters that may ever fit; `fits` must not turn true again as a text grows. A
    text that fits is returned as it is; else blanks around it and at the cuts are dropped, and nothing more. A word is
    cut only where it alone exceeds a page. Raises ValueError where `tail` leaves no room for a character.
    """
    if fits(text):
        return (text,)
    text = text.strip()
    pages: list[str] = []
    start = 0
    while start < len(text):
        page, start = next_page(text, start, fits, room, tail)
        pages.append(page)
    return tuple(pages)


def next_page(text: str, start: int, fits: Callable[[str], bool], room: int, tail: str) -> tuple[str, int]:
    """One page of `wrap`, and where the next begins: at the end of `text` for the last page, which has no tail.

    `start` is the beginning of a word, and `text` has no blanks around it.
    """
    ahead = text[start : start + room + _AHEAD]
    if start + len(ahead) == len(text) and fits(ahead):
        return ahead, len(text)
    cut = _cut(ahead, _capacity(ahead, fits, tail))
    after = start + cut
    while text[after].isspace():
        after += 1
    return ahead[:cut].rstrip() + tail, after


def _capacity(ahead: str, fits: Callable[[str], bool], tail: str) -> int:
    """How many characters of `ahead` fit before `tail`; at least 1, or ValueError."""
    sizes = range(len(ahead))
    size = bisect_left(sizes, True, key=lambda size: not fits(ahead[:size].rstrip() + tail)) - 1
    if size < 1:
        raise ValueError(f"a tail of {len(tail)} characters leaves no room on the page: shorten it or allow more")
    return size


def _cut(ahead: str, size: int) -> int:
    """The best place to cut, at most `size`: sentence end in the second half, word end, any blank, or `size`."""
    blanks = [blank.span() for blank in _SPACE.finditer(ahead, 1) if blank.start() <= size]
    joined = [number.span() for number in _JOINED.finditer(ahead)]
    words = [(left, right) for left, right in blanks if not any(begin < left < end for begin, end in joined)]
    # A page cut at an early sentence end would waste most of a message that is paid for.
    sentences = [left for left, right in words if left * 2 >= size and _ends_sentence(ahead, left, right)]
    for places in (sentences, [left for left, _ in words], [left for left, _ in blanks]):
        if places:
            return places[-1]
    return size


def _ends_sentence(text: str, left: int, right: int) -> bool:
    """Whether the blanks from `left` to `right` follow a sentence or line."""
    if "\n" in text[left:right]:
        return True
    word = text[:left].rsplit(None, 1)[-1].rstrip("\"')]")
    if not word.endswith((".", "!", "?", "\u2026")):
        return False
    return word.casefold().lstrip("(") not in _ABBREVIATIONS and _ENUMERATOR.fullmatch(word) is None
