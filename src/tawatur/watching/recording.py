"""Everything that was fetched, kept; and a fetcher that answers from what was kept.

An answer is recorded as the fetcher gave it, after redirects and robots.txt, under the time of its
round. The same answer again raises a count. A replay asks a ``Replayer`` in place of the network:
at any time it gives what the address had answered last by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from tawatur.errors import FetchFailed, FetchRefused, InputError, UnreadablePage
from tawatur.fetch.http import Fetched
from tawatur.model import Source, Watch
from tawatur.store import Store
from tawatur.store.watching import Recorded
from tawatur.text import stable_id

_ERRORS = {
    error.__name__: error for error in (FetchFailed, FetchRefused, UnreadablePage, InputError)
}


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What of an answer matters, without its body."""

    final_url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    fresh_seconds: float | None = None
    hub: str | None = None
    topic: str | None = None
    error: str | None = None
    kind: str | None = None
    cause: str | None = None
    retry_after_seconds: float | None = None


Note = tuple[str, Fetched | InputError]


def body_hash(body: bytes) -> str:
    return stable_id(body.hex(), length=24)


def record(store: Store, notes: Iterable[Note], now: datetime) -> None:
    """Keep answers. Inside a transaction."""
    for url, found in notes:
        last = store.last_fetch(url)
        if isinstance(found, InputError):
            answer = Answer(
                error=type(found).__name__,
                kind=found.kind,
                cause=found.cause,
                retry_after_seconds=found.retry_after_seconds,
            )
            _keep(store, url, now, last, status=_status(found), answer=answer)
            continue
        if found.not_modified:
            same = store.last_fetch(url, status=200)
            if same is not None and last is not None and same.number == last.number:
                store.fetched_again(same.number, now)
            elif same is not None:  # after an error the same as before it
                store.add_fetch(
                    url, now, status=200, answer=same.answer, body_hash=same.body_hash, body=None
                )
            continue
        answer = Answer(
            final_url=found.final_url,
            media_type=found.media_type,
            charset=found.charset,
            etag=found.etag,
            last_modified=found.last_modified,
            moved_to=found.moved_to,
            fresh_seconds=found.fresh_seconds,
            hub=found.hub,
            topic=found.topic,
        )
        _keep(store, url, now, last, status=200, answer=answer, body=found.body)


def _keep(
    store: Store,
    url: str,
    now: datetime,
    last: Recorded | None,
    *,
    status: int,
    answer: Answer,
    body: bytes | None = None,
) -> None:
    key = body_hash(body) if body is not None else None
    written = msgspec.json.encode(answer)
    same = last is not None and (last.status, last.body_hash) == (status, key)
    # Headers may differ from answer to answer, those of the first are kept; causes may not.
    if last is not None and same and (key is not None or last.answer == written):
        store.fetched_again(last.number, now)
        return
    store.add_fetch(url, now, status=status, answer=written, body_hash=key, body=body)


def _status(error: InputError) -> int:
    number = error.kind.removeprefix("http-")
    return int(number) if number.isdigit() else 0


class Replayer:
    """Answers from a recording, as at ``now``. Never asks the network."""

    def __init__(self, recording: Store) -> None:
        self._recording = recording
        self.now: datetime | None = None

    def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Raises as the fetcher did when this was recorded; ``not-recorded`` for what never was
        asked, ``not-kept`` for what is kept no more."""
        assert self.now is not None
        found = self._recording.fetch_at(url, self.now)
        if found is None:
            raise FetchFailed(url, "the recording does not hold it", kind="not-recorded")
        answer = msgspec.json.decode(found.answer, type=Answer)
        if answer.error:
            raise _ERRORS[answer.error](
                url,
                answer.cause or "",
                kind=answer.kind or "unusable",
                retry_after_seconds=answer.retry_after_seconds,
            )
        body = self._recording.fetched_body(found.body_hash or "")
        if body is None:
            raise FetchFailed(url, "the recording keeps its body no more", kind="not-kept")
        same = (etag and etag == answer.etag) or (
            last_modified and not etag and last_modified == answer.last_modified
        )
        return Fetched(
            url=url,
            final_url=answer.final_url or url,
            status=304 if same else 200,
            body=b"" if same else body,
            media_type=answer.media_type or "application/octet-stream",
            charset=answer.charset,
            etag=answer.etag,
            last_modified=answer.last_modified,
            moved_to=answer.moved_to,
            fresh_seconds=answer.fresh_seconds,
            hub=answer.hub,
            topic=answer.topic,
        )

    def post(self, url: str, form: dict[str, str]) -> int:
        raise FetchRefused(url, "a replay sends nothing", kind="replay")

    def sitemaps(self, url: str) -> tuple[str, ...]:
        assert self.now is not None
        found = self._recording.fetch_at(sitemaps_key(url), self.now)
        body = self._recording.fetched_body(found.body_hash or "") if found else None
        return tuple(body.decode().split("\n")) if body else ()

    def pause_seconds(self, url: str) -> float:
        return 0.0

    def at(self, moment: datetime) -> None:
        self.now = moment

    def close(self) -> None:
        """The recording is its owner's to close."""


PUSHED = "pushed to "  # and the source's id: under what a hub's deliveries are recorded


def sitemaps_key(url: str) -> str:
    """Under what the sitemaps that a host's robots.txt names are recorded."""
    return f"sitemaps of {url}"


def sources_as_added(recording: Store) -> list[Source]:
    """By the time at which they were added; or were asked first, when the clock of whoever added
    them was ahead of the stream's."""
    found = []
    for source in recording.sources():
        first = recording.first_fetch_at(source.url)
        at = min(source.added_at, first) if first else source.added_at
        found.append(msgspec.structs.replace(source, added_at=at))
    return sorted(found, key=lambda source: (source.added_at, source.url))


def watches_as_made(recording: Store) -> list[Watch]:
    """By the time at which they were made, or were told something first."""
    told: dict[str, datetime] = {}
    for notice in recording.notices(limit=1_000_000):
        told[notice.watch_id] = min(notice.at, told.get(notice.watch_id, notice.at))
    found = [
        msgspec.structs.replace(
            watch, created_at=min(watch.created_at, told.get(watch.id, watch.created_at))
        )
        for watch in recording.watches()
    ]
    return sorted(found, key=lambda watch: (watch.created_at, watch.id))


def export_recording(store: Store, other: Store, *, since: datetime | None = None) -> int:
    """Copy what a replay needs (what was fetched and pushed, sources, watches, pages taken in by
    hand) into another database. Returns how many answers were copied."""
    copied = 0
    with other.transaction():
        for source in sources_as_added(store):
            other.save_source(source)
        for watch in watches_as_made(store):
            other.add_watch(watch)
        for page in store.pages_not_fetched():
            if since is None or page.seen_at >= since:
                other.save_page(page, None)
        for found in store.fetches():
            if since is not None and found.last_at < since:
                continue
            other.add_fetch(
                found.url,
                found.at,
                status=found.status,
                answer=found.answer,
                body_hash=found.body_hash,
                body=store.fetched_body(found.body_hash) if found.body_hash else None,
                last_at=found.last_at,
                times=found.times,
            )
            copied += 1
        for at in store.rounds():
            if since is None or at >= since:
                other.save_round(at)
    return copied
