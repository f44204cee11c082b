"""Every screen that can be reached from home: none too long, none empty, no dead end, no topic far away."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

import pytest

from smsinfo.content.snapshot import Snapshot
from smsinfo.conversation.ussd.trail import Spot
from smsinfo.locale import languages

from .crawl import Crawl, crawl, visit_of

EVERYWHERE = os.environ.get("SMSINFO_TEST_ALL_PLACES") == "1"
"""Walk into all districts; else into those of the city, and in the main languages of a regency too."""
SAMPLE = ("62.06", "62.71")
MAIN = ("id", "en")
MOST_PRESSES = 5
Walk = Callable[..., Crawl]


def sample_of(language: str, limit: int) -> tuple[str, ...]:
    """The regencies whose lists of places are opened."""
    return SAMPLE if language in MAIN and limit == 160 else SAMPLE[1:]


@pytest.fixture(scope="session")
def walked(snapshot: Snapshot) -> Walk:
    """Crawls, each made once, that found nothing wrong."""

    @cache
    def walk(language: str, region: str | None = None, limit: int = 160) -> Crawl:
        def enter(spot: Spot) -> bool:
            if spot.kind not in ("places", "join", "joined") or EVERYWHERE:
                return True
            return spot.argument in ("", "62") or spot.argument.startswith(sample_of(language, limit))

        found = crawl(visit_of(snapshot, language, region=region, limit=limit), enter)
        assert found.faults == []
        return found

    return walk


@pytest.mark.parametrize("region", [None, "62.06.01"])
@pytest.mark.parametrize("language", languages())
def test_every_screen_fits_says_something_and_leads_on(walked: Walk, language: str, region: str | None) -> None:
    found = walked(language, region)
    kinds = {kind for kind, _ in found.presses}
    assert {"topics", "topic", "alert", "joined", "left", "hoax", "spoken", "help", "copied", "search"} <= kinds
    assert found.screens > 400


@pytest.mark.parametrize("language", languages())
def test_no_topic_is_more_than_five_presses_away(snapshot: Snapshot, walked: Walk, language: str) -> None:
    presses = walked(language).presses
    far = {key: presses.get(("topic", key)) for key in snapshot.topics}
    assert {key: number for key, number in far.items() if number is None or number > MOST_PRESSES} == {}


@pytest.mark.parametrize("limit", [100, 182])
def test_every_screen_fits_what_a_channel_allows(walked: Walk, limit: int) -> None:
    assert walked("id", "62.06", limit).screens > 300


def test_every_village_of_two_regencies_can_be_subscribed_to(snapshot: Snapshot, walked: Walk) -> None:
    villages = [code for code in snapshot.places if code.startswith(SAMPLE) and code.count(".") == 3]
    assert [code for code in villages if ("joined", code) not in walked("id").presses] == []
