"""Gaps in figures: for reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from smsinfo.db.models import GapCluster
from smsinfo.domain.gaps import GapState


def closed_and_open(session: Session, spans: Sequence[tuple[datetime, datetime]]) -> tuple[list[int], int]:
    """For each [start, end) the gaps that got an alias or a topic in it and have not come back; and how many are open.

    One statement, however many spans.
    """
    mended = GapCluster.state.in_((GapState.ALIASED.value, GapState.TOPIC_STARTED.value))
    closed = [_count(mended, GapCluster.closed_at >= start, GapCluster.closed_at < end) for start, end in spans]
    *told, still = session.execute(select(*closed, _count(GapCluster.state == GapState.OPEN.value))).one()
    return [int(number) for number in told], int(still)


def _count(*these: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(GapCluster).where(*these).scalar_subquery()
