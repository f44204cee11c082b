"""What requests about personal data, their ways and states are called on the pages."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.domain.privacy import RequestKind, RequestState, RequestWay

REQUEST_KINDS: Final[dict[RequestKind, LazyString]] = {
    RequestKind.ACCESS: _("Access: what do you hold of me"),
    RequestKind.CORRECTION: _("Correction"),
    RequestKind.ERASURE: _("Erasure"),
}
WAYS: Final[dict[RequestWay, LazyString]] = {
    RequestWay.TEXT: _("by a text"),
    RequestWay.DESK: _("at the help desk"),
    RequestWay.LETTER: _("by a letter"),
}
REQUEST_STATES: Final[dict[RequestState, LazyString]] = {
    RequestState.OPEN: _("open"),
    RequestState.DONE: _("done"),
    RequestState.REFUSED: _("refused"),
}
