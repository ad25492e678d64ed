"""Which known articles are worth comparing with a new one.

``CopyIndex`` answers for the open window from memory; what is older is let go
(``forget_before``), so its size follows the window. For the archive there are ``archive_prints``:
some sixteen numbers an article for the store to keep in a table and look up, whose cost does not
depend on how many articles there are.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from tawatur.model import Reading, Vector, cosine_scale
from tawatur.origins import cited_by, names_of
from tawatur.trace.words import words_of

# A fingerprint in more articles than this is furniture or a set phrase, not a copy.
MAX_POSTINGS = 200
MAX_COPY_CANDIDATES = 12
# Of the shorter text's fingerprints this share must stand in the other: a paragraph of 20 words
# in a report of 500 has 4 %.
MIN_SHARED_PART = 0.03
# Translations: nearest articles of other languages by vector. True translations among the dev
# pairs have a headline-and-lead cosine above this in all but 1 %.
MIN_TRANSLATION_COSINE = 0.42
MAX_TRANSLATION_CANDIDATES = 6
# Rewrites in the same language: only where one names the other's publisher.
MIN_REWRITE_COSINE = 0.5
MAX_REWRITE_CANDIDATES = 3
NEAR_IN_LANGUAGE = 12

# Which fingerprints the archive keeps: one in four, so that 16 of a text of 300 words.
_ARCHIVE_PART = np.uint64(4)
_ARCHIVE_SHIFT = np.uint64(40)
MAX_ARCHIVE_PRINTS = 64
# How many old articles are worth comparing with; most are in the open window as well.
MAX_ARCHIVE_CANDIDATES = 6


def archive_prints(reading: Reading) -> tuple[int, ...]:
    """The numbers by which the archive finds this text again, ascending; signed 64 bits.

    The same for the same words in every process; texts that share a part share that part of them.
    """
    prints = words_of(reading).prints
    kept = prints[(prints >> _ARCHIVE_SHIFT) % _ARCHIVE_PART == 0]
    if len(kept) < 3:
        kept = prints[:3]  # a short text has few: its smallest three
    return tuple(sorted(kept[:MAX_ARCHIVE_PRINTS].view(np.int64).tolist()))


class CopyIndex:
    """Finds articles that may be the source, or a copy, of a given one.

    Same-language copies by winnowed fingerprints of word shingles (containment, not likeness:
    a short copy of a long text is found too), translations by the article vectors of other
    languages, rewrites by the vectors of those whose publisher the text names. Deterministic:
    hashes are fixed, ties go to the article seen earlier, and what it answers is a function of the
    articles in it, in whatever order they came and whatever was forgotten.

    About 3 KB an article, two of them its vector.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}  # article id -> running number
        self._seen: list[tuple[datetime, str]] = []  # a heap, the earliest first
        self._ids: list[str | None] = []
        self._orders: list[tuple[float, str]] = []  # first sight; ties go to the earlier
        self._alive: NDArray[np.bool_] = np.zeros(256, dtype=bool)
        self._sizes: list[int] = []  # how many fingerprints an article has
        self._names: list[frozenset[str]] = []
        self._publishers: Counter[str] = Counter()  # those of ``_names`` that a text may spell out
        self._postings = _Postings()
        self._vectors: dict[str, _Rows] = {}  # by language

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, reading: Reading) -> None:
        """Remember an article; one that is known is replaced."""
        article_id = reading.article.id
        self.forget(article_id)
        number = len(self._ids)
        prints = words_of(reading).prints
        self._numbers[article_id] = number
        heappush(self._seen, (reading.article.seen_at, article_id))
        self._ids.append(article_id)
        self._orders.append((reading.article.seen_at.timestamp(), article_id))
        if number == len(self._alive):
            self._alive = np.concatenate((self._alive, np.zeros(number, dtype=bool)))
        self._alive[number] = True
        self._sizes.append(len(prints))
        self._names.append(names_of(reading))
        self._publishers.update(_spelt_out(self._names[-1]))
        self._postings.add(prints, number)
        if reading.vector:
            language = reading.annotations.language
            self._vectors.setdefault(language, _Rows()).add(_row(reading.vector), number)

    def refresh(self, reading: Reading) -> None:
        """An article has a new version: from now on its text is that one. One that is not
        remembered is passed over."""
        if reading.article.id in self._numbers:
            self.add(reading)

    def forget(self, article_id: str) -> None:
        """Remove an article; unknown ids are ignored."""
        number = self._numbers.pop(article_id, None)
        if number is None:
            return
        self._ids[number] = None
        self._publishers -= Counter(_spelt_out(self._names[number]))
        self._alive[number] = False
        # Half of it dead: made anew, so that memory follows the window and not the years.
        if len(self._ids) > 256 and len(self._numbers) < len(self._ids) // 2:
            self._make_anew()
            self._seen = [(at, known) for at, known in self._seen if known in self._numbers]
            heapify(self._seen)

    def forget_before(self, instant: datetime) -> None:
        """Let go of what was first seen before ``instant``; the archive still finds it."""
        while self._seen and self._seen[0][0] < instant:
            self.forget(heappop(self._seen)[1])

    def _make_anew(self) -> None:
        alive = np.array([n for n, i in enumerate(self._ids) if i is not None], dtype=np.int64)
        new_number = np.full(len(self._ids), -1, dtype=np.int64)
        new_number[alive] = np.arange(len(alive))
        self._ids = [self._ids[n] for n in alive]
        self._orders = [self._orders[n] for n in alive]
        self._alive = np.arange(max(256, 2 * len(alive))) < len(alive)
        self._sizes = [self._sizes[n] for n in alive]
        self._names = [self._names[n] for n in alive]
        self._numbers = {i: n for n, i in enumerate(self._ids) if i is not None}
        self._postings.renumber(new_number)
        for rows in self._vectors.values():
            rows.renumber(new_number)

    def candidates(self, reading: Reading) -> list[str]:
        """Ids of known articles worth comparing with this one, most promising first."""
        own = self._numbers.get(reading.article.id)
        prints = words_of(reading).prints
        found: list[int] = []
        met, shared = self._postings.sharing(prints, self._alive)
        if len(met):
            least = np.minimum(len(prints), [self._sizes[n] for n in met.tolist()])
            enough = (shared >= np.minimum(2, least)) & (shared >= MIN_SHARED_PART * least)
            ranked = sorted(
                (-count, self._orders[number], number)
                for number, count in zip(met[enough].tolist(), shared[enough].tolist(), strict=True)
                if number != own
            )
            found = [number for _, _, number in ranked[:MAX_COPY_CANDIDATES]]
        if reading.vector:
            found += self._near(reading, _row(reading.vector), own, set(found))
        return [article_id for number in found if (article_id := self._ids[number])]

    def _near(
        self, reading: Reading, row: NDArray[np.float32], own: int | None, known: set[int]
    ) -> list[int]:
        language = reading.annotations.language
        near: list[tuple[float, int]] = []
        for other, rows in self._vectors.items():
            if other == language:
                continue
            scale = cosine_scale(language, other)
            near += self._nearest(
                rows, row, MIN_TRANSLATION_COSINE / scale, MAX_TRANSLATION_CANDIDATES, scale, known
            )
        near.sort(key=lambda found: (found[0], self._orders[found[1]]))
        chosen = [number for _, number in near if number != own][:MAX_TRANSLATION_CANDIDATES]
        text = reading.article.text.casefold()
        named = {name for name in self._publishers if name in text}
        credited = (cited_by(reading) | named) - names_of(reading)
        if credited and language in self._vectors:
            same = self._nearest(
                self._vectors[language], row, MIN_REWRITE_COSINE, NEAR_IN_LANGUAGE, 1.0, set()
            )
            chosen += [
                n for _, n in same if n != own and n not in known and self._names[n] & credited
            ][:MAX_REWRITE_CANDIDATES]
        return chosen

    def _nearest(
        self,
        rows: _Rows,
        row: NDArray[np.float32],
        min_cosine: float,
        limit: int,
        scale: float,
        known: set[int],
    ) -> list[tuple[float, int]]:
        """(minus the scaled cosine, number) of the nearest articles that are not known yet, one
        more than ``limit`` (the article itself may be among them)."""
        numbers, cosines = rows.above(row, min_cosine)
        found = [
            (-round(cosine * scale, 5), number)
            for number, cosine in zip(numbers.tolist(), cosines.tolist(), strict=True)
            if self._alive[number] and number not in known
        ]
        found.sort(key=lambda found: (found[0], self._orders[found[1]]))
        return found[: limit + 1]


def _spelt_out(names: frozenset[str]) -> list[str]:
    """Of the names of publishers those that a text may be searched for: of several words, or in
    another script than the ids of our tables. (One of them that is a common word only makes
    candidates; whether a text names it as its source is asked when they are compared.)"""
    return [name for name in names if " " in name or not name.isascii()]


class _Postings:
    """Which articles have which fingerprints: a dict of the newest, sorted arrays of the others.

    12 bytes a fingerprint where a dict of lists takes over 100. Arrays are merged when one is no
    longer eight times smaller than the one before it, so there are few and each fingerprint is
    moved few times.
    """

    FRESH = 65_536  # fingerprints, of about a thousand articles
    RATIO = 8

    def __init__(self) -> None:
        self._fresh: dict[int, list[int]] = {}
        self._fresh_count = 0
        self._sorted: list[tuple[NDArray[np.uint64], NDArray[np.int32]]] = []

    def add(self, prints: NDArray[np.uint64], number: int) -> None:
        for value in prints.tolist():
            self._fresh.setdefault(value, []).append(number)
        self._fresh_count += len(prints)
        if self._fresh_count >= self.FRESH:
            self._settle()

    def _settle(self) -> None:
        if self._fresh:
            counts = [len(numbers) for numbers in self._fresh.values()]
            values = np.repeat(
                np.fromiter(self._fresh, dtype=np.uint64, count=len(self._fresh)), counts
            )
            numbers = np.fromiter(
                (n for found in self._fresh.values() for n in found),
                dtype=np.int32,
                count=self._fresh_count,
            )
            self._sorted.append(_in_order(values, numbers))
            self._fresh, self._fresh_count = {}, 0
        while len(self._sorted) > 1 and (
            len(self._sorted[-2][0]) < self.RATIO * len(self._sorted[-1][0])
        ):
            newer, older = self._sorted.pop(), self._sorted.pop()
            self._sorted.append(
                _in_order(
                    np.concatenate((older[0], newer[0])), np.concatenate((older[1], newer[1]))
                )
            )

    def renumber(self, new_number: NDArray[np.int64]) -> None:
        """Give articles other numbers; those whose new number is -1 are gone."""
        self._settle()
        kept = []
        for values, numbers in self._sorted:
            renamed = new_number[numbers]
            alive = renamed >= 0
            kept.append((values[alive], renamed[alive].astype(np.int32)))
        self._sorted = [part for part in kept if len(part[0])]

    def sharing(
        self, prints: NDArray[np.uint64], alive: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The articles that are ``alive`` and share fingerprints with these, ascending, and how
        many. What more than ``MAX_POSTINGS`` of them have is not looked at."""
        fresh: list[int] = []
        fresh_of: list[int] = []
        for place, value in enumerate(prints.tolist()):
            known = self._fresh.get(value)
            if known is not None:
                fresh += known
                fresh_of += [place] * len(known)
        numbers_of, numbers = [np.array(fresh_of, np.int64)], [np.array(fresh, np.int32)]
        for values, holders in self._sorted:
            left = np.searchsorted(values, prints, side="left")
            hit = np.flatnonzero(values[np.minimum(left, len(values) - 1)] == prints)
            if not len(hit):
                continue
            left = left[hit]
            counts = np.searchsorted(values, prints[hit], side="right") - left
            steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            numbers.append(holders[np.repeat(left, counts) + steps])
            numbers_of.append(np.repeat(hit, counts))
        found, of = np.concatenate(numbers), np.concatenate(numbers_of)
        living = alive[found]
        found, of = found[living], of[living]
        if len(found):
            found = found[np.bincount(of)[of] <= MAX_POSTINGS]
        return np.unique(found, return_counts=True)


def _in_order(
    values: NDArray[np.uint64], numbers: NDArray[np.int32]
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    order = np.argsort(values, kind="stable")
    return values[order], numbers[order]


class _Rows:
    """The vectors of one language's articles, in order of arrival."""

    def __init__(self) -> None:
        self._rows: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._numbers: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._count = 0

    def add(self, row: NDArray[np.float32], number: int) -> None:
        if row.shape[0] != self._rows.shape[1]:
            if self._count:
                return  # vectors of another model cannot be compared
            self._rows = np.zeros((0, row.shape[0]), dtype=np.float32)
        if self._count == len(self._rows):
            size = max(64, 2 * len(self._rows))
            grown = np.zeros((size, row.shape[0]), dtype=np.float32)
            grown[: self._count] = self._rows
            numbers = np.zeros(size, dtype=np.int64)
            numbers[: self._count] = self._numbers
            self._rows, self._numbers = grown, numbers
        self._rows[self._count] = row
        self._numbers[self._count] = number
        self._count += 1

    def renumber(self, new_number: NDArray[np.int64]) -> None:
        renamed = new_number[self._numbers[: self._count]]
        alive = renamed >= 0
        self._rows = self._rows[: self._count][alive]
        self._numbers = renamed[alive]
        self._count = len(self._rows)

    def above(
        self, row: NDArray[np.float32], min_cosine: float
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Article numbers, some of them maybe gone, with a cosine of ``min_cosine`` or more, and
        the cosines."""
        if row.shape[0] != self._rows.shape[1]:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        about = self._rows[: self._count] @ row
        near = np.flatnonzero(about >= min_cosine - 1e-5)
        # Summed row by row: the last bits of a product of matrices depend on a row's place.
        cosines = np.einsum("ij,j->i", self._rows[near], row)
        near, cosines = near[cosines >= min_cosine], cosines[cosines >= min_cosine]
        return self._numbers[near], cosines


def _row(vector: Vector) -> NDArray[np.float32]:
    return np.frombuffer(vector.data, dtype="<f4")
