"""Watching the outlets: what is asked when, and what came of it.

Asks every source that is due, fetches the pages of its new entries, and looks again at pages
that are known. Gives pages and failures; the desk places them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from tawatur.errors import InputError, as_failure
from tawatur.fetch.feeds import FeedEntry, parse_feed
from tawatur.fetch.http import Fetched, Fetcher
from tawatur.model import Failure, Hints, Page, Source
from tawatur.settings import Settings
from tawatur.store import Store
from tawatur.text import stable_id

# When an article's page is looked at again for edits and deletion, after it was first seen:
# often at first, since breaking reports are rewritten most, then at growing distances. Our own
# choice, not measured on real outlets yet.
LOOK_AGAIN_AFTER = tuple(
    timedelta(minutes=m) for m in (10, 30, 60, 180, 360, 720, 1440, 2880, 5760)
)

# When an address that gave no article is tried again.
LINK_TRIED_AGAIN_AFTER = tuple(timedelta(minutes=m) for m in (2, 10, 60, 360, 1440))


class Watcher:
    """Asks sources and pages over one store. It never touches stories."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.fetcher = Fetcher(settings)  # kept: connections, robots.txt

    def close(self) -> None:
        """Let go of connections; the store stays open."""
        self.fetcher.close()

    def add_source(self, url: str, now: datetime, outlet: str | None = None) -> Source:
        """Watch an address. Adding it twice changes nothing."""
        known = next((source for source in self.store.sources() if source.url == url), None)
        if known:
            return known
        source = Source(
            id=stable_id("source", url), url=url, kind="feed", added_at=now, outlet=outlet
        )
        with self.store.transaction():
            self.store.save_source(source)
        return source

    def new_pages(self, now: datetime) -> Iterator[Page | Failure]:
        """The pages of entries not read yet, of all sources that are due, in the order in which
        their outlets claim to have published them (first sight cannot tell them apart)."""
        found: list[tuple[datetime, str, FeedEntry, Source]] = []
        for source in self.store.sources_due(now):
            try:
                fetched = self.fetcher.get(
                    source.url, etag=source.etag, last_modified=source.last_modified
                )
                entries = (
                    ()
                    if fetched.not_modified
                    else parse_feed(fetched.body, fetched.final_url, fetched.charset)
                )
            except InputError as error:
                self._source_failed(source, error, now)
                yield as_failure(error, now)
                continue
            self._source_answered(source, fetched, now)
            found += [
                (_claimed(entry, now), entry.link, entry, source)
                for entry in entries
                if entry.link and self.store.link_is_due(entry.link, now)
            ]
        seen: set[str] = set()
        for _, link, entry, source in sorted(found, key=lambda row: row[:2]):
            if link not in seen:
                seen.add(link)
                yield self._page_of(entry, source, now)

    def _page_of(self, entry: FeedEntry, source: Source, now: datetime) -> Page | Failure:
        assert entry.link is not None
        hints = Hints(
            title=entry.title,
            outlet=source.outlet or entry.feed_title,
            language=entry.language,
            authors=tuple(entry.authors),
            published=entry.published,
            updated=entry.updated,
            credited_source=entry.credited_source,
        )
        try:
            return _page(self.fetcher.get(entry.link), entry.link, now, hints)
        except InputError as error:
            if entry.content_html:  # the feed itself carries the text
                return Page(
                    name=entry.link,
                    body=entry.content_html.encode(),
                    media_type="text/html",
                    charset="utf-8",
                    seen_at=now,
                    url=entry.link,
                    hints=hints,
                )
            failure = as_failure(error, now)
            with self.store.transaction():
                self.link_failed(entry.link, failure, now)
            return failure

    def link_failed(self, url: str, failure: Failure, now: datetime) -> None:
        """An address that gave no article: tried again later, a few times, then left alone."""
        tries = self.store.link_tries(url) + 1
        wait = LINK_TRIED_AGAIN_AFTER[tries - 1 : tries]
        next_try_at = (
            now + max(wait[0], timedelta(seconds=failure.retry_after_seconds or 0))
            if wait
            else None
        )
        self.store.save_link(url, None, tries, next_try_at)

    def pages_looked_at_again(self, now: datetime) -> Iterator[Page | Failure]:
        for article_id, url, looks, hints in self.store.articles_to_look_at(now, limit=500):
            reading = self.store.reading(article_id)
            assert reading is not None
            later = LOOK_AGAIN_AFTER[looks + 1 :]
            seen_at = reading.article.seen_at
            next_look = next((seen_at + wait for wait in later if seen_at + wait > now), None)
            with self.store.transaction():
                self.store.looked_at(article_id, next_look)
            try:
                # With what its feed said of it, or its absence would look like an edit.
                yield _page(self.fetcher.get(url), url, now, hints)
            except InputError as error:
                yield as_failure(error, now)

    def _source_answered(self, source: Source, fetched: Fetched, now: datetime) -> None:
        with self.store.transaction():
            self.store.save_source(
                msgspec.structs.replace(
                    source,
                    state="answering",
                    reason=None,
                    etag=fetched.etag or source.etag,
                    last_modified=fetched.last_modified or source.last_modified,
                    polled_at=now,
                    next_poll_at=now + timedelta(seconds=self.settings.poll_every_seconds),
                    failures_in_a_row=0,
                )
            )

    def _source_failed(self, source: Source, error: InputError, now: datetime) -> None:
        """Wait twice as long after each failure in a row, or as long as the source asks."""
        failures = source.failures_in_a_row + 1
        wait = min(86_400.0, self.settings.poll_every_seconds * 2 ** min(failures, 10))
        wait = max(wait, error.retry_after_seconds or 0.0)
        with self.store.transaction():
            self.store.save_source(
                msgspec.structs.replace(
                    source,
                    state="malformed" if error.stage == "extract" else "refusing",
                    reason=error.cause,
                    polled_at=now,
                    next_poll_at=now + timedelta(seconds=wait),
                    failures_in_a_row=failures,
                )
            )


def _claimed(entry: FeedEntry, now: datetime) -> datetime:
    """When a feed says its entry was published; ``now`` where it does not say, or the future."""
    try:
        claimed = datetime.fromisoformat(entry.published or "")
    except ValueError:
        return now
    return min(claimed if claimed.tzinfo else claimed.replace(tzinfo=UTC), now)


def _page(fetched: Fetched, url: str, now: datetime, hints: Hints) -> Page:
    return Page(
        name=url,
        body=fetched.body,
        media_type=fetched.media_type,
        charset=fetched.charset,
        seen_at=now,
        url=url,
        hints=hints,
    )
