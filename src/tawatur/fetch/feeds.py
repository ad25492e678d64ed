"""RSS, Atom, RDF, JSON Feed and sitemaps to entries, however badly written.

feedparser reads RSS and Atom. Around it stands what it does not do: entity declarations are
refused before anything expands them, the declared encoding is checked against the bytes, dates in
words ("الخميس، 27 فبراير 2025 - 14:05") are understood, and a feed of a hundred thousand entries
is cut before it is parsed.
"""

from __future__ import annotations

import html
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from urllib.parse import urljoin

import feedparser
import msgspec
import regex

from tawatur.encodings import decode
from tawatur.errors import UnreadablePage
from tawatur.fetch.depth import is_too_deep
from tawatur.fetch.sitemaps import looks_like_sitemap, parse_sitemap
from tawatur.stamps import parse_stamp
from tawatur.text import whole_escapes

# A feed shows what is new; the longest of the real ones we met has 500 entries. What is beyond
# is an archive and comes as files.
_MOST_ENTRIES = 1000
# Letters. Headlines end at about 200; what is three times as long is none, and dear to read.
_LONGEST_TITLE = 600
_ENTITY = regex.compile(r"<!\s*ENTITY", regex.I)
_XML_HEAD = regex.compile(r"^\s*<\?xml[^>]*\?>")
_CDATA = regex.compile(r"<!\[CDATA\[.*?(?:\]\]>|$)", regex.S)
_TAG = regex.compile(r"<[^<>]*>")
_WEB = regex.compile(r"https?://[^\s/]+", regex.I)
_ITEM = regex.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", regex.I)
_CLOSING = (
    (regex.compile(r"<rss[\s>]", regex.I), "</channel></rss>"),
    (regex.compile(r"<feed[\s>]", regex.I), "</feed>"),
    (regex.compile(r"<rdf:RDF[\s>]", regex.I), "</rdf:RDF>"),
)
# Control characters, and the marks that turn the direction of everything after them: a headline
# needs neither. Direction marks of one place (U+200E, U+200F, U+061C) stay.
_UNPRINTABLE = regex.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
)
_JSON_FEED = regex.compile(
    r'^\s*\{(?=[^\0]{0,4000}"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org)'
)


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
    bad_link: str | None = None
    """What stands in the place of the link and is no address of the web."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed or a sitemap: its entries in its order, and what it says of itself.

    ``hub`` and ``topic`` are where it offers WebSub and the name to ask for there; ``sitemaps``
    are what a sitemap index lists, the newest first.
    """

    kind: Literal["feed", "sitemap", "sitemap-index"]
    entries: tuple[FeedEntry, ...] = ()
    title: str | None = None
    hub: str | None = None
    topic: str | None = None
    sitemaps: tuple[str, ...] = ()


def parse_feed(body: bytes, url: str | None, declared: str | None) -> tuple[FeedEntry, ...]:
    """The entries of a feed, in its order; an empty feed gives none. Raises as ``read_feed``."""
    return read_feed(body, url, declared).entries


def read_feed(body: bytes, url: str | None, declared: str | None) -> Feed:
    """A feed or sitemap of any of the kinds we know, by what its bytes are.

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
    if _JSON_FEED.match(text):
        return _json_feed(text, url, item)
    if looks_like_sitemap(text):
        found = parse_sitemap(text, item)
        entries = tuple(
            FeedEntry(
                link=_whole(entry.link, url),
                title=_plain(entry.title),
                published=_time(entry.published, entry.language),
                updated=_time(entry.updated, entry.language),
                language=_primary(entry.language),
                feed_title=_plain(entry.publication),
                bad_link=None if _whole(entry.link, url) else entry.link,
            )
            for entry in found.entries[:_MOST_ENTRIES]
        )
        sitemaps = [whole for each in found.sitemaps if (whole := _whole(each, url))]
        title = next((entry.feed_title for entry in entries if entry.feed_title), None)
        kind: Literal["sitemap", "sitemap-index"] = "sitemap-index" if sitemaps else "sitemap"
        return Feed(kind=kind, entries=entries, title=title, sitemaps=tuple(sitemaps))
    text = _first_entries(text)
    if is_too_deep(_CDATA.sub("", text).encode("utf-8", "replace")):
        raise UnreadablePage(item, "nested deeper than any feed", kind="too-deep")
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
        raise UnreadablePage(item, "it is neither RSS nor Atom nor a sitemap", kind="not-a-feed")
    language = _text(feed.feed.get("language"))
    title = _plain(feed.feed.get("title"))
    links = {x.get("rel"): _text(x.get("href")) for x in reversed(feed.feed.get("links") or [])}
    return Feed(
        kind="feed",
        entries=tuple(_entry(raw, url, language, title) for raw in feed.entries[:_MOST_ENTRIES]),
        title=title,
        hub=_whole(links.get("hub"), url),
        topic=_whole(links.get("self"), url),
    )


def _first_entries(text: str) -> str:
    """The feed without what is beyond the entries we read, so that it costs nothing to parse."""
    start = next(
        (m.start() for n, m in enumerate(_ITEM.finditer(text)) if n == _MOST_ENTRIES), None
    )
    if start is None:
        return text
    head = text[:4000]
    closing = next((end for opening, end in _CLOSING if opening.search(head)), "")
    return text[:start] + closing


def _entry(raw: Any, url: str | None, language: str | None, feed_title: str | None) -> FeedEntry:
    contents = [part for part in raw.get("content", ()) if _text(part.get("value"))]
    longest = max(contents, key=lambda part: len(part["value"]), default=None)
    own_language = (longest or {}).get("language") or raw.get("title_detail", {}).get("language")
    language = _text(own_language) or language
    source = raw.get("source") or {}
    link = _link(raw, url)
    stated = _text(raw.get("link"))
    return FeedEntry(
        link=link,
        title=_plain(raw.get("title")),
        published=_time(dict.get(raw, "published"), language),
        updated=_time(dict.get(raw, "updated"), language),
        authors=_authors(raw),
        credited_source=_plain(source.get("title") or source.get("value")),
        summary=_text(raw.get("summary")),
        content_html=_text(longest["value"]) if longest else None,
        language=_primary(language),
        feed_title=feed_title,
        bad_link=None if link else stated[:500] if stated else None,
    )


def _primary(language: str | None) -> str | None:
    return language.split("-")[0].split("_")[0].lower() or None if language else None


# --------------------------------------------------------------------------- JSON Feed


def _json_feed(text: str, url: str | None, item: str) -> Feed:
    """https://www.jsonfeed.org/version/1.1/, and 1.0."""
    try:
        data = msgspec.json.decode(whole_escapes(text).encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnreadablePage(
            item, f"a JSON feed that is not JSON: {error}", kind="not-a-feed"
        ) from error
    raw_items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(raw_items, list):
        raise UnreadablePage(item, "a JSON feed without items", kind="not-a-feed")
    title, language = _plain(data.get("title")), _text(data.get("language"))
    hubs = data.get("hubs") if isinstance(data.get("hubs"), list) else []
    hub = next(
        (x.get("url") for x in hubs if isinstance(x, dict) and _text(x.get("type")) == "WebSub"),
        None,
    )
    items = [raw for raw in raw_items[:_MOST_ENTRIES] if isinstance(raw, dict)]
    return Feed(
        kind="feed",
        entries=tuple(_json_entry(raw, url, language, title) for raw in items),
        title=title,
        hub=_whole(hub, url),
        topic=_whole(data.get("feed_url"), url),
    )


def _json_entry(
    raw: dict[str, Any], url: str | None, language: str | None, title: str | None
) -> FeedEntry:
    language = _text(raw.get("language")) or language
    stated = _text(raw.get("url")) or _text(raw.get("external_url")) or _text(raw.get("id"))
    link = _whole(stated, url) if stated and (raw.get("url") or _WEB.match(stated)) else None
    people = raw.get("authors") if isinstance(raw.get("authors"), list) else [raw.get("author")]
    names = [_plain(who.get("name")) for who in people or () if isinstance(who, dict)]
    content, plain = _text(raw.get("content_html")), _text(raw.get("content_text"))
    if content is None and plain:
        paragraphs = [part for part in plain.splitlines() if part.strip()]
        content = "".join(f"<p>{html.escape(part)}</p>" for part in paragraphs)
    return FeedEntry(
        link=link,
        title=_plain(raw.get("title")),
        published=_time(raw.get("date_published"), language),
        updated=_time(raw.get("date_modified"), language),
        authors=tuple(dict.fromkeys(name for name in names if name)),
        summary=_text(raw.get("summary")),
        content_html=content,
        language=_primary(language),
        feed_title=title,
        bad_link=None if link or not raw.get("url") else str(raw["url"])[:500],
    )


# --------------------------------------------------------------------------- small parts


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
    return _whole(stated, url)


def _whole(stated: Any, url: str | None) -> str | None:
    """A complete address of the web, None for anything else."""
    stated = _text(stated)
    if not stated or _UNPRINTABLE.search(stated):
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
    """Text of a title: no tags, no runs of space, no entities (inside CDATA many stay), nothing
    that cannot be seen or that turns the direction of what follows."""
    text = _text(raw)
    if text is None:
        return None
    shown = _UNPRINTABLE.sub("", html.unescape(_TAG.sub(" ", text[: 4 * _LONGEST_TITLE])))
    shown = " ".join(shown.encode("utf-8", "replace").decode("utf-8").split())
    return shown[:_LONGEST_TITLE].rstrip() or None
