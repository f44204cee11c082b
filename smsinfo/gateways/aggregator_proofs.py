"""How an aggregator's requests prove that they are its own: a secret, a signature over the body, their address."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.errors import BadRequest, BadSetting, Unauthenticated
from smsinfo.gateways.aggregator_places import Place, of_request
from smsinfo.gateways.aggregator_settings import ProofOptions

IN_HEADER: Final = ("header", "basic", "hmac")


def require_proof(place: str, options: ProofOptions | None) -> None:
    """Refuse settings by which nobody could tell the provider's requests from others. Raises BadSetting."""
    if options is None or not (options.proof or options.addresses):
        problem = "nobody could tell the provider's requests from others: set proof, addresses or both"
        raise BadSetting(place, problem, 'proof = "query:token", secret_file = "/run/secrets/lokal-callbacks"')
    if bool(options.proof) != bool(options.secret):
        missing = "secret" if options.proof else "proof"
        raise BadSetting(f"{place}.{missing}", "is missing; proof and secret need each other", 'proof = "query:token"')


def check_proof(options: ProofOptions | None, request: GatewayRequest) -> None:
    """Raise Unauthenticated unless the request has all that the channel asks for; without anything none is believed."""
    if options is None or not (options.proof or options.addresses):
        raise Unauthenticated("this channel takes no requests: it has no callbacks table")
    if options.addresses and not _comes_from(options, request.remote_address):
        raise Unauthenticated("the request comes from none of the addresses of the channel")
    kind, _, name = options.proof.partition(":")
    if not kind:
        return
    given = _given(kind, name, request)
    if not given:
        raise Unauthenticated(f"there is no {'header' if kind in IN_HEADER else 'parameter'} {_shown(kind, name)}")
    # Each is compared, whichever fits: how long it takes must not tell which.
    fits = [
        hmac.compare_digest(given.encode(errors="replace"), right) for right in _right(options, kind, name, request)
    ]
    if not any(fits):
        raise Unauthenticated(f"{_shown(kind, name)} is not right: compare the channel's callbacks with the provider's")


def _shown(kind: str, name: str) -> str:
    return "Authorization" if kind == "basic" else name


def _given(kind: str, name: str, request: GatewayRequest) -> str:
    if kind not in IN_HEADER:
        try:
            return of_request(request).find(Place(kind, name)) or ""
        except BadRequest:  # there twice: neither counts
            return ""
    value = request.headers.get("authorization" if kind == "basic" else name.lower(), "").strip()
    if kind == "basic":
        scheme, _, rest = value.partition(" ")
        return rest.strip() if scheme.lower() == "basic" else value
    return value


def _right(options: ProofOptions, kind: str, name: str, request: GatewayRequest) -> Iterator[bytes]:
    for secret in (secret.get_secret_value() for secret in options.secret):
        if kind == "basic":
            yield b64encode(f"{name}:{secret}".encode())
        elif kind == "hmac":
            signature = hmac.digest(secret.encode(), request.body, options.digest)
            for written in (signature.hex().encode(), signature.hex().upper().encode(), b64encode(signature)):
                yield written
                yield f"{options.digest}=".encode() + written
        else:
            yield secret.encode()
            if kind == "header":
                yield f"Bearer {secret}".encode()


def _comes_from(options: ProofOptions, remote: str) -> bool:
    try:
        address: IPv4Address | IPv6Address = ip_address(remote)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in options.addresses)
