"""Typed settings: defaults here, then smsinfo.toml, then SMSINFO_* variables, then SMSINFO_*_FILE secrets.

A wrong or unknown setting stops the start with one line that names it, says what is wrong, and shows a right value.
"""

from __future__ import annotations

import base64
import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from smsinfo.errors import BadSetting

PREFIX = "SMSINFO_"
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}


class ChannelSettings(BaseModel):
    """One `[channels.<name>]` table: the kind names the gateway, the rest is that gateway's own."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: str

    @property
    def options(self) -> dict[str, Any]:
        """The gateway's own settings, unchecked: the gateway checks them."""
        return dict(self.model_extra or {})


def _option(default: Any, text: str, example: str, **rules: Any) -> Any:
    return Field(default=default, description=text, examples=[example], **rules)


class Settings(BaseModel):
    """All settings of smsinfo. `docs/settings.md` is made from these descriptions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = _option(
        "sqlite:///var/smsinfo.db",
        "SQLAlchemy address of the database: SQLite or PostgreSQL (psycopg).",
        "postgresql+psycopg://smsinfo@127.0.0.1/smsinfo",
    )
    public_url: str = _option(
        "http://127.0.0.1:8000",
        "The address that providers and people use. Signatures are checked against it, never a Host header.",
        "https://sms.kalteng.go.id",
    )
    allow_http: bool = _option(False, "Accept a public_url without TLS on another host than this machine.", "true")
    secret_key: SecretStr | None = _option(
        None, "Signs sessions and form tokens; at least 32 characters. `smsinfo keys new` prints one.", "x" * 32
    )
    contact_key: tuple[SecretStr, ...] = _option(
        (), "Seals phone numbers: base64url of 64 bytes; several by comma, the first writes.", "(smsinfo keys new)"
    )
    audit_key: SecretStr | None = _option(
        None,
        "Root of the suppression and seal keys: base64url of 32 bytes or more; never rotates.",
        "(smsinfo keys new)",
    )
    timezone: str = _option("Asia/Pontianak", "Zone in which times are shown (WIB).", "Asia/Makassar")
    language: str = _option("id", "Language of a person who chose none.", "en", pattern="^[a-z]{2,3}$")
    log_level: str = _option("INFO", "DEBUG, INFO, WARNING or ERROR.", "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    log_format: str = _option("text", "text for people, json for machines.", "json", pattern="^(text|json)$")
    rate_per_phone: int = _option(
        10, "Replies to one number in an hour; emergencies and STOP always pass.", "10", ge=1, le=1000
    )
    same_text_limit: int = _option(
        3, "Times that the same text of a number is answered in 30 minutes.", "3", ge=1, le=100
    )
    stale_hours: int = _option(24, "A text older than this is stored, not answered.", "24", ge=1, le=720)
    spend_cap_idr: int = _option(
        1_000_000,
        "Most that replies may cost in a day (rupiah); emergencies and STOP always pass.",
        "1000000",
        ge=1,
        le=10**12,
    )
    segment_idr: int = _option(500, "What one segment costs us (rupiah), for the daily cap.", "500", ge=0, le=100_000)
    practice_only: bool = _option(
        False, "This installation is for practice: simulator channels beside real ones, behind a log-in.", "true"
    )
    practice_password: SecretStr | None = _option(
        None, "Log-in of the simulator beside real channels (12 characters).", "kata-sandi-latihan"
    )
    channels: dict[str, ChannelSettings] = _option(
        {}, "The channels, in smsinfo.toml: [channels.<name>].", 'kind = "twilio"'
    )

    @field_validator("contact_key", mode="before")
    @classmethod
    def _split_keys(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("contact_key")
    @classmethod
    def _check_contact_keys(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for key in keys:
            if len(decode_key(key)) != 64:
                raise ValueError("each key must be base64url of exactly 64 bytes")
        return keys

    @field_validator("audit_key")
    @classmethod
    def _check_audit_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(decode_key(key)) < 32:
            raise ValueError("must be base64url of at least 32 bytes")
        return key

    @field_validator("secret_key")
    @classmethod
    def _check_secret_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < 32:
            raise ValueError("must have at least 32 characters")
        return key

    @field_validator("practice_password")
    @classmethod
    def _check_practice_password(cls, word: SecretStr | None) -> SecretStr | None:
        if word is not None and len(word.get_secret_value()) < 12:
            raise ValueError("must have at least 12 characters")
        return word

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("no such time zone") from error
        return name

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("must be http(s)://host[:port] without a query")
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, url: str) -> str:
        if not url.startswith(("sqlite:", "postgresql+psycopg:")):
            raise ValueError("must begin with sqlite: or postgresql+psycopg:")
        return url

    @property
    def zone(self) -> ZoneInfo:
        """The zone of shown times."""
        return ZoneInfo(self.timezone)


def decode_key(key: SecretStr) -> bytes:
    """The bytes of a base64url key. Raises ValueError for anything else."""
    text = key.get_secret_value()
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise ValueError("must be base64url") from error


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
        if (
            not name.startswith(PREFIX)
            or name == PREFIX + "CONFIG"
            or name.startswith(PREFIX + "TEST_")
            or name == PREFIX + "REQUIRE_ALL"
        ):
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
