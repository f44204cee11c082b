"""Each row of the corpus about log-ins and forms has a test that tells its story, or the part that it waits for."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.guards import test_routes
from tests.staff import test_accounts, test_proofs
from tests.web import test_audit_page, test_log_in, test_people, test_sessions

from .corpus import rows

AUTH: dict[str, tuple[ModuleType, str]] = {
    "11 wrong passwords": (test_log_in, "test_eleven_wrong_passwords_lock_a_name_whether_anybody_has_it_or_not"),
    "TOTP 000000..999999 brute force": (test_log_in, "test_five_wrong_codes_lock"),
    "TOTP clock off by 90 s": (test_log_in, "test_a_phone_whose_clock_is_off_by_a_step_is_taken"),
    "recovery code used twice": (test_log_in, "test_a_recovery_code_works_once"),
    "session idle 31 min (approver)": (test_sessions, "test_a_session_ends_when_nobody_is_there_or_the_day_is_over"),
    "session cookie from HTTP (no Secure)": (test_log_in, "test_cookies_are_for_https_only_where_the_address_is"),
    "password reset token used twice / after 30 min": (test_log_in, "test_a_link_is_used_once_and_in_its_time"),
    "X-Forwarded-For: 127.0.0.1 to bypass IP limits": (
        test_log_in,
        "test_eleven_wrong_passwords_lock_a_name_whether_anybody_has_it_or_not",
    ),
    "Host: evil.example on password reset": (
        test_log_in,
        "test_a_link_to_a_new_password_bears_the_configured_address",
    ),
}
FORMS: dict[str, tuple[ModuleType, str]] = {
    "title=<script>alert(1)</script>": (test_audit_page, "test_what_is_in_the_log_is_shown_as_text"),
    "slug=../../etc": (test_people, "test_a_form_that_will_not_do_says_why_and_keeps_what_was_typed"),
    "next=//evil.example after login": (test_log_in, "test_a_log_in_leads_to_pages_of_the_staff_only"),
    "role=admin added to a contributor's own profile POST (mass assignment)": (
        test_people,
        "test_a_role_in_ones_own_form_is_not_even_looked_at",
    ),
    "unicode user name 'admin\u200b' or '\u0430dmin'": (
        test_accounts,
        "test_a_name_that_could_be_mistaken_for_another_is_refused",
    ),
}
# What these are about has no page yet.
WAIT_FOR = {
    "body with an em dash and curly quotes": "the editor page",
    "cancel and approve at the same moment": "alerts",
    "live send while in drill mode": "alerts",
    "double submit of 'Kirim' (same form token)": "alerts",
    "upload SVG/HTML as attachment": "uploads",
}


@pytest.mark.parametrize("table", [AUTH, FORMS], ids=["web.auth", "web.form"])
def test_each_row_has_a_test_that_is_there(table: dict[str, tuple[ModuleType, str]]) -> None:
    for row, (module, name) in table.items():
        assert callable(getattr(module, name, None)), row


def test_no_row_is_forgotten() -> None:
    assert {row for row, _ in rows("web.auth")} == set(AUTH)
    assert {row for row, _ in rows("web.form")} == set(FORMS) | set(WAIT_FOR)


def test_form_tokens_and_codes_of_the_standard_are_asked_for_elsewhere() -> None:
    assert callable(test_routes.test_no_page_changes_anything_without_a_form_token)
    assert callable(test_proofs.test_codes_are_those_of_the_standard)
