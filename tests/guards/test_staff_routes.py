"""Every staff page as every role: what each may see stands here, and a new page has to add its row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from smsinfo.db.queries import staff as rows
from smsinfo.db.queries import topics
from smsinfo.domain.staff import PERMISSIONS, Grant, Permission, RequestKind, Role
from smsinfo.errors import StaffRefused
from smsinfo.staff import handover
from smsinfo.staff.changes import Changes
from smsinfo.staff.practice import TASKS
from smsinfo.web import gate, words
from smsinfo.web.auth import UNUSED
from tests.guards.alert_pages import ALERT_PAGES, a_draft
from tests.guards.community_pages import COMMUNITY_PAGES, of_the_villages
from tests.guards.keeping_pages import KEEPING_PAGES
from tests.guards.test_architecture import PACKAGE
from tests.guards.who_proposes import PROPOSALS, PROPOSED
from tests.support import Phone
from tests.web.pressroom import PressRoom, fill
from tests.web.staffroom import StaffRoom, Visitor

EVERYBODY, NOBODY = "everybody", "nobody"
# endpoint -> who may come
WHO: dict[str, str] = {
    **PROPOSALS,
    "security.login": EVERYBODY,
    "security.logout": EVERYBODY,
    "security.two_factor_setup": EVERYBODY,
    "security.two_factor_token_validation": EVERYBODY,
    "security.mf_recovery": EVERYBODY,
    "join.form": EVERYBODY,
    "join.join": EVERYBODY,
    "security.two_factor_setup_validate": Permission.ACCOUNT,
    "security.mf_recovery_codes": Permission.ACCOUNT,
    "security.change_password": Permission.ACCOUNT,
    "security.verify": Permission.ACCOUNT,
    "security.two_factor_rescue": NOBODY,
    "security.tf_select": NOBODY,
    "security.static": NOBODY,
    "staff.home": Permission.ACCOUNT,
    "staff.account": Permission.ACCOUNT,
    "staff.save_account": Permission.ACCOUNT,
    "staff.end_sessions": Permission.ACCOUNT,
    "staff.rules": Permission.ACCOUNT,
    "staff.confirm_rules": Permission.ACCOUNT,
    "help.all_": Permission.ACCOUNT,
    "help.show": Permission.ACCOUNT,
    "inbox.show": Permission.DESK,
    "helpdesk.form": Permission.DESK,
    "helpdesk.look_up": Permission.DESK,
    "helpdesk.show": Permission.DESK,
    "helpdesk.answer": Permission.ASSIST,
    "helpdesk.stop": Permission.ASSIST,
    "helpdesk.subscribe": Permission.ASSIST,
    "helpdesk.move": Permission.ASSIST,
    "helpdesk.handled": Permission.ASSIST,
    "helpdesk.unmask": Permission.UNMASK,
    "helpdesk.ask_to_erase": Permission.ERASE,
    "helpdesk.erase": Permission.ERASE,
    "people.all_": Permission.PEOPLE,
    "people.new": Permission.PEOPLE,
    "people.invite": Permission.PEOPLE,
    "people.show": Permission.PEOPLE,
    "people.grant": Permission.PEOPLE,
    "people.revoke": Permission.PEOPLE,
    "people.reset_code": Permission.PEOPLE,
    "people.link": Permission.PEOPLE,
    "people.unlock": Permission.PEOPLE,
    "people.suspend": Permission.PEOPLE,
    "people.resume": Permission.PEOPLE,
    "people.confirm": Permission.PEOPLE,
    "people.refuse": Permission.PEOPLE,
    "handover.all_": Permission.PEOPLE,
    "handover.form": Permission.PEOPLE,
    "handover.hand_over": Permission.PEOPLE,
    "handover.record": Permission.PEOPLE,
    "topics.all_": Permission.TOPICS,
    "topics.new": Permission.WRITE,
    "topics.begin": Permission.WRITE,
    "topics.show": Permission.TOPICS,
    "topics.add": Permission.WRITE,
    "topics.withdraw": Permission.WRITE,
    "topics.keep": Permission.VERIFY,
    "texts.edit": Permission.TOPICS,
    "texts.keep": Permission.WRITE,
    "frames.edit": Permission.TOPICS,
    "frames.keep": Permission.WRITE,
    "drafts.look": Permission.WRITE,
    "drafts.submit": Permission.WRITE,
    "drafts.discard": Permission.WRITE,
    "drafts.mine": Permission.WRITE,
    "changes.all_": Permission.TOPICS,
    "changes.show": Permission.TOPICS,
    "changes.comment": Permission.WRITE,
    "changes.send_back": Permission.PUBLISH,
    "changes.retract": Permission.WRITE,
    "changes.mend": Permission.WRITE,
    "changes.publish": Permission.PUBLISH,
    "changes.schedule": Permission.PUBLISH,
    "history.show": Permission.TOPICS,
    "history.undo": Permission.WRITE,
    "history.restore": Permission.WRITE,
    "trial.form": Permission.TOPICS,
    "trial.play": Permission.TOPICS,
    **ALERT_PAGES,
    **COMMUNITY_PAGES,
    **KEEPING_PAGES,
    "reports.all_": Permission.REPORTS,
    "reports.show": Permission.REPORTS,
    "reports.csv": Permission.REPORTS,
    "reports.pdf": Permission.REPORTS,
    "audit.show": Permission.AUDIT,
    "audit.verify": Permission.AUDIT,
    "audit.export": Permission.AUDIT,
}
TOPIC = {"<name>": "inbox", "<key>": "ktp", "<language>": "id", "<region>": "all"}
LEADS_ON = {"topics.add": "?language=id&region=all", "region_fields.add": "?name=kab"}
"""Pages that only lead to another one."""
ENDS_THE_SESSION = {"staff.end_sessions", "security.logout"}
WAYS: list[Role | None] = [None, *Role]


@dataclass
class House:
    """The pages, somebody in each role, and something for each number in an address."""

    room: StaffRoom
    account: int
    handed_over: int
    change: int
    revision: int
    contact: int
    gap: int
    proposal: int
    alert: int
    drill: int
    villages: dict[str, object]

    def address(self, rule: Rule, name: str = "nobody") -> str:
        """An address of the rule behind which there is something for this account."""
        names: dict[str, object] = {"<int:account_id>": self.account, "<int:request_id>": self.handed_over}
        names |= {"<token>": "x", "<act>": "number", "<int:number>": 1, "<int:turn>": 1, **TOPIC}
        names |= {**PROPOSED, "<int:proposal_id>": self.proposal, **self.villages}
        names |= {"<int:gap_id>": self.gap, "<int:change_id>": self.change, "<int:revision_id>": self.revision}
        names["<int:alert_id>"] = self.drill if rule.rule.startswith("/staff/drills/") else self.alert
        if rule.endpoint.startswith("reports."):
            names["<name>"] = "days"
        if "<code>" in rule.rule:
            names["<code>"] = self.room.code_of(name, self.contact)
        path = rule.rule + LEADS_ON.get(rule.endpoint, "")
        path = path.replace("<path:filename>", "x.css")
        for hole, value in names.items():
            path = path.replace(hole, str(value))
        return path

    def rules(self) -> list[Rule]:
        """All routes of the staff."""
        return [rule for rule in self.room.app.url_map.iter_rules() if rule.rule.startswith("/staff/")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Made once: the pages change nothing that the next test needs."""
    folder: Path = tmp_path_factory.mktemp("roles")
    room = PressRoom(f"sqlite:///{folder / 'smsinfo.db'}")
    change = room.writes("wati", "Urus KTP baru.")
    room.desk("pak.edi").get(f"/staff/changes/{change.id}")
    room.desk("pak.edi").post(f"/staff/changes/{change.id}/publish")
    with room.services.database.read() as session:
        revision = topics.revisions(session, change.topic_id, 1)[0].id
    gap = room.gap("lelang mobil dinas", [("62.06", 3)])
    asked = fill(room.desk("wati"), "/staff/menus/order", act="send", **{"place.desa": "1"}).headers["Location"]
    for role in Role:
        room.person(role.value, (role, "62"))
    room.person("nobody")
    Phone(room.services, room.clock).texts("DAFTAR Katingan")
    leaving, taker = room.person("leaving"), room.person("taker")
    with room.services.database.write() as session:
        changes: Changes = room.services.staff.changes
        details = {"taker": taker.id, "close": False}
        admin = rows.by_name(session, Role.ADMINISTRATOR.value)
        assert admin is not None
        made = changes.ask(session, admin, room.clock(), RequestKind.HANDOVER, leaving, details)
    room.app.config["WTF_CSRF_ENABLED"] = False  # it is the gate that refuses here, not the missing form token
    proposal, alert, drill = int(asked.split("/")[-1]), a_draft(room, drill=False), a_draft(room, drill=True)
    yield House(room, leaving.id, made.id, change.id, revision, 1, gap, proposal, alert, drill, of_the_villages(room))
    room.close()


def test_each_route_of_the_staff_stands_in_the_table(house: House) -> None:
    assert {rule.endpoint for rule in house.rules()} == set(WHO)


def test_each_route_declares_what_the_table_says(house: House) -> None:
    with house.room.app.test_request_context():
        for endpoint, who in WHO.items():
            access = gate.access_of(endpoint)
            if who == NOBODY:
                assert access is None
                assert endpoint in UNUSED
            else:
                assert access is not None, endpoint
                assert access.permission == (None if who == EVERYBODY else who), endpoint


def test_who_has_not_logged_in_is_led_to_the_log_in(house: House) -> None:
    for rule in house.rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = house.room.visitor().web.open(house.address(rule), method=method)
            if WHO[rule.endpoint] == NOBODY:
                assert answer.status_code == 404, rule
            elif WHO[rule.endpoint] != EVERYBODY:
                assert answer.status_code == 303, rule
                assert answer.headers["Location"].startswith("/staff/login?next=/staff/"), rule


@pytest.mark.parametrize("role", WAYS, ids=lambda role: role.value if role else "no role")
def test_a_role_sees_its_own_pages_and_no_other(house: House, role: Role | None) -> None:
    name = role.value if role else "nobody"
    may = {Permission.ACCOUNT, *(PERMISSIONS[role] if role else ())}
    web = house.room.logged_in(name)
    for rule in sorted(house.rules(), key=lambda rule: rule.endpoint):
        who = WHO[rule.endpoint]
        if who in (EVERYBODY, NOBODY) or rule.endpoint in ENDS_THE_SESSION:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            status = _open(web, house.address(rule, name), method)
            if who not in may:
                assert status == 403, (rule, method)
            elif method == "GET":
                assert status == (303 if rule.endpoint in LEADS_ON else 200), (rule, method)
            else:
                assert status in (200, 302, 303, 400, 409), (rule, method)


def test_a_role_in_practice_sees_nothing_of_it(house: House) -> None:
    for name, role in (("learner.admin", Role.ADMINISTRATOR), ("learner.audit", Role.AUDITOR)):
        house.room.person(name, (role, "62"), practice=True)
        web = house.room.logged_in(name)
        for path in ("/staff/people", "/staff/audit", "/staff/handover"):
            assert web.web.get(path).status_code == 403, (name, path)


def test_a_grant_that_was_taken_away_is_gone_at_the_next_click(house: House) -> None:
    house.room.person("former", (Role.AUDITOR, "62"))
    web = house.room.logged_in("former")
    assert web.web.get("/staff/audit").status_code == 200
    with house.room.services.database.write() as session:
        rows.drop_grant(session, house.room.look("former").id, Role.AUDITOR, "62")
    assert web.web.get("/staff/audit").status_code == 403


def test_an_authenticator_that_is_missing_comes_before_everything(house: House) -> None:
    house.room.person("late")
    web = house.room.logged_in("late")
    with house.room.services.database.write() as session:
        rows.put_grant(session, house.room.look("late").id, Grant(Role.PUBLISHER, "62"), house.room.clock())
    for path in ("/staff/", "/staff/account", "/staff/people", "/staff/rules"):
        assert web.web.get(path).headers["Location"] == "/staff/tf-setup", path


def test_each_code_of_the_staff_layer_has_its_words() -> None:
    assert set(words.ROLES) == set(words.DUTIES) == set(Role)
    assert set(words.KINDS) == set(RequestKind)
    assert {task for tasks in TASKS.values() for task in tasks} <= set(words.TASKS)
    assert {mover.key for mover in handover.MOVERS} == set(words.ITEMS)
    raised = {
        line.split('StaffRefused("')[1].split('"')[0]
        for path in PACKAGE.rglob("*.py")
        for line in path.read_text(encoding="utf-8")
        .replace("(\n", "(")
        .replace('(                "', '("')
        .splitlines()
        if 'StaffRefused("' in line
    }
    assert raised <= set(words.REASONS)
    with pytest.raises(KeyError):
        words.reason(StaffRefused("no such reason", json.dumps({})))


def _open(web: Visitor, path: str, method: str) -> int:
    """The status; `end_sessions` and the like are left out by the caller."""
    return web.web.open(path, method=method).status_code
