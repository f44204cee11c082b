"""One page for whoever leads: a month or a year in a few figures, each beside the time before and what it hides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import case_figures, daily, gap_figures, ratings
from smsinfo.domain.messages import ReplyKind
from smsinfo.outbox.retention import bounds
from smsinfo.reports.days import RECEIVED
from smsinfo.reports.period import before
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, Hidden, share, small
from smsinfo.reports.times import HALF, within
from smsinfo.reports.write import NOTHING, grouped, shown

QUESTIONS: Final = (ReplyKind.ANSWER, ReplyKind.MENU, ReplyKind.NONE)
"""Texts that asked something; the others were commands or got no reply."""

_WITHIN = Words("{count}, separuhnya dalam {hours} jam", "{count}, half of them within {hours} hours")
_OF = Words("{part} dari {whole}", "{part} of {whole}")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as it is read, the same of the time before, and what it does not show."""

    measure: str
    now: str
    earlier: str
    hides: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the figures of one span are reckoned from. `half` is the median step in seconds, None without answers."""

    texts: int
    questions: int
    answers: int
    replies_idr: int
    villages: int
    all_villages: int
    closed: int
    open_gaps: int | None
    half: int | None
    verdicts: tuple[int, ...]
    helped: int
    rated: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the page."""

    name: Words
    hides: Words
    tell: Callable[[Facts, Query], str]


def make(session: Session, query: Query) -> Table:
    """The figures of the span beside those of the span before."""
    first, last = before(query.first, query.last)
    query_before = replace(query, first=first, last=last)
    spans = [_moments(one) for one in (query, query_before)]
    closed, still_open = gap_figures.closed_and_open(session, spans)
    rumours = case_figures.verdicts(session, spans)
    said = ratings.sums(session, [one.span for one in (query, query_before)])
    villages = daily.villages(session, query.region)
    now = _facts(session, query, villages, closed[0], still_open, said[0], rumours[0])
    # How many were open then is not kept.
    earlier = _facts(session, query_before, villages, closed[1], None, said[1], rumours[1])
    return Table(
        [
            Row(
                measure.name.say(query.language),
                measure.tell(now, query),
                measure.tell(earlier, query),
                measure.hides.say(query.language),
            )
            for measure in MEASURES
        ]
    )


def _moments(query: Query) -> tuple[datetime, datetime]:
    return bounds(query.first, query.zone)[0], bounds(query.last, query.zone)[1]


def _facts(
    session: Session,
    query: Query,
    villages: int,
    closed: int,
    open_gaps: int | None,
    said: tuple[int, int],
    rumours: list[int],
) -> Facts:
    sums = {one.keys[0]: one for one in daily.counts(session, query.span, ("kind",), RECEIVED)}
    return Facts(
        texts=sum(one.messages for one in sums.values()),
        questions=sum(sums[kind.value].messages for kind in QUESTIONS if kind.value in sums),
        answers=sums[ReplyKind.ANSWER.value].messages if ReplyKind.ANSWER.value in sums else 0,
        replies_idr=sum(one.cost_idr for one in sums.values()),
        villages=daily.villages_with_people(session, _moments(query)[1], query.region),
        all_villages=villages,
        closed=closed,
        open_gaps=open_gaps,
        half=_half(session, query),
        verdicts=tuple(rumours),
        helped=said[0],
        rated=sum(said),
    )


def _half(session: Session, query: Query) -> int | None:
    steps: dict[int, int] = {}
    for _, seconds, answers in daily.timings(session, query.span):
        steps[seconds] = steps.get(seconds, 0) + answers
    few = isinstance(small(sum(steps.values())), Hidden)
    return None if few else within(sorted(steps.items(), key=lambda step: (step[0] == 0, step[0])), HALF)


def _villages(facts: Facts, query: Query) -> str:
    part, whole = grouped(facts.villages, query.language), grouped(facts.all_villages, query.language)
    return _OF.say(query.language).format(part=part, whole=whole)


def _helped_part(facts: Facts, query: Query) -> str:
    """Hidden where so few said yes, or no, that the share would tell of them."""
    few = any(isinstance(small(one), Hidden) for one in (facts.helped, facts.rated - facts.helped))
    part = Hidden.SMALL if few else facts.helped
    return shown(share(part, small(facts.rated)), Kind.SHARE, query.language)


def _count(value: int, query: Query) -> str:
    return shown(small(value), Kind.COUNT, query.language)


def _answered_part(facts: Facts, query: Query) -> str:
    return shown(share(small(facts.answers), small(facts.questions)), Kind.SHARE, query.language)


def _each(amount: float, answers: int, query: Query) -> str:
    found: Count = small(answers)
    if isinstance(found, Hidden) or not found or not amount:
        return NOTHING
    return shown(round(amount / found), Kind.MONEY, query.language)


def _open(facts: Facts, query: Query) -> str:
    return NOTHING if facts.open_gaps is None else grouped(facts.open_gaps, query.language)


def _verdicts(facts: Facts, query: Query) -> str:
    half = case_figures.half_of(list(facts.verdicts))
    if half is None:
        return grouped(0, query.language)
    return _WITHIN.say(query.language).format(
        count=grouped(len(facts.verdicts), query.language), hours=-(-half // 3600)
    )


MEASURES: Final = (
    Measure(
        Words("Desa/kelurahan dengan pengguna", "Villages with a user"),
        Words(
            "Bukan berapa orang; desa orang yang belum menyebut desanya tidak terhitung, begitu pula yang sudah "
            "menghapus datanya.",
            "Not how many people; nor the villages of those who have not named theirs, or have erased their data.",
        ),
        _villages,
    ),
    Measure(
        Words("SMS masuk", "Texts in"),
        Words("Satu orang bisa mengirim banyak SMS.", "One person may send many texts."),
        lambda facts, query: _count(facts.texts, query),
    ),
    Measure(
        Words("Pertanyaan dijawab", "Questions answered"),
        Words("Apakah jawabannya membantu.", "Whether the answer helped."),
        lambda facts, query: _count(facts.answers, query),
    ),
    Measure(
        Words("Bagian pertanyaan yang dijawab", "Share of questions answered"),
        Words(
            "Apakah jawabannya tepat. Sisanya mendapat menu atau tidak dipahami.",
            "Whether it was the right answer. The rest got a menu or was not understood.",
        ),
        _answered_part,
    ),
    Measure(
        Words("Jawaban yang membantu", "Answers that helped"),
        Words(
            "Hanya menurut warga yang ditanya dan membalas Y atau T; tidak pernah setelah peringatan.",
            "Only by those who were asked and answered Y or T; never after alerts.",
        ),
        _helped_part,
    ),
    Measure(
        Words("Separuh jawaban tiba dalam", "Half of the answers came within"),
        Words(
            "Perjalanan SMS di jaringan sebelum sampai ke sistem. Tidak menurut wilayah.",
            "The way of the text through the network before it reached the system. Not by region.",
        ),
        lambda facts, query: shown(facts.half, Kind.SECONDS, query.language),
    ),
    Measure(
        Words("Pulsa warga per jawaban", "A citizen's cost of an answer"),
        Words(
            "Menurut citizen_text_idr dalam pengaturan; SMS panjang dan tarif tiap operator tidak diketahui.",
            "By citizen_text_idr of the settings; long texts and each operator's own price are not known.",
        ),
        lambda facts, query: _each(facts.questions * query.text_idr, facts.answers, query),
    ),
    Measure(
        Words("Biaya kantor per jawaban", "The office's cost of an answer"),
        Words(
            "Menurut tarif dalam pengaturan, bukan tagihan; gaji, alat dan nomor tidak termasuk.",
            "By the rates of the settings, not by the bill; without salaries, machines and numbers.",
        ),
        lambda facts, query: _each(facts.replies_idr, facts.answers, query),
    ),
    Measure(
        Words("Celah ditutup", "Gaps closed"),
        Words(
            "Celah: hal yang ditanya warga tetapi belum terjawab. Tidak menurut wilayah; yang terbuka lagi dihitung "
            "terbuka.",
            "A gap is what people asked and did not get. Not by region; one that came back counts as open.",
        ),
        lambda facts, query: grouped(facts.closed, query.language),
    ),
    Measure(
        Words("Celah terbuka sekarang", "Gaps open now"),
        Words("Berapa orang yang menanyakannya.", "How many people asked."),
        _open,
    ),
    Measure(
        Words("Kabar beredar yang dijawab", "Rumours answered"),
        Words(
            "Kabar yang sudah ada hasilnya sebelum ditanyakan. Tidak menurut wilayah.",
            "What had a verdict before anybody asked. Not by region.",
        ),
        _verdicts,
    ),
)

REPORT: Final = Report(
    name="leader",
    title=Words("Laporan Pimpinan", "Report to the leadership"),
    columns=(
        Column("measure", Words("Ukuran", "Measure")),
        Column("now", Words("Masa ini", "This time")),
        Column("earlier", Words("Sebelumnya", "The time before")),
        Column("hides", Words("Yang tidak ditunjukkan", "What it does not show")),
    ),
    notes=(
        Words(
            "Sebelumnya: bulan atau tahun sebelumnya, atau jumlah hari yang sama. Angka di bawah 5 disembunyikan (<5).",
            "The time before: the month or year before, or as many days. Counts below 5 are hidden (<5).",
        ),
    ),
    make=make,
    whole_month=True,
)
