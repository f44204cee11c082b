"""What codes of alerts are called where everybody reads them."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.domain.public_alerts import Standing

STANDINGS: Final[dict[Standing, LazyString]] = {
    Standing.IN_FORCE: _("In force"),
    Standing.ENDED: _("Over"),
    Standing.CORRECTED: _("Corrected: read the newer one"),
    Standing.CANCELLED: _("Cancelled: no longer in force"),
    Standing.DRILL: _("Drill: not a real event"),
}

SEVERITIES: Final[dict[str, LazyString]] = {
    "Extreme": _("Extreme danger"),
    "Severe": _("Great danger"),
    "Moderate": _("Danger"),
    "Minor": _("Small danger"),
}
"""By CAP's severity; `Unknown` says nothing."""
