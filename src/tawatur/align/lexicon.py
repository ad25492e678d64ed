"""How alike two words are, within a language and across languages.

Within one language words are compared by their letters (shares of three-letter runs, Dice), which
needs no encoder and finds inflections and compounds. Across languages, and where a figure's or a
"not"'s words are compared, single words have vectors: those of the fast encoder, without the mean
of their language and along the axes in which words differ most (``data/word_space.npz``, made by
``scripts/build_word_space.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tawatur.align.words import FUNCTION_WORDS

Matrix = NDArray[np.float32]
Bits = NDArray[np.uint64]
Encode = Callable[[Sequence[str], Sequence[str]], Matrix]

# Languages whose single words the fast encoder knows; in others words are compared by spelling
# and names only, since encoding every word by the slow encoder would cost more than it tells.
WORD_VECTOR_LANGUAGES = frozenset(
    {"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"}
)
# How sharply a half-fitting word is discounted. 1, 1.5, 2, 3 tried on the account bench: .655,
# .659, .678, .666 mean average precision from this feature alone.
WORD_SHARPNESS = 2
# Runs of three letters are kept as a set of this many bits: of six or seven, two fall together
# now and then, which adds .02 to the likeness of two words at most.
_PLANES = 2


@lru_cache(maxsize=60_000)
def letter_bits(word: str) -> tuple[int, ...]:
    """The three-letter runs of a word as bits."""
    planes = [0] * _PLANES
    framed = f"^{word}$"
    for at in range(len(framed) - 2):
        code = 0
        for c in framed[at : at + 3]:
            code = (code * 1_000_003 + ord(c)) & 0xFFFFFFFF
        code = (code * 2_654_435_761 & 0xFFFFFFFF) >> 20
        planes[(code >> 6) % _PLANES] |= 1 << (code & 63)
    return tuple(planes)


def letters_of(words: Sequence[str]) -> Bits:
    """(planes, words) bits."""
    return np.array([letter_bits(word) for word in words], dtype=np.uint64).reshape(-1, _PLANES).T


def by_letters(a: Bits, b: Bits) -> Matrix:
    """Likeness of each word of ``a`` to each of ``b`` by their letters, 0..1."""
    shared = np.zeros((a.shape[1], b.shape[1]), dtype=np.uint8)
    for plane in range(_PLANES):
        shared += np.bitwise_count(a[plane][:, None] & b[plane][None, :])
    lengths_a = np.bitwise_count(a).sum(axis=0, dtype=np.float32)
    lengths_b = np.bitwise_count(b).sum(axis=0, dtype=np.float32)
    dice = 2 * shared / np.maximum(lengths_a[:, None] + lengths_b[None, :], 1)
    return np.asarray(dice * dice, dtype=np.float32)


# A word that stands in one run of thirty words out of four hundred (the natural logarithm of which
# this is) or fewer weighs in full. 5, 5.5, 6, 6.5 tried: mean average precision of links .776,
# .774, .777, .774; without, .764.
COMMONEST_RARITY = 6.0
# What a word of grammar weighs at most beside others. 0, .2, .5, 1 tried: .681, .686, .684, .667.
FUNCTION_WORD_WEIGHT = 0.2


def word_hash(language: str, stem: str) -> int:
    """The key of a word in ``data/common_words.npz``."""
    return crc32(f"{language}:{stem}".encode("utf-8", "surrogatepass"))


@cache
def _common() -> dict[int, float]:
    data = resources.files("tawatur").joinpath("data/common_words.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as kept:
        return dict(zip(kept["keys"].tolist(), (kept["weights"] / 255).tolist(), strict=True))


@lru_cache(maxsize=60_000)
def plainness(language: str, stem: str) -> float:
    """What a word weighs by its language alone, 0..1: "also" less than a name."""
    weight = _common().get(word_hash(language, stem), 1.0)
    return min(weight, FUNCTION_WORD_WEIGHT) if stem in FUNCTION_WORDS else weight


@cache
def _space() -> tuple[Matrix, dict[str, Matrix], Matrix]:
    """Axes, the mean of each language, and the mean of those."""
    data = resources.files("tawatur").joinpath("data/word_space.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as kept:
        axes = kept["axes"].astype(np.float32)
        means = kept["means"].astype(np.float32)
        languages = bytes(kept["languages"]).decode().split()
    return axes, dict(zip(languages, means, strict=True)), means.mean(axis=0)


def word_rows(words: Sequence[str], languages: Sequence[str], encode: Encode) -> Matrix:
    """Unit rows of single words as they are written; zero for words that have none."""
    axes, means, overall = _space()
    rows = np.zeros((len(words), axes.shape[1]), dtype=np.float32)
    known = [
        i
        for i, (word, language) in enumerate(zip(words, languages, strict=True))
        if language in WORD_VECTOR_LANGUAGES and not any(c.isdigit() for c in word)
    ]
    if known:
        chosen = [languages[i] for i in known]
        encoded = encode([words[i] for i in known], chosen) @ axes
        encoded -= np.stack([means.get(language, overall) for language in chosen])
        rows[known] = encoded / np.maximum(np.linalg.norm(encoded, axis=1, keepdims=True), 1e-9)
    return rows


def without_particle(language: str, word: str) -> str | None:
    """An Arabic word without the "and", "to", "by" … it may begin with; None when it has none.

    Nobody can tell from the letters alone whether ل in لزيارة is a particle and in لافروف is not:
    both forms are tried, and the one that finds a counterpart counts.
    """
    if language != "ar" or len(word) < 5:
        return None
    if word.startswith("لل"):
        return "ال" + word[2:]
    if word[0] in "وفبلكس":
        return word[1:]
    return None


class WordVectors:
    """The rows of a list of words, with those of their forms without a particle."""

    __slots__ = ("bare", "bare_at", "rows")

    def __init__(self, words: Sequence[str], languages: Sequence[str], encode: Encode) -> None:
        bare = {
            i: form
            for i, (word, language) in enumerate(zip(words, languages, strict=True))
            if (form := without_particle(language, word))
        }
        rows = word_rows(
            [*words, *bare.values()], [*languages, *(languages[i] for i in bare)], encode
        )
        self.rows = rows[: len(words)]
        self.bare = rows[len(words) :]
        self.bare_at = np.array(list(bare), dtype=np.intp)

    def near(self, other: WordVectors) -> Matrix:
        """Likeness of each word to each of another list by their vectors, 0..1."""
        near = self.rows @ other.rows.T
        if len(self.bare_at):
            across = self.bare @ other.rows.T
            near[self.bare_at] = np.maximum(near[self.bare_at], across)
            if len(other.bare_at):
                both = np.ix_(self.bare_at, other.bare_at)
                near[both] = np.maximum(near[both], self.bare @ other.bare.T)
        if len(other.bare_at):
            near[:, other.bare_at] = np.maximum(near[:, other.bare_at], self.rows @ other.bare.T)
        np.clip(near, 0, 1, out=near)
        return np.asarray(np.power(near, WORD_SHARPNESS), dtype=np.float32)
