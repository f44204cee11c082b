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
    "village-cards": Help(
        _("Village cards"),
        _("What village heads and members write with ISI about their village: office, posyandu, kiosk, LPG and more."),
        (_("Compare what stands now with what would stand afterwards."), _("Accept it, or refuse it.")),
        (
            _("The village reads an accepted line below the answer on that subject."),
            _("Unconfirmed for 90 days, or with its day passed, a line is said no more."),
        ),
    ),
}

PAGES: Final[dict[str, str]] = {"news.all_": "news", "news.show": "news", "cards.all_": "village-cards"}
