"""Every answer with its source and the day it was checked: the list that an auditor signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.due import Standing, standing
from smsinfo.db.queries import content, links
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words

STANDINGS: Final = {
    Standing.FRESH: Words("berlaku", "fresh"),
    Standing.SOON: Words("segera ditinjau", "due soon"),
    Standing.OVERDUE: Words("lewat", "overdue"),
}

AT_ONCE: Final = 100
"""Topics whose texts are read together: whoever wants the first rows waits for no others."""


@dataclass(frozen=True, slots=True)
class Row:
    """One text as it stands, before the fields of a region are filled in."""

    topic: str
    language: str
    region: str
    text: str
    owner: str
    sources: str
    checked_on: date
    review_by: date
    standing: str
    links: str


def make(session: Session, query: Query) -> Table:
    """All published texts of topics, in the order of menus; asked for as they are read, some topics at a time."""
    return Table(_rows(session, query))


def _rows(session: Session, query: Query) -> Iterator[Row]:
    topics, results = content.topics(session), links.results(session)
    for begin in range(0, len(topics), AT_ONCE):
        some = topics[begin : begin + AT_ONCE]
        yield from _rows_of(session, query, some, results)


def _rows_of(
    session: Session, query: Query, topics: list[content.TopicRow], results: dict[str, links.LinkRow]
) -> Iterator[Row]:
    texts: defaultdict[int, list[content.TextRow]] = defaultdict(list)
    ids = [topic.id for topic in topics]
    for text in content.texts(session, among=ids):
        texts[text.topic_id].append(text)
    sources: defaultdict[int | None, list[content.SourceRow]] = defaultdict(list)
    for source in content.sources(session, among=ids):
        sources[source.topic_id].append(source)
    for topic in topics:
        named = "\n".join(f"{source.title} <{source.address}>" for source in sources[topic.id])
        looked = [results[source.address].result for source in sources[topic.id] if source.address in results]
        state = STANDINGS[standing(topic.review_by, query.today)].say(query.language)
        for text in sorted(texts[topic.id], key=lambda text: (text.region_code or "", text.language)):
            whole = f"{text.text}\n{text.more}".rstrip()
            yield Row(
                topic.key,
                text.language,
                text.region_code or "",
                whole,
                topic.owner,
                named,
                text.checked_on,
                topic.review_by,
                state,
                ", ".join(looked),
            )


REPORT: Final = Report(
    name="answers",
    title=Words("Semua jawaban dengan sumber dan tanggal", "All answers with source and date"),
    columns=(
        Column("topic", Words("Topik", "Topic")),
        Column("language", Words("Bahasa", "Language")),
        Column("region", Words("Wilayah", "Region")),
        Column("text", Words("Jawaban", "Answer")),
        Column("owner", Words("Instansi pemilik", "Owner")),
        Column("sources", Words("Sumber", "Sources")),
        Column("checked_on", Words("Dicek", "Checked"), Kind.DAY),
        Column("review_by", Words("Tinjau sebelum", "Review by"), Kind.DAY),
        Column("standing", Words("Keadaan", "State")),
        Column("links", Words("Tautan", "Links")),
    ),
    notes=(
        Words(
            "Dengan lembar ini pemeriksa menandatangani bahwa tiap jawaban bersumber dan bertanggal, bukan bahwa "
            "isinya benar hari ini.",
            "By this list an auditor signs that each answer has a source and a date, not that it is true today.",
        ),
        Words(
            "Bidang {..} dan klausa [..] terisi menurut wilayah warga saat jawaban dikirim.",
            "Fields {..} and clauses [..] are filled in by the citizen's region when an answer is sent.",
        ),
    ),
    make=make,
    takes_region=False,
    takes_days=False,
)
