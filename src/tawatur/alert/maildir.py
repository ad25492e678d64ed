"""Mails into a Maildir: the embedded inbox, which any mail program can read.

Maildir delivery is atomic by design (written to ``tmp``, renamed into ``new``). The file's name
comes from the Message-ID, so delivering the same mail twice leaves one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

import regex

from tawatur.text import is_rtl, stable_id

_FOLDERS = ("tmp", "new", "cur")
_KEY = regex.compile(r"[0-9a-z]{20}")


def deliver(message: EmailMessage | bytes, maildir: Path, message_id: str | None = None) -> None:
    """Put ``message`` into ``maildir``, making the folder if need be; once per Message-ID.

    Raises:
        OSError: the folder or the file cannot be written.
        ValueError: the message has no Message-ID.
    """
    if isinstance(message, bytes):
        content = message.replace(b"\r\n", b"\n")  # a Maildir has the line ends of the system
    else:
        content = message.as_bytes(policy=message.policy.clone(linesep="\n"))
        message_id = message_id or str(message["Message-ID"] or "")
    message_id = (message_id or "").strip()
    if not message_id:
        raise ValueError("a message without Message-ID cannot be delivered once")
    for folder in _FOLDERS:
        (maildir / folder).mkdir(parents=True, exist_ok=True)
    key = _key(message_id)
    if _find(maildir, key) is not None:
        return
    waiting = maildir / "tmp" / key
    with waiting.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(maildir / "new" / key)


def _key(message_id: str) -> str:
    return stable_id("message", message_id, length=20)


def _find(maildir: Path, key: str) -> Path | None:
    """A mail by its key: unread in ``new``, or read by a mail program, which moves it to
    ``cur`` and adds its flags behind a colon."""
    fresh = maildir / "new" / key
    if fresh.exists():
        return fresh
    return next(iter(sorted((maildir / "cur").glob(key + "*"))), None)


@dataclass(frozen=True)
class Mail:
    """A delivered mail as a page shows it."""

    key: str
    subject: str
    to: str
    at: datetime | None
    language: str
    text: str
    html: str | None

    @property
    def direction(self) -> str:
        return "rtl" if is_rtl(self.language) else "ltr"


def list_mails(maildir: Path, limit: int = 200) -> list[Mail]:
    """The mails of a Maildir, the newest first; none when there is no such folder."""
    mails = [m for path in _files(maildir) if (m := _read(path)) is not None]
    mails.sort(key=lambda m: (m.at.timestamp() if m.at else 0.0, m.key), reverse=True)
    return mails[:limit]


def read_mail(maildir: Path, key: str) -> Mail | None:
    """One mail by its key."""
    path = _find(maildir, key) if _KEY.fullmatch(key) else None
    return _read(path) if path else None


def _files(maildir: Path) -> Iterator[Path]:
    for folder in ("new", "cur"):
        if (maildir / folder).is_dir():
            yield from sorted((maildir / folder).iterdir())


def _read(path: Path) -> Mail | None:
    key = path.name.split(":", 1)[0]
    if not _KEY.fullmatch(key):
        return None  # not one of ours
    try:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
    except FileNotFoundError:  # a mail program moved it between listing and reading
        return None
    plain = message.get_body(("plain",))
    html = message.get_body(("html",))
    try:
        at = parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError):
        at = None
    return Mail(
        key=key,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        at=at,
        language=str(message["Content-Language"] or "en"),
        text=plain.get_content() if plain else "",
        html=html.get_content() if html else None,
    )
