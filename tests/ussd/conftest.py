"""The demo pack as the menu shows it."""

from __future__ import annotations

import pytest

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.pack_files import read_pack
from smsinfo.content.snapshot import Snapshot, build_snapshot
from tests.support import PACK


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """The demo pack as a snapshot, built once."""
    return build_snapshot(catalogue_of(read_pack(PACK)))
