"""When a source is asked again, and what its answers say of how it is doing. Pure functions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

import msgspec

from tawatur.errors import InputError
from tawatur.fetch.feeds import FeedEntry
from tawatur.fetch.http import Fetched
from tawatur.model import Source, SourceState
from tawatur.settings import Settings

# A source is asked thirty times within the time in which it usually brings something new: news is
# then met after a sixtieth of that time on average, and a source that publishes every half hour
# is asked each minute.
_ASKED_PER_GAP = 30
# So many polls with news are remembered; fewer than four gaps say nothing of a habit.
_REMEMBERED = 20
_LEAST_GAPS = 4
# Back-off: twice as long after each failure in a row, a day at most.
_LONGEST_BACKOFF_SECONDS = 86_400.0
_DOUBLINGS = 10
# Up to a fifth is taken off long waits, by a hash of the source and the time: sources that failed
# together are not asked together again.
_JITTER = 0.2
# A 404 may be an accident of a new release; three in a row over an hour are not.
_GONE_AFTER = 3
_GONE_AFTER_TIME = timedelta(hours=1)
# A server that says "gone" means it; but sites come back after a move.
_GONE_ASKED_EVERY_SECONDS = 6 * 3600.0
# Sixteen times what a feed usually takes to answer (half a second); twenty end the request.
SLOW_SECONDS = 8.0
# With fewer entries, that none has a date may be chance.
_LEAST_UNDATED = 2

_BLOCKED = frozenset({"robots", "private-address", "http-401", "http-402", "http-403", "http-451"})
_MALFORMED = frozenset({"bad-compression", "protocol", "truncated", "too-large", "bad-redirect", "redirect-loop", "too-many-redirects", "too-deep"})  # fmt: skip


def answered(
    source: Source, fetched: Fetched, now: datetime, settings: Settings, *, new: bool
) -> Source:
    """The source after a good answer; ``new``: it brought something that was not known."""
    new_at = (*source.new_at, now)[-_REMEMBERED:] if new else source.new_at
    state: SourceState = "answering"
    reason = None
    if fetched.seconds > SLOW_SECONDS:
        state, reason = "slow", f"its answer took {fetched.seconds:.0f} seconds"
    elif source.state in ("no-dates", "malformed") and not new and source.failures_in_a_row == 0:
        state, reason = source.state, source.reason  # nothing came that could have dates
    source = msgspec.structs.replace(
        source,
        state=state,
        reason=reason,
        etag=fetched.etag or (source.etag if fetched.not_modified else None),
        last_modified=fetched.last_modified
        or (source.last_modified if fetched.not_modified else None),
        polled_at=now,
        answered_at=now,
        failures_in_a_row=0,
        first_failed_at=None,
        new_at=new_at,
        asked_url=_moved(source, fetched),
    )
    wait = _usual_wait(source, now, settings, fetched.fresh_seconds)
    return msgspec.structs.replace(source, next_poll_at=now + timedelta(seconds=wait))


def failed(source: Source, error: InputError, now: datetime, settings: Settings) -> Source:
    """The source after a failure: asked later and later, or when it says."""
    failures = source.failures_in_a_row + 1
    first = source.first_failed_at or now
    wait = min(
        _LONGEST_BACKOFF_SECONDS, settings.poll_every_seconds * 2 ** min(failures, _DOUBLINGS)
    )
    wait *= 1 - _JITTER * _chance(source.id, now)
    state = _state_of(error, failures, now - first)
    if state == "gone":
        wait = max(wait, _GONE_ASKED_EVERY_SECONDS)
    wait = max(wait, error.retry_after_seconds or 0.0)
    return msgspec.structs.replace(
        source,
        state=state,
        reason=error.cause,
        polled_at=now,
        next_poll_at=now + timedelta(seconds=wait),
        failures_in_a_row=failures,
        first_failed_at=first,
    )


def found_anew(source: Source) -> Source:
    """The source as it was added, when what was found from there has failed for long: its feed
    may have moved, its list may have got a feed."""
    if source.failures_in_a_row not in (_GONE_AFTER, _DOUBLINGS):
        return source
    if not source.asked_url and source.kind in ("feed", "unknown"):
        return source
    return msgspec.structs.replace(
        source, asked_url=None, kind=source.given_kind or "unknown", etag=None, last_modified=None,
        body_hash=None,
    )  # fmt: skip


def judged(source: Source, entries: Sequence[FeedEntry]) -> Source:
    """The source after what its feed holds. A feed none of whose entries says when it was published
    answers without dates: what is old in it cannot be told from what is new, save by our own first
    sight. One whose entries lead nowhere is of no use."""
    dated = any(is_date(entry.published) or is_date(entry.updated) for entry in entries)
    if entries and not any(entry.link for entry in entries):
        reason = f"none of its {len(entries)} entries leads to an address of the web"
        return msgspec.structs.replace(source, state="malformed", reason=reason)
    if source.state in ("answering", "no-dates"):
        if len(entries) >= _LEAST_UNDATED and not dated:
            reason = f"none of its {len(entries)} entries has a date that can be read"
            return msgspec.structs.replace(source, state="no-dates", reason=reason)
        return msgspec.structs.replace(source, state="answering", reason=None)
    return source


def is_date(stated: str | None) -> bool:
    try:
        datetime.fromisoformat(stated or "")
    except ValueError:
        return False
    return True


def claimed_at(entry: FeedEntry, now: datetime) -> datetime:
    """When a feed says its entry was published; ``now`` where it does not say, or the future."""
    try:
        claimed = datetime.fromisoformat(entry.published or entry.updated or "")
        claimed = claimed.replace(tzinfo=UTC) if claimed.tzinfo is None else claimed.astimezone(UTC)
    except (ValueError, OverflowError):
        return now
    return min(claimed, now)


def _state_of(error: InputError, failures: int, since: timedelta) -> SourceState:
    if error.kind == "http-410":
        return "gone"
    if error.kind == "http-404" and failures >= _GONE_AFTER and since >= _GONE_AFTER_TIME:
        return "gone"
    if error.kind in _BLOCKED:
        return "blocked"
    if error.kind == "timeout":
        return "slow"
    if error.stage == "extract" or error.kind in _MALFORMED:
        return "malformed"
    return "refusing"


def _usual_wait(
    source: Source, now: datetime, settings: Settings, fresh_seconds: float | None
) -> float:
    shortest = settings.poll_every_seconds
    longest = max(shortest, settings.poll_at_most_seconds)
    if source.pushed_until and source.pushed_until > now:
        return longest  # its hub tells us; asking is for what the hub forgets
    gaps = [(b - a).total_seconds() for a, b in zip(source.new_at, source.new_at[1:], strict=False)]
    habit = median(gaps) if len(gaps) >= _LEAST_GAPS else 0.0
    silence = (now - (source.new_at[-1] if source.new_at else source.added_at)).total_seconds()
    wait = max(habit, silence) / _ASKED_PER_GAP
    wait = min(max(wait, shortest), longest)
    wait = shortest + (wait - shortest) * (1 - _JITTER * _chance(source.id, now))
    return max(wait, min(fresh_seconds or 0.0, longest))


def _moved(source: Source, fetched: Fetched) -> str | None:
    if fetched.moved_to and fetched.moved_to != source.url:
        return fetched.moved_to
    return source.asked_url


def _chance(source_id: str, now: datetime) -> float:
    """A number from 0 to 1 that is the same in every process."""
    digest = hashlib.blake2b(f"{source_id} {now.isoformat()}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 0xFFFF_FFFF
