"""Many addresses at once, each host in its own time, the answers in the order of the questions.

One lane a host: never more than so many requests at the same time, never less than a pause
between two of them. A host that does not answer twice in one round, or asks to be left alone, is
left alone for the rest of it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tawatur.errors import FetchFailed, InputError
from tawatur.fetch.http import Fetched, Fetches
from tawatur.settings import Settings

# Answers that may wait for the one before them: bounds what is held in memory.
_AHEAD = 64
# Hosts whose last request is remembered from round to round.
_MOST_HOSTS = 20_000
# How often a host may fail to answer at all within one round: once is an accident.
_STRIKES = 2
_NO_ANSWER = frozenset({"timeout", "connect", "dns", "tls"})


@dataclass(frozen=True, kw_only=True)
class Ask:
    """An address to fetch, with the validators of its last answer."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass
class _Lane:
    """One host in one round."""

    asked_at: float  # monotonic: when the last request started
    running: int = 0
    strikes: int = 0
    closed: FetchFailed | None = None  # why nothing more is asked in this round


class Lanes:
    """What is remembered of hosts from round to round."""

    def __init__(self, fetcher: Fetches, settings: Settings) -> None:
        self._fetcher = fetcher
        self._settings = settings
        self._asked_at: dict[str, float] = {}

    def ask(self, asks: Sequence[Ask]) -> Iterator[Fetched | InputError]:
        """The answer to each, in order. What a host's pause puts beyond this round is answered
        with a ``FetchFailed`` of the kind ``host-waits``: it was not asked."""
        if not asks:
            return
        round_ = _Round(self._fetcher, self._settings, asks, self._asked_at)
        try:
            for index in range(len(asks)):
                yield round_.answer(index)
        finally:
            round_.stop()
            if len(self._asked_at) > _MOST_HOSTS:
                self._asked_at.clear()


class _Round:
    def __init__(
        self, fetcher: Fetches, settings: Settings, asks: Sequence[Ask], asked_at: dict[str, float]
    ) -> None:
        self._fetcher, self._settings, self._asks = fetcher, settings, asks
        self._asked_at = asked_at
        self._lanes = {
            host: _Lane(asked_at=asked_at.get(host, float("-inf")))
            for host in {_host(ask.url) for ask in asks}
        }
        self._waiting = list(range(len(asks)))  # not yet started, in order
        self._answers: dict[int, Fetched | InputError | BaseException] = {}
        self._taken = 0  # answers handed out
        self._stopped = False
        self._changed = threading.Condition()
        self._ends_at = time.monotonic() + settings.round_seconds
        for _ in range(min(settings.fetch_threads, len(asks))):
            threading.Thread(target=self._work, name="fetch", daemon=True).start()

    def answer(self, index: int) -> Fetched | InputError:
        with self._changed:
            while index not in self._answers:
                self._changed.wait()
            found = self._answers.pop(index)
            self._taken = index + 1
            self._changed.notify_all()
        if isinstance(found, Fetched | InputError):
            return found
        raise found  # an error nobody foresaw: it stops the job, as everywhere

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _work(self) -> None:
        while (index := self._next()) is not None:
            ask = self._asks[index]
            lane = self._lanes[_host(ask.url)]
            found: Fetched | InputError | BaseException
            try:
                found = self._fetcher.get(ask.url, etag=ask.etag, last_modified=ask.last_modified)
            except InputError as error:
                found = error
            except BaseException as bug:
                found = bug
            with self._changed:
                lane.running -= 1
                self._heed(lane, ask, found)
                self._answers[index] = found
                self._changed.notify_all()

    def _next(self) -> int | None:
        """The first question whose host may be asked now; waits for it. None: nothing is left."""
        with self._changed:
            while self._waiting and not self._stopped:
                wait_until = time.monotonic() + 1.0
                for position, index in enumerate(self._waiting):
                    if index >= self._taken + _AHEAD:
                        break
                    ask = self._asks[index]
                    host = _host(ask.url)
                    lane = self._lanes[host]
                    pause = self._fetcher.pause_seconds(ask.url)
                    if pause:
                        may_at = lane.asked_at + pause
                        if lane.closed is None and may_at > self._ends_at:
                            cause = f"{host} is asked again in the next round"
                            lane.closed = FetchFailed(ask.url, cause, kind="host-waits")
                        if lane.closed is not None:
                            self._answers[self._waiting.pop(position)] = FetchFailed(
                                ask.url,
                                lane.closed.cause,
                                kind="host-waits",
                                retry_after_seconds=lane.closed.retry_after_seconds,
                            )
                            self._changed.notify_all()
                            wait_until = 0.0
                            break
                        if lane.running >= self._settings.host_connections:
                            continue
                        if may_at > time.monotonic():
                            wait_until = min(wait_until, may_at)
                            continue
                    lane.running += 1
                    lane.asked_at = self._asked_at[host] = time.monotonic()
                    return self._waiting.pop(position)
                if wait_until:
                    self._changed.wait(max(0.001, wait_until - time.monotonic()))
        return None

    def _heed(self, lane: _Lane, ask: Ask, found: object) -> None:
        """What this answer says of its host. A host of the operator's own serves whoever shares
        it: one slow path says nothing of the next."""
        if not isinstance(found, FetchFailed) or not self._fetcher.pause_seconds(ask.url):
            return
        if found.kind in ("http-429", "http-503") and found.retry_after_seconds:
            lane.closed = found
        elif found.kind in _NO_ANSWER:
            lane.strikes += 1
            if lane.strikes >= _STRIKES:
                cause = f"{_host(ask.url)} did not answer"
                lane.closed = FetchFailed(ask.url, cause, kind="host-waits")


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""
