"""The store's part of alerts: watches, notices, and the outbox they wait in."""

from __future__ import annotations

import msgspec

from tawatur.model import Delivery, Notice, Watch
from tawatur.store.rows import Rows, as_json, written


class AlertingRows(Rows):
    """What alerting remembers."""

    def add_watch(self, watch: Watch) -> None:
        self.changed("add_watch", id=watch.id, watch=as_json(watch))

    def stop_watch(self, watch_id: str) -> bool:
        """False when there is no such watch, or it was stopped before."""
        return bool(self.rows("stop_watch", id=watch_id))

    def watches(self) -> list[Watch]:
        return [msgspec.json.decode(row["watch"], type=Watch) for row in self.rows("watches")]

    def watch(self, watch_id: str) -> Watch | None:
        for row in self.rows("watch", id=watch_id):
            return msgspec.json.decode(row["watch"], type=Watch)
        return None

    def save_notice(self, notice: Notice, channel: str) -> bool:
        """Put a notice and its delivery into the outbox; False when that watch was told already."""
        new = bool(
            self.rows(
                "save_notice",
                id=notice.id,
                watch_id=notice.watch_id,
                story_id=notice.story_id,
                development_key=notice.development_key,
                at=written(notice.at),
                notice=as_json(notice),
            )
        )
        if new:
            self.save_delivery(
                Delivery(notice_id=notice.id, channel=channel, state="waiting")  # type: ignore[arg-type]
            )
        return new

    def notices(self, limit: int = 50) -> list[Notice]:
        """The newest first."""
        return [
            msgspec.json.decode(row["notice"], type=Notice)
            for row in self.rows("notices", limit=limit)
        ]

    def save_delivery(self, delivery: Delivery) -> None:
        self.changed(
            "save_delivery",
            notice_id=delivery.notice_id,
            channel=delivery.channel,
            state=delivery.state,
            attempts=delivery.attempts,
            last_error=delivery.last_error,
            delivered_at=written(delivery.delivered_at) if delivery.delivered_at else None,
        )

    def waiting_deliveries(self, limit: int = 100) -> list[tuple[Notice, Delivery]]:
        return [
            (
                notice := msgspec.json.decode(row["notice"], type=Notice),
                Delivery(
                    notice_id=notice.id,
                    channel=row["channel"],
                    state="waiting",
                    attempts=row["attempts"],
                ),
            )
            for row in self.rows("waiting_deliveries", limit=limit)
        ]
