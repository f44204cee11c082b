"""What the first page calls alarms and the states of channels. A guard shows that each code has its words."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

ALARMS: Final[dict[str, LazyString]] = {
    "channel_failing": _("sends nothing"),
    "channel_unwell": _("does not answer its health check"),
    "feed_failing": _("can't be read"),
    "replies_late": _("replies wait"),
    "alert_unsealed": _("an alert was changed in the database after it was approved; it was stopped"),
    "alerts_late": _("alerts wait"),
    "nothing_sends": _("an alert waits and no channel can send"),
    "urgent_stuck": _("an urgent alert is stuck"),
    "silent": _("no text comes in"),
    "loop_lost": _("its hourly trial text did not arrive"),
    "balance_low": _("its balance is low"),
    "sim_expires": _("its SIM expires"),
    "spend_day": _("the day's money is nearly spent"),
    "spend_month": _("the month's money is nearly spent"),
    "segments_day": _("the day's segments are nearly used up"),
    "clock_wrong": _("a machine's clock is wrong"),
    "no_worker": _("no worker runs: nothing leaves"),
    "no_worker_yet": _("no worker has run yet: nothing leaves"),
    "request_due": _("a request about personal data has to be answered within 12 hours"),
    "request_late": _("a request about personal data is overdue"),
    "unknown_share": _("of many messages nobody knows whether they left"),
}
"""By the code of an alarm; where it is about a channel, that stands in front."""

STANDINGS: Final[dict[str, LazyString]] = {
    "ok": _("works"),
    "paused": _("paused"),
    "held back": _("held back after failures"),
    "on trial": _("on trial after failures"),
}
"""By what `smsinfo.outbox.watch.standing` says."""
