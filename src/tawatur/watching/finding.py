"""What stands at an address that somebody added, and where its news can be read best."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tawatur.errors import InputError, UnreadablePage
from tawatur.fetch.discovery import (
    content_of,
    feeds_offered,
    guessed_feeds,
    guessed_sitemaps,
    is_article,
    looks_like_feed,
    page_hub,
    title_of,
)
from tawatur.fetch.feeds import Feed, FeedEntry, read_feed
from tawatur.fetch.http import Fetched
from tawatur.fetch.listing import article_links, parse_html
from tawatur.model import SourceKind
from tawatur.watching.schedule import is_date

Get = Callable[[str], Fetched | InputError]

# What a sitemap lists beyond this age is an archive, and comes as files.
_SITEMAP_AGE = timedelta(days=3)
# A sitemap without dates is read whole when it is small; of a large one, only what is added to it
# later could be news, and nothing tells when it was.
_UNDATED_SITEMAP = 50
# Sitemaps of an index that are read: those for news, else the newest.
_SITEMAPS_OF_INDEX = 3


@dataclass(frozen=True, kw_only=True)
class Found:
    """What to ask from now on, what kind it is, and what it holds now."""

    kind: SourceKind
    url: str
    entries: tuple[FeedEntry, ...] = ()
    fetched: Fetched | None = None  # its answer, when it is not the one we came with
    title: str | None = None
    hub: str | None = None
    topic: str | None = None
    is_index: bool = False  # of sitemaps: what it leads to may change while it stays


def find(fetched: Fetched, get: Get, sitemaps: Callable[[str], Iterable[str]]) -> Found:
    """The best way to read what stands at an address, by its answer.

    A feed is a feed. A page leads to the feed that it names, else to one at a common address,
    else to a news sitemap that robots.txt or custom names; else it is a list of articles itself,
    or a single page that is watched for change. A page that says it is one article is the last.

    Raises:
        UnreadablePage: it is neither feed nor page.
    """
    here = fetched.final_url
    content = content_of(fetched.body, fetched.media_type)
    if content in ("xml", "json"):
        feed = read_feed(fetched.body, here, fetched.charset)
        return _of_feed(feed, fetched.url, fetched, get)
    tree = parse_html(fetched.body, fetched.charset) if content == "html" else None
    if tree is None:
        raise UnreadablePage(
            here, f"neither a feed nor a page: {fetched.media_type}", kind="not-a-feed"
        )
    title = title_of(tree)
    hub, topic = page_hub(tree, here)
    single = Found(kind="page", url=fetched.url, title=title, hub=hub or fetched.hub, topic=topic)
    if is_article(tree):
        return single
    tried: set[str] = {here}
    is_feeds_address = looks_like_feed(fetched.url)
    for url in [*feeds_offered(tree, here), *([] if is_feeds_address else guessed_feeds(here))]:
        if (found := _try(url, tried, get)) is not None and found.kind == "feed":
            return found
    if is_feeds_address:  # an error page in its place: it may be back at the next round
        raise UnreadablePage(
            here, "a web page stands where a feed should, and names no feed", kind="not-a-feed"
        )
    listed = article_links(fetched.body, here, fetched.charset)
    plain: Found | None = None
    for url in [*_newest_first(sitemaps(here)), *guessed_sitemaps(here)]:
        found = _try(url, tried, get)
        if found is None or not found.entries:
            continue
        if any(entry.published for entry in found.entries):  # the news extension
            return found
        if any(is_date(entry.updated) for entry in found.entries):
            plain = plain or found
    if listed:
        entries = tuple(FeedEntry(link=link.url, title=None) for link in listed)
        return Found(kind="listing", url=fetched.url, entries=entries, title=title)
    return plain or single


def _try(url: str, tried: set[str], get: Get) -> Found | None:
    if url in tried:
        return None
    tried.add(url)
    answer = get(url)
    if isinstance(answer, InputError):
        return None
    if content_of(answer.body, answer.media_type) not in ("xml", "json"):
        return None
    try:
        feed = read_feed(answer.body, answer.final_url, answer.charset)
    except UnreadablePage:
        return None
    return _of_feed(feed, url, answer, get)


def _of_feed(feed: Feed, url: str, fetched: Fetched, get: Get) -> Found:
    entries = feed.entries
    if feed.kind == "sitemap-index":
        news = [each for each in feed.sitemaps if "news" in each.lower()]
        entries = of_sitemaps((news or list(feed.sitemaps))[:_SITEMAPS_OF_INDEX], get)
    return Found(
        kind="feed" if feed.kind == "feed" else "sitemap",
        url=url,
        entries=entries,
        fetched=fetched,
        title=feed.title,
        hub=feed.hub or fetched.hub,
        topic=feed.topic or fetched.topic,
        is_index=feed.kind == "sitemap-index",
    )


def of_sitemaps(urls: Iterable[str], get: Get) -> tuple[FeedEntry, ...]:
    """The entries of the sitemaps of an index; one that cannot be read is left out."""
    entries: list[FeedEntry] = []
    for url in urls:
        answer = get(url)
        if isinstance(answer, InputError):
            continue
        try:
            entries += read_feed(answer.body, answer.final_url, answer.charset).entries
        except UnreadablePage:
            continue
    return tuple(entries)


def read_source(kind: SourceKind, fetched: Fetched, get: Get) -> Found:
    """What a source of a known kind holds now.

    Raises:
        UnreadablePage: it is not what it was.
    """
    here = fetched.final_url
    if kind == "listing":
        listed = article_links(fetched.body, here, fetched.charset)
        if not listed:
            raise UnreadablePage(here, "no list of articles stands there any more", kind="no-list")
        entries = tuple(FeedEntry(link=link.url, title=None) for link in listed)
        return Found(kind="listing", url=fetched.url, entries=entries)
    feed = read_feed(fetched.body, here, fetched.charset)
    return _of_feed(feed, fetched.url, fetched, get)


def news_of_sitemap(entries: Iterable[FeedEntry], now: datetime) -> tuple[FeedEntry, ...]:
    """Of a sitemap, what may be news: with a date of the last days; all, if it is small and has
    no dates at all."""
    listed = tuple(entries)
    dated = [entry for entry in listed if is_date(entry.published) or is_date(entry.updated)]
    if not dated:
        return listed if len(listed) <= _UNDATED_SITEMAP else ()
    oldest = (now - _SITEMAP_AGE).date().isoformat()
    return tuple(e for e in dated if (e.published or e.updated or "")[:10] >= oldest)


def _newest_first(urls: Iterable[str]) -> list[str]:
    return sorted(urls, key=lambda url: "news" not in url.lower())[: 2 * _SITEMAPS_OF_INDEX]
