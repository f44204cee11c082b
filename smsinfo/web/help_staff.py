"""The help of the staff pages: one short page for each feature, and which page leads to which.

A guard shows that every page has its help: a new page adds a line to `PAGES`, a new feature a page to `HELP`.
"""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _

from smsinfo.web import help_alerts, help_cases, help_community, help_content, help_news, help_privacy
from smsinfo.web.help_page import Help

HELP: Final[dict[str, Help]] = {
    "start": Help(
        _("Start"),
        _(
            "The first page after the log-in shows your roles, what you still have to practise, and everything you may "
            "open."
        ),
        (_("Open what you need in the menu above."), _("A question mark on each page leads to its help.")),
        (_("Without a role you see your own account only. An administrator gives roles."),),
    ),
    "log-in": Help(
        _("Logging in"),
        _("Name and password, and for some roles the code that the authenticator on your phone shows."),
        (
            _("Give your name and password."),
            _("Give the six digits of the authenticator. A code works once; wait for the next one if it was used."),
            _("Without your phone, give a recovery code from your paper."),
        ),
        (
            _("After ten wrong tries the name is locked for a quarter of an hour, then longer."),
            _("The session ends after half an hour without a click, and after eight hours."),
            _("Password or phone lost: any administrator can help, without mail too."),
        ),
    ),
    "account": Help(
        _("My account"),
        _("Your own details, the language of the pages, your password, authenticator and recovery codes."),
        (
            _("Change the language or the mail address, then save."),
            _("Make new recovery codes when you have used some, and keep them on paper."),
            _("Log out everywhere if you left a browser open somewhere."),
        ),
    ),
    "rules": Help(
        _("What my roles may do"),
        _("The duties of each of your roles, to read and to confirm."),
        (_("Read them, put the tick, confirm."),),
        (_("Who approves never approves an own text, whatever the roles."),),
    ),
    "people": Help(
        _("People"),
        _("Who works here, with which roles and where. For administrators, in their own jurisdiction."),
        (
            _("Invite somebody: the page shows a link once. Hand it over yourself."),
            _("Give a role for a region, at first in practice: it goes live with the fifth task."),
            _("Suspend somebody at once if something is wrong; they are logged out everywhere."),
        ),
        (_("Roles, authenticators and handovers wait for a second administrator, where there is one."),),
    ),
    "handover": Help(
        _("Handover"),
        _("All that one person has goes to another in one act, with a page that three people sign."),
        (
            _("Choose who leaves, then who takes over, and look at the list."),
            _("Hand over, print the page, sign it."),
        ),
        (_("It is refused where an area would be left without somebody who approves."),),
    ),
    "audit": Help(
        _("Audit log"),
        _("What was done, by whom, when. Rows can't be changed; checking shows when somebody tried."),
        (
            _("Look for a person, a kind of act or a day."),
            _("Print the end of the log once a day, and keep it elsewhere."),
            _("Check all rows, with the end that you kept."),
        ),
        (_("If something is broken: change nothing, keep the newest backup, tell the head of the office."),),
    ),
    "topics": Help(
        _("Topics"),
        _("All answers with their state, languages and the day of the next review."),
        (
            _("Filter by state, office, language that lacks, or review day."),
            _("Open a topic to see its texts, what waits, and its history."),
            _("Begin a new topic with a short key, a category and a title."),
        ),
        (_("Nothing that you write reaches citizens before another person has published it."),),
    ),
    "texts": Help(
        _("Writing a text"),
        _("One text for one language, for everybody or for a region. It is saved as you type, and only you see it."),
        (
            _("Write the answer in one segment if you can: the line below counts."),
            _("Look at it on the phone beside the text, also as USSD screens."),
            _("Mend what the checks call an error; advice may stay."),
            _("Save, look at the draft, send it for review."),
        ),
        (
            _("Some characters double the price. They are marked, and one button replaces them."),
            _("If somebody else was quicker, both versions stand beside each other. Nothing is lost."),
        ),
    ),
    "words-and-sources": Help(
        _("Words and sources"),
        _(
            "How a topic is found and who answers for it: keywords, aliases, example questions, sources, office, "
            "review day."
        ),
        (
            _("Add the words that citizens really use, one a line."),
            _("Give each source with the day on which you looked at it."),
            _("Set the day by which the facts have to be looked at again."),
        ),
        (_("A keyword that names another topic is said at once."),),
    ),
    "drafts": Help(
        _("My work"),
        _("Your drafts, and what you sent that has not been decided yet."),
        (
            _("Look at a draft: what changes stands beside what citizens get now."),
            _("Write a word for who reads it, then send it."),
        ),
        (_("What was sent does not change any more. Take it back to mend it."),),
    ),
    "review": Help(
        _("Review"),
        _("What waits for a publisher. Nobody publishes what they wrote."),
        (
            _("Read what changes, with its sources, numbers and prices."),
            _("Publish it, schedule it, or return it with a few words why."),
        ),
        (_("About two seconds after publication citizens get the new answer."),),
    ),
    "history": Help(
        _("History"),
        _("Every text that a topic has had, with author, approver and time."),
        (_("Put back what stood before. A publisher may do that alone, because a wrong number must go at once."),),
    ),
    "try": Help(
        _("Try it"),
        _("Text as a citizen of a region would, and see the answer and why it was chosen."),
        (_("Write as people write, with slips and abbreviations."), _("Look at the words that spoke for the topic.")),
        (_("Nothing is stored and nothing is sent."),),
    ),
    "help-desk": Help(
        _("Help desk"),
        _("Somebody calls. Their number leads to their messages, and to why something did not come."),
        (
            _("Type the number in any way of writing it."),
            _("Read what became of each message, and tell the caller in their own words."),
            _("Stop, subscribe or move them if they ask for it, or answer by SMS."),
            _("Erase their data if they ask for it: call back first, read what will end, type the last digits."),
        ),
        (
            _("A number of nobody and one of another office look the same."),
            _("Subscribe somebody only when they have said yes on the telephone. Their phone gets a text about it."),
            _("Never ask for a NIK, a PIN or an OTP."),
            _("Whole numbers are shown to administrators only, for a reason that is written down."),
        ),
    ),
    "inbox": Help(
        _("Inbox"),
        _("What citizens of your region texted, one line a person, the newest first."),
        (
            _("Filter by what became of the text: not understood, menu, answered."),
            _("Open a thread, answer by hand where the machine could not."),
            _("Mark it as dealt with. A new text opens it again."),
        ),
        (
            _("Numbers, names and NIK are masked. That you opened a thread is written down."),
            _("When many ask the same in vain, a keyword or a topic helps more than answers by hand."),
        ),
    ),
    "help": Help(
        _("Help"),
        _("Short pages for all that can be done here, and what citizens may text."),
        (_("The question mark on a page leads to the help of that page."),),
    ),
    "gaps": Help(
        _("Gaps"),
        _("What people asked and did not get, brought together by meaning, with counts by region and week."),
        (
            _("Open a gap and read the texts. Numbers and names are never shown."),
            _("Propose an alias of a topic, begin a new topic, or mark it as out of scope."),
        ),
        (_("A closed gap comes back when it is asked in vain again."),),
    ),
    "verification": Help(
        _("Verification"),
        _("Which answers are due, how their sources stand, and the list of all answers with source and date."),
        (
            _("Open a topic, compare it with its sources, and say that it is still right today."),
            _("Auditors sign the list of answers."),
        ),
    ),
    "by-cap": Help(
        _("By CAP"),
        _(
            "Warnings of other agencies (BMKG) that came by machine, and what became of each. None is sent without "
            "people."
        ),
        (
            _("Open the draft, put its text in your words, choose the regions, take the mark out and submit it."),
            _("A file that somebody gave you becomes a draft here too."),
        ),
        (_("A test or an exercise is marked and never becomes a draft."),),
    ),
    "packs": Help(
        _("Packs"),
        _("All content as a ZIP of readable files or as a workbook, out and in."),
        (
            _("Choose a file and look at the report: nothing is changed yet."),
            _("Choose the same file again and publish it."),
        ),
    ),
    "reports": Help(
        _("Reports"),
        _("What happened, by day, topic, region and language, as table, CSV and PDF."),
        (_("Choose a report, the days and the region."),),
        (_("Counts below five are hidden, so that nobody is recognised."),),
    ),
    **help_community.HELP,
    **help_content.HELP,
    **help_alerts.HELP,
    **help_news.HELP,
    **help_privacy.HELP,
    **help_cases.HELP,
}

PAGES: Final[dict[str, str]] = {
    **help_community.PAGES,
    **help_content.PAGES,
    **help_cases.PAGES,
    "staff.home": "start",
    "staff.account": "account",
    "staff.rules": "rules",
    "join.form": "log-in",
    "security.login": "log-in",
    "security.two_factor_setup": "log-in",
    "security.two_factor_token_validation": "log-in",
    "security.mf_recovery": "log-in",
    "security.mf_recovery_codes": "account",
    "security.change_password": "account",
    "security.verify": "log-in",
    "people.all_": "people",
    "people.new": "people",
    "people.show": "people",
    "handover.all_": "handover",
    "handover.form": "handover",
    "handover.record": "handover",
    "audit.show": "audit",
    "audit.export": "audit",
    "topics.all_": "topics",
    "topics.new": "topics",
    "topics.show": "topics",
    "topics.add": "texts",
    "texts.edit": "texts",
    "frames.edit": "words-and-sources",
    "drafts.look": "drafts",
    "drafts.mine": "drafts",
    "changes.all_": "review",
    "changes.show": "review",
    "history.show": "history",
    "trial.form": "try",
    **help_alerts.PAGES,
    **help_news.PAGES,
    **help_privacy.PAGES,
    "gaps.all_": "gaps",
    "gaps.show": "gaps",
    "verification.due": "verification",
    "verification.show": "verification",
    "verification.show_claim": "verification",
    "verification.answers": "verification",
    "cap_in.show": "by-cap",
    "packs.show": "packs",
    "packs.pack": "packs",
    "packs.book": "packs",
    "reports.all_": "reports",
    "reports.show": "reports",
    "reports.csv": "reports",
    "reports.pdf": "reports",
    "helpdesk.form": "help-desk",
    "helpdesk.show": "help-desk",
    "helpdesk.ask_to_erase": "help-desk",
    "inbox.show": "inbox",
    "help.all_": "help",
    "help.show": "help",
}
"""Endpoint of each page that can be looked at -> its help."""


def help_of(endpoint: str) -> str:
    """The help of a page; for an act that shows a page again, that of the pages beside it."""
    blueprint = endpoint.partition(".")[0]
    beside = (name for page, name in PAGES.items() if page.partition(".")[0] == blueprint)
    return PAGES.get(endpoint) or next(beside, "help")
