"""What comes back: delivery status notifications (RFC 3464) and complaints (ARF, RFC 5965).

A report counts only if it names a mail that we sent: by its Message-ID, quoted in the returned
headers, or by the envelope address it came back to (``bounces+<id>@``). Neither can be guessed, so
that nobody can unsubscribe another by inventing a report about his address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr
from typing import Literal

import regex

# RFC 3463: these say that the address itself is none, or is no longer one. Others of class 5 (a
# full mailbox, a policy, a size) may pass.
_NO_SUCH_ADDRESS = frozenset(
    {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"}
)
_MESSAGE_ID = regex.compile(r"^Message-ID:[ \t\r\n]*(<[^<>\s]{3,200}>)", regex.I | regex.M)
_STATUS = regex.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_RETURN_TAG = regex.compile(r"\+([0-9a-z]{16,24})@")


@dataclass(frozen=True)
class Returned:
    """One report about one recipient. ``status`` is an enhanced code of RFC 3463."""

    kind: Literal["bounce", "delayed", "complaint"]
    address: str | None
    status: str | None = None
    message_id: str | None = None
    delivery_id: str | None = None
    detail: str = ""


def judge(returned: Returned) -> Literal["hard", "soft", "complaint"] | None:
    """What a report is worth; None for a mail that is only late."""
    if returned.kind == "complaint":
        return "complaint"
    if returned.kind == "delayed" or (returned.status or "").startswith(("2.", "4.")):
        return None
    return "hard" if returned.status in _NO_SUCH_ADDRESS else "soft"


def read_report(raw: bytes) -> list[Returned]:
    """The reports in one message; none when it is no report (an out-of-office answer, spam)."""
    message = message_from_bytes(raw, policy=policy.compat32)
    kind = str(message.get_param("report-type", "") or "").lower()
    if message.get_content_type() != "multipart/report":
        return []
    message_id = _quoted_message_id(message)
    delivery_id = _delivery_id(message)
    if kind == "delivery-status":
        return [
            Returned(
                kind=returned.kind, address=returned.address, status=returned.status,
                message_id=message_id, delivery_id=delivery_id, detail=returned.detail,
            )
            for returned in _statuses(message)
        ]  # fmt: skip
    if kind == "feedback-report":
        return [
            Returned(
                kind="complaint", address=address, message_id=message_id,
                delivery_id=delivery_id, detail=detail,
            )
            for address, detail in _complaints(message)
        ]  # fmt: skip
    return []


def _parts(message: Message, content_type: str) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == content_type:
            yield part


def _fields(part: Message) -> list[Message]:
    """The groups of fields of a report; Python parses those of a DSN, others come as text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [group for group in payload if isinstance(group, Message)]
    raw = part.get_payload(decode=True)
    body = raw if isinstance(raw, bytes) else str(payload).encode("utf-8", "replace")
    return [message_from_bytes(body, policy=policy.compat32)]


def _statuses(message: Message) -> Iterator[Returned]:
    for part in _parts(message, "message/delivery-status"):
        for group in _fields(part):
            action = str(group.get("Action", "")).strip().lower()
            if action not in ("failed", "delayed"):
                continue
            status = _STATUS.search(str(group.get("Status", "")))
            said = str(group.get("Diagnostic-Code", ""))
            detail = " ".join(said.split())[:300] or action
            yield Returned(
                kind="bounce" if action == "failed" else "delayed",
                address=_recipient(group, "Original-Recipient", "Final-Recipient"),
                status=status[1] if status else None,
                detail=detail,
            )


def _complaints(message: Message) -> Iterator[tuple[str | None, str]]:
    for part in _parts(message, "message/feedback-report"):
        for group in _fields(part):
            kind = str(group.get("Feedback-Type", "")).strip().lower()
            # "not-spam" takes a complaint back; "auth-failure" and others are no complaints.
            if kind in ("abuse", "fraud", "opt-out", "opt-out-list", "other"):
                address = _recipient(group, "Original-Rcpt-To", "Removal-Recipient")
                yield address, f"complaint: {kind}"


def _recipient(group: Message, *names: str) -> str | None:
    """``rfc822; reader@example.org`` or ``<reader@example.org>`` as an address."""
    for name in names:
        said = str(group.get(name, "")).rpartition(";")[2].strip()
        address = parseaddr(said)[1]
        if "@" in address:
            return address
    return None


def _quoted_message_id(message: Message) -> str | None:
    """The Message-ID of the mail that came back, from what is quoted of it."""
    for content_type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
        for part in _parts(message, content_type):
            payload = part.get_payload()
            if isinstance(payload, list) and payload and isinstance(payload[0], Message):
                found = str(payload[0].get("Message-ID", "")).strip()
                if found:
                    return found
            raw = part.get_payload(decode=True)
            text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(payload)
            if match := _MESSAGE_ID.search(text):
                return match[1]
    return None


def _delivery_id(message: Message) -> str | None:
    """The id in the envelope address that the report was sent to."""
    for name in ("X-Original-To", "Delivered-To", "To"):
        if found := _RETURN_TAG.search(str(message.get(name, ""))):
            return found[1]
    return None
