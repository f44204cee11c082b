"""What the checks of an alert look up: names of regions, and the numbers and links that may be named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from smsinfo.db.models import DirectoryEntry, Region, RegionAlias
from smsinfo.domain.regions import ancestors


def names(session: Session, regions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Code -> what people call it, its own name first; of the regions that exist, and of those that cover them."""
    wanted = sorted({outer for code in regions for outer in ancestors(code)})
    found: defaultdict[str, list[str]] = defaultdict(list)
    called = select(Region.code, Region.name, RegionAlias.alias).where(Region.code.in_(wanted))
    called = called.outerjoin(RegionAlias, RegionAlias.region_code == Region.code)
    for code, name, alias in session.execute(called.order_by(RegionAlias.alias)):
        if code not in found:
            found[code].append(name.removeprefix("Kabupaten ").removeprefix("Kota "))
        if alias is not None:
            found[code].append(alias)
    return {code: tuple(words) for code, words in found.items()}


def directory(session: Session, kinds: Collection[str]) -> dict[str, frozenset[str]]:
    """Kind (`phone`, `link`) -> the values that another person has approved."""
    found: dict[str, set[str]] = {kind: set() for kind in kinds}
    approved = select(DirectoryEntry.kind, DirectoryEntry.value).where(DirectoryEntry.approved_at.is_not(None))
    for kind, value in session.execute(approved.where(DirectoryEntry.kind.in_(list(kinds)))):
        found[kind].add(value)
    return {kind: frozenset(values) for kind, values in found.items()}
