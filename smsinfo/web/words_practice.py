"""The words of the exercises: what is asked, what is shown, the answers to choose from, and why one is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.staff.practice import Task
from smsinfo.web.words_questions import QUESTIONS, Asked


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. `shows` is what is looked at (name, words), `begin` what stands in the field at first, `hint` what
    is said after a wrong decision, `why` after a right one."""

    title: LazyString
    asked: LazyString
    why: LazyString
    shows: tuple[tuple[LazyString, LazyString], ...] = ()
    choices: dict[str, LazyString] = field(default_factory=dict)
    begin: LazyString | str = ""
    hint: LazyString | str = ""


def _question(asked: Asked) -> Exercise:
    return Exercise(asked.title, asked.asked, asked.why, choices=dict(zip("abc", asked.choices, strict=True)))


_OFFICE: Final = (
    (_("Office"), _("Example Office, Contoh Street 1 (invented)")),
    (_("Hours"), _("Monday to Friday, 08.00-14.00")),
    (_("Bring"), _("the family card (KK)")),
    (_("Telephone"), _("0536 000000")),
)

EXERCISES: Final[dict[Task, Exercise]] = {
    Task.WRITE_SHORT: Exercise(
        _("Write an answer in one segment"),
        _("Write what a citizen has to know of this office: hours, what to bring, telephone. In one segment."),
        _("One segment costs half of two, and is read at one look."),
        shows=_OFFICE,
    ),
    Task.PLAIN_LETTERS: Exercise(
        _("Put plain letters in the place of expensive ones"),
        _("Some characters in this text double its price. Write others in their place; the words stay."),
        _("Curly quotes, long dashes and emoji make a message UCS-2: 70 characters a segment and not 160."),
        begin=_("Bring your \u201cKTP\u201d and KK \u2013 it is free \u2714"),
    ),
    Task.SHORTEN: Exercise(
        _("Shorten an answer to one segment"),
        _("This answer takes two segments. Shorten it to one; hours and telephone stay."),
        _("Put first what people need first, and leave out what they know."),
        begin=_(
            "Good day. We inform you that the Example Office at Contoh Street 1 is open on each working day, that is "
            "from Monday to Friday, from 08.00-14.00. For further information please call 0536 000000. Thank you."
        ),
    ),
    Task.FIRST_REVIEW: Exercise(
        _("Decide on a change"),
        _("Somebody sent this change for review. Read it beside its source, then decide."),
        _("The number was another one than in the source. A wrong number is worse than none."),
        shows=(
            (_("Now"), _("Open 08.00-12.00. Call 0536 000000.")),
            (_("Afterwards"), _("Open 08.00-14.00. Call 0536 000090.")),
            (_("Source"), _("Letter of the Example Office, 2 November: hours 08.00-14.00, telephone 0536 000000")),
        ),
        hint=_("Compare hours and telephone with the source, digit by digit."),
    ),
    Task.SECOND_REVIEW: Exercise(
        _("Decide on another change"),
        _("Here is another change. Read it beside its source, then decide."),
        _("All of it stands in the source. Waiting longer would have left the old hours with citizens."),
        shows=(
            (_("Now"), _("Open 08.00-12.00. Bring your KTP.")),
            (_("Afterwards"), _("Open 08.00-14.00, Friday to 11.00. Bring KTP and KK.")),
            (_("Source"), _("Notice at the Example Office, 3 November: 08.00-14.00, Friday 11.00. KTP and KK.")),
        ),
        hint=_("Compare hours and papers with the source, one by one. What agrees need not wait."),
    ),
    **{task: _question(asked) for task, asked in QUESTIONS.items()},
}

PROBLEMS: Final[dict[str, LazyString]] = {
    "choose": _("Choose first."),
    "wrong": _("Not yet right."),
    "reason": _("Write a few words, so that the author knows what to mend."),
    "odd": _("These characters double the price: %(odd)s. Write others."),
    "long": _("It takes more than one segment. Shorten it."),
    "facts": _("This has to stand in it: %(facts)s"),
}
