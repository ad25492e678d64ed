"""A round of watching: sources that are due, the pages of their new entries, known pages again.

Gives pages, failures and pages that are gone; the desk places them. What a source brought is
written down in the transaction that notes its answer, and waits there until the desk has placed
it: a process killed in between finds it again although the source then says that nothing is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import get_args

import msgspec

from tawatur.errors import (
    FetchFailed,
    FetchRefused,
    InputError,
    SettingError,
    UnreadablePage,
    as_failure,
)
from tawatur.fetch.feeds import FeedEntry, read_feed
from tawatur.fetch.http import Fetched, Fetcher, Fetches
from tawatur.fetch.prose import (
    Known,
    another_article,
    feed_is_better,
    led_elsewhere,
    prose,
    prose_of_fragment,
    why_no_article,
)
from tawatur.fetch.rounds import Ask, Lanes
from tawatur.model import Failure, Gone, Hints, Page, Source, SourceKind
from tawatur.settings import Settings
from tawatur.store import Store
from tawatur.store.watching import Link, Look
from tawatur.text import stable_id
from tawatur.watching import schedule
from tawatur.watching.finding import Found, find, news_of_sitemap, read_source
from tawatur.watching.pushing import Hubs
from tawatur.watching.recording import PUSHED, Note, body_hash, record, sitemaps_key

# When an article's page is looked at again for edits and deletion, after it was first seen:
# often at first, since breaking reports are rewritten most, then at growing distances. Our own
# choice, not measured on real outlets yet.
LOOK_AGAIN_AFTER = tuple(
    timedelta(minutes=m) for m in (10, 30, 60, 180, 360, 720, 1440, 2880, 5760)
)

# When an address that gave no article is tried again.
LINK_TRIED_AGAIN_AFTER = tuple(timedelta(minutes=m) for m in (2, 10, 60, 360, 1440))

# A page that was not found is looked at once more before it counts as deleted: after this time at
# most, so that a deletion is known soon, and not at once, since servers stumble.
_SECOND_LOOK_AFTER = timedelta(minutes=10)

# What one round takes on; the rest is due in the next.
_MOST_PAGES = 1000
_MOST_LOOKS = 500
_NOT_THERE = {"http-404": 404, "http-410": 410}
# Refusals that no later try can change.
_NEVER = frozenset({"scheme", "bad-address"})
# A publisher's clock may be fast, and zones are confused; a day ahead is a mistake or a trick to
# stay on top.
_FUTURE = timedelta(days=1)


class Watcher:
    """Asks sources and pages over one store. It never touches stories.

    ``fetcher`` is one over the network unless given; a replay gives its own.
    """

    def __init__(self, store: Store, settings: Settings, *, fetcher: Fetches | None = None) -> None:
        self.store = store
        self.settings = settings
        self.fetcher = fetcher or Fetcher(settings)  # kept: connections, robots.txt
        self.lanes = Lanes(self.fetcher, settings)
        self.hubs = Hubs(store, settings)
        self._notes: list[Note] = []

    def close(self) -> None:
        """Let go of connections; the store stays open."""
        self.fetcher.close()

    def add_source(
        self, url: str, now: datetime, outlet: str | None = None, kind: SourceKind | None = None
    ) -> Source:
        """Watch an address. Adding it twice changes nothing, save that an outlet's name that was
        not given before is taken. What stands there is found at the first poll unless ``kind``
        says it; an address that cannot be asked fails there.

        Raises:
            SettingError: ``kind`` is none.
        """
        if kind is not None and kind not in get_args(SourceKind):
            raise SettingError(f"kind {kind!r} is not one of {', '.join(get_args(SourceKind))}")
        url = url.strip()
        known = next((source for source in self.store.sources() if source.url == url), None)
        if known and (outlet is None or known.outlet):
            return known
        source = known or Source(
            id=stable_id("source", url),
            url=url,
            kind=kind or "unknown",
            given_kind=kind,
            added_at=now,
        )
        source = msgspec.structs.replace(source, outlet=outlet)
        with self.store.transaction():
            self.store.save_source(source)
        return source

    # ------------------------------------------------------------------- sources

    def new_pages(self, now: datetime) -> Iterator[Page | Failure]:
        """The pages of entries not read yet, of all sources that are due, in the order in which
        their outlets claim to have published them (first sight cannot tell them apart)."""
        self.fetcher.at(now)
        yield from self._take_in_pushed(now)
        sources = self.store.sources_due(now)
        if sources:
            self._note_round(now)
        asks = [_ask_of(source) for source in sources]
        to_find: list[tuple[Source, Fetched]] = []
        for source, answer in zip(sources, self.lanes.ask(asks), strict=True):
            if isinstance(answer, Fetched) and source.kind == "unknown":
                self._notes.append((source.address, answer))
                to_find.append((source, answer))
            else:
                yield from self._heard(source, answer, now)
        for source, answer in to_find:  # last: it takes several requests
            yield from self._find(source, answer, now)
        for source in sources:
            if self.settings.websub_callback and (latest := self.store.source(source.id)):
                self.hubs.subscribe_where_due(latest, self.fetcher, now)
        yield from self._waiting_pages(now)

    def _note_round(self, now: datetime) -> None:
        """Something is asked at this time: a replay will do it again."""
        if not self.settings.keep_fetched_days:
            return
        rounds = self.store.last_round()
        with self.store.transaction():
            if rounds is not None and rounds.date() != now.date():
                self.store.forget_fetches(now - timedelta(days=self.settings.keep_fetched_days))
            self.store.save_round(now)

    def _heard(
        self, source: Source, answer: Fetched | InputError, now: datetime
    ) -> Iterator[Failure]:
        """An answer of a source whose kind is known, or a failure of any."""
        if isinstance(answer, InputError):
            if answer.kind != "host-waits":
                self._notes.append((source.address, answer))
                yield self._source_failed(source, answer, now)
            elif answer.retry_after_seconds:
                later = now + timedelta(seconds=answer.retry_after_seconds)
                with self.store.transaction():
                    self.store.save_source(msgspec.structs.replace(source, next_poll_at=later))
            return
        self._notes.append((source.address, answer))
        if answer.not_modified:
            self._source_answered(source, answer, None, now)
            return
        try:
            if source.kind == "page":
                yield from self._page_answered(source, answer, now)
                return
            key = body_hash(answer.body)
            if key == source.body_hash:
                self._source_answered(source, answer, None, now)
                return
            found = read_source(source.kind, answer, self._get)
            yield from self._source_answered(source, answer, found, now, key)
        except UnreadablePage as error:
            yield self._source_failed(source, error, now)

    def _find(self, source: Source, answer: Fetched, now: datetime) -> Iterator[Failure]:
        """The first good answer of an address: what stands there?"""
        try:
            found = find(answer, self._get, self._sitemaps)
        except UnreadablePage as error:
            yield self._source_failed(source, error, now)
            return
        changed = msgspec.structs.replace(
            source,
            kind=found.kind,
            asked_url=found.url if found.url != source.url else None,
            title=found.title,
        )
        if found.kind == "page":
            yield from self._page_answered(changed, answer, now, found)
        else:
            said = found.fetched or answer
            yield from self._source_answered(changed, said, found, now, body_hash(said.body))

    def _source_answered(
        self,
        source: Source,
        fetched: Fetched,
        found: Found | None,
        now: datetime,
        key: str | None = None,
    ) -> list[Failure]:
        """Note a good answer and what it brought; ``found`` is None when nothing changed."""
        failures: list[Failure] = []
        with self.store.transaction():
            new = False
            if found is not None:
                entries = found.entries
                if found.kind == "sitemap":
                    entries = news_of_sitemap(entries, now)
                new, failures = self._note_entries(source, entries, now)
            source = schedule.answered(source, fetched, now, self.settings, new=new)
            if found is not None:
                source = msgspec.structs.replace(
                    source,
                    body_hash=key,
                    title=found.title or source.title,
                    hub=found.hub or fetched.hub,
                    topic=found.topic or fetched.topic,
                )
                if found.kind == "feed":
                    source = schedule.judged(source, found.entries)
                if found.is_index:
                    source = msgspec.structs.replace(
                        source, body_hash=None, etag=None, last_modified=None
                    )
            self.store.save_source(source)
            self._keep_notes(now)
        return failures

    def _page_answered(
        self, source: Source, fetched: Fetched, now: datetime, found: Found | None = None
    ) -> Iterator[Failure]:
        """A single page: new, or with other prose than at the last poll? Then its article is read
        at once, through the same door as all others."""
        said = prose(fetched.body, fetched.charset)
        key = stable_id(said, length=24)
        changed = key != source.body_hash and bool(said.strip())
        with self.store.transaction():
            if changed:
                link = self.store.link(source.address)
                if link is None or link.article_id is None:
                    self._note_entries(source, [FeedEntry(link=source.address, title=None)], now)
                else:
                    self.store.look_soon(link.article_id, now)
            source = schedule.answered(source, fetched, now, self.settings, new=changed)
            source = msgspec.structs.replace(
                source,
                body_hash=key,
                hub=(found.hub if found else None) or fetched.hub or source.hub,
                topic=(found.topic if found else None) or fetched.topic or source.topic,
            )
            self.store.save_source(source)
            self._keep_notes(now)
        yield from ()

    def _note_entries(
        self, source: Source, entries: Sequence[FeedEntry], now: datetime
    ) -> tuple[bool, list[Failure]]:
        """Write down what a source lists: addresses not met are due at once, articles of which it
        now says something else are looked at again. Was there anything new?"""
        new, failures = False, []
        for entry in entries:
            if entry.link is None:
                if entry.bad_link and self.store.link(entry.bad_link) is None:
                    cause = f"its entry {entry.title or ''!r} leads to no address of the web"
                    self.store.save_link(entry.bad_link, None, tries=1)
                    failures.append(
                        Failure(stage="fetch", item=entry.bad_link, kind="scheme", detail=f"{source.url}: {cause}", at=now)
                    )  # fmt: skip
                continue
            link = self.store.link(entry.link)
            said, key = msgspec.json.encode(entry), _entry_key(entry)
            if link is None:
                new = True
                claimed = schedule.claimed_at(entry, now)
                self.store.add_link(
                    entry.link, source.id, now, claimed_at=claimed, entry=said, entry_hash=key
                )
            elif link.source_id == source.id and link.entry_hash != key:
                self.store.save_link_entry(entry.link, said, key)
                if link.article_id and source.kind == "feed":
                    new = True
                    self.store.look_soon(link.article_id, now)
        return new, failures

    def _source_failed(self, source: Source, error: InputError, now: datetime) -> Failure:
        source = schedule.found_anew(schedule.failed(source, error, now, self.settings))
        with self.store.transaction():
            self.store.save_source(source)
            self._keep_notes(now)
        return as_failure(error, now)

    def _take_in_pushed(self, now: datetime) -> Iterator[Failure]:
        """What hubs delivered since the last round."""
        for number, source_id, _, body in self.store.pushed():
            self._note_round(now)
            source = self.store.source(source_id)
            failures: list[Failure] = []
            with self.store.transaction():
                self.store.forget_pushed(number)
                if source is None:
                    continue
                try:
                    feed = read_feed(body, source.address, None)
                    new, failures = self._note_entries(source, feed.entries, now)
                    if new:
                        new_at = (*source.new_at, now)[-20:]
                        self.store.save_source(msgspec.structs.replace(source, new_at=new_at))
                except UnreadablePage as error:
                    failures = [as_failure(error, now)]
                pushed = Fetched(
                    url=PUSHED + source_id, final_url=source.address, status=200, body=body,
                    media_type="", charset=None, etag=None, last_modified=None,
                )  # fmt: skip
                self._notes.append((PUSHED + source_id, pushed))
                self._keep_notes(now)
            yield from failures

    # ------------------------------------------------------------------- pages

    def _waiting_pages(self, now: datetime) -> Iterator[Page | Failure]:
        links = self.store.links_waiting(now, limit=_MOST_PAGES)
        if not links:
            return
        self._note_round(now)
        outlets = {source.id: source for source in self.store.sources()}
        asks = [Ask(url=link.url) for link in links]
        for link, answer in zip(links, self.lanes.ask(asks), strict=True):
            source = outlets.get(link.source_id or "")
            found = self._page_of(link, source, answer, now)
            if found is not None:
                yield found

    def _page_of(
        self, link: Link, source: Source | None, answer: Fetched | InputError, now: datetime
    ) -> Page | Failure | None:
        """The page of an entry, from the address it leads to or from the feed itself, whichever
        holds the article; None when its host is not asked in this round."""
        entry = _entry_of(link)
        hints = _hints(entry, source, now)
        with self.store.transaction():
            if isinstance(answer, InputError) and answer.kind == "host-waits":
                if answer.retry_after_seconds:
                    later = now + timedelta(seconds=answer.retry_after_seconds)
                    self.store.save_link(link.url, None, link.tries, later)
                return None
            self._notes.append((link.url, answer))
            self._keep_notes(now)
            failed = _why_unusable(link.url, answer)
            held = entry.content_html
            unsafe = isinstance(failed, FetchRefused) and failed.kind != "robots"
            if held and not unsafe:
                if failed is not None:
                    return _feed_page(link.url, held, hints, now)
                assert isinstance(answer, Fetched)
                if feed_is_better(held, answer.body, answer.charset):
                    return _feed_page(link.url, held, hints, now)
            if failed is not None:
                failure = as_failure(failed, now)
                self.link_failed(link.url, failure, now)
                return failure
            assert isinstance(answer, Fetched)
            return _page(answer, link.url, now, hints)

    def link_failed(self, url: str, failure: Failure, now: datetime) -> None:
        """An address that gave no article: tried again later, a few times, then left alone."""
        tries = self.store.link_tries(url) + 1
        wait = () if failure.kind in _NEVER else LINK_TRIED_AGAIN_AFTER[tries - 1 : tries]
        next_try_at = (
            now + max(wait[0], timedelta(seconds=failure.retry_after_seconds or 0))
            if wait
            else None
        )
        self.store.save_link(url, None, tries, next_try_at)

    def placed(self, page: Page, article_id: str) -> None:
        """The desk has placed this page, in the transaction that runs: its address is read, and
        the same bytes at the next look are no news."""
        if page.url:
            self.store.save_link(page.url, article_id, tries=1)
            self.store.save_link_body(page.url, body_hash(page.body))

    # ------------------------------------------------------------------- looking again

    def pages_looked_at_again(self, now: datetime) -> Iterator[Page | Failure | Gone]:
        """Pages of known articles that are due for another look, where something changed."""
        self.fetcher.at(now)
        looks = self.store.articles_to_look_at(now, limit=_MOST_LOOKS)
        if looks:
            self._note_round(now)
        asks = [
            Ask(url=look.url)  # counted as deleted: if it is back, it is news whatever it says
            if self._told_gone(look)
            else Ask(url=look.url, etag=look.etag, last_modified=look.last_modified)
            for look in looks
        ]
        for look, answer in zip(looks, self.lanes.ask(asks), strict=True):
            if isinstance(answer, InputError) and answer.kind == "host-waits":
                continue  # still due
            with self.store.transaction():
                self._notes.append((look.url, answer))
                self._keep_notes(now)
                found = self._looked(look, answer, now)
            if found is not None:
                yield found

    def _told_gone(self, look: Look) -> bool:
        """Did the desk place the deletion of this article?"""
        if look.absent_since is None:
            return False
        versions = self.store.versions(look.article_id)
        return bool(versions) and versions[-1].deleted

    def _looked(
        self, look: Look, answer: Fetched | InputError, now: datetime
    ) -> Page | Failure | Gone | None:
        reading = self.store.reading(look.article_id)
        assert reading is not None
        seen_at = reading.article.seen_at
        due = [seen_at + wait for wait in LOOK_AGAIN_AFTER if seen_at + wait > now]
        next_look = due[0] if due else None
        status = _NOT_THERE.get(answer.kind) if isinstance(answer, InputError) else None
        told = self._told_gone(look)
        if status is not None:
            first = look.absent_since
            if first is not None and told:
                self.store.looked_at(look.article_id, next_look)
                return None
            # Soon again: as a second look, or to see that the desk has placed what it is told.
            soon = now + _SECOND_LOOK_AFTER
            self.store.looked_at(look.article_id, min(next_look or soon, soon))
            if first is None:
                self.store.note_absence(look.article_id, now, told=False)
                return None
            self.store.note_absence(look.article_id, first, told=True)
            return Gone(
                article_id=look.article_id, url=look.url, status=status, at=now, first_at=first
            )
        self.store.looked_at(look.article_id, next_look)
        failed = _why_unusable(look.url, answer)
        if failed is not None:
            return as_failure(failed, now)
        assert isinstance(answer, Fetched)
        if look.absent_since is not None:
            self.store.forget_absence(look.article_id)
        if look.hints.carried_by_feed:
            return self._carried(look, now)
        if answer.not_modified:
            return None
        key = body_hash(answer.body)
        if key == look.body_hash and not told:
            # The validators of bytes that are placed: from now on the server may answer 304.
            self.store.save_link_body(look.url, key, answer.etag, answer.last_modified)
            return None
        if led_elsewhere(look.url, answer.final_url):
            why = f"it leads to {answer.final_url} now"
            return as_failure(FetchFailed(look.url, why, kind="led-elsewhere"), now)
        title = reading.article.title
        known = Known(url=look.url, title=title.value if title else None, text=reading.article.text)
        if why_not := another_article(answer.body, answer.charset, known):
            return as_failure(FetchFailed(look.url, why_not, kind="another-article"), now)
        # With what its feed said of it, or its absence would look like an edit.
        return _page(answer, look.url, now, look.hints)

    def _carried(self, look: Look, now: datetime) -> Page | None:
        """An article that was read from its feed: what the feed holds of it now."""
        link = self.store.link(look.url)
        entry = _entry_of(link) if link else None
        if link is None or entry is None or not entry.content_html:
            return None
        source = self.store.source(link.source_id or "")
        page = _feed_page(look.url, entry.content_html, _hints(entry, source, now), now)
        return None if body_hash(page.body) == look.body_hash else page

    # ------------------------------------------------------------------- fetching

    def _get(self, url: str) -> Fetched | InputError:
        """One more address that a source leads to, at its host's pace, recorded."""
        answer = next(iter(self.lanes.ask([Ask(url=url)])))
        self._notes.append((url, answer))
        return answer

    def _sitemaps(self, url: str) -> tuple[str, ...]:
        try:
            found = self.fetcher.sitemaps(url)
        except InputError:
            return ()
        said = Fetched(
            url=sitemaps_key(url), final_url=url, status=200, body="\n".join(found).encode(),
            media_type="text/plain", charset="utf-8", etag=None, last_modified=None,
        )  # fmt: skip
        self._notes.append((sitemaps_key(url), said))
        return found

    def _keep_notes(self, now: datetime) -> None:
        """Record what was fetched, in the transaction that runs."""
        notes, self._notes = self._notes, []
        if self.settings.keep_fetched_days:
            record(self.store, notes, now)


# --------------------------------------------------------------------------- small parts


def _ask_of(source: Source) -> Ask:
    """A single page is asked whole: its validators may change with every advertisement, and may
    stay when its text does not. An unread source has none."""
    return Ask(url=source.address, etag=source.etag, last_modified=source.last_modified)


def _entry_of(link: Link) -> FeedEntry:
    if link.entry is None:
        return FeedEntry(link=link.url, title=None)
    return msgspec.json.decode(link.entry, type=FeedEntry)


def _entry_key(entry: FeedEntry) -> str:
    """What of an entry must change for its article to be looked at again."""
    content = prose_of_fragment(entry.content_html) if entry.content_html else ""
    return stable_id(entry.title or "", entry.updated or entry.published or "", content)


def _hints(entry: FeedEntry, source: Source | None, now: datetime) -> Hints:
    def past(stated: str | None) -> str | None:
        """A time beyond tomorrow says nothing of when something was published."""
        try:
            at = datetime.fromisoformat(stated or "")
            return stated if at.replace(tzinfo=at.tzinfo or now.tzinfo) <= now + _FUTURE else None
        except (ValueError, OverflowError):
            return stated

    return Hints(
        title=entry.title,
        outlet=(source.outlet if source else None) or entry.feed_title,
        language=entry.language,
        authors=tuple(entry.authors),
        published=past(entry.published),
        updated=past(entry.updated),
        credited_source=entry.credited_source,
    )


def _why_unusable(url: str, answer: Fetched | InputError) -> InputError | None:
    if isinstance(answer, InputError):
        return answer
    why = None if answer.not_modified else why_no_article(answer.body, answer.charset)
    return FetchFailed(url, why[1], kind=why[0]) if why else None


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


def _feed_page(url: str, content_html: str, hints: Hints, now: datetime) -> Page:
    return Page(
        name=url,
        body=content_html.encode("utf-8", "replace"),
        media_type="text/html",
        charset="utf-8",
        seen_at=now,
        url=url,
        hints=msgspec.structs.replace(hints, carried_by_feed=True),
    )
