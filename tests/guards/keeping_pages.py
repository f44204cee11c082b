"""The pages that keep answers true in the table of test_staff_routes.py."""

from __future__ import annotations

from smsinfo.domain.staff import Permission

# endpoint -> who may come
KEEPING_PAGES: dict[str, str] = {
    "gaps.all_": Permission.WRITE,
    "gaps.show": Permission.WRITE,
    "gaps.alias": Permission.WRITE,
    "gaps.start": Permission.WRITE,
    "gaps.ignore": Permission.WRITE,
    "gaps.reopen": Permission.WRITE,
    "verification.due": Permission.TOPICS,
    "verification.show": Permission.TOPICS,
    "verification.verify": Permission.VERIFY,
    "verification.show_claim": Permission.TOPICS,
    "verification.verify_one": Permission.VERIFY,
    "verification.answers": Permission.TOPICS,
    "verification.sign": Permission.AUDIT,
    "packs.show": Permission.PUBLISH,
    "packs.look": Permission.PUBLISH,
    "packs.bring": Permission.PUBLISH,
    "packs.pack": Permission.PUBLISH,
    "packs.book": Permission.PUBLISH,
}
