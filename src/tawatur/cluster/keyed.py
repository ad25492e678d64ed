"""The words and names of an article as keys: stems that meet across inflection, and names that meet
across scripts.

Words come again and again, so each is looked at once: a table of the process remembers its keys
by number, and a text is then a few operations on arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import regex
from numpy.typing import NDArray

from tawatur.naming import skeleton
from tawatur.text import fold_word

# Arabic conjunctions, prepositions and the article, as written before a word.
_PROCLITIC = regex.compile("^(?:وال|بال|كال|فال|لل|ال|و(?=..)|ب(?=...)|ل(?=...)|ف(?=...))")
_STEM_LETTERS = 6


def stem(word: str) -> str:
    """A folded word without what inflection adds: Arabic proclitics, or letters after the sixth.

    So ``olympique``, ``olympisch`` and ``olympics`` meet, in any language of one script.
    """
    if "\u0600" <= word[0] <= "\u06ff":
        bare = _PROCLITIC.sub("", word)
        return bare if len(bare) >= 3 else word
    return word[:_STEM_LETTERS]


def name_key(word: str) -> str | None:
    """The cross-script key of a word that may be a name; None when it is too short to tell."""
    key = skeleton(word)
    return f"~{key}" if len(key) >= 3 else None


def _is_name_like(word: str) -> bool:
    """A capital, or a letter of a script without capitals."""
    return word[0].isupper() or not (word[0].islower() or word[0].isdigit())


def keys_of_word(word: str) -> tuple[str | None, str | None]:
    """The stem or number of a word as written (None: it says nothing), and its key as a name
    (None: it looks like none)."""
    folded = fold_word(word)
    if not folded or (len(folded) == 1 and folded.isascii()):
        return None, None
    key = folded if folded[0].isdigit() else stem(folded)
    if not _is_name_like(word):
        return key, None
    return key, name_key(key if "\u0600" <= key[0] <= "\u06ff" else word)


NONE = -1


class KeyTable(dict[str, int]):
    """A word as written -> its number; by that number its two keys, which have numbers as well."""

    MOST = 200_000  # keys, of somewhat fewer words

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []
        self.keys_known: list[str] = []
        self._numbers: dict[str, int] = {}
        # For each word the number of its stem and of its key as a name.
        self.stems: NDArray[np.int32] = np.zeros(1024, dtype=np.int32)
        self.names: NDArray[np.int32] = np.zeros(1024, dtype=np.int32)
        self._first: NDArray[np.int32] = np.zeros(1024, dtype=np.int32)  # for each key, scratch

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self.written)
        self.written.append(word)
        if number == len(self.stems):
            self.stems, self.names = (np.resize(a, 2 * number) for a in (self.stems, self.names))
        key, name = keys_of_word(word)
        self.stems[number] = NONE if key is None else self.number(key)
        self.names[number] = NONE if name is None else self.number(name)
        return number

    def number(self, key: str) -> int:
        """The number of a key; an unknown one is given the next."""
        number = self._numbers.setdefault(key, len(self.keys_known))
        if number == len(self.keys_known):
            self.keys_known.append(key)
            if number == len(self._first):
                self._first = np.zeros(2 * number, dtype=np.int32)
        return number

    def numbers(self, keys: Iterable[str]) -> NDArray[np.int32]:
        return np.array([self.number(key) for key in keys], dtype=np.int32)

    def summed(
        self, keys: NDArray[np.int32], weights: NDArray[np.float64]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.intp]]:
        """Each key once, in order of its first place, with the sum of its weights and that place;
        without the places that have none."""
        at = np.flatnonzero(keys >= 0)
        keys = keys[at]
        places = np.arange(len(keys), dtype=np.int32)
        self._first[keys[::-1]] = places[::-1]  # of several the last stays: the first place
        first = self._first[keys]
        is_first = first == places
        which = np.cumsum(is_first) - 1
        summed = np.bincount(which[first], weights[at]).astype(np.float64)
        once: NDArray[np.int32] = keys[is_first]
        return once, summed, at[is_first]


_TABLE = KeyTable()


def key_table() -> KeyTable:
    """The process's table. When it is full a new one takes its place."""
    global _TABLE
    if len(_TABLE.keys_known) >= KeyTable.MOST:
        _TABLE = KeyTable()
    return _TABLE


@dataclass
class Told:
    """An article's words and names with weights, and the first word that stands for each.

    No key is both word and name.
    """

    table: KeyTable
    keys: NDArray[np.int32]  # of the table: words, from ``split`` on names
    weights: NDArray[np.float64]
    split: int
    written: list[str]  # for each key the word as written

    @cached_property
    def _texts(self) -> list[str]:
        known = self.table.keys_known
        return [known[number] for number in self.keys.tolist()]

    @cached_property
    def words(self) -> dict[str, float]:
        """Stems and numbers."""
        return dict(
            zip(self._texts[: self.split], self.weights[: self.split].tolist(), strict=True)
        )

    @cached_property
    def names(self) -> dict[str, float]:
        """Keys of names and of words that look like names."""
        return dict(
            zip(self._texts[self.split :], self.weights[self.split :].tolist(), strict=True)
        )

    @cached_property
    def shown(self) -> dict[str, str]:
        """Key -> the word as written."""
        return dict(zip(self._texts, self.written, strict=True))


def told_by(parts: Sequence[tuple[Sequence[str], float]], names: Sequence[tuple[str, str]]) -> Told:
    """The keys of words of several parts of an article, each part with what its words weigh, and of
    names that were recognised: (identity, as written)."""
    table = key_table()
    forms = [np.fromiter(map(table.__getitem__, words), np.int32, len(words)) for words, _ in parts]
    written = np.concatenate(forms)
    weights = np.repeat([weight for _, weight in parts], [len(words) for words, _ in parts])
    recognised = table.numbers(identity for identity, _ in names)
    keys, sums, places = table.summed(table.stems[written], weights)
    shown = [table.written[form] for form in written[places].tolist()]
    others, other_sums, places = table.summed(
        np.concatenate((table.names[written], recognised)),
        np.concatenate((weights, np.ones(len(names)))),
    )
    count = len(written)
    inside = np.searchsorted(places, count)  # places of recognised names stand behind
    shown += [table.written[form] for form in written[places[:inside]].tolist()]
    shown += [names[place - count][1] for place in places[inside:].tolist()]
    every = np.concatenate((sums, other_sums))
    return Told(
        table,
        np.concatenate((keys, others)),
        np.where(every <= 1, every, 1 + np.log(np.maximum(every, 1))),
        len(keys),
        shown,
    )
