"""The store's part of alerts: watches, notices, the outbox they wait in, and subscribers.

Addresses are looked up case-folded. ``who`` is an address or a network as a keyed hash: what is
kept of it outlives the address itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

import msgspec

from tawatur.model import Delivery, Development, Notice, Subscriber, Watch
from tawatur.store.rows import Row, Rows, as_json, instant, written
from tawatur.text import stable_id


class Waiting(NamedTuple):
    """A notice in the outbox: its number there, and why it waits if it was looked at before."""

    number: int
    notice: Notice
    look_at: datetime | None
    held: str | None


class Sent(NamedTuple):
    """A mail about a story that went to a watch."""

    watch_id: str
    message_id: str
    at: datetime


class SignUp(NamedTuple):
    """A sign-up that waits for its confirmation."""

    id: str
    address: str
    watch: Watch
    made_at: datetime
    expires_at: datetime
    confirmed_at: datetime | None


class Channel(NamedTuple):
    """A server that did not answer, and from when it is tried again."""

    name: str
    failures: int
    next_try_at: datetime
    last_error: str


class Hold(NamedTuple):
    """Why nothing is sent to an address."""

    reason: Literal["bounced", "complained"]
    at: datetime
    detail: str


def address_key(address: str) -> str:
    """What two writings of one address have in common."""
    return address.strip().casefold()


def subscriber_id(address: str) -> str:
    return stable_id("subscriber", address_key(address), length=16)


class AlertingRows(Rows):
    """What alerting remembers."""

    # ---------------------------------------------------------------- watches

    def add_watch(self, watch: Watch, subscriber: Subscriber | None = None) -> None:
        """Add a watch, or put it in the place of the one with its id.

        A watch that sends e-mail belongs to the subscriber with that address, made by the
        operator unless ``subscriber`` says otherwise. One that is known keeps its confirmation.
        """
        owner = None
        if watch.channel == "email":
            owner = subscriber_id(watch.address)
            if self.subscriber(owner) is None:
                made = subscriber or Subscriber(
                    id=owner, address=watch.address, confirmed_at=watch.created_at
                )
                self.changed(
                    "save_subscriber",
                    id=owner,
                    address=made.address,
                    address_key=address_key(made.address),
                    subscriber=as_json(made),
                )
        self.changed("add_watch", id=watch.id, watch=as_json(watch), subscriber_id=owner)
        self.changed("look_again", watch_id=watch.id)
        self.changed("watches_changed")

    def stop_watch(self, watch_id: str) -> bool:
        """What waits for it is dropped. False when there is no such watch, or it was stopped."""
        stopped = bool(self.rows("stop_watch", id=watch_id))
        if stopped:
            self.changed("drop_waiting_notices", watch_id=watch_id)
            self.changed("watches_changed")
        return stopped

    def watches(self) -> list[Watch]:
        """Those that are on."""
        return [_watch(row) for row in self.rows("watches")]

    def watch(self, watch_id: str) -> Watch | None:
        """A watch by its id, stopped or not."""
        for row in self.rows("watch", id=watch_id):
            return _watch(row)
        return None

    def watch_is_on(self, watch_id: str) -> bool:
        return any(not row["stopped"] for row in self.rows("watch", id=watch_id))

    def watches_by_ids(self, watch_ids: Iterable[str]) -> dict[str, Watch]:
        """Those of them that are on."""
        found = (_watch(row) for row in self.rows("watches_by_ids", ids=as_json(list(watch_ids))))
        return {watch.id: watch for watch in found}

    def watches_number(self) -> int:
        """Another number than before when any watch was changed since."""
        return int(self.rows("watch_changes")[0]["number"])

    def topic_vectors(self, model: str) -> dict[tuple[str, str], bytes]:
        """Vectors of watched topics, by (words, language)."""
        return {
            (row["words"], row["language"]): bytes(row["vector"])
            for row in self.rows("topic_vectors", model=model)
        }

    def save_topic_vector(self, words: str, language: str, model: str, vector: bytes) -> None:
        self.changed(
            "save_topic_vector", words=words, language=language, model=model, vector=vector
        )

    # ---------------------------------------------------------------- growth

    def save_growth(self, story_id: str, newest_at: datetime, origins_an_hour: int) -> None:
        """How many independent origins a story had in its fastest hour."""
        self.changed(
            "save_growth",
            story_id=story_id,
            newest_at=written(newest_at),
            origins_an_hour=origins_an_hour,
        )

    def usual_growth(self, since: datetime, until: datetime, but: str) -> tuple[float, int]:
        """(mean of the fastest hours, number of stories) of the stories but one whose newest
        article was first seen in the time."""
        row = self.rows("usual_growth", since=written(since), until=written(until), but=but)[0]
        return float(row["usual"] or 0.0), int(row["stories"])

    # ---------------------------------------------------------------- notices

    def save_notice(self, notice: Notice, state: str = "waiting") -> bool:
        """Put a notice into the outbox; False when that watch was told already."""
        return bool(
            self.rows(
                "save_notice",
                id=notice.id,
                watch_id=notice.watch_id,
                story_id=notice.story_id,
                development_key=notice.development_key,
                content=notice.content or notice.development_key,
                article_id=notice.article_id,
                at=written(notice.at),
                notice=as_json(notice),
                state=state,
            )
        )

    def save_told_development(self, development: Development) -> None:
        self.changed("save_told_development", key=development.key, development=as_json(development))

    def told_development(self, key: str) -> Development | None:
        for row in self.rows("told_development", key=key):
            return msgspec.json.decode(row["development"], type=Development)
        return None

    def told_watches(self, story_id: str) -> set[str]:
        """The watches that were told anything of a story."""
        return {row["watch_id"] for row in self.rows("told_watches", story_id=story_id)}

    def told_elsewhere(self, story_id: str, article_ids: Sequence[str]) -> set[tuple[str, str]]:
        """(watch, content) and (watch, article) of notices about these articles that were written
        when they stood in another story."""
        found = self.rows(
            "told_elsewhere", story_id=story_id, article_ids=as_json(list(article_ids))
        )
        return {(r["watch_id"], r["content"]) for r in found} | {
            (r["watch_id"], r["article_id"]) for r in found
        }

    def merged_into(self, story_id: str) -> list[str]:
        """The ids of the stories that went into this one."""
        return [row["id"] for row in self.rows("stories_merged_into", story_id=story_id)]

    def notices(self, limit: int = 50) -> list[Notice]:
        """The newest first."""
        return [_notice(row) for row in self.rows("notices", limit=limit)]

    def notices_of_watch(self, watch_id: str, limit: int = 50) -> list[Notice]:
        """The newest first."""
        return [
            _notice(row) for row in self.rows("notices_of_watch", watch_id=watch_id, limit=limit)
        ]

    def notices_of_delivery(self, delivery_id: str) -> list[Notice]:
        """In the order in which they were written."""
        return [_notice(row) for row in self.rows("notices_of_delivery", delivery_id=delivery_id)]

    def watches_with_due_notices(self, now: datetime, limit: int, after: str = "") -> list[str]:
        """In the order of their ids, those behind ``after``."""
        found = self.rows("watches_with_due_notices", now=written(now), limit=limit, after=after)
        return [row["watch_id"] for row in found]

    def waiting_notices(self, watch_ids: Sequence[str]) -> list[Waiting]:
        """All that waits for these watches, due or not, by watch and in order."""
        return [
            Waiting(row["number"], _notice(row), _instant(row["look_at"]), row["held"])
            for row in self.rows("waiting_notices", watch_ids=as_json(list(watch_ids)))
        ]

    def hold_notice(self, number: int, look_at: datetime, held: str) -> None:
        self.changed("hold_notice", number=number, look_at=written(look_at), held=held)

    def take_notice(self, number: int, delivery_id: str) -> None:
        self.changed("take_notice", number=number, delivery_id=delivery_id)

    def drop_waiting_notices(self, watch_id: str) -> None:
        self.changed("drop_waiting_notices", watch_id=watch_id)

    # ---------------------------------------------------------------- deliveries

    def add_delivery(
        self, delivery: Delivery, *, holder: str | None = None, lease_until: datetime | None = None
    ) -> bool:
        """False when there is one with this id."""
        return bool(
            self.changed(
                "add_delivery",
                id=delivery.id,
                message_id=delivery.message_id,
                kind=delivery.kind,
                channel=delivery.channel,
                address=delivery.address,
                state=delivery.state,
                made_at=written(delivery.made_at),
                watch_id=delivery.watch_id,
                story_id=delivery.story_id,
                next_try_at=_written(delivery.next_try_at),
                lease_until=_written(lease_until),
                holder=holder,
            )
        )

    def lease_delivery(self, delivery_id: str, holder: str, lease_until: datetime) -> bool:
        return bool(
            self.rows(
                "lease_delivery", id=delivery_id, holder=holder, lease_until=written(lease_until)
            )
        )

    def delivery_outcome(self, delivery: Delivery) -> None:
        """How a delivery stands after it was tried; its lease ends."""
        self.changed(
            "delivery_outcome",
            id=delivery.id,
            state=delivery.state,
            attempts=delivery.attempts,
            next_try_at=_written(delivery.next_try_at),
            last_error=delivery.last_error,
            delivered_at=_written(delivery.delivered_at),
        )

    def deliveries_due(self, now: datetime, limit: int) -> list[Delivery]:
        found = self.rows("deliveries_due", now=written(now), limit=limit)
        return [_delivery(row) for row in found]

    def deliveries_leased(self) -> list[tuple[str, datetime, str]]:
        """(id, end of the lease, holder) of what processes have taken."""
        return [
            (row["id"], instant(row["lease_until"]), row["holder"])
            for row in self.rows("deliveries_leased")
        ]

    def release_delivery(self, delivery_id: str) -> None:
        self.changed("release_delivery", id=delivery_id)

    def delivery(self, delivery_id: str) -> Delivery | None:
        for row in self.rows("delivery", id=delivery_id):
            return _delivery(row)
        return None

    def delivery_by_message_id(self, message_id: str) -> Delivery | None:
        for row in self.rows("delivery_by_message_id", message_id=message_id):
            return _delivery(row)
        return None

    def deliveries(self, state: str | None = None, limit: int = 50) -> list[Delivery]:
        """The newest first; with ``dead``, the dead letters."""
        return [_delivery(row) for row in self.rows("deliveries", state=state, limit=limit)]

    def revive_deliveries(self, delivery_id: str | None = None) -> int:
        """Dead letters are to be tried again: one, or all of them."""
        return len(self.rows("revive_delivery", id=delivery_id))

    def sent_of_story(self, story_id: str, watch_ids: Sequence[str]) -> list[Sent]:
        """The mails about a story that went to these watches, the oldest first."""
        found = self.rows("sent_of_story", story_id=story_id, watch_ids=as_json(list(watch_ids)))
        return [Sent(r["watch_id"], r["message_id"], instant(r["delivered_at"])) for r in found]

    def sent_since(self, watch_id: str, since: datetime) -> int:
        return int(self.rows("sent_since", watch_id=watch_id, since=written(since))[0]["sent"])

    def channel(self, name: str) -> Channel | None:
        return next((_channel(name, row) for row in self.rows("channel", name=name)), None)

    def channels(self) -> list[Channel]:
        """The servers that did not answer when they were last tried."""
        return [_channel(row["name"], row) for row in self.rows("channels")]

    def channel_failed(self, channel: Channel) -> None:
        self.changed(
            "channel_failed",
            name=channel.name,
            failures=channel.failures,
            next_try_at=written(channel.next_try_at),
            last_error=channel.last_error,
        )

    def channel_answered(self, name: str) -> None:
        self.changed("channel_answered", name=name)

    # ---------------------------------------------------------------- subscribers, sign-ups

    def subscriber(self, subscriber_id: str) -> Subscriber | None:
        for row in self.rows("subscriber", id=subscriber_id):
            return msgspec.json.decode(row["subscriber"], type=Subscriber)
        return None

    def subscriber_by_address(self, address: str) -> Subscriber | None:
        for row in self.rows("subscriber_by_address", address_key=address_key(address)):
            return msgspec.json.decode(row["subscriber"], type=Subscriber)
        return None

    def subscribers(self, limit: int = 1_000_000) -> list[Subscriber]:
        return [
            msgspec.json.decode(row["subscriber"], type=Subscriber)
            for row in self.rows("subscribers", limit=limit)
        ]

    def watches_of_subscriber(self, subscriber_id: str) -> list[Watch]:
        found = self.rows("watches_of_subscriber", subscriber_id=subscriber_id)
        return [_watch(row) for row in found]

    def add_sign_up(self, sign_up: SignUp) -> None:
        self.changed(
            "add_sign_up",
            id=sign_up.id,
            address=sign_up.address,
            watch=as_json(sign_up.watch),
            made_at=written(sign_up.made_at),
            expires_at=written(sign_up.expires_at),
        )

    def sign_up(self, sign_up_id: str) -> SignUp | None:
        return next((_sign_up(row) for row in self.rows("sign_up", id=sign_up_id)), None)

    def sign_up_by_token(self, token_hash: str) -> tuple[str, SignUp] | None:
        """The hash as it is stored, to be compared, and the sign-up."""
        for row in self.rows("sign_up_by_token", hash=token_hash):
            return row["hash"], _sign_up(row)
        return None

    def add_token(self, token_hash: str, sign_up_id: str) -> None:
        self.changed("add_token", hash=token_hash, sign_up_id=sign_up_id)

    def confirm_sign_up(self, sign_up: SignUp, at: datetime) -> None:
        """The watch is on from now; a second confirmation changes nothing."""
        if sign_up.confirmed_at is not None:
            return
        subscriber = Subscriber(
            id=subscriber_id(sign_up.address),
            address=sign_up.address,
            confirmed_at=at,
            by="confirmation",
        )
        self.add_watch(sign_up.watch, subscriber)
        self.changed("confirm_sign_up", id=sign_up.id, at=written(at))

    def expire_sign_ups(self, now: datetime) -> None:
        """Forget sign-ups whose time is over, with everything that hangs on them."""
        for query in ("expire_confirmations", "expire_tokens", "expire_sign_ups"):
            self.changed(query, now=written(now))

    def knock(self, who: str, at: datetime) -> None:
        self.changed("add_knock", at=written(at), who=who)

    def knocks(self, who: str, since: datetime) -> int:
        return int(self.rows("knocks", who=who, since=written(since))[0]["knocks"])

    def expire_knocks(self, since: datetime) -> None:
        self.changed("expire_knocks", since=written(since))

    # ---------------------------------------------------------------- what came back

    def hold(self, who: str) -> Hold | None:
        for row in self.rows("hold", who=who):
            return Hold(row["reason"], instant(row["at"]), row["detail"])
        return None

    def add_hold(self, who: str, hold: Hold) -> None:
        self.changed(
            "add_hold", who=who, reason=hold.reason, at=written(hold.at), detail=hold.detail
        )

    def lift_hold(self, who: str) -> bool:
        """The address starts anew. False when nothing was held."""
        self.changed("forget_bounces", who=who)
        return bool(self.rows("lift_hold", who=who))

    def add_bounce(
        self,
        who: str,
        at: datetime,
        kind: str,
        *,
        status: str | None,
        delivery_id: str,
        detail: str,
    ) -> bool:
        """False when this one is known."""
        return bool(
            self.rows(
                "add_bounce",
                who=who,
                at=written(at),
                kind=kind,
                status=status,
                delivery_id=delivery_id,
                detail=detail,
            )
        )

    def bounces(self, who: str) -> list[dict[str, Any]]:
        """The oldest first; ``at`` is an instant."""
        return [{**dict(row), "at": instant(row["at"])} for row in self.rows("bounces", who=who)]

    # ---------------------------------------------------------------- a person's data

    def data_of(self, address: str) -> dict[str, Any]:
        """Everything that is kept under an address."""
        subscriber = self.subscriber_by_address(address)
        watches = self.watches_of_subscriber(subscriber.id) if subscriber else []
        key = address_key(address)
        return {
            "subscriber": subscriber,
            "watches": watches,
            "notices": [n for w in watches for n in self.notices_of_watch(w.id, 1_000_000)],
            "deliveries": [_delivery(row) for row in self.rows("deliveries_to", address_key=key)],
            "sign_ups": [
                {
                    "watch": _watch(row),
                    "made_at": instant(row["made_at"]),
                    "expires_at": instant(row["expires_at"]),
                    "confirmed_at": _instant(row["confirmed_at"]),
                }
                for row in self.rows("sign_ups_of", address_key=key)
            ],
        }

    def erase(self, address: str) -> int:
        """Forget everything under an address; how many watches that were. What stays is the
        keyed hash of an address nothing may be sent to."""
        key, owner = address_key(address), subscriber_id(address)
        self.changed("erase_tokens", address_key=key)
        self.changed("erase_sign_ups", address_key=key)
        self.changed("erase_deliveries", address_key=key)
        self.changed("erase_notices", subscriber_id=owner)
        erased = self.changed("erase_watches", subscriber_id=owner)
        self.changed("erase_subscriber", subscriber_id=owner)
        self.changed("watches_changed")
        return erased

    # ---------------------------------------------------------------- keys

    def key(self, name: str, made: bytes) -> bytes:
        """The key of this name; ``made`` becomes it when there is none yet."""
        for row in self.rows("key", name=name):
            return bytes(row["value"])
        self.changed("add_key", name=name, value=made)
        return bytes(self.rows("key", name=name)[0]["value"])


def _watch(row: Row) -> Watch:
    return msgspec.json.decode(row["watch"], type=Watch)


def _notice(row: Row) -> Notice:
    """As it was written, but in the story where it now is and with the mail that carried it."""
    notice = msgspec.json.decode(row["notice"], type=Notice)
    return msgspec.structs.replace(
        notice, story_id=row["story_id"], message_id=row["message_id"] or notice.message_id
    )


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"],
        message_id=row["message_id"],
        kind=row["kind"],
        channel=row["channel"],
        address=row["address"],
        state=row["state"],
        made_at=instant(row["made_at"]),
        watch_id=row["watch_id"],
        story_id=row["story_id"],
        attempts=row["attempts"],
        next_try_at=_instant(row["next_try_at"]),
        last_error=row["last_error"],
        delivered_at=_instant(row["delivered_at"]),
    )


def _sign_up(row: Row) -> SignUp:
    return SignUp(
        row["id"],
        row["address"],
        _watch(row),
        instant(row["made_at"]),
        instant(row["expires_at"]),
        _instant(row["confirmed_at"]),
    )


def _channel(name: str, row: Row) -> Channel:
    return Channel(name, row["failures"], instant(row["next_try_at"]), row["last_error"])


def _instant(text: str | None) -> datetime | None:
    return instant(text) if text else None


def _written(at: datetime | None) -> str | None:
    return written(at) if at else None
