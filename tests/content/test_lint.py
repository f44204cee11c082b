"""What keeps a pack out, what an editor is told, and what is fine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from smsinfo.content.lint import lint_pack
from smsinfo.content.pack_model import Pack, PackAlias, PackField, PackMenu, PackRegion, PackSummary
from smsinfo.content.words import CATEGORIES
from smsinfo.locale import has

from .samples import CHECKED, NOW, a_claim, a_pack, a_topic

TODAY = NOW.date()
KK = a_topic("kk")
KTP = a_topic("ktp")


def _texts(*summaries: PackSummary) -> Pack:
    """A pack whose topic `ktp` has these texts besides its general English one."""
    return a_pack(replace(KTP, summaries=(*summaries, KTP.summaries[1])), KK)


def _text(text: str, **more: object) -> Pack:
    return _texts(PackSummary("id", text, **more))  # type: ignore[arg-type]


def _override(text: str, region: str) -> Pack:
    return _texts(KTP.summaries[0], PackSummary("id", text, region=region))


def _head(**changes: object) -> Pack:
    pack = a_pack()
    return replace(pack, head=replace(pack.head, **changes))  # type: ignore[arg-type]


def _answer(text: str) -> Pack:
    return a_pack(claims=(a_claim(answer={"id": text, "en": "x"}),))


FIELDS = (*a_pack().fields, PackField("62", "darurat", "110/119", "Kompas", CHECKED))
FITS = 160 - len(" (Dukcapil 11/26 DEMO)")

ERRORS: list[tuple[str, Pack, str, str]] = [
    ("category", a_pack(replace(KTP, category="umum"), KK), "topics/ktp.toml", "unknown category umum"),
    ("no English title", a_pack(replace(KTP, title={"id": "x"}), KK), "topics/ktp.toml", "not both there in en"),
    ("no Indonesian", a_pack(replace(KTP, title={"en": "x"}, label={"en": "x"}), KK), "topics/ktp.toml", "label in id"),
    ("long label", a_pack(replace(KTP, label={"id": "x" * 17, "en": "x"}), KK), "topics/ktp.toml", "17 characters"),
    ("odd label", a_pack(replace(KTP, label={"id": "KTP\u2019", "en": "x"}), KK), "topics/ktp.toml", "label id is not"),
    ("long tag", a_pack(replace(KTP, tag="x" * 17), KK), "topics/ktp.toml", "tag has 17 characters"),
    ("odd tag", a_pack(replace(KTP, tag="Dukcapil\u2713"), KK), "topics/ktp.toml", "tag must be of GSM-7"),
    ("no source", a_pack(replace(KTP, sources=()), KK), "topics/ktp.toml", "no source"),
    ("no keyword", a_pack(replace(KTP, keywords=()), KK), "topics/ktp.toml", "no keyword"),
    ("no English text", a_pack(replace(KTP, summaries=KTP.summaries[:1]), KK), "topics/ktp.toml", "no summary in en"),
    ("empty text", _text(""), "topics/ktp.toml id", "the text is empty"),
    ("language", _texts(KTP.summaries[0], PackSummary("jv", "x")), "topics/ktp.toml jv", "unknown language"),
    ("two texts", _texts(KTP.summaries[0], PackSummary("id", "Lain.")), "topics/ktp.toml id", "two summaries"),
    ("unknown region", _override("Di sini.", "62.99"), "topics/ktp.toml id 62.99", "no region has this code"),
    ("too long", _text("x" * (FITS + 1)), "topics/ktp.toml id", "is 1 too long for one segment"),
    ("too long with a hint", _text("x" * FITS, more="y"), "topics/ktp.toml id", "is 14 too long"),
    ("too long in Katingan", _text("x" * (FITS - 8) + "[ {kab}]"), "topics/ktp.toml id", "is 1 too long"),
    ("too long where unknown", _text("x" * (FITS - 9) + "[{kab}|di tempatmu]"), "topics/ktp.toml id", "too long"),
    ("UCS-2", _text("Bawa KK \u2013 gratis."), "topics/ktp.toml id", "forces UCS-2 (twice the price): \u2013"),
    ("UCS-2 in more", _text("Bawa KK.", more="\u201cGratis\u201d"), "topics/ktp.toml id more", "forces UCS-2"),
    ("open bracket", _text("Kantor [{kab}."), "topics/ktp.toml id", "[ is part of no [clause]"),
    ("unknown field", _text("Kantor[ {kantor}]."), "topics/ktp.toml id", "{kantor} has no value anywhere"),
    ("hole", _text("Kantor {kab}."), "topics/ktp.toml id", "{kab} leaves a hole"),
    ("hole in a region", _override("Kantor {kab}.", "62"), "topics/ktp.toml id 62", "{kab} leaves a hole"),
    ("many fields", _text("[{a}{b}{c}{d}{e}]"), "topics/ktp.toml id", "asks for 5 fields"),
    (
        "keyword of two",
        a_pack(replace(KTP, keywords=("KTP", "k\u0301k.")), KK),
        "topics/ktp.toml",
        "k\u0301k. also names kk",
    ),
    ("alias of two", a_pack(replace(KTP, aliases={"id": ("Buat KK",)}), KK), "topics/ktp.toml", "also names kk"),
    ("alias twice", a_pack(replace(KTP, aliases={"id": ("e-KTP", "E KTP")}), KK), "topics/ktp.toml", "stands 2 times"),
    ("empty alias", a_pack(replace(KTP, aliases={"id": ("!!",)}), KK), "topics/ktp.toml", "no letter or digit"),
    ("alias in Javanese", a_pack(replace(KTP, aliases={"jv": ("gawe",)}), KK), "topics/ktp.toml", "has words in jv"),
    ("order lacks one", _head(order=("kk",)), "pack.toml", "order lacks ktp"),
    ("order names another", _head(order=("kk", "ktp", "sim")), "pack.toml", "order names sim"),
    ("order twice", _head(order=("kk", "ktp", "kk")), "pack.toml", "order names a topic twice"),
    ("odd mark", _head(mark="\u2605"), "pack.toml", "mark must be of GSM-7"),
    ("language of the pack", _head(languages=("id", "jv")), "pack.toml", "no citizen texts in jv"),
    ("verdict", a_pack(claims=(a_claim(verdict="maybe"),)), "claims/dana-palsu.toml", "unknown verdict maybe"),
    ("region of a claim", a_pack(claims=(a_claim(region="62.99"),)), "claims/dana-palsu.toml", "the code 62.99"),
    ("no sign", a_pack(claims=(a_claim(signs=()),)), "claims/dana-palsu.toml", "no sign"),
    ("claim alone", a_pack(claims=(a_claim(answer={"id": "x"}),)), "claims/dana-palsu.toml", "not both there in en"),
    ("long answer", _answer("x" * 160), "claims/dana-palsu.toml id", "too long"),
    ("field in an answer", _answer("x[ {kab}]"), "claims/dana-palsu.toml id", "sent as it is"),
    ("claim without source", a_pack(claims=(a_claim(sources=()),)), "claims/dana-palsu.toml", "no source"),
    ("alias nowhere", a_pack(aliases=(PackAlias("x", "62.99", ""),)), "region_aliases.csv", "the code 62.99"),
    ("field nowhere", a_pack(fields=(PackField("62.99", "kab", "x", "x", CHECKED),)), "region_fields.csv", "62.99"),
    (
        "odd field",
        a_pack(fields=(PackField("62", "kab", "\u2605", "x", CHECKED),)),
        "region_fields.csv",
        "not of GSM-7",
    ),
    (
        "parent missing",
        a_pack(regions=(PackRegion("62.06", "Katingan", "kabupaten", "62"),)),
        "regions.csv",
        "lies in 62",
    ),
    ("menu of one", a_pack(menus=(PackMenu(("kartu",), ("ktp",)),)), "menus.toml kartu", "2 to 4 topics"),
    ("menu of nothing", a_pack(menus=(PackMenu(("kartu",), ("ktp", "sim")),)), "menus.toml kartu", "no topic sim"),
    ("word of two menus", a_pack(menus=(PackMenu(("a", "A"), ("ktp", "kk")),)), "menus.toml a", "stands in two menus"),
]

BROKEN: dict[str, tuple[str, ...]] = {"id": ("kartu saya rusak",)}
WARNINGS: list[tuple[str, Pack, str, str]] = [
    ("review", a_pack(replace(KTP, review_by=date(2026, 11, 23)), KK), "topics/ktp.toml", "reviewed by 2026-11-23"),
    ("native", _texts(KTP.summaries[0], PackSummary("bjn", "x", needs_native=True)), "topics/ktp.toml bjn", "native"),
    ("command", a_pack(replace(KTP, keywords=("KTP", "Stop")), KK), "topics/ktp.toml", "Stop is also the command stop"),
    ("two blanks", _text("Bawa  KK."), "topics/ktp.toml id", "two blanks in a row"),
    ("two blanks left", _text("Kantor [{kab}] buka."), "topics/ktp.toml id", "where it reads: Kantor  buka."),
    ("repetition", _text("Bawa KK.", more="Bawa KK. Gratis."), "topics/ktp.toml id", "more repeats the text"),
    ("long more", _text("Bawa KK.", more="x " * 500 + "x"), "topics/ktp.toml id", "more takes 7 segments"),
    ("word taken", a_pack(menus=(PackMenu(("KTP",), ("ktp", "kk")),)), "menus.toml KTP", "answered with the topic ktp"),
    ("example of two", a_pack(*(replace(t, examples=BROKEN) for t in (KTP, KK))), "topics/kk.toml", "of ktp too"),
]


def _cases(rows: list[tuple[str, Pack, str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("pack", "where", "said"), [row[1:] for row in rows], ids=[row[0] for row in rows])


@_cases(ERRORS)
def test_an_error_names_the_place_and_the_way_out(pack: Pack, where: str, said: str) -> None:
    errors = [problem for problem in lint_pack(pack, today=TODAY) if problem.severity == "error"]
    assert any(problem.where == where and said in problem.message for problem in errors), errors


@_cases(WARNINGS)
def test_a_warning_keeps_nothing_out(pack: Pack, where: str, said: str) -> None:
    problems = lint_pack(pack, today=TODAY)
    assert [problem.severity for problem in problems] == ["warning"]
    assert problems[0].where == where
    assert said in problems[0].message


@pytest.mark.parametrize(
    "pack",
    [
        a_pack(),
        _text("x" * FITS),
        _text("x" * (FITS - 14), more="y"),
        _text("x" * (FITS - 9) + "[ {kab}]"),
        _text("Telepon [{darurat}|110]. Kantor[ {kab}]."),
        _override("Kantor {kab}.", "62.06"),
        _override("Kantor {kab}.", "62.06.05"),
        _text("Baris satu.\nBaris dua."),
        a_pack(claims=(), menus=(), regions=(), aliases=(), fields=(), notices={}),
    ],
)
def test_what_is_right_is_quiet(pack: Pack) -> None:
    fields = FIELDS if pack.fields else pack.fields
    if not fields:
        pack = replace(pack, topics=tuple(replace(t, summaries=_plain(t.summaries)) for t in pack.topics))
    assert lint_pack(replace(pack, fields=fields), today=TODAY) == ()


def _plain(texts: tuple[PackSummary, ...]) -> tuple[PackSummary, ...]:
    return tuple(replace(text, text="Tanpa lubang.") for text in texts)


def test_an_override_is_measured_with_the_values_of_its_own_region() -> None:
    long = PackField("62.71", "kab", "Palangka Raya", "Kepmendagri", CHECKED)
    pack = _override("x" * (FITS - 9) + "[ {kab}]", "62.06")
    pack = replace(pack, regions=(*pack.regions, PackRegion("62.71", "Kota Palangkaraya", "kota", "62")))
    assert lint_pack(replace(pack, fields=(*pack.fields, long)), today=TODAY) == ()


def test_codes_of_a_pack_without_regions_are_looked_up_only_where_they_are_known() -> None:
    pack = replace(_override("Di sini.", "62.06"), regions=(), aliases=())
    assert lint_pack(pack, today=TODAY) == ()
    assert lint_pack(pack, known_regions={"62.06"}, today=TODAY) == ()
    assert [p.severity for p in lint_pack(pack, known_regions=(), today=TODAY)] == ["error", "error"]


def test_every_category_has_a_name_for_citizens() -> None:
    assert [name for name in CATEGORIES if not has(f"category.{name}", "id")] == []
