"""The help of the pages of alerts."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _

from smsinfo.web.help_page import Help

HELP: Final[dict[str, Help]] = {
    "alerts": Help(
        _("Alerts and drills"),
        _("What goes to people's phones, and what only exercises it. Each has its own address and colour."),
        (
            _("Choose first: an alert for real (red) or a drill (violet). Nothing changes one into the other later."),
            _("What waits, what is in force, and what is over stand in the list."),
            _("The history of an alert says who did what, when, from where, and why."),
        ),
        (_("You see the alerts that touch your own regions."),),
    ),
    "alert-words": Help(
        _("Writing an alert"),
        _("Headline, office, danger, times and the texts, with what is wrong said at each field."),
        (
            _("Write place, clock time, what to do, the office, and {nomor} for the number that people text."),
            _("Look beside it how phones show it, and in how many segments."),
            _("Save. Choose the regions. Then look at everything before you submit it."),
        ),
        (
            _("An error has to be mended. A warning needs a tick of both people."),
            _("If somebody else saved meanwhile, both versions stand on the page and nothing is lost."),
        ),
    ),
    "alert-regions": Help(
        _("Regions of an alert"),
        _("Everybody who subscribed to a region, to what lies in it, and to what covers it, gets the alert."),
        (
            _("Search by name, walk through the tree, paste a list, or bring a table of villages."),
            _("A name that several regions have is asked, never guessed."),
        ),
        (_("Without a region nobody gets it, never everybody."),),
    ),
    "alert-decision": Help(
        _("Submitting and approving"),
        _("One person submits, another approves. Stopping and correcting take one."),
        (
            _("Read whom it reaches, villages without anybody, segments, cost, and when the last one has it."),
            _("To approve, type the number of people and a fresh code of your authenticator or sheet."),
            _("Or return it with what has to be mended, or reject it for good."),
        ),
        (
            _("Nobody approves what they wrote, edited last or submitted."),
            _("If the number of people moved, or somebody else was quicker, nothing is sent: look again."),
        ),
    ),
    "alert-stop": Help(
        _("Stopping and correcting"),
        _("A wrong alert must not wait for somebody who agrees: one person of either role is enough."),
        (
            _("Stop it, and say why: nothing more of it leaves."),
            _("RALAT says what is right; BATAL says that it holds no more. The words are prepared."),
            _("Give a fresh code. It goes to exactly those who may have got the first one."),
        ),
        (_("Never say the warning again in a correction: who reads half of it would run."),),
    ),
    "alert-relays": Help(
        _("Villages and their relays"),
        _(
            "Where few phones are, somebody in the village reads the alert out. The part on the page of an alert says "
            "how far that is."
        ),
        (
            _(
                "The relays of the area are asked by SMS when the alert leaves; they answer SUDAH and how many "
                "heard it."
            ),
            _("Who is silent is reminded; then their village stands as not answered."),
            _("Telephone the villages without an answer first, those without a signal among them."),
        ),
        (
            _("People who heard it are what relays count, not phones that got it: the two are never added up."),
            _("When the alert is stopped or corrected, relays are told by SMS too."),
            _("Who is a relay stands at Community. Whoever does not say that the number is still theirs rests."),
        ),
    ),
    "alert-kit": Help(
        _("Numbers, saved areas, templates"),
        _("What is prepared on quiet days, so that less has to be written and read at night."),
        (
            _("Add a number or a link that texts may name; another person approves it."),
            _("Save the regions of an alert under a name, or keep its words as a template; another person signs."),
        ),
        (_("What waits for a second person is not offered to anybody yet."),),
    ),
    "alert-duty": Help(
        _("Duty roster"),
        _("Who is asked to approve for a region, in which order; those of the nearest region come first."),
        (
            _("Put at least two people on duty for each regency."),
            _("Confirm now and then that a turn still holds; end it when somebody leaves."),
        ),
    ),
    "alert-codes": Help(
        _("One-time codes on paper"),
        _("Twenty codes for when the authenticator is not at hand, each good for one approval."),
        (
            _("Make a sheet, print it, and strike out each code that you used."),
            _("End the sheet at once if it is lost or somebody saw it."),
        ),
    ),
    "subscribers": Help(
        _("Subscribers"),
        _("People who agreed elsewhere, on paper or at a meeting, come in from a table. For administrators."),
        (
            _("Make a table with number and region; add the proof of consent to each row or to the whole file."),
            _("Look at the report: it says of each row what is wrong and what to do. Nothing is written yet."),
            _("Choose the same file again, put the tick, bring them in."),
        ),
        (
            _("Without proof nobody comes in, and who said STOP never, whatever the file says."),
            _("Each person gets one SMS that says who we are, why they get it, and how to stop."),
        ),
    ),
}

PAGES: Final[dict[str, str]] = {
    "alerts.all_": "alerts",
    "alerts.new": "alerts",
    "alerts.show": "alert-decision",
    "alerts.history": "alerts",
    "composing.edit": "alert-words",
    "area.choose": "alert-regions",
    "sending.correction": "alert-stop",
    "sending.live": "alert-decision",
    "codes.show": "alert-codes",
    "duty.show": "alert-duty",
    "kit.numbers": "alert-kit",
    "kit.areas": "alert-kit",
    "kit.templates": "alert-kit",
    "subscribers.show": "subscribers",
}

SECTIONS: Final[dict[str, str]] = {"alerts/relays.html": "alert-relays"}
"""Part of a page (its template) -> a help of its own, to which the part leads."""
