"""Passwords, codes and locks: what is taken, what is not, and how long a guesser waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from passlib.totp import TOTP

from smsinfo.db.queries.staff_access import Failures
from smsinfo.staff import passwords
from smsinfo.staff.audit import TERMINAL
from smsinfo.staff.codes import Codes
from smsinfo.staff.failures import CODE, FIRST_LOCK, LONGEST_LOCK, PASSWORD, Gate, locked_until

from .office import ROOT, Office

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("tiga kata yang panjang", ""),
        ("пароль-из-трёх-слов", ""),
        ("sebelas-11", "short"),
        ("x" * 201, "long"),
        ("siti.aminah1", "name"),
        ("siti.aminah dan kucing hitam", ""),
        ("aaaaaaaaaaaaaa", "repeated"),
        ("123456789012", "guessed"),
        ("Kata Sandi 2026!", "guessed"),
    ],
)
def test_a_password_is_long_and_not_the_first_guess(password: str, problem: str) -> None:
    assert passwords.problem(password, "siti.aminah") == problem


def test_a_password_fits_its_own_hash_from_any_keyboard() -> None:
    stored = passwords.make_hash("kata yang ﬁnal caf\u00e9")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert passwords.fits("kata yang final cafe\u0301", stored)
    assert not passwords.fits("kata yang final cafe", stored)
    assert not passwords.fits("kata", None)
    assert not passwords.fits("kata", "no hash at all")
    assert not passwords.fits("\ud800 half a letter", stored)


def test_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B: the secret 12345678901234567890, SHA-1, cut to six digits.
    codes = Codes(ROOT)
    sealed = codes._totp(key=b"12345678901234567890".hex(), format="hex").to_json(encrypt=True)
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        at = datetime.fromtimestamp(seconds, UTC)
        assert codes.code(sealed, at) == code
        assert codes.match(sealed, code, at, None) == seconds // 30
    assert "1234" not in sealed.replace("12", "")
    assert issubclass(codes._totp, TOTP)


@pytest.mark.parametrize(
    ("off", "taken"), [(0, True), (-30, True), (30, True), (-90, False), (90, False), (-60, False)]
)
def test_a_clock_may_be_half_a_minute_off(off: int, taken: bool) -> None:
    codes = Codes(ROOT)
    sealed = codes.new_secret()
    shown = codes.code(sealed, NOW + timedelta(seconds=off))
    assert (codes.match(sealed, shown, NOW, None) is not None) is taken


def test_a_code_or_an_older_one_is_not_taken_again() -> None:
    codes = Codes(ROOT)
    sealed = codes.new_secret()
    used = codes.match(sealed, codes.code(sealed, NOW), NOW, None)
    assert codes.match(sealed, codes.code(sealed, NOW), NOW, used) is None
    assert codes.match(sealed, codes.code(sealed, NOW - timedelta(seconds=30)), NOW, used) is None
    later = NOW + timedelta(seconds=30)
    assert codes.match(sealed, codes.code(sealed, later), later, used) is not None


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1234567", "٠٠٠٠٠٠", "000 000 000 000", "\x00", "9" * 5000])
def test_what_is_no_code_is_simply_wrong(code: str) -> None:
    codes = Codes(ROOT)
    assert codes.match(codes.new_secret(), code, NOW, None) is None


def test_another_key_opens_no_secret() -> None:
    sealed = Codes(ROOT).new_secret()
    assert Codes(bytes(32)).match(sealed, "123456", NOW, None) is None


@pytest.mark.parametrize("gate", [PASSWORD, CODE], ids=["password", "code"])
def test_each_failure_from_the_limit_on_locks_twice_as_long_up_to_a_day(gate: Gate) -> None:
    assert locked_until(Failures(gate.limit - 1, NOW), gate) is None
    lengths = [(locked_until(Failures(gate.limit + n, NOW), gate) or NOW) - NOW for n in range(9)]
    assert lengths[:3] == [FIRST_LOCK, 2 * FIRST_LOCK, 4 * FIRST_LOCK]
    assert lengths[-1] == LONGEST_LOCK
    assert locked_until(Failures(10_000, NOW), gate) == NOW + LONGEST_LOCK


def test_a_name_that_nobody_has_is_locked_as_any_other(office: Office) -> None:
    office.person("siti")
    locks = office.staff.locks
    for name in ("siti", "nobody"):
        for number in range(1, 12):
            with office.write() as session:
                assert locks.failed(session, PASSWORD, name, office.clock()) is (number >= 10)
        with office.write() as session:
            assert locks.until(session, PASSWORD, name.upper(), office.clock()) == office.clock() + 2 * FIRST_LOCK
            assert locks.until(session, CODE, name, office.clock()) is None
    with office.write() as session:
        assert list(locks.locked(session, ["siti", "budi"], office.clock())) == ["siti"]
        assert locks.passed(session, PASSWORD, "siti")
        assert locks.until(session, PASSWORD, "siti", office.clock()) is None
    office.clock.forward(days=3)
    with office.write() as session:
        locks.failed(session, PASSWORD, "other", office.clock())
        assert locks.until(session, PASSWORD, "nobody", office.clock()) is None
    assert "siti" not in str(office.events("account.locked"))


def test_an_administrator_unlocks_at_once(small: Office) -> None:
    person = small.person("siti")
    for _ in range(10):
        with small.write() as session:
            small.staff.locks.failed(session, PASSWORD, "siti", small.clock())
    with small.write() as session:
        assert small.staff.accounts.unlock(session, TERMINAL, small.clock(), person)
        assert not small.staff.accounts.unlock(session, TERMINAL, small.clock(), person)
        assert small.staff.locks.until(session, PASSWORD, "siti", small.clock()) is None
