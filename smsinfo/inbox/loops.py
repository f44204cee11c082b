"""Loop texts, which our own channels send each other: they are no citizen's, whoever they seem to come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from smsinfo.domain.messages import MoMessage
from smsinfo.inbox.sender import Sender
from smsinfo.logs import get_logger
from smsinfo.outbox import loop

log = get_logger(__name__)
OWN = "own"


def silenced(mo: MoMessage, sender: Sender) -> Sender:
    """The sender of a loop text gets no reply; everybody else is who they are."""
    if sender.silence == OWN or loop.read(mo.text) is None:
        return sender
    # Answered, it would come back to our own modem and be answered there.
    log.warning(
        "loop_text_from_another_number", channel=mo.channel, hint="set number or sender of the channel it names"
    )
    return replace(sender, silence="loop")


def note(connection: Connection, mo: MoMessage, sender: Sender, now: datetime) -> None:
    """Write down that a loop text has come. Only our own numbers can prove it."""
    if sender.silence == OWN:
        loop.came_back(connection, mo.text, mo.channel, now)
