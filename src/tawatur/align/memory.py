"""What was made of an article, and of two articles, kept while their story grows.

A story is laid out anew with each article that joins it. All that rests on one article (its
statements and utterances, their words) or on two (links, contradictions, equal quotations) is
made once and found again; what is left is putting it together. The keys are the texts themselves
with what was read off them, so that a sheet is the same with and without a memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from functools import cached_property
from threading import RLock
from typing import TypeVar

import msgspec

from tawatur.align.conflicts import find_clashes
from tawatur.align.lexicon import Encode
from tawatur.align.links import Pair, Terms
from tawatur.align.measures import Clash
from tawatur.align.oneevent import tolls_of_several_events
from tawatur.align.renderings import (
    Utterance,
    match_utterances,
    may_share_words,
    utterances_in,
)
from tawatur.align.speakers import with_speakers_settled
from tawatur.align.statements import Statement, cut_reading, stem
from tawatur.align.words import FUNCTION_WORDS
from tawatur.model import Annotations, Reading
from tawatur.text import folded_words

# An article with its words takes some 150 kB, a pair 15 kB: 60 + 75 MB when full.
REMEMBERED_ARTICLES = 400
REMEMBERED_PAIRS = 5000

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Telling:
    """One article: its statements and utterances."""

    def __init__(self, reading: Reading, encode: Encode) -> None:
        self.reading = reading = with_speakers_settled(reading)
        self.encode = encode
        self.statements: list[Statement] = cut_reading(reading)

    @cached_property
    def terms(self) -> Terms:
        return Terms(self.statements, self.encode)

    @cached_property
    def relevance(self) -> list[float]:
        """For each statement the share of the headline's words that it has; half the share of the
        first statement's where there is no headline."""
        title = self.reading.article.title
        language = self.reading.annotations.language
        head = (
            {stem(w, language) for w in folded_words(title.value)}
            if title
            else {w for s in self.statements[:1] for w in s.stems}
        )
        head = {w for w in head if len(w) > 2 and w not in FUNCTION_WORDS}
        whole = max(len(head), 1) * (1 if title else 2)
        return [len(head.intersection(s.stems)) / whole for s in self.statements]

    @cached_property
    def utterances(self) -> list[Utterance]:
        return utterances_in(self.reading)

    @cached_property
    def said(self) -> Terms:
        return Terms([u.statement for u in self.utterances], self.encode)

    @cached_property
    def counts_cases(self) -> bool:
        return any(f.sense == "cases" for s in self.statements for f in s.figures)

    @cached_property
    def tolls_of_several_events(self) -> frozenset[str]:
        return tolls_of_several_events(self.statements)


class Meeting:
    """Two articles against each other, or one against itself."""

    def __init__(self, a: Telling, b: Telling) -> None:
        self.a, self.b = a, b
        self._clashes: dict[tuple[bool, frozenset[str]], list[Clash]] = {}

    @cached_property
    def links(self) -> Pair:
        return Pair(self.a.terms, self.b.terms)

    @cached_property
    def words(self) -> Pair:
        """Of their utterances."""
        return Pair(self.a.said, self.b.said)

    @cached_property
    def same_words(self) -> list[tuple[int, int, float]]:
        """Utterances of both that are the same, with how alike they are."""
        if self.a is self.b or not may_share_words(self.a.utterances, self.b.utterances):
            return []
        return match_utterances(self.a.utterances, self.b.utterances, self.words)

    def clashes(self, of_disease: bool, of_many: frozenset[str]) -> list[Clash]:
        found = self._clashes.get((of_disease, of_many))
        if found is None:
            found = find_clashes(self.links, of_disease, of_many)
            self._clashes[of_disease, of_many] = found
        return found


class Memory:
    """Bounded; the latest used stay. One memory serves one encoder, and any number of threads."""

    def __init__(self, articles: int = REMEMBERED_ARTICLES, pairs: int = REMEMBERED_PAIRS) -> None:
        self._articles, self._pairs = articles, pairs
        self._lock = RLock()
        self._tellings: OrderedDict[Hashable, Telling] = OrderedDict()
        self._meetings: OrderedDict[tuple[int, int], tuple[Telling, Telling, Meeting]] = (
            OrderedDict()
        )
        self._dated: OrderedDict[Hashable, Reading] = OrderedDict()

    def telling(self, reading: Reading, encode: Encode) -> Telling:
        """The article cut into statements."""
        key = _key(reading)
        with self._lock:
            return _kept(self._tellings, key, self._articles, lambda: Telling(reading, encode))

    def meeting(self, a: Telling, b: Telling) -> Meeting:
        """Two articles against each other."""
        # a telling that was let go and made again has another id, or the pair would hold it still
        with self._lock:
            found = _kept(
                self._meetings, (id(a), id(b)), self._pairs, lambda: (a, b, Meeting(a, b))
            )
        return found[2]

    def dated(
        self, reading: Reading, day: date, resolve: Callable[[Reading, date], Annotations]
    ) -> Reading:
        """The reading with its times resolved as if published on ``day``."""
        key = (_key(reading), day)
        with self._lock:
            return _kept(
                self._dated,
                key,
                self._articles,
                lambda: msgspec.structs.replace(reading, annotations=resolve(reading, day)),
            )


def _kept(kept: OrderedDict[K, T], key: K, most: int, make: Callable[[], T]) -> T:
    found = kept.get(key)
    if found is None:
        found = kept[key] = make()
        if len(kept) > most:
            kept.popitem(last=False)
    else:
        kept.move_to_end(key)
    return found


def _key(reading: Reading) -> Hashable:
    """All that statements and utterances rest on. The annotations of one text differ by what its
    times count from, and by the program that made them."""
    article = reading.article
    return (
        article.id,
        article.text,
        article.title.value if article.title else None,
        tuple(post.text for post in article.posts),
        *(
            (
                read.language,
                tuple((s.start, s.end) for s in read.sentences),
                tuple((n.start, n.identity, n.role) for n in read.names),
                tuple((f.start, f.low, f.high, f.unit, f.sense) for f in read.figures),
                tuple((t.start, t.value, t.candidates) for t in read.times),
                tuple(
                    (q.content[0].start, q.kind, q.strength, q.speaker and q.speaker.name)
                    for q in read.quotes
                ),
            )
            for read in (reading.annotations, *reading.post_annotations)
        ),
    )
