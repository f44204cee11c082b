"""The pages of what the villages do in the table of test_staff_routes.py, and something for their addresses."""

from __future__ import annotations

from smsinfo.community.cases import Brought
from smsinfo.community.groups import Wanted
from smsinfo.community.joining import Invitation
from smsinfo.community.trainings import Meeting
from smsinfo.domain.cases import CaseKind
from smsinfo.domain.community import MemberRole
from smsinfo.domain.staff import Permission
from smsinfo.staff.audit import TERMINAL
from tests.community.contributed import a_card, a_contribution
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
    "group_files.show": Permission.GROUPS,
    "group_files.template": Permission.GROUPS,
    "group_files.look": Permission.GROUPS,
    "group_files.bring": Permission.GROUPS,
    "members.heads": Permission.COMMUNITY,
    "members.invite": Permission.GROUPS,
    "members.change": Permission.GROUPS,
    "news.all_": Permission.NEWS,
    "news.show": Permission.NEWS,
    "news.publish": Permission.NEWS,
    "privacy.show": Permission.PRIVACY,
    "privacy.enter": Permission.PRIVACY_ACT,
    "privacy.close": Permission.PRIVACY_ACT,
    "privacy.breach": Permission.PRIVACY,
    "privacy.wordings": Permission.DESK,
    "cards.all_": Permission.NEWS,
    "cards.accept": Permission.NEWS,
    "cards.refuse": Permission.NEWS,
    "news.ask": Permission.NEWS,
    "news.decline": Permission.NEWS,
    "news.withdraw": Permission.NEWS,
    "cases.all_": Permission.CASES,
    "cases.show": Permission.CASES,
    "cases.act": Permission.CASES,
    "cases.report_offices": Permission.CASES,
    "cases.keep_office": Permission.CASES,
    "case_content.alias": Permission.CASES,
    "case_content.topic": Permission.CASES,
    "rumours.all_": Permission.CASES,
    "rumours.act": Permission.CASES,
    "village_proposals.all_": Permission.CASES,
    "village_proposals.csv": Permission.CASES,
    "courses.all_": Permission.REPORTS,
    "trainings.new": Permission.GROUPS,
    "trainings.enter": Permission.GROUPS,
    "trainings.edit": Permission.GROUPS,
    "trainings.correct": Permission.GROUPS,
    "trainings.take_out": Permission.GROUPS,
    "trainings.show": Permission.COMMUNITY,
    "trainings.pulsa": Permission.COMMUNITY,
    "trainings.pulsa_csv": Permission.COMMUNITY,
}


def of_the_villages(room: StaffRoom) -> dict[str, object]:
    """Converter in an address (`<int:group_id>`) -> the number of something there."""
    kit, now = room.services.community, room.clock()
    with room.services.database.write() as session:
        group = kit.groups.create(session, TERMINAL, Wanted("KIM Samba", "62.06"), now)
        wanted = Invitation("+628125550077", "Rina Wati", "62.06", MemberRole.CONTRIBUTOR, group)
        member = kit.joining.invite(session, TERMINAL, wanted, now)
        found: dict[str, object] = {"<int:group_id>": group.id, "<int:member_id>": member.id}
        meeting = Meeting(now.date(), "Balai desa", "Menulis kabar", [])
        found["<int:training_id>"] = kit.trainings.enter(session, TERMINAL, group, meeting, now).id
        number = group.id
    sent = a_contribution(room.services, group=number)
    found["<int:data_request_id>"] = 1
    found["<int:card_id>"] = a_card(room.services)
    return {**found, "<int:contribution_id>": sent, "<int:case_number>": _a_case(room), "<int:rumour_id>": 1}


def _a_case(room: StaffRoom) -> int:
    brought = Brought(CaseKind.QUESTION, 1, "62.06", "siapa pelatih voli", "id", practice=False, at=room.clock())
    with room.services.database.write() as session:
        return room.services.community.cases.open(session, brought).case.number
