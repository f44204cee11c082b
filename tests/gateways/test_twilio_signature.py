"""Twilio: whose requests are believed. Signatures are made by Twilio's own library."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsinfo.domain.gateway import Gateway, GatewayRequest
from smsinfo.errors import BadRequest, Unauthenticated

from .cast import (
    ACCOUNT,
    NEXT_TOKEN,
    OURS,
    SHARED_KEY,
    SID,
    TOKEN,
    URL,
    Pairs,
    full,
    gateway,
    mo_of,
    post,
    sign,
    twilio,
)

EVIL = "https://evil.example/gw/twilio/mo"
SIGNED_BY_KEY = "key=webhooks_sharedkey_01,algorithm=HMAC_SHA256"


def ok(pairs: Pairs, **headers: str) -> GatewayRequest:
    """A request that Twilio signed exactly so."""
    return post(pairs, sign(pairs), **headers)


BELIEVED = {
    "a real request": ok(full()),
    "blanks around the text are signed too": ok(full(Body=" KTP ")),
    "letters outside ASCII": ok(full(Body="BANJIR di Palangkaraya é 中 😀")),
    "empty parameters are signed too": ok(full(FromCity="", Body="")),
    "a parameter that nobody knew yet": ok(full(("ZNew", "1"))),
    "a repeated parameter is signed once, and refused later": ok(full(("Body", "KTP"))),
    "a query in the webhook's address": post(full(), sign(full(), URL + "?k=1"), URL + "?k=1"),
    "the signature with the standard port": post(full(), sign(full(), URL.replace(".org/", ".org:443/"))),
    "without AccountSid": ok(full(AccountSid=None, To=None)),
}


@pytest.mark.parametrize("request_", BELIEVED.values(), ids=BELIEVED.keys())
def test_what_twilio_signed_for_our_account_is_believed(request_: GatewayRequest) -> None:
    twilio().authenticate(request_)


REFUSED = {
    "no signature": post(full()),
    "an empty signature": post(full(), ""),
    "a wrong signature": post(full(), "bm90IGEgc2lnbmF0dXJl"),
    "a signature that is no base64": post(full(), "\xe9\xe9 !!"),
    "signed with another token": post(full(), sign(full(), token="other")),
    "signed for http instead of https": post(full(), sign(full(), URL.replace("https:", "http:"))),
    "signed for another host": post(full(), sign(full(), URL.replace("sms.example.org", "10.0.0.1"))),
    "signed for another path": post(full(), sign(full(), URL + "/")),
    "signed for another query": post(full(), sign(full(), URL + "?k=1"), URL + "?k=2"),
    "a text that was trimmed on the way": post(full(Body="KTP"), sign(full(Body="KTP "))),
    "a text that was changed on the way": post(full(Body="STOP"), sign(full())),
    "an empty parameter that was dropped on the way": post(full(FromCity=None), sign(full(FromCity="x"))),
    "another account": ok(full(AccountSid="ACffffffffffffffffffffffffffffffff")),
    "our account and another": ok(full(("AccountSid", "ACffffffffffffffffffffffffffffffff"))),
    "a Host header is never believed": post(
        full(), sign(full(), "https://evil.example/gw/twilio/mo"), host="evil.example"
    ),
    "nor what a proxy forwards": post(
        full(),
        sign(full(), "https://evil.example/gw/twilio/mo"),
        x_forwarded_host="evil.example",
        x_forwarded_proto="https",
    ),
    "an unknown algorithm": ok(full(), x_twilio_webhooks_signature_settings="algorithm=HMAC_MD5"),
    "the token's signature under a shared key's header": ok(full(), x_twilio_webhooks_signature_settings=SIGNED_BY_KEY),
}


@pytest.mark.parametrize("request_", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("channel", [twilio(), twilio(shared_key=SHARED_KEY)], ids=["token", "token and shared key"])
def test_everything_else_is_refused(request_: GatewayRequest, channel: Gateway) -> None:
    with pytest.raises(Unauthenticated):
        channel.authenticate(request_)


@pytest.mark.parametrize("token", [TOKEN, NEXT_TOKEN])
def test_old_and_new_token_both_hold_while_they_are_changed(token: str) -> None:
    changing = twilio(auth_token=f"{NEXT_TOKEN}, {TOKEN}")
    changing.authenticate(post(full(), sign(full(), token=token)))


def test_a_token_that_was_taken_out_holds_no_more() -> None:
    with pytest.raises(Unauthenticated):
        twilio(auth_token=NEXT_TOKEN).authenticate(ok(full()))


def test_a_shared_key_signs_with_sha256() -> None:
    signature = sign(full(), token=SHARED_KEY, algorithm="HMAC_SHA256")
    request = post(full(), signature, x_twilio_webhooks_signature_settings=SIGNED_BY_KEY)
    twilio(shared_key=SHARED_KEY).authenticate(request)
    with pytest.raises(Unauthenticated):
        twilio().authenticate(request)


def cut(text: str, *names: str) -> Pairs:
    """The signed letters `text` cut into parameters anew, each beginning with one of `names` in their order."""
    pairs = []
    for name, following in zip(names, [*names[1:], None], strict=True):
        end = text.index(following, len(name)) if following else len(text)
        pairs.append((name, text[len(name) : end]))
        text = text[end:]
    return tuple(pairs)


LETTERS = "".join(name + value for name, value in sorted(full()))
AT_ID = LETTERS.index("MessageSid")

RECUT = {
    "the text becomes part of a name": (
        full(Body="KTPFrom+62899"),
        tuple(("BodyKTP", "From+62899") if name == "Body" else (name, value) for name, value in full(Body="")),
    ),
    "the id swallows what follows it": (
        full(),
        cut(LETTERS, "AccountSid", "ApiVersion", "Body", "From", "MessageSid", "NumSegments", "SmsMessageSid", "To"),
    ),
    "the id ends early and everything behind it hides": (
        full(),
        (
            *cut(LETTERS[:AT_ID], "AccountSid", "Body", "From"),
            ("MessageSid", SID[:12]),
            (SID[12:], LETTERS[AT_ID + 44 :]),
        ),
    ),
    "the account hides too, so that it looks like a request without one": (
        full(),
        (
            *cut(LETTERS[:AT_ID], "Acc", "Body", "From"),
            ("MessageSid", SID[:12]),
            (SID[12:], LETTERS[AT_ID + len("MessageSid" + SID) :]),
        ),
    ),
    "the text ends early": (full(Body="KTPDAFTAR"), full(("DAFTAR", ""), Body="KTP")),
}


@pytest.mark.parametrize(("signed", "sent"), RECUT.values(), ids=RECUT.keys())
def test_the_same_letters_cut_anew_never_pass_as_a_new_message(signed: Pairs, sent: Pairs) -> None:
    channel, request = twilio(), post(sent, sign(signed))
    try:
        channel.authenticate(request)  # Twilio's signature has no separators, so it may well hold
        mo = mo_of(channel, request)
    except (BadRequest, Unauthenticated):
        return
    assert mo.external_id == SID


def test_the_recut_requests_do_carry_a_valid_signature() -> None:
    for signed, sent in RECUT.values():
        assert sign(signed) == sign(sent)


def test_a_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "twilio"
    file.write_text(TOKEN + "\n")
    options = {"account_sid": ACCOUNT, "auth_token_file": str(file), "sender": OURS}
    gateway("twilio", options).authenticate(ok(full()))
