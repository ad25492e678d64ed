"""The outbox: what is to be told is written down with the development, and carried from here.

    telling.py    into the outbox, in the transaction of the development
    this file     out of it: what may go at ``now`` is gathered, taken, carried, and marked
    carriers.py   Maildir, SMTP, webhooks, messengers
    signing.py    DKIM

A notice waits until its watch may be told (``alert.schedule``). Then a *delivery* takes it, alone
or with others, in one transaction: from there on its Message-ID stands. A process holds a lease on
what it has taken; each mail is marked as soon as it was accepted, so that a process killed at any
moment leaves at most one mail that goes out twice, with one Message-ID. ``now`` decides
everything but leases, which are about processes and go by the wall clock.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

from tawatur.alert import hooks, schedule
from tawatur.alert.links import Keys, new_token, secret_key, token_hash
from tawatur.alert.mail import (
    Draft,
    Envelope,
    draft_confirmation,
    draft_digest,
    draft_story,
    write,
)
from tawatur.alert.returns import Returned, judge
from tawatur.alert.words import about_watch, headline_of
from tawatur.errors import SettingError, StoreError
from tawatur.model import Delivery, Development, Dossier, Notice, Watch
from tawatur.outbox.carriers import (
    IntoMaildir,
    MailCarrier,
    Outcome,
    OverSmtp,
    Post,
    notify,
    post_webhook,
)
from tawatur.outbox.signing import signer
from tawatur.outbox.telling import Alerts
from tawatur.settings import Settings
from tawatur.store import Store
from tawatur.store.alerting import Channel, Hold, Sent, SignUp, Waiting

__all__ = ["Alerts", "Outbox", "keys_of"]

# Watches looked at and mails taken at a time: what a killed process leaves to be freed.
_BATCH = 200
_LEASE = timedelta(minutes=10)
# A mail refused for now (4xx): as mail servers do (RFC 5321, 4.5.4.1 asks for 30 minutes between
# attempts and four to five days; news is told earlier or not at all).
_MAIL_AGAIN = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440))
# The schedule that the Standard Webhooks specification proposes.
_WEBHOOK_AGAIN = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20),
    timedelta(hours=24),
)  # fmt: skip
# A server that does not answer: five seconds, doubled up to a quarter of an hour.
_SERVER_AGAIN = timedelta(seconds=5)
_SERVER_AGAIN_AT_MOST = timedelta(minutes=15)
_KNOCKS_KEPT = timedelta(days=1)
# Each try waits as long as the store does (30 s).
_MARK_TRIES = 5
# Stories kept in memory while mails about them are written.
_STORIES_KEPT = 64


def keys_of(store: Store, settings: Settings) -> Keys:
    """What signs this desk's links."""
    return Keys(secret_key(settings, store.key))


class _Parcel(NamedTuple):
    """A delivery that this process holds, with what it carries."""

    delivery: Delivery
    watch: Watch | None
    notices: Sequence[Notice]
    sign_up: SignUp | None
    lease_until: datetime


@dataclass
class _Round:
    """One call of ``deliver``: what was read and written once for all its mails."""

    now: datetime
    base_url: str
    keys: Keys
    carrier: MailCarrier
    drafts: dict[tuple[object, ...], Draft] = field(default_factory=dict)
    dossiers: dict[str, Dossier | None] = field(default_factory=dict)
    developments: dict[str, Development | None] = field(default_factory=dict)
    threads: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)


class Outbox:
    """Delivers what the desk wrote down to be told.

    Args:
        base_url: where the pages are served, unless the settings say otherwise.
        post: posts webhooks; without it they wait.
        clock: the wall clock, for leases.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        base_url: str,
        *,
        post: Post | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if settings.smtp_starttls not in ("auto", "always", "never"):
            raise SettingError(f"smtp_starttls {settings.smtp_starttls!r}: auto, always or never")
        self._store = store
        self._settings = settings
        self._base_url = (settings.base_url or base_url).rstrip("/")
        self._post = post
        self._clock = clock
        self._holder = _this_process()

    def deliver(self, maildir: Path, now: datetime) -> int:
        """Send everything that may go at ``now``. Returns how many mails and messages went."""
        self._sweep(now)
        store, sent = self._store, 0
        with ExitStack() as stack:
            turn: _Round | None = None
            for parcels in self._taken(now):
                if turn is None:
                    sign = signer(self._settings)
                    carrier: MailCarrier = (
                        OverSmtp(self._settings, sign)
                        if self._settings.smtp_host
                        else IntoMaildir(maildir, sign)
                    )
                    keys = keys_of(store, self._settings)
                    turn = _Round(now, self._base_url, keys, stack.enter_context(carrier))
                sent += self._carry_all(parcels, turn)
        return sent

    # ------------------------------------------------------------------ taking

    def _sweep(self, now: datetime) -> None:
        """Forget sign-ups whose time is over; free what dead processes held."""
        store, wall = self._store, self._clock()
        left = [
            id
            for id, lease_until, holder in store.deliveries_leased()
            if lease_until <= wall or _is_dead(holder, self._holder)
        ]
        with store.transaction():
            store.expire_sign_ups(now)
            store.expire_knocks(now - _KNOCKS_KEPT)
            for id in left:
                store.release_delivery(id)

    def _down(self, now: datetime) -> set[str]:
        return {c.name for c in self._store.channels() if c.next_try_at > now}

    def _taken(self, now: datetime) -> Iterator[list[_Parcel]]:
        """Batches of what may go, each taken in one transaction just before it is carried."""
        while due := [
            d for d in self._store.deliveries_due(now, _BATCH) if d.channel not in self._down(now)
        ]:
            parcels = self._leased(due)
            if not parcels:
                break
            yield parcels
        last = ""
        while ids := self._store.watches_with_due_notices(now, _BATCH, last):
            last = ids[-1]
            if parcels := self._gathered(ids, now):
                yield parcels

    def _leased(self, due: Iterable[Delivery]) -> list[_Parcel]:
        """Deliveries that were tried before, and confirmations."""
        store, parcels = self._store, []
        lease_until = self._clock() + _LEASE
        with store.transaction():
            for delivery in due:
                if not store.lease_delivery(delivery.id, self._holder, lease_until):
                    continue
                sign_up = store.sign_up(delivery.id) if delivery.kind == "confirmation" else None
                watch = store.watch(delivery.watch_id) if delivery.watch_id else None
                notices = store.notices_of_delivery(delivery.id)
                parcels.append(_Parcel(delivery, watch, notices, sign_up, lease_until))
        return parcels

    def _gathered(self, watch_ids: Sequence[str], now: datetime) -> list[_Parcel]:
        """What waits for these watches and may go, gathered into deliveries; the rest is held."""
        store, down = self._store, self._down(now)
        parcels: list[_Parcel] = []
        lease_until = self._clock() + _LEASE
        with store.transaction():
            watches = store.watches_by_ids(watch_ids)
            for gone in sorted(set(watch_ids) - set(watches)):
                store.drop_waiting_notices(gone)
            waiting = [w for w in store.waiting_notices(watch_ids) if w.notice.watch_id in watches]
            history = self._history(waiting)
            for watch_id, ones in groupby(waiting, key=lambda w: w.notice.watch_id):
                watch = watches[watch_id]
                if watch.channel in down or (watch.channel == "webhook" and self._post is None):
                    continue
                for group in self._may_go(watch, list(ones), history, now):
                    delivery = _delivery_of(watch, [w.notice for w in group], now)
                    if not store.add_delivery(
                        delivery, holder=self._holder, lease_until=lease_until
                    ):
                        continue
                    for one in group:
                        store.take_notice(one.number, delivery.id)
                    notices = [one.notice for one in group]
                    parcels.append(_Parcel(delivery, watch, notices, None, lease_until))
        return parcels

    def _history(self, waiting: Sequence[Waiting]) -> dict[tuple[str, str], list[Sent]]:
        """The mails that went before, by (watch, story)."""
        by_story: dict[str, list[str]] = {}
        for one in waiting:
            by_story.setdefault(one.notice.story_id, []).append(one.notice.watch_id)
        found: dict[tuple[str, str], list[Sent]] = {}
        for story_id, watch_ids in by_story.items():
            for sent in self._store.sent_of_story(story_id, watch_ids):
                found.setdefault((sent.watch_id, story_id), []).append(sent)
        return found

    def _may_go(
        self,
        watch: Watch,
        waiting: list[Waiting],
        history: dict[tuple[str, str], list[Sent]],
        now: datetime,
    ) -> Iterator[list[Waiting]]:
        """The groups of one watch's notices that may go; what may not is held until it may."""
        sent_today = 0
        if watch.daily_cap is not None:
            sent_today = self._store.sent_since(watch.id, schedule.day_start(watch, now))
        # What waited for the end of silence or for the next day comes as one.
        silenced = any(
            w.held in ("quiet", "cap") and w.look_at and w.look_at <= now for w in waiting
        )
        as_one = bool(watch.digest) or silenced
        groups: dict[str, list[Waiting]] = {}
        for one in waiting:
            groups.setdefault("" if as_one else one.notice.story_id, []).append(one)
        for group in groups.values():
            told_of = () if as_one else history.get((watch.id, group[0].notice.story_id), ())
            verdict = schedule.when(
                watch,
                min(w.notice.at for w in group),
                now,
                correction=any(w.notice.kind == "correction" for w in group),
                sent_of_story=[sent.at for sent in told_of],
                sent_today=sent_today,
            )
            if verdict.at <= now:
                sent_today += 1
                yield group
            else:
                for one in group:
                    # Why it waits stays: what silence held comes gathered, whatever holds it next.
                    held = "quiet" if one.held in ("quiet", "cap") else verdict.why
                    self._store.hold_notice(one.number, verdict.at, held)

    # ------------------------------------------------------------------ carrying

    def _carry_all(self, parcels: Sequence[_Parcel], turn: _Round) -> int:
        store, sent = self._store, 0
        for parcel in parcels:
            delivery = parcel.delivery
            if delivery.channel in turn.down:
                channel = store.channel(delivery.channel)
                with store.transaction():
                    store.delivery_outcome(
                        msgspec.structs.replace(
                            delivery,
                            state="waiting",
                            next_try_at=channel.next_try_at if channel else turn.now,
                        )
                    )
                continue
            if self._clock() >= parcel.lease_until:
                continue  # another process has it by now
            outcome = self._carried(parcel, turn)
            self._mark_surely(parcel, outcome, turn)
            sent += outcome.kind == "accepted"
        return sent

    def _mark_surely(self, parcel: _Parcel, outcome: Outcome, turn: _Round) -> None:
        """An accepted mail that is not marked would go out twice: while another process holds
        the database for long, this waits, and waits again."""
        for left in range(_MARK_TRIES, 0, -1):
            try:
                self._mark(parcel, outcome, turn)
                return
            except StoreError:
                if left == 1:
                    raise

    def _mark(self, parcel: _Parcel, outcome: Outcome, turn: _Round) -> None:
        """Write down how the delivery stands, right after the attempt."""
        store, delivery, now = self._store, parcel.delivery, turn.now
        with store.transaction():
            if outcome.kind == "unreachable":
                known = store.channel(delivery.channel)
                failures = known.failures + 1 if known else 1
                again = now + min(_SERVER_AGAIN * 2 ** min(failures - 1, 20), _SERVER_AGAIN_AT_MOST)
                store.channel_failed(Channel(delivery.channel, failures, again, outcome.detail))
                turn.down.add(delivery.channel)
                stands = msgspec.structs.replace(
                    delivery,
                    state="waiting",
                    next_try_at=again + timedelta(seconds=outcome.after_seconds or 0),
                    last_error=outcome.detail,
                )
            else:
                if store.channel(delivery.channel):
                    store.channel_answered(delivery.channel)
                stands = _after(delivery, outcome, now)
            store.delivery_outcome(stands)
            if outcome.kind == "never" and delivery.channel == "email":
                returned = Returned(
                    kind="bounce", address=delivery.address, status=outcome.status,
                    message_id=delivery.message_id, detail=outcome.detail,
                )  # fmt: skip
                note_return(store, turn.keys, returned, delivery, now)
            if outcome.status == "gone" and parcel.watch:
                store.stop_watch(parcel.watch.id)

    def _carried(self, parcel: _Parcel, turn: _Round) -> Outcome:
        """One attempt."""
        delivery, watch = parcel.delivery, parcel.watch
        try:
            if delivery.channel == "email":
                return self._carried_by_mail(parcel, turn)
            if watch is None or not self._store.watch_is_on(watch.id):
                return Outcome("never", "the watch is stopped")
            told = self._told(parcel.notices, turn)
            if not told:
                return Outcome("never", "its story is gone")
            if delivery.channel == "webhook":
                if self._post is None:
                    return Outcome("later", "nothing here can post")
                body = hooks.webhook_body(watch, told, delivery.made_at, turn.base_url)
                secret = turn.keys.webhook_secret(watch.id)
                headers = hooks.signed_headers(f"msg_{delivery.id}", turn.now, body, secret)
                return post_webhook(self._post, delivery.address, body, headers)
            return notify(delivery.address, *hooks.messenger_text(watch, told, turn.base_url))
        except SettingError as error:  # no mail can ever go to that address
            return Outcome("never", str(error))

    def _carried_by_mail(self, parcel: _Parcel, turn: _Round) -> Outcome:
        delivery = parcel.delivery
        held = self._store.hold(turn.keys.who(delivery.address))
        confirming = delivery.kind == "confirmation"
        if held and not (confirming and held.reason == "bounced"):
            return Outcome("never", f"nothing is sent there: {held.reason}")
        if confirming:
            if parcel.sign_up is None:
                return Outcome("never", "the sign-up is over")
            mail = self._confirmation(parcel.sign_up, delivery, turn)
        else:
            if parcel.watch is None or not self._store.watch_is_on(parcel.watch.id):
                return Outcome("never", "the watch is stopped")
            draft = self._draft(parcel, turn)
            if draft is None:
                return Outcome("never", "its story is gone")
            mail = write(draft, self._envelope(parcel, turn))
        return turn.carrier.carry(mail, delivery.address, delivery.message_id, delivery.id)

    def _confirmation(self, sign_up: SignUp, delivery: Delivery, turn: _Round) -> bytes:
        watch = sign_up.watch
        dossier = self._dossier(watch.query or "", turn) if watch.kind == "story" else None
        language = watch.interface_language
        token = new_token()
        with self._store.transaction():
            self._store.add_token(token_hash(token), sign_up.id)
        headline = headline_of(dossier, language) if dossier else None
        draft = draft_confirmation(
            watch, sign_up.made_at, self._settings.confirm_hours, language, headline
        )
        prefix = "/ar" if language == "ar" else ""
        envelope = Envelope(
            sender=self._settings.sender,
            address=sign_up.address,
            message_id=delivery.message_id,
            at=sign_up.made_at,
            links={"confirm": f"{turn.base_url}{prefix}/confirm/{token}"},
        )
        return write(draft, envelope)

    def _envelope(self, parcel: _Parcel, turn: _Round) -> Envelope:
        delivery, watch = parcel.delivery, parcel.watch
        assert watch is not None
        language = watch.interface_language
        home = turn.base_url + ("/ar" if language == "ar" else "")
        owner = self._store.subscriber_by_address(watch.address)
        leave = turn.keys.sign("leave", watch.id)
        person = owner.id if owner else ""
        story = None
        if watch.kind == "story" and (dossier := self._dossier(watch.query or "", turn)):
            story = headline_of(dossier, language)
        earlier = []
        if delivery.story_id:
            sent = self._store.sent_of_story(delivery.story_id, [watch.id])
            earlier = [one.message_id for one in sent]
        return Envelope(
            sender=self._settings.sender,
            address=watch.address,
            message_id=delivery.message_id,
            at=delivery.made_at,
            about=about_watch(watch, language, story),
            watch_id=watch.id,
            earlier=earlier,
            links={
                "leave": f"{home}/leave/{leave}",
                "leave_all": f"{home}/leave-all/{turn.keys.sign('leave-all', person)}",
                "manage": f"{home}/manage/{turn.keys.sign('manage', person)}",
                "one_click": f"{turn.base_url}/leave/{leave}",
            },
        )

    # ------------------------------------------------------------------ what is told

    def _draft(self, parcel: _Parcel, turn: _Round) -> Draft | None:
        watch, notices = parcel.watch, parcel.notices
        assert watch is not None
        language = watch.interface_language
        told = self._told(notices, turn)
        if not told:
            return None
        several = len({dossier.story.id for _, _, dossier in told}) > 1
        key: tuple[object, ...] = (
            language,
            watch.zone,
            watch.id if several else None,
            *((n.development_key, n.kind) for n in notices),
        )
        if key not in turn.drafts:
            by_story: dict[str, list[tuple[Notice, Development, Dossier]]] = {}
            for one in told:
                by_story.setdefault(one[2].story.id, []).append(one)
            stories = [
                ([n for n, _, _ in ones], [d for _, d, _ in ones], ones[0][2])
                for ones in by_story.values()
            ]
            if len(turn.drafts) >= _STORIES_KEPT:
                turn.drafts.clear()
            turn.drafts[key] = (
                draft_digest(stories, watch.id, language, turn.base_url, watch.zone)
                if several
                else draft_story(*stories[0], language, turn.base_url, watch.zone)
            )
        return turn.drafts[key]

    def _told(
        self, notices: Sequence[Notice], turn: _Round
    ) -> list[tuple[Notice, Development, Dossier]]:
        """Notices with what they are about; those whose story is gone are left out."""
        told = []
        for notice in notices:
            dossier = self._dossier(notice.story_id, turn)
            development = self._development(notice, dossier, turn)
            if dossier and development:
                told.append((notice, development, dossier))
        return told

    def _dossier(self, story_id: str, turn: _Round) -> Dossier | None:
        if story_id not in turn.dossiers:
            if len(turn.dossiers) >= _STORIES_KEPT:
                turn.dossiers.clear()
            turn.dossiers[story_id] = self._store.dossier(story_id)
        return turn.dossiers[story_id]

    def _development(
        self, notice: Notice, dossier: Dossier | None, turn: _Round
    ) -> Development | None:
        key = notice.development_key
        if key not in turn.developments:
            known = self._store.told_development(key)
            stored = dossier.developments if dossier else ()
            turn.developments[key] = known or next((d for d in stored if d.key == key), None)
        return turn.developments[key]


def note_return(
    store: Store, keys: Keys, returned: Returned, delivery: Delivery, now: datetime
) -> str | None:
    """Write down that a mail came back, and stop sending there when the rule says so.

    Within a transaction. Returns why nothing is sent there from now on, if so.
    """
    who = keys.who(delivery.address)
    kind = judge(returned)
    if kind is None:
        return None
    store.add_bounce(
        who, now, kind, status=returned.status, delivery_id=delivery.id, detail=returned.detail
    )
    known = [(str(row["kind"]), row["at"]) for row in store.bounces(who)]
    reason = schedule.stops(known, now)
    if reason:
        store.add_hold(who, Hold(reason, now, returned.detail))
    return reason


def _delivery_of(watch: Watch, notices: Sequence[Notice], now: datetime) -> Delivery:
    """The delivery that takes these notices; it goes by the id of the first."""
    stories = {notice.story_id for notice in notices}
    digest = bool(watch.digest) or len(stories) > 1
    return Delivery(
        id=notices[0].id,
        message_id=notices[0].message_id,
        kind="digest" if digest else "notices",
        channel=watch.channel,
        address=watch.address,
        state="sending",
        made_at=now,
        watch_id=watch.id,
        story_id=notices[0].story_id if len(stories) == 1 else None,
    )


def _after(delivery: Delivery, outcome: Outcome, now: datetime) -> Delivery:
    """How a delivery stands after an attempt that was answered."""
    attempts = delivery.attempts + 1
    if outcome.kind == "accepted":
        return msgspec.structs.replace(
            delivery, state="delivered", attempts=attempts, delivered_at=now, next_try_at=None,
            last_error=None,
        )  # fmt: skip
    again = _WEBHOOK_AGAIN if delivery.channel == "webhook" else _MAIL_AGAIN
    if outcome.kind == "never" or attempts > len(again):
        return msgspec.structs.replace(
            delivery, state="dead", attempts=attempts, next_try_at=None, last_error=outcome.detail
        )
    wait = max(again[attempts - 1], timedelta(seconds=outcome.after_seconds or 0))
    return msgspec.structs.replace(
        delivery, state="waiting", attempts=attempts, next_try_at=now + wait,
        last_error=outcome.detail,
    )  # fmt: skip


# --------------------------------------------------------------------------- who holds a lease


def _this_process() -> str:
    return f"{socket.gethostname()} {os.getpid()} {_started(os.getpid())}"


def _started(pid: int) -> str:
    """When a process began, in the kernel's ticks: a number that comes round is another process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "?"
    return stat.rpartition(")")[2].split()[19]


def _is_dead(holder: str, this: str) -> bool:
    """Is the holder a process of this machine that runs no longer?"""
    host, pid, started = holder.split(" ")
    if host != this.split(" ")[0] or holder == this:
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return started != "?" and _started(int(pid)) != started
