"""`smsinfo content due` and `check-links` in a terminal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from smsinfo.content.link_fetch import Look
from smsinfo.content.link_kinds import Link
from smsinfo.db.models import Topic
from tests.cli.conftest import Office


def test_what_is_due_is_listed_by_owner(office: Office) -> None:
    assert "0 answers to review, 0 overdue." in office.runs("content", "due", "--days", "0").output
    with office.services.database.write() as session:
        session.execute(update(Topic).where(Topic.key == "ktp").values(review_by=date(2026, 1, 2)))
    shown = office.runs("content", "due", "--days", "0").output
    assert "Disdukcapil kabupaten/kota\n  2026-01-02  ktp" in shown
    assert "OVERDUE  KTP-el (buat baru)" in shown
    assert shown.endswith("1 answers to review, 1 overdue.\n")


class Web:
    """A web in which one page is gone."""

    def look(self, text: str) -> Look:
        """As every source but one."""
        return Look(Link.BROKEN, 404) if "kompas" in text else Look(Link.OK, 200)


class Nothing:
    """No web at all."""

    def look(self, _text: str) -> Look:
        """Offline."""
        return Look(Link.AWAY, detail="NameResolutionError")


def test_links_are_looked_at_and_what_is_gone_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("smsinfo.cli.content.sleep", waited.append)
    monkeypatch.setattr("smsinfo.cli.content.Looker", Nothing)
    assert office.runs("content", "check-links").output == "This machine seems to be offline: nothing was changed.\n"
    monkeypatch.setattr("smsinfo.cli.content.Looker", Web)
    shown = office.runs("content", "check-links").output
    assert "broken  money.kompas.com/read/2022/06/02/073000326 404\n" in shown
    assert shown.splitlines()[-1].endswith(" broken, 0 unsure, 0 away, 0 no_link.")
    assert set(waited) == {1.0}
    assert timedelta(seconds=sum(waited)) < timedelta(minutes=10)
    assert office.runs("content", "check-links", "--days", "1").output.startswith("0 ok")
