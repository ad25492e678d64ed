"""What stands at an address, and where its feed may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from urllib.parse import urljoin

import lxml.html
import regex

from tawatur.fetch.listing import base_of
from tawatur.text import url_parts

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
_LOOSE_TYPES = frozenset({"application/json", "text/xml", "application/xml"})
_COMMENTS = regex.compile(r"comment|تعليق", regex.I)
_FEED_LIKE = regex.compile(
    r"(?:/|^)(?:rss|feeds?|atom)(?:/|$|\.)|\.(?:rss|atom)$|(?:rss|feed|atom)[\w-]*\.(?:xml|json|php|asp)|[?&](?:feed|format|type)=(?:rss|atom)",
    regex.I,
)
# Where the common systems of newsrooms put their feeds, the most common first.
_GUESSES = ("feed", "rss.xml", "rss", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds")
_GUESSED_SITEMAPS = ("news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "sitemap.xml")
_MOST_OFFERS = 4

Content = Literal["xml", "json", "html", "other"]


def content_of(body: bytes, media_type: str) -> Content:
    """What the bytes are, whatever the server calls them."""
    start = body[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if regex.search(
        rb"<(?:rss|feed|rdf:RDF|atom:feed|(?:\w+:)?urlset|(?:\w+:)?sitemapindex)\b", start, regex.I
    ) and not regex.match(rb"<(!doctype\s+)?html", start, regex.I):
        return "xml"
    if start[:1] == b"{":
        return "json"
    if regex.search(
        rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|a|article)\b", start, regex.I
    ):
        return "html"
    if start.startswith(b"<?xml") or "xml" in media_type:
        return "xml"
    return "html" if media_type in ("text/html", "application/xhtml+xml") else "other"


def feeds_offered(tree: lxml.html.HtmlElement, url: str) -> list[str]:
    """The feeds that a page names itself, the likeliest first: ``rel=alternate`` of a feed's
    type, then links that look like one. Feeds of comments come last or not at all."""
    whole = base_of(tree, url)
    sure: list[tuple[int, str]] = []
    for element in tree.xpath("//link[@href]"):
        rels = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").split(";")[0].strip().lower()
        href = element.get("href").strip()
        typed = kind in _FEED_TYPES or (kind in _LOOSE_TYPES and _FEED_LIKE.search(href))
        if not href or not (("alternate" in rels and typed) or "feed" in rels):
            continue
        about = f"{element.get('title') or ''} {href}"
        sure.append((bool(_COMMENTS.search(about)), href))
    likely = [
        href.strip()
        for href in tree.xpath("//a/@href")
        if _FEED_LIKE.search(href) and not _COMMENTS.search(href)
    ]
    # Stable sort: a site's own order otherwise.
    found = [href for _, href in sorted(sure, key=lambda pair: pair[0])] + likely
    return _addresses(found, whole)[:_MOST_OFFERS]


def looks_like_feed(url: str) -> bool:
    """Does the address itself say that it is a feed's or a sitemap's?"""
    parts = url_parts(url)
    return bool(
        _FEED_LIKE.search(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        or parts.path.lower().endswith((".xml", ".rss", ".atom"))
    )


def guessed_feeds(url: str) -> list[str]:
    """Common addresses of feeds: below a section's address, and at the root of the site."""
    below = [] if url_parts(url).path in ("", "/") else [url.rstrip("/") + "/feed"]
    root = urljoin(url, "/")
    return [*below, *(root + guess for guess in _GUESSES)]


def guessed_sitemaps(url: str) -> list[str]:
    root = urljoin(url, "/")
    return [root + guess for guess in _GUESSED_SITEMAPS]


def is_article(tree: lxml.html.HtmlElement) -> bool:
    """Does the page say that it is one article?"""
    types = tree.xpath("//meta[@property='og:type']/@content")
    if any(str(kind).strip().lower() == "article" for kind in types):
        return True
    return any(
        regex.search(
            r'"@type"\s*:\s*\[?\s*"(?:\w*NewsArticle|Article|LiveBlogPosting)"', text or ""
        )
        and not regex.search(r'"@type"\s*:\s*\[?\s*"(?:ItemList|CollectionPage)"', text or "")
        for text in tree.xpath("//script[@type='application/ld+json']/text()")
    )


def page_hub(tree: lxml.html.HtmlElement, url: str) -> tuple[str | None, str | None]:
    """(hub, topic) of a page that offers WebSub for itself."""
    links = {
        rel: element.get("href")
        for element in reversed(tree.xpath("//link[@href][@rel]"))
        for rel in (element.get("rel") or "").lower().split()
    }
    hub = _addresses([links["hub"]], url) if links.get("hub") else []
    topic = _addresses([links["self"]], url) if links.get("self") else []
    return (hub[0] if hub else None), (topic[0] if topic else None)


def title_of(tree: lxml.html.HtmlElement) -> str | None:
    """What a page calls its site, else itself."""
    named = tree.xpath("//meta[@property='og:site_name']/@content") or tree.xpath("//title/text()")
    return " ".join(str(named[0]).split())[:200] or None if named else None


def _addresses(hrefs: Sequence[str], base: str) -> list[str]:
    found = []
    for href in hrefs:
        try:
            whole = urljoin(base, href)
        except ValueError:
            continue
        if whole.startswith(("http://", "https://")):
            found.append(whole)
    return list(dict.fromkeys(found))
