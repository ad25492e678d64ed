"""The store's part of watching outlets: sources, addresses met, looks at known pages, what was
fetched, failures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
import zstandard

from tawatur.model import Failure, Hints, Page, Source
from tawatur.store.rows import Row, Rows, as_json, instant, written


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An article's address met at a source. ``entry`` is what the source said of it (JSON);
    ``body_hash`` is of the body that was placed last, the validators are of the same body."""

    url: str
    article_id: str | None
    tries: int
    source_id: str | None = None
    entry: bytes | None = None
    entry_hash: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """An article whose page is due for another look."""

    article_id: str
    url: str
    looks: int
    hints: Hints
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    absent_since: datetime | None


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """One answer as it was recorded; ``answer`` is JSON of what of it matters."""

    number: int
    url: str
    at: datetime
    last_at: datetime
    times: int
    status: int
    body_hash: str | None
    answer: bytes


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed with a WebSub hub for one source."""

    source_id: str
    token: str
    secret: str
    hub: str
    topic: str
    state: str  # "asked", "on", "refused"
    requested_at: datetime
    lease_until: datetime | None


class WatchingRows(Rows):
    """What watching remembers."""

    # ---------------------------------------------------------------- links

    def link_is_due(self, url: str, now: datetime) -> bool:
        """False for an address that was read already, or failed and must wait or be left alone."""
        for row in self.rows("link", url=url):
            if row["article_id"]:
                return False
            return bool(row["next_try_at"] and row["next_try_at"] <= written(now))
        return True

    def link_tries(self, url: str) -> int:
        return next((int(row["tries"]) for row in self.rows("link", url=url)), 0)

    def link(self, url: str) -> Link | None:
        for row in self.rows("link", url=url):
            return _link(row)
        return None

    def add_link(
        self,
        url: str,
        source_id: str,
        now: datetime,
        *,
        claimed_at: datetime,
        entry: bytes,
        entry_hash: str,
    ) -> None:
        """An address met for the first time: due at once."""
        self.changed(
            "add_link",
            url=url,
            source_id=source_id,
            found_at=written(now),
            claimed_at=written(claimed_at),
            entry=zstandard.compress(entry, 3),
            entry_hash=entry_hash,
        )

    def save_link_entry(self, url: str, entry: bytes, entry_hash: str) -> None:
        """A source says something else of an address than before."""
        self.changed(
            "save_link_entry", url=url, entry=zstandard.compress(entry, 3), entry_hash=entry_hash
        )

    def save_link(
        self, url: str, article_id: str | None, tries: int, next_try_at: datetime | None = None
    ) -> None:
        self.changed(
            "save_link",
            url=url,
            article_id=article_id,
            tries=tries,
            next_try_at=written(next_try_at) if next_try_at else None,
        )

    def save_link_body(
        self,
        url: str,
        body_hash: str,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        """The body that was placed from this address."""
        self.changed(
            "save_link_body", url=url, body_hash=body_hash, etag=etag, last_modified=last_modified
        )

    def links_waiting(self, now: datetime, limit: int) -> list[Link]:
        """Addresses that are due, in the order in which their sources claim to have published
        them."""
        return [_link(row) for row in self.rows("links_waiting", now=written(now), limit=limit)]

    # ---------------------------------------------------------------- looking again

    def articles_to_look_at(self, now: datetime, limit: int) -> list[Look]:
        """Articles whose page is due for another look, the longest due first."""
        return [
            Look(
                article_id=row["id"],
                url=row["page_url"],
                looks=row["looks"],
                hints=msgspec.json.decode(row["hints"], type=Hints),
                etag=row["etag"],
                last_modified=row["last_modified"],
                body_hash=row["body_hash"],
                absent_since=instant(row["first_at"]) if row["first_at"] else None,
            )
            for row in self.rows("articles_to_look_at", now=written(now), limit=limit)
        ]

    def looked_at(self, article_id: str, next_look_at: datetime | None) -> None:
        self.changed(
            "looked_at", id=article_id, look_at=written(next_look_at) if next_look_at else None
        )

    def look_soon(self, article_id: str, now: datetime) -> None:
        """Look at this article's page at the next round, whatever its schedule says."""
        self.changed("look_soon", id=article_id, now=written(now))

    def note_absence(self, article_id: str, first_at: datetime, *, told: bool) -> None:
        self.changed("note_absence", id=article_id, first_at=written(first_at), told=int(told))

    def forget_absence(self, article_id: str) -> None:
        self.changed("forget_absence", id=article_id)

    # ---------------------------------------------------------------- sources

    def save_source(self, source: Source) -> None:
        self.changed(
            "save_source",
            id=source.id,
            url=source.url,
            next_poll_at=written(source.next_poll_at) if source.next_poll_at else None,
            source=as_json(source),
        )

    def source(self, source_id: str) -> Source | None:
        for row in self.rows("source", id=source_id):
            return msgspec.json.decode(row["source"], type=Source)
        return None

    def remove_source(self, source_id: str) -> bool:
        """Stop watching; what came from it stays. False when there is no such source."""
        self.changed("forget_subscription", source_id=source_id)
        return bool(self.changed("remove_source", id=source_id))

    def sources(self) -> list[Source]:
        return [msgspec.json.decode(row["source"], type=Source) for row in self.rows("sources")]

    def sources_due(self, now: datetime) -> list[Source]:
        rows = self.rows("sources_due", now=written(now))
        return [msgspec.json.decode(row["source"], type=Source) for row in rows]

    # ---------------------------------------------------------------- WebSub

    def save_subscription(self, subscription: Subscription) -> None:
        self.changed(
            "save_subscription",
            source_id=subscription.source_id,
            token=subscription.token,
            secret=subscription.secret,
            hub=subscription.hub,
            topic=subscription.topic,
            state=subscription.state,
            requested_at=written(subscription.requested_at),
            lease_until=written(subscription.lease_until) if subscription.lease_until else None,
        )

    def subscription(self, source_id: str) -> Subscription | None:
        rows = self.rows("subscription", source_id=source_id)
        return _subscription(rows[0]) if rows else None

    def subscription_by_token(self, token: str) -> Subscription | None:
        rows = self.rows("subscription_by_token", token=token)
        return _subscription(rows[0]) if rows else None

    def save_pushed(self, source_id: str, at: datetime, media_type: str, body: bytes) -> None:
        """What a hub delivered waits here for the next round."""
        self.changed(
            "save_pushed",
            source_id=source_id,
            at=written(at),
            media_type=media_type,
            body=zstandard.compress(body, 3),
        )

    def pushed(self) -> list[tuple[int, str, datetime, bytes]]:
        """(number, source id, time, body) of deliveries not read yet, oldest first."""
        return [
            (
                row["number"],
                row["source_id"],
                instant(row["at"]),
                zstandard.decompress(row["body"]),
            )
            for row in self.rows("pushed")
        ]

    def forget_pushed(self, number: int) -> None:
        self.changed("forget_pushed", number=number)

    # ---------------------------------------------------------------- what was fetched

    def save_round(self, at: datetime) -> None:
        self.changed("save_round", at=written(at))

    def rounds(self) -> list[datetime]:
        return [instant(row["at"]) for row in self.rows("rounds")]

    def last_round(self) -> datetime | None:
        return next((instant(row["at"]) for row in self.rows("last_round")), None)

    def last_fetch(self, url: str, status: int | None = None) -> Recorded | None:
        """The newest recorded answer of an address; of one status, if given."""
        rows = self.rows("last_fetch", url=url, status=status)
        return _recorded(rows[0]) if rows else None

    def fetch_at(self, url: str, at: datetime) -> Recorded | None:
        """What an address answered at this time: the newest answer up to then, else the first."""
        rows = self.rows("fetch_at", url=url, at=written(at))
        rows = rows or self.rows("first_fetch", url=url)
        return _recorded(rows[0]) if rows else None

    def first_fetch_at(self, url: str) -> datetime | None:
        """When this address was asked first, as far as it is kept."""
        return next((instant(row["at"]) for row in self.rows("first_fetch", url=url)), None)

    def add_fetch(
        self,
        url: str,
        at: datetime,
        *,
        status: int,
        answer: bytes,
        body_hash: str | None,
        body: bytes | None,
        last_at: datetime | None = None,
        times: int = 1,
    ) -> None:
        if body is not None and body_hash is not None:
            self.changed("save_fetched_body", hash=body_hash, body=zstandard.compress(body, 3))
        self.changed(
            "add_fetch",
            url=url,
            at=written(at),
            last_at=written(last_at or at),
            times=times,
            status=status,
            body_hash=body_hash,
            answer=answer.decode(),
        )

    def fetched_again(self, number: int, at: datetime) -> None:
        self.changed("fetched_again", number=number, at=written(at))

    def fetched_body(self, body_hash: str) -> bytes | None:
        """None when it is not kept any more."""
        for row in self.rows("fetched_body", hash=body_hash):
            return zstandard.decompress(row["body"])
        return None

    def fetches(self) -> Iterator[Recorded]:
        """Everything that was recorded, in its order."""
        after = 0
        while page := self.rows("fetches", after=after, limit=500):
            after = page[-1]["number"]
            yield from map(_recorded, page)

    def forget_fetches(self, before: datetime) -> None:
        """Let go of what was answered for the last time before then."""
        self.changed("forget_fetches", before=written(before))
        self.changed("forget_fetched_bodies")
        self.changed("forget_rounds", before=written(before))

    def pages_not_fetched(self) -> Iterator[Page]:
        """Pages that were taken in by hand, in order of first sight."""
        for row in self.rows("pages_not_fetched"):
            yield Page(
                name=row["name"],
                body=zstandard.decompress(row["body"]),
                media_type=row["media_type"],
                seen_at=instant(row["seen_at"]),
                url=row["url"],
                charset=row["charset"],
                hints=msgspec.json.decode(row["hints"], type=Hints),
            )

    # ---------------------------------------------------------------- failures

    def save_failure(self, failure: Failure) -> None:
        self.changed(
            "save_failure",
            at=written(failure.at),
            stage=failure.stage,
            item=failure.item,
            failure=as_json(failure),
        )

    def failures(self, limit: int = 50) -> list[Failure]:
        """The newest first."""
        return [
            msgspec.json.decode(row["failure"], type=Failure)
            for row in self.rows("failures", limit=limit)
        ]


def _link(row: Row) -> Link:
    entry = row["entry"]
    return Link(
        url=row["url"],
        article_id=row["article_id"],
        tries=row["tries"],
        source_id=row["source_id"],
        entry=zstandard.decompress(entry) if entry else None,
        entry_hash=row["entry_hash"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
    )


def _recorded(row: Row) -> Recorded:
    return Recorded(
        number=row["number"],
        url=row["url"],
        at=instant(row["at"]),
        last_at=instant(row["last_at"]),
        times=row["times"],
        status=row["status"],
        body_hash=row["body_hash"],
        answer=row["answer"].encode(),
    )


def _subscription(row: Row) -> Subscription:
    return Subscription(
        source_id=row["source_id"],
        token=row["token"],
        secret=row["secret"],
        hub=row["hub"],
        topic=row["topic"],
        state=row["state"],
        requested_at=instant(row["requested_at"]),
        lease_until=instant(row["lease_until"]) if row["lease_until"] else None,
    )
