"""Whatever is typed: one reply of at most three GSM-7 segments or silence, and the conversation goes on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsinfo.config import Settings
from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.pack_files import read_pack
from smsinfo.locale import command_words, languages
from smsinfo.rehearsal import Rehearsal
from smsinfo.sms.segments import split
from tests.support import PACK

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
COMMANDS = st.sampled_from([word for entry in command_words() for word in entry.words])
PLACES = st.sampled_from(["katingan", "bukit batu", "tumbang samba", "jakarta", "desa", "kec kota besi", "sungai"])
JUNK = st.text(max_size=60) | st.text("abcdeinrstu 0123456789", max_size=60)
WORDS = st.lists(COMMANDS | PLACES | JUNK, min_size=1, max_size=5).map(" ".join)


@pytest.fixture(scope="module")
def stage() -> Rehearsal:
    """The demo pack, in an empty database in memory."""
    return Rehearsal(catalogue_of(read_pack(PACK)), Settings(rate_per_phone=1000), lambda: NOW)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=WORDS, language=st.sampled_from(languages()), region=st.sampled_from([None, "62.71", "62.06.05.2005"]))
def test_any_text_gets_one_short_reply_or_none(stage: Rehearsal, text: str, language: str, region: str | None) -> None:
    reply = stage.play(text, language, region).reply
    if reply is not None:
        assert reply.text.strip()
        assert split(reply.text).encoding == "gsm7"
        assert 1 <= split(reply.text).count <= 3
