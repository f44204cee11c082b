"""What codes of the content layer are called on the pages. A guard shows that each has its words."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from smsinfo.content.link_kinds import Link
from smsinfo.content.parts import Part
from smsinfo.content.problems import Problem
from smsinfo.domain.changes import Kind, State
from smsinfo.domain.gaps import GapState
from smsinfo.errors import ContentRefused
from smsinfo.locale import say
from smsinfo.web import words_proposals
from smsinfo.web.access import services
from smsinfo.web.i18n import catalogue, page_language

STATES: Final[dict[State, LazyString]] = {
    State.DRAFT: _("Draft"),
    State.IN_REVIEW: _("Waits for a publisher"),
    State.RETURNED: _("Returned"),
    State.RETRACTED: _("Taken back"),
    State.SCHEDULED: _("Scheduled"),
    State.PUBLISHED: _("Published"),
    State.SUPERSEDED: _("Replaced by a newer one"),
    State.WITHDRAWN: _("Withdrawn"),
}

STATUSES: Final[dict[str, LazyString]] = {
    "published": _("Published"),
    "draft": _("Not published yet"),
    "withdrawn": _("Withdrawn"),
}
"""Of a topic."""

KINDS: Final[dict[Kind, LazyString]] = {
    Kind.EDIT: _("Change"),
    Kind.ROLLBACK: _("Old words put back"),
    Kind.WITHDRAWAL: _("Topic withdrawn"),
    Kind.VERIFICATION: _("Looked at again"),
}

GAP_STATES: Final[dict[GapState, LazyString]] = {
    GapState.OPEN: _("Open"),
    GapState.ALIASED: _("Closed by an alias"),
    GapState.TOPIC_STARTED: _("Closed: a topic is being written"),
    GapState.OUT_OF_SCOPE: _("Closed: out of scope"),
}

LINKS: Final[dict[Link, LazyString]] = {
    Link.OK: _("answers"),
    Link.MOVED: _("has a new address"),
    Link.BROKEN: _("broken: the page is gone"),
    Link.UNSURE: _("did not let us in"),
    Link.AWAY: _("could not be checked"),
    Link.NO_LINK: _("no address of the open web"),
}
"""What the last look at a source's address came to. Only `broken` says something of the page."""

VERDICTS: Final[dict[str, LazyString]] = {
    "hoax": _("Hoax"),
    "scam": _("Scam"),
    "false": _("False"),
    "outdated_true": _("Was true once"),
}
"""What we say of a claim."""

FIELDS: Final[dict[str, LazyString]] = {
    "text": _("Text"),
    "more": _("More (sent on LANJUT)"),
    "checked_on": _("Facts checked on"),
    "needs_native": _("Waits for a native speaker"),
    "category": _("Category"),
    "owner": _("Office that answers for it"),
    "tag": _("Source at the end of the answer"),
    "safety": _("About danger"),
    "review_by": _("Review by"),
    "position": _("Place in menus"),
    "keywords": _("Keywords"),
    "sources": _("Sources"),
    "title": _("Title"),
    "label": _("Name in menus"),
    "aliases": _("Aliases"),
    "related": _("Related words"),
    "examples": _("Example questions"),
}

LANGUAGES: Final[dict[str, LazyString]] = {
    "id": _("Indonesian"),
    "en": _("English"),
    "bjn": _("Banjar"),
    "nij": _("Ngaju"),
}

LINT: Final = "lint"
"""The catalogue of what lint finds wrong; its texts stand in smsinfo/content."""

REASONS: Final[dict[str, LazyString]] = {
    "not_yours": _("That is outside the region that you are responsible for."),
    "not_author": _("Only who wrote it can do that."),
    "own": _("Nobody publishes what they wrote. Ask another publisher."),
    "not_now": _("That can't be done to it any more."),
    "decided": _("Somebody else was quicker. Look at what stands there now."),
    "moved": _("Somebody else published another text meanwhile: %(parts)s. Put both together before you go on."),
    "errors": _("Mend what is marked as an error first."),
    "empty": _("There is nothing new: citizens get exactly this already."),
    "no_frame": _("Write title, keywords and sources of the topic first."),
    "word_taken": _("A keyword or alias names another topic already. Choose another word."),
    "gone": _("There is no such topic any more."),
    "have_draft": _("You have another draft of this topic. Send or discard it first."),
    "no_words": _("Write a few words, so that the others know why."),
    "bad_time": _("Choose a time to come, within a year."),
    "no_approver": _("Who approved it is no publisher here any more."),
    "key_form": _("A key has up to 40 of a-z, digits and single hyphens: akta-lahir"),
    "key_taken": _("There is a topic %(key)s already. Choose another key."),
    "no_alias": _("Write the words that people text, up to 80 characters, and choose a language."),
    "no_keeper": _("Choose somebody who edits or publishes answers, by the name of their account."),
    "no_topic": _("Choose a topic that is published."),
    "changed": _("This was changed since you opened it. Look at it again."),
    "waits": _("A change of this topic waits for review. Decide it first."),
    "proposal_waits": _("A proposal for it waits for review. Decide it first."),
    "claim_taken": _("There is a claim %(key)s already. Open it in the list, or choose another key."),
    "bad_day": _("Choose a day to come, within two years."),
    "title_form": _("Choose a category and give a title of up to 120 characters."),
}


def reason(refusal: ContentRefused) -> str:
    """Why an act was refused, in the language of the page."""
    values = {
        name: ", ".join(map(str, said)) if isinstance(said, list) else said for name, said in refusal.values.items()
    }
    return str(REASONS[refusal.reason]) % values


def from_worker(text: str) -> str:
    """Why the worker returned a change: the reason as it was stored, and the parts."""
    code, _colon, parts = text.partition(": ")
    return str(REASONS[code]) % {"parts": ", ".join(part(name) for name in parts.split(", ") if name), "key": ""}


def problem(found: Problem) -> str:
    """What is wrong and what to do, in the language of the page."""
    translated: str = catalogue(page_language(), LINT).gettext(found.template)
    return translated.format(**found.values)


def category(name: str) -> str:
    """A category as citizens read it."""
    return say(f"category.{name}", page_language()) if name else ""


def field(name: str) -> str:
    """A field of a part: `aliases.id` is `Aliases (Indonesian)`."""
    kind, _dot, language = name.partition(".")
    words = str(FIELDS.get(kind) or words_proposals.FIELDS.get(kind) or kind)
    return f"{words} ({LANGUAGES.get(language, language)})" if language else words


def part(one: Part | str) -> str:
    """A part: `Indonesian, Katingan`; the frame is `Words and sources`."""
    found = Part.read(one) if isinstance(one, str) else one
    if not found.language:
        return str(gettext("Words and sources"))
    return f"{LANGUAGES.get(found.language, found.language)} · {region(found.region)}"


def region(code: str | None) -> str:
    """A region by name; everywhere, where there is none."""
    if code is None:
        return str(gettext("everywhere"))
    place = services().snapshots.current().places.get(code)
    return f"{place.name} ({code})" if place is not None else code
