"""The plainest engine: this machine, in order."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

# Items handed to a process at once: so many that passing them costs nothing beside the work (some
# 10 ms an article), and that the encoder and the readers, which take several at once, are kept
# busy; so few that a live page is not kept waiting.
_BATCH_ITEMS = 16

# Batches under way at most, for each process: so many that no process waits for the slowest.
_BATCHES_AHEAD = 3


class LocalEngine:
    """Runs over items in this process, or in ``processes`` of them; results in the items' order.

    This process is one of them: while results that it needs next are still being worked on
    elsewhere, it works on items further on. ``start`` is called once in every process it makes
    (tables that were loaded at run time).
    """

    def __init__(self, processes: int = 1, start: Callable[[], None] | None = None) -> None:
        self.processes = max(1, processes)
        self._start = start
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[A], B], items: Iterable[A]) -> Iterator[B]:
        """``function`` of each item, in order. Items are drawn only as fast as results are taken."""
        yield from self.map_batches(partial(_each, function), items)

    def map_batches(
        self, function: Callable[[Sequence[A]], Sequence[B]], items: Iterable[A]
    ) -> Iterator[B]:
        """The same for a function that is faster on several items at once: it is given some and
        returns the result of each. How many they are must not change the results."""
        if self.processes == 1:
            for item in items:
                yield from function([item])
            return
        pool, source = self._workers(), iter(items)
        elsewhere = self.processes - 1
        ahead: deque[Future[Sequence[B]]] = deque()  # in order; some of them done here
        while True:
            batch: list[A] = []
            if len(ahead) < _BATCHES_AHEAD * self.processes:
                waiting = sum(not future.done() for future in ahead)
                if waiting < 2 * elsewhere:
                    if batch := list(islice(source, _BATCH_ITEMS)):
                        ahead.append(pool.submit(function, batch))
                elif not ahead[0].done() and (batch := list(islice(source, _BATCH_ITEMS))):
                    ahead.append(_done_here(function, batch))
            if not batch:
                if not ahead:
                    return
                yield from ahead.popleft().result()

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not fork: threads of the web server may be running when the pool is made.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self.processes - 1, mp_context=context, initializer=_begin, initargs=(self._start,)
            )
            _collect_seldom()
        return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _begin(start: Callable[[], None] | None) -> None:
    if start is not None:
        start()
    _collect_seldom()


def _collect_seldom() -> None:
    """For a process that makes plain values, which never form cycles, and hands them on: looking
    for cycles among them takes a twelfth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _done_here(
    function: Callable[[Sequence[A]], Sequence[B]], batch: Sequence[A]
) -> Future[Sequence[B]]:
    done: Future[Sequence[B]] = Future()
    try:
        done.set_result(function(batch))
    except Exception as error:
        done.set_exception(error)  # raised when its turn comes, as one from elsewhere is
    return done


def _each(function: Callable[[A], B], items: Sequence[A]) -> list[B]:
    return [function(item) for item in items]
