"""The menus: which category comes first, what is left out, which lines read otherwise, which words are open."""

from __future__ import annotations

from collections import Counter

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from smsinfo.content.menu_values import NAMES, ORDER, WORDS, labels_in, typed, with_menu
from smsinfo.content.words import CATEGORIES
from smsinfo.db.queries import proposals
from smsinfo.domain.proposals import Sort, Subject
from smsinfo.domain.staff import PROVINCE, Permission
from smsinfo.web import proposing
from smsinfo.web.access import services
from smsinfo.web.desk import LANGUAGES, by_htmx, desk_pages
from smsinfo.web.gate import needs, person
from smsinfo.web.i18n import page_language
from smsinfo.web.menu_preview import screens, sms
from smsinfo.web.preview import shown
from smsinfo.web.proposing import Form

pages = desk_pages("menus", __name__)


@pages.get("/menus")
@needs(Permission.TOPICS)
def all_() -> ResponseReturnValue:
    """The parts of the menus, and what TOPIK and the dialled code show."""
    catalogue = services().snapshots.current().catalogue
    with services().database.read() as session:
        waiting = proposals.open_keys(session, Sort.MENU)
    hidden = Counter(topic.category for topic in catalogue.topics if topic.key in catalogue.ussd.hidden)
    return render_template(
        "menus/list.html",
        names=NAMES,
        there=Counter(topic.category for topic in catalogue.topics),
        hidden=hidden,
        menus=len(catalogue.menus),
        waiting=waiting,
        sms=shown(sms(catalogue, page_language())) if catalogue.topics else None,
        screens=screens(catalogue, page_language()),
    )


@pages.get("/menus/<menu>")
@needs(Permission.TOPICS)
def show(menu: str) -> ResponseReturnValue:
    """One part of them."""
    with services().database.read() as session:
        return _page(proposing.form(session, _subject(menu), {}))


@pages.post("/menus/<menu>")
@needs(Permission.WRITE)
def send(menu: str) -> ResponseReturnValue:
    """Look at what was typed, or send it."""
    topics = [topic for topic in services().snapshots.current().catalogue.topics if topic.category == menu]
    return proposing.take(_subject(menu), typed(menu, request.form, topics), _page)


def _subject(menu: str) -> Subject:
    if menu not in NAMES:
        abort(404)
    return Subject(Sort.MENU, menu)


def _page(found: Form) -> str:
    name, catalogue = found.subject.key, services().snapshots.current().catalogue
    wanted = with_menu(catalogue, name, found.value)
    category = name if name in CATEGORIES else ""
    topics = [topic for topic in catalogue.topics if topic.category == category]
    places = {one: at for at, one in enumerate(found.value.get("order", []), 1)}
    return render_template(
        "menus/panel.html" if by_htmx() else "menus/menu.html",
        form=found,
        value=found.value,
        name=name,
        order=name == ORDER,
        words_part=name == WORDS,
        mine=person().may(Permission.WRITE, PROVINCE),
        categories=sorted(CATEGORIES, key=lambda one: places.get(one, len(CATEGORIES))),
        places=places,
        topics=topics,
        labels=labels_in(found.value),
        menu_languages=LANGUAGES,
        sms=shown(sms(wanted, page_language(), category)) if topics or not category else None,
        screens=screens(wanted, page_language(), category) if topics or not category else (),
    )
