"""RSS, Atom and RDF to entries, however badly written.

feedparser does the reading. Around it stands what it does not do: entity declarations are
refused before anything expands them, the declared encoding is checked against the bytes, and
dates in words ("الخميس، 27 فبراير 2025 - 14:05") are understood.
"""

from __future__ import annotations

import html
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

import feedparser
import msgspec
import regex

from tawatur.encodings import decode
from tawatur.errors import UnreadablePage
from tawatur.stamps import parse_stamp

# A feed shows what is new; the longest of the real ones we met has 500 entries. What is beyond
# is an archive and comes as files.
_MOST_ENTRIES = 1000
_ENTITY = regex.compile(r"<!\s*ENTITY", regex.I)
_XML_HEAD = regex.compile(r"^\s*<\?xml[^>]*\?>")
_TAG = regex.compile(r"<[^<>]*>")
_WEB = regex.compile(r"https?://[^\s/]+", regex.I)


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed says of one article.

    ``published`` and ``updated`` are ISO 8601 with the offset that the publisher wrote when we
    can read them (without a zone they count as UTC), else as written. ``summary`` and
    ``content_html`` are HTML of the publisher, not cleaned; ``title`` is plain text.
    ``feed_title`` is the feed's own name, most often that of the outlet or of its section.
    """

    link: str | None
    title: str | None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()
    credited_source: str | None = None
    summary: str | None = None
    content_html: str | None = None
    language: str | None = None
    feed_title: str | None = None


def parse_feed(body: bytes, url: str | None, declared: str | None) -> tuple[FeedEntry, ...]:
    """The entries of a feed, in its order; an empty feed gives none.

    Args:
        body: as fetched, decompressed.
        url: where it came from; relative links are completed with it.
        declared: the encoding that the transport named.

    Raises:
        UnreadablePage: ``empty``, ``entities`` (declares XML entities), ``not-a-feed``.
    """
    item = url or "feed"
    text, _ = decode(body, declared, "application/xml")
    text = text.lstrip("\ufeff\x00 \t\r\n")
    if not text:
        raise UnreadablePage(item, "the feed is empty", kind="empty")
    if _ENTITY.search(text.replace("\0", "")):
        raise UnreadablePage(
            item, "it declares XML entities, which no feed needs and attacks use", kind="entities"
        )
    feed = feedparser.parse(
        _XML_HEAD.sub("", text, count=1).encode("utf-8", "replace"),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            **({"content-location": url} if url else {}),
        },
        sanitize_html=False,  # embedded posts would go; pages are made safe where they are shown
        resolve_relative_uris=False,
    )
    if not feed.entries and not feed.version:
        raise UnreadablePage(item, "it is neither RSS nor Atom", kind="not-a-feed")
    language = _text(feed.feed.get("language"))
    title = _plain(feed.feed.get("title"))
    return tuple(_entry(raw, url, language, title) for raw in feed.entries[:_MOST_ENTRIES])


def _entry(raw: Any, url: str | None, language: str | None, feed_title: str | None) -> FeedEntry:
    contents = [part for part in raw.get("content", ()) if _text(part.get("value"))]
    longest = max(contents, key=lambda part: len(part["value"]), default=None)
    own_language = (longest or {}).get("language") or raw.get("title_detail", {}).get("language")
    language = _text(own_language) or language
    source = raw.get("source") or {}
    return FeedEntry(
        link=_link(raw, url),
        title=_plain(raw.get("title")),
        published=_time(dict.get(raw, "published"), language),
        updated=_time(dict.get(raw, "updated"), language),
        authors=_authors(raw),
        credited_source=_plain(source.get("title") or source.get("value")),
        summary=_text(raw.get("summary")),
        content_html=_text(longest["value"]) if longest else None,
        language=language.split("-")[0].lower() if language else None,
        feed_title=feed_title,
    )


def _link(raw: Any, url: str | None) -> str | None:
    """The article's address: the link, else an Atom alternate, else a permanent guid."""
    stated = _text(raw.get("link"))
    if not stated:
        stated = next(
            (_text(x.get("href")) for x in raw.get("links", ()) if x.get("rel") == "alternate"),
            None,
        )
    if not stated and _WEB.match(raw.get("id") or ""):
        stated = _text(raw.get("id"))
    if not stated:
        return None
    try:
        whole = urljoin(url or "", "".join(stated.split()))
    except ValueError:
        return None
    return whole if _WEB.match(whole) else None


def _authors(raw: Any) -> tuple[str, ...]:
    names = [author.get("name") for author in raw.get("authors", ())] or [raw.get("author")]
    found = (_plain(name) for name in names)
    return tuple(dict.fromkeys(name for name in found if name))


def _time(raw: Any, language: str | None) -> str | None:
    stated = _text(raw)
    if not stated:
        return None
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (TypeError, ValueError, OverflowError):
        pass
    if regex.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", stated):
        return stated
    stamp = parse_stamp(stated, where="feed", language=language)
    if stamp is None:
        return stated
    return stamp.at.astimezone(UTC).isoformat() if stamp.precision == "minute" else f"{stamp.day}"


def _text(raw: Any) -> str | None:
    return raw.strip() or None if isinstance(raw, str) else None


def _plain(raw: Any) -> str | None:
    """Text of a title: no tags, no runs of space, and no entities (inside CDATA many stay)."""
    text = _text(raw)
    return " ".join(html.unescape(_TAG.sub(" ", text)).split()) or None if text else None
