"""The help of the pages of village news; `help_staff` takes it over."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _

from smsinfo.web.help_page import Help

HELP: Final[dict[str, Help]] = {
    "news": Help(
        _("Village news"),
        _("What members of the groups and village heads send in with KABAR, and what editors make of it."),
        (
            _("Open one that waits, and go through the questions: facts, harmony, privacy, use."),
            _("Mend the words, choose kind, village, credit and last day, then publish it."),
            _("Something is missing? Ask back: the author answers by SMS with TAMBAH."),
        ),
        (
            _("Numbers of people and names of children are masked before anybody reads them."),
            _("A member's name is shown in public only where they agreed to it."),
            _("The author hears by SMS what became of it, with the reason that you give."),
        ),
    ),
}

PAGES: Final[dict[str, str]] = {"news.all_": "news", "news.show": "news"}
