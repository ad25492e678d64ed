"""What one text has from another sentence by sentence, in like order, in any language.

Sentences are aligned by dynamic programming over their vectors (one to one, one to two, two to
one, with free gaps: a cut or extended translation is found as well). Whether the aligned part was
*carried*, or two reporters wrote of one event, is then told by a small model over named features of
the alignment: how close the sentences are, how densely they follow one another on both sides, how
alike their lengths are, and whether figures and names agree. ``scripts/train_translations.py``
learns its weights.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import msgspec
import numpy as np
import regex
from numpy.typing import NDArray

from tawatur.model import Passage, Reading, Span, cosine_scale
from tawatur.origins import NUMBER
from tawatur.text import western_digits

Encode = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]

# Sentences looked at on either side; of 15,561 Arabic articles 2 % are longer.
MAX_SENTENCES = 60
# A sentence shorter than this (in characters of English) says too little to be aligned by itself.
MIN_SENTENCE_CHARACTERS = 25
# The least cosine that can link two sentences. What lies between this and .45 counts only in a
# chain of neighbours: languages that are mapped into the space have many true links there.
MIN_LINK = 0.3
LONE_LINK = 0.45
# What a link loses for each factor e between the lengths of its sentences.
UNLIKE_LENGTHS = 0.1
# A link of two sentences to one stands for more than one link, but less than two true ones.
TWO_TO_ONE = 1.2
# A sentence of which this share is direct speech tells nothing of who wrote it.
QUOTED_PART = 0.5
# Characters that say what one of English says, measured on texts in twelve languages.
_DENSITY = {"zh": 0.31, "ja": 0.45, "ko": 0.5, "he": 0.8, "ar": 0.87, "th": 0.9, "fa": 0.93}


@dataclass(frozen=True, slots=True)
class Link:
    """Sentences ``rows`` of the copy say what sentences ``columns`` of the source say."""

    row: int
    row_end: int
    column: int
    column_end: int
    cosine: float


@dataclass(slots=True)
class Sentences:
    """The sentences of one reading with their vectors, encoded when first asked for."""

    reading: Reading
    encode: Encode
    spans: list[tuple[int, int]] = field(init=False)
    _rows: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        text = self.reading.article.text
        spans = [(s.start, s.end) for s in self.reading.annotations.sentences]
        if not spans and text.strip():
            spans = [(0, len(text))]
        least = MIN_SENTENCE_CHARACTERS * self.density
        self.spans = [s for s in spans if s[1] - s[0] >= least][:MAX_SENTENCES]

    @property
    def density(self) -> float:
        return _DENSITY.get(self.reading.annotations.language, 1.0)

    @property
    def rows(self) -> NDArray[np.float32]:
        if self._rows is None:
            text = self.reading.article.text
            self._rows = self.encode(
                [text[s:e] for s, e in self.spans],
                [self.reading.annotations.language] * len(self.spans),
            )
        return self._rows

    def lengths(self) -> NDArray[np.float64]:
        """In characters of English."""
        return np.array([e - s for s, e in self.spans], dtype=np.float64) / self.density


def align_in_order(
    one: NDArray[np.float32],
    two_rows: NDArray[np.float32] | None = None,
    two_columns: NDArray[np.float32] | None = None,
) -> list[tuple[int, int, int, int]]:
    """The monotone set of links (row, row end, column, column end) with the greatest total gain.

    Needleman-Wunsch with free gaps. ``one[i, j]`` is what it gains to link row i and column j,
    ``two_rows[i, j]`` rows i and i+1 together and column j, ``two_columns[i, j]`` row i and
    columns j and j+1. Without the latter two, links are one to one.
    """
    height, width = one.shape
    ones = one.tolist()
    downs = two_rows.tolist() if two_rows is not None else []
    acrosses = two_columns.tolist() if two_columns is not None else []
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    step = [[0] * (width + 1) for _ in range(height + 1)]
    for i in range(1, height + 1):
        here, above, taken, gains = best[i], best[i - 1], step[i], ones[i - 1]
        far_above, down = best[i - 2], downs[i - 2] if downs and i > 1 else None
        across = acrosses[i - 1] if acrosses else None
        for j in range(1, width + 1):
            value, k = above[j], 1
            if here[j - 1] > value:
                value, k = here[j - 1], 2
            if (gain := above[j - 1] + gains[j - 1]) > value:
                value, k = gain, 3
            if down and (gain := far_above[j - 1] + down[j - 1]) > value:
                value, k = gain, 4
            if across and j > 1 and (gain := above[j - 2] + across[j - 2]) > value:
                value, k = gain, 5
            here[j], taken[j] = value, k
    links = []
    i, j = height, width
    while i and j:
        rows, columns = _STEPS[step[i][j]]
        if rows and columns:
            links.append((i - rows, i, j - columns, j))
        i, j = i - rows, j - columns
    return links[::-1]


_STEPS = {1: (1, 0), 2: (0, 1), 3: (1, 1), 4: (2, 1), 5: (1, 2)}


def _together(rows: NDArray[np.float32], lengths: NDArray[np.float64]) -> NDArray[np.float32]:
    """Unit vectors of each two neighbours taken together, the longer one weighing more."""
    weights = lengths[:, None].astype(np.float32)
    both = rows[:-1] * weights[:-1] + rows[1:] * weights[1:]
    both /= np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9).astype(np.float32)
    return both


def links_between(copy: Sentences, source: Sentences) -> tuple[list[Link], NDArray[np.float32]]:
    """Sentences that say the same, in like order, weak ones only in company; and all cosines."""
    if not copy.spans or not source.spans:
        return [], np.zeros((0, 0), dtype=np.float32)
    scale = np.float32(
        cosine_scale(copy.reading.annotations.language, source.reading.annotations.language)
    )
    lengths, source_lengths = copy.lengths(), source.lengths()
    similarity = copy.rows @ source.rows.T * scale
    two_rows = _together(copy.rows, lengths) @ source.rows.T * scale
    two_columns = copy.rows @ _together(source.rows, source_lengths).T * scale
    links = []
    for i, i_end, j, j_end in align_in_order(
        _gain(similarity, lengths, source_lengths),
        TWO_TO_ONE * _gain(two_rows, lengths[:-1] + lengths[1:], source_lengths),
        TWO_TO_ONE * _gain(two_columns, lengths, source_lengths[:-1] + source_lengths[1:]),
    ):
        cosines = two_rows if i_end - i == 2 else two_columns if j_end - j == 2 else similarity
        links.append(Link(i, i_end, j, j_end, float(cosines[i, j])))
    near = [_follows(a, b) for a, b in itertools.pairwise(links)]
    links = [
        link
        for n, link in enumerate(links)
        if link.cosine >= LONE_LINK or (n and near[n - 1]) or (n < len(near) and near[n])
    ]
    return links, similarity


def _gain(
    similarity: NDArray[np.float32], rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.float32]:
    ratios = np.abs(np.log(rows)[:, None] - np.log(columns)[None, :])
    gain: NDArray[np.float32] = (
        similarity - MIN_LINK - UNLIKE_LENGTHS * np.minimum(ratios, 1.5)
    ).astype(np.float32)
    return gain


def _follows(link: Link, following: Link) -> bool:
    """Is nothing, or one sentence of one side, left out between two links?"""
    gaps = (following.row - link.row_end) + (following.column - link.column_end)
    return gaps <= 1


# --------------------------------------------------------------------------- was it carried?

FEATURES = (
    "bias", "cosine", "cosine-mapped", "in-sequence", "lengths", "numbers", "names", "margin",
    "chain", "share-copy",
)  # fmt: skip


def _margin(similarity: NDArray[np.float32], link: Link) -> float:
    """By how much a link is closer than the next best that its sentences could have."""
    rivals = [0.0]
    for i in range(link.row, link.row_end):
        rivals += [*similarity[i, : link.column], *similarity[i, link.column_end :]]
    for j in range(link.column, link.column_end):
        rivals += [*similarity[: link.row, j], *similarity[link.row_end :, j]]
    return link.cosine - float(max(rivals))


@dataclass(slots=True)
class Alignment:
    """Two texts side by side, and what tells whether one was made from the other."""

    links: list[Link]
    share: float
    source_share: float
    cosine: float
    passages: tuple[Passage, ...]
    added: tuple[Span, ...]
    sentences: int  # of the copy that are linked
    of_sentences: int
    features: dict[str, float]
    numbers_shared: int
    numbers: int

    def probability(self) -> float:
        """That the linked part was carried over, not written anew by another reporter."""
        weights = _weights()
        return 1 / (1 + math.exp(-sum(weights[k] * v for k, v in self.features.items())))


@cache
def _weights() -> dict[str, float]:
    data = resources.files("tawatur").joinpath("data/translation_model.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, float])


def compare_sentences(copy: Sentences, source: Sentences) -> Alignment | None:
    """``copy`` beside ``source``, or None when nothing is linked."""
    links, similarity = links_between(copy, source)
    if not links:
        return None
    lengths, source_lengths = copy.lengths(), source.lengths()
    linked = np.zeros(len(lengths), dtype=bool)
    source_linked = np.zeros(len(source_lengths), dtype=bool)
    ratios = []
    for link in links:
        linked[link.row : link.row_end] = True
        source_linked[link.column : link.column_end] = True
        ratios.append(
            math.log(
                lengths[link.row : link.row_end].sum()
                / source_lengths[link.column : link.column_end].sum()
            )
        )
    share = float(lengths[linked].sum() / lengths.sum())
    source_share = float(source_lengths[source_linked].sum() / source_lengths.sum())
    told = _told(copy, links)
    cosine = float(np.mean([link.cosine for link in told]))
    middle = float(np.median(ratios))
    mapped = (
        cosine_scale(copy.reading.annotations.language, source.reading.annotations.language) != 1
    )
    chain = longest = 1
    for one, two in itertools.pairwise(links):
        chain = chain + 1 if _follows(one, two) else 1
        longest = max(longest, chain)
    in_sequence = sum(_follows(a, b) for a, b in itertools.pairwise(links))
    numbers, names = _agreement(copy, source, links)
    return Alignment(
        links=links,
        share=share,
        source_share=source_share,
        cosine=cosine,
        passages=tuple(
            Passage(
                start=copy.spans[k.row][0],
                end=copy.spans[k.row_end - 1][1],
                source_start=source.spans[k.column][0],
                source_end=source.spans[k.column_end - 1][1],
            )
            for k in links
        ),
        added=tuple(
            Span(start=copy.spans[i][0], end=copy.spans[i][1])
            for i in range(len(copy.spans))
            if not linked[i]
        ),
        sentences=int(linked.sum()),
        of_sentences=len(linked),
        features={
            "bias": 1.0,
            "cosine": cosine,
            "cosine-mapped": cosine if mapped else 0.0,
            "in-sequence": (in_sequence + 0.5) / len(links),
            "lengths": float(np.mean([min(1.5, abs(r - middle)) for r in ratios])),
            "numbers": numbers[0],
            "names": names,
            "margin": float(np.mean([_margin(similarity, k) for k in told])),
            "chain": math.log(longest),
            "share-copy": share,
        },
        numbers_shared=numbers[1],
        numbers=numbers[2],
    )


def _told(copy: Sentences, links: list[Link]) -> list[Link]:
    """Links in the reporter's own words. Two who heard one speaker share what is quoted, and no
    translator made it; all links, where hardly anything else is linked."""
    quoted = [s for q in copy.reading.annotations.quotes if q.kind != "indirect" for s in q.content]
    own = []
    for link in links:
        start, end = copy.spans[link.row][0], copy.spans[link.row_end - 1][1]
        inside = sum(max(0, min(end, s.end) - max(start, s.start)) for s in quoted)
        if inside < QUOTED_PART * (end - start):
            own.append(link)
    return own if len(own) >= 2 else links


def _agreement(
    copy: Sentences, source: Sentences, links: Sequence[Link]
) -> tuple[tuple[float, int, int], float]:
    """How far figures and names of linked sentences agree (0..1, .5 when there are none); and
    how many numbers of the copy's linked sentences stand opposite, of how many."""
    shared = both = own = 0
    names_shared = names_least = 0
    numbers, source_numbers = _numbers_by_sentence(copy), _numbers_by_sentence(source)
    names, source_names = _names_by_sentence(copy), _names_by_sentence(source)
    for k in links:
        one = set().union(*numbers[k.row : k.row_end])
        two = set().union(*source_numbers[k.column : k.column_end])
        shared += len(one & two)
        both += max(len(one), len(two))
        own += len(one)
        first = set().union(*names[k.row : k.row_end])
        second = set().union(*source_names[k.column : k.column_end])
        names_shared += len(first & second)
        names_least += min(len(first), len(second))
    return (
        ((shared + 1) / (both + 2), shared, own),
        (names_shared + 1) / (names_least + 2),
    )


def _numbers_by_sentence(sentences: Sentences) -> list[set[str]]:
    text = western_digits(sentences.reading.article.text)
    return [
        {
            digits
            for m in NUMBER.finditer(text, start, end)
            if len(digits := regex.sub(r"\D", "", m.group())) >= 2
        }
        for start, end in sentences.spans
    ]


def _names_by_sentence(sentences: Sentences) -> list[set[str]]:
    found: list[set[str]] = [set() for _ in sentences.spans]
    starts = [s for s, _ in sentences.spans]
    for name in sentences.reading.annotations.names:
        if name.identity.startswith("~"):
            continue  # a name that our tables do not know is spelt alike only by chance
        place = int(np.searchsorted(starts, name.start, side="right")) - 1
        if place >= 0 and name.start < sentences.spans[place][1]:
            found[place].add(name.identity)
    return found
