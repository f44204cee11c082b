"""One of the applications for a server: BENCH_APP is a, b, c or u (ours with USSD), BENCH_DATABASE_URL its database."""

from __future__ import annotations

import os

from floors import bare, one_insert
from ours import bench_settings, ours
from ussd_turns import CHANNELS

_url = os.environ["BENCH_DATABASE_URL"]
_made = {
    "a": lambda: bare(),
    "b": lambda: one_insert(_url),
    "c": lambda: ours(bench_settings(_url, os.environ))[0],
    "u": lambda: ours(bench_settings(_url, os.environ, CHANNELS))[0],
}
app = _made[os.environ["BENCH_APP"]]()
