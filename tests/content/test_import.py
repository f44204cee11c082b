"""Importing a pack: new, changed, the same, taken back; and what is refused before anything is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from smsinfo.content.catalogue import load_catalogue, version
from smsinfo.content.pack_model import Pack, PackAlias, PackField, PackRegion, PackSource, PackSummary, PackTopic
from smsinfo.content.packs import import_pack, import_regions
from smsinfo.content.report import ImportReport
from smsinfo.content.stored import stored_pack
from smsinfo.db.engine import Database
from smsinfo.db.models import ContentVersion, Keyword, Region, Revision, Topic
from smsinfo.errors import BadPack

from .samples import CHECKED, LATER, NOW, a_claim, a_pack, a_topic

KTP = a_topic("ktp")
KK = a_topic("kk")
EVERYTHING = (
    "claims/dana-palsu.toml",
    "menus.toml",
    "pack.toml",
    "region_aliases.csv",
    "region_fields.csv",
    "regions.csv",
    "topics/kk.toml",
    "topics/ktp.toml",
)


def _put(database: Database, pack: Pack, author: str = "pack") -> ImportReport:
    with database.write() as session:
        return import_pack(session, pack, LATER, author)


def _stored(database: Database) -> Pack:
    with database.read() as session:
        return stored_pack(session)


def _revisions(database: Database) -> list[tuple[int, str, str, str]]:
    """All revisions: number, state, author, text."""
    columns = select(Revision.number, Revision.state, Revision.author, Revision.text).order_by(Revision.id)
    with database.read() as session:
        return [(row.number, row.state, row.author, row.text) for row in session.execute(columns)]


def test_a_first_import_adds_every_file(database: Database) -> None:
    report = _put(database, a_pack())
    assert (tuple(sorted(report.added)), report.changed, report.unchanged, report.withdrawn) == (EVERYTHING, (), (), ())
    assert report.version == 1
    assert _stored(database) == a_pack()


def test_the_same_pack_again_changes_nothing(database: Database) -> None:
    _put(database, a_pack())
    before = _revisions(database)
    report = _put(database, a_pack())
    assert (report.added, report.changed, tuple(sorted(report.unchanged))) == ((), (), EVERYTHING)
    assert report.version == 1
    assert _revisions(database) == before
    with database.read() as session:
        assert session.scalar(select(ContentVersion.changed_at)) == LATER


def test_a_changed_text_supersedes_the_old_one_and_only_that(database: Database) -> None:
    _put(database, a_pack())
    changed = replace(KTP, summaries=(replace(KTP.summaries[0], text="Kini lain."), KTP.summaries[1]))
    report = _put(database, a_pack(changed, KK), author="Editor")
    assert report.changed == ("topics/ktp.toml",)
    assert report.version == 2
    states = [row for row in _revisions(database) if row[1] != "published" or row[2] != "pack"]
    assert states == [
        (1, "superseded", "pack", "Urus ktp di kantor[ {kab}]."),
        (2, "published", "Editor", "Kini lain."),
    ]


def test_a_fact_that_was_checked_again_is_a_new_revision(database: Database) -> None:
    _put(database, a_pack(KTP))
    source = PackSource("Kompas.com (2 Jun 2022)", "kompas.com/1", date(2026, 11, 20))
    _put(database, a_pack(replace(KTP, sources=(source,))))
    assert [(number, state) for number, state, _, _ in _revisions(database)] == [
        (1, "superseded"),
        (1, "superseded"),
        (2, "published"),
        (2, "published"),
    ]
    with database.read() as session:
        summary = load_catalogue(session).topics[0].summary("id", None)
    assert summary.checked_on == date(2026, 11, 20)


def test_a_text_that_the_topic_no_longer_has_is_withdrawn_and_can_come_back(database: Database) -> None:
    local = PackSummary("id", "Di Samba Danum.", region="62.06.05.2005")
    _put(database, a_pack(replace(KTP, summaries=(*KTP.summaries, local)), KK))
    report = _put(database, a_pack())
    assert report.withdrawn == ("topics/ktp.toml id 62.06.05.2005",)
    assert _stored(database) == a_pack()
    _put(database, a_pack(replace(KTP, summaries=(*KTP.summaries, local)), KK))
    assert [row[:2] for row in _revisions(database) if row[3] == local.text] == [(1, "withdrawn"), (2, "published")]


def test_what_the_pack_does_not_have_stays(database: Database) -> None:
    _put(database, a_pack())
    small = a_pack(_plain(a_topic("sim")), claims=(), regions=(), aliases=(), fields=(), notices={})
    report = _put(database, small)
    assert (report.added, report.withdrawn) == (("topics/sim.toml",), ())
    stored = _stored(database)
    assert {topic.key for topic in stored.topics} == {"ktp", "kk", "sim"}
    assert (stored.regions, stored.claims, stored.menus) == (a_pack().regions, a_pack().claims, a_pack().menus)
    assert stored.notices == a_pack().notices


def _plain(topic: PackTopic) -> PackTopic:
    return replace(topic, summaries=tuple(replace(text, text="Tanpa lubang.") for text in topic.summaries))


def test_a_topic_that_was_withdrawn_here_is_published_again(database: Database) -> None:
    _put(database, a_pack())
    with database.write() as session:
        topic = session.scalars(select(Topic).where(Topic.key == "ktp")).one()
        topic.status = "withdrawn"
    assert [topic.key for topic in _stored(database).topics] == ["kk"]
    assert _put(database, a_pack()).changed == ("topics/ktp.toml",)
    assert _stored(database) == a_pack()
    assert {row[1] for row in _revisions(database)} == {"published"}


def test_a_new_order_moves_the_menus(database: Database) -> None:
    _put(database, a_pack(KTP, KK))
    report = _put(database, replace(a_pack(KK, KTP), menus=a_pack(KTP, KK).menus))
    assert report.changed == ("pack.toml",)
    with database.read() as session:
        assert [topic.key for topic in load_catalogue(session).topics] == ["kk", "ktp"]


def test_words_may_move_from_one_topic_to_the_other(database: Database) -> None:
    _put(database, a_pack())
    giving = replace(KTP, aliases={"id": ("buat ktp",)})
    taking = replace(KK, aliases={"id": ("buat kk", "urus ktp")})
    assert _put(database, a_pack(giving, taking)).changed == ("topics/ktp.toml", "topics/kk.toml")
    assert _stored(database) == a_pack(giving, taking)


def test_regions_aliases_fields_and_claims_are_brought_up_to_date(database: Database) -> None:
    _put(database, a_pack())
    pack = a_pack(
        claims=(a_claim(verdict="scam", signs=("dana gratis", "bagi-bagi dana")), a_claim("baru", region="62.06")),
        regions=(*a_pack().regions[:3], PackRegion("62.06.05.2005", "Samba Danum Baru", "desa", "62.06.05")),
        aliases=(PackAlias("kasongan", "62.06", "kota"), PackAlias("samba", "62.06.05.2005", "")),
        fields=(
            PackField("62.06", "kab", "Ktg", "Perda", CHECKED),
            PackField("62", "darurat", "112", "Perda", CHECKED),
        ),
    )
    report = _put(database, pack)
    assert report.added == ("claims/baru.toml",)
    assert report.changed == ("regions.csv", "region_aliases.csv", "region_fields.csv", "claims/dana-palsu.toml")
    assert _stored(database) == pack


def test_a_pack_with_an_error_is_refused_and_nothing_is_written(database: Database) -> None:
    with pytest.raises(BadPack, match=r"topics/ktp\.toml: no source.*and 1 more; see: smsinfo content lint"):
        _put(database, a_pack(replace(KTP, sources=()), replace(KK, sources=())))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Region)) == 0
        assert version(session) == 0


def test_a_code_that_neither_pack_nor_database_has_is_refused(database: Database) -> None:
    local = replace(KTP, summaries=(*KTP.summaries, PackSummary("id", "Di sini.", region="62.06")))
    bare = a_pack(_plain(local), _plain(KK), regions=(), aliases=(), fields=())
    with pytest.raises(BadPack, match="no region has this code"):
        _put(database, bare)
    _put(database, a_pack())
    assert _put(database, bare).changed == ("topics/ktp.toml", "topics/kk.toml")


def test_a_word_of_a_topic_that_stays_is_refused(database: Database) -> None:
    _put(database, a_pack())
    thief = replace(a_topic("sim"), keywords=("SIM", "K.T.P", "urus-ktp"))
    with pytest.raises(BadPack, match=r"topics/sim\.toml: urus-ktp already names the topic ktp in the database"):
        _put(database, a_pack(thief))


def test_drafts_of_an_editor_are_left_alone(database: Database) -> None:
    _put(database, a_pack())
    with database.write() as session:
        live = session.scalars(select(Revision).order_by(Revision.id)).first()
        assert live is not None
        draft = Revision(
            summary_id=live.summary_id,
            number=2,
            text="Draf",
            state="draft",
            author="Editor",
            checked_on=CHECKED,
            created_at=NOW,
        )
        session.add(draft)
    changed = replace(KTP, summaries=(replace(KTP.summaries[0], text="Kini lain."), KTP.summaries[1]))
    _put(database, a_pack(changed, KK))
    drafts = [row for row in _revisions(database) if row[1] == "draft" or row[0] > 1]
    assert drafts == [(2, "draft", "Editor", "Draf"), (3, "published", "pack", "Kini lain.")]


def test_keywords_are_kept_as_typed_and_as_compared(database: Database) -> None:
    _put(database, a_pack(replace(KTP, aliases={"id": ("e-KTP / Kartu",)}), KK))
    with database.read() as session:
        row = session.scalars(select(Keyword).where(Keyword.text == "e-KTP / Kartu")).one()
        assert (row.normalised, row.language, row.kind) == ("e ktp kartu", "id", "alias")


def test_regions_alone_can_be_imported(database: Database) -> None:
    regions = a_pack().regions
    with database.write() as session:
        report = import_regions(session, tuple(reversed(regions)), NOW)
    assert (report.added, report.version) == (("regions.csv",), 1)
    with database.write() as session:
        assert import_regions(session, regions, NOW).unchanged == ("regions.csv",)
    with database.write() as session, pytest.raises(BadPack, match=r"62\.99\.01 lies in 62\.99"):
        import_regions(session, (PackRegion("62.99.01", "X", "kecamatan", "62.99"),), NOW)
    assert _stored(database).regions == regions
    assert "pack.toml" in _put(database, a_pack()).added
