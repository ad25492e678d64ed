"""What one text has from another of the same language, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import regex
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from tawatur.model import NameMention, Passage, Reading, Span
from tawatur.naming import skeleton
from tawatur.origins import SAME_FORM, names_of, names_source, numbers_in
from tawatur.text import fold
from tawatur.trace.words import MIN_RUN_WORDS, SHINGLE_WORDS, Words, hashes_of, words_of

# Passages whose gap is no longer than this on both sides are one passage with an edit in it.
MAX_EDIT_WORDS = 6
# Where a run of the copy stands in the source more often than this, the first places are looked at.
MAX_PLACES = 16

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
# One sentence or paragraph of an agency in a report that names it: so many words in one stretch.
CREDITED_PART_WORDS = 15
SAME_OUTLET_PART = 0.6


@dataclass(slots=True)
class Carried:
    """What one text has from another, before kind and direction are settled."""

    share: float
    own_share: float
    passages: tuple[Passage, ...]
    added: tuple[Span, ...]
    evidence: list[str] = field(default_factory=list)
    source_share: float = 0.0
    unbroken: bool = False
    same_form: bool = False

    @property
    def whole(self) -> bool:
        """Is the copy made of the source as a whole?"""
        enough = WHOLE_SHARE_UNBROKEN if self.unbroken else WHOLE_SHARE
        return self.own_share >= enough and not self.same_form


@dataclass(frozen=True, slots=True)
class Run:
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


def shared_runs(copy: Words, source: Words) -> list[Run]:
    """Stretches of ``copy`` that stand in ``source`` word by word, longest first at each place.

    Greedy from left to right; where a stretch occurs in several places of the source, the one
    that lets it run longest is taken, then the one nearest to where the last passage ended.
    """
    whole = _whole_runs(copy, source)
    runs: list[Run] = []
    at, expected, next_run = 0, 0, 0
    open_runs: list[Run] = []  # whole runs that begin at or before ``at`` and reach beyond it
    while True:
        open_runs = [run for run in open_runs if run.end - at >= copy.run]
        if not open_runs:
            while next_run < len(whole) and whole[next_run].end - at < copy.run:
                next_run += 1
            if next_run == len(whole):
                return runs
            at = max(at, whole[next_run].start)
        while next_run < len(whole) and whole[next_run].start <= at:
            open_runs.append(whole[next_run])
            next_run += 1
        open_runs = [run for run in open_runs if run.end - at >= copy.run]
        if not open_runs:
            continue
        best = max(
            open_runs,
            key=lambda run: (run.end, -abs(run.source + at - run.start - expected), -run.source),
        )
        found = Run(at, best.source + at - best.start, best.end - at)
        runs.append(found)
        at, expected = found.end, found.source_end


def _whole_runs(copy: Words, source: Words) -> list[Run]:
    """All runs that can be made no longer at either end, in order of where they begin."""
    if copy.per_word != source.per_word or not len(copy.runs) or not len(source.runs):
        return []
    values, order = source.sorted_runs
    left = np.searchsorted(values, copy.runs, side="left")
    hit = np.flatnonzero(values[np.minimum(left, len(values) - 1)] == copy.runs)
    if not len(hit):
        return []
    left = left[hit]
    counts = np.searchsorted(values, copy.runs[hit], side="right") - left
    if counts.max() == 1:
        starts, sources = hit, order[left]
    else:
        counts = np.minimum(counts, MAX_PLACES)
        starts = np.repeat(hit, counts)
        steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        sources = order[np.repeat(left, counts) + steps]
    diagonal = sources - starts
    by_diagonal = np.lexsort((starts, diagonal))
    starts, sources, diagonal = starts[by_diagonal], sources[by_diagonal], diagonal[by_diagonal]
    breaks = np.flatnonzero((np.diff(starts) != 1) | (np.diff(diagonal) != 0)) + 1
    begins = np.concatenate(([0], breaks))
    ends = np.concatenate((breaks, [len(starts)]))
    runs = [
        Run(start, at, int(length) + copy.run - 1)
        for start, at, length in zip(
            starts[begins].tolist(), sources[begins].tolist(), (ends - begins).tolist(), strict=True
        )
    ]
    return sorted(runs, key=lambda run: (run.start, run.source))


@dataclass(slots=True)
class _Joined:
    """A passage with small edits in it; ``words`` is how many words it carries."""

    start: int
    end: int
    source_start: int
    source_end: int
    words: int


def joined(runs: list[Run], copy: Words, source: Words) -> list[_Joined]:
    """Runs with small edits between them as passages.

    In an edited gap the words count that are nearly the same (a changed ending, a corrected
    spelling).
    """
    max_gap = MAX_EDIT_WORDS * copy.per_word
    passages: list[_Joined] = []
    for run in runs:
        if passages:
            last = passages[-1]
            gap, source_gap = run.start - last.end, run.source - last.source_end
            if 0 <= gap <= max_gap and 0 <= source_gap <= max_gap:
                alike = _alike_words(
                    copy.folded(last.end, run.start), source.folded(last.source_end, run.source)
                )
                last.end, last.source_end = run.end, run.source_end
                last.words += alike + run.length
                continue
        passages.append(_Joined(run.start, run.end, run.source, run.source_end, run.length))
    return passages


def _alike_words(copy: list[str], source: list[str]) -> int:
    left = list(source)
    carried = 0
    for word in copy:
        for k, other in enumerate(left):
            if Levenshtein.normalized_similarity(word, other) >= 0.7:
                carried += 1
                del left[: k + 1]
                break
    return carried


def compare_words(copy: Reading, source: Reading) -> Carried | None:
    """What ``copy`` has from ``source`` word by word, or None when that is no sign of copying."""
    words, source_words = words_of(copy), words_of(source)
    if len(words) < SHINGLE_WORDS or len(source_words) < SHINGLE_WORDS:
        return None
    runs = shared_runs(words, source_words)
    if not runs:
        return None
    passages = joined(runs, words, source_words)
    unit = words.per_word
    carried = sum(p.words for p in passages)
    longest = max(p.end - p.start for p in passages)
    may_be_named = longest >= CREDITED_PART_WORDS * unit
    if not may_be_named and carried < 0.3 * PARTIAL_SHARE * len(words):
        return None  # cannot reach the least share, however much of it is quotation
    quoted = _quoted_words(copy, words)
    # Outside direct speech, which two independent reports may share.
    own_carried = sum(p.words * (1 - float(quoted[p.start : p.end].mean())) for p in passages)
    own_words = len(words) - int(quoted.sum())
    if names_of(copy) & names_of(source):
        # Pages of one outlet share what stands below every article (teasers, forms, rights), in
        # hundreds of words when cleaning missed it: only the upper part tells.
        upper = int(SAME_OUTLET_PART * len(words))
        told = sum(max(0, min(p.end, upper) - p.start) for p in passages)
        if told < WHOLE_SHARE * upper:
            return None
    # A text that is nearly all quotation is judged as a whole.
    own_share = own_carried / own_words if own_words >= 0.3 * len(words) else carried / len(words)
    enough = max(own_carried, carried / 3) >= min(PARTIAL_WORDS * unit, 0.6 * len(words))
    too_little = own_share < PARTIAL_SHARE or not enough
    if too_little and not (may_be_named and names_source(copy, source)):
        return None
    covered = np.zeros(len(words), dtype=bool)
    for p in passages:
        covered[p.start : p.end] = True
    spans, source_spans = words.spans, source_words.spans
    found = Carried(
        share=min(1.0, carried / len(words)),
        own_share=min(1.0, own_share),
        passages=tuple(
            Passage(
                start=int(spans[p.start, 0]),
                end=int(spans[p.end - 1, 1]),
                source_start=int(source_spans[p.source_start, 0]),
                source_end=int(source_spans[p.source_end - 1, 1]),
            )
            for p in passages
        ),
        added=_gaps(covered, spans),
    )
    found.source_share = min(1.0, carried / len(source_words))
    found.unbroken = longest >= UNBROKEN_WORDS * unit or found.source_share >= UNBROKEN_SOURCE_SHARE
    if found.whole:
        found.same_form = _is_form(copy, source, words, source_words, runs, found.share)
    found.evidence.append(
        f"{carried} of {len(words)} words stand in the source word by word, "
        f"the longest passage has {longest}"
    )
    if found.same_form:
        found.evidence.append(f"{SAME_FORM}: its names, days or numbers are not the source's")
    return found


# Two notices that fill in one form (a closing price, a sentence carried out, the weather, a fire put
# out in another town) share most of their words and none of what they are about. Of 12,364
# pairs of whole copies of 11 days of Saudi news what follows finds 829 of them to be forms, 15 of
# these among the copies that six-word shingles find as well.
#
# By what is filled in hardly anything in common. It breaks the words up: a longer run than this is
# a paragraph that was taken over.
FORM_RUN_WORDS = 30
FORM_NUMBERS = 4
FORM_SHARED_NUMBERS = 0.15
FORM_NAMES = 3
# By names that stand where the source has others, neither anywhere in the other text, one in so many
# words: those of one person or town spelt otherwise are more alike than this.
WORDS_A_REPLACED_NAME = 120
ALIKE_SPELLING = 0.6
MAX_SLOT_WORDS = 8
# By the days they speak of, where they are most of a day apart, no longer run makes up so much of
# them, and each has names or numbers that the other has not.
FORM_HOURS = 20
FORM_DAYS_RUN_WORDS = 60
FORM_DAYS_RUN_SHARE = 0.45


def _is_form(
    copy: Reading,
    source: Reading,
    words: Words,
    source_words: Words,
    runs: Sequence[Run],
    share: float,
) -> bool:
    longest = max(run.length for run in runs) / words.per_word
    known = set(source_words.hashes.tolist())
    numbers, source_numbers = numbers_in(copy), numbers_in(source)
    if longest < FORM_RUN_WORDS and share < VERBATIM_SHARE:
        if len(numbers) >= FORM_NUMBERS and (
            len(numbers & source_numbers) <= FORM_SHARED_NUMBERS * len(numbers)
        ):
            return True
        names = {name.text for name in copy.annotations.names}
        if len(names) >= FORM_NAMES and not any(
            known.issuperset(hashes_of(name)) for name in sorted(names)
        ):
            return True
    own, others = _names_not_in(copy, known), _names_not_in(source, set(words.hashes.tolist()))
    if own and others:
        replaced = _replaced(own, others, words, source_words, runs)
        if replaced * WORDS_A_REPLACED_NAME * words.per_word >= len(words):
            return True
    apart = abs((copy.article.seen_at - source.article.seen_at).total_seconds()) / 3600
    if apart < FORM_HOURS or share >= VERBATIM_SHARE:
        return False
    shorter = min(len(words), len(source_words)) / words.per_word
    if longest >= max(FORM_DAYS_RUN_WORDS, FORM_DAYS_RUN_SHARE * shorter):
        return False
    days, source_days = _days(copy), _days(source)
    if not days or not source_days or days & source_days:
        return False
    return bool((own and others) or (numbers - source_numbers and source_numbers - numbers))


def _names_not_in(reading: Reading, known: set[int]) -> list[NameMention]:
    """Names of which no word is among these."""
    return [n for n in reading.annotations.names if known.isdisjoint(hashes_of(n.text))]


def _replaced(
    own: Sequence[NameMention],
    others: Sequence[NameMention],
    words: Words,
    source_words: Words,
    runs: Sequence[Run],
) -> int:
    """In how many places between two shared runs a name stands for another name of its kind.

    What stands before the first run counts when both begin with one word (else they are bylines and
    datelines), and so does what stands behind the last.
    """
    count, most = 0, MAX_SLOT_WORDS * words.per_word
    spans, source_spans = words.spans, source_words.spans
    bounds = list(runs)
    if words.hashes[0] == source_words.hashes[0]:
        bounds.insert(0, Run(0, 0, 0))
    if words.hashes[-1] == source_words.hashes[-1]:
        bounds.append(Run(len(words), len(source_words), 0))
    for run, following in pairwise(bounds):
        here, there = following.start - run.end, following.source - run.source_end
        if not (1 <= here <= most and 1 <= there <= most):
            continue
        ours = _within(own, spans[run.end, 0], spans[following.start - 1, 1])
        theirs = _within(
            others, source_spans[run.source_end, 0], source_spans[following.source - 1, 1]
        )
        count += any(_another(one, other) for one in ours for other in theirs)
    return count


def _within(names: Sequence[NameMention], start: int, end: int) -> list[NameMention]:
    return [name for name in names if name.start < end and name.end > start]


def _another(one: NameMention, other: NameMention) -> bool:
    if one.kind != other.kind or one.identity == other.identity:
        return False
    spelt = (
        Levenshtein.normalized_similarity(form(one.text), form(other.text))
        for form in (fold, skeleton)
    )
    return max(spelt) < ALIKE_SPELLING


def _days(reading: Reading) -> set[str]:
    """The calendar days that a text speaks of, ISO."""
    return {t.value[:10] for t in reading.annotations.times if t.value and _DAY.match(t.value)}


_DAY = regex.compile(r"\d{4}-\d\d-\d\d")


def _quoted_words(reading: Reading, words: Words) -> NDArray[np.bool_]:
    """For each word whether it stands in direct speech."""
    quoted = np.zeros(len(words), dtype=bool)
    starts = words.spans[:, 0]
    for quote in reading.annotations.quotes:
        if quote.kind == "direct":
            for span in quote.content:
                first, last = np.searchsorted(starts, (span.start, span.end))
                quoted[first:last] = True
    return quoted


def _gaps(covered: NDArray[np.bool_], spans: NDArray[np.int64]) -> tuple[Span, ...]:
    """Stretches of at least four words that no passage covers."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], covered, [True])).astype(np.int8)))
    return tuple(
        Span(start=int(spans[i, 0]), end=int(spans[j - 1, 1]))
        for i, j in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        if j - i >= MIN_RUN_WORDS
    )
