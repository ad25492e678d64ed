"""DKIM signatures (RFC 6376; RFC 8463 for Ed25519) on mails that we wrote ourselves.

dkimpy signs with Python's own integers, 7 ms a mail on the machine this was measured on: more
than everything else together. With OpenSSL under it a signature costs a tenth; that this one is
right is checked by dkimpy in the tests.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

import regex
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from tawatur.errors import SettingError
from tawatur.settings import Settings

Sign = Callable[[bytes], bytes]

# Whatever a reader or his mail program acts upon; RFC 8058, 4 asks for the List- ones.
_SIGNED = (
    "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "list-unsubscribe",
    "list-unsubscribe-post", "list-id", "auto-submitted", "content-language", "mime-version",
    "content-type",
)  # fmt: skip
_BLANKS = regex.compile(rb"[ \t]+")
_FOLD = regex.compile(rb"\r\n(?=[ \t])")
_SHORTEST_KEY_BITS = 1024  # RFC 8301


def signer(settings: Settings) -> Sign:
    """Puts a signature before a mail (CRLF line ends), when there is a key.

    Raises:
        SettingError: the key cannot be read, or is none that signs mail.
    """
    if not settings.dkim_key_file:
        return lambda mail: mail
    try:
        key = serialization.load_pem_private_key(
            Path(settings.dkim_key_file).read_bytes(), password=None
        )
    except (OSError, ValueError, TypeError) as error:
        raise SettingError(f"dkim_key_file: {error}") from error
    seal: Callable[[bytes], bytes]
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _SHORTEST_KEY_BITS:
        algorithm, private = "rsa-sha256", key
        seal = lambda data: private.sign(data, padding.PKCS1v15(), hashes.SHA256())  # noqa: E731
    elif isinstance(key, ed25519.Ed25519PrivateKey):
        algorithm, short = "ed25519-sha256", key
        seal = lambda data: short.sign(hashlib.sha256(data).digest())  # noqa: E731
    else:
        raise SettingError("dkim_key_file: neither an RSA key of 1024 bits or more nor Ed25519")
    domain = settings.dkim_domain or settings.mail_domain
    selector = settings.dkim_selector
    if not regex.fullmatch(r"[A-Za-z0-9.-]+", domain + selector):
        raise SettingError(f"dkim_domain {domain!r} and dkim_selector {selector!r}: no DNS names")

    def sign(mail: bytes) -> bytes:
        head, _, body = mail.partition(b"\r\n\r\n")
        fields = _fields(head)
        names = [name for name in _SIGNED if name in fields]
        digest = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()).decode()
        unsigned = (
            f"v=1; a={algorithm}; c=relaxed/relaxed; d={domain}; s={selector};\r\n"
            f" h={':'.join(names[:7])}:\r\n {':'.join(names[7:])};\r\n bh={digest};\r\n b="
        )
        signed = b"".join(fields[name] + b"\r\n" for name in names)
        signed += _relaxed(b"dkim-signature", unsigned.encode())
        signature = base64.b64encode(seal(signed)).decode()
        folded = "\r\n ".join(signature[i : i + 72] for i in range(0, len(signature), 72))
        return f"DKIM-Signature: {unsigned}{folded}\r\n".encode() + mail

    return sign


def _fields(head: bytes) -> dict[str, bytes]:
    """Each header field in its relaxed form, by name; ours has every name once."""
    found = {}
    for line in _FOLD.sub(b"", head).split(b"\r\n"):
        name, _, value = line.partition(b":")
        found[name.decode("ascii", "replace").strip().lower()] = _relaxed(name, value)
    return found


def _relaxed(name: bytes, value: bytes) -> bytes:
    """RFC 6376, 3.4.2."""
    unfolded = _BLANKS.sub(b" ", _FOLD.sub(b"", value)).strip()
    return name.strip().lower() + b":" + unfolded


def _relaxed_body(body: bytes) -> bytes:
    """RFC 6376, 3.4.4."""
    lines = [_BLANKS.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"\r\n".join([*lines, b""]) if lines else b""
