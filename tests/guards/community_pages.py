"""The pages of what the villages do in the table of test_staff_routes.py, and something for their addresses."""

from __future__ import annotations

from smsinfo.community.groups import Wanted
from smsinfo.community.joining import Invitation
from smsinfo.domain.community import MemberRole
from smsinfo.domain.staff import Permission
from smsinfo.staff.audit import TERMINAL
from tests.community.contributed import a_contribution
from tests.web.staffroom import StaffRoom

# endpoint -> who may come
COMMUNITY_PAGES: dict[str, str] = {
    "groups.all_": Permission.COMMUNITY,
    "groups.new": Permission.GROUPS,
    "groups.create": Permission.GROUPS,
    "groups.show": Permission.COMMUNITY,
    "groups.edit": Permission.GROUPS,
    "groups.change": Permission.GROUPS,
    "groups.close": Permission.GROUPS,
    "groups.invite": Permission.GROUPS,
    "members.heads": Permission.COMMUNITY,
    "members.invite": Permission.GROUPS,
    "members.change": Permission.GROUPS,
    "news.all_": Permission.NEWS,
    "news.show": Permission.NEWS,
    "news.publish": Permission.NEWS,
    "news.ask": Permission.NEWS,
    "news.decline": Permission.NEWS,
    "news.withdraw": Permission.NEWS,
}


def of_the_villages(room: StaffRoom) -> dict[str, object]:
    """Converter in an address (`<int:group_id>`) -> the number of something there."""
    kit, now = room.services.community, room.clock()
    with room.services.database.write() as session:
        group = kit.groups.create(session, TERMINAL, Wanted("KIM Samba", "62.06"), now)
        wanted = Invitation("+628125550077", "Rina Wati", "62.06", MemberRole.CONTRIBUTOR, group)
        member = kit.joining.invite(session, TERMINAL, wanted, now)
        found: dict[str, object] = {"<int:group_id>": group.id, "<int:member_id>": member.id}
        number = group.id
    sent = a_contribution(room.services, group=number)
    return {**found, "<int:contribution_id>": sent}
