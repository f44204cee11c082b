"""From input to screen: keys however they are written, words, paths, and whatever else a phone can send."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.content.snapshot import Snapshot
from smsinfo.conversation.ussd import walk
from smsinfo.conversation.ussd.trail import Spot, Trail, dump, load
from smsinfo.sms.ussd import screen_fits
from tests.web.corpus import expand

from .crawl import visit_of

CORPUS = Path(__file__).parents[1] / "data" / "badinputs.jsonl"
HOME = ("home", "")


def at(snapshot: Snapshot, *inputs: str) -> Trail:
    """Where these inputs lead."""
    visit, trail = visit_of(snapshot), Trail()
    for one in inputs:
        trail = walk.step(visit, trail, one)
    return trail


def spot(trail: Trail) -> tuple[str, str]:
    """The screen."""
    return trail.here.kind, trail.here.argument


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        (("1",), ("search", "")),
        ((" 2. ",), ("topics", "")),
        (("no 2",), ("topics", "")),
        (("\u0662",), ("topics", "")),
        (("(2)",), ("topics", "")),
        (("2", "1", "2"), ("topic", "ktp-hilang")),
        (("2", "1", "0"), ("topics", "")),
        (("2", "1", "0."), ("topics", "")),
        (("2", "1", "00"), HOME),
        (("2", "1", "000"), HOME),
        (("2*1*2",), ("topic", "ktp-hilang")),
        (("2", "12"), ("category", "sehari-hari")),
        (("2", "*123#"), HOME),
        (("2", "menu"), HOME),
        (("bantuan",), ("help", "")),
        (("2", ""), ("topics", "")),
        (("4", "samba bakumpai"), ("join", "62.06.05.2006")),
        (("4", "palangka raya"), ("join", "62.71")),
        (("5", "status"), ("mine", "")),
        (("3",), ("alerts", "")),
        (("3", "1"), ("alert", "4821")),
        (("cek 4821",), ("verified", "4821")),
        (("cek 9999",), ("said", "verify.none")),
        (("tanya ktp hilang",), ("topic", "ktp-hilang")),
        (("lapor jalan rusak",), ("topic", "sp4n")),
        (("stop",), ("stopped", "")),
        (("stop katingan",), ("left", "62.06")),
        (("hapus data",), ("forget", "")),
        (("hapus data", "tidak"), HOME),
        (("bahasa",), ("languages", "")),
        (("bahasa inggris",), ("spoken", "en")),
        (("lokasi",), ("places", "")),
        (("112",), ("danger", "darurat")),
    ],
)
def test_inputs_lead_to_a_screen(snapshot: Snapshot, inputs: tuple[str, ...], wanted: tuple[str, str]) -> None:
    assert spot(at(snapshot, *inputs)) == wanted


@pytest.mark.parametrize("key", ["#", "98", "##", "lanjut"])
def test_the_page_is_turned(snapshot: Snapshot, key: str) -> None:
    turned = at(snapshot, "2", key)
    assert spot(turned) == ("topics", "")
    assert turned.here.at > 0
    assert at(snapshot, "2", key, key, key).notice == "ussd.wrong"


def test_what_does_something_is_done_only_by_the_input_that_leads_there(snapshot: Snapshot) -> None:
    assert walk.deed_of(at(snapshot, "4", "katingan", "1")) == "subscribe"
    for after in ("77", "", "xyzzy"):
        assert walk.deed_of(at(snapshot, "4", "katingan", "1", after)) == ""
    assert walk.deed_of(at(snapshot, "4", "katingan")) == ""


def test_after_the_end_a_dialogue_begins_anew(snapshot: Snapshot) -> None:
    assert at(snapshot, "0").over
    assert spot(at(snapshot, "0", "2")) == ("topics", "")
    assert spot(at(snapshot, "stop", "2")) == ("topics", "")


def test_zero_leads_back_through_at_most_a_dozen_screens(snapshot: Snapshot) -> None:
    trail = at(snapshot, *["ktp hilang", "bpjs"] * 20)
    assert len(trail.spots) == 12
    assert trail.spots[0] == Spot("home")


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("", HOME),
        ("2*1*2", ("topic", "ktp-hilang")),
        ("1**2", ("search", "")),
        ("*123#", HOME),
        ("1*ktp hilang", ("topic", "ktp-hilang")),
        ("1*ktp hilang*00*2", ("topics", "")),
        # A star inside a text: its parts make sense together only.
        ("1*gizi*buruk", ("topic", "stunting")),
        ("1*qwrt*ktp hilang", ("topic", "ktp-hilang")),
    ],
)
def test_a_path_is_walked_from_home(snapshot: Snapshot, path: str, wanted: tuple[str, str]) -> None:
    assert spot(walk.replay(visit_of(snapshot), path)) == wanted


@pytest.mark.parametrize("path", ["2*0*" * 40, "1*" + "a" * 5000, "*".join(["1"] * 2000)])
def test_a_path_too_long_ends_the_dialogue(snapshot: Snapshot, path: str) -> None:
    visit = visit_of(snapshot)
    screen = walk.show(visit, walk.replay(visit, path))
    assert not screen.more
    assert screen.text.startswith("Terlalu banyak langkah")


def test_a_path_that_went_home_counts_from_there(snapshot: Snapshot) -> None:
    assert spot(walk.replay(visit_of(snapshot), "2*0*" * 40 + "00*2")) == ("topics", "")


def test_a_trail_survives_its_column_without_what_was_typed(snapshot: Snapshot) -> None:
    trail = at(snapshot, "bahasa inggris", "qqq rahasia 6206010101900001")
    text = dump(trail)
    assert "rahasia" not in text
    assert "6206" not in text
    kept = load(text)
    assert (kept.spots, kept.notice, kept.language) == (trail.spots, trail.notice, "en")


# What becomes of each row of the corpus: the spot, and whether a line of explanation stands above it.
CORPUS_ROWS = {
    "": (HOME, ""),
    "1*2*3": (("search", ""), "ussd.wrong"),
    "*123#": (HOME, ""),
    "9": (HOME, "ussd.wrong"),
    "1**2": (("search", ""), "ussd.wrong"),
    "\u0661": (("search", ""), ""),
    "abc": (HOME, "ussd.unclear"),
    "1; DROP TABLE x": (HOME, "ussd.unclear"),
    "<b>1</b>": (HOME, "ussd.unclear"),
}
ELSEWHERE = {
    "1*@repeat(2*,500)": "test_a_path_too_long_ends_the_dialogue",
    "@same-session-id-different-phone": "test_the_session_of_another_number_is_refused_and_shows_nothing",
    "@session-id-missing": "test_a_turn_without_a_session_is_refused_where_it_must_have_one",
    "@session resumed after 10 min": "test_a_dialogue_of_long_ago_begins_at_home_again",
    "@two parallel requests, same session": "test_turns_at_once_are_answered_one_after_the_other",
    "@answer text of 183 chars": "test_numbers_and_dates_are_not_cut",
}


def rows() -> list[str]:
    """The inputs of the corpus for USSD."""
    lines = map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines())
    return [row["input"] for row in lines if row["where"] == "ussd.text"]


def test_each_row_of_the_corpus_has_its_test() -> None:
    assert set(rows()) == {*CORPUS_ROWS, *ELSEWHERE}
    source = "".join(path.read_text() for path in Path(__file__).parents[1].rglob("test_*.py"))
    assert [name for name in ELSEWHERE.values() if f"def {name}(" not in source] == []


@pytest.mark.parametrize("written", CORPUS_ROWS)
@pytest.mark.parametrize("way", ["path", "input"])
def test_a_row_of_the_corpus_becomes_what_it_expects(snapshot: Snapshot, written: str, way: str) -> None:
    visit = visit_of(snapshot)
    trail = walk.replay(visit, expand(written)) if way == "path" else walk.step(visit, Trail(), expand(written))
    if written != "1**2" or way == "path":  # typed, it is a text that nobody understands
        assert (spot(trail), trail.notice) == CORPUS_ROWS[written]
    screen = walk.show(visit, trail)
    assert screen.more
    assert screen_fits(screen.text, visit.limit)


INPUTS = st.one_of(
    st.sampled_from(["", "0", "00", "#", "98", "1", "2", "3", "9", "12", "ktp", "stop", "*123#", "1*2", "😀", "ya"]),
    st.text(max_size=40),
)


@given(inputs=st.lists(INPUTS, max_size=15), limit=st.integers(100, 182), language=st.sampled_from(["id", "en", "nij"]))
def test_any_inputs_lead_to_a_screen_that_fits(
    snapshot: Snapshot, inputs: list[str], limit: int, language: str
) -> None:
    visit, trail = visit_of(snapshot, language, limit=limit), Trail()
    for one in inputs:
        trail = load(dump(walk.step(visit, trail, one)))
        screen = walk.show(visit, trail)
        assert screen.text.strip()
        assert screen_fits(screen.text, limit)


@given(path=st.one_of(st.text(alphabet="0129#*k", max_size=200), st.text(max_size=100)))
def test_any_path_leads_to_a_screen_that_fits(snapshot: Snapshot, path: str) -> None:
    visit = visit_of(snapshot)
    screen = walk.show(visit, walk.replay(visit, path))
    assert screen.text.strip()
    assert screen_fits(screen.text, visit.limit)
