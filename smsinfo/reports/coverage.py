"""Whom we do not reach: villages in which nobody is subscribed, and those without signal, by regency and district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.db.queries import village_coverage as coverage
from smsinfo.db.queries.village_coverage import Village
from smsinfo.reports.regions import DEEPER
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, Hidden, hide_small
from smsinfo.reports.write import HIDING

OF_PEOPLE: Final = 1000
SUMMED: Final = ("villages", "nobody", "no_signal", "no_relay", "relayed")
_SAID: Final = {
    "nobody": Words("tidak ada pelanggan", "nobody subscribed"),
    "no_signal": Words("tanpa sinyal", "no signal"),
    "no_relay": Words("tanpa penyampai", "no relay"),
    "relayed": Words("ada penyampai", "has a relay"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One region. `population` and `alone` (who lives where nobody is subscribed) count the villages of which a number
    is known; `unconfirmed` subscribers were asked twice whether the number is still theirs, in vain; `said` names in
    words how a single village stands."""

    code: str
    name: str
    villages: int
    nobody: int
    no_signal: int
    no_relay: int
    relayed: int
    population: int | None
    alone: int | None
    subscribers: Count
    unconfirmed: Count = 0
    share: float | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was found of all villages that were asked for."""

    reached: Mapping[str, int]
    relays: set[str]
    silent: Mapping[str, int]
    below: Mapping[str, list[Village]] = field(default_factory=dict)


def make(session: Session, query: Query) -> Table:
    """The regions of the level below the one that was asked for: six looks, however many villages."""
    length = DEEPER[len(query.region)] if query.region else len("62.06")
    names = daily.places(session, query.region)
    if query.region and not names:
        names = {query.region: daily.place_name(session, query.region) or query.region}
    below: defaultdict[str, list[Village]] = defaultdict(list)
    for village in coverage.villages(session, query.region):
        below[village.code[:length]].append(village)
    facts = _Facts(
        coverage.subscribers_by_village(session, query.region),
        coverage.villages_with_relay(session, query.region),
        coverage.subscribers_by_village(session, query.region, unconfirmed=True),
    )
    rows = [_row(code, name, below[code], facts, query.language) for code, name in names.items()]
    protected, totals = hide_small(rows, "subscribers", "unconfirmed")
    shown = [_with_share(row) for row in protected]
    sums = {name: sum(getattr(row, name) for row in rows) for name in SUMMED}
    people = {name: _sum(getattr(row, name) for row in rows) for name in ("population", "alone")}
    return Table(shown, {**sums, **{name: value for name, value in people.items() if value is not None}, **totals})


def _row(code: str, name: str, villages: list[Village], facts: _Facts, language: str) -> Row:
    nobody = [one for one in villages if not facts.reached.get(one.code)]
    dark = [one for one in villages if one.no_signal]
    unread = [one for one in dark if one.code not in facts.relays]
    relayed = [one for one in villages if one.code in facts.relays]
    said = ""
    if [one.code for one in villages] == [code]:
        found = (("nobody", nobody), ("no_signal", dark), ("no_relay", unread), ("relayed", relayed))
        said = ", ".join(_SAID[word].say(language) for word, those in found if those)
    return Row(
        code,
        name,
        len(villages),
        len(nobody),
        len(dark),
        len(unread),
        len(relayed),
        _sum(one.people for one in villages),
        _sum(one.people for one in nobody),
        sum(facts.reached.get(one.code, 0) for one in villages),
        sum(facts.silent.get(one.code, 0) for one in villages),
        said=said,
    )


def _with_share(row: Row) -> Row:
    """Subscribers of a thousand people; nothing where one of both is hidden or unknown."""
    if isinstance(row.subscribers, Hidden) or not row.population:
        return row
    values = {name: getattr(row, name) for name in Row.__slots__}
    return Row(**(values | {"share": row.subscribers / row.population}))


def _sum(values: Iterable[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


REPORT: Final = Report(
    name="coverage",
    title=Words("Siapa yang tidak kita jangkau", "Whom we do not reach"),
    columns=(
        Column("code", Words("Kode", "Code")),
        Column("name", Words("Wilayah", "Region")),
        Column("villages", Words("Desa", "Villages"), Kind.COUNT),
        Column("nobody", Words("Desa tanpa pelanggan", "Villages with nobody"), Kind.COUNT),
        Column("no_signal", Words("Tanpa sinyal", "No signal"), Kind.COUNT),
        Column("no_relay", Words("Tanpa sinyal dan penyampai", "No signal and no relay"), Kind.COUNT),
        Column("relayed", Words("Dengan penyampai", "With a relay"), Kind.COUNT),
        Column("population", Words("Penduduk", "Population"), Kind.COUNT),
        Column("alone", Words("Penduduk desa tanpa pelanggan", "People of villages with nobody"), Kind.COUNT),
        Column("subscribers", Words("Pelanggan", "Subscribers"), Kind.COUNT),
        Column("unconfirmed", Words("Nomor belum dikonfirmasi", "Unconfirmed numbers"), Kind.COUNT),
        Column("share", Words("Pelanggan per penduduk", "Subscribers of all people"), Kind.SHARE),
        Column("said", Words("Keadaan", "State")),
    ),
    notes=(
        Words(
            "Pelanggan sebuah desa: berlangganan desa itu, atau tinggal di sana dan berlangganan sesuatu. Siapa hanya "
            "menyebut kecamatan atau kabupaten mendapat siaran desa itu juga, tetapi tidak terhitung di desa mana pun.",
            "A subscriber of a village subscribed to it, or lives there and subscribed to something. Who named only a "
            "district or regency gets its alerts too, but counts in no village.",
        ),
        Words(
            "Dengan penyampai: seseorang di desa itu sudah menyatakan dari ponselnya sendiri bahwa ia membacakan "
            "peringatan. Seberapa andal ia menjawab: laporan relays.",
            "With a relay: somebody in the village has said from their own phone that they read alerts out. How "
            "reliably they answer: the report relays.",
        ),
        Words(
            "Tidak menunjukkan siapa yang mendengar dari tetangga, siapa yang ponselnya mati hari itu, dan berapa "
            "orang membaca satu ponsel. Satu pelanggan di sebuah desa tidak berarti desa itu tahu.",
            "Does not show who hears it from a neighbour, whose phone is off that day, and how many read on one phone. "
            "One subscriber in a village does not mean that the village knows.",
        ),
        Words(
            "Nomor belum dikonfirmasi: setahun sekali pelanggan ditanya apakah nomornya masih sama; dua kali ditanya "
            "dan 30 hari tanpa jawaban terhitung di sini. Siaran tetap dikirim ke sana.",
            "Unconfirmed numbers: once a year a subscriber is asked whether the number is still theirs; who was asked "
            "twice and silent for 30 days counts here. Alerts go there still.",
        ),
        Words(
            "Penduduk dan sinyal hanya sebaik berkas yang diimpor (smsinfo regions population); kosong berarti belum "
            "diketahui, bukan nol, dan desa tanpa tanda sinyal belum tentu bersinyal.",
            "Population and signal are as good as the file that was imported (smsinfo regions population); empty means "
            "not known, not zero, and a village without a mark does not therefore have signal.",
        ),
        HIDING,
    ),
    make=make,
    takes_days=False,
)
