"""Signed links, webhook secrets and keyed hashes: everything that is made from the secret key.

A link names what it is for, whom it concerns, and a signature over both; nothing about it is
stored. Whoever has the link may use it, so it stands only in mails to the one it concerns.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from tawatur.errors import SettingError
from tawatur.settings import Settings

Purpose = Literal["leave", "leave-all", "manage", "feed"]

# 144 bits of the signature: as many as a random token that nobody can guess, in 24 letters.
_SIGNATURE_BYTES = 18
_SHORTEST_SECRET = 32


def secret_key(settings: Settings, keep: Callable[[str, bytes], bytes]) -> bytes:
    """The operator's key from its file; else the one that ``keep(name, new)`` has kept.

    Raises:
        SettingError: the file cannot be read or holds too little.
    """
    if not settings.secret_key_file:
        return keep("links", secrets.token_bytes(_SHORTEST_SECRET))
    try:
        secret = Path(settings.secret_key_file).read_bytes().strip()
    except OSError as error:
        raise SettingError(f"secret_key_file: {error}") from error
    if len(secret) < _SHORTEST_SECRET:
        raise SettingError(f"secret_key_file: fewer than {_SHORTEST_SECRET} bytes")
    return secret


def new_token() -> str:
    """A random token for a confirmation: 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token. It is random and long, so a plain hash cannot be undone."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same(a: str, b: str) -> bool:
    """Compared in a time that does not depend on where they differ."""
    first, second = (one.encode("utf-8", "surrogatepass") for one in (a, b))
    return hmac.compare_digest(first, second)


class Keys:
    """What is made from the secret key. The same key makes the same, in every process."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _mac(self, *parts: str) -> bytes:
        message = "\0".join(parts).encode("utf-8", "surrogatepass")
        return hmac.digest(self._secret, message, "sha256")

    def sign(self, purpose: Purpose, id: str) -> str:
        """``id`` with its signature, fit for a path."""
        signature = self._mac("link", purpose, id)[:_SIGNATURE_BYTES]
        return f"{id}.{base64.urlsafe_b64encode(signature).decode()}"

    def read(self, purpose: Purpose, signed: str) -> str | None:
        """The id of a signed link; None when we did not sign it for this purpose."""
        id = signed.rpartition(".")[0]
        return id if id and same(signed, self.sign(purpose, id)) else None

    def who(self, address: str) -> str:
        """An e-mail address as a hash that only this key makes: case does not matter."""
        return self._mac("who", address.strip().casefold()).hex()[:32]

    def network(self, host: str) -> str:
        """The network of a host as such a hash: IPv4 /24, IPv6 /64, else the name itself."""
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return self._mac("network", host).hex()[:32]
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        bits = 24 if address.version == 4 else 64
        network = ipaddress.ip_network(f"{address}/{bits}", strict=False)
        return self._mac("network", str(network)).hex()[:32]

    def webhook_secret(self, watch_id: str) -> str:
        """The signing secret of a watch's webhook, as Standard Webhooks writes it."""
        return "whsec_" + base64.b64encode(self._mac("webhook", watch_id)).decode()
