"""Content packs: out of a folder into the database and back. A pack travels by USB stick and is reviewed in git.

Importing publishes what the pack holds. A text that an editor changed here meanwhile is superseded by the pack's, not
lost; what the pack does not name (other topics, other regions) stays. The same pack twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from smsinfo.content.lint import lint_pack
from smsinfo.content.lint_words import MENU_TOPICS
from smsinfo.content.pack_files import HEAD, MENUS, read_pack, read_regions
from smsinfo.content.pack_model import Pack, PackMenu, PackRegion
from smsinfo.content.pack_write import write_pack
from smsinfo.content.problems import Problem
from smsinfo.content.publish import settle_all
from smsinfo.content.put_claims import put_claims
from smsinfo.content.put_courses import put_courses
from smsinfo.content.put_holidays import put_holidays
from smsinfo.content.put_regions import put_aliases, put_fields, put_regions
from smsinfo.content.put_texts import By
from smsinfo.content.put_topics import put_topics
from smsinfo.content.report import ImportReport, Ledger
from smsinfo.content.stored import Extra, stored_pack, stored_regions, write_head
from smsinfo.db.queries.content import StateRow, content_state, save_state
from smsinfo.db.queries.regions import codes
from smsinfo.errors import BadPack

__all__ = ["ImportReport", "Pack", "export_pack", "import_pack", "import_regions", "read_pack", "read_regions"]


def import_pack(session: Session, pack: Pack, now: datetime, author: str = "pack") -> ImportReport:
    """Publish a pack. Raises BadPack, before anything is written, where lint finds an error."""
    state = content_state(session, lock=True)
    _refuse(lint_pack(pack, known_regions=codes(session), today=now.date()))
    stored = stored_pack(session)
    ledger = Ledger()
    extra = Extra(pack.menus or stored.menus, {**stored.notices, **pack.notices})
    put_regions(session, pack.regions, stored.regions, ledger)
    put_aliases(session, pack.aliases, stored.aliases, ledger)
    put_fields(session, pack.fields, stored.fields, ledger)
    reordered = put_topics(session, pack.topics, stored.topics, By(author, now), ledger)
    settle_all(session)
    put_claims(session, pack.claims, stored.claims, ledger)
    put_holidays(session, pack.holidays, stored.holidays, ledger)
    put_courses(session, pack.courses, stored.courses, ledger)
    if pack.menus:
        ledger.note(MENUS, was_there=bool(stored.menus), differs=pack.menus != stored.menus)
    same = (replace(stored.head, order=()), stored.notices) == (replace(pack.head, order=()), extra.notices)
    ledger.note(HEAD, was_there=bool(state.pack), differs=reordered or not same)
    return _finish(session, ledger, StateRow(state.version, pack.head.mark, write_head(pack.head, extra)), now)


def import_regions(session: Session, regions: Sequence[PackRegion], now: datetime) -> ImportReport:
    """Add and change regions only. Raises BadPack where a region lies in one that is not there."""
    state = content_state(session, lock=True)
    known = codes(session) | {region.code for region in regions}
    for region in regions:
        if region.parent_code and region.parent_code not in known:
            raise BadPack(
                "regions",
                "{code} lies in {parent}, which is not there; add it",
                code=region.code,
                parent=region.parent_code,
            )
    ledger = Ledger()
    put_regions(session, regions, stored_regions(session), ledger)
    return _finish(session, ledger, state, now)


def export_pack(session: Session, folder: Path) -> Pack:
    """Write everything published into a folder, as `read_pack` reads it. Raises BadPack for a folder in other use."""
    pack = stored_pack(session)
    pack = replace(pack, menus=_live(pack))
    write_pack(pack, folder)
    return pack


def _live(pack: Pack) -> tuple[PackMenu, ...]:
    """The menus without topics that were withdrawn; the database keeps the whole ones, for when they come back."""
    keys = {topic.key for topic in pack.topics}
    menus = (PackMenu(menu.words, tuple(key for key in menu.topics if key in keys)) for menu in pack.menus)
    return tuple(menu for menu in menus if len(menu.topics) in MENU_TOPICS)


def _refuse(problems: tuple[Problem, ...]) -> None:
    errors = [problem for problem in problems if problem.severity == "error"]
    if len(errors) == 1:
        raise BadPack(errors[0].where, errors[0].template, **errors[0].values)
    if errors:
        told = {"problem": errors[0].message, "more": len(errors) - 1}
        raise BadPack(errors[0].where, "{problem} (and {more} more; see: smsinfo content lint)", **told)


def _finish(session: Session, ledger: Ledger, state: StateRow, now: datetime) -> ImportReport:
    """Move the version where something is new, so that every process takes the new snapshot."""
    if not ledger.moved:
        return ledger.close(state.version)
    save_state(session, StateRow(state.version + 1, state.mark, state.pack), now)
    return ledger.close(state.version + 1)
