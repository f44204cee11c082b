"""What one page of help for the staff holds."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString


@dataclass(frozen=True, slots=True)
class Help:
    """One page: what the feature is for, how it is done step by step, and what people ask about it."""

    title: LazyString
    what: LazyString
    steps: tuple[LazyString, ...] = ()
    notes: tuple[LazyString, ...] = ()
