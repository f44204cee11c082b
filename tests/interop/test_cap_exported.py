"""What we export of alerts that two people have really sent, corrected and recalled: by the XSD and the rig's rules.

Needs ../shared/rigs (or SMSINFO_TEST_RIGS).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]

from smsinfo.alerts.cap.reading import read_cap
from smsinfo.domain.cap_document import MsgType
from tests.conftest import skip_or_fail
from tests.interop.test_cap import RIG, checked
from tests.web.warnroom import DISTRICT, WarnRoom, send

pytestmark = pytest.mark.interop
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def room(sqlite_url: str) -> Iterator[WarnRoom]:
    """Two people who subscribed."""
    if not (RIG / "check.py").exists():
        skip_or_fail(f"no {RIG}: set SMSINFO_TEST_RIGS to the folder with the rigs")
    found = WarnRoom(sqlite_url)
    for _ in range(2):
        found.subscriber()
    yield found
    found.close()


def takes_back(room: WarnRoom, path: str, form: str) -> str:
    """One person corrects or recalls it; where that stands."""
    room.clock.forward(seconds=31)
    room.desk("budi").get(f"{path}/correct")
    made = room.desk("budi").post(f"{path}/correct", form=form, fact="", code=room.code("budi"))
    assert made.status_code == 303
    room.works()
    return made.headers["Location"]


def test_every_document_of_our_feed_passes_the_xsd_and_the_rig(room: WarnRoom, tmp_path: Path) -> None:
    sent, wrong, over = room.approved(), room.approved(), room.approved()
    room.works()
    ralat, batal = takes_back(room, wrong, "correction"), takes_back(room, over, "cancel")
    news = send(room.desk("ani"), sent, f"{sent}/news", form="all_clear").headers["Location"].removesuffix("/edit")
    assert send(room.desk("ani"), news, f"{news}/submit").status_code == 303
    assert room.approves(news).status_code == 303
    drill = room.approved(way="drills")
    room.works()

    web = room.app.test_client()
    schema = etree.XMLSchema(etree.parse(RIG / "xsd" / "CAP-v1.2.xsd"))
    kinds: dict[str, MsgType] = {}
    for path in (sent, wrong, over, ralat, batal, news, drill):
        code = room.alert(path).code
        answer = web.get(f"/cap/{code}.xml")
        assert answer.status_code == 200
        file = tmp_path / f"{code}.xml"
        file.write_bytes(answer.data)
        schema.assertValid(etree.parse(file))
        assert checked(file).startswith("ok "), checked(file)
        found = read_cap(answer.data)
        kinds[path] = found.msg_type
        assert all(area.geocodes == (("Kemendagri", DISTRICT),) for info in found.infos for area in info.areas)
    assert kinds[ralat] is MsgType.UPDATE
    assert kinds[batal] is MsgType.CANCEL
    assert kinds[news] is MsgType.UPDATE

    feed = etree.fromstring(web.get("/cap/feed.xml").data)
    named = feed.xpath("a:entry/a:link[@type='application/cap+xml']/@href", namespaces=ATOM)
    codes = {link.rpartition("/")[2].removesuffix(".xml") for link in named}
    assert {room.alert(path).code for path in (sent, ralat, batal, news)} <= codes
    assert room.alert(drill).code not in codes
