"""A desk at work until it is stopped: one thread gathers and places, one delivers.

Each has a connection of its own, so a mail never waits for a story to be worked out, nor the
other way round. Both may be killed at any instruction: what is to be done stands in the database.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tawatur.errors import TawaturError
from tawatur.pipeline import Desk, Tally, send
from tawatur.settings import Settings
from tawatur.store import SqliteStore

# After an error of the machine (disk full, database locked) the next try waits so long.
_TROUBLE_SECONDS = 10.0


class Worker:
    """``start`` and ``stop`` it, or use it in a ``with``.

    ``every_seconds`` is the pause between two looks at what is due: sources have schedules of
    their own. ``on_round`` hears what each round did, ``on_trouble`` what went wrong; the work
    goes on.
    """

    def __init__(
        self,
        data: Path,
        settings: Settings,
        *,
        base_url: str,
        every_seconds: float = 1.0,
        on_round: Callable[[Tally], None] = lambda _: None,
        on_trouble: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._data = data
        self._settings = settings
        self._base_url = base_url
        self._every_seconds = every_seconds
        self._on_round = on_round
        self._on_trouble = on_trouble
        self._stopping = threading.Event()
        self._told = threading.Event()  # there may be something to deliver
        self._threads = [
            threading.Thread(target=self._gather, name="gather", daemon=True),
            threading.Thread(target=self._deliver, name="deliver", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_seconds: float = 30.0) -> None:
        """Let the work under way come to its end."""
        self._stopping.set()
        self._told.set()
        for thread in self._threads:
            thread.join(timeout=timeout_seconds)

    def ask_to_stop(self) -> None:
        """From a signal handler: ``wait`` returns."""
        self._stopping.set()

    def wait(self) -> None:
        """Until somebody stops it, or asks it to stop."""
        while not self._stopping.wait(1.0):  # in steps, or no signal would get through
            pass

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _gather(self) -> None:
        with Desk.open(self._data, self._settings, base_url=self._base_url) as desk:
            while not self._stopping.is_set():
                self._on_round_of(lambda: desk.gather(datetime.now(UTC)))
                self._told.set()
                self._stopping.wait(self._every_seconds)

    def _deliver(self) -> None:
        with SqliteStore(self._data) as store:
            while not self._stopping.is_set():
                self._on_round_of(lambda: self._sent(store))
                self._told.wait(self._every_seconds)
                self._told.clear()

    def _sent(self, store: SqliteStore) -> Tally:
        now = datetime.now(UTC)
        return Tally(delivered=send(store, self._settings, self._base_url, store.outbox_path, now))

    def _on_round_of(self, work: Callable[[], Tally]) -> None:
        try:
            self._on_round(work())
        except TawaturError as error:
            self._on_trouble(str(error))
            self._stopping.wait(_TROUBLE_SECONDS)
