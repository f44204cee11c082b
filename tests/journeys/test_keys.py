"""Keys rotate while people keep texting, and practice never meets the real."""

from __future__ import annotations

import base64

from sqlalchemy import func, select

from smsinfo.bootstrap import make_sealer
from smsinfo.contacts.rotate import rotate_keys
from smsinfo.db.models import Contact
from tests.journeys.conftest import Open
from tests.support import KEYS, HeldClock, Phone

OLD = KEYS["SMSINFO_CONTACT_KEY"]
NEW = base64.urlsafe_b64encode(bytes(64)).decode()
BOTH = {"SMSINFO_CONTACT_KEY": f"{NEW},{OLD}"}
ONLY_NEW = {"SMSINFO_CONTACT_KEY": NEW}


def test_one_number_across_a_rotation_is_one_contact(open_services: Open, clock: HeldClock) -> None:
    Phone(open_services(), clock).texts("LOKASI katingan")
    both = open_services(keys=BOTH)
    assert "Kab Katingan" in (Phone(both, clock).texts("STATUS") or "")
    with both.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 1
    assert "Kab Katingan" in (Phone(open_services(keys=ONLY_NEW), clock).texts("STATUS") or "")


def test_rotation_moves_those_who_do_not_text(open_services: Open, clock: HeldClock) -> None:
    Phone(open_services(), clock).texts("LOKASI katingan")
    both = open_services(keys=BOTH)
    assert rotate_keys(both.database, make_sealer(both.settings)) == 1
    assert rotate_keys(both.database, make_sealer(both.settings)) == 0
    assert "Kab Katingan" in (Phone(open_services(keys=ONLY_NEW), clock).texts("STATUS") or "")


def test_practice_contacts_are_others_than_live_ones(open_services: Open, clock: HeldClock) -> None:
    services = open_services()
    Phone(services, clock).texts("LOKASI katingan")
    assert "Katingan" not in (Phone(services, clock, practice=True).texts("STATUS") or "")
