"""The store's part of watching outlets: sources, addresses met, looks at known pages, failures."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tawatur.model import Failure, Hints, Source
from tawatur.store.rows import Rows, as_json, written


class WatchingRows(Rows):
    """What watching remembers."""

    def link_is_due(self, url: str, now: datetime) -> bool:
        """False for an address that was read already, or failed and must wait or be left alone."""
        for row in self.rows("link", url=url):
            if row["article_id"]:
                return False
            return bool(row["next_try_at"] and row["next_try_at"] <= written(now))
        return True

    def link_tries(self, url: str) -> int:
        return next((int(row["tries"]) for row in self.rows("link", url=url)), 0)

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

    def articles_to_look_at(self, now: datetime, limit: int) -> list[tuple[str, str, int, Hints]]:
        """(article id, page address, looks so far, the hints its page came with) of articles
        whose page is due for another look."""
        return [
            (
                row["id"],
                row["page_url"],
                row["looks"],
                msgspec.json.decode(row["hints"], type=Hints),
            )
            for row in self.rows("articles_to_look_at", now=written(now), limit=limit)
        ]

    def looked_at(self, article_id: str, next_look_at: datetime | None) -> None:
        self.changed(
            "looked_at", id=article_id, look_at=written(next_look_at) if next_look_at else None
        )

    def save_source(self, source: Source) -> None:
        self.changed(
            "save_source",
            id=source.id,
            url=source.url,
            next_poll_at=written(source.next_poll_at) if source.next_poll_at else None,
            source=as_json(source),
        )

    def sources(self) -> list[Source]:
        return [msgspec.json.decode(row["source"], type=Source) for row in self.rows("sources")]

    def sources_due(self, now: datetime) -> list[Source]:
        rows = self.rows("sources_due", now=written(now))
        return [msgspec.json.decode(row["source"], type=Source) for row in rows]

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
