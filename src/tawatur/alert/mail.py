"""Notices as a mail: plain text and HTML, in the reader's language, right-to-left where due.

A mail is written in two steps, since ten thousand people may be told of one development. A
``Draft`` is the same for all who are told the same in the same language; ``write`` makes it one
person's mail: the address, the links that are theirs, Message-ID and thread.

All text of others is escaped and freed of what overrides the direction of a line; what goes into
a header is one line without controls. No image, no style sheet and no counter is loaded from
anywhere.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import jinja2
import regex

from tawatur import wording
from tawatur.alert.watches import checked_address
from tawatur.alert.words import (
    about_watch,
    about_words,
    conflict_of,
    fit,
    headline_of,
    one_line,
    rules_of,
    say,
    sentence_at,
    shortened,
    subject_of_mail,
)
from tawatur.errors import SettingError
from tawatur.model import (
    Conflict,
    Development,
    Dossier,
    Notice,
    Origin,
    Place,
    Reading,
    Watch,
)
from tawatur.text import is_rtl, stable_id

# Sentences of evidence for one development, and developments in one mail; the page has the rest.
_EVIDENCE_SHOWN = 3
_DEVELOPMENTS_SHOWN = 6
_DIGEST_DEVELOPMENTS_SHOWN = 3
_DISPUTES_SHOWN = 3
_ORIGINS_NAMED = 12
# RFC 5322, 3.6.4 asks for all ancestors; the root and the newest keep a thread together.
_ANCESTORS = 8
_GRAVE = frozenset({"correction", "retraction", "disputed", "denial"})


@dataclass(frozen=True)
class _Evidence:
    before: str
    marked: str
    after: str
    language: str
    outlet: str
    url: str | None
    clock: str
    voucher: str | None

    @property
    def rtl(self) -> bool:
        return is_rtl(self.language)


@dataclass(frozen=True)
class _Origin:
    """An independent origin, and where its first article stands."""

    name: str
    url: str | None


@dataclass(frozen=True)
class _Side:
    value: str
    outlets: str
    clock: str


@dataclass(frozen=True)
class _News:
    """One development as a section."""

    heading: str
    grave: bool
    evidence: list[_Evidence]
    dispute: bool
    about: str
    sides: list[_Side]


@dataclass(frozen=True)
class Draft:
    """A mail without its reader. ``text`` and ``html`` have slots for what is theirs."""

    subject: str
    text: str
    html: str
    language: str
    thread: str  # a name for what hangs together in the inbox
    kind: str
    story_id: str | None = None
    article_id: str | None = None


@dataclass(frozen=True)
class Envelope:
    """What makes a draft one person's mail. ``links``: leave, leave_all, manage, one_click (or
    confirm)."""

    sender: str
    address: str
    message_id: str
    at: datetime
    about: str = ""
    watch_id: str | None = None
    earlier: Sequence[str] = ()  # Message-IDs of the mails before it in its thread
    links: Mapping[str, str] = field(default_factory=dict)


def draft_story(
    notices: Sequence[Notice],
    developments: Sequence[Development],
    dossier: Dossier,
    language: str,
    base_url: str,
    zone: str = "UTC",
) -> Draft:
    """What is new in one story. ``developments[i]`` is that of ``notices[i]``.

    ``base_url`` is where this service's pages are reached, without a slash at its end; ``zone``
    the time zone that times are told in.
    """
    near = _Reader(language, ZoneInfo(zone))
    subject = subject_of_mail(notices, developments, language)
    facts = {
        **_story_facts(developments, dossier, near, base_url, _DEVELOPMENTS_SHOWN),
        **_frame_facts(subject, notices[-1].at, near),
        "still_disputed": _still_disputed(developments, dossier, language),
    }
    facts["preview"] = facts["counts_line"]
    kinds = {notice.kind for notice in notices}
    return Draft(
        subject=subject,
        text=_render("story.txt", facts),
        html=_render("story.html", facts),
        language=language,
        thread=dossier.story.id,
        kind=next(k for k in ("correction", "new", "development") if k in kinds),
        story_id=dossier.story.id,
        article_id=notices[0].article_id,
    )


def draft_digest(
    stories: Sequence[tuple[Sequence[Notice], Sequence[Development], Dossier]],
    watch_id: str,
    language: str,
    base_url: str,
    zone: str = "UTC",
) -> Draft:
    """What is new in several stories, the most widely reported first."""
    near = _Reader(language, ZoneInfo(zone))
    ordered = sorted(
        stories,
        key=lambda s: (-sum(o.counts for o in s[2].origins), s[0][0].at, s[2].story.id),
    )
    sections = [
        _story_facts(developments, dossier, near, base_url, _DIGEST_DEVELOPMENTS_SHOWN)
        for _, developments, dossier in ordered
    ]
    at = max(notice.at for notices, _, _ in ordered for notice in notices)
    heading = wording.count(len(ordered), "story", language)
    subject = say(
        "digest-subject",
        language,
        stories=heading,
        first=subject_of_mail(*ordered[0][:2], language),
    )
    facts = {
        **_frame_facts(shortened(subject, 180), at, near),
        "heading": heading,
        "stories": sections,
    }
    return Draft(
        subject=shortened(subject, 180),
        text=_render("digest.txt", facts),
        html=_render("digest.html", facts),
        language=language,
        thread=f"digest {watch_id}",
        kind="digest",
    )


def draft_confirmation(
    watch: Watch, at: datetime, hours: float, language: str, headline: str | None = None
) -> Draft:
    """The question whether the address wants this watch; ``headline`` of a watched story."""
    subject = say("confirm-subject", language)
    number = max(1, round(hours))
    facts = {
        **_frame_facts(subject, at, _Reader(language, ZoneInfo(watch.zone))),
        "about": about_watch(watch, language, headline),
        "rules": rules_of(watch, language),
    }
    left = wording.count(number, "hour", language)
    facts["t"] = lambda key: (
        say(key, language, hours=left) if key == "confirm-not-you" else say(key, language)
    )
    return Draft(
        subject=subject,
        text=_render("confirm.txt", facts),
        html=_render("confirm.html", facts),
        language=language,
        thread=f"confirm {watch.id}",
        kind="confirmation",
    )


def write(draft: Draft, envelope: Envelope) -> bytes:
    """The mail as it goes over the wire (CRLF, ASCII). The same arguments give the same bytes.

    Raises:
        SettingError: the address is no e-mail address.
    """
    address = checked_address(envelope.address)
    domain = envelope.message_id.rstrip(">").rpartition("@")[2]
    root = f"<{stable_id('thread', draft.thread, address.casefold(), length=16)}.thread@{domain}>"
    headers = [
        ("From", _sender(envelope.sender)),
        ("To", address),
        ("Subject", _encoded(draft.subject)),
        ("Date", format_datetime(envelope.at)),
        ("Message-ID", envelope.message_id),
    ]
    if envelope.earlier:
        headers.append(("In-Reply-To", envelope.earlier[-1]))
    headers.append(("References", "\r\n ".join([root, *envelope.earlier[-_ANCESTORS:]])))
    if one_click := envelope.links.get("one_click"):
        headers += [
            ("List-Unsubscribe", f"<{one_click}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("List-Id", f"<{envelope.watch_id}.watch.{domain}>"),
        ]
    headers += [
        ("Auto-Submitted", "auto-generated"),
        ("X-Tawatur-Kind", draft.kind),
        *([("X-Tawatur-Watch", envelope.watch_id)] if envelope.watch_id else []),
        *([("X-Tawatur-Story", draft.story_id)] if draft.story_id else []),
        *([("X-Tawatur-Article", draft.article_id)] if draft.article_id else []),
        ("Content-Language", draft.language),
        ("MIME-Version", "1.0"),
    ]
    boundary = "=_" + stable_id("boundary", envelope.message_id, length=24)
    headers.append(("Content-Type", f'multipart/alternative; boundary="{boundary}"'))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    why = say("why", draft.language, about=envelope.about)
    slots = {**envelope.links, "why_text": why, "why_html": html.escape(why)}
    parts = "".join(
        f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{_base64(_filled(body, slots))}\r\n"
        for kind, body in (("plain", draft.text), ("html", draft.html))
    )
    return f"{head}\r\n{parts}--{boundary}--\r\n".encode("ascii")


def compose_mail(
    notice: Notice, watch: Watch, dossier: Dossier, development: Development, base_url: str
) -> EmailMessage:
    """The mail that tells ``watch`` of one ``development``, without links of its reader's own.

    Raises:
        SettingError: the watch's address is no e-mail address.
    """
    language = watch.interface_language
    draft = draft_story([notice], [development], dossier, language, base_url)
    host = urlsplit(base_url).hostname or "localhost"
    home = base_url.rstrip("/")
    envelope = Envelope(
        sender=f"tawatur <alerts@{host}>",
        address=watch.address,
        message_id=notice.message_id,
        at=notice.at,
        about=about_watch(watch, language, headline_of(dossier, language)),
        watch_id=watch.id,
        links=dict.fromkeys(("leave", "leave_all", "manage"), home),
    )
    return message_from_bytes(write(draft, envelope), policy=policy.default)


# --------------------------------------------------------------------------- headers, slots


@lru_cache(maxsize=100)
def _sender(sender: str) -> str:
    name, address = parseaddr(one_line(sender))
    try:
        return (
            str(Address(name, addr_spec=address))
            if name.isascii()
            else (f"{_encoded(name)} <{Address(addr_spec=address).addr_spec}>")
        )
    except (ValueError, IndexError, MessageError) as error:
        raise SettingError(f"sender {sender!r} is not like Name <address>") from error


@lru_cache(maxsize=1_000)
def _encoded(words: str) -> str:
    """Python's own folding loses and doubles blanks where a header mixes plain and encoded
    words; what is not ASCII is encoded as a whole."""
    line = one_line(words)
    if line.isascii():
        return Header(line, "ascii", header_name="Subject", maxlinelen=76).encode(linesep="\r\n")
    return Header(line, "utf-8", header_name="Subject").encode(linesep="\r\n")


def _base64(text: str) -> str:
    encoded = base64.b64encode(text.encode("utf-8", "replace")).decode()
    return "\r\n".join(encoded[i : i + 76] for i in range(0, len(encoded), 76))


# Noncharacters mark the slots: no text of others has them, ``fit`` takes them out.
_SLOT = regex.compile("\ufdd0([a-z_]+)\ufdd1")


def _slot(name: str) -> str:
    return f"\ufdd0{name}\ufdd1"


def _filled(body: str, slots: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda found: slots.get(found[1], ""), body)


# --------------------------------------------------------------------------- facts


@dataclass(frozen=True)
class _Reader:
    """In which language and by which clock somebody is told."""

    language: str
    zone: ZoneInfo

    def clock(self, at: datetime) -> str:
        """``19:44``; in UTC it says so, since that is hardly anybody's clock."""
        told = f"{at.astimezone(self.zone):%H:%M}"
        return f"{told}\u00a0UTC" if self.zone.key == "UTC" else told


def _frame_facts(subject: str, at: datetime, near: _Reader) -> dict[str, object]:
    language = near.language
    return {
        "language": language,
        "rtl": language == "ar",
        "subject": subject,
        "preview": None,
        "date": wording.day(at.astimezone(near.zone).date(), language, both=True, weekday=True),
        "clock": near.clock(at),
        "t": lambda key: say(key, language),
        "slot": _slot,
    }


def _story_facts(
    developments: Sequence[Development],
    dossier: Dossier,
    near: _Reader,
    base_url: str,
    most: int,
) -> dict[str, object]:
    language = near.language
    head = dossier.headline(language)
    known = [
        _Origin(one_line(o.name or say("unnamed-outlet", language)), _first_address(o, dossier))
        for o in dossier.origins
        if o.counts
    ]
    unknown = sum(len(o.article_ids) for o in dossier.origins if not o.counts)
    languages = len({r.annotations.language for r in dossier.readings})
    counts = say("sep", language).join(
        [
            wording.count(len(dossier.readings), "article", language),
            wording.count(languages, "language", language),
        ]
    )
    origins = wording.count(len(known), "independent-origins", language) if known else None
    prefix = "/ar" if language == "ar" else ""
    kept = _worth_telling(developments)
    left = max(0, len(kept) - most)
    return {
        "headline_words": one_line(headline_of(dossier, language) or "")
        or say("untitled", language),
        "headline_language": head.annotations.language if head else language,
        "headline_rtl": is_rtl(head.annotations.language) if head else language == "ar",
        "headline_outlet": say("headline-of", language, outlet=_outlet(head, language))
        if head
        else None,
        "news": [_news(d, dossier, near) for d in kept[:most]],
        "more": say("and-more", language, n=str(left)) if left else None,
        "origins": origins,
        "counts": counts,
        "counts_line": say("sep", language).join([*([origins] if origins else []), counts]),
        "names": known[:_ORIGINS_NAMED],
        "unknown": wording.count(unknown, "no-origin", language) if unknown else None,
        "link": f"{base_url.rstrip('/')}{prefix}/story/{dossier.story.id}",
        "is_rtl": is_rtl,
    }


def _worth_telling(developments: Sequence[Development]) -> list[Development]:
    """What is taken back or disputed first, then the newest; and of what goes up step by step only the last: the third origin says that
    there was a second."""
    kept: list[Development] = []
    seen: set[tuple[str, str]] = set()
    confirmed = any(d.kind == "confirmed" for d in developments)
    for development in sorted(
        developments, key=lambda d: (d.at, d.independent_origins), reverse=True
    ):
        if development.kind == "opened" and confirmed:
            continue
        step = (development.kind, development.values.get("subject", ""))
        if development.kind in ("confirmed", "figure-changed", "disputed") and step in seen:
            continue
        seen.add(step)
        kept.append(development)
    grave = [d for d in kept if d.kind in _GRAVE]
    return grave + [d for d in kept if d.kind not in _GRAVE]


def _news(development: Development, dossier: Dossier, near: _Reader) -> _News:
    language = near.language
    conflict = conflict_of(development, dossier)
    heading = say(development.kind, language)
    if development.kind == "confirmed":
        number = development.independent_origins
        heading = wording.count(number, "independent-origins", language)
        if origin := development.values.get("origin"):
            heading += f": {one_line(origin)}"
    about = about_words(conflict.subject, language) if conflict else ""
    return _News(
        heading=heading,
        grave=development.kind in _GRAVE or conflict is not None,
        evidence=[
            e
            for p in development.evidence[:_EVIDENCE_SHOWN]
            if (e := _evidence(p, development, dossier, near))
        ],
        dispute=conflict is not None and conflict.relation == "conflict",
        about=fit(about),
        sides=_sides(conflict, dossier, near) if conflict else [],
    )


def _still_disputed(
    developments: Sequence[Development], dossier: Dossier, language: str
) -> list[dict[str, object]]:
    """What else the sources do not agree on, beside what this mail is about."""
    told = {c.id for d in developments if (c := conflict_of(d, dossier))}
    disputes: list[dict[str, object]] = []
    for conflict in dossier.sheet.conflicts:
        sides = [s for s in conflict.sides if s.origin_ids]
        if conflict.relation != "conflict" or conflict.id in told or len(sides) < 2:
            continue
        values = [fit(wording.value(conflict.kind, s.value, language)) for s in sides[:3]]
        disputes.append({"about": fit(about_words(conflict.subject, language)), "values": values})
    return disputes[:_DISPUTES_SHOWN]


def _web(url: str | None) -> str | None:
    return url if url and regex.fullmatch(r"https?://[^\s<>\"]+", url) else None


def _first_address(origin: Origin, dossier: Dossier) -> str | None:
    readings = (dossier.reading(article_id) for article_id in origin.article_ids)
    return next((url for r in readings if r and (url := _web(r.article.url))), None)


def _outlet(reading: Reading | None, language: str) -> str:
    outlet = reading.article.outlet if reading else None
    return one_line(outlet.value) if outlet else say("unnamed-outlet", language)


def _evidence(
    place: Place, development: Development, dossier: Dossier, near: _Reader
) -> _Evidence | None:
    reading = dossier.reading(place.article_id)
    if reading is None:
        return None
    text, around = reading.text_of(place), sentence_at(reading, place)
    annotations = reading.annotations_of(place) or reading.annotations
    url = reading.article.url
    return _Evidence(
        before=fit(text[around.start : place.start]),
        marked=fit(text[place.start : place.end]),
        after=fit(text[place.end : around.end]),
        language=annotations.language,
        outlet=_outlet(reading, near.language),
        url=_web(url),
        clock=near.clock(reading.article.seen_at),
        voucher=_voucher(place, development, dossier),
    )


def _voucher(place: Place, development: Development, dossier: Dossier) -> str | None:
    """On whose word the outlet has it, if the sheet knows."""
    for point in dossier.sheet.points:
        for member in point.members:
            at = member.place
            beside = (at.article_id, at.post, at.in_title) == (
                place.article_id, place.post, place.in_title,
            )  # fmt: skip
            if beside and member.voucher and at.start < place.end and place.start < at.end:
                return one_line(member.voucher)
    speaker = development.values.get("speaker")
    said = development.evidence and place == development.evidence[0]
    return one_line(speaker) if speaker and said else None


def _sides(conflict: Conflict, dossier: Dossier, near: _Reader) -> list[_Side]:
    language, sides = near.language, []
    for side in conflict.sides:
        readings = (dossier.reading(m.place.article_id) for m in side.members)
        outlets = dict.fromkeys(_outlet(r, language) for r in readings if r)
        sides.append(
            _Side(
                value=fit(wording.value(conflict.kind, side.value, language)),
                outlets=say("sep", language).join(outlets),
                clock=near.clock(side.first_seen_at),
            )
        )
    return sides


def _render(name: str, facts: Mapping[str, object]) -> str:
    return _template(name).render(**facts).strip() + "\n"


@cache
def _template(name: str) -> jinja2.Template:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=name.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    ).get_template(name)
