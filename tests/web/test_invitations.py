"""An invitation goes by mail too, where there is an address and a channel; the link is kept nowhere."""

from __future__ import annotations

import email
import email.policy

from lxml import html  # type: ignore[import-untyped]

from smsinfo.db.models import OutboundMessage
from smsinfo.domain.staff import Role
from tests.gateways.postbox import free_port, real_server

from .staffroom import StaffRoom, said
from .test_people import invite

ADMIN = Role.ADMINISTRATOR


def mailing(url: str, port: int) -> StaffRoom:
    """A staff room with a mail channel, and `ani` in it."""
    mail = {"kind": "mail", "host": "localhost", "port": port, "security": "none", "sender": "smsinfo@kalteng.go.id"}
    room = StaffRoom(url, channels={"mail": mail})
    room.person("ani", (ADMIN, "62"))
    return room


def test_an_invitation_goes_by_mail_where_there_is_an_address_and_a_channel(sqlite_url: str) -> None:
    with real_server() as box:
        room = mailing(sqlite_url, box.port)
        admin = room.logged_in("ani")
        page = invite(admin, email="siti@kalteng.go.id", mail="1")
        assert said(page) == ["Dikirim juga ke siti@kalteng.go.id."]
        (address,) = html.document_fromstring(page.text).xpath("//p[@class='once']/text()")
        mail = email.message_from_bytes(box.mail(), policy=email.policy.default)
        assert (mail["To"], mail["Subject"]) == ("siti@kalteng.go.id", "Akun Anda di smsinfo")
        assert address in mail.get_content()
        invite(admin, name="budi", email="budi@kalteng.go.id")
        invite(admin, name="citra", mail="1")
        assert len(box.envelopes) == 1
        with room.services.database.read() as session:
            assert session.query(OutboundMessage).count() == 0  # a text that is kept would keep the link
        [event] = room.events("account.mailed")
        assert (event.actor, event.subject, event.details) == ("ani", "account:siti.aminah", '{"taken":true}')
        room.close()


def test_where_the_mail_server_is_away_the_link_is_handed_over(sqlite_url: str, room: StaffRoom) -> None:
    away = mailing(sqlite_url.replace("smsinfo.db", "away.db"), free_port())
    page = invite(away.logged_in("ani"), email="siti@kalteng.go.id", mail="1")
    assert said(page) == ["Peladen surel tidak menerimanya. Serahkan sendiri tautannya."]
    assert html.document_fromstring(page.text).xpath("//p[@class='once']/text()")
    away.close()
    room.person("ani", (ADMIN, "62"))
    ani = room.logged_in("ani")
    assert 'name="mail"' not in ani.get("/staff/people/new").text  # without a channel nobody is asked
    assert said(invite(ani, email="siti@kalteng.go.id", mail="1")) == []
