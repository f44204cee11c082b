"""Settings: every wrong value names itself and shows a right one; files, secrets and variables in their order."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from smsinfo.config import Settings, load_settings, require_secrets
from smsinfo.errors import BadSetting
from tests.support import KEYS


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SECRET_KEY", "short", "at least 32 characters"),
        ("CONTACT_KEY", "not base64!", "base64url"),
        ("CONTACT_KEY", base64.urlsafe_b64encode(bytes(32)).decode(), "exactly 64 bytes"),
        ("CONTACT_KEY", f"{KEYS['SMSINFO_CONTACT_KEY']},short", "base64url"),
        ("AUDIT_KEY", base64.urlsafe_b64encode(bytes(8)).decode(), "32 bytes"),
        ("PUBLIC_URL", "sms.example.org", "http(s)://"),
        ("PUBLIC_URL", "https://sms.example.org/?a=b", "without a query"),
        ("DATABASE_URL", "mysql://localhost/x", "sqlite: or postgresql+psycopg:"),
        ("DATABASE_URL", "", None),
        ("TIMEZONE", "Mars/Olympus", "no such time zone"),
        ("TIMEZONE", "../etc/passwd", "no such time zone"),
        ("LANGUAGE", "Indonesian", "pattern"),
        ("LOG_LEVEL", "LOUD", "pattern"),
        ("LOG_FORMAT", "xml", "pattern"),
        ("RATE_PER_PHONE", "0", "greater than or equal to 1"),
        ("RATE_PER_PHONE", "many", "integer"),
        ("SAME_TEXT_LIMIT", "-3", "greater than or equal to 1"),
        ("STALE_HOURS", "9999", "less than or equal to 720"),
        ("SEGMENT_IDR", "-1", "greater than or equal to 0"),
        ("ALLOW_HTTP", "perhaps", "boolean"),
        ("PRACTICE_PASSWORD", "short", "12 characters"),
    ],
)
def test_a_wrong_value_names_the_setting_and_shows_a_right_one(name: str, value: str, problem: str | None) -> None:
    environment = {f"SMSINFO_{name}": value}
    if problem is None:  # an empty variable is as good as none
        assert load_settings(environment) == load_settings({})
        return
    with pytest.raises(BadSetting) as caught:
        load_settings(environment)
    line = str(caught.value)
    assert line.startswith(f"SMSINFO_{name}: ")
    assert problem in line
    assert "Example: " in line
    assert "\n" not in line


@pytest.mark.parametrize("name", ["SECRET_KEY", "CONTACT_KEY", "AUDIT_KEY", "PRACTICE_PASSWORD"])
def test_a_wrong_secret_is_not_repeated_in_the_message(name: str) -> None:
    with pytest.raises(BadSetting) as caught:
        load_settings({f"SMSINFO_{name}": "hunter2-x"})
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("SMSINFO_DATABASE_ULR", "SMSINFO_DATABASE_URL"), ("SMSINFO_SPEND_CAP", "SMSINFO_SPEND_CAP_IDR")],
)
def test_an_unknown_variable_is_refused_with_what_was_meant(name: str, meant: str) -> None:
    with pytest.raises(BadSetting, match=f"^{name}: no such setting; did you mean {meant}"):
        load_settings({name: "x"})


def test_an_unknown_name_in_the_file_is_refused_with_what_was_meant(tmp_path: Path) -> None:
    file = tmp_path / "smsinfo.toml"
    file.write_text('publik_url = "https://sms.example.org"\n')
    with pytest.raises(BadSetting, match="publik_url: no such setting; did you mean public_url"):
        load_settings({"SMSINFO_CONFIG": str(file)})


def test_variables_win_over_the_file_and_the_file_over_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "smsinfo.toml"
    file.write_text('rate_per_phone = 20\nstale_hours = 5\n[channels.phone]\nkind = "simulator"\nsender = "123"\n')
    settings = load_settings({"SMSINFO_CONFIG": str(file), "SMSINFO_RATE_PER_PHONE": "30"})
    assert (settings.rate_per_phone, settings.stale_hours, settings.same_text_limit) == (30, 5, 3)
    assert settings.channels["phone"].kind == "simulator"
    assert settings.channels["phone"].options == {"sender": "123"}


@pytest.mark.parametrize("written", ["public_url = ", "\xff\xfe", "[channels.phone]\nsender = 1\n"])
def test_a_file_that_is_no_settings_file_is_refused_in_one_line(tmp_path: Path, written: str) -> None:
    file = tmp_path / "smsinfo.toml"
    file.write_text(written, encoding="latin-1")
    with pytest.raises(BadSetting) as caught:
        load_settings({"SMSINFO_CONFIG": str(file)})
    assert "Example: " in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_named_file_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"^SMSINFO_CONFIG: there is no file"):
        load_settings({"SMSINFO_CONFIG": str(tmp_path / "none.toml")})


def test_several_contact_keys_may_come_from_one_secret_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    key = KEYS["SMSINFO_CONTACT_KEY"]
    file.write_text(f"{key}, {key}\n")
    assert len(load_settings({"SMSINFO_CONTACT_KEY_FILE": str(file)}).contact_key) == 2


@pytest.mark.parametrize("missing", sorted(KEYS))
def test_nobody_is_served_without_the_three_keys(missing: str) -> None:
    settings = load_settings({name: value for name, value in KEYS.items() if name != missing})
    with pytest.raises(BadSetting, match=f"^{missing}: is not set"):
        require_secrets(settings)


@pytest.mark.parametrize(
    ("url", "allowed", "served"),
    [
        ("https://sms.example.org", False, True),
        ("http://127.0.0.1:8000", False, True),
        ("http://[::1]:8000", False, True),
        ("http://sms.example.org", True, True),
        ("http://sms.example.org", False, False),
        ("http://127.0.0.1.example.org", False, False),
    ],
)
def test_people_are_served_over_tls_or_on_this_machine(url: str, allowed: bool, served: bool) -> None:
    settings = load_settings(KEYS, public_url=url, allow_http=allowed)
    if served:
        require_secrets(settings)
        assert settings.public_url == url
        return
    with pytest.raises(BadSetting, match="must begin with https://"):
        require_secrets(settings)


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    assert KEYS["SMSINFO_CONTACT_KEY"] not in repr(
        Settings.model_validate({"contact_key": KEYS["SMSINFO_CONTACT_KEY"]})
    )
