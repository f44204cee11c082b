"""The practice check: five tasks a role, done where a person learns, and nothing of it reaches citizens."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from smsinfo.content.stored import stored_pack
from smsinfo.db.queries import changes, proposals
from smsinfo.domain.changes import State
from smsinfo.domain.staff import CODE_ROLES, Role
from smsinfo.staff.practice import ANSWERS, DECISIONS, TASKS, TEXTS, Task
from smsinfo.web.words_practice import EXERCISES

from .pressroom import PressRoom, read
from .staffroom import Visitor, said

RIGHT = {
    Task.WRITE_SHORT: "Buka Senin-Jumat 08.00-14.00. Bawa KK. Telepon 0536 000000.",
    Task.PLAIN_LETTERS: "Bawa KTP dan KK - gratis",
    Task.SHORTEN: "Kantor Contoh buka Senin-Jumat 08.00-14.00, telepon 0536 000000.",
}
OWN_PAGES = {Task.RULES, Task.PROVE, Task.RECOVERY_CODES, Task.AUTHENTICATOR, Task.PROFILE}

WRONG: tuple[tuple[Task, dict[str, str], str], ...] = (
    (Task.SOURCE, {}, "Pilih dulu."),
    (Task.SOURCE, {"answer": "a"}, "Belum tepat. Sumber adalah"),
    (Task.SOURCE, {"answer": "z"}, "Belum tepat."),
    (Task.FIRST_REVIEW, {"answer": "publish"}, "Belum tepat. Bandingkan"),
    (Task.FIRST_REVIEW, {"answer": "return", "text": "salah"}, "Tulis beberapa kata"),
    (Task.SECOND_REVIEW, {"answer": "return", "text": "Nomornya lain."}, "Belum tepat. Bandingkan"),
    (Task.SECOND_REVIEW, {}, "Pilih dulu."),
    (Task.WRITE_SHORT, {"text": ""}, "Ini harus ada di dalamnya: 08.00-14.00, KK, 0536 000000"),
    (Task.WRITE_SHORT, {"text": "Buka 08.00-14.00, bawa KK. " * 7}, "Lebih dari satu segmen."),
    (Task.SHORTEN, {"text": "Buka 08.00-14.00"}, "Ini harus ada di dalamnya: 0536 000000"),
    (Task.PLAIN_LETTERS, {"text": "Bawa \u201cKTP\u201d dan KK, gratis"}, "Karakter ini menggandakan biaya"),
)


@pytest.fixture
def press(sqlite_url: str) -> Iterator[PressRoom]:
    """The press room."""
    found = PressRoom(sqlite_url)
    yield found
    found.close()


def roles(press: PressRoom, name: str) -> list[str]:
    """`editor 62.06`, and `editor 62.06 practice` where it is."""
    return [f"{g.role} {g.region_code}{' practice' * g.practice}" for g in press.look(name).grants]


def do(press: PressRoom, desk: Visitor, name: str, task: Task) -> None:
    """Somebody does a task."""
    path = f"/staff/practice/{task}"
    if task is Task.RULES:
        desk.get("/staff/rules")
        desk.post("/staff/rules", read="1")
    elif task is Task.PROVE:
        desk.prove()
    elif task is Task.RECOVERY_CODES:
        press.recovery_codes(name)
    else:
        desk.get(path)
        answer = ANSWERS.get(task) or DECISIONS.get(task, "")
        text = RIGHT.get(task) or "Nomornya lain dari yang di surat."
        done = desk.post(path, answer=answer, text=text)
        assert done.status_code == 303, (task, said(done))


def test_each_role_has_five_tasks_and_each_exercise_one_way_to_be_right() -> None:
    assert {role: len(set(tasks)) for role, tasks in TASKS.items()} == dict.fromkeys(Role, 5)
    kinds = [*ANSWERS, *TEXTS, *DECISIONS]
    assert sorted(kinds) == sorted(set(kinds)) == sorted(EXERCISES)
    asked = {task for tasks in TASKS.values() for task in tasks}
    assert asked - OWN_PAGES == set(kinds)
    assert all(Task.AUTHENTICATOR not in TASKS[role] for role in CODE_ROLES)  # it comes before everything there
    for task, letter in ANSWERS.items():
        assert letter in EXERCISES[task].choices


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_a_role_goes_live_with_the_fifth_task_and_not_before(press: PressRoom, role: Role) -> None:
    press.person("siti", (role, "62.06"), practice=True)
    desk = press.logged_in("siti")
    todo = [task for task in TASKS[role] if task not in (Task.RECOVERY_CODES,) or role not in CODE_ROLES]
    if role not in CODE_ROLES:
        assert desk.get("/staff/").text.count("buka</a>") == 5
    for task in todo:
        assert roles(press, "siti") == [f"{role} 62.06 practice"]
        do(press, desk, "siti", task)
    assert roles(press, "siti") == [f"{role} 62.06"]
    told = [json.loads(event.details)["task"] for event in press.events("task.done") if event.actor == "siti"]
    assert set(told) >= set(todo)


def test_nothing_of_the_sandbox_reaches_citizens(press: PressRoom) -> None:
    before, answer = stored(press), press.text("ktp", "+628125550001")
    press.person("siti", *((role, "62") for role in (Role.EDITOR, Role.PUBLISHER)), practice=True)
    desk = press.logged_in("siti")
    for task in EXERCISES:
        do(press, desk, "siti", task)
        if task in (Task.FIRST_REVIEW, Task.WRITE_SHORT):
            for path in ("/staff/topics", "/staff/changes", "/staff/claims/new", "/staff/menus/order"):
                assert desk.get(path).status_code == 403, path
    assert stored(press) == before
    assert press.text("KTP", "+628125550002") == answer
    with press.services.database.read() as session:
        assert changes.waiting(session, list(State), 10) == []
        assert proposals.waiting(session, 10) == []


def test_what_is_not_right_yet_is_told_and_noted_nowhere(press: PressRoom) -> None:
    press.person("siti", (Role.EDITOR, "62"), practice=True)
    desk = press.logged_in("siti")
    for task, fields, told in WRONG:
        desk.get(f"/staff/practice/{task}")
        answer = desk.post(f"/staff/practice/{task}", **fields)
        assert answer.status_code == 400, (task, fields)
        assert any(note.startswith(told) for note in said(answer)), (task, fields)
    assert press.events("task.done") == []


def test_what_stands_there_at_first_is_not_right(press: PressRoom) -> None:
    desk = press.desk("wati")
    for task in TEXTS:
        page = desk.get(f"/staff/practice/{task}")
        begun = read(page).get_element_by_id("text").value or ""
        assert desk.post(f"/staff/practice/{task}", text=begun).status_code == 400, task
    assert desk.get("/staff/practice/rules").status_code == 404
    assert desk.get("/staff/practice/nothing").status_code == 404
    assert desk.post("/staff/practice/nothing").status_code == 404


def stored(press: PressRoom) -> object:
    """All that citizens may get."""
    with press.services.database.read() as session:
        return stored_pack(session)
