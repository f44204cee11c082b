"""The questions of the practice check, one for what goes wrong most or worst in a role. Which answer is right stands in
`smsinfo.staff.practice`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.staff.practice import Task


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with three answers, and why one of them is right."""

    title: LazyString
    asked: LazyString
    choices: tuple[LazyString, LazyString, LazyString]
    why: LazyString


QUESTIONS: Final[dict[Task, Asked]] = {
    Task.SOURCE: Asked(
        _("Know what a source is"),
        _("You want to change the opening hours. Which of these is a source?"),
        (
            _("A message in a WhatsApp group that many have passed on"),
            _("The notice on the office's door, seen by you, with the day"),
            _("What the text said before"),
        ),
        _("A source is where somebody else can look the same fact up, with the day on which you saw it."),
    ),
    Task.PROMISE: Asked(
        _("Promise nothing"),
        _("A neighbour asks when the text that you sent will appear. What do you say?"),
        (_("Tomorrow at the latest"), _("It is as good as published"), _("Another person decides on it first")),
        _("A publisher may return a text. Promise nobody that it appears."),
    ),
    Task.ALIAS: Asked(
        _("Choose the words of citizens"),
        _("Many text: bkin ktp ilang. Which alias helps the topic of lost identity cards most?"),
        (_("penerbitan dokumen pengganti"), _("bikin ktp hilang"), _("ktp")),
        _("An alias is what people really text. A word that fits several topics leads to the wrong one."),
    ),
    Task.CALLER: Asked(
        _("Protect a caller"),
        _("A caller asks why no answer came, and begins to read out their NIK. What do you do?"),
        (
            _("Stop them: their telephone number is enough"),
            _("Write the NIK down for later"),
            _("Ask for the OTP too, to be sure"),
        ),
        _("We never need a NIK, a PIN or an OTP. Who asks for one teaches people to give it to swindlers."),
    ),
    Task.OWN_TEXT: Asked(
        _("Leave the own text to others"),
        _("You mended a returned text. It is urgent, and nobody else is in the office. What now?"),
        (
            _("Publish it yourself with another account"),
            _("Ask a colleague for their password"),
            _("Ask a publisher of the province or another one by telephone to read it"),
        ),
        _("Who wrote sees what they meant, not what stands there. The program refuses it, and the log would show it."),
    ),
    Task.WRONG_NUMBER: Asked(
        _("Take a wrong number out at once"),
        _("An answer holds a wrong emergency number since an hour. Nobody else can be reached. What do you do?"),
        (
            _("Put back what stood before, alone, and tell the others"),
            _("Wait for a second person"),
            _("Write a new text and publish it"),
        ),
        _("Taking back needs one publisher only, because it has been approved before or harms nobody."),
    ),
    Task.ALERT_WORDS: Asked(
        _("Know what an alert must say"),
        _("Which alert is complete?"),
        (
            _("DANGER! Flood is coming, save yourselves!"),
            _("Flood in Desa Contoh from 16.00. Leave the river bank now. BPBD"),
            _("Please be careful of the weather everywhere today"),
        ),
        _("Place, time, what to do, and who says so. Without them people ask back, or do nothing."),
    ),
    Task.ALERT_ORDER: Asked(
        _("Write on the word of the office in charge"),
        _("A friend sends a picture of a broken dam. You can write alerts. What first?"),
        (
            _("Write and submit the alert, it could be true"),
            _("Pass the picture on to subscribers"),
            _("Call the office in charge, and write on its word"),
        ),
        _("An alert that is false costs the next one its belief. The office in charge says what holds."),
    ),
    Task.ALERT_DRILL: Asked(
        _("Mark a drill"),
        _("You prepare a drill. How do people know that it is one?"),
        (
            _("Its text begins with UJI COBA, and it is a drill from the first moment on"),
            _("It is sent at a quiet hour"),
            _("It is written in the last line"),
        ),
        _("In 2021 a tsunami text of a test reached five provinces, because nothing in it said so."),
    ),
    Task.ALERT_MISTAKE: Asked(
        _("Mend an alert that went out wrong"),
        _("An alert that is being sent names the wrong village. What do you do?"),
        (
            _("Wait until all have it, then apologise"),
            _("Ask at once for RALAT or BATAL: that needs one approver only"),
            _("Send the same alert again with the right village"),
        ),
        _("In Hawaii the correction took 38 minutes. RALAT and BATAL go to exactly those who got the first."),
    ),
    Task.ALERT_COUNT: Asked(
        _("Read the number of people"),
        _("An alert for one village would reach 41,000 people. What do you do?"),
        (
            _("Return it: the area is too large for what it says"),
            _("Approve it, more people are safer"),
            _("Type the number and approve"),
        ),
        _("The number is typed so that it is read. One that does not fit means a wrong area."),
    ),
    Task.ALERT_CALL: Asked(
        _("Approve on nobody's telephone call"),
        _("Somebody who says that they are the head of the office calls and wants your code, it is urgent. What now?"),
        (
            _("Give the code, it is valid for half a minute only"),
            _("Approve it yourself without reading"),
            _("Give no code, call back by the known number, and read the alert yourself"),
        ),
        _("Codes are for nobody else. Who hurries you may be anybody."),
    ),
    Task.ALERT_OWN: Asked(
        _("Leave the own alert to others"),
        _("You changed one word of an alert before its author submitted it. May you approve it?"),
        (_("Yes, the author is another person"), _("No, another approver has to"), _("Yes, if it is urgent")),
        _("Nobody approves what they wrote or last edited."),
    ),
    Task.TWO_PEOPLE: Asked(
        _("Leave roles to two people"),
        _("A colleague needs the role of a publisher today. There is a second administrator. What happens?"),
        (
            _("You give it, and tell the other later"),
            _("You ask for it, and the other confirms"),
            _("You give the colleague your own account"),
        ),
        _("A role that one person could give alone is as weak as that person's password."),
    ),
    Task.LEAVING: Asked(
        _("Let somebody go"),
        _("Somebody leaves the office today. What do you do with their account?"),
        (
            _("Hand over what they have, and suspend the account today"),
            _("Leave it, they may come back"),
            _("Give it to who follows them"),
        ),
        _("An account is a person. One that nobody uses any more is used by somebody else some day."),
    ),
    Task.UNMASK: Asked(
        _("Look at a whole number for a reason only"),
        _("When do you have a citizen's whole number shown to you?"),
        (
            _("Whenever I look at a message"),
            _("When a colleague wants to know who wrote"),
            _("When a case needs it, and I write down the reason"),
        ),
        _("Each look is written down with its reason. A number that nobody sees can't be passed on."),
    ),
    Task.LOG_GAP: Asked(
        _("Find what is odd in a log"),
        _("The log shows the rows 1041, 1042, 1044, 1045. What does that say?"),
        (
            _("Nothing happened at that moment"),
            _("Row 1043 was deleted"),
            _("The clock was wrong"),
        ),
        _("Rows are numbered without a gap. Where one is missing, somebody took it away."),
    ),
    Task.LOG_END: Asked(
        _("Keep the end of the log"),
        _("Why is the end of the log printed and kept elsewhere?"),
        (
            _("Because an old database with its old end would look whole"),
            _("Because the log is deleted each night"),
            _("Because the printer needs it"),
        ),
        _("Only an end that was kept outside shows that everything after it is gone."),
    ),
    Task.LOG_BROKEN: Asked(
        _("Do the right thing when the log is broken"),
        _("The check says that row 512 was changed. What do you do first?"),
        (
            _("Mend the row, so that the check is quiet"),
            _("Put the newest backup back"),
            _("Change nothing, keep database and backup, tell the head of the office"),
        ),
        _("What is there now is evidence. Whoever mends it destroys it."),
    ),
}
