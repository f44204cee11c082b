"""The understanding of the demo pack, built once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.pack_files import read_pack
from smsinfo.locale import command_words, language_names
from smsinfo.understanding.resolve import Understanding

PACK = Path(__file__).parents[2] / "smsinfo" / "packs" / "kalteng"


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    """What `smsinfo demo` understands."""
    return Understanding(catalogue_of(read_pack(PACK)), command_words(), language_names())
