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

# Items handed to a process at once: large enough that passing them costs nothing beside the
# work (some 20 ms an article), small enough that a live page is not kept waiting.
_BATCH_ITEMS = 8


class LocalEngine:
    """Runs over items in this process, or in ``processes`` of them; results in the items' order.

    ``start`` is called once in every process it makes (tables that were loaded at run time).
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
        if self._pool is None:
            # Not fork: threads of the web server may be running when the pool is made.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self.processes, mp_context=context, initializer=_begin, initargs=(self._start,)
            )
        pool, source = self._pool, iter(items)
        waiting: deque[Future[Sequence[B]]] = deque()
        while True:
            while len(waiting) < 2 * self.processes and (
                batch := list(islice(source, _BATCH_ITEMS))
            ):
                waiting.append(pool.submit(function, batch))
            if not waiting:
                return
            yield from waiting.popleft().result()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _begin(start: Callable[[], None] | None) -> None:
    """A process that only makes plain values, which never form cycles, and hands them on."""
    if start is not None:
        start()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _each(function: Callable[[A], B], items: Sequence[A]) -> list[B]:
    return [function(item) for item in items]
