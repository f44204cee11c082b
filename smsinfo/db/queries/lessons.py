"""How far phones are in courses, certificates, and what is counted without the phone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, or_, select, text
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from smsinfo.db.models import Certificate, CourseCount, LessonProgress, Membership
from smsinfo.db.queries.daily import Span
from smsinfo.domain import lessons
from smsinfo.domain.community import MemberState
from smsinfo.domain.lessons import Progress


class Counted(NamedTuple):
    """A course in a regency or city, with how many began and finished it."""

    course: str
    region: str
    started: int
    finished: int


def of_contact(session: Session, contact_id: int) -> list[Progress]:
    """The courses that a phone has begun, the one with the latest answer first."""
    rows = select(LessonProgress).where(LessonProgress.contact_id == contact_id)
    found = session.scalars(rows.order_by(LessonProgress.at.desc(), LessonProgress.course_key))
    return [
        Progress(
            row.course_key,
            row.lesson,
            row.right_answers,
            row.waiting,
            row.started_at,
            row.at,
            row.finished_at,
            row.times,
            row.certificate,
        )
        for row in found
    ]


def save(session: Session, contact_id: int, progress: Progress) -> None:
    """This is how far the phone is, whatever stood there."""
    session.merge(
        LessonProgress(
            contact_id=contact_id,
            course_key=progress.course,
            lesson=progress.lesson,
            right_answers=progress.right,
            waiting=progress.waiting,
            started_at=progress.started_at,
            at=progress.at,
            finished_at=progress.finished_at,
            times=progress.times,
            certificate=progress.certificate,
        )
    )
    session.flush()


def add_certificate(session: Session, found: lessons.Certificate) -> bool:
    """Keep a certificate; False where the code is taken."""
    if certificate(session, found.code) is not None:
        return False
    values = {"code": found.code, "course_key": found.course, "finished_on": found.finished_on}
    session.execute(insert(Certificate).values(**values))
    return True


def certificate(session: Session, code: str) -> lessons.Certificate | None:
    """The certificate of a code."""
    row = session.get(Certificate, code)
    return lessons.Certificate(row.code, row.course_key, row.finished_on) if row is not None else None


def count_course(
    session: Session, day: date, course: str, region: str | None, *, started: int = 0, finished: int = 0
) -> None:
    """Add to what is counted of a course on a day."""
    make: Any = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    add = make(CourseCount)
    more = {
        "started": CourseCount.started + add.excluded.started,
        "finished": CourseCount.finished + add.excluded.finished,
    }
    keys = [CourseCount.day, CourseCount.course_key, CourseCount.region_code]
    values = {"day": day, "course_key": course, "region_code": region or "", "started": started, "finished": finished}
    session.execute(add.on_conflict_do_update(index_elements=keys, set_=more), [values])


def course_counts(session: Session, span: Span) -> list[Counted]:
    """Each course in each regency or city ('' where unknown) in these days, in the region that was asked for."""
    place = func.substr(CourseCount.region_code, 1, len("62.06"))
    rows = select(CourseCount.course_key, place, func.sum(CourseCount.started), func.sum(CourseCount.finished)).where(
        CourseCount.day >= span.first, CourseCount.day <= span.last
    )
    if span.region:
        inside = CourseCount.region_code.startswith(f"{span.region}.")
        rows = rows.where(or_(CourseCount.region_code == span.region, inside))
    # By number, not by expression: PostgreSQL takes two parameters of one value for two expressions.
    rows = rows.group_by(CourseCount.course_key, text("2")).order_by(CourseCount.course_key, text("2"))
    return [Counted(*row) for row in session.execute(rows)]


def drop_untouched(connection: Connection, before: datetime, most: int) -> int:
    """Forget progress whose last answer is older; how many rows. Certificates and counts stay: they are nobody's."""
    keys = select(LessonProgress.contact_id, LessonProgress.course_key).where(LessonProgress.at < before).limit(most)
    gone = 0
    for contact_id, course in connection.execute(keys).all():
        one = (LessonProgress.contact_id == contact_id) & (LessonProgress.course_key == course)
        # The time is asked again: somebody may answer just now.
        gone += connection.execute(delete(LessonProgress).where(one, LessonProgress.at < before)).rowcount
    return gone


def finished_by_group(session: Session, groups: Collection[int]) -> dict[int, int]:
    """Group -> courses that its active members have finished, each member's each course once."""
    joined = select(Membership.group_id, Membership.contact_id, LessonProgress.course_key).join(
        LessonProgress, LessonProgress.contact_id == Membership.contact_id
    )
    each = (
        joined.where(
            Membership.group_id.in_(list(groups)),
            Membership.state == MemberState.ACTIVE.value,
            LessonProgress.finished_at.is_not(None),
        )
        .distinct()
        .subquery()
    )
    rows = session.execute(select(each.c.group_id, func.count()).group_by(each.c.group_id))
    return {group: found for group, found in rows if group is not None}
