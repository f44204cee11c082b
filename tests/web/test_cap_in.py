"""The staff page of what came by CAP: a file becomes a draft, a bad one is refused in the person's language."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from smsinfo.alerts.cap import reading
from smsinfo.alerts.cap.outcome import Outcome
from smsinfo.alerts.cap.regions import Reason
from smsinfo.cli import cap as terminal
from smsinfo.domain.staff import Role
from smsinfo.web import words_cap as words
from smsinfo.web.i18n import FOLDER, LANGUAGES
from tests.alerts.documents import document

from .staffroom import StaffRoom, Visitor

HOLE = re.compile(r"{\w+}")
AREA = "<area><areaDesc>Kab. Katingan</areaDesc></area>"


@pytest.fixture
def room(sqlite_url: str) -> Iterator[StaffRoom]:
    """Somebody who writes alerts, and an installation that trusts BMKG."""
    found = StaffRoom(sqlite_url, cap_senders=["cuaca.ekstrem@bmkg.go.id"])
    found.person("ani", (Role.ALERT_AUTHOR, "62.06"))
    found.person("rudi", (Role.AUDITOR, "62"))
    found.app.config["WTF_CSRF_ENABLED"] = False
    yield found
    found.close()


def brings(web: Visitor, raw: bytes) -> tuple[int, str]:
    """The status and the text of the page after a file was brought."""
    answer = web.web.post("/staff/cap", data={"file": (io.BytesIO(raw), "bmkg.xml")})
    return answer.status_code, " ".join(answer.text.split())


def test_a_file_becomes_a_draft_and_stands_in_the_list_with_its_reasons(room: StaffRoom) -> None:
    ani = room.logged_in("ani")
    status, page = brings(ani, document(area=AREA, expires=""))
    assert status == 200
    assert "Draf dibuka:" in page
    assert "62.06: disebut (Kab Katingan)" in page
    assert "tanpa expires; seseorang harus menentukan sampai kapan berlaku" in page
    assert brings(ani, document(area=AREA))[0] == 409


def test_a_test_is_shown_as_one_and_a_bad_file_is_refused_in_indonesian(room: StaffRoom) -> None:
    ani = room.logged_in("ani")
    status, page = brings(ani, document(status="Test", area=AREA))
    assert status == 409
    assert ">TEST</span>" in page
    assert "tidak ditujukan kepada warga" in page
    status, page = brings(ani, b"not xml")
    assert status == 400
    assert "bukan XML (baris 1); minta dokumen CAP-nya sendiri kepada pengirim" in page
    assert brings(ani, b"")[0] == 400
    # Larger than other forms may be.
    assert brings(ani, document(identifier="large", area=AREA, more=" " * 200_000))[0] == 200


def test_who_only_looks_can_bring_nothing(room: StaffRoom) -> None:
    rudi = room.logged_in("rudi")
    assert 'type="file"' not in rudi.web.get("/staff/cap").text
    assert brings(rudi, document())[0] == 403


def templates() -> set[str]:
    """All that is said of documents."""
    files = [*Path(reading.__file__).parent.glob("*.py"), Path(terminal.__file__)]
    calls = (n for path in files for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {
        str(node.args[0].value)
        for node in calls
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("remark", "BadCap")
        and isinstance(node.args[0], ast.Constant)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_document_is_said_in_each_language(language: str) -> None:
    with (FOLDER / language / "LC_MESSAGES" / "cap.po").open("rb") as file:
        said = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    assert set(said) == templates()
    if language == "id":
        assert {t for t, s in said.items() if sorted(HOLE.findall(t)) != sorted(HOLE.findall(s))} == set()


def test_each_code_has_its_words() -> None:
    assert set(words.OUTCOMES) == set(Outcome)
    assert set(words.REASONS) == set(Reason)
    assert set(terminal.SAID) == set(Outcome)
