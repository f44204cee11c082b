"""Editors of two regencies and an auditor, and what an editor does for a group on its pages."""

from __future__ import annotations

import re

from sqlalchemy import select

from smsinfo.content.packs import import_pack
from smsinfo.db.models import OutboundMessage
from smsinfo.domain.staff import Role
from tests.content.samples import a_pack
from tests.support import CITIZEN

from .pressroom import PressRoom, words
from .staffroom import Visitor, said

FORM = {"name": "KIM Samba", "region": "62.06", "decree": "421/23/KIM", "area": "Katingan Tengah", "public": "1"}


def make_room(url: str) -> PressRoom:
    """An editor of Katingan, one of Kotawaringin Timur, and an auditor."""
    found = PressRoom(url)
    found.person("kat", (Role.EDITOR, "62.06"), region="62.06")
    found.person("kotim", (Role.EDITOR, "62.02"), region="62.02")
    found.person("pemeriksa", (Role.AUDITOR, "62"))
    with found.services.database.write() as session:
        import_pack(session, a_pack(), found.clock())
    return found


def enters(desk: Visitor, **more: str) -> str:
    """Enter a group; its page."""
    desk.get("/staff/groups/new")
    answer = desk.post("/staff/groups/new", **{**FORM, **more})
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["Location"])


def invites(desk: Visitor, page: str, number: str = CITIZEN, **more: str) -> str:
    """Invite somebody; what the page says."""
    desk.get(page)
    fields = {"number": number, "name": "Rina Wati", "role": "contributor", "village": "62.06", **more}
    assert desk.post(f"{page}/invite", **fields).headers["Location"] == page
    return said(desk.get(page))[0]


def code(room: PressRoom) -> str:
    """The newest code that went out."""
    with room.services.database.read() as session:
        body = session.scalars(select(OutboundMessage.body).order_by(OutboundMessage.id.desc()).limit(1)).one()
    found = re.search(r"IKUT (\d{4})", body)
    assert found is not None
    return found.group(1)
