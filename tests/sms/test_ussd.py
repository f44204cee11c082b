"""USSD screens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.sms.ussd import screen_fits, screens

from .strategies import any_texts, prose

MORE = "\n98 lanjut"


@pytest.mark.parametrize(
    ("text", "limit", "fits"),
    [
        ("", 160, True),
        ("a" * 160, 160, True),
        ("a" * 161, 160, False),
        ("€" * 80, 160, True),
        ("€" * 81, 160, False),
        ("a" * 182, 182, True),
        ("ç", 160, False),
    ],
)
def test_a_screen_fits_by_septets_and_only_in_gsm7(text: str, limit: int, fits: bool) -> None:
    assert screen_fits(text, limit) is fits


def test_a_short_text_is_one_screen_without_the_line_for_more() -> None:
    assert screens("1 KTP\n2 KK") == ("1 KTP\n2 KK",)


def test_a_menu_is_cut_between_its_lines() -> None:
    entries = [f"{number} Layanan nomor {number}" for number in range(1, 25)]
    shown = screens("\n".join(entries))
    assert len(shown) > 1
    assert [line for screen in shown for line in screen.removesuffix(MORE).split("\n")] == entries


def test_characters_outside_gsm7_become_their_twins() -> None:
    assert screens("“KTP” – gratis") == ('"KTP" - gratis',)


@given(st.one_of(prose, any_texts), st.integers(40, 182))
@settings(deadline=None)
def test_every_screen_fits_and_nothing_is_lost(text: str, limit: int) -> None:
    shown = screens(text, limit, MORE)
    assert all(screen_fits(screen, limit) for screen in shown)
    assert all(screen.endswith(MORE) for screen in shown[:-1])
    kept = [screen.removesuffix(MORE) for screen in shown[:-1]] + [shown[-1]]
    assert "".join("".join(kept).split()) == "".join(to_gsm7(text).split())


@pytest.mark.parametrize(("limit", "more"), [(10, MORE), (160, "\n98 ‹lanjut›")])
def test_a_line_for_more_without_room_or_outside_gsm7_is_refused(limit: int, more: str) -> None:
    with pytest.raises(ValueError, match=r"leaves no room|outside GSM-7"):
        screens("kata " * 100, limit, more)
