"""When a source is asked again: what it usually does, what it says, and how it failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tawatur.errors import FetchFailed, FetchRefused, UnreadablePage
from tawatur.fetch.http import Fetched
from tawatur.model import Source
from tawatur.settings import Settings
from tawatur.watching.schedule import answered, failed, found_anew

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SETTINGS = Settings()
SOURCE = Source(id="s1", url="https://alshati.example/rss", kind="feed", added_at=NOON)
ANSWER = Fetched(
    url=SOURCE.url, final_url=SOURCE.url, status=200, body=b"x", media_type="text/xml", charset=None,
    etag=None, last_modified=None,
)  # fmt: skip


def wait_after(gap: timedelta, rounds: int = 12) -> float:
    """The wait of a source that brings something new once in a while, after some times."""
    source, now = SOURCE, NOON
    for _ in range(rounds):
        now += gap
        source = answered(source, ANSWER, now, SETTINGS, new=True)
    assert source.next_poll_at is not None
    return (source.next_poll_at - now).total_seconds()


def test_hot_each_minute_quiet_hourly() -> None:
    assert wait_after(timedelta(minutes=2)) == 60
    assert wait_after(timedelta(minutes=25)) == 60
    assert 180 <= wait_after(timedelta(hours=2)) <= 240
    assert 2800 <= wait_after(timedelta(days=3)) <= 3600


def test_a_new_source_is_asked_each_minute_and_a_silent_one_less_and_less() -> None:
    source, now, waits = SOURCE, NOON, []
    for _ in range(150):
        source = answered(source, ANSWER, now, SETTINGS, new=False)
        assert source.next_poll_at is not None
        waits.append((source.next_poll_at - now).total_seconds())
        now = source.next_poll_at
    assert waits[0] == 60 and max(waits) <= 3600 and waits[-1] > 5 * waits[0]
    back = answered(source, ANSWER, now, SETTINGS, new=True)  # one piece of news makes it hot
    assert back.next_poll_at == now + timedelta(seconds=60)


def test_the_operator_bounds_it() -> None:
    alike = replace(SETTINGS, poll_every_seconds=30, poll_at_most_seconds=30)
    source = answered(SOURCE, ANSWER, NOON + timedelta(days=9), alike, new=False)
    assert source.next_poll_at == NOON + timedelta(days=9, seconds=30)


def test_what_its_server_says_holds_up_to_the_longest_wait() -> None:
    for said, least, most in ((600.0, 600, 600), (90_000.0, 3600, 3600), (5.0, 60, 60)):
        source = answered(SOURCE, replace(ANSWER, fresh_seconds=said), NOON, SETTINGS, new=True)
        assert source.next_poll_at is not None
        assert least <= (source.next_poll_at - NOON).total_seconds() <= most


def test_a_source_that_is_pushed_is_asked_at_the_longest_interval() -> None:
    pushed = msgspec.structs.replace(SOURCE, pushed_until=NOON + 9 * HOUR)
    assert answered(pushed, ANSWER, NOON, SETTINGS, new=True).next_poll_at == NOON + HOUR


def fail(source: Source, kind: str, now: datetime, retry: float | None = None) -> Source:
    error = FetchFailed(source.url, f"because {kind}", kind=kind, retry_after_seconds=retry)
    return failed(source, error, now, SETTINGS)


def test_back_off_doubles_with_a_jitter_that_is_the_same_everywhere() -> None:
    source, now, waits = SOURCE, NOON, []
    for _ in range(14):
        source = fail(source, "http-500", now)
        assert source.next_poll_at is not None
        waits.append((source.next_poll_at - now).total_seconds())
        now = source.next_poll_at
    for number, wait in enumerate(waits, start=1):
        full = min(86_400, 60 * 2 ** min(number, 10))
        assert 0.8 * full <= wait <= full
    assert fail(SOURCE, "http-500", NOON) == fail(SOURCE, "http-500", NOON)
    other = msgspec.structs.replace(SOURCE, id="s2")
    assert fail(other, "http-500", NOON).next_poll_at != fail(SOURCE, "http-500", NOON).next_poll_at
    assert answered(source, ANSWER, now, SETTINGS, new=False).failures_in_a_row == 0


def test_retry_after_is_the_least_wait() -> None:
    assert fail(SOURCE, "http-429", NOON, retry=7200).next_poll_at == NOON + 2 * HOUR


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (FetchRefused("x", "robots", kind="robots"), "blocked"),
        (FetchRefused("x", "inside", kind="private-address"), "blocked"),
        (FetchFailed("x", "no", kind="http-403"), "blocked"),
        (FetchFailed("x", "no", kind="http-451"), "blocked"),
        (FetchFailed("x", "late", kind="timeout"), "slow"),
        (FetchFailed("x", "busy", kind="http-503"), "refusing"),
        (FetchFailed("x", "nobody", kind="dns"), "refusing"),
        (FetchFailed("x", "not there", kind="http-404"), "refusing"),
        (FetchFailed("x", "gone", kind="http-410"), "gone"),
        (FetchFailed("x", "a bomb", kind="too-large"), "malformed"),
        (UnreadablePage("x", "no feed", kind="not-a-feed"), "malformed"),
    ],
)
def test_states(error: FetchFailed | FetchRefused | UnreadablePage, state: str) -> None:
    source = failed(SOURCE, error, NOON, SETTINGS)
    assert (source.state, source.reason) == (state, error.cause)


def test_not_found_three_times_over_an_hour_is_gone() -> None:
    source = fail(fail(SOURCE, "http-404", NOON), "http-404", NOON + HOUR / 2)
    assert source.state == "refusing"
    assert fail(source, "http-404", NOON + 2 * HOUR).state == "gone"


def test_what_was_found_elsewhere_is_looked_for_anew_when_it_fails_for_long() -> None:
    source = msgspec.structs.replace(SOURCE, asked_url="https://alshati.example/old", etag='"1"')
    for number in range(3):
        source = found_anew(fail(source, "http-404", NOON + number * HOUR))
    assert (source.kind, source.asked_url, source.etag) == ("unknown", None, None)
    given = msgspec.structs.replace(SOURCE, given_kind="listing", kind="listing")
    for number in range(3):
        given = found_anew(fail(given, "http-404", NOON + number * HOUR))
    assert given.kind == "listing"  # the operator knows


def test_slow_answers_are_answers() -> None:
    source = answered(SOURCE, replace(ANSWER, seconds=11.0), NOON, SETTINGS, new=True)
    assert source.state == "slow" and "11 seconds" in (source.reason or "")
    assert answered(source, ANSWER, NOON, SETTINGS, new=False).state == "answering"
