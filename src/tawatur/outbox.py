"""From the outbox to the inbox: every waiting delivery tried, and how it stands afterwards."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tawatur.alert.mail import compose_mail
from tawatur.alert.maildir import deliver
from tawatur.errors import SettingError
from tawatur.model import Delivery, Notice
from tawatur.store import Store


class Outbox:
    """Delivers what the desk wrote down to be told."""

    def __init__(self, store: Store, base_url: str) -> None:
        self.store = store
        self.base_url = base_url

    def deliver(self, maildir: Path, now: datetime) -> int:
        """Carry what waits in the outbox to the Maildir. Returns how many were delivered."""
        delivered = 0
        for notice, delivery in self.store.waiting_deliveries():
            outcome = self._delivered(notice, delivery, maildir, now)
            delivered += outcome.state == "delivered"
            with self.store.transaction():
                self.store.save_delivery(outcome)
        return delivered

    def _delivered(
        self, notice: Notice, delivery: Delivery, maildir: Path, now: datetime
    ) -> Delivery:
        """Try one delivery; how it stands afterwards."""

        def now_stands(state: str, error: str | None = None) -> Delivery:
            return Delivery(
                notice_id=notice.id,
                channel=delivery.channel,
                state=state,  # type: ignore[arg-type]
                attempts=delivery.attempts + 1,
                last_error=error,
                delivered_at=now if state == "delivered" else None,
            )

        watch = self.store.watch(notice.watch_id)
        dossier = self.store.dossier(notice.story_id)
        developments = dossier.developments if dossier else ()
        development = next((d for d in developments if d.key == notice.development_key), None)
        if watch is None or dossier is None or development is None:
            return now_stands("dead", "its watch, story or development is gone")
        try:
            deliver(compose_mail(notice, watch, dossier, development, self.base_url), maildir)
        except SettingError as error:  # no mail can ever go to that address
            return now_stands("dead", str(error))
        except OSError as error:  # the disk is full, the folder is gone: tried again next time
            return now_stands("waiting", str(error))
        return now_stands("delivered")
