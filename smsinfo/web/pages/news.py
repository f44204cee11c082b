"""Contributions of members on the desk of the region's editors: look, ask back, publish, decline, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.community.checklist import CHECKLIST
from smsinfo.community.news_desk import LONGEST_CREDIT, LONGEST_REASON, OVERDUE, Edited, NewsDesk
from smsinfo.db.queries import news as rows
from smsinfo.domain.community import MemberRole
from smsinfo.domain.news import OPEN, Contribution, NewsKind, NewsState
from smsinfo.domain.regions import ancestors, covers
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import NewsRefused
from smsinfo.sms.gsm7 import BASIC, EXTENSION
from smsinfo.sms.segments import count
from smsinfo.web import words_news as words
from smsinfo.web.access import services
from smsinfo.web.desk import desk_pages, now, number, today
from smsinfo.web.gate import needs, person
from smsinfo.web.i18n import page_language

PAGE: Final = 25
MOST_PLACES: Final = 400
LARGEST: Final = 2**31 - 1
LIFE: Final = {
    NewsKind.NEWS: timedelta(days=30),
    NewsKind.EVENT: timedelta(days=14),
    NewsKind.UMKM: timedelta(days=180),
    NewsKind.WISATA: timedelta(days=180),
}
"""How long a kind is shown, where the editor says nothing else."""
SHOWN: Final = {"open": OPEN, "published": {NewsState.PUBLISHED}, "gone": {NewsState.DECLINED, NewsState.WITHDRAWN}}
pages = desk_pages("news", __name__)


@pages.get("/news")
@needs(Permission.NEWS)
def all_() -> ResponseReturnValue:
    """Those of the person's regions in a state, waiting ones oldest first."""
    state = request.args.get("state", "open") if request.args.get("state") in SHOWN else "open"
    offset = number("from", 100_000)
    with services().database.read() as session:
        found = rows.listed(session, SHOWN[state], person().regions(Permission.NEWS), PAGE + 1, offset)
    late = now() - OVERDUE
    return render_template(
        "news/list.html",
        found=found[:PAGE],
        further=len(found) > PAGE,
        offset=offset,
        size=PAGE,
        state=state,
        age={one.number: (now() - one.received_at).days for one in found},
        late={one.number for one in found if one.is_open and one.received_at < late},
        news=words,
        place=_place,
    )


@pages.get("/news/<int:contribution_id>")
@needs(Permission.NEWS)
def show(contribution_id: int) -> ResponseReturnValue:
    """One contribution with its history, the questions to go through, and the acts."""
    return _page(contribution_id, {}, "")


@pages.post("/news/<int:contribution_id>/publish")
@needs(Permission.NEWS)
def publish(contribution_id: int) -> ResponseReturnValue:
    """Put it into the answers."""
    form = request.form
    kind = form.get("kind", "")
    edited = Edited(
        words=form.get("text", ""),
        kind=NewsKind(kind) if kind in set(NewsKind) else NewsKind.NEWS,
        region_code=form.get("place", ""),
        credit=form.get("credit", ""),
        expires_on=_day(form.get("until", "")),
        checked=form.get("checked") == "yes",
    )
    return _do(
        contribution_id,
        gettext("Published. Citizens get it with KABAR, UMKM, WISATA or ACARA."),
        lambda desk, session, me: desk.publish(session, me, now(), contribution_id, edited),
    )


@pages.post("/news/<int:contribution_id>/ask")
@needs(Permission.NEWS)
def ask(contribution_id: int) -> ResponseReturnValue:
    """Ask the author back."""
    return _answer(contribution_id, gettext("Asked."), NewsDesk.ask)


@pages.post("/news/<int:contribution_id>/decline")
@needs(Permission.NEWS)
def decline(contribution_id: int) -> ResponseReturnValue:
    """Publish nothing, with the reason."""
    return _answer(contribution_id, gettext("Declined."), NewsDesk.decline)


@pages.post("/news/<int:contribution_id>/withdraw")
@needs(Permission.NEWS)
def withdraw(contribution_id: int) -> ResponseReturnValue:
    """Take a published one out, with the reason."""
    return _answer(contribution_id, gettext("Withdrawn."), NewsDesk.withdraw)


def _answer(
    contribution_id: int, done: str, act: Callable[[NewsDesk, Session, Person, datetime, int, str], bool]
) -> ResponseReturnValue:
    text = request.form.get("words", "")
    return _do(contribution_id, done, lambda desk, session, me: act(desk, session, me, now(), contribution_id, text))


def _do(contribution_id: int, done: str, act: Callable[[NewsDesk, Session, Person], bool]) -> ResponseReturnValue:
    """Do it, and say whether the author hears of it; the page with what was typed where it is refused."""
    if contribution_id > LARGEST:
        abort(404)
    try:
        with services().database.write() as session:
            told = act(services().community.news_desk, session, person())
    except NewsRefused as refusal:
        if refusal.reason == "not_yours":
            abort(404)
        return _page(contribution_id, dict(request.form), words.reason(refusal)), 409
    heard = gettext("The author gets an SMS.") if told else gettext("The author gets no SMS; STATUS tells them.")
    flash(f"{done} {heard}", "success")
    return redirect(url_for("news.show", contribution_id=contribution_id), 303)


def _page(contribution_id: int, typed: dict[str, str], problem: str) -> str:
    with services().database.read() as session:
        found = rows.get(session, contribution_id) if contribution_id <= LARGEST else None
        if found is None or not person().may(Permission.NEWS, found.region_code):
            abort(404)
        history = rows.steps(session, contribution_id)
    given = {**_given(found), **typed}
    return render_template(
        "news/one.html",
        one=found,
        history=history,
        given=given,
        problem=problem,
        segments=count(f"{given['text']} ({given['credit']})"),
        places=_places(found),
        questions=[check.text(page_language()) for check in CHECKLIST],
        most=(LONGEST_CREDIT, LONGEST_REASON),
        today=today(),
        alphabet=(BASIC, EXTENSION),
        news=words,
        place=_place,
    )


def _given(found: Contribution) -> dict[str, str]:
    """What the form holds before anybody has changed it."""
    return {
        "text": found.words or found.text,
        "kind": found.kind.value,
        "place": found.region_code,
        "credit": found.credit or _credit(found),
        "until": (today() + LIFE[found.kind]).isoformat(),
    }


def _credit(found: Contribution) -> str:
    """Who it is from: the group or the office, with the member's name where they agreed to have it shown."""
    office = gettext("Village head") if found.role == MemberRole.VILLAGE_HEAD else found.group
    return ", ".join(filter(None, (found.author if found.shown else "", office))) or _place(found.region_code)


def _places(found: Contribution) -> list[tuple[str, str]]:
    """(code, name) of the member's region and all in it, the largest first."""
    known = services().snapshots.current().places
    inside = sorted((code for code in known if covers(found.region_code, code)), key=lambda code: (len(code), code))
    return [(code, known[code].name) for code in inside[:MOST_PLACES]] or [(found.region_code, found.region_code)]


def _place(code: str) -> str:
    """`Tumbang Lahang, Katingan Tengah`: the place and what it lies in."""
    known = services().snapshots.current().places
    names = [known[one].name for one in ancestors(code)[:2] if one in known]
    return ", ".join(names) or code


def _day(text: str) -> date:
    """A day of a form; what is no day is long ago, and refused as such."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min
