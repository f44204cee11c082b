"""Every error that smsinfo raises on purpose. Each message says what was wrong and what the person should do.

SmsinfoError
├── BadSetting          a setting has a wrong value: the start stops with exit code 2
├── BadInput            something that a person handed over can't be used (400, exit code 2)
│   ├── BadNumber       not a phone number that we can use
│   ├── BadPack         a content pack that breaks a rule
│   └── BadRequest      a webhook request without what it must have, or with a thing twice
├── Unauthenticated     a webhook request that did not prove where it comes from (403)
├── NotReady            the database is away, empty, or of another version (503, exit code 2)
└── Refused             allowed in principle, but not here and now
"""

from __future__ import annotations


class SmsinfoError(Exception):
    """The root: `except SmsinfoError` catches what we raise on purpose, and nothing else."""


class BadSetting(SmsinfoError):
    """A setting has a wrong value. `name` is the setting, `problem` what is wrong, `example` a right value."""

    def __init__(self, name: str, problem: str, example: str) -> None:
        super().__init__(f"{name}: {problem}. Example: {example}")
        self.name = name
        self.problem = problem
        self.example = example


class BadInput(SmsinfoError):
    """What a person handed over can't be used; the message says what would do."""


class BadNumber(BadInput):
    """Not a usable phone number.

    `reason` is one of letters, too_short, too_long, premium, not_mobile, spreadsheet, empty, short_code, name;
    `hint` says in plain words what to write instead.
    """

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(f"{reason}: {hint}")
        self.reason = reason
        self.hint = hint


class BadPack(BadInput):
    """A content pack breaks a rule. `where` is the file inside the pack, `problem` what is wrong there."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class BadRequest(BadInput):
    """A webhook request lacks a parameter, has one twice, or can't be read."""


class Unauthenticated(SmsinfoError):
    """A webhook request did not prove where it comes from."""


class NotReady(SmsinfoError):
    """The database is away, has no schema, or was made by another version."""


class Refused(SmsinfoError):
    """Allowed in principle, but not here and now; the message says what has to change first."""
