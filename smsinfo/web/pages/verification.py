"""Verification: what has to be looked at again, the look itself, and all answers for an auditor's signature."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.content.due import SOON
from smsinfo.content.link_kinds import Link
from smsinfo.content.parts import FRAME, day
from smsinfo.content.verifying import LONGEST, SIGNED, USUAL, Verifying, own_parts, seen_of
from smsinfo.content.verifying_claims import look, verify_claim
from smsinfo.db.queries import audit as log
from smsinfo.db.queries import changes, claims, content
from smsinfo.db.queries import verifying as rows
from smsinfo.db.queries.verifying import Wanted
from smsinfo.domain.changes import OPEN
from smsinfo.domain.staff import PROVINCE, Permission
from smsinfo.errors import ContentRefused
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import attempt, case, desk_pages, now, number, today
from smsinfo.web.gate import needs, person

PAGE: Final = 25
SHEET: Final = 50
"""Topics of one printed list; more are on further pages, or by office."""
DAYS: Final = {"over": -1, "30": 30, "90": 90}
"""Within how many days a topic has to be looked at; on its day it is not yet overdue."""
MINE: Final = "mine"
SIGNATURES: Final = 5
pages = desk_pages("verification", __name__)


@pages.get("/verification")
@needs(Permission.TOPICS)
def due() -> ResponseReturnValue:
    """The topics by owner, the one that waits longest first, with the last look and the state of their links."""
    asked = {name: request.args.get(name, "").strip()[:80] for name in ("owner", "due", "link", "keeper")}
    offset, days = number("from", 100_000), DAYS.get(asked["due"])
    before = today() + timedelta(days=days) if days is not None else None
    mine = person().id if asked["keeper"] == MINE else None
    wanted = Wanted(asked["owner"], before, asked["link"] if asked["link"] in set(Link) else "", mine)
    with services().database.read() as session:
        found = rows.due(session, wanted, PAGE + 1, offset)
        sources = rows.sources_of(session, [row.id for row in found[:PAGE]])
        owners = rows.owners(session, today(), today() + SOON)
        heard = rows.claims_due(session, wanted, PAGE + 1) if not offset else []
        claim_sources = rows.sources_of_claims(session, [row.id for row in heard[:PAGE]]) if heard else {}
    return render_template(
        "verification/due.html",
        claims=heard,
        claim_sources=claim_sources,
        lines=found[:PAGE],
        further=len(found) > PAGE,
        offset=offset,
        size=PAGE,
        sources=sources,
        owners=owners,
        asked=asked,
        given={name: said for name, said in asked.items() if said},
        days=list(DAYS),
        today=today(),
        soon=today() + SOON,
    )


@pages.get("/verification/topics/<key>")
@needs(Permission.TOPICS)
def show(key: str) -> ResponseReturnValue:
    """One answer with its sources, and the act that says it is right."""
    with services().database.read() as session:
        found = case(session, key)
        sources = rows.sources_of(session, [found.id])
        texts = rows.texts_of(session, [found.id])
        waiting = changes.of_topic(session, found.id, OPEN, 1)
    own = own_parts(found, person())
    return render_template(
        "verification/topic.html",
        case=found,
        frame=found.live.get(FRAME, {}),
        sources=sources.get(found.id, []),
        texts_live=texts.get(found.id, []) if found.found.published else [],
        waiting=waiting,
        own=own,
        sets_review=FRAME in own,
        seen=seen_of(found),
        today=today(),
        usual=today() + USUAL,
        last=today() + LONGEST,
    )


@pages.post("/verification/topics/<key>")
@needs(Permission.VERIFY)
def verify(key: str) -> ResponseReturnValue:
    """It was looked at today and is right."""
    review_by, seen = day(request.form.get("review_by")), request.form.get("seen", "")

    def act() -> None:
        with services().database.write() as session:
            verifying().verify(session, person(), now(), today(), key, seen, review_by)

    done = gettext("Verified today. Answers bear the new month within two seconds.")
    return attempt(act, url_for("verification.show", key=key), done, url_for("verification.due"))


@pages.get("/verification/claims/<claim>")
@needs(Permission.TOPICS)
def show_claim(claim: str) -> ResponseReturnValue:
    """One claim with our verdict and its sources, and the act that says it still holds."""
    with services().database.read() as session:
        found = look(session, claim)
        number_of = claims.claim_ids(session).get(claim)
        sources = rows.sources_of_claims(session, [number_of]) if number_of is not None else {}
    if found is None or number_of is None:
        abort(404)
    return render_template(
        "verification/claim.html",
        claim=found,
        value=found.value,
        review_by=day(found.value["review_by"]),
        sources=sources.get(number_of, []),
        mine=person().may(Permission.VERIFY, found.scope),
        today=today(),
        usual=today() + USUAL,
        last=today() + LONGEST,
    )


@pages.post("/verification/claims/<claim>")
@needs(Permission.VERIFY)
def verify_one(claim: str) -> ResponseReturnValue:
    """Its verdict was looked at today and holds."""
    review_by, seen = day(request.form.get("review_by")), request.form.get("seen", "")

    def act() -> None:
        with services().database.write() as session:
            verify_claim(session, services().staff.audit, person(), now(), today(), claim, seen, review_by)

    with services().database.read() as session:
        if claim not in claims.claim_ids(session):
            abort(404)
    done = gettext("Verified today. Answers bear the new month within two seconds.")
    return attempt(act, url_for("verification.show_claim", claim=claim), done, url_for("verification.due"))


@pages.get("/verification/answers")
@needs(Permission.TOPICS)
def answers() -> ResponseReturnValue:
    """All answers with source and date, to be printed and signed."""
    owner, offset = request.args.get("owner", "").strip()[:80], number("from", 100_000)
    with services().database.read() as session:
        found = rows.in_order(session, owner, SHEET + 1, offset)
        ids = [row.id for row in found[:SHEET]]
        texts, sources = rows.texts_of(session, ids), rows.sources_of(session, ids)
        owners = rows.owners(session, today(), today())
        version = content.content_version(session)
        signed = log.find(session, log.Filter(action=SIGNED), SIGNATURES)
    return render_template(
        "verification/answers.html",
        lines=found[:SHEET],
        further=len(found) > SHEET,
        offset=offset,
        size=SHEET,
        texts_live=texts,
        sources=sources,
        owners=owners,
        owner=owner,
        version=version,
        signatures=[(event, json.loads(event.details)) for event in signed],
        may_sign=person().may(Permission.AUDIT, PROVINCE),
        today=today(),
        me=person(),
    )


@pages.post("/verification/answers")
@needs(Permission.AUDIT, fresh=True)
def sign() -> ResponseReturnValue:
    """Sign the list as it stands; refused where an answer was changed since it was opened."""
    try:
        with services().database.write() as session:
            signed = verifying().sign(session, person(), now(), request.form.get("version", -1, type=int))
    except ContentRefused as refusal:
        flash(words.reason(refusal), "danger")
        return redirect(url_for("verification.answers"), 303)
    said = gettext("Signed: %(count)s answers of version %(version)s.", count=signed.count, version=signed.version)
    flash(said, "success")
    return redirect(url_for("verification.answers"), 303)


def verifying() -> Verifying:
    """The acts."""
    return Verifying(services().staff.audit)
