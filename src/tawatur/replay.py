"""A recorded stream, run again: at its own pace or as fast as it goes, under the same settings or
others, and what would have been different.

A recording is a database (everything that was fetched is kept in it, ``keep_fetched_days``) or
what ``tawatur record`` made of one. The desk of a replay is a desk like any other; only its
fetcher answers from the recording, so it needs no network, and nothing it would send is sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import msgspec

from tawatur.model import Notice, Page, Source, Watch
from tawatur.pipeline import Desk, Tally
from tawatur.settings import Settings
from tawatur.store import Store
from tawatur.watching import Replayer, Watcher
from tawatur.watching.recording import PUSHED, sources_as_added, watches_as_made

Sleep = Callable[[float], None]


@dataclass(frozen=True)
class _Event:
    """One thing that happened: pages were taken in by hand, a hub delivered, a round was made."""

    at: datetime
    order: int  # of events of one time: what a round reads must be there before it
    page: Page | None = None
    pushed: tuple[str, bytes] | None = None


def replay(
    recording: Store,
    store: Store,
    settings: Settings,
    *,
    times_faster: float | None = None,
    on_round: Callable[[datetime, Tally], None] = lambda *_: None,
    sleep: Sleep = time.sleep,
) -> Tally:
    """Run a recorded stream again into an empty store.

    ``times_faster``: 1 is its own pace, None as fast as it goes. ``on_round`` is told of each.
    """
    fetcher = Replayer(recording)
    desk = Desk(store, settings=settings)
    desk.watcher.close()
    desk.watcher = Watcher(store, settings, fetcher=fetcher)
    sources, watches = sources_as_added(recording), watches_as_made(recording)
    total, before = Tally(), None
    for at, events in groupby(_events(recording), key=lambda event: event.at):
        if times_faster and before is not None:
            sleep((at - before).total_seconds() / times_faster)
        before = at
        sources = _add_sources(desk, sources, at)
        watches = _add_watches(store, watches, at)
        tally = Tally()
        for event in events:
            if event.page is not None:
                tally.add(desk.take([event.page]))
            elif event.pushed is not None:
                with store.transaction():
                    store.save_pushed(event.pushed[0], at, "", event.pushed[1])
            else:
                tally.add(desk.gather(at))
        on_round(at, tally)
        total.add(tally)
    desk.close()
    return total


def _events(recording: Store) -> Iterator[_Event]:
    found = [_Event(page.seen_at, 0, page=page) for page in recording.pages_not_fetched()]
    for fetched in recording.fetches():
        if fetched.url.startswith(PUSHED) and fetched.body_hash:
            body = recording.fetched_body(fetched.body_hash)
            if body is not None:
                pushed = (fetched.url.removeprefix(PUSHED), body)
                found.append(_Event(fetched.at, 1, pushed=pushed))
    found += [_Event(at, 2) for at in recording.rounds()]
    yield from sorted(found, key=lambda event: (event.at, event.order))  # stable: pages in order


def _add_sources(desk: Desk, waiting: list[Source], at: datetime) -> list[Source]:
    for source in waiting:
        if source.added_at <= at:
            desk.watcher.add_source(source.url, source.added_at, source.outlet, source.given_kind)
    return [source for source in waiting if source.added_at > at]


def _add_watches(store: Store, waiting: list[Watch], at: datetime) -> list[Watch]:
    with store.transaction():
        for watch in waiting:
            if watch.created_at <= at:
                store.add_watch(watch)
    return [watch for watch in waiting if watch.created_at > at]


# --------------------------------------------------------------------------- what would differ


class StoryDifference(msgspec.Struct, frozen=True, kw_only=True):
    """Stories that share articles, and are not the same in both runs.

    ``kind``: ``split`` (one is several now), ``merged``, ``changed`` (other articles),
    ``rearranged`` (several against several), ``only-before``, ``only-after``. Each story is the
    ids of its articles; ``headline`` is of the earliest of them.
    """

    kind: str
    headline: str | None
    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]


class NoticeDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A notice of one run only, or of both at other times."""

    watch_id: str
    kind: str
    subject: str
    article_id: str
    before_at: datetime | None
    after_at: datetime | None


class Differences(msgspec.Struct, frozen=True, kw_only=True):
    """How two runs over one stream differ."""

    articles_before: int
    articles_after: int
    same_stories: int
    stories: tuple[StoryDifference, ...]
    same_notices: int
    notices: tuple[NoticeDifference, ...]

    @property
    def none(self) -> bool:
        return not self.stories and not self.notices and self.articles_before == self.articles_after


def differences(before: Store, after: Store) -> Differences:
    """Which stories and notices of two stores differ. Articles are told by their addresses, so
    that stories of two runs can be laid side by side; notices count for watches that both have."""
    ours, theirs = _stories(before), _stories(after)
    same = {story for story in ours if story in theirs}
    watches = {watch.id for watch in before.watches()} & {watch.id for watch in after.watches()}
    old, new = _notices(before, watches), _notices(after, watches)
    different = [
        NoticeDifference(
            watch_id=key[0],
            kind=(old.get(key) or new[key]).kind,
            subject=(old.get(key) or new[key]).subject,
            article_id=(old.get(key) or new[key]).article_id,
            before_at=old[key].at if key in old else None,
            after_at=new[key].at if key in new else None,
        )
        for key in sorted(old.keys() | new.keys())
        if key not in old or key not in new or old[key].at != new[key].at
    ]
    different.sort(key=lambda each: (min(filter(None, (each.before_at, each.after_at))), each.watch_id, each.subject))  # fmt: skip
    return Differences(
        articles_before=before.counts()["articles"],
        articles_after=after.counts()["articles"],
        same_stories=len(same),
        stories=tuple(_story_differences(before, after, ours - same, theirs - same)),
        same_notices=len(old.keys() & new.keys()) - sum(1 for d in different if d.before_at and d.after_at),
        notices=tuple(different),
    )  # fmt: skip


def _stories(store: Store) -> set[tuple[str, ...]]:
    found = (store.dossier(story_id) for story_id in store.story_ids())
    return {
        tuple(reading.article.id for reading in dossier.readings)
        for dossier in found
        if dossier and dossier.readings
    }


def _notices(store: Store, watches: set[str]) -> dict[tuple[str, ...], Notice]:
    return {
        (
            notice.watch_id,
            notice.kind,
            notice.article_id,
            notice.content or notice.development_key,
        ): notice
        for notice in reversed(store.notices(limit=1_000_000))
        if notice.watch_id in watches
    }


def _story_differences(
    before: Store, after: Store, ours: set[tuple[str, ...]], theirs: set[tuple[str, ...]]
) -> Iterator[StoryDifference]:
    """Stories that hang together by shared articles, as one difference each."""
    nodes = [(0, story) for story in sorted(ours)] + [(1, story) for story in sorted(theirs)]
    holding: dict[str, list[int]] = {}
    for number, (_, story) in enumerate(nodes):
        for article in story:
            holding.setdefault(article, []).append(number)
    seen: set[int] = set()
    for start in range(len(nodes)):
        if start in seen:
            continue
        group, pending = [], [start]
        seen.add(start)
        while pending:
            number = pending.pop()
            group.append(nodes[number])
            for article in nodes[number][1]:
                for other in holding[article]:
                    if other not in seen:
                        seen.add(other)
                        pending.append(other)
        old = tuple(sorted(story for side, story in group if side == 0))
        new = tuple(sorted(story for side, story in group if side == 1))
        yield StoryDifference(
            kind=_kind(len(old), len(new)),
            headline=_headline(before if old else after, (old or new)[0]),
            before=old,
            after=new,
        )


def _kind(before: int, after: int) -> str:
    if not before or not after:
        return "only-after" if not before else "only-before"
    if before == after == 1:
        return "changed"
    return "split" if before == 1 else "merged" if after == 1 else "rearranged"


def _headline(store: Store, articles: tuple[str, ...]) -> str | None:
    for article_id in articles:
        reading = store.reading(article_id)
        if reading is not None and reading.article.title:
            return reading.article.title.value
    return None
