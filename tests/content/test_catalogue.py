"""The snapshot that answers are made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, select

from smsinfo.content.catalogue import catalogue_of, load_catalogue, version
from smsinfo.content.pack_model import Pack, PackAlias, PackField, PackSummary
from smsinfo.content.packs import import_pack
from smsinfo.db.engine import Database
from smsinfo.db.models import Claim, Revision, Topic
from smsinfo.domain.content import OpenMenu

from .samples import CHECKED, NOW, a_claim, a_pack, a_topic


def _import(database: Database, pack: Pack) -> None:
    with database.write() as session:
        import_pack(session, pack, NOW)


def test_an_empty_database_has_an_empty_catalogue(database: Database) -> None:
    with database.read() as session:
        assert version(session) == 0
        catalogue = load_catalogue(session)
    assert (catalogue.version, catalogue.topics, catalogue.claims, catalogue.menus) == (0, (), (), ())
    assert catalogue.gazetteer.places == ()


def test_a_catalogue_has_everything_by_which_a_topic_is_found_and_all_that_it_says(database: Database) -> None:
    local = PackSummary("id", "Di Katingan.", "Lagi.", "62.06", checked_on=date(2026, 10, 1))
    topic = replace(a_topic("ktp"), examples={"id": ("kartu belum jadi",)})
    pack = a_pack(replace(topic, summaries=(*topic.summaries, local)), a_topic("kk"))
    _import(database, pack)
    with database.read() as session:
        catalogue = load_catalogue(session)
    assert (catalogue.version, catalogue.mark) == (1, "DEMO")
    ktp = catalogue.topics[0]
    assert (ktp.titles, ktp.labels) == (topic.title, topic.label)
    assert (ktp.keywords, ktp.aliases, ktp.related) == (topic.keywords, topic.aliases, topic.related)
    assert ktp.examples == {"id": ("kartu belum jadi",)}
    assert ktp.summary("id", "62.06.05").text == "Di Katingan."
    assert ktp.summary("id", "62.06.05").checked_on == date(2026, 10, 1)
    assert ktp.summary("bjn", None).checked_on == CHECKED
    assert catalogue.menus == (OpenMenu(("surat",), ("ktp", "kk")),)
    assert catalogue.claims[0].answers["id"] == "HOAKS: tidak ada dana."
    assert catalogue == catalogue_of(pack, 1)


def test_regions_bring_their_names_and_inherited_fields() -> None:
    fields = (
        PackField("62", "darurat", "110/119", "x", CHECKED),
        PackField("62.06", "kab", "Katingan", "x", CHECKED),
        PackField("62.06.05", "darurat", "112", "x", CHECKED),
    )
    aliases = (PackAlias("samba", "62.06.05.2005", ""), PackAlias("danum", "62.06.05.2005", ""))
    gazetteer = catalogue_of(a_pack(fields=fields, aliases=aliases)).gazetteer
    village = gazetteer.places[-1]
    assert (village.code, village.name, village.aliases) == ("62.06.05.2005", "Samba Danum", ("danum", "samba"))
    assert gazetteer.fields_for("62.06.05.2005") == {"kab": "Katingan", "darurat": "112"}
    assert gazetteer.fields_for("62.06") == {"kab": "Katingan", "darurat": "110/119"}
    assert gazetteer.fields_for(None) == {}


def test_what_is_not_published_is_not_in_it(database: Database) -> None:
    _import(database, a_pack(a_topic("ktp"), a_topic("kk"), a_topic("sim"), claims=(a_claim("satu"), a_claim("dua"))))
    with database.write() as session:
        session.scalars(select(Topic).where(Topic.key == "kk")).one().status = "withdrawn"
        session.scalars(select(Claim).where(Claim.key == "satu")).one().status = "withdrawn"
        for text in ("Urus sim di kantor[ {kab}].", "Get ktp at the office[ {kab}]."):
            session.scalars(select(Revision).where(Revision.text == text)).one().state = "withdrawn"
    with database.read() as session:
        catalogue = load_catalogue(session)
    assert [topic.key for topic in catalogue.topics] == ["ktp"]
    assert [text.language for text in catalogue.topics[0].summaries] == ["id"]
    assert [claim.key for claim in catalogue.claims] == ["dua"]


@pytest.mark.parametrize("size", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_content(database: Database, size: int) -> None:
    _import(database, a_pack(*(a_topic(f"topik-{number}") for number in range(size)), menus=()))
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, statement, *_: asked.append(statement))
    with database.read() as session:
        assert len(load_catalogue(session).topics) == size
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 21
