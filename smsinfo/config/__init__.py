"""Typed settings: defaults here, then smsinfo.toml, then SMSINFO_* variables, then SMSINFO_*_FILE secrets.

A wrong or unknown setting stops the start with one line that names it, says what is wrong, and shows a right value.
"""

from smsinfo.config.loading import load_settings, read_secret, require_secrets
from smsinfo.config.settings import LOCAL_HOSTS, PREFIX, ChannelSettings, Settings, decode_key

__all__ = [
    "LOCAL_HOSTS",
    "PREFIX",
    "ChannelSettings",
    "Settings",
    "decode_key",
    "load_settings",
    "read_secret",
    "require_secrets",
]
