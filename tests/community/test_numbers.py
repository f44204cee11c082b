"""One series of numbers for all that people send, and what STATUS says of one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from smsinfo.community.numbers import MOST, give_number, what_is
from smsinfo.db.engine import Database, make_engine
from smsinfo.domain.numbers import Numbered
from smsinfo.understanding.asked import status_of
from tests.migrated import migrate

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def test_a_number_is_given_once_whatever_it_is_for(database_url: str) -> None:
    migrate(database_url)
    database = Database(make_engine(database_url))
    with database.write() as session:
        given = [give_number(session, kind, NOW) for kind in (Numbered.NEWS, Numbered.REPORT, Numbered.NEWS)]
        assert len(set(given)) == 3
        assert [what_is(session, number) for number in given] == [Numbered.NEWS, Numbered.REPORT, Numbered.NEWS]
        assert _unknown(session, max(given) + 1)
        assert _unknown(session, 0)
        assert _unknown(session, MOST + 1)
    database.close()


def _unknown(session: Session, number: int) -> bool:
    return what_is(session, number) is None


@pytest.mark.parametrize(
    ("found", "number"),
    [
        (["status", "123"], "123"),
        (["status", "no", "7"], "7"),
        (["status"], None),
        (["status", "pip", "1"], None),
        (["status", "123", "4"], None),
        (["status", "1234567890"], None),
        (["cek", "123"], None),
    ],
)
def test_a_status_with_a_number_is_understood_to_the_letter(found: list[str], number: str | None) -> None:
    resolution = status_of(found)
    assert (resolution.argument if resolution else None) == number
