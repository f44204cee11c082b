"""Where settings come from: smsinfo.toml, SMSINFO_* variables, SMSINFO_*_FILE secrets."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from smsinfo.config.settings import LOCAL_HOSTS, NO_SETTINGS, PREFIX, Settings
from smsinfo.errors import BadSetting


def load_settings(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Settings from the file, the environment and secret files; `overrides` win. Raises BadSetting."""
    env = os.environ if environ is None else environ
    values = {**_from_file(env), **_from_environment(env), **overrides}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise _first_problem(error) from None


def require_secrets(settings: Settings) -> None:
    """Refuse to serve people without the three keys or over plain HTTP. Raises BadSetting."""
    for name in ("secret_key", "contact_key", "audit_key"):
        if not getattr(settings, name):
            raise BadSetting(
                PREFIX + name.upper(),
                "is not set; `smsinfo keys new` prints fresh keys",
                f"{PREFIX}{name.upper()}_FILE=/run/secrets/{name}",
            )
    url = urlsplit(settings.public_url)
    if url.scheme != "https" and url.hostname not in LOCAL_HOSTS and not settings.allow_http:
        raise BadSetting(
            PREFIX + "PUBLIC_URL",
            "must begin with https:// (or set SMSINFO_ALLOW_HTTP=true)",
            "https://sms.kalteng.go.id",
        )


def _from_file(env: Mapping[str, str]) -> dict[str, Any]:
    named = env.get(PREFIX + "CONFIG")
    path = Path(named or "smsinfo.toml")
    if not path.exists():
        if named:
            raise BadSetting(PREFIX + "CONFIG", f"there is no file {path}", "/etc/smsinfo/smsinfo.toml")
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(
            str(path), f"can't be read as TOML: {error}", 'public_url = "https://sms.kalteng.go.id"'
        ) from None


def _from_environment(env: Mapping[str, str]) -> dict[str, Any]:
    known = set(Settings.model_fields) - {"channels"}
    values: dict[str, Any] = {}
    for name, value in env.items():
        if not name.startswith(PREFIX) or name in NO_SETTINGS or name.startswith(PREFIX + "TEST_"):
            continue
        key = name.removeprefix(PREFIX).lower()
        if key in known:
            values[key] = value
        elif key.endswith("_file") and key.removesuffix("_file") in known:
            values[key.removesuffix("_file")] = read_secret(name, value)
        else:
            near = difflib.get_close_matches(key, known, 1)
            raise BadSetting(
                name,
                "no such setting" + (f"; did you mean {PREFIX}{near[0].upper()}?" if near else ""),
                "see docs/settings.md",
            )
    return {k: v for k, v in values.items() if v != ""}


def read_secret(name: str, path: str) -> str:
    """The text of a secret's file, without the final newline. Raises BadSetting naming the setting."""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadSetting(
            name, f"the file {path} can't be read", "/run/secrets/name, mode 0600, owned by the service"
        ) from None


def _first_problem(error: ValidationError) -> BadSetting:
    problem = error.errors(include_url=False, include_input=False)[0]
    place = [str(part) for part in problem["loc"]]
    field = Settings.model_fields.get(place[0]) if place else None
    name = PREFIX + place[0].upper() if field is not None and len(place) == 1 else ".".join(place) or "smsinfo.toml"
    message = problem["msg"].removeprefix("Value error, ")
    example = str(field.examples[0]) if field is not None and field.examples else "see docs/settings.md"
    if field is None:
        near = difflib.get_close_matches(place[0] if place else "", Settings.model_fields, 1)
        message = "no such setting" + (f"; did you mean {near[0]}?" if near else "")
    return BadSetting(name, message, example)
