"""The staff room with a small pack and people who write and publish: what tests of the editor pages are told with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from lxml import html  # type: ignore[import-untyped]
from werkzeug.test import TestResponse

from smsinfo.content.pack_write import write_pack
from smsinfo.content.pack_zip import packed
from smsinfo.content.packs import import_pack
from smsinfo.db.models import InboundMessage
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import gaps
from smsinfo.db.queries.gaps import Grown
from smsinfo.domain.changes import Change, State
from smsinfo.domain.messages import ReplyKind
from tests.content.newsroom import CAST
from tests.content.samples import a_pack, a_topic

from .staffroom import StaffRoom, Visitor

KTP_ID = "/staff/topics/ktp/texts/id/all"
KTP_KATINGAN = "/staff/topics/ktp/texts/id/62.06"
FRAME = "/staff/topics/ktp/frame"


class PressRoom(StaffRoom):
    """The topics `ktp` and `kk`, and the cast of the newsroom."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **settings)
        with self.services.database.write() as session:
            import_pack(session, a_pack(), self.clock())
        self.services.snapshots.refresh()
        self.names: dict[str, Visitor] = {}
        for name, grants in CAST.items():
            self.person(name, *grants)

    def desk(self, name: str) -> Visitor:
        """Somebody of the cast, logged in, with a password that was given just now."""
        known = self.names.get(name)
        if known is None or not known.is_in():
            known = self.names[name] = self.logged_in(name)
        return known

    def change(self, change_id: int) -> Change:
        """A change as it stands."""
        with self.services.database.read() as session:
            found = rows.get(session, change_id)
        assert found is not None
        return found

    def newest(self) -> Change:
        """The change that was begun last."""
        with self.services.database.read() as session:
            change_id = max(one.id for topic in (1, 2, 3) for one in rows.of_topic(session, topic, list(State)))
        return self.change(change_id)

    def writes(self, name: str, text: str, path: str = KTP_ID) -> Change:
        """Somebody writes a text and sends it; the change."""
        desk, key = self.desk(name), path.split("/")[3]
        assert fill(desk, path, text=text).status_code == 303
        answer = fill(desk, f"/staff/topics/{key}/draft")
        assert answer.headers["Location"] == f"/staff/topics/{key}", words(desk.get(f"/staff/topics/{key}/draft"))
        return self.newest()

    def gap(self, title: str, counts: Sequence[tuple[str, int]], *texts: str) -> int:
        """A gap as a worker finds it: asked this week so often from these regencies, with texts from the first."""
        now = self.clock()
        with self.services.database.write() as session:
            asked = sum(times for _, times in counts)
            grown = Grown(title=title, terms="{}", asked=asked, last_asked_at=now)
            number = gaps.add_cluster(session, grown, now)
            monday = now.date() - timedelta(days=now.weekday())
            gaps.count(session, {(number, monday, code): times for code, times in counts})
            for text in texts:
                mo = InboundMessage(
                    channel="phone",
                    external_id=f"gap-{number}-{text}"[:64],
                    body=text,
                    kind=ReplyKind.NONE.value,
                    sender_kind="msisdn",
                    language="id",
                    region_code=counts[0][0] or None,
                    received_at=now,
                )
                session.add(mo)
                session.flush()
                gaps.add_messages(session, [(mo.id, number)])
        return number

    def text(self, text: str, number: str = "+628125550001") -> str | None:
        """What a citizen gets now that this process has looked for new content."""
        self.services.snapshots.refresh()
        played = self.app.test_client().post("/gw/phone/mo", json={"from": number, "text": text, "id": text})
        return played.get_json()["reply"]["text"] if played.get_json().get("reply") else None


def fill(desk: Visitor, path: str, **fields: Any) -> TestResponse:
    """Open a page and send its first form with these fields changed, as a browser without scripts does."""
    return send(desk, desk.get(path), path, **fields)


def send(desk: Visitor, page: TestResponse, path: str, **fields: Any) -> TestResponse:
    """Send the first form of a page that was opened before."""
    form = read(page).xpath("//main//form[translate(@method, 'POST', 'post')='post']")[0]
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return desk.web.post(form.get("action") or path, data={**values, **fields})


def read(answer: TestResponse) -> Any:
    """A page as a tree."""
    return html.document_fromstring(answer.data)


def words(answer: TestResponse) -> str:
    """A page as a person reads it."""
    return " ".join(read(answer).text_content().split())


def pack_file(folder: Path, text: str) -> Path:
    """A ZIP of the sample pack with another Indonesian text of `ktp`, and one more topic, `nikah`."""
    first, second = a_topic("ktp").summaries
    ktp = a_topic("ktp", summaries=(replace(first, text=text), second))
    write_pack(a_pack(ktp, a_topic("kk"), a_topic("nikah", keywords=("NIKAH",))), folder)
    file = folder.with_suffix(".zip")
    file.write_bytes(packed(folder))
    return file
