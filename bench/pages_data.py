"""An office with so many topics and a year of so many messages: the demo pack's topics and made-up ones beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from fan_out_data import SEALED
from sqlalchemy import Column, Connection, Date, Integer, MetaData, String, Table, insert, select, text

from smsinfo.db.base import UtcDateTime
from smsinfo.db.models import (
    DailyOutcome,
    DailyTiming,
    GapCluster,
    GapCount,
    Keyword,
    Region,
    Revision,
    Source,
    Summary,
    Topic,
    TopicName,
)
from smsinfo.db.queries.sums import put_sums

DAYS: Final = 365
PEOPLE: Final = 20_000
GAPS: Final = 500
_OFFICES: Final = ("Disdukcapil", "Dinas Kesehatan", "Dinas Sosial", "BPBD", "Dinas Pendidikan")

_scratch = MetaData()
_day = Table(
    "bench_day", _scratch, Column("n", Integer, primary_key=True), Column("day", Date), Column("at", UtcDateTime)
)
_place = Table("bench_place", _scratch, Column("n", Integer, primary_key=True), Column("code", String(13)))
_topic = Table("bench_topic", _scratch, Column("n", Integer, primary_key=True), Column("key", String(40)))

# Of ten texts seven are answered, of three one comes from nobody knows where; topics are asked for by the cube of a
# pseudo-random share, so that the first hundredth of them has a fifth of the answers.
_FACTS = """WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < :total),
 drawn AS (SELECT i, (i * 104729 % 1000003) / 1000003.0 AS u FROM n),
 fact AS (SELECT i, d.at AS at, CASE WHEN i % 3 = 0 THEN NULL ELSE p.code END AS region,
  CASE i % 10 WHEN 7 THEN 'menu' WHEN 8 THEN 'none' WHEN 9 THEN 'command' ELSE 'answer' END AS kind,
  CASE i % 5 WHEN 0 THEN 'en' WHEN 1 THEN 'nij' ELSE 'id' END AS language, t.key AS topic
  FROM drawn JOIN bench_day d ON d.n = (i - 1) * :days / :total
  JOIN bench_place p ON p.n = i * 7919 % :places
  JOIN bench_topic t ON t.n = CAST(u * u * u * :topics - 0.5 AS INTEGER))"""
_INBOUND = """INSERT INTO inbound_message (id, channel, external_id, sender_kind, sender, body, kind, silence,
 topic_key, region_code, language, received_at)
 {facts}
 SELECT i, 'phone', 'b-' || i, 'mobile', '', 'ktp hilang', kind, '', CASE WHEN kind = 'answer' THEN topic END, region,
 language, at FROM fact"""
_OUTBOUND = """INSERT INTO outbound_message (id, inbound_id, purpose, lane, channel, operator, region_code, body,
 encoding, segments, cost_idr, status, attempts, not_before, expires_at, created_at, status_at)
 SELECT id, id, 'reply', 'reply', channel, 'telkomsel', region_code, 'Urus KTP di kantor.', 'gsm7', 1, 300, 'delivered',
 1, received_at, received_at, received_at, received_at FROM inbound_message"""
_COUNTS = """INSERT INTO daily_count (day, region_code, topic_key, kind, channel, language, messages, segments,
 cost_idr) SELECT d.day, coalesce(m.region_code, ''), coalesce(m.topic_key, ''), m.kind, m.channel, m.language,
 count(*), count(*), 300 * count(*) FROM inbound_message m JOIN bench_day d ON d.n = (m.id - 1) * :days / :total
 GROUP BY d.day, coalesce(m.region_code, ''), coalesce(m.topic_key, ''), m.kind, m.channel, m.language"""
_PEOPLE = """INSERT INTO contact (msisdn_sealed, operator, region_code, status, practice, first_seen_at)
 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :total)
 SELECT {sealed}, 'telkomsel', p.code, 'active', FALSE, d.at FROM n JOIN bench_place p ON p.n = i * 7 % :places
 JOIN bench_day d ON d.n = i * 31 % :days"""


def add_topics(connection: Connection, count: int, today: date, now: datetime) -> None:
    """So many published topics more, each with two titles, two keywords, two texts and a source."""
    first = 1_000_000
    numbers = range(first, first + count)
    connection.execute(insert(Topic), [_made(n, today) for n in numbers])
    connection.execute(
        insert(TopicName), [{"topic_id": n, "label": f"made {n}"[:16], **t} for n in numbers for t in _titles(n)]
    )
    words = (
        {"topic_id": n, "language": "", "kind": "keyword", "text": w, "normalised": w}
        for n in numbers
        for w in _words(n)
    )
    connection.execute(insert(Keyword), list(words))
    connection.execute(
        insert(Summary),
        [{"id": 2 * n + s, "topic_id": n, "language": ("id", "en")[s]} for n in numbers for s in (0, 1)],
    )
    revision = {"text": "Urus di kantor[ {kab}]. Bawa KTP dan KK.", "state": "published", "author": "bench"}
    dates = {"checked_on": today, "created_at": now}
    connection.execute(
        insert(Revision), [{"summary_id": 2 * n + s, **revision, **dates} for n in numbers for s in (0, 1)]
    )
    named = {"title": "Kompas.com", "checked_on": today}
    connection.execute(insert(Source), [{"topic_id": n, "address": f"example.org/{n}", **named} for n in numbers])


def add_year(connection: Connection, messages: int, today: date, now: datetime) -> None:
    """A year of messages in and out, their daily figures, people and gaps. Topics and regions are there."""
    _scratch.create_all(connection)
    days = [(n, today - timedelta(days=DAYS - 1 - n), now - timedelta(days=DAYS - 1 - n)) for n in range(DAYS)]
    connection.execute(insert(_day), [{"n": n, "day": day, "at": at} for n, day, at in days])
    villages = connection.scalars(select(Region.code).where(Region.code.like("62.%.%.%"))).all()
    connection.execute(insert(_place), [{"n": n, "code": code} for n, code in enumerate(villages)])
    keys = connection.scalars(select(Topic.key).order_by(Topic.id)).all()
    connection.execute(insert(_topic), [{"n": n, "key": key} for n, key in enumerate(keys)])
    drawn = {"total": messages, "days": DAYS, "places": len(villages), "topics": len(keys)}
    _run(connection, _INBOUND.format(facts=_FACTS), drawn)
    _run(connection, _OUTBOUND, {})
    _run(connection, _COUNTS, {"total": messages, "days": DAYS})
    for _, day, _ in days:
        put_sums(connection, day)
    sealed = SEALED[connection.dialect.name]
    _run(connection, _PEOPLE.format(sealed=sealed), {"total": PEOPLE, "places": len(villages), "days": DAYS})
    connection.execute(insert(DailyOutcome), list(_outcomes(today)))
    connection.execute(insert(DailyTiming), list(_timings(today)))
    _add_gaps(connection, today, now)
    _scratch.drop_all(connection)


def _made(n: int, today: date) -> dict[str, Any]:
    review_by = today + timedelta(days=n % 400 - 20)
    common = {"category": "kependudukan", "tag": "Dukcapil", "safety": False, "status": "published"}
    return {"id": n, "key": f"made-{n}", "owner": _OFFICES[n % 5], "review_by": review_by, "position": n, **common}


def _titles(n: int) -> list[dict[str, str]]:
    return [{"language": "id", "title": f"Urusan nomor {n}"}, {"language": "en", "title": f"Matter number {n}"}]


def _words(n: int) -> tuple[str, str]:
    return f"urusan {n}", f"perkara {n}"


def _outcomes(today: date) -> Iterator[dict[str, Any]]:
    for ago in range(DAYS):
        for operator in ("telkomsel", "indosat", "xl"):
            for status in ("delivered", "sent", "failed"):
                key = {"day": today - timedelta(days=ago), "channel": "phone", "operator": operator, "status": status}
                yield {**key, "purpose": "reply", "messages": 300, "segments": 300, "cost_idr": 90_000}


def _timings(today: date) -> Iterator[dict[str, Any]]:
    for ago in range(DAYS):
        for seconds in (1, 3, 10, 60, 0):
            yield {"day": today - timedelta(days=ago), "channel": "phone", "seconds": seconds, "answers": 500}


def _add_gaps(connection: Connection, today: date, now: datetime) -> None:
    common = {"state": "open", "terms": "{}", "asked": 20, "first_asked_at": now, "last_asked_at": now}
    numbers = range(1, GAPS + 1)
    connection.execute(insert(GapCluster), [{"id": n, "title": f"hal {n}", **common} for n in numbers])
    monday = today - timedelta(days=today.weekday())
    counts = ({"cluster_id": n, "week": monday, "region_code": f"62.{1 + n % 13:02}", "asked": 20} for n in numbers)
    connection.execute(insert(GapCount), list(counts))


def _run(connection: Connection, sql: str, values: dict[str, Any]) -> None:
    connection.execute(text(sql).bindparams(**values))
