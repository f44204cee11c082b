"""Every error that smsinfo raises on purpose. Each message says what was wrong and what the person should do.

SmsinfoError
├── BadSetting          a setting has a wrong value: the start stops with exit code 2
├── BadInput            something that a person handed over can't be used (400, exit code 2)
│   ├── BadNumber       not a phone number that we can use
│   ├── BadPack         a content pack or workbook that breaks a rule
│   │   └── BadLine     one line of a file of it
│   ├── BadBook         several cells of a workbook at once
│   ├── BadCap          a CAP document or feed that can't be used; its reason is said in the person's language
│   ├── BadSheet        a file of rows, of subscribers or villages, that can't be taken as a whole
│   └── BadRequest      a webhook request without what it must have, or with a thing twice
│       └── ForeignSession   a USSD session that belongs to another number
├── Unauthenticated     a webhook request that did not prove where it comes from (403)
├── GatewayAway         a provider, modem or phone can't be asked now (log and page, never the citizen)
├── NotReady            the database is away, empty, or of another version (503, exit code 2)
└── Refused             allowed in principle, but not here and now
    ├── AlertRefused    an act on an alert that a rule forbids; its reason is said in the person's language (409)
    ├── Unsealed        an alert is not what two people approved, and must not be sent
    ├── CaseRefused     an act on what a citizen brought that a rule forbids; its reason is said likewise (409)
    ├── DeskRefused     an act for a citizen that a rule forbids; its reason is said in the person's language (409)
    ├── ContentRefused  an act on content that a rule forbids; its reason is said in the person's language (409)
    ├── CommunityRefused  an act on groups, members or what they send, likewise (409)
    ├── NewsRefused     an act on what villages send in, likewise; its reason is said in the person's language (409)
    └── StaffRefused    an act on staff accounts that a rule forbids; its reason is said in the person's language (409)
"""

from __future__ import annotations

from collections.abc import Sequence


class SmsinfoError(Exception):
    """The root: `except SmsinfoError` catches what we raise on purpose, and nothing else."""


class Worded(SmsinfoError):
    """Its reason is said by the pages in the language of the person.

    `reason` is a word that the pages translate, `values` fill its text; the message is English, for the terminal.
    """

    def __init__(self, reason: str, message: str, **values: object) -> None:
        super().__init__(message)
        self.reason = reason
        self.values = values


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
    """A content pack breaks a rule. `where` is the file inside the pack, or the cell of a workbook.

    `template` says what is wrong there and what to do, in English, with `values` to fill in: the pages translate it.
    """

    line = 0
    """Of the file, where one is to blame."""

    def __init__(self, where: str, template: str, /, **values: object) -> None:
        self.where, self.template, self.values = where, template, values
        self.problem = template.format(**values)
        super().__init__(f"{where}: {self.problem}")


class BadLine(BadPack):
    """A line of a file of a pack breaks a rule."""

    def __init__(self, where: str, line: int, template: str, /, **values: object) -> None:
        super().__init__(where, template, **values)
        self.line, self.problem = line, f"line {line}: {self.problem}"
        self.args = (f"{where}: {self.problem}",)


class BadBook(BadInput):
    """Cells of a workbook hold what can't be used; nothing was imported. `cells` are all of them, `most` are told."""

    def __init__(self, cells: Sequence[BadPack], most: int) -> None:
        told = [f"  {cell}" for cell in cells[:most]]
        more = [f"  ... and {len(cells) - most} more"] if len(cells) > most else []
        super().__init__("\n".join(["nothing was imported; mend these cells:", *told, *more]))
        self.cells = tuple(cells[:most])


class BadCap(BadInput):
    """A CAP document or feed can't be used.

    `template` is English without a value in it and is translated by the pages, `values` fill it.
    """

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values


class BadSheet(Worded, BadInput):
    """A file of rows can't be taken as a whole."""


class BadRequest(BadInput):
    """A webhook request lacks a parameter, has one twice, or can't be read."""


class ForeignSession(BadRequest):
    """A USSD session id that belongs to another number: nothing of that session may be shown."""


class Unauthenticated(SmsinfoError):
    """A webhook request did not prove where it comes from."""


class GatewayAway(SmsinfoError):
    """A provider, a modem or a phone can't be asked now; the message says which part of it and why."""


class NotReady(SmsinfoError):
    """The database is away, has no schema, or was made by another version."""


class Refused(SmsinfoError):
    """Allowed in principle, but not here and now; the message says what has to change first."""


class StaffRefused(Worded, Refused):
    """An act on staff accounts that a rule forbids."""


class AlertRefused(Worded, Refused):
    """An act on an alert that a rule forbids."""


class Unsealed(Refused):
    """What stands in the database is not what was approved. `reason` says how the seal does not fit."""

    def __init__(self, alert_id: int, reason: str) -> None:
        super().__init__(
            f"alert {alert_id} is not what was approved ({reason}); see smsinfo audit and the alert's page"
        )
        self.alert_id = alert_id
        self.reason = reason


class DeskRefused(Worded, Refused):
    """An act for a citizen, at the help desk or in the inbox, that a rule forbids."""


class CommunityRefused(Worded, Refused):
    """An act on groups, members or what they send that a rule forbids."""


class CaseRefused(Worded, Refused):
    """An act on what a citizen brought that a rule forbids."""


class ContentRefused(Worded, Refused):
    """An act on content that a rule forbids."""


class NewsRefused(Worded, Refused):
    """An act on what members of the villages send in that a rule forbids."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason, f"not done: {reason.replace('_', ' ')}", **values)
