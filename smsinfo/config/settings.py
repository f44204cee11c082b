"""Every setting: its type, its default, its help, and what it must be."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator

PREFIX = "SMSINFO_"
NO_SETTINGS = {PREFIX + "CONFIG", PREFIX + "REQUIRE_ALL"}
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}
SECRET_LENGTHS = {"secret_key": 32, "practice_password": 12, "metrics_token": 16}


class ChannelSettings(BaseModel):
    """One `[channels.<name>]` table: what all channels have, and the rest, which is the gateway's own."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: str
    number: str = Field("", max_length=32, description="The number that people text; without it, the sender.")
    per_minute: float = Field(60.0, gt=0, le=600_000, description="Segments that may leave in a minute.")
    tariff_idr: int | None = Field(None, ge=0, description="Rupiah a segment; without it, segment_idr.")
    rank: int = Field(100, ge=0, le=1000, description="Among channels that fit alike, the lowest goes first.")
    operators: tuple[str, ...] = Field((), description="Operators that the channel is for; without it, all.")
    max_unsent: int = Field(0, ge=0, description="Messages handed over without a receipt; 0: 10 seconds of the rate.")
    daily_segments: int = Field(0, ge=0, description="Segments a day, below the operator's own block; 0: no limit.")
    threads: int = Field(1, ge=1, le=64, description="Hand-overs at the same time.")
    sends: bool = Field(True, description="false: the channel only answers inline.")
    sim_expires: date | None = Field(None, description="Until when the SIM card is active (masa aktif).")
    loop_to: str = Field("", description="A channel to whose number this one sends a marked text each hour by day.")
    loop_minutes: int = Field(10, ge=1, le=59, description="Minutes after which a loop text is reported as lost.")

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
    news_per_day: int = _option(10, "Contributions (KABAR) that one member may send in a day.", "10", ge=1, le=100)
    stale_hours: int = _option(24, "A text older than this is stored, not answered.", "24", ge=1, le=720)
    spend_cap_idr: int = _option(
        1_000_000,
        "Most that replies may cost in a day (rupiah); emergencies and STOP always pass.",
        "1000000",
        ge=1,
        le=10**12,
    )
    spend_cap_phone_idr: int = _option(
        50_000, "Most that replies to one number may cost in a day (rupiah).", "50000", ge=1, le=10**9
    )
    segment_idr: int = _option(500, "What one segment costs us (rupiah), for the daily cap.", "500", ge=0, le=100_000)
    citizen_text_idr: int = _option(
        0, "What one text costs a citizen (rupiah), for the reports; 0: not known.", "350", ge=0, le=100_000
    )
    spend_cap_month_idr: int = _option(
        20_000_000, "Most that all messages may cost in a month (rupiah).", "20000000", ge=1, le=10**13
    )
    alert_reserve_idr: int = _option(
        2_000_000, "Rupiah beyond both caps for Extreme and Severe alerts and corrections.", "2000000", ge=0, le=10**13
    )
    quiet_hours: str = _option(
        "21:00-05:00",
        "Local hours in which only replies and urgent alerts leave.",
        "21:00-05:00",
        pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$",
    )
    operator_contacts: tuple[str, ...] = _option(
        (), "Who is told when a channel fails: numbers or mail addresses, by comma.", "piket@kalteng.go.id"
    )
    silent_hours: int = _option(
        12, "A channel from which no text came for so long is reported (between 07:00 and 21:00).", "12", ge=1, le=720
    )
    withdraw_days: int = _option(
        0, "Days overdue until a topic is withdrawn, safety topics never; 0: none is.", "90", ge=0, le=3650
    )
    subscriber_confirm_days: int = _option(
        365,
        "Days after which a subscriber is asked whether the number is still theirs; 0: nobody is.",
        "365",
        ge=0,
        le=3650,
    )
    subscriber_confirm_hourly: int = _option(50, "Subscribers who are asked that in an hour.", "50", ge=1, le=10_000)
    kim_quiet_days: int = _option(
        60, "Days without a text of a group until it is prompted, once a month; 0: never.", "60", ge=0, le=3650
    )
    drop_unconfirmed: bool = _option(
        False, "End the subscriptions of whoever was asked twice and stayed silent for 30 days.", "true"
    )
    metrics_token: SecretStr | None = _option(
        None, "Bearer token of /metrics (16 characters); without it only this machine may ask.", "token-prometheus-1"
    )
    lease_seconds: int = _option(
        90, "Seconds that a worker has for what it claimed; one call lasts up to 20.", "90", ge=2, le=3600
    )
    body_days: int = _option(90, "Days after which the texts of messages are emptied.", "90", ge=1, le=3650)
    id_days: int = _option(
        400, "Days after which messages are deleted; until then a repeat of one is known.", "400", ge=30, le=3650
    )
    case_days: int = _option(
        180,
        "Days after which the words of reports, proposals and questions that have rested are emptied.",
        "180",
        ge=1,
        le=3650,
    )
    request_days: int = _option(
        400,
        "Days after which closed requests about personal data are forgotten; open ones never are.",
        "400",
        ge=30,
        le=3650,
    )
    rating_share: int = _option(
        10,
        "Answers in a hundred that ask whether they helped (Y/T), once a week a person; 0: none.",
        "10",
        ge=0,
        le=100,
    )
    lesson_days: int = _option(
        730, "Days after the last answer until the progress of a course is forgotten.", "730", ge=30, le=3650
    )
    relay_test_day: int = _option(
        10, "Day of the month on which the numbers of relays are tested; 0: never.", "10", ge=0, le=26
    )
    practice_only: bool = _option(
        False, "This installation is for practice: simulator channels beside real ones, behind a log-in.", "true"
    )
    practice_password: SecretStr | None = _option(
        None, "Log-in of the simulator beside real channels (12 characters).", "kata-sandi-latihan"
    )
    cap_feeds: tuple[str, ...] = _option(
        (),
        "Feeds of CAP documents (Atom, RSS) that the worker reads each two minutes, by comma; https only.",
        "https://www.bmkg.go.id/alerts/nowcast/id/rss.xml",
    )
    cap_senders: tuple[str, ...] = _option(
        (),
        "Senders whose CAP documents may become drafts, by comma, as they stand in the documents; none: nobody's.",
        "cuaca.ekstrem@bmkg.go.id",
    )
    cap_sender: str | None = _option(
        None,
        "The sender in our own CAP documents; without it, the host of public_url.",
        "bpbd@kalteng.go.id",
        pattern=r"^[^\s,<&]{1,100}$",
    )
    cap_identity: str = _option(
        "smsinfo",
        "How identifiers of our CAP documents begin: a name, or urn:oid: and the number of an arc of yours.",
        "urn:oid:2.49.0.0.360.1",
        pattern=r"^[^\s,<&/]{1,100}$",
    )
    cap_days: int = _option(
        400,
        "Days after which CAP documents that came in are forgotten, never those of alerts in force.",
        "400",
        ge=30,
        le=3650,
    )
    channels: dict[str, ChannelSettings] = _option(
        {}, "The channels, in smsinfo.toml: [channels.<name>].", 'kind = "twilio"'
    )

    @field_validator("contact_key", "operator_contacts", "cap_feeds", "cap_senders", mode="before")
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

    @field_validator("cap_feeds")
    @classmethod
    def _check_feeds(cls, feeds: tuple[str, ...]) -> tuple[str, ...]:
        if any(urlsplit(feed).scheme != "https" or not urlsplit(feed).hostname for feed in feeds):
            raise ValueError("each feed must begin with https:// and name a host")
        return feeds

    @field_validator("audit_key")
    @classmethod
    def _check_audit_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(decode_key(key)) < 32:
            raise ValueError("must be base64url of at least 32 bytes")
        return key

    @field_validator(*SECRET_LENGTHS)
    @classmethod
    def _check_length(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        least = SECRET_LENGTHS[str(info.field_name)]
        if secret is not None and len(secret.get_secret_value()) < least:
            raise ValueError(f"must have at least {least} characters")
        return secret

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
