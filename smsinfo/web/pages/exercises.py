"""The exercises of the practice check: invented texts, decisions and questions. They write nothing but that they were
done."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.content.typed import KEPT, body
from smsinfo.db.queries import staff as rows
from smsinfo.domain.staff import Permission
from smsinfo.sms.gsm7 import odd_characters
from smsinfo.sms.segments import count
from smsinfo.staff.practice import ANSWERS, DECISIONS, TEXTS, Task
from smsinfo.web.access import services
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.preview import BASIC, EXTENSION, Shown, shown
from smsinfo.web.words_practice import EXERCISES, PROBLEMS, Exercise

SHORTEST_REASON = 10
"""Characters: a returned text needs a reason that its author can work with."""
pages = staff_pages("exercises", __name__)


@pages.get("/practice/<task>")
@needs(Permission.ACCOUNT)
def show(task: str) -> ResponseReturnValue:
    """One exercise."""
    one = _task(task)
    return _page(one, str(EXERCISES[one].begin))


@pages.post("/practice/<task>")
@needs(Permission.ACCOUNT)
def answer(task: str) -> ResponseReturnValue:
    """What the person did: noted where it is right, else told why not."""
    one = _task(task)
    said = body(request.form.get("text", ""))[:KEPT]
    chosen = request.form.get("answer", "")[:10]
    problem = _problem(one, said, chosen)
    if problem:
        return _page(one, said, chosen, problem), 400
    with services().database.write() as session:
        services().staff.practice.done(session, person(), one, services().clock())
    flash(gettext("Right. %(why)s", why=EXERCISES[one].why), "success")
    return redirect(url_for("staff.home"), 303)


def _task(name: str) -> Task:
    """The exercise of an address; 404 where there is none."""
    found = next((task for task in EXERCISES if task.value == name), None)
    if found is None:
        abort(404)
    return found


def _problem(task: Task, said: str, chosen: str) -> str:
    """What is not right yet; empty where all is."""
    if task in ANSWERS:
        if not chosen:
            return str(PROBLEMS["choose"])
        return "" if chosen == ANSWERS[task] else f"{PROBLEMS['wrong']} {EXERCISES[task].why}"
    if task in DECISIONS:
        if chosen != DECISIONS[task]:
            return f"{PROBLEMS['wrong']} {EXERCISES[task].hint}" if chosen else str(PROBLEMS["choose"])
        return str(PROBLEMS["reason"]) if chosen == "return" and len(said) < SHORTEST_REASON else ""
    odd = odd_characters(said)
    if odd:
        return str(PROBLEMS["odd"]) % {"odd": " ".join(odd)}
    if count(said) > 1:
        return str(PROBLEMS["long"])
    missing = [fact for fact in TEXTS[task] if not any(one in said.casefold() for one in fact.casefold().split("|"))]
    return str(PROBLEMS["facts"]) % {"facts": ", ".join(fact.split("|")[0] for fact in missing)} if missing else ""


def _page(task: Task, said: str, chosen: str = "", problem: str = "") -> str:
    exercise: Exercise = EXERCISES[task]
    with services().database.read() as session:
        done = task.value in rows.tasks(session, person().id)
    phone: Shown | None = shown(said) if task in TEXTS else None
    return render_template(
        "staff/exercise.html",
        task=task,
        exercise=exercise,
        said=said,
        chosen=chosen,
        problem=problem,
        done=done,
        phone=phone,
        decides=task in DECISIONS,
        alphabet=(BASIC, EXTENSION),
    )
