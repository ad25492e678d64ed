"""The vectors of the open articles: which are nearest to a new one. Exact."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tawatur.cluster.keys import Entry, row_of
from tawatur.model import Reading

# The nearest are looked for among those above a step; few articles have none above .3.
NEAR_STEPS = (0.6, 0.45, 0.3, 1e-5)
ROUNDING = 2e-5


class Nearest:
    """A row for each slot; rows of slots without vectors are zeros."""

    def __init__(self) -> None:
        self._rows: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._orders: list[tuple[float, str]] = []  # of the slots; ties go to the smaller
        self._ahead: dict[str, NDArray[np.float32]] = {}  # article -> cosines with the first slots

    def add(self, order: tuple[float, str], row: NDArray[np.float32] | None) -> None:
        """The vector of the next slot."""
        slot = len(self._orders)
        self._orders.append(order)
        width = self._rows.shape[1]
        if row is not None and width != len(row):
            if width:
                row = None  # another model's vector: this article is compared by words alone
            else:
                self._rows = np.zeros((len(self._rows), len(row)), dtype=np.float32)
        if slot >= len(self._rows):
            grown = np.zeros((max(256, 2 * slot), self._rows.shape[1]), dtype=np.float32)
            grown[: len(self._rows)] = self._rows
            self._rows = grown
        if row is not None:
            self._rows[slot] = row

    def clear(self, slot: int) -> None:
        """The article of a slot left."""
        if self._rows.shape[1]:
            self._rows[slot] = 0
        for cosines in self._ahead.values():
            cosines[slot : slot + 1] = 0

    def keep(self, slots: Sequence[int]) -> None:
        """Only these slots stay; they are numbered anew."""
        self._orders = [self._orders[slot] for slot in slots]
        self._rows = self._rows[slots].copy()
        self._ahead = {}

    def nearest(self, entry: Entry, wanted: int) -> list[int]:
        """The slots of the ``wanted`` articles nearest to the entry."""
        count, own = len(self._orders), entry.vector
        if own is None or not count or self._rows.shape[1] != len(own):
            return []
        ahead = self._ahead.get(entry.article_id)
        if ahead is None:
            cosines: NDArray[np.float32] = self._rows[:count] @ own
        else:
            cosines = np.concatenate((ahead, self._rows[len(ahead) : count] @ own))
        for least in NEAR_STEPS:
            near = np.flatnonzero(cosines >= least)
            if len(near) >= wanted:
                break
        if len(near) > wanted:
            # The last bits of a product of matrices depend on a row's place: who is among the
            # nearest is settled by sums of its own row alone.
            edge = np.partition(cosines[near], len(near) - wanted)[len(near) - wanted]
            near = near[cosines[near] >= edge - ROUNDING]
        if len(near) > wanted:
            exact = np.round(np.einsum("ij,j->i", self._rows[near], own), 5).tolist()
            nearest = sorted(
                zip(exact, near.tolist(), strict=True), key=lambda e: (-e[0], self._orders[e[1]])
            )
            return [slot for _, slot in nearest[:wanted]]
        return near.tolist()

    def look_ahead(self, readings: Sequence[Reading]) -> None:
        """Articles that will be proposed next, in any order. Changes nothing but the time that
        it takes: their cosines with what is open are found together, at a tenth of the cost."""
        count, width = len(self._orders), self._rows.shape[1]
        rows = {r.article.id: row_of(r.vector) for r in readings if r.vector}
        rows = {article_id: row for article_id, row in rows.items() if len(row) == width}
        self._ahead = {}
        if len(rows) > 1 and count:
            cosines = np.stack(list(rows.values())) @ self._rows[:count].T
            self._ahead = dict(zip(rows, cosines, strict=True))
