"""When a notice may go: at once, gathered with others, after silence, or with the digest.

Pure: the watch, what waits, what went before, and the time come in; out comes the moment from
which it may be sent. docs/alerts.md says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from tawatur.model import Watch

# Two mails about one story to one watch lie at least this far apart,
BETWEEN_MAILS = timedelta(minutes=10)
# and no more than this many come in an hour: a story that breaks moves fastest in its first
# minutes, when the second mail is still news; from then on a reader is served better by one mail
# that has gathered. (79 % of people want no alerts at all, and half of those because there were
# too many: FIELD, "Figures to be ahead of".)
MAILS_AN_HOUR = 2
_HOUR = timedelta(hours=1)

Why = Literal["now", "digest", "gathering", "quiet", "cap"]


@dataclass(frozen=True)
class Verdict:
    """From when what waits may go; ``why`` it waits until then."""

    at: datetime
    why: Why = "now"


def when(
    watch: Watch,
    waiting_since: datetime,
    now: datetime,
    *,
    correction: bool,
    sent_of_story: Sequence[datetime] = (),
    sent_today: int = 0,
) -> Verdict:
    """From when the watch may be told of what waits for it since ``waiting_since``.

    Args:
        correction: among it is a correction; it waits for silence and digests only.
        sent_of_story: when mails about the same story went to this watch.
        sent_today: how many went to it on the day of ``now`` in its zone.
    """
    if watch.digest:
        due = next_digest(watch, waiting_since)
        if due > now:
            return Verdict(due, "digest")
    elif not correction:
        due = _paced(sent_of_story, now)
        if due > now:
            return Verdict(due, "gathering")
    if silent_until := quiet_until(watch, now):
        return Verdict(silent_until, "quiet")
    if watch.daily_cap is not None and not correction and sent_today >= watch.daily_cap:
        return Verdict(_next_midnight(watch, now), "cap")
    return Verdict(now)


def _paced(sent: Sequence[datetime], now: datetime) -> datetime:
    recent = sorted(at for at in sent if now - _HOUR < at <= now)
    if not recent:
        return now
    due = recent[-1] + BETWEEN_MAILS
    if len(recent) >= MAILS_AN_HOUR:
        due = max(due, recent[-MAILS_AN_HOUR] + _HOUR)
    return max(now, due)


def day_start(watch: Watch, now: datetime) -> datetime:
    """Midnight of the day of ``now`` in the watch's zone, in UTC."""
    local = now.astimezone(ZoneInfo(watch.zone))
    return datetime.combine(local.date(), time(), local.tzinfo).astimezone(UTC)


def _next_midnight(watch: Watch, now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(watch.zone))
    return datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo).astimezone(UTC)


def quiet_until(watch: Watch, now: datetime) -> datetime | None:
    """When the watch's silence ends, if it lasts at ``now``; None outside it."""
    if watch.quiet is None:
        return None
    start, end = (time.fromisoformat(part) for part in watch.quiet.split("-"))
    local = now.astimezone(ZoneInfo(watch.zone))
    clock = local.time()
    over_midnight = start > end
    silent = (clock >= start or clock < end) if over_midnight else start <= clock < end
    if not silent:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and clock >= start else 0)
    return datetime.combine(day, end, local.tzinfo).astimezone(UTC)


def next_digest(watch: Watch, after: datetime) -> datetime:
    """The first time of the watch's digest after ``after``, in UTC.

    Hours are those of the wall clock of its zone: where clocks change, the digest stays at seven.
    """
    assert watch.digest is not None
    if watch.digest == "hourly":
        # On the full hour of the zone: some zones stand half an hour off UTC.
        local = after.astimezone(ZoneInfo(watch.zone))
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return after - past + _HOUR
    hour = int(watch.digest.partition("@")[2])
    zone = ZoneInfo(watch.zone)
    day = after.astimezone(zone).date()
    for ahead in range(3):
        due = datetime.combine(day + timedelta(days=ahead), time(hour), zone).astimezone(UTC)
        if due > after:
            return due
    raise AssertionError("every day has its hour")


# --------------------------------------------------------------------------- when mail comes back

# A mailbox that is full or refuses today may take mail next week: three refusals on different days
# within this time are the end. One that does not exist will not come back.
SOFT_BOUNCES = 3
SOFT_WITHIN = timedelta(days=30)


def stops(
    bounces: Sequence[tuple[str, datetime]], now: datetime
) -> Literal["bounced", "complained"] | None:
    """Whether delivery to an address stops after these (kind, time): a complaint or a hard bounce
    at once, soft ones after three days of them within thirty."""
    kinds = {kind for kind, _ in bounces}
    if "complaint" in kinds:
        return "complained"
    if "hard" in kinds:
        return "bounced"
    days = {at.date() for kind, at in bounces if kind == "soft" and now - at <= SOFT_WITHIN}
    return "bounced" if len(days) >= SOFT_BOUNCES else None
