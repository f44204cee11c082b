"""The pages of groups in a real browser: narrow and wide, light and dark, clean for axe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from smsinfo.community.groups import Wanted
from smsinfo.community.joining import Invitation
from smsinfo.community.trainings import Meeting
from smsinfo.content.pack_model import PackRegion
from smsinfo.content.packs import import_pack
from smsinfo.db.models import Membership
from smsinfo.db.queries import memberships
from smsinfo.domain.community import MemberRole
from smsinfo.domain.staff import Role
from smsinfo.staff.audit import TERMINAL
from tests.content.samples import a_pack
from tests.support import CITIZEN, NEIGHBOUR, STRANGER

from .browsing import House, Scheme, housed, look, new_file, window
from .pressroom import PressRoom

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[PressRoom]]:
    """A group with a member who is shown, one who rests, an invitation and a training; a head."""
    room = PressRoom(new_file(tmp_path_factory, "groups"))
    room.person("kat", (Role.EDITOR, "62"))
    kit, now = room.services.community, room.clock()
    with room.services.database.write() as session:
        pack = a_pack()
        next_village = PackRegion("62.06.05.2006", "Tewang Manyangen", "desa", "62.06.05")
        import_pack(session, replace(pack, regions=(*pack.regions, next_village)), now)
        group = kit.groups.create(
            session, TERMINAL, Wanted("KIM Samba", "62.06", "421/23", "Samba", "Jl. Tjilik Riwut 1", public=True), now
        )

        def invites(number: str, role: MemberRole, region: str, name: str) -> Membership:
            wanted = Invitation(number, name, region, role, None if role is MemberRole.VILLAGE_HEAD else group)
            return kit.joining.invite(session, TERMINAL, wanted, now)

        one = invites(CITIZEN, MemberRole.CONTRIBUTOR, "62.06", "Rina Wati")
        memberships.activate(session, one, now)
        one.shown = True
        kit.trainings.enter(session, TERMINAL, group, Meeting(now.date(), "Balai desa", "Menulis", [one.id], 3), now)
        other = invites(NEIGHBOUR, MemberRole.RELAY, "62.06.05.2005", "Budi")
        memberships.activate(session, other, now)
        kit.joining.suspend(session, TERMINAL, other, now)
        invites(STRANGER, MemberRole.VILLAGE_HEAD, "62.06.05.2005", "Pak Kades")
    with housed(room) as found:
        yield found


@BOTH
def test_every_page_of_groups_holds(house: House[PressRoom], browser: Browser, width: int, scheme: Scheme) -> None:
    with window(browser, width, scheme) as here:
        page = house.log_in(here, "kat")
        for path in (
            "/staff/groups", "/staff/groups/new", "/staff/groups/import", "/staff/groups/1",
            "/staff/groups/1/edit", "/staff/heads",
            "/staff/groups/1/trainings/new", "/staff/trainings/1", "/staff/trainings/1/edit",
            "/staff/groups/1/pulsa?month=2026-11",
            "/kim", "/kim/1",
        ):  # fmt: skip
            house.open(page, path)
            look(page, path.strip("/").replace("/", " ").partition("?")[0])
        expect(page.get_by_text("Rina Wati")).to_be_visible()


@BOTH
def test_a_file_is_looked_at_by_keys_alone(
    house: House[PressRoom], browser: Browser, tmp_path: Path, width: int, scheme: Scheme
) -> None:
    file = tmp_path / "kim.csv"
    rows = [
        f"KIM Harapan,62.06,{CITIZEN},Rina Wati,,", f"KIM Harapan,62.06,{NEIGHBOUR},Budi,penyampai,62.06.05.2005",
        "KIM Harapan,Atlantis,081234567890,Tini,,", ",,081255550009,Siti Kades,kepala desa,62.06.05.2006",
        ",,081255550010,Tuti,kepala desa,62.06.05.2005",
    ]  # fmt: skip
    file.write_text("kelompok,kedudukan,nomor,nama,tugas,desa\n" + "\n".join(rows), encoding="utf-8")
    with window(browser, width, scheme, refused={409}) as here:
        page = house.log_in(here, "kat")
        house.open(page, "/staff/groups/import")
        page.get_by_label(here.say("A table (CSV or XLSX)")).set_input_files(file)
        page.get_by_role("button", name=here.say("See what it would bring")).press("Enter")
        expect(page.get_by_text("Siti Kades")).to_be_visible()
        look(page, "staff groups import report")
        page.get_by_label(here.say("The same file")).set_input_files(file)
        page.get_by_label(here.say("I have looked at the rows above, and at each village head.")).press("Space")
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        page.get_by_label(here.say("The same file")).set_input_files(file)
        page.get_by_role("button", name=here.say("Enter and invite now")).press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        look(page, "staff groups import refused")
