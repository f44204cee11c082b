"""What the checks of an alert have to know beside the alert itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from smsinfo.sms.segments import Split


@dataclass(frozen=True, slots=True)
class Known:
    """Facts of the moment and the place.

    `names` is region code -> what people call it (those of the alert that exist, and what covers them); `zone` the word
    after a clock time (`WIB`); `measure` the billed length with the longest number; `phones` and `links` those of the
    approved directory; `first` the texts and headline of the alert that this one refers to; `languages` those we have.
    """

    now: datetime
    zone: str
    names: Mapping[str, tuple[str, ...]]
    measure: Callable[[str], Split]
    phones: frozenset[str]
    links: frozenset[str]
    languages: tuple[str, ...]
    first: tuple[str, ...] = ()
