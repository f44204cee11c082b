"""An invitation by mail, beside the link that is shown once anyway.

It is handed to the mail server at once and is no row of the outbox: of a link only the digest is kept, and a text that
waits or has left is kept for weeks.
"""

from __future__ import annotations

from typing import Final

from flask_babel import force_locale, gettext

from smsinfo.domain.sending import Mt
from smsinfo.domain.staff import LinkPurpose, Person
from smsinfo.outbox.route import routes
from smsinfo.sms.segments import split
from smsinfo.staff.accounts import LINK_LASTS
from smsinfo.staff.audit import Actor
from smsinfo.staff.keys import token_digest
from smsinfo.web.access import services
from smsinfo.web.i18n import DEFAULT, LANGUAGES

MAILED: Final = "account.mailed"


def can_mail() -> bool:
    """Whether there is a channel that sends mail."""
    return bool(routes(services().plans.values(), "", kind="mail"))


def mail_link(sender: Person, one: Person, token: str, address: str) -> bool:
    """Mail a link to join to the person's own address; True where the server took it. Holds no session meanwhile.

    Written down either way. Never raises for what the server does: the link is on the page too.
    """
    [channel, *_others] = routes(services().plans.values(), "", kind="mail")
    with force_locale(one.language if one.language in LANGUAGES else DEFAULT):
        subject = str(gettext("Your account in smsinfo"))
        text = gettext(
            "%(name)s invites you to smsinfo. Open this link within three days and choose a password; it works once:"
            "\n\n%(address)s\n\nDo not hand it on. If you expected no invitation, do nothing.",
            name=sender.full_name,
            address=address,
        )
    shape = split(text)
    key = f"invitation-{token_digest(token).hex()[:32]}"
    lasts = LINK_LASTS[LinkPurpose.JOIN]
    mail = Mt(key, one.email or "", text, shape.encoding, shape.count, lasts, subject)
    taken = services().gateways[channel.name].send(mail).accepted
    with services().database.write() as database:
        told, region = (Actor.of(sender), MAILED, f"account:{one.name}"), one.region_code
        services().staff.audit.record(database, services().clock(), *told, region=region, taken=taken)
    return taken
