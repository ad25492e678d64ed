"""How surely two statements report the same thing.

A logistic model over a handful of features that can each be read aloud. What weighs most is a
soft alignment of words (each word of one statement looks for its best counterpart in the
other, weighted by how rare it is in the two articles; the idea of BERTScore, Zhang et al. 2020,
with single words), since statements of one story are all alike as a whole and differ in the few
words that matter. Within a language words are compared by their letters; across languages by
their vectors, and the sentences as a whole by theirs.

Everything rests on the two articles alone, so that a pair of articles is compared once, however
often the story grows (see ``memory``). Pairs of one language and of two have their own intercept
and weights: words that are equal tell more than words that translate each other.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tawatur.align.lexicon import (
    Bits,
    Encode,
    Matrix,
    WordVectors,
    by_letters,
    letters_of,
    plainness,
)
from tawatur.align.matters import directions, things
from tawatur.align.statements import Statement
from tawatur.align.words import FUNCTION_WORDS
from tawatur.naming import alike as compared
from tawatur.naming import skeleton
from tawatur.text import fold_word

__all__ = ["ALIKE", "Encode", "Links", "Matrix", "Pair", "Terms", "alike", "attribution_spans", "link_statements"]  # fmt: skip

FEATURES = ("words", "weight", "crowd", "whole", "figures", "times", "speaker", "lead", "apart")

# Order of FEATURES, then the intercept: even odds stand where the F1 of links on the account
# bench was best. The weights are round numbers on purpose: half or twice of any of them changes
# mean average precision by less than .03, the bench's own noise.
WEIGHTS: dict[str, tuple[float, ...]] = {
    "one": (13.5, 0.5, -0.5, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0, -4.85),
    "two": (5.5, 0.0, -0.5, 2.0, 0.8, 0.5, 0.3, 0.7, -0.8, -2.4),
}

# Statements of an ordinary news article.
USUAL_STATEMENTS = 12
# Two names are one when naming.alike says at least this.
ALIKE = 0.85
# Share of the mean taken away from the sentence vectors of an article: it carries the topic and
# the language, which all its statements share.
CENTRING = 0.9
# Words of two languages with equal skeletons of this many consonants or more are one name; with
# fewer, ordinary words agree by chance.
SHORTEST_SKELETON = 3
TRANSCRIBED = 0.9
# Words that the names of a text show to name one thing, or a state and a town of it.
ONE_NAME = 0.9
TOWN_FOR_STATE = 0.6
# Words of one matter that go one way ("agreed", "accepted") or name one thing ("quake", "tremor").
ONE_WAY = 0.6
# Log-odds for a pair whose neighbours in both texts, the ones before or the ones after, surely
# report the same. More of it (1, 1.5, 2) harms.
NEIGHBOURS = 0.8
# More for one that follows such a pair and speaks of one matter the same way: "the two sides met
# in …", "they agreed to …".
GOES_ON = 1.0
# Statements that begin in this first share of an article's text are its lead.
LEAD_SHARE = 0.12

# What the words of an attribution ("Foreign Minister Sergei Lavrov said") weigh beside those of
# what is said: one minister says many things in one story.
ATTRIBUTION_WEIGHT = 0.7

Term = tuple[str, str]  # language, stem


@lru_cache(maxsize=50_000)
def alike(a: str, b: str) -> float:
    """``naming.alike``, remembered: a story has few names and compares them again and again."""
    return compared(a, b)


def attribution_spans(statement: Statement) -> list[tuple[int, int]]:
    """Where the statement says who says it: the cue and the speaker of its quotations."""
    spans: list[tuple[int, int]] = statement.once("said by", lambda: _attribution_of(statement))
    return spans


def _attribution_of(statement: Statement) -> list[tuple[int, int]]:
    spans = []
    for quote in statement.quotes:
        for span in (
            quote.cue,
            quote.speaker.mention if quote.speaker else None,
            quote.speaker.span if quote.speaker else None,
        ):
            if span is not None and not any(
                c.start <= span.start and span.end <= c.end for c in quote.content
            ):
                spans.append((span.start, span.end))
    return spans


class Terms:
    """What the links of one article's statements (or utterances) are made from."""

    def __init__(self, statements: Sequence[Statement], encode: Encode) -> None:
        self.statements = tuple(statements)
        self.encode = encode
        self.languages = [s.language for s in statements]
        self.per_language = Counter(self.languages)
        index: dict[Term, int] = {}
        raw: list[str] = []
        counts: list[int] = []
        tokens: list[int] = []
        weights: list[float] = []
        ends: list[int] = []
        for s in statements:
            attribution = attribution_spans(s)
            language, offset = s.language, s.place.start
            here: dict[int, float] = {}
            for short, (start, end, _) in zip(s.stems, s.words, strict=True):
                if len(short) < 2 and not short.isdigit():
                    continue
                term = (language, short)
                at = index.get(term)
                if at is None:
                    at = index[term] = len(raw)
                    raw.append("")
                    counts.append(0)
                # as it is written, not folded: the encoder knows "prévoit" and "زيارة". The
                # shortest form stands for all, being the nearest to what a dictionary has
                form, word = raw[at], s.text[start - offset : end - offset]
                if not form or (word != form and _plainness(word) < _plainness(form)):
                    raw[at] = word
                weight = (
                    ATTRIBUTION_WEIGHT
                    if attribution and any(a <= start < b for a, b in attribution)
                    else 1.0
                )
                if at not in here:
                    counts[at] += 1
                    here[at] = weight
                elif weight > here[at]:
                    here[at] = weight
            tokens += here
            weights += here.values()
            ends.append(len(tokens))
        self.index = index
        self.raw = raw
        self.counts = np.array(counts, dtype=np.float32)
        self.tokens = np.array(tokens, dtype=np.intp)
        self.token_weights = np.array(weights, dtype=np.float32)
        bounds = [0, *ends]
        lengths = np.array([y - x for x, y in pairwise(bounds)], dtype=np.intp)
        self.rows = np.repeat(np.arange(len(self.statements)), lengths)  # of each token
        self.with_words = np.flatnonzero(lengths)
        self.starts = np.array([0, *ends[:-1]], dtype=np.intp)[self.with_words]
        self.plain = np.array([plainness(*term) for term in index], dtype=np.float32)
        self.positions = np.array([s.position for s in statements], dtype=np.float32)
        self.early = self.positions < LEAD_SHARE

    @cached_property
    def rarity(self) -> Matrix:
        """How rare each term is among the statements of its language in this article alone."""
        total = np.array([self.per_language[x] for x, _ in self.index], dtype=np.float32)
        return np.asarray(np.log((1 + total) / self.counts) * self.plain, dtype=np.float32)

    @cached_property
    def letters(self) -> Bits:
        return letters_of([short for _, short in self.index])

    @cached_property
    def vectors(self) -> WordVectors:
        return WordVectors(self.raw, [language for language, _ in self.index], self.encode)

    @cached_property
    def whole(self) -> Matrix:
        """Sentence vectors without what the sentences of the article share."""
        rows = np.array(
            self.encode([s.text for s in self.statements], self.languages), dtype=np.float32
        )
        for language in sorted(self.per_language):
            chosen = np.array([x == language for x in self.languages])
            # one or two rows have no mean worth taking away
            if chosen.sum() > 2:
                rows[chosen] -= CENTRING * rows[chosen].mean(axis=0)
        return np.asarray(
            rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32
        )

    @cached_property
    def skeletons(self) -> dict[str, list[int]]:
        """Consonant skeleton -> terms, for words that may be names."""
        found: dict[str, list[int]] = {}
        for at, ((_, short), raw) in enumerate(zip(self.index, self.raw, strict=True)):
            bones = skeleton(raw)
            if len(bones) >= SHORTEST_SKELETON and short not in FUNCTION_WORDS:
                found.setdefault(bones, []).append(at)
        return found

    @cached_property
    def named(self) -> tuple[dict[str, list[int]], dict[str, list[int]], dict[str, list[int]]]:
        """Terms that are names by themselves: by identity, by state, by the state of a town."""
        by_identity: dict[str, set[int]] = {}
        states: dict[str, set[int]] = {}
        towns: dict[str, set[int]] = {}
        for s in self.statements:
            for name in s.names:
                inside = [
                    short
                    for short, (start, end, _) in zip(s.stems, s.words, strict=True)
                    if name.start <= start and end <= name.end
                ]
                rows = [at for w in inside if (at := self.index.get((s.language, w))) is not None]
                # of a name of several words no single one is the name, but for a state each
                # stands for it: "the United States"
                if len(inside) == 1:
                    by_identity.setdefault(name.identity, set()).update(rows)
                if name.country is not None:
                    is_state = (
                        name.kind == "other" or name.identity == f"place:{name.country.lower()}"
                    )
                    if is_state or len(inside) == 1:
                        (states if is_state else towns).setdefault(name.country, set()).update(rows)
        ordered = [{key: sorted(x[key]) for key in sorted(x)} for x in (by_identity, states, towns)]
        return ordered[0], ordered[1], ordered[2]

    @cached_property
    def sides(self) -> dict[tuple[int, int], list[int]]:
        """Terms by the matter they speak of and which way it goes, or by the thing they name."""
        found: dict[tuple[int, int], list[int]] = {}
        for at, raw in enumerate(self.raw):
            word = fold_word(raw)
            for side in (*directions(word), *((thing, 0) for thing in things(word))):
                found.setdefault(side, []).append(at)
        return found

    @cached_property
    def ways(self) -> list[frozenset[tuple[int, int]]]:
        """The matters that each statement speaks of, with which way they go."""
        return [
            frozenset(side for _, _, word in s.words for side in directions(word))
            for s in self.statements
        ]

    @cached_property
    def figure_keys(self) -> list[frozenset[str]]:
        return [frozenset(_figure_keys(s)) for s in self.statements]

    @cached_property
    def time_keys(self) -> list[frozenset[str]]:
        return [frozenset(t.value for t in s.times if t.value) for s in self.statements]

    @cached_property
    def voices(self) -> list[frozenset[str]]:
        return [
            frozenset(
                q.speaker.identity
                for q in s.quotes
                if q.speaker and q.speaker.identity and q.speaker.kind == "person"
            )
            for s in self.statements
        ]


def _plainness(word: str) -> tuple[int, bool, str]:
    return (len(word), not word.islower(), word)


def _figure_keys(statement: Statement) -> list[str]:
    return [
        f"{figure.low}:{figure.high}:{figure.unit or ''}"
        for figure in statement.figures
        # one and two are as often words of grammar as counts
        if (figure.low or 0) > 2 or (figure.high or 0) > 2 or figure.unit
    ]


class Pair:
    """The statements of two articles (or of one with itself) against each other.

    ``chance[i, j]``: that statement ``i`` of the first and ``j`` of the second report the same.
    ``forth[i, j]``: the weighted share of the words of ``i`` that ``j`` has; ``back[j, i]``: of
    ``j`` that ``i`` has.
    """

    __slots__ = ("a", "b", "back", "chance", "features", "forth", "is_one", "rarity_a", "rarity_b")

    def __init__(self, a: Terms, b: Terms) -> None:
        self.a, self.b = a, b
        self.is_one = a is b
        self.rarity_a, self.rarity_b, equal_a, equal_b = _rarities(a, b)
        same = np.array([[x == y for y in b.languages] for x in a.languages], dtype=bool).reshape(
            len(a.languages), len(b.languages)
        )
        across = not same.all()
        near = _likeness(a, b, equal_a, equal_b, across)
        self.forth = _covered(a, b, near, self.rarity_a)
        self.back = self.forth if self.is_one else _covered(b, a, near.T, self.rarity_b)
        self.features: dict[str, Matrix] = {
            "words": np.asarray((self.forth + self.back.T) / 2, dtype=np.float32),
            "weight": self._shared_weight(),
            "crowd": np.full_like(self.forth, _crowd(len(a.statements), len(b.statements))),
            "figures": _shared(a.figure_keys, b.figure_keys),
            "times": _shared(a.time_keys, b.time_keys),
            "speaker": _same_speaker(a.voices, b.voices),
            "lead": np.outer(a.early, b.early).astype(np.float32),
            "apart": np.abs(a.positions[:, None] - b.positions[None, :]),
        }
        odds = np.zeros(same.shape, dtype=np.float32)
        if same.any():
            odds[same] = self._log_odds("one")[same]
        if across:
            self.features["whole"] = np.clip(a.whole @ b.whole.T, 0, 1)
            odds[~same] = self._log_odds("two")[~same]
        if not self.is_one:
            beside = np.zeros((odds.shape[0] + 2, odds.shape[1] + 2), dtype=np.float32)
            beside[1:-1, 1:-1] = _chance(odds)
            odds += np.float32(NEIGHBOURS) * np.maximum(beside[:-2, :-2], beside[2:, 2:])
            follows = beside[:-2, :-2] >= 0.5
            if follows.any():
                alike_way = np.array(
                    [[bool(x & y) for y in b.ways] for x in a.ways], dtype=np.float32
                )
                odds += np.float32(GOES_ON) * np.where(follows, alike_way, np.float32(0))
        # five thousand pairs are kept: only what is asked for again stays
        self.features = {name: x for name, x in self.features.items() if name == "whole"}
        self.chance = _chance(odds)
        if self.is_one:
            np.fill_diagonal(self.chance, 0)

    def _shared_weight(self) -> Matrix:
        """How much the words that both statements have weigh together: of two pairs that share
        half their words, the long one has said more."""
        of_a = self.forth * _weight(self.a, self.rarity_a)[:, None]
        of_b = self.back.T * _weight(self.b, self.rarity_b)[None, :]
        return np.asarray(np.log1p(np.minimum(of_a, of_b)), dtype=np.float32)

    def _log_odds(self, which: str) -> Matrix:
        *weights, base = WEIGHTS[which]
        odds = np.full(self.forth.shape, base, dtype=np.float32)
        for name, weight in zip(FEATURES, weights, strict=True):
            if weight and name in self.features:
                odds += np.float32(weight) * self.features[name]
        return odds

    def _side(self, statement: Statement) -> bool:
        """True when the statement is the second article's."""
        return (
            not self.is_one and statement.place.article_id == self.b.statements[0].place.article_id
        )

    def chance_of(self, s: Statement, t: Statement) -> float:
        """That the two report the same."""
        return float(
            self.chance[t.local, s.local] if self._side(s) else self.chance[s.local, t.local]
        )

    def covered(self, s: Statement, t: Statement) -> float:
        """The weighted share of the words of ``s`` that ``t`` has."""
        return float(self.back[s.local, t.local] if self._side(s) else self.forth[s.local, t.local])

    def sense(self, s: Statement, t: Statement) -> float:
        """How near the two are as a whole, by their sentence vectors."""
        (x, i), (y, j) = ((self.b if self._side(u) else self.a, u.local) for u in (s, t))
        return max(0.0, min(1.0, float(x.whole[i] @ y.whole[j])))

    def letters(self, s: Statement, t: Statement) -> float:
        """Cosine of the two by their equal stems."""
        if s.language != t.language:
            return 0.0
        bags = []
        for u in (s, t):
            terms, rarity = (self.b, self.rarity_b) if self._side(u) else (self.a, self.rarity_a)
            bags.append(
                {
                    w: float(rarity[at])
                    for w in u.stems
                    if (at := terms.index.get((u.language, w))) is not None
                }
            )
        shared = sum(bags[0][w] * bags[1][w] for w in bags[0] if w in bags[1])
        norms = [math.sqrt(sum(v * v for v in bag.values())) for bag in bags]
        return shared / (norms[0] * norms[1]) if shared else 0.0

    def weight(self, s: Statement, word: str) -> float:
        """How rare a word of ``s`` is in the two articles; 0 for unknown ones."""
        terms, rarity = (self.b, self.rarity_b) if self._side(s) else (self.a, self.rarity_a)
        at = terms.index.get((s.language, word))
        return 0.0 if at is None else float(rarity[at])

    def between(self, s: Statement, x: Sequence[str], t: Statement, y: Sequence[str]) -> Matrix:
        """How alike each of the words (stems) ``x`` of ``s`` is to each of ``y`` of ``t``."""
        if not x or not y:
            return np.zeros((len(x), len(y)), dtype=np.float32)
        written = []
        for u, words in ((s, x), (t, y)):
            terms = self.b if self._side(u) else self.a
            written.append(
                [
                    terms.raw[at] if (at := terms.index.get((u.language, w))) is not None else w
                    for w in words
                ]
            )
        if s.language == t.language:
            near = by_letters(letters_of(x), letters_of(y))
        else:
            rows = [
                WordVectors(forms, [u.language] * len(forms), self.a.encode)
                for forms, u in zip(written, (s, t), strict=True)
            ]
            near = rows[0].near(rows[1])
        for i, w in enumerate(x):
            for j, v in enumerate(y):
                if w == v:
                    near[i, j] = 1.0
                elif s.language != t.language and _is_transcribed(written[0][i], written[1][j]):
                    near[i, j] = max(near[i, j], TRANSCRIBED)
        return near


def _chance(log_odds: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float32)


@lru_cache(maxsize=50_000)
def _is_transcribed(a: str, b: str) -> bool:
    bones = skeleton(a)
    return len(bones) >= SHORTEST_SKELETON and bones == skeleton(b)


def _rarities(a: Terms, b: Terms) -> tuple[Matrix, Matrix, NDArray[np.intp], NDArray[np.intp]]:
    """How rare each term of either is among the statements of both, and which terms are equal."""
    if a is b:
        every = np.arange(len(a.raw))
        return a.rarity, a.rarity, every, every
    if a.per_language.keys().isdisjoint(b.per_language):
        none = np.zeros(0, dtype=np.intp)
        return a.rarity, b.rarity, none, none
    there = b.index
    pairs = [(i, j) for i, term in enumerate(a.index) if (j := there.get(term)) is not None]
    at = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    counts_a, counts_b = a.counts.copy(), b.counts.copy()
    counts_a[at[:, 0]] += b.counts[at[:, 1]]
    counts_b[at[:, 1]] += a.counts[at[:, 0]]
    found = []
    for terms, counts in ((a, counts_a), (b, counts_b)):
        total = np.array(
            [a.per_language[x] + b.per_language[x] for x, _ in terms.index], dtype=np.float32
        )
        found.append(np.log((1 + total) / counts) * terms.plain)
    return found[0], found[1], at[:, 0], at[:, 1]


def _likeness(
    a: Terms, b: Terms, equal_a: NDArray[np.intp], equal_b: NDArray[np.intp], across: bool
) -> Matrix:
    """How alike each term of one is to each of the other (0..1)."""
    if not across:
        near = by_letters(a.letters, b.letters)
    else:
        near = a.vectors.near(b.vectors)
        tongue_a = np.array([x for x, _ in a.index])
        tongue_b = np.array([x for x, _ in b.index])
        foreign = tongue_a[:, None] != tongue_b[None, :]
        if not foreign.all():
            near = np.where(foreign, near, by_letters(a.letters, b.letters))
        for bones, rows in a.skeletons.items():
            for i in rows:
                for j in b.skeletons.get(bones, ()):
                    if foreign[i, j]:
                        near[i, j] = max(near[i, j], TRANSCRIBED)
        # equal spelling in two languages (names, numbers) is as good as within one
        spelt: dict[str, list[int]] = {}
        for j, (_, short) in enumerate(b.index):
            spelt.setdefault(short, []).append(j)
        for i, (_, short) in enumerate(a.index):
            for j in spelt.get(short, ()):
                near[i, j] = 1
    for side, rows in a.sides.items():
        there = b.sides.get(side)
        if there:
            block = np.ix_(rows, there)
            near[block] = np.maximum(near[block], ONE_WAY)
    _add_named(a, b, near)
    near[equal_a, equal_b] = 1
    return near


def _add_named(a: Terms, b: Terms, near: Matrix) -> None:
    """Words that name one thing in whatever form: "Ukraine" and "Ukrainian" nearly wholly, a town
    and its state ("Moscow" for Russia) in part; two towns of one state not at all."""
    one_a, states_a, towns_a = a.named
    one_b, states_b, towns_b = b.named
    for left, right, value in (
        (one_a, one_b, ONE_NAME),
        (states_a, states_b, ONE_NAME),
        (states_a, towns_b, TOWN_FOR_STATE),
        (towns_a, states_b, TOWN_FOR_STATE),
    ):
        for key, rows in left.items():
            for i in rows:
                for j in right.get(key, ()):
                    if near[i, j] < value:
                        near[i, j] = value


def _covered(a: Terms, b: Terms, near: Matrix, rarity: Matrix) -> Matrix:
    """``[i, j]``: the weighted share of the words of statement ``i`` of ``a`` that ``j`` has."""
    count_a, count_b = len(a.statements), len(b.statements)
    covered = np.zeros((count_a, count_b), dtype=np.float32)
    if not len(a.tokens) or not len(b.tokens):
        return covered
    best = np.maximum.reduceat(near[:, b.tokens], b.starts, axis=1)
    weights = np.zeros((count_a, len(a.raw)), dtype=np.float32)
    weights[a.rows, a.tokens] = a.token_weights * rarity[a.tokens]
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    covered[:, b.with_words] = weights @ best
    return covered


def _weight(terms: Terms, rarity: Matrix) -> Matrix:
    """The rarity of all words of each statement, added up."""
    found = np.zeros(len(terms.statements), dtype=np.float32)
    if len(terms.tokens):
        found[terms.with_words] = np.add.reduceat(rarity[terms.tokens], terms.starts)
    return found


def _crowd(count_a: int, count_b: int) -> float:
    """By how much two articles have more statements than most (logarithm; 0 at a dozen each): the
    more of them, the more are alike by chance."""
    return 0.5 * math.log(max(count_a, 1) * max(count_b, 1) / USUAL_STATEMENTS**2)


def _shared(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]]) -> Matrix:
    """Cosine of the bags' rarity-weighted members; 0 where one of the two is empty."""
    near = np.zeros((len(a), len(b)), dtype=np.float32)
    holders: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
    for held, bags in zip(holders, (a, b), strict=True):
        for row, bag in enumerate(bags):
            for x in bag:
                held.setdefault(x, []).append(row)
    both = sorted(holders[0].keys() & holders[1].keys())
    if not both:
        return near
    bags_in_all = len(a) + len(b)

    def weight(x: str) -> float:
        return math.log(1 + bags_in_all / (len(holders[0].get(x, ())) + len(holders[1].get(x, ()))))

    def length(bag: frozenset[str]) -> float:
        return math.sqrt(sum(weight(x) ** 2 for x in sorted(bag)))

    for x in both:
        for i in holders[0][x]:
            for j in holders[1][x]:
                near[i, j] += weight(x) ** 2 / (length(a[i]) * length(b[j]))
    return near


def _same_speaker(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]]) -> Matrix:
    """1 where both are put into one mouth, -1 where into two different named ones."""
    near = np.zeros((len(a), len(b)), dtype=np.float32)
    spoken = [(j, voices) for j, voices in enumerate(b) if voices]
    for i, voices in enumerate(a):
        if voices:
            for j, others in spoken:
                one = voices & others or any(alike(x, y) >= ALIKE for x in voices for y in others)
                near[i, j] = 1.0 if one else -1.0
    return near


class Links:
    """All statements of a sheet against each other, put together from pairs of articles.

    ``chance[i, j]`` is symmetric with a zero diagonal. ``covered[i, j]`` is the weighted share
    of the words of ``i`` that ``j`` has (1: everything that ``i`` says stands in ``j``).
    """

    def __init__(
        self, statements: Sequence[Statement], pair: Callable[[int, int], Pair], articles: int
    ) -> None:
        self.statements = statements
        self.pair = pair
        count = len(statements)
        self.chance: Matrix = np.zeros((count, count), dtype=np.float32)
        sizes = Counter(s.article for s in statements)
        starts = np.cumsum([0, *(sizes[article] for article in range(articles))]).tolist()
        self.starts: list[int] = starts
        for i in range(articles):
            for j in range(i, articles):
                if sizes[i] and sizes[j]:
                    block = pair(i, j).chance
                    self.chance[starts[i] : starts[i + 1], starts[j] : starts[j + 1]] = block
                    if i != j:
                        self.chance[starts[j] : starts[j + 1], starts[i] : starts[i + 1]] = block.T

    def pair_of(self, a: Statement, b: Statement) -> Pair:
        """The pair of articles that two statements stand in."""
        return self.pair(min(a.article, b.article), max(a.article, b.article))

    @cached_property
    def covered(self) -> Matrix:
        count = len(self.statements)
        found = np.zeros((count, count), dtype=np.float32)
        starts = self.starts
        for i in range(len(starts) - 1):
            for j in range(i, len(starts) - 1):
                if starts[i] < starts[i + 1] and starts[j] < starts[j + 1]:
                    pair = self.pair(i, j)
                    found[starts[i] : starts[i + 1], starts[j] : starts[j + 1]] = pair.forth
                    if i != j:
                        found[starts[j] : starts[j + 1], starts[i] : starts[i + 1]] = pair.back
        return found


def link_statements(statements: Sequence[Statement], encode: Encode) -> Links:
    """Score every pair of statements, without a memory of earlier ones."""
    articles = max((s.article for s in statements), default=-1) + 1
    terms = [Terms([s for s in statements if s.article == n], encode) for n in range(articles)]
    made: dict[tuple[int, int], Pair] = {}

    def pair(i: int, j: int) -> Pair:
        if (i, j) not in made:
            made[i, j] = Pair(terms[i], terms[j])
        return made[i, j]

    return Links(statements, pair, articles)
