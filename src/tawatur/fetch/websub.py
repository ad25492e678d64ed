"""WebSub (https://www.w3.org/TR/websub/): being told instead of asking. Only the words of it."""

from __future__ import annotations

import hashlib
import hmac

import regex

# Asked for; the hub decides. Ten days, as the usual hubs grant at most.
LEASE_SECONDS = 864_000
# What a delivery may be signed with (W3C: sha1, sha256, sha384, sha512).
_METHODS = {"sha1", "sha256", "sha384", "sha512"}


def subscription_form(topic: str, callback: str, secret: str) -> dict[str, str]:
    """What is sent to a hub to subscribe, or to renew a lease (W3C, 5.1)."""
    return {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": callback,
        "hub.secret": secret,
        "hub.lease_seconds": str(LEASE_SECONDS),
    }


def is_signed(body: bytes, header: str | None, secret: str) -> bool:
    """Does ``X-Hub-Signature`` prove that whoever sent this knows the secret (W3C, 7)?"""
    found = regex.fullmatch(r"\s*(sha\d+)=([0-9a-fA-F]+)\s*", header or "")
    if found is None or found[1] not in _METHODS:
        return False
    right = hmac.new(secret.encode(), body, getattr(hashlib, found[1])).hexdigest()
    return hmac.compare_digest(right, found[2].lower())
