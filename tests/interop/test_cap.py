"""CAP with real agencies' documents, the XSD of OASIS, and somebody else's rules for what the XSD can't say.

Needs ../shared/rigs (or SMSINFO_TEST_RIGS).
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]

from smsinfo.alerts.cap.feeds import read_feed
from smsinfo.alerts.cap.reading import read_cap
from smsinfo.alerts.cap.writing import write_cap
from smsinfo.domain.cap_document import MsgType, Status
from tests.alerts.test_cap_issuing import CASES, document
from tests.conftest import skip_or_fail

pytestmark = pytest.mark.interop
RIG = Path(os.environ.get("SMSINFO_TEST_RIGS") or Path(__file__).parents[3] / "shared" / "rigs") / "cap"
SAMPLES = sorted((RIG / "samples").glob("*.xml"))
INDEXES = ("au-bom-en.rss.xml", "bmkg-rss-id-20260216.xml")


@pytest.fixture(autouse=True)
def _rig() -> None:
    """The documents are not ours to carry along."""
    if not (RIG / "check.py").exists():
        skip_or_fail(f"no {RIG}: set SMSINFO_TEST_RIGS to the folder with the rigs")


def checked(path: Path) -> str:
    """What the rig says of a file: `ok`, or what is wrong."""
    found = subprocess.run(
        [sys.executable, RIG / "check.py", path], capture_output=True, text=True, check=True, cwd=RIG
    )
    return found.stdout


def test_the_samples_are_there() -> None:
    assert len(SAMPLES) >= 15


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.name)[:40])
def test_documents_and_indexes_of_real_agencies_are_read(path: Path) -> None:
    raw = path.read_bytes()
    if path.name in INDEXES:
        found = read_feed(raw, "https://example.org/feed")
        assert found
        assert all(entry.url.endswith(".xml") for entry in found)
        return
    alert = read_cap(raw)
    assert alert.identifier
    assert alert.status is Status.ACTUAL
    assert alert.infos or alert.msg_type is MsgType.CANCEL


@pytest.mark.parametrize("path", [p for p in SAMPLES if p.name not in INDEXES], ids=lambda path: str(path.name)[:40])
def test_what_real_agencies_wrote_is_written_again_as_it_was_read(path: Path) -> None:
    read = read_cap(path.read_bytes())
    again = read_cap(write_cap(read))
    # A thirteenth decimal of a degree is narrower than a hair.
    assert read_cap(write_cap(again)) == again
    plain = [
        replace(one, remarks=(), infos=tuple(replace(info, areas=()) for info in one.infos)) for one in (read, again)
    ]
    assert plain[0] == plain[1]


@pytest.mark.parametrize("name", CASES)
def test_our_documents_pass_the_xsd_and_the_rules_of_the_rig(name: str, tmp_path: Path) -> None:
    path = tmp_path / "alert.xml"
    path.write_bytes(document(CASES[name]))
    said = checked(path)
    assert said.startswith("ok "), said
    etree.XMLSchema(etree.parse(RIG / "xsd" / "CAP-v1.2.xsd")).assertValid(etree.parse(path))
