"""What a channel of kind twilio is told: the account, how its requests are signed, and how it sends."""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from smsinfo.config import LOCAL_HOSTS
from smsinfo.gateways.reading import Options

API_BASE: Final = "https://api.twilio.com"


class TwilioOptions(Options):
    """`[channels.<name>]` of kind twilio. Secrets may be several, by comma, while they are being changed."""

    secrets: ClassVar[frozenset[str]] = frozenset({"auth_token", "shared_key", "api_secret"})

    account_sid: str = Field(
        pattern=r"^AC[0-9A-Za-z]+$",
        description="The account's SID.",
        examples=['account_sid = "AC0123456789abcdef0123456789abcdef"'],
    )
    auth_token: tuple[SecretStr, ...] = Field(
        description="The account's auth token, by which webhooks are signed; the first of several sends.",
        examples=['auth_token_file = "/run/secrets/twilio"'],
    )
    shared_key: tuple[SecretStr, ...] = Field(
        default=(),
        description="The secret of the shared key, where the account signs its webhooks by one.",
        examples=['shared_key_file = "/run/secrets/twilio-webhooks"'],
    )
    sender: str = Field(
        min_length=1,
        max_length=32,
        description="The number or name that messages come from.",
        examples=['sender = "+15005550006"'],
    )
    messaging_service: str = Field(
        default="",
        pattern=r"^(MG[0-9a-fA-F]{32})?$",
        description="The SID of a messaging service: it chooses the sender of what we send.",
        examples=['messaging_service = "MG0123456789abcdef0123456789abcdef"'],
    )
    api_key: str = Field(
        default="",
        pattern=r"^(SK[0-9A-Za-z]+)?$",
        description="The SID of an API key to send with instead of the auth token; it can be revoked by itself.",
        examples=['api_key = "SK0123456789abcdef0123456789abcdef"'],
    )
    api_secret: SecretStr = Field(
        default=SecretStr(""),
        validate_default=True,
        description="The secret of the API key.",
        examples=['api_secret_file = "/run/secrets/twilio-key"'],
    )
    status_callbacks: bool = Field(
        default=True,
        description="Have receipts sent to public_url; false where Twilio can't reach it.",
        examples=["status_callbacks = false"],
    )
    api_base: str = Field(
        default=API_BASE,
        pattern=r"^https?://[^\s/?#@]+$",
        description="Where Twilio's API is: another region of it, or a stand-in for trials.",
        examples=[f'api_base = "{API_BASE}"'],
    )

    @field_validator("auth_token", "shared_key", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("auth_token")
    @classmethod
    def _not_empty(cls, tokens: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not tokens:
            raise ValueError("is empty: without it nobody could tell Twilio's requests from others")
        return tokens

    @field_validator("api_secret")
    @classmethod
    def _both_or_neither(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        key = info.data.get("api_key", "")
        if key and not secret.get_secret_value():
            raise ValueError("is missing, and api_key is set")
        if secret.get_secret_value() and not key:
            raise ValueError("is set, and api_key is missing")
        return secret

    @field_validator("api_base")
    @classmethod
    def _not_in_the_clear(cls, address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in LOCAL_HOSTS:
            raise ValueError("must begin with https:// (the log-in travels with each request)")
        return address

    @property
    def login(self) -> tuple[str, str]:
        """User and password of the API: the API key where there is one, else the account."""
        if self.api_key:
            return self.api_key, self.api_secret.get_secret_value()
        return self.account_sid, self.auth_token[0].get_secret_value()
