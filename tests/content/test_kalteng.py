"""The shipped pack, as citizens of every regency read it."""

from __future__ import annotations

import re

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.lint import lint_pack
from smsinfo.content.pack_model import Pack
from smsinfo.content.render import compose, render
from smsinfo.content.words import normal_form
from smsinfo.locale import languages, say
from smsinfo.sms.gsm7 import is_gsm7
from smsinfo.sms.segments import count

from .samples import NOW

REGENCIES = [f"62.{number:02}" for number in range(1, 14)] + ["62.71"]
SAFETY = {"rabies", "ambulans", "kdrt", "darurat", "dbd"}


def test_the_pack_has_no_error(kalteng: Pack) -> None:
    assert [p for p in lint_pack(kalteng, today=NOW.date()) if p.severity == "error"] == []


def test_the_pack_is_whole(kalteng: Pack) -> None:
    assert (len(kalteng.topics), len(kalteng.claims), len(kalteng.regions)) == (64, 15, 1722)
    assert (kalteng.head.mark, kalteng.head.licence) == ("DEMO", "CC-BY-4.0")
    assert {topic.key for topic in kalteng.topics if topic.safety} == SAFETY
    assert "MIT License" in kalteng.notices["LICENSE-wilayah.txt"]


def test_every_answer_is_one_gsm7_segment_in_every_region_and_language(kalteng: Pack) -> None:
    catalogue = catalogue_of(kalteng)
    wrong = []
    for region in (None, "62", *REGENCIES, "62.71.02.1004"):
        fields = catalogue.gazetteer.fields_for(region)
        for topic in catalogue.topics:
            for language in languages():
                summary = topic.summary(language, region)
                hint = say("answer.hint", language) if summary.more else ""
                text = compose(topic, summary, fields, catalogue.mark, hint)
                if count(text) > 1 or not is_gsm7(text + render(summary.more, fields)) or re.search(r"[{}\[\]|]", text):
                    wrong.append((topic.key, language, region, text))
    assert wrong == []


def test_every_regency_has_its_short_name_and_a_number_for_emergencies(kalteng: Pack) -> None:
    gazetteer = catalogue_of(kalteng).gazetteer
    values = {code: gazetteer.fields_for(code) for code in REGENCIES}
    assert len({fields["kab"] for fields in values.values()}) == 14
    assert {code for code, fields in values.items() if fields["darurat"] == "112"} == {"62.71"}
    assert {fields["darurat"] for code, fields in values.items() if code != "62.71"} == {"110/119"}
    assert max(len(fields["kab"]) for fields in values.values()) == len("Palangka Raya")


def test_people_find_places_by_the_names_that_they_use(kalteng: Pack) -> None:
    codes: dict[str, set[str]] = {}
    for alias in kalteng.aliases:
        codes.setdefault(alias.alias, set()).add(alias.code)
    assert codes["kobar"] == {"62.01"}
    assert codes["sampit"] == {"62.02"}
    assert codes["kota palangka raya"] == {"62.71"}
    assert codes["tumbang samba"] == {"62.06.05.1009", "62.06.05.2005", "62.06.05.2006", "62.06.05.2007"}
    assert codes["kereng pangi"] == {"62.06.02.2008"}
    assert codes["barito"] == {"62.04", "62.05", "62.13"}
    assert [alias.alias for alias in kalteng.aliases if alias.alias != normal_form(alias.alias)] == []
