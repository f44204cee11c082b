"""The help of the pages of cases, village proposals and rumours; `help_staff` takes it over."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _

from smsinfo.web.help_page import Help

HELP: Final[dict[str, Help]] = {
    "cases": Help(
        _("Cases"),
        _("What citizens brought by LAPOR, USUL and TANYA. Each has a number, and the person hears of its end."),
        (
            _("Read the urgent ones first, then those that wait longest."),
            _("Answer, or ask back: the person replies under the same number."),
            _("Where a member has answered, read it, mend it, then send it or decline it with a reason."),
            _("After an answer, make an alias or a topic of the question, so that it is answered by itself."),
        ),
        (
            _("Cases of violence go to no member. Answer them so that nobody else who reads the phone understands."),
            _("Each look and each act is written down. Numbers are never shown whole here."),
        ),
    ),
    "report-offices": Help(
        _("Offices that take reports"),
        _("Says of a region whether its office reads what comes by LAPOR, and who is told by SMS."),
        (_("Choose the region, say yes, and name the account that is told. It needs a registered phone."),),
        (_("Where nobody takes reports people are told how to reach SP4N, and nothing is kept."),),
    ),
    "village-proposals": Help(
        _("Village proposals"),
        _("What people want their village meeting to discuss, for the village office: to print, or as a file."),
        (_("Open a proposal and say what became of it. Who sent it is told each time."),),
        (_("The list has no numbers of phones, and names that people wrote are masked."),),
    ),
    "rumours": Help(
        _("Rumours"),
        _("What people asked about by HOAKS, joined by meaning, with how often and where."),
        (
            _("Link a rumour to a claim that answers it, or begin a claim with its words."),
            _("The claim is published by a second person. Then all who asked get the verdict, once."),
        ),
        (_("Until then the answer is: not checked yet, do not pass it on."),),
    ),
}

PAGES: Final[dict[str, str]] = {
    "cases.all_": "cases",
    "cases.show": "cases",
    "cases.report_offices": "report-offices",
    "village_proposals.all_": "village-proposals",
    "village_proposals.csv": "village-proposals",
    "rumours.all_": "rumours",
}
