"""Who carries whom: copies, translations and rewrites, and what independent origins remain.

    CopyIndex        candidates: shared runs of words (same language), near vectors (others)
    trace_article    candidate -> Derivation: passages word by word, or sentences in like order
    settle_origins   a story's articles -> groups that rest on one root

Cheap gates come first; sentences are only encoded for pairs that pass them.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import regex
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from tawatur import knowledge
from tawatur.model import (
    Derivation,
    EdgeEvidence,
    Origin,
    Passage,
    Reading,
    Span,
    Vector,
    cosine_scale,
)
from tawatur.origins import (
    TEXT_CREDITS,
    agency_name,
    credit_evidence,
    credited_agencies,
    credits_of,
    direction,
    family,
    in_words,
    label,
    main_sources,
    mentions,
    names_of,
    numbers_in,
    root_of,
)
from tawatur.text import fold_word, stable_id

Encode = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]

# --------------------------------------------------------------------------- candidates

# Five words are rare enough to be a trace of copying and short enough to survive light editing.
SHINGLE_WORDS = 5
# Winnowing (Schleimer, Wilkerson, Aiken 2003): of every 8 shingles in a row the smallest hash is
# kept, so any shared run of 5 + 8 - 1 = 12 words is found for certain.
WINNOW = 8
# A fingerprint in more articles than this is furniture or a set phrase, not a copy.
MAX_POSTINGS = 200
MAX_COPY_CANDIDATES = 12
# Translations: nearest articles of other languages by vector. True translations among the dev
# pairs have a headline-and-lead cosine above this in all but 1 %.
MIN_TRANSLATION_COSINE = 0.42
MAX_TRANSLATION_CANDIDATES = 6


class CopyIndex:
    """Finds articles that may be the source, or a copy, of a given one.

    Same-language copies by winnowed fingerprints of word shingles (containment, not likeness:
    a short copy of a long text is found too), translations by the article vectors of other
    languages. Deterministic: hashes are fixed, ties go to the earlier article.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}  # article id -> running number
        self._ids: list[str | None] = []
        self._prints: list[NDArray[np.uint64]] = []
        self._postings: dict[int, list[int]] = {}
        self._vectors = _GrowingMatrix()

    def add(self, reading: Reading) -> None:
        """Remember an article; one that is known is replaced."""
        article_id = reading.article.id
        if article_id in self._numbers:
            self.forget(article_id)
        number = len(self._ids)
        prints = fingerprints(_words_of(reading)[0])
        self._numbers[article_id] = number
        self._ids.append(article_id)
        self._prints.append(prints)
        for value in prints.tolist():
            self._postings.setdefault(value, []).append(number)
        self._vectors.append(reading)

    def forget(self, article_id: str) -> None:
        """Remove an article; unknown ids are ignored."""
        number = self._numbers.pop(article_id, None)
        if number is None:
            return
        self._ids[number] = None
        for value in self._prints[number].tolist():
            postings = self._postings[value]
            postings.remove(number)
            if not postings:
                del self._postings[value]
        self._prints[number] = _NO_PRINTS
        self._vectors.clear(number)

    def candidates(self, reading: Reading) -> list[str]:
        """Ids of known articles worth comparing with this one, most promising first."""
        own = self._numbers.get(reading.article.id)
        shared: Counter[int] = Counter()
        for value in fingerprints(_words_of(reading)[0]).tolist():
            postings = self._postings.get(value, ())
            if len(postings) <= MAX_POSTINGS:
                shared.update(postings)
        copies = sorted(
            (number for number in shared if number != own),
            key=lambda number: (-shared[number], number),
        )[:MAX_COPY_CANDIDATES]
        others = [
            number
            for number in self._vectors.nearest_in_other_languages(
                reading, MIN_TRANSLATION_COSINE, MAX_TRANSLATION_CANDIDATES
            )
            if number != own and number not in copies
        ]
        return [found for number in (*copies, *others) if (found := self._ids[number])]


class _GrowingMatrix:
    """Article vectors with their languages, in order of arrival."""

    def __init__(self) -> None:
        self._rows: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._language_codes: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._codes: dict[str, int] = {}
        self._count = 0

    def append(self, reading: Reading) -> None:
        row = _row(reading.vector) if reading.vector else None
        if row is not None and row.shape[0] != self._rows.shape[1]:
            if self._rows.any():  # vectors of another model cannot be compared
                row = None
            else:
                self._rows = np.zeros((len(self._rows), row.shape[0]), dtype=np.float32)
        if self._count == len(self._rows):
            size = max(256, 2 * len(self._rows))
            grown = np.zeros((size, self._rows.shape[1]), dtype=np.float32)
            grown[: self._count] = self._rows
            self._rows = grown
            self._language_codes = np.resize(self._language_codes, size)
        if row is not None:
            self._rows[self._count] = row
        language = reading.annotations.language
        self._language_codes[self._count] = self._codes.setdefault(language, len(self._codes))
        self._count += 1

    def clear(self, number: int) -> None:
        self._rows[number] = 0

    def nearest_in_other_languages(
        self, reading: Reading, min_cosine: float, limit: int
    ) -> list[int]:
        language = self._codes.get(reading.annotations.language, -1)
        if not reading.vector or len(self._codes) == (language >= 0):
            return []
        row = _row(reading.vector)
        if row.shape[0] != self._rows.shape[1]:
            return []
        others = np.flatnonzero(self._language_codes[: self._count] != language)
        scales = np.array(
            [cosine_scale(reading.annotations.language, code) for code in self._codes],
            dtype=np.float32,
        )
        cosines = self._rows[others] @ row * scales[self._language_codes[others]]
        near = np.flatnonzero(cosines >= min_cosine)
        best = near[np.lexsort((others[near], -np.round(cosines[near], 5)))][:limit]
        return [int(others[i]) for i in best]


def _row(vector: Vector) -> NDArray[np.float32]:
    return np.frombuffer(vector.data, dtype="<f4")


_NO_PRINTS: NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    """64 bits of a folded word, the same in every process."""
    data = word.encode("utf-8", "surrogatepass")
    return (zlib.crc32(data) << 32) | zlib.crc32(data[::-1] + b"\x01")


def fingerprints(folded: Sequence[str]) -> NDArray[np.uint64]:
    """Winnowed hashes of all runs of five words, sorted, each once.

    A text of fewer than five words has none.
    """
    if len(folded) < SHINGLE_WORDS:
        return _NO_PRINTS
    hashes = np.fromiter(map(_word_hash, folded), dtype=np.uint64, count=len(folded))
    runs = _run_hashes(hashes, SHINGLE_WORDS)
    if len(runs) <= WINNOW:
        return np.unique(runs.min(keepdims=True))
    windows = np.lib.stride_tricks.sliding_window_view(runs, WINNOW)
    return np.unique(windows.min(axis=1))


def _run_hashes(hashes: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """One hash for each run of ``length`` words; order within the run counts."""
    count = len(hashes) - length + 1
    runs = np.zeros(count, dtype=np.uint64)
    for offset in range(length):
        runs = (runs ^ hashes[offset : offset + count]) * _MULTIPLIER
        runs ^= runs >> np.uint64(29)
    return runs


_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’ʼ][\p{L}]+)?")


def _words_of(reading: Reading) -> tuple[list[str], list[tuple[int, int]]]:
    """Folded words of the body with their spans (code points)."""
    return _words_with_spans(reading.article.text)


@lru_cache(maxsize=64)
def _words_with_spans(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    matches = list(_WORD.finditer(text))
    return [fold_word(m.group()) for m in matches], [m.span() for m in matches]


# --------------------------------------------------------------------------- passages

# A run of this many equal words may begin a passage; shorter ones occur by chance.
MIN_RUN_WORDS = 4
# Passages whose gap is no longer than this on both sides are one passage with an edit in it.
MAX_EDIT_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Run:
    """``length`` words from ``start`` in the copy equal those from ``source`` in the source."""

    start: int
    source: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.length

    @property
    def source_end(self) -> int:
        return self.source + self.length


def shared_runs(copy: Sequence[str], source: Sequence[str]) -> list[_Run]:
    """Stretches of ``copy`` that stand in ``source`` word by word, longest first at each place.

    Greedy from left to right; where a stretch occurs in several places of the source, the one
    that lets it run longest is taken, then the one after the previous passage.
    """
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(source) - MIN_RUN_WORDS + 1):
        places[tuple(source[j : j + MIN_RUN_WORDS])].append(j)
    runs: list[_Run] = []
    i, expected = 0, 0
    while i <= len(copy) - MIN_RUN_WORDS:
        best: tuple[int, int, int] | None = None
        for j in places.get(tuple(copy[i : i + MIN_RUN_WORDS]), ())[:16]:
            length = MIN_RUN_WORDS
            while (
                i + length < len(copy)
                and j + length < len(source)
                and copy[i + length] == source[j + length]
            ):
                length += 1
            key = (length, -abs(j - expected), -j)
            if best is None or key > best:
                best = key
        if best is None:
            i += 1
            continue
        runs.append(_Run(i, -best[2], best[0]))
        i, expected = i + best[0], -best[2] + best[0]
    return runs


def _joined(
    runs: Sequence[_Run], copy: Sequence[str], source: Sequence[str]
) -> list[tuple[int, int, int, int, int]]:
    """Runs with small edits between them as passages: (start, end, source start, end, words carried).

    In an edited gap the words count that are nearly the same (a changed ending, a corrected
    spelling).
    """
    passages: list[list[int]] = []
    for run in runs:
        if passages:
            last = passages[-1]
            gap, source_gap = run.start - last[1], run.source - last[3]
            if 0 <= gap <= MAX_EDIT_WORDS and 0 <= source_gap <= MAX_EDIT_WORDS:
                carried = _alike_words(copy[last[1] : run.start], source[last[3] : run.source])
                last[1], last[3] = run.end, run.source_end
                last[4] += carried + run.length
                continue
        passages.append([run.start, run.end, run.source, run.source_end, run.length])
    return [(p[0], p[1], p[2], p[3], p[4]) for p in passages]


def _alike_words(copy: Sequence[str], source: Sequence[str]) -> int:
    left = list(source)
    carried = 0
    for word in copy:
        for k, other in enumerate(left):
            if Levenshtein.normalized_similarity(word, other) >= 0.7:
                carried += 1
                del left[: k + 1]
                break
    return carried


# --------------------------------------------------------------------------- same language

# A source must account for this share of the copy's own words (outside shared direct speech) to
# be called its source as a whole. Reports written from one press release reach .67 in stretches of
# 20 to 40 words (saudinews pairs); a copy that goes on with matter of its own may fall to .5, but
# holds a long unbroken passage, or the whole of its source.
WHOLE_SHARE = 0.6
WHOLE_SHARE_UNBROKEN = 0.4
UNBROKEN_WORDS = 60
UNBROKEN_SOURCE_SHARE = 0.75
# Above this nothing but typography and a few words was changed.
VERBATIM_SHARE = 0.9
# Less than this share, or fewer words, is what any two reports of an event have in common:
# names with titles, set phrases, the announcement's own words.
PARTIAL_SHARE = 0.15
PARTIAL_WORDS = 20
SAME_OUTLET_PART = 0.6


def _compare_words(copy: Reading, source: Reading) -> _Carried | None:
    """What ``copy`` has from ``source`` word by word, or None when that is no sign of copying."""
    words, spans = _words_of(copy)
    source_words, source_spans = _words_of(source)
    if len(words) < SHINGLE_WORDS or len(source_words) < SHINGLE_WORDS:
        return None
    passages = _joined(shared_runs(words, source_words), words, source_words)
    if not passages:
        return None
    quoted = _quoted_words(copy, spans)
    carried = sum(p[4] for p in passages)
    own_carried = sum(
        p[4] * (1 - float(quoted[p[0] : p[1]].mean())) for p in passages
    )  # outside direct speech, which two independent reports may share
    own_words = len(words) - int(quoted.sum())
    if names_of(copy) & names_of(source):
        # Pages of one outlet share what stands below every article (teasers, forms, rights), in
        # hundreds of words when cleaning missed it: only the upper part tells.
        upper = int(SAME_OUTLET_PART * len(words))
        told = sum(max(0, min(p[1], upper) - p[0]) for p in passages)
        if told < WHOLE_SHARE * upper:
            return None
    # A text that is nearly all quotation is judged as a whole.
    own_share = own_carried / own_words if own_words >= 0.3 * len(words) else carried / len(words)
    if own_share < PARTIAL_SHARE or max(own_carried, carried / 3) < min(
        PARTIAL_WORDS, 0.6 * len(words)
    ):
        return None
    covered = np.zeros(len(words), dtype=bool)
    for p in passages:
        covered[p[0] : p[1]] = True
    found = _Carried(
        share=min(1.0, carried / len(words)),
        own_share=min(1.0, own_share),
        passages=tuple(
            Passage(
                start=spans[p[0]][0],
                end=spans[p[1] - 1][1],
                source_start=source_spans[p[2]][0],
                source_end=source_spans[p[3] - 1][1],
            )
            for p in passages
        ),
        added=_gaps(covered, spans),
    )
    longest = max(p[1] - p[0] for p in passages)
    found.source_share = min(1.0, carried / len(source_words))
    found.unbroken = longest >= UNBROKEN_WORDS or found.source_share >= UNBROKEN_SOURCE_SHARE
    found.evidence.append(
        f"{carried} of {len(words)} words stand in the source word by word, "
        f"the longest passage has {longest}"
    )
    return found


@dataclass(slots=True)
class _Carried:
    """What one text has from another, before kind and direction are settled."""

    share: float
    own_share: float
    passages: tuple[Passage, ...]
    added: tuple[Span, ...]
    evidence: list[str] = field(default_factory=list)
    confidence: float = 1.0
    source_share: float = 0.0
    units: int = 0
    unbroken: bool = False

    @property
    def whole_by_words(self) -> bool:
        """Word by word: is the copy made of the source as a whole?"""
        return self.own_share >= (WHOLE_SHARE_UNBROKEN if self.unbroken else WHOLE_SHARE)

    @property
    def whole(self) -> bool:
        """Sentence by sentence: is the copy made of the source as a whole?"""
        if (
            self.share >= TRANSLATION_SHARE
            and self.source_share >= TRANSLATION_SOURCE_SHARE
            and self.share * self.source_share >= TRANSLATION_BOTH_SHARES
        ):
            return True
        return (
            self.share >= CUT_TRANSLATION_SHARE
            and self.units >= CUT_TRANSLATION_SENTENCES
            and self.confidence >= CLOSE_SENTENCES
        )


def _quoted_words(reading: Reading, spans: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """For each word whether it stands in direct speech."""
    quoted = np.zeros(len(spans), dtype=bool)
    if not spans:
        return quoted
    starts = np.fromiter((s for s, _ in spans), dtype=np.int64, count=len(spans))
    for quote in reading.annotations.quotes:
        if quote.kind == "direct":
            for span in quote.content:
                quoted[(starts >= span.start) & (starts < span.end)] = True
    return quoted


def _gaps(covered: NDArray[np.bool_], spans: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Stretches of at least four words that no passage covers."""
    found, i = [], 0
    while i < len(covered):
        j = i
        while j < len(covered) and covered[j] == covered[i]:
            j += 1
        if not covered[i] and j - i >= MIN_RUN_WORDS:
            found.append(Span(start=spans[i][0], end=spans[j - 1][1]))
        i = j
    return tuple(found)


# --------------------------------------------------------------------------- sentences in like order

# Two sentences of unlike languages that say the same have a cosine above this. Swept .35-.5 on
# translated, independent and unrelated pairs of the dev half (907 pairs of nine languages): with
# the two shares below, all but one of 359 translations are found and two other pairs.
SAME_SENTENCE = 0.45
MAX_SENTENCES = 40
# A sentence shorter than this says too little to be aligned by itself.
MIN_SENTENCE_CHARACTERS = 25
# Share of the copy's text that must match, and of the source's: an independent report often
# matches a short text's three sentences, but seldom covers the other side too.
TRANSLATION_SHARE = 0.5
TRANSLATION_SOURCE_SHARE = 0.4
# Both together: two reports of one press conference reach .45 (four of six sentences of either);
# of 359 translations all but one lie above this.
TRANSLATION_BOTH_SHARES = 0.48
# Who retells another's report in another language, by its own word: sentences not so close as a
# translator's, and the outlet named more often than it names itself.
RETOLD_SENTENCES = 0.65
# A translation that was cut leaves most of the source out; then nearly all of the copy must match,
# in more than a few sentences, and closely.
CUT_TRANSLATION_SHARE = 0.75
CUT_TRANSLATION_SENTENCES = 4
CLOSE_SENTENCES = 0.58
# Below a whole: what two reports of one event share without any carrying ends at about here.
TRANSLATION_PART = 0.35


@dataclass(slots=True)
class _Sentences:
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
        self.spans = [s for s in spans if s[1] - s[0] >= MIN_SENTENCE_CHARACTERS][:MAX_SENTENCES]

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
        return np.array([e - s for s, e in self.spans], dtype=np.float64)


def align_in_order(similarity: NDArray[np.float32], threshold: float) -> list[tuple[int, int]]:
    """The monotone set of pairs (copy sentence, source sentence) with the greatest total.

    Needleman-Wunsch over similarity above ``threshold``; one sentence may meet two neighbours,
    since translators join and split sentences.
    """
    gain = (np.asarray(similarity, dtype=np.float64) - threshold).tolist()
    rows, columns = similarity.shape
    best = [[0.0] * (columns + 1)]
    step: list[list[int]] = [[0] * (columns + 1)]
    for i in range(1, rows + 1):
        above, here, taken, gains = best[-1], [0.0], [0], gain[i - 1]
        for j in range(1, columns + 1):
            # From the diagonal both are new; from the side one sentence is met again.
            value, k = above[j], 0
            if here[j - 1] > value:
                value, k = here[j - 1], 1
            if above[j - 1] + gains[j - 1] > value:
                value, k = above[j - 1] + gains[j - 1], 2
            here.append(value)
            taken.append(k)
        best.append(here)
        step.append(taken)
    pairs = []
    i, j = rows, columns
    while i and j:
        if step[i][j] == 2:
            if gain[i - 1][j - 1] > 0:
                pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif step[i][j] == 0:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def _compare_sentences(copy: _Sentences, source: _Sentences) -> _Carried | None:
    """What ``copy`` has from ``source`` sentence by sentence, in like order, in any language."""
    if not copy.spans or not source.spans:
        return None
    similarity = (copy.rows @ source.rows.T) * np.float32(
        cosine_scale(copy.reading.annotations.language, source.reading.annotations.language)
    )
    pairs = align_in_order(similarity, SAME_SENTENCE)
    if not pairs:
        return None
    lengths = copy.lengths()
    matched = sorted({i for i, _ in pairs})
    share = float(lengths[matched].sum() / lengths.sum())
    source_lengths = source.lengths()
    source_matched = sorted({j for _, j in pairs})
    mean = float(np.mean([similarity[i, j] for i, j in pairs]))
    found = _Carried(
        share=share,
        own_share=share,
        source_share=float(source_lengths[source_matched].sum() / source_lengths.sum()),
        units=min(len(matched), len(source_matched)),
        passages=tuple(
            Passage(
                start=copy.spans[i][0],
                end=copy.spans[i][1],
                source_start=source.spans[j][0],
                source_end=source.spans[j][1],
            )
            for i, j in pairs
        ),
        added=tuple(
            Span(start=copy.spans[i][0], end=copy.spans[i][1])
            for i in range(len(copy.spans))
            if i not in set(matched)
        ),
        confidence=mean,
    )
    found.evidence.append(
        f"{len(matched)} of {len(copy.spans)} sentences match sentences of the source in like order"
    )
    numbers, source_numbers = numbers_in(copy.reading), numbers_in(source.reading)
    if numbers and source_numbers:
        shared = numbers & source_numbers
        found.evidence.append(f"{len(shared)} of {len(numbers)} numbers stand in both")
    return found


# --------------------------------------------------------------------------- one article against its candidates


def trace_article(
    reading: Reading, candidates: Sequence[Reading], encode: Encode
) -> list[Derivation]:
    """What ``reading`` was made from, or what was made from it, among the candidates.

    Args:
        reading: the article just read.
        candidates: known articles (``CopyIndex.candidates``), any order.
        encode: sentences and their languages to unit vectors.

    Returns:
        One derivation for each candidate that shares text, the greatest share first. As a rule
        ``reading`` is the copy; when credit shows that the earlier one carries it, the derivation
        runs the other way.
    """
    own = _Sentences(reading, encode)
    found: list[Derivation] = []
    for candidate in candidates:
        if candidate.article.id == reading.article.id:
            continue
        copy, source, why = direction(reading, candidate)
        derivation = _derive(copy, source, own, encode)
        if derivation:
            evidence = (*derivation.evidence, *_said(copy, source, why))
            found.append(_with_evidence(derivation, evidence))
    return sorted(found, key=lambda d: (-d.share_of_copy, d.source_id, d.article_id))


def _said(copy: Reading, source: Reading, why: EdgeEvidence) -> list[str]:
    known = [*credit_evidence(copy, source), why]
    if why.kind == "credits-source":
        return [*(in_words(e) for e in known[:-1]), "direction: it credits the source"]
    return [in_words(e) for e in known]


def _with_evidence(derivation: Derivation, evidence: tuple[str, ...]) -> Derivation:
    return Derivation(
        article_id=derivation.article_id,
        source_id=derivation.source_id,
        kind=derivation.kind,
        share_of_copy=derivation.share_of_copy,
        confidence=derivation.confidence,
        passages=derivation.passages,
        added=derivation.added,
        evidence=evidence,
    )


def _derive(copy: Reading, source: Reading, own: _Sentences, encode: Encode) -> Derivation | None:
    same_language = copy.annotations.language == source.annotations.language
    if same_language:
        carried = _compare_words(copy, source)
        if carried:
            kind = (
                "verbatim"
                if carried.share >= VERBATIM_SHARE
                else "edited"
                if carried.whole_by_words
                else "partial"
            )
            return _derivation(copy, source, kind, carried, min(1.0, 0.5 + carried.own_share / 2))
        if not credits_of(copy) & names_of(source):
            return None  # like in meaning is not derived, unless it says so
    if not _worth_aligning(copy, source):
        return None
    left, right = (
        (own, _Sentences(source, encode))
        if own.reading is copy
        else (_Sentences(copy, encode), own)
    )
    carried = _compare_sentences(left, right)
    if carried is None:
        return None
    if carried.whole:
        kind = "rewrite" if same_language or _retells(copy, source, carried) else "translation"
    elif (
        carried.share >= TRANSLATION_PART
        and carried.confidence >= CLOSE_SENTENCES
        and credits_of(copy) & names_of(source)
    ):
        kind = "partial"
    else:
        return None  # two reports of one event agree in a few sentences
    return _derivation(
        copy, source, kind, carried, min(1.0, carried.share * carried.confidence * 1.5)
    )


def _retells(copy: Reading, source: Reading, carried: _Carried) -> bool:
    """Does the copy say in its own text that the source reports this, in its own words?"""
    if carried.confidence >= RETOLD_SENTENCES:
        return False
    return mentions(copy, source) > mentions(source, source)


def _derivation(
    copy: Reading, source: Reading, kind: str, carried: _Carried, confidence: float
) -> Derivation:
    return Derivation(
        article_id=copy.article.id,
        source_id=source.article.id,
        kind=kind,  # type: ignore[arg-type]
        share_of_copy=round(carried.share, 4),
        confidence=round(confidence, 4),
        passages=carried.passages,
        added=carried.added,
        evidence=tuple(carried.evidence),
    )


def _worth_aligning(copy: Reading, source: Reading) -> bool:
    """Cheap gate before sentences are encoded: near vectors, and numbers that do not disagree."""
    if copy.vector and source.vector and copy.vector.model == source.vector.model:
        cosine = float(_row(copy.vector) @ _row(source.vector))
        cosine *= cosine_scale(copy.annotations.language, source.annotations.language)
        if cosine < MIN_TRANSLATION_COSINE:
            return False
    numbers, source_numbers = numbers_in(copy), numbers_in(source)
    return not (len(numbers) >= 4 and len(source_numbers) >= 4 and not numbers & source_numbers)


# --------------------------------------------------------------------------- origins


def settle_origins(
    readings: Sequence[Reading], derivations: Sequence[Derivation]
) -> tuple[Origin, ...]:
    """The independent roots of a story's articles: a partition of them.

    Order of evidence: articles that are made from one another stand together; each group is
    named by the agency that its articles credit, else by the outlet at its root; groups of one
    agency or one publisher's family are one origin. A group nobody can name is unknown and
    counts for nothing, even if there are several.

    Args:
        readings: the story's articles, any order.
        derivations: what is known of copies among them; others are ignored.
    """
    ordered = sorted(readings, key=lambda r: (r.article.seen_at, r.article.id))
    by_id = {r.article.id: r for r in ordered}
    via = main_sources(ordered, derivations)

    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in ordered:
        groups[root_of(reading.article.id, via)].append(reading)

    named: dict[tuple[str, str], list[list[Reading]]] = {}
    names: dict[tuple[str, str], tuple[str | None, list[str]]] = {}
    for root_id, members in groups.items():
        kind, family, name, why = _name_group(by_id[root_id], members)
        key = (kind, family)
        named.setdefault(key, []).append(members)
        names.setdefault(key, (name, []))[1].extend(w for w in why if w not in names[key][1])

    origins = []
    for (kind, family), parts in named.items():
        members = sorted(
            (r for part in parts for r in part), key=lambda r: (r.article.seen_at, r.article.id)
        )
        name, why = names[kind, family]
        evidence = [*why, *_member_evidence(members, via, by_id)]
        if len(parts) > 1 and kind == "outlet":
            evidence.append(f"one publisher: {family}")
        origins.append(
            Origin(
                id=stable_id("origin", kind, family),
                kind=kind,  # type: ignore[arg-type]
                name=name,
                article_ids=tuple(r.article.id for r in members),
                evidence=tuple(evidence),
            )
        )
    position = {r.article.id: i for i, r in enumerate(ordered)}
    return tuple(sorted(origins, key=lambda o: position[o.article_ids[0]]))


def _name_group(
    root: Reading, members: Sequence[Reading]
) -> tuple[str, str, str | None, list[str]]:
    """(kind, family, name, evidence) of the origin behind articles that carry one text."""
    root_outlet = root.article.outlet
    if root_outlet and _is_only_an_address(root):
        root_outlet = None
    known = knowledge.outlet_by_name(root_outlet.value) if root_outlet else None
    if known and known.is_agency:
        return "agency", known.family, known.name, [f"outlet: {known.name}, an agency"]
    if not _reports_itself(root):
        credited: Counter[str] = Counter()
        for reading in members:
            credited.update(credited_agencies(reading))
        own = credited_agencies(root)
        if credited:
            # What the root itself says goes before what its carriers say.
            agency = own[0] if own else min(credited, key=lambda a: (-credited[a], a))
            name = agency_name(agency)
            return "agency", family(agency), name, list(_credit_lines(members, agency))
    if root_outlet:
        return (
            "outlet",
            family(root_outlet.value),
            known.name if known else root_outlet.value,
            [f"outlet: {root_outlet.value} ({root_outlet.where})"],
        )
    address = root.article.outlet
    why = f"no name but the address: {address.value}" if address else "no outlet, no credit line"
    return "unknown", root.article.id, None, [why]


def _is_only_an_address(reading: Reading) -> bool:
    """An outlet that nobody knows but by the host of its URL, and nobody signs for the text."""
    outlet = reading.article.outlet
    if not outlet or outlet.where not in ("url", "host") or knowledge.outlet_by_name(outlet.value):
        return False
    return not any(credit.people or credit.agency for credit in reading.article.credits)


def _reports_itself(reading: Reading) -> bool:
    """An article with its own author beside the agency's credit rests on its own work too."""
    if not reading.article.outlet:
        return False
    return any(
        credit.kind == "byline" and credit.people and not credit.agency
        for credit in reading.article.credits
    )


def _credit_lines(members: Iterable[Reading], agency: str) -> Iterator[str]:
    for reading in members:
        for credit in reading.article.credits:
            if credit.agency == agency and credit.kind in TEXT_CREDITS:
                yield f"{credit.kind} line: {' '.join(credit.text.split())}"
                return


def _member_evidence(
    members: Sequence[Reading], via: dict[str, Derivation], by_id: dict[str, Reading]
) -> Iterator[str]:
    for reading in members:
        derivation = via.get(reading.article.id)
        if derivation:
            copy, source = label(reading), label(by_id[derivation.source_id])
            yield (
                f"{copy}: {derivation.kind} of {source}, {round(100 * derivation.share_of_copy)} %"
            )
