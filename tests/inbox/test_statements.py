"""What a plain answer costs the database: counted, because speed itself is measured in bench/."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from smsinfo.db.hot import Hot
from smsinfo.domain.messages import MoMessage
from smsinfo.domain.ussd import UssdTurn
from tests.support import CITIZEN, OWN_NUMBER, HeldClock, make_services

# On PostgreSQL a round trip is what costs (100-145 us): one to know, one to store. SQLite stores in three steps.
MOST = {"postgresql": 2, "sqlite": 4}


def test_a_plain_answer_of_somebody_we_know_takes_the_hot_path_only(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = HeldClock()
    services = make_services(database_url, clock)
    seen: list[str] = []
    run = Hot.run

    def noted(self: Hot, cursor: Any, values: Any) -> None:
        seen.append("hot")
        run(self, cursor, values)

    monkeypatch.setattr(Hot, "run", noted)
    services.inbox.receive(MoMessage("phone", "M1", CITIZEN, OWN_NUMBER, "ktp", clock()))
    seen.clear()
    others = [services.database.engine, services.database.hot]
    for engine in others:
        event.listen(engine, "before_cursor_execute", lambda *_: seen.append("sqlalchemy"))
    services.inbox.receive(MoMessage("phone", "M2", CITIZEN, OWN_NUMBER, "kk", clock()))
    assert seen.count("sqlalchemy") == 0
    assert len(seen) <= MOST[services.database.engine.dialect.name]
    services.database.close()


@pytest.mark.parametrize(("path", "most"), [("2*1", 1), (None, 2)])
def test_a_turn_of_ussd_reads_once_and_writes_once_where_it_is_stored(
    database_url: str, monkeypatch: pytest.MonkeyPatch, path: str | None, most: int
) -> None:
    clock = HeldClock()
    services = make_services(database_url, clock)
    services.ussd.turn(UssdTurn("ussd", "S1", CITIZEN, "", True, clock(), path and ""), 160)
    seen: list[str] = []
    run = Hot.run

    def noted(self: Hot, cursor: Any, values: Any) -> None:
        seen.append("hot")
        run(self, cursor, values)

    monkeypatch.setattr(Hot, "run", noted)
    for engine in (services.database.engine, services.database.hot):
        event.listen(engine, "before_cursor_execute", lambda *_: seen.append("sqlalchemy"))
    screen = services.ussd.turn(UssdTurn("ussd", "S1", CITIZEN, "2", False, clock(), path), 160)
    assert screen.text.startswith(("Pilih topik:", "Kependudukan:"))
    assert seen == ["hot"] * most
    services.database.close()
