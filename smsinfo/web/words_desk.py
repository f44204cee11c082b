"""What codes of the help desk are called on the pages. A guard shows that each has its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import LazyString, format_datetime, gettext
from flask_babel import lazy_gettext as _

from smsinfo.domain.channels import Plan
from smsinfo.domain.contacts import Category, ConsentKind
from smsinfo.domain.desk import EraseWhy, Why
from smsinfo.domain.gateway import Gateway
from smsinfo.domain.messages import Purpose, ReplyKind
from smsinfo.domain.sending import SendError
from smsinfo.errors import BadNumber, DeskRefused
from smsinfo.locale import NAMES
from smsinfo.web.access import services

MOMENT: Final = "d MMM y HH:mm"

WHY: Final[dict[str, LazyString]] = {
    "delivered": _("Arrived: the phone has confirmed it."),
    "sent": _("Handed to the network. It has not told us yet whether the phone got it."),
    "sending": _("Is being handed over now."),
    "unknown": _("Nobody knows whether it left: the provider did not answer."),
    "cancelled": _("Cancelled before it left."),
    "failed": _("Did not arrive. %(error)s"),
    "expired": _("Not sent: it was worth nothing any more after %(at)s. %(error)s"),
    "set_aside": _("Not sent: the networks say that there is no such phone. A text from it brings it back."),
    "stopped": _("Not sent: the person has said STOP and gets nothing but replies."),
    "paused": _("Waits: somebody has paused this channel."),
    "failing": _("Waits: the channel fails at the moment and is tried again by itself."),
    "quiet": _("Waits for the end of the quiet hours, at %(at)s."),
    "retry": _("Waits: tried %(times)s times, next at %(at)s. %(error)s"),
    "money": _("Waits: the money of the day is spent. It goes on after midnight."),
    "later": _("Waits until %(at)s."),
    "queue": _("Waits for its turn."),
    "no_subscription": _("Not sent: no subscription. The person has to send DAFTAR and a place, or ask for it here."),
    "other_region": _("Not sent: it was for other places than those of the subscriptions."),
    "other_category": _("Not sent: the subscription is for other kinds of alerts."),
    "too_late": _("Not sent: the subscription came later, at %(at)s."),
    "underway": _("Is being sent; this phone's turn has not come yet."),
    "not_made": _("No message was made, and it can't be seen why. Tell the head of the office."),
    "practice": _("Not sent: this is a phone for practice."),
    "silent": _("No reply: none was needed."),
    "silent_stale": _("No reply: the text came hours late, and an old answer would confuse."),
    "silent_spend": _("No reply: the money of the day was spent."),
    "silent_automatic": _("No reply: the text looked like an automatic one."),
    "silent_same": _("No reply: the same text had been answered three times within half an hour."),
    "silent_rate": _("No reply: this phone had got enough replies within the hour."),
    "silent_money": _("No reply: this phone had used up what one phone may cost a day."),
}
"""By the codes of `smsinfo.helpdesk.why`."""

ERRORS: Final[dict[SendError, LazyString]] = {
    SendError.TEMPORARY: _("The provider could not take it."),
    SendError.THROTTLED: _("The provider asked us to be slower."),
    SendError.UNKNOWN: _("The provider did not answer."),
    SendError.OPTED_OUT: _("The person has blocked us at the provider by STOP; only they can lift that."),
    SendError.BAD_NUMBER: _("The number can't get any SMS: perhaps it is not in use any more."),
    SendError.UNREACHABLE: _("This channel does not reach the phone: switched off, no signal, or its memory is full."),
    SendError.REJECTED: _("The provider refused the text."),
    SendError.NO_BALANCE: _("The channel has no money. Tell the administrator."),
    SendError.DENIED: _("The channel is set up wrong. Tell the administrator."),
}

PURPOSES: Final[dict[Purpose, LazyString]] = {
    Purpose.REPLY: _("Reply"),
    Purpose.ALERT: _("Alert"),
    Purpose.RELAY: _("To a relay"),
    Purpose.TICKET: _("Ticket"),
    Purpose.NOTICE: _("Notice"),
}

BECAME: Final[dict[ReplyKind, LazyString]] = {
    ReplyKind.ANSWER: _("answered"),
    ReplyKind.MENU: _("menu"),
    ReplyKind.COMMAND: _("command"),
    ReplyKind.NONE: _("not understood"),
    ReplyKind.SILENT: _("no reply"),
}

CONSENTS: Final[dict[ConsentKind, LazyString]] = {
    ConsentKind.SUBSCRIBED: _("subscribed"),
    ConsentKind.UNSUBSCRIBED: _("unsubscribed"),
    ConsentKind.STOPPED: _("said STOP to everything"),
    ConsentKind.ERASED: _("had the data erased"),
    ConsentKind.IMPORTED: _("brought in with proof of consent"),
    ConsentKind.JOINED: _("took on a role for a village"),
    ConsentKind.RESIGNED: _("gave a role up"),
    ConsentKind.SHOWN: _("agreed that the name is shown to everybody"),
    ConsentKind.HIDDEN: _("took back that the name is shown"),
}

CATEGORIES: Final[dict[Category, LazyString]] = {
    Category.ALL: _("all alerts"),
    Category.DISASTER: _("disasters"),
    Category.SERVICES: _("services"),
    Category.EVENTS: _("events"),
}

NUMBERS: Final[dict[str, LazyString]] = {
    "letters": _("Write digits only, one number, without extension. Look for the letter O in the place of a zero."),
    "too_short": _("Digits are missing. A mobile number looks like 0812 3456 7890."),
    "too_long": _("There are too many digits. Write one number only."),
    "premium": _("This is a premium number; nobody calls us from it."),
    "not_mobile": _("This is no mobile number. Landlines get no SMS."),
    "spreadsheet": _("A spreadsheet has made a decimal of the number. Type it."),
    "empty": _("Type the number first."),
    "short_code": _("This is a short code, not the number of a person."),
    "name": _("Type a number, not a name."),
}
"""By the reasons of `smsinfo.sms.msisdn`."""

ERASE_WHY: Final[dict[EraseWhy, LazyString]] = {
    EraseWhy.WISH: _("The person asks for it, from this number or called back on it"),
    EraseWhy.FAMILY: _("Asked for a child, or for somebody who has died; the phone is in the family"),
    EraseWhy.STRANGER: _("A stranger has the number now: nothing is sent to it"),
}

KEEPS: Final[dict[str, LazyString]] = {
    "android": _("the phone's own messages and the list of the app: delete the conversation on the phone"),
    "kannel": _("Kannel's access log: delete old logs there"),
    "mail": _("the mail account, sent and received: delete it there"),
    "ussd": _("what was dialled, with the network: ask it how long"),
}
"""What stands outside our database and can't be cleared from here, by kind of channel; others are `PROVIDER`."""

PROVIDER: Final = _("texts and numbers with the provider: ask it to erase this number")

REASONS: Final[dict[str, LazyString]] = {
    "no_reason": _("Say in a few words why the number is needed. It is written down."),
    "not_subscribed": _("There is no such subscription any more."),
    "not_agreed": _("Ask the person whether they want it, then put the tick."),
    "subscribed": _("The person is subscribed to that already."),
    "no_words": _("Write a text first."),
    "personal": _("The text holds a NIK, KK or card number. SMS is no place for it: take it out."),
    "too_long": _("The text is longer than %(most)s segments. Shorten it."),
    "stopped": _("The person has said STOP. They get an answer only within a day after they texted; else call them."),
    "money": _("The money of the day is spent. Call the person, or write tomorrow."),
    "too_many": _("%(most)s texts went to this phone within an hour. Wait, or call."),
    "no_channel": _("No channel can send to this phone at the moment. Tell the administrator."),
    "sent_before": _("This text was sent already."),
    "no_why": _("Choose why the data are erased. It is written down."),
    "not_confirmed": _("Type the last %(digits)s digits of the number as it stands above. Nothing was erased."),
    "no_region": _("We know no place “%(place)s”. Write its name as on a map, or its code: 62.06.01"),
    "which_region": _("Several places have this name. Write the code of one: %(places)s"),
}


def why(found: Why) -> str:
    """What became of something, in the language of the page."""
    error = str(ERRORS[SendError(found.error)]) if found.error else ""
    values = {"error": error, "at": format_datetime(found.at, MOMENT) if found.at else "", "times": found.times}
    return (str(WHY[found.code]) % values).strip()


def reason(refusal: DeskRefused) -> str:
    """Why an act was refused, in the language of the page."""
    return str(REASONS[refusal.reason]) % refusal.values


def beyond_reach(plans: Iterable[Plan], gateways: Mapping[str, Gateway]) -> list[tuple[str, LazyString]]:
    """(channel, what it keeps of a person that can't be cleared from here)."""
    return [(plan.name, KEEPS.get(plan.kind, PROVIDER)) for plan in plans if gateways[plan.name].keeps]


def number(problem: BadNumber) -> str:
    """What is wrong with a typed number, in the language of the page."""
    return str(NUMBERS[problem.reason])


def language(code: str | None) -> str:
    """The language of a contact's replies."""
    return NAMES.get(code or "", "") or str(gettext("not chosen"))


def region(code: str | None) -> str:
    """A region by name and code; unknown, where there is none."""
    if code is None:
        return str(gettext("unknown"))
    place = services().snapshots.current().places.get(code)
    return f"{place.name} ({code})" if place is not None else code
