"""What the pages about citizens share: the code that stands for a contact in an address, and what they may do there."""

from __future__ import annotations

import base64
import binascii
from functools import cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Blueprint, abort, current_app
from sqlalchemy.orm import Session

from smsinfo.db.models import Contact, Subscription
from smsinfo.db.queries import channels, contacts, desk
from smsinfo.domain.staff import Permission
from smsinfo.errors import DeskRefused
from smsinfo.helpdesk.acts import Helpdesk, Work
from smsinfo.helpdesk.card import regions_of, sees
from smsinfo.helpdesk.why import Now
from smsinfo.web import words_desk
from smsinfo.web.access import services
from smsinfo.web.gate import person, staff_pages

LONGEST_PLACE: Final = 60
_ID_BYTES: Final = 8


def citizen_pages(name: str, module: str) -> Blueprint:
    """A blueprint of staff pages whose templates have the words of the desk."""
    pages = staff_pages(name, module)
    pages.context_processor(lambda: {"say": words_desk, "region": words_desk.region})
    return pages


def helpdesk() -> Helpdesk:
    """The acts of the desk."""
    return Helpdesk(services().contacts, services().outbox, services().staff.audit)


def code_of(contact_id: int) -> str:
    """What stands for the contact in an address: no number, no id, and worth nothing to another account."""
    sealed = _cipher(_secret()).encrypt(contact_id.to_bytes(_ID_BYTES), [str(person().id).encode()])
    return base64.urlsafe_b64encode(sealed).decode()


def subject(session: Session, code: str) -> tuple[Contact, list[Subscription]]:
    """The contact of a code with its subscriptions.

    404 for a code of another account, a contact of another jurisdiction, and of nobody (any more).
    """
    try:
        sealed = base64.urlsafe_b64decode(code.encode())
        number = int.from_bytes(_cipher(_secret()).decrypt(sealed, [str(person().id).encode()]))
    except (InvalidTag, ValueError, binascii.Error):
        abort(404)
    found = desk.contact(session, number)
    subscribed = contacts.subscriptions(session, number)
    if found is None or not sees(person(), regions_of(found, subscribed)):
        abort(404)
    return found, subscribed


def work(session: Session, code: str) -> Work:
    """Who is logged in does something for the contact of the code, now."""
    return Work(session, person(), subject(session, code)[0], services().clock())


def state(session: Session) -> Now:
    """What holds messages back now."""
    settings = services().settings
    return Now(
        at=services().clock(),
        quiet_hours=settings.quiet_hours,
        zone=settings.zone,
        channels=channels.all_states(session.connection()),
        no_money=services().inbox.spend.exhausted,
    )


def place(typed: str) -> str:
    """The region that somebody means, by code or by name as citizens write it. Raises DeskRefused."""
    snapshot, words = services().snapshots.current(), " ".join(typed.split())[:LONGEST_PLACE]
    if words in snapshot.places:
        return words
    meant = snapshot.understanding.resolve(f"daftar {words}", "id", person().region_code).places if words else ()
    found = [code for code in meant if code in snapshot.places]
    if not found:
        raise DeskRefused("no_region", "there is no such region", place=words)
    if len(found) > 1:
        names = "; ".join(words_desk.region(code) for code in found[:6])
        raise DeskRefused("which_region", "several regions have this name", places=names)
    return found[0]


def may_assist() -> bool:
    """True where who is logged in may act for citizens, and not only look."""
    return person().may(Permission.ASSIST)


def _secret() -> bytes:
    return str(current_app.config["SECRET_KEY"]).encode()


@cache
def _cipher(secret: bytes) -> AESSIV:
    return AESSIV(HKDF(algorithm=hashes.SHA256(), length=64, salt=None, info=b"smsinfo desk code v1").derive(secret))
