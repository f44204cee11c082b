"""What is published, for everybody: topics with their answers as a phone shows them, claims with verdicts, a search."""

from __future__ import annotations

import re
from typing import Final

from flask import Response, abort, request, url_for
from flask_babel import gettext

from smsinfo.conversation.looking import Looked, answer_of, look
from smsinfo.db.queries import content
from smsinfo.db.queries import topics as topic_rows
from smsinfo.domain.content import CatalogueClaim, CatalogueTopic
from smsinfo.locale import NAMES, say
from smsinfo.sms.segments import split
from smsinfo.web import public_alerts as alerts
from smsinfo.web.access import services
from smsinfo.web.i18n import page_language
from smsinfo.web.window import (
    LONGEST_TEXT,
    asked_region,
    numbers,
    onlooker,
    page,
    regions,
    unkept,
    window_pages,
)
from smsinfo.web.words_content import VERDICTS

pages = window_pages("window", __name__)
CLAIMS_A_PAGE: Final = 50
_WEB: Final = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?][^\s]*)?)", re.IGNORECASE)
_CODE: Final = re.compile(r"\d{1,8}", re.ASCII)


@pages.get("/info")
def topics() -> Response:
    """All topics by category; with `q`, what that text would be answered."""
    region = asked_region()
    text = request.args.get("q")
    if text is not None and text.strip():
        return _search("window/topics.html", text, region, _topics(region))
    return page((region,), "window/topics.html", lambda: _topics(region))


@pages.get("/info/<key>")
def topic(key: str) -> Response:
    """One topic in each language, as it is answered in a region."""
    region, found = asked_region(), services().snapshots.current().topics.get(key)
    if found is None:
        abort(404)
    return page((key, region), "window/topic.html", lambda: _topic(found, region))


@pages.get("/hoaks")
def claims() -> Response:
    """What went round and was looked at; with `q`, the verdict on what somebody heard."""
    text, wanted = request.args.get("q"), request.args.get("halaman", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 0
    count = len(services().snapshots.current().catalogue.claims)
    if not 1 <= number <= max(1, -(-count // CLAIMS_A_PAGE)):
        abort(404)
    if text is not None and text.strip():
        return _search("window/claims.html", text, "", _claims(number), before="HOAKS ")
    return page((str(number),), "window/claims.html", lambda: _claims(number))


def _search(template: str, text: str, region: str, values: dict[str, object], *, before: str = "") -> Response:
    """The page with what the text would be answered; that it is too long, where it is."""
    if len(text) > LONGEST_TEXT:
        problem = gettext("Write at most %(most)s letters, as in one SMS.", most=LONGEST_TEXT)
        return unkept(template, {**values, "text": text[:LONGEST_TEXT], "problem": problem}, 400)
    found = look(onlooker(page_language(), region), before + text)
    return unkept(template, {**values, "text": text, "sent": before + text.strip(), **_found(found)})


def _found(found: Looked) -> dict[str, object]:
    known, language = services().snapshots.current().topics, page_language()
    code = found.resolution.argument.strip() if found.resolution.command == "verify" else ""
    return {
        "found": found,
        "reply": found.reply,
        "segments": split(found.reply).count if found.reply else 0,
        "links": [(key, known[key].label(language)) for key in (*found.resolution.topics, *found.near) if key in known],
        "check": url_for("siaran.one", code=code) if _CODE.fullmatch(code) else "",
    }


def _topics(region: str) -> dict[str, object]:
    language = page_language()
    by_category: dict[str, list[CatalogueTopic]] = {}
    for one in services().snapshots.current().catalogue.topics:
        by_category.setdefault(one.category, []).append(one)
    groups = [
        (key, say(f"category.{key}", language), [_line(one, language, region) for one in found])
        for key, found in by_category.items()
    ]
    return {**_usual(region), "groups": groups}


def _line(topic: CatalogueTopic, language: str, region: str) -> dict[str, object]:
    return {
        "key": topic.key,
        "title": topic.titles.get(language) or topic.titles["id"],
        "keyword": topic.keywords[0] if topic.keywords else "",
        "tag": topic.tag,
        "checked_on": topic.summary(language, region or None).checked_on,
    }


def _topic(topic: CatalogueTopic, region: str) -> dict[str, object]:
    with services().database.read() as session:
        row = topic_rows.by_key(session, topic.key)
        sources = content.sources(session, row.row.id) if row is not None else []
    language = page_language()
    spoken = sorted({one.language for one in topic.summaries}, key=lambda one: (one != language, one != "id", one))
    return {
        **_usual(region),
        "topic": topic,
        "title": topic.titles.get(language) or topic.titles["id"],
        "category": say(f"category.{topic.category}", language),
        "keyword": topic.keywords[0] if topic.keywords else "",
        "old": topic.review_by < services().clock().astimezone(services().settings.zone).date(),
        "texts": [_text(topic, one, region) for one in spoken],
        "sources": [(one.title, one.address, _address(one.address), one.checked_on) for one in sources],
    }


def _text(topic: CatalogueTopic, language: str, region: str) -> dict[str, object]:
    answer, more = answer_of(onlooker(language, region), topic.key)
    summary = topic.summary(language, region or None)
    return {
        "language": language,
        "name": NAMES.get(language, language),
        "answer": answer,
        "segments": split(answer).count,
        "more": more,
        "checked_on": summary.checked_on,
        "native": summary.needs_native,
    }


def _claims(number: int) -> dict[str, object]:
    found = services().snapshots.current().catalogue.claims
    first = (number - 1) * CLAIMS_A_PAGE
    pages = -(-len(found) // CLAIMS_A_PAGE)
    shown = [_claim(one) for one in found[first : first + CLAIMS_A_PAGE]]
    return {**_usual(""), "claims": shown, "number": number, "pages": pages}


def _claim(claim: CatalogueClaim) -> dict[str, object]:
    language, snapshot = page_language(), services().snapshots.current()
    return {
        "key": claim.key,
        "verdict": VERDICTS[claim.verdict],
        "claim": claim.claims.get(language) or claim.claims["id"],
        "answer": claim.answers.get(language) or claim.answers["id"],
        "language": language if language in claim.answers else "id",
        "place": alerts.called(snapshot, claim.region, language) if claim.region else "",
        "tag": claim.tag,
        "checked_on": claim.checked_on,
    }


def _usual(region: str) -> dict[str, object]:
    return {
        "region": region,
        "regions": regions(region),
        "numbers": numbers(),
        "longest": LONGEST_TEXT,
        "mark": services().snapshots.current().catalogue.mark,
    }


def _address(typed: str) -> str:
    """Where a source's address leads on the open web, or ""."""
    found = _WEB.fullmatch(typed.strip())
    return f"https://{found[1]}" if found else ""
