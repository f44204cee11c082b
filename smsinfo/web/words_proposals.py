"""What claims, region fields and menus are called on the pages, and the fields of their forms."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from smsinfo.content.menu_values import ORDER, WORDS
from smsinfo.domain.proposals import Sort, Subject
from smsinfo.locale import say
from smsinfo.web.i18n import page_language

SORTS: Final[dict[Sort, LazyString]] = {
    Sort.CLAIM: _("Claim"),
    Sort.FIELD: _("Region field"),
    Sort.MENU: _("Menu"),
}

VERDICTS: Final[dict[str, LazyString]] = {
    "hoax": _("Hoax"),
    "scam": _("Scam"),
    "false": _("False"),
    "outdated_true": _("True once, not any more"),
}

FIELDS: Final[dict[str, LazyString]] = {
    "claim": _("What people say"),
    "answer": _("Our answer"),
    "verdict": _("Verdict"),
    "signs": _("Words by which it is quoted"),
    "region": _("Where it goes round"),
    "value": _("Value"),
    "source": _("Source"),
    "order": _("Categories that come first"),
    "menus": _("Words that are open, and their topics"),
    "hidden": _("Topics that menus leave out"),
    "labels": _("Lines of the dialled menu"),
}
"""Beside those of topics."""


def menu(name: str) -> str:
    """What part of the menus it is."""
    if name == ORDER:
        return str(gettext("Order of categories"))
    if name == WORDS:
        return str(gettext("Words that are open"))
    return say(f"category.{name}", page_language())


def thing(subject: Subject) -> str:
    """The thing as a line: `62.06 {kab}`, a claim's key, a menu's name."""
    if subject.sort is Sort.FIELD:
        code, _blank, name = subject.key.partition(" ")
        return f"{code} {{{name}}}"
    return menu(subject.key) if subject.sort is Sort.MENU else subject.key
