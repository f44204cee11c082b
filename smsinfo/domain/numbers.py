"""What a number that we gave somebody may stand for. There is one series, so that `STATUS 123` is never two things."""

from __future__ import annotations

from enum import StrEnum


class Numbered(StrEnum):
    """The kinds of things that have a number. The row of the thing has the number as its own id."""

    NEWS = "news"
    REPORT = "report"
    PROPOSAL = "proposal"
    QUESTION = "question"
    HOAX = "hoax"
