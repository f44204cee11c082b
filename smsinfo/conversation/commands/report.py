"""`report`: LAPOR <text> gets a number where the region's office takes reports; else this says how to reach SP4N."""

from __future__ import annotations

from dataclasses import replace

from smsinfo.community.case_words import is_private, is_urgent
from smsinfo.community.cases import Opened
from smsinfo.conversation.answers import topic_answer
from smsinfo.conversation.brought import bring, more_of
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.domain.cases import CaseKind
from smsinfo.sms.segments import count


def run(turn: Turn, world: World | None) -> Outcome:
    """A numbered receipt; nobody may believe that we passed a report on where nobody takes it.

    Danger to life is taken everywhere, because people on duty are told at once.
    """
    text = turn.resolution.argument.strip()
    if world is None:
        return Outcome(command_reply(turn, _elsewhere(turn)), turn.state)
    if not any(char.isalpha() for char in text):
        return Outcome(command_reply(turn, _how(turn, world)), turn.state)
    more = more_of(turn, world, CaseKind.REPORT)
    if more is not None:
        return Outcome(command_reply(turn, more), turn.state)
    urgent = is_urgent(turn.snapshot.understanding, text, turn.language, turn.person.region)
    if not urgent and not world.community.cases.takes_reports(world.session, turn.person.region):
        return Outcome(command_reply(turn, _elsewhere(turn)), turn.state)
    made = bring(turn, world, CaseKind.REPORT, text, urgent=urgent, private=is_private(text))
    said = made if isinstance(made, str) else _receipt(turn, made)
    return Outcome(command_reply(turn, said), turn.state)


def run_emergency(turn: Turn, world: World | None) -> Outcome:
    """LAPOR before a cry for help: what to do comes first, then that it was forwarded, or that it was not."""
    answer = topic_answer(turn, turn.resolution.topics, emergency=True)
    if world is None or answer.reply is None:
        return answer
    made = bring(turn, world, CaseKind.REPORT, turn.text, urgent=True, private=is_private(turn.text))
    if isinstance(made, str):
        return answer
    told = turn.say("case.forwarded" if made.told else "case.noted", number=made.case.number)
    return replace(answer, reply=replace(answer.reply, text=f"{answer.reply.text}\n{told}"))


def run_answered(turn: Turn, world: World | None) -> Outcome:
    """LAPOR with a topic of safety that is no cry (`lapor tetangga memukuli anaknya`): its answer, then the number of
    the report, or that it went to nobody."""
    topic = turn.resolution.topics[0]
    answer = topic_answer(turn, turn.resolution.topics)
    if world is None or answer.reply is None:
        return answer
    urgent = is_urgent(turn.snapshot.understanding, turn.text, turn.language, turn.person.region)
    if not urgent and not world.community.cases.takes_reports(world.session, turn.person.region):
        return _under(answer, turn.say("case.report.nobody"))
    private = turn.snapshot.topics[topic].is_private or is_private(turn.text)
    made = bring(turn, world, CaseKind.REPORT, turn.text, urgent=urgent, private=private)
    if isinstance(made, str):
        return _under(answer, turn.say("case.report.nobody"))
    number = made.case.number
    if made.case.region is None:
        return _under(answer, turn.say("case.report.unplaced", number=number))
    return _under(answer, turn.say("case.report.also", number=number), turn.say("case.report.number", number=number))


def _under(answer: Outcome, line: str, shorter: str = "") -> Outcome:
    """The line below an answer; the shorter one where that spares a segment."""
    reply = answer.reply
    assert reply is not None  # noqa: S101  (asked by who calls)
    texts = [f"{reply.text}\n{one}" for one in (line, shorter) if one]
    return replace(answer, reply=replace(reply, text=min(texts, key=count)))


def _how(turn: Turn, world: World) -> str:
    if not world.community.cases.takes_reports(world.session, turn.person.region):
        return _elsewhere(turn)
    return turn.say("case.report.empty", darurat=turn.emergency_number)


def _elsewhere(turn: Turn) -> str:
    return turn.say("report", darurat=turn.emergency_number)


def _receipt(turn: Turn, made: Opened) -> str:
    case, danger = made.case, turn.emergency_number
    if case.urgent:
        key = "case.report.urgent" if made.told else "case.report.alone"
        return turn.say(key, number=case.number, darurat=danger)
    if case.region is None:
        return turn.say("case.report.where", number=case.number, darurat=danger)
    return turn.say("case.report.kept", number=case.number, place=turn.place(case.region), darurat=danger)
