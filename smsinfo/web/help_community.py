"""The help of the pages of the villages; `help_staff` takes it over."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _

from smsinfo.web.help_page import Help

HELP: Final[dict[str, Help]] = {
    "courses": Help(
        _("Courses by SMS"),
        _("What citizens get with BELAJAR: every lesson as the phone shows it, and how many begin and finish."),
        (
            _("Choose a course, then a language."),
            _("Read each lesson with its segments, its right answer and the line that says why."),
        ),
        (_("Courses are files of a pack. A publisher brings the pack in; the page only shows what is live."),),
    ),
    "groups": Help(
        _("Community groups"),
        _("The register of the groups (KIM) with their members, and of the village heads."),
        (
            _("Enter a group with its decree and seat."),
            _("Invite members by their number. Who answers with the code is one."),
            _("Bring many groups, members and village heads in by a file: a look first, then the same file again."),
            _("Keep trainings with who came, and print the sheet by which pulsa is paid back."),
            _("Correct a training, or take one out that was not held. The log keeps what it was before."),
            _("Suspend or end a membership when somebody leaves or a phone is lost."),
        ),
        (
            _("Nobody is a member or a head by a file: each number gets a code, and a head who is there stays."),
            _("Numbers are masked. Names stand on the public page only where their owner agreed by SMS."),
            _("Each number is asked every 90 days whether it is still theirs, and rests after 14 days of silence."),
        ),
    ),
}

PAGES: Final[dict[str, str]] = {
    "courses.all_": "courses",
    "groups.all_": "groups",
    "groups.new": "groups",
    "groups.show": "groups",
    "groups.edit": "groups",
    "group_files.show": "groups",
    "group_files.template": "groups",
    "members.heads": "groups",
    "trainings.new": "groups",
    "trainings.show": "groups",
    "trainings.edit": "groups",
    "trainings.pulsa": "groups",
    "trainings.pulsa_csv": "groups",
}
