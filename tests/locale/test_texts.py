"""What citizens read: one segment with the longest values of the demo pack, and a fallback for what is missing."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po

from smsinfo.content.pack_files import read_pack
from smsinfo.locale import FALLBACK, FOLDER, NAMES, fixed_parts, has, language_names, languages, say
from smsinfo.sms.gsm7 import is_gsm7
from smsinfo.sms.segments import count
from tests.support import PACK

# What a citizen meets on ordinary days: these the local languages have of their own.
DAILY = (
    "answer.hint answer.others answer.stale answer.more_tail answer.no_nik welcome menu none none.digit more.nothing "
    "help language.ask language.set region.ask region.set region.which region.unknown subscribe.ask subscribe.done "
    "subscribe.already stop.done stop.one stop.not_there status status.nothing about greeting emergency emergency.here"
).split()


def keys(language: str) -> list[str]:
    with (FOLDER / language / "citizen.po").open("rb") as file:
        return [str(message.id) for message in read_po(file) if message.id]


def longest_place(language: str) -> str:
    """The longest name of a place as people of that language read it."""
    said = []
    for region in read_pack(PACK).regions:
        name = region.name.removeprefix("Kabupaten ").removeprefix("Kota ")
        said.append(say(f"level.{region.level}", language, name=name))
    return max(said, key=len)


@pytest.mark.parametrize("language", languages())
def test_a_text_is_one_segment_even_with_the_longest_place_of_the_pack(language: str) -> None:
    place = longest_place(language)
    values = {
        "place": place,
        "region": place,
        "subscriptions": "12",
        "language": "Indonesia",
        "name": "Tewang Sangalang Garing",
        "example": "DAFTAR",
        "since": "24-11-2026",
        "until": "23.59",
        "darurat": "110/119",
        "nomor": "0812345678901",
        "code": "98765",
        "people": "999.999",
        "segments": "3",
        "cost": "999.999.999",
        "minutes": "9.999",
        "severity": "EXTREME",
        "position": "2",
        "value": "0812345678901",
        "days": "365",
        "group": "KIM Kotawaringin Lama Jaya",
        "role": "kontributor",
        "issuer": "BPBD Kabupaten Katingan",
        "at": "24-11-2026 10.05 WIB",
        "end": "24-11-2026 23.59 WIB",
        "clock": "24/11 18.00 WIB",
        "count": "99",
        "number": "99999",
        "thing": "Laporan",
        "day": "24-11-2026",
        "most": "300",
        "right": "3",
        "credit": "KIM Kotawaringin Lama Jaya",
        "word": "LAPOR",
        # What a person writes is measured with the text when it is written.
        "fact": "",
        "heard": "99999",
        "roles": "9",
        "lessons": "9",
        "tasks": "999",
        "text": "",
        "words": "",
        "what": "",
        "reason": "",
        "verdict": "",
        "why": "",
        "advice": "",
        "options": " ".join(f"{n} {name}" for n, name in enumerate(NAMES.values(), 1)),
    }
    said = {key: say(key, language, **values) for key in keys(FALLBACK)}
    assert {key: len(text) for key, text in said.items() if count(text) > 1} == {}
    assert [key for key, text in said.items() if not is_gsm7(text)] == []


@pytest.mark.parametrize("language", ["bjn", "nij"])
def test_a_local_language_says_the_daily_things_itself_and_awaits_its_speaker(language: str) -> None:
    assert [key for key in DAILY if not has(key, language)] == []
    first = (FOLDER / language / "citizen.po").read_text(encoding="utf-8").splitlines()[0]
    assert "AWAITING A NATIVE SPEAKER" in first


@pytest.mark.parametrize("language", ["bjn", "nij", "xx", ""])
def test_what_a_language_lacks_is_said_in_indonesian(language: str) -> None:
    assert not has("category.desa", language)
    assert say("category.desa", language) == say("category.desa", FALLBACK) == "Desa"


def test_a_key_that_nobody_has_is_our_mistake() -> None:
    with pytest.raises(LookupError, match="no text nonsense"):
        say("nonsense", "id")


def test_indonesian_comes_first_and_every_language_has_its_name() -> None:
    assert languages()[0] == FALLBACK
    assert set(languages()) == set(NAMES)


@pytest.mark.parametrize(
    ("called", "code"),
    [
        ("inggris", "en"),
        ("english", "en"),
        ("indonesia", "id"),
        ("banjar", "bjn"),
        ("dayak ngaju", "nij"),
        ("dayak", "nij"),
    ],
)
def test_people_call_the_languages_by_many_names(called: str, code: str) -> None:
    assert language_names()[called] == code


def test_the_fixed_part_of_a_text_has_no_hole_and_no_capitals() -> None:
    assert all("{" not in part and part == part.lower() for parts in fixed_parts() for part in parts)
    assert "we never ask for otp, pin" in " ".join(part for parts in fixed_parts() for part in parts)
