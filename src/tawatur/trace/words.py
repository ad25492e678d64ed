"""A text as words that can be compared fast: folded, with their spans and hashes.

Scripts that put no space between words (Chinese, Japanese, Thai, Khmer, Lao, Burmese) are taken
character by character; two characters weigh as much as one word of another script.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import regex
from numpy.typing import NDArray

from tawatur.model import Reading
from tawatur.text import fold_word

# Five words are rare enough to be a trace of copying and short enough to survive light editing.
SHINGLE_WORDS = 5
# Winnowing (Schleimer, Wilkerson, Aiken 2003): of every 8 shingles in a row the smallest hash is
# kept, so any shared run of 5 + 8 - 1 = 12 words is found for certain.
WINNOW = 8
# A run of this many equal words may begin a passage; shorter ones occur by chance.
MIN_RUN_WORDS = 4

# As text.words, and what nobody sees (soft hyphens, spaces of no width) parts no word.
_WORD = regex.compile(
    r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\u0640\u00ad\u200b\u2060\ufeff]*(?:['’ʼ][\p{L}\p{M}]+)?"
)
_INVISIBLE = str.maketrans(dict.fromkeys("\u00ad\u200b\u2060\ufeff"))
# A word of two alphabets was written to look like one of Latin letters.
_TWO_ALPHABETS = regex.compile(r"(?=.*\p{Latin}).*[\p{Cyrillic}\p{Greek}]")
_LOOKALIKES = str.maketrans("авсеһіјкмноѕртухοαρυνικ", "abcehijkmhosptyxoapyvik")
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}]\p{M}*"
)
_UNIT = regex.compile(
    _UNSPACED.pattern + r"|[\p{L}\p{N}][\p{L}\p{N}\p{M}--[\p{Han}\p{Hiragana}\p{Katakana}"
    r"\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}]]*",
    regex.V1,
)


@dataclass(frozen=True)
class Words:
    """The words of one text. ``per_word`` units make one word (2 in unspaced scripts)."""

    text: str
    written: list[str]  # as they stand in the text, in order
    hashes: NDArray[np.uint64]  # of the folded words, the same in every process
    per_word: int

    @cached_property
    def spans(self) -> NDArray[np.int64]:
        """(n, 2), code points."""
        # Between two words stands nothing that a word begins with, so each is found where it is.
        find, at = self.text.find, 0
        starts = []
        for word in self.written:
            at = find(word, at)
            starts.append(at)
            at += len(word)
        spans = np.empty((len(starts), 2), dtype=np.int64)
        spans[:, 0] = starts
        spans[:, 1] = spans[:, 0] + np.fromiter(map(len, self.written), np.int64, len(starts))
        return spans

    def folded(self, first: int, last: int) -> list[str]:
        """The words from ``first`` up to ``last``, folded."""
        return [fold_word(word) for word in self.written[first:last]]

    def __len__(self) -> int:
        return len(self.hashes)

    @property
    def run(self) -> int:
        """How many units make the shortest run that may begin a passage."""
        return MIN_RUN_WORDS * self.per_word

    @cached_property
    def runs(self) -> NDArray[np.uint64]:
        """A hash for each run of ``run`` units, by where it begins."""
        return run_hashes(self.hashes, self.run)

    @cached_property
    def sorted_runs(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """``runs`` in order, and where each begins."""
        order = np.argsort(self.runs, kind="stable")
        return self.runs[order], order

    @cached_property
    def prints(self) -> NDArray[np.uint64]:
        """Winnowed hashes of all runs of five words, sorted, each once; none of a shorter text."""
        shingles = run_hashes(self.hashes, SHINGLE_WORDS * self.per_word)
        window = WINNOW * self.per_word
        if len(shingles) == 0:
            return shingles
        if len(shingles) <= window:
            return np.sort(shingles)[:1]
        least = shingles[: len(shingles) - window + 1].copy()
        for offset in range(1, window):
            np.minimum(least, shingles[offset : offset + len(least)], out=least)
        changes = np.empty(len(least), dtype=bool)
        changes[0] = True
        np.not_equal(least[1:], least[:-1], out=changes[1:])
        prints: NDArray[np.uint64] = np.unique(least[changes])
        return prints


def words_of(reading: Reading) -> Words:
    """The words of an article's body."""
    return words_in(reading.article.text)


def hashes_of(text: str) -> list[int]:
    """The hashes of a few words, not remembered."""
    return [_HASHES[word] for word in _WORD.findall(text)]


# About 30 KB each. Candidates are mostly recent, so what was just read is asked for again.
@lru_cache(maxsize=1024)
def words_in(text: str) -> Words:
    """The words of a text, remembered."""
    unspaced = len(_UNSPACED.findall(text[:400])) > min(100, len(text) / 4)
    found = (_UNIT if unspaced else _WORD).findall(text)
    hashes = np.fromiter(map(_HASHES.__getitem__, found), dtype=np.uint64, count=len(found))
    return Words(text=text, written=found, hashes=hashes, per_word=2 if unspaced else 1)


class _Hashes(dict[str, int]):
    """One number for a word as written: that of its folded form."""

    MOST = 300_000

    def __missing__(self, word: str) -> int:
        if len(self) >= self.MOST:
            self.clear()
        folded = fold_word(word)
        if not folded.isascii():
            folded = folded.translate(_INVISIBLE)
            if _TWO_ALPHABETS.match(folded):
                folded = folded.translate(_LOOKALIKES)
        data = folded.encode("utf-8", "surrogatepass")
        self[word] = number = (zlib.crc32(data) << 32) | zlib.crc32(data[::-1] + b"\x01")
        return number


_HASHES = _Hashes()


_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def run_hashes(hashes: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """One hash for each run of ``length`` words; order within the run counts."""
    count = max(0, len(hashes) - length + 1)
    runs = np.zeros(count, dtype=np.uint64)
    for offset in range(length):
        runs ^= hashes[offset : offset + count]
        runs *= _MULTIPLIER
        runs ^= runs >> _SHIFT
    return runs
