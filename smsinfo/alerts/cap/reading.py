"""Bytes to a `CapAlert`: strict in what could mislead people, forgiving in what real agencies write.

What a document must say, and in which form: OASIS CAP 1.2, 3.2. Where a sender breaks it harmlessly (no certainty, a
polygon that is not closed, elements in another order) the document is read, with a remark.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeVar
from xml.etree.ElementTree import Element

from smsinfo.alerts.cap.areas import Areas
from smsinfo.alerts.cap.parse import parse, space_of
from smsinfo.alerts.cap.times import read_time
from smsinfo.domain.cap_document import (
    CATEGORIES,
    CERTAINTIES,
    SEVERITIES,
    UNKNOWN,
    URGENCIES,
    CapAlert,
    CapInfo,
    MsgType,
    Reference,
    Remark,
    Scope,
    Status,
    remark,
)
from smsinfo.errors import BadCap
from smsinfo.sms.clean import clean

SPACES: Final = ("urn:oasis:names:tc:emergency:cap:1.2", "urn:oasis:names:tc:emergency:cap:1.1")
"""1.1 says the same with fewer words; agencies still send it."""

MOST_INFOS: Final = 20
LONGEST: Final = 20_000
LONGEST_LINE: Final = 500
DEFAULT_LANGUAGE: Final = "en-US"
"""What CAP takes an info without a language to be in (3.2.2)."""

_NO_NAME = re.compile(r"[\s,<&]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
Word = TypeVar("Word", bound=StrEnum)


def read_cap(raw: bytes) -> CapAlert:
    """The document. Raises BadCap, whose words say what the sender or the person who brought it has to do."""
    root = parse(raw)
    if space_of(root) not in SPACES or root.tag.rpartition("}")[2] != "alert":
        raise BadCap("is no CAP document: the first element must be alert of {space}", space=SPACES[0])
    return _Reader(root).alert()


class _Reader:
    """Reads one document; gathers the remarks on the way."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._space = space_of(root)
        self._remarks: list[Remark] = []
        self._areas = Areas(self._space, self._remarks)

    def alert(self) -> CapAlert:
        root = self._root
        status, scope = self._one_of(Status, "status"), self._one_of(Scope, "scope")
        sent = read_time(self._text(root, "sent"), "sent", self._remarks)
        if sent is None:
            raise BadCap("has no {name}; ask the sender for a whole document", name="sent")
        if self._space != SPACES[0]:
            self._remarks.append(remark("is of CAP 1.1; it was read all the same"))
        infos = root.findall(f"{{{self._space}}}info")
        if len(infos) > MOST_INFOS:
            raise BadCap("has more than {most} infos; ask the sender for one alert a document", most=MOST_INFOS)
        found = CapAlert(
            identifier=self._name("identifier"),
            sender=self._name("sender"),
            sent=sent,
            status=status,
            msg_type=self._one_of(MsgType, "msgType"),
            scope=scope,
            references=self._references(),
            note=self._text(root, "note", LONGEST),
            infos=tuple(self._info(info) for info in infos),
        )
        self._check(found)
        return replace(found, remarks=tuple(dict.fromkeys(self._remarks)))

    def _info(self, info: Element) -> CapInfo:
        def text(name: str, limit: int = LONGEST_LINE) -> str:
            return self._text(info, name, limit)

        event = text("event")
        if not event:
            self._remarks.append(remark("an info has no {name}", name="event"))
        effective, onset, expires = (
            read_time(text(name), name, self._remarks) for name in ("effective", "onset", "expires")
        )
        return CapInfo(
            language=text("language", 20) or DEFAULT_LANGUAGE,
            event=event,
            urgency=self._known(info, "urgency", URGENCIES),
            severity=self._known(info, "severity", SEVERITIES),
            certainty=self._known(info, "certainty", CERTAINTIES),
            categories=tuple(c for c in self._texts(info, "category") if c in CATEGORIES) or ("Other",),
            responses=self._texts(info, "responseType"),
            effective=effective,
            onset=onset,
            expires=expires,
            sender_name=text("senderName"),
            headline=text("headline"),
            description=text("description", LONGEST),
            instruction=text("instruction", LONGEST),
            web=text("web"),
            contact=text("contact"),
            areas=self._areas.of(info),
        )

    def _check(self, found: CapAlert) -> None:
        if found.msg_type is not MsgType.ALERT and not found.references:
            raise BadCap(
                "is of type {kind} without references; ask the sender which alert is meant", kind=found.msg_type.value
            )
        for info in found.infos:
            if info.expires is None:
                self._remarks.append(remark("has no expires; a person must say until when it holds"))
                continue
            begin = max(time for time in (found.sent, info.effective) if time is not None)
            if info.expires <= begin:
                raise BadCap("expires before it was sent; ask the sender for a right expires")

    def _references(self) -> tuple[Reference, ...]:
        found: list[Reference] = []
        for group in self._text(self._root, "references", LONGEST).split():
            parts = group.split(",")
            sent = read_time(parts[2], "references", self._remarks) if len(parts) == 3 else None
            if sent is None:
                raise BadCap("references must be sender,identifier,sent; got {group}", group=group[:80])
            found.append(Reference(parts[0], parts[1], sent))
        return tuple(dict.fromkeys(found))

    def _name(self, name: str) -> str:
        found = self._text(self._root, name)
        if not found:
            raise BadCap("has no {name}; ask the sender for a whole document", name=name)
        if _NO_NAME.search(found) or len(found) > 300:
            raise BadCap(
                "{name} has a blank, comma, < or & in it, or is too long: {found}", name=name, found=found[:80]
            )
        return found

    def _one_of(self, words: type[Word], name: str) -> Word:
        found = self._text(self._root, name)
        try:
            return words(found)
        except ValueError:
            known = ", ".join(word.value for word in words)
            raise BadCap(
                "{name} must be one of {known}; got {found}", name=name, known=known, found=found[:40]
            ) from None

    def _known(self, info: Element, name: str, known: tuple[str, ...]) -> str:
        found = self._text(info, name)
        # CAP 1.0 wrote Very Likely, which 1.1 took back (3.3.4.1 of 1.1).
        found = "Likely" if found == "Very Likely" else found
        if found in known or found == UNKNOWN:
            return found
        self._remarks.append(remark("{name} is missing or unknown; it was read as Unknown", name=name))
        return UNKNOWN

    def _texts(self, parent: Element, name: str) -> tuple[str, ...]:
        return tuple(plain(child.text) for child in parent.findall(f"{{{self._space}}}{name}")[:20])

    def _text(self, parent: Element, name: str, limit: int = LONGEST_LINE) -> str:
        return plain(parent.findtext(f"{{{self._space}}}{name}"), limit)


def plain(text: str | None, limit: int = LONGEST_LINE) -> str:
    """Words only: no tags, no controls, line ends and blanks as one blank each. `limit` in characters."""
    return " ".join(clean(_TAG.sub(" ", text or ""), limit).split())
