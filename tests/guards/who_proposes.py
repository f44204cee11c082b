"""Who may come to the pages of claims, region fields, menus and exercises: rows of the table of `test_staff_routes`."""

from __future__ import annotations

from smsinfo.domain.staff import Permission

PROPOSALS: dict[str, str] = {
    "exercises.show": Permission.ACCOUNT,
    "exercises.answer": Permission.ACCOUNT,
    "proposals.show": Permission.TOPICS,
    "proposals.publish": Permission.PUBLISH,
    "proposals.send_back": Permission.PUBLISH,
    "proposals.retract": Permission.WRITE,
    "proposals.restore": Permission.WRITE,
    "claims.all_": Permission.TOPICS,
    "claims.new": Permission.WRITE,
    "claims.begin": Permission.WRITE,
    "claims.show": Permission.TOPICS,
    "claims.send": Permission.WRITE,
    "claims.withdraw": Permission.WRITE,
    "region_fields.all_": Permission.TOPICS,
    "region_fields.add": Permission.WRITE,
    "region_fields.show": Permission.TOPICS,
    "region_fields.send": Permission.WRITE,
    "region_fields.withdraw": Permission.WRITE,
    "menus.all_": Permission.TOPICS,
    "menus.show": Permission.TOPICS,
    "menus.send": Permission.WRITE,
}
# hole of an address -> something that is there
PROPOSED = {"<claim>": "dana-palsu", "<place>": "62.06", "<field>": "kab", "<menu>": "order", "<task>": "shorten"}
