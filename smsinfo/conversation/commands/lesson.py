"""`lesson`: BELAJAR lists the courses, BELAJAR 2 begins or goes on with one, a letter answers its question."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from smsinfo.community.lessons import Answered, Learner
from smsinfo.content.lesson_texts import lesson_text, verdict_text
from smsinfo.conversation.letters import PENDING, UNCLEAR
from smsinfo.conversation.menu import numbered, with_options
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.domain.lessons import LETTERS, CatalogueCourse, Progress
from smsinfo.domain.messages import Reply, ReplyKind
from smsinfo.sms.segments import count

MOST_SEGMENTS: Final = 3
"""Of one reply: what an answer was, and the next lesson."""


def run(turn: Turn, world: World | None) -> Outcome:
    """The list, a lesson, or what is said to an answer; that there are no courses, where there are none."""
    courses = turn.snapshot.catalogue.courses
    said = turn.resolution.argument.strip()
    if not courses or world is None:
        return Outcome(command_reply(turn, turn.say("lesson")), turn.state)
    if said in LETTERS:
        return _answer(turn, world, said)
    if said == UNCLEAR:
        return _unclear(turn, world)
    course = _chosen(courses, said)
    if course is None:
        return _list(turn, world, unknown=bool(said))
    going = world.community.lessons.begin(world.session, _learner(turn, world), course, turn.now)
    return _ask(turn, course, going, "")


def _chosen(courses: tuple[CatalogueCourse, ...], said: str) -> CatalogueCourse | None:
    """By number (`BELAJAR 2`) or by key (a digit of the list)."""
    if said.isdecimal() and 1 <= int(said) <= len(courses):
        return courses[int(said) - 1]
    return next((course for course in courses if course.key == said), None)


def _list(turn: Turn, world: World, *, unknown: bool) -> Outcome:
    courses = turn.snapshot.catalogue.courses
    options = numbered([course.label(turn.language) for course in courses])
    text = turn.say("lesson.unknown" if unknown else "lesson.list", options=options)
    going = _open(turn, world)
    if going is not None:
        course = _by_key(turn)[going.course]
        text += " " + turn.say("lesson.going", name=course.label(turn.language), number=courses.index(course) + 1)
    return Outcome(command_reply(turn, text), with_options(turn.state, tuple(f"lesson:{c.key}" for c in courses)))


def _ask(turn: Turn, course: CatalogueCourse, going: Progress, before: str) -> Outcome:
    """The lesson where the person is now, after `before` in the same reply or, where that is too long, by LANJUT."""
    lesson = lesson_text(course, going.lesson, turn.language, turn.snapshot.catalogue.mark)
    text, pages = f"{before}\n{lesson}" if before else lesson, ()
    state = replace(turn.state, options=(), pages=pages, pending=f"{PENDING}{course.key}:{going.lesson}", topic=None)
    if count(text) > MOST_SEGMENTS:
        text, state = f"{before} {turn.say('lesson.next')}", replace(state, pages=(lesson,))
    return Outcome(command_reply(turn, text, argument=course.key), state)


def _answer(turn: Turn, world: World, letter: str) -> Outcome:
    going = _open(turn, world)
    if going is None:
        # No command: whoever sends a lone letter may have meant anything.
        reply = Reply(turn.say("lesson.closed"), ReplyKind.NONE, turn.language)
        return Outcome(reply, replace(turn.state, pending=None))
    course = _by_key(turn)[going.course]
    answered = world.community.lessons.answer(world.session, _learner(turn, world), course, letter, turn.now)
    assert answered is not None  # noqa: S101  (its question was open just now, in this transaction)
    said = verdict_text(answered.lesson, letter, turn.language)
    return _done(turn, course, answered, said) if answered.finished else _ask(turn, course, answered.progress, said)


def _done(turn: Turn, course: CatalogueCourse, answered: Answered, said: str) -> Outcome:
    told = turn.say(
        "lesson.done",
        name=course.label(turn.language),
        right=answered.progress.right,
        count=len(course.lessons),
        code=answered.progress.certificate,
    )
    state = replace(turn.state, options=(), pages=(), pending=None, topic=None)
    return Outcome(command_reply(turn, f"{said}\n{told}", argument=course.key), state)


def _unclear(turn: Turn, world: World) -> Outcome:
    going = _open(turn, world)
    text = turn.say("lesson.one_letter") if going is not None else turn.say("lesson.closed")
    return Outcome(command_reply(turn, text), turn.state)


def _open(turn: Turn, world: World) -> Progress | None:
    return world.community.lessons.open_question(world.session, world.act.contact_id, _by_key(turn))


def _by_key(turn: Turn) -> dict[str, CatalogueCourse]:
    return {course.key: course for course in turn.snapshot.catalogue.courses}


def _learner(turn: Turn, world: World) -> Learner:
    return Learner(world.act.contact_id, turn.person.region, world.act.practice)
