"""What codes of contributions are called on the pages. A test shows that each has its words."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.domain.news import Flag, NewsAct, NewsKind, NewsState
from smsinfo.errors import NewsRefused

KINDS: Final[dict[NewsKind, LazyString]] = {
    NewsKind.NEWS: _("News"),
    NewsKind.EVENT: _("Event"),
    NewsKind.UMKM: _("Small business"),
    NewsKind.WISATA: _("Tourism and culture"),
}
STATES: Final[dict[NewsState, LazyString]] = {
    NewsState.WAITING: _("waits for an editor"),
    NewsState.ASKED: _("author was asked"),
    NewsState.PUBLISHED: _("published"),
    NewsState.DECLINED: _("declined"),
    NewsState.WITHDRAWN: _("withdrawn"),
}
ACTS: Final[dict[NewsAct, LazyString]] = {
    NewsAct.RECEIVED: _("Sent in by SMS"),
    NewsAct.ADDED: _("Added by SMS"),
    NewsAct.ASKED: _("The author was asked"),
    NewsAct.PUBLISHED: _("Published"),
    NewsAct.DECLINED: _("Declined"),
    NewsAct.WITHDRAWN: _("Withdrawn"),
}
FLAGS: Final[dict[Flag, LazyString]] = {
    Flag.LINK: _("has a link"),
    Flag.NUMBER: _("an ID or card number was masked"),
    Flag.PHONE: _("a phone number was masked"),
    Flag.CHILD: _("the name of a child was masked"),
    Flag.ABUSE: _("has an abusive word"),
}
REASONS: Final[dict[str, LazyString]] = {
    "not_yours": _("This contribution is not there, or another region decides it."),
    "decided": _("Somebody decided this in the meantime. Look at it again."),
    "no_words": _("There are no words."),
    "long_words": _("At most %(most)s characters, so that it fits into one SMS."),
    "long": _("With its credit the text is longer than three segments. Shorten it."),
    "personal": _("It still holds a number of a person or the name of a child. Take it out."),
    "no_credit": _("Say in at most 60 characters who it is from."),
    "unshown": _("The member has not agreed to have their name in public. Name the group or the village."),
    "place": _("The place has to lie where the member works and where you decide."),
    "date": _("The last day is between tomorrow and a year from now."),
    "unchecked": _("Go through the questions and what was found, then put the tick."),
}


def reason(refusal: NewsRefused) -> str:
    """Why an act was refused, in the language of the page."""
    return str(REASONS[refusal.reason]) % refusal.values
