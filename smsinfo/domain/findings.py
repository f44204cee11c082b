"""What a check of an alert found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: its code (the pages have its words), the language of the text that it is in ("": the alert as a
    whole), the words, number or place that it is about. A warning may be accepted, an error not."""

    code: str
    language: str = ""
    value: str = ""
    is_error: bool = True

    @property
    def key(self) -> str:
        """By which a warning is accepted: it covers exactly this one."""
        return f"{self.code}:{self.language}:{self.value}"
