"""WebSub: asking hubs to tell us of new entries, and taking in what they tell.

A hub that was asked calls back twice: a GET to see that we asked (its challenge is given back
only for a subscription that we hold), then a POST with each new content, signed with the secret
that we gave it. What is not signed so is thrown away without a word of it, as the standard asks:
the answer is the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from tawatur.errors import InputError
from tawatur.fetch.http import Fetches
from tawatur.fetch.websub import LEASE_SECONDS, is_signed, subscription_form
from tawatur.model import Source
from tawatur.settings import Settings
from tawatur.store.watching import Subscription, WatchingRows

# A hub that did not confirm within the hour is asked again; one that refused, after a day.
_ASK_AGAIN_AFTER = timedelta(hours=1)
_AFTER_REFUSAL = timedelta(days=1)
# Renewed when a tenth of the lease is left, at least an hour before its end.
_RENEW_SHARE = 0.1
_RENEW_AT_LEAST = timedelta(hours=1)


class Hubs:
    """Subscriptions over one store."""

    def __init__(self, store: WatchingRows, settings: Settings) -> None:
        self.store = store
        self.settings = settings

    # ---------------------------------------------------------------- we ask

    def subscribe_where_due(self, source: Source, fetcher: Fetches, now: datetime) -> None:
        """Ask a source's hub to push, or to go on pushing, when that is due. Never raises for
        what a hub does: then the source is simply polled."""
        if not self.settings.websub_callback or not source.hub:
            return
        topic = source.topic or source.address
        known = self.store.subscription(source.id)
        if known and known.hub == source.hub and known.topic == topic and not _is_due(known, now):
            return
        made = Subscription(
            source_id=source.id,
            token=known.token if known else secrets.token_urlsafe(24),
            secret=known.secret if known else secrets.token_urlsafe(32),
            hub=source.hub,
            topic=topic,
            state=known.state if known and known.state == "on" else "asked",
            requested_at=now,
            lease_until=known.lease_until if known else None,
        )
        # Before the request: the hub may call back before it answers.
        with self.store.transaction():
            self.store.save_subscription(made)
        callback = f"{self.settings.websub_callback.rstrip('/')}/websub/{made.token}"
        try:
            accepted = fetcher.post(
                source.hub, subscription_form(topic, callback, made.secret)
            ) in (200, 202, 204)
        except InputError:
            accepted = False
        if not accepted:
            with self.store.transaction():
                latest = self.store.subscription(source.id)
                if latest is not None and latest.requested_at == now:
                    self.store.save_subscription(
                        msgspec.structs.replace(latest, state="refused", lease_until=None)
                    )

    # ---------------------------------------------------------------- hubs ask and tell

    def confirm(self, token: str, query: Mapping[str, str], now: datetime) -> str | None:
        """A hub's GET: the challenge to give back, None for what we did not ask."""
        known = self.store.subscription_by_token(token)
        if known is None:
            return None
        mode = query.get("hub.mode")
        if mode == "denied":
            self._end(known, "refused")
            return ""
        if query.get("hub.topic") != known.topic or not query.get("hub.challenge"):
            return None
        if mode != "subscribe":
            return None  # we never ask to unsubscribe: a removed source has no token
        try:
            seconds = int(query.get("hub.lease_seconds") or LEASE_SECONDS)
        except ValueError:
            return None
        until = now + timedelta(seconds=min(max(seconds, 60), 10 * LEASE_SECONDS))
        with self.store.transaction():
            self.store.save_subscription(
                msgspec.structs.replace(known, state="on", lease_until=until)
            )
            source = self.store.source(known.source_id)
            if source is not None:
                self.store.save_source(msgspec.structs.replace(source, pushed_until=until))
        return query["hub.challenge"]

    def _end(self, known: Subscription, state: str) -> None:
        with self.store.transaction():
            self.store.save_subscription(
                msgspec.structs.replace(known, state=state, lease_until=None)
            )
            source = self.store.source(known.source_id)
            if source is not None:
                self.store.save_source(msgspec.structs.replace(source, pushed_until=None))

    def take(
        self, token: str, signature: str | None, media_type: str, body: bytes, now: datetime
    ) -> bool | None:
        """A hub's POST: None for no such subscription; True when it was kept for the next round,
        False when its signature is not ours."""
        known = self.store.subscription_by_token(token)
        if known is None:
            return None
        if not is_signed(body, signature, known.secret):
            return False
        with self.store.transaction():
            self.store.save_pushed(known.source_id, now, media_type, body)
        return True


def _is_due(known: Subscription, now: datetime) -> bool:
    if known.state == "on" and known.lease_until is not None:
        left = known.lease_until - now
        lease = known.lease_until - known.requested_at
        return left <= max(_RENEW_AT_LEAST, lease * _RENEW_SHARE) and (
            now - known.requested_at >= min(_ASK_AGAIN_AFTER, lease / 2)
        )
    wait = _AFTER_REFUSAL if known.state == "refused" else _ASK_AGAIN_AFTER
    return now - known.requested_at >= wait
