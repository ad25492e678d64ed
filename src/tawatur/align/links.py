"""How surely two statements report the same thing.

A logistic model over a handful of features that can each be read aloud. What weighs most is a
soft alignment of words (each word of one statement looks for its best counterpart in the
other, in whatever language, weighted by how rare it is in the story; the idea of BERTScore,
Zhang et al. 2020, with single-word vectors), since statements of one story are all alike as a
whole and differ in the few words that matter.

Pairs of one language and of two have their own intercept and weights: words that are equal
tell more than words that translate each other.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tawatur.align.statements import Statement
from tawatur.align.words import FUNCTION_WORDS
from tawatur.naming import alike as compared
from tawatur.naming import skeleton

Matrix = NDArray[np.float32]
Encode = Callable[[Sequence[str], Sequence[str]], Matrix]

# Languages whose single words the fast encoder knows; in others words are compared by spelling
# and names only, since encoding every word by the slow encoder would cost more than it tells.
WORD_VECTOR_LANGUAGES = frozenset(
    {"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"}
)

FEATURES = (
    "words",
    "whole",
    "letters",
    "names",
    "figures",
    "times",
    "speaker",
    "lead",
    "apart",
)

# Order of FEATURES, then the intercept: even odds stand where the F1 of links on the account
# bench was best. The weights are round numbers on purpose: half or twice of any of them changes
# mean average precision by less than .03, the bench's own noise.
WEIGHTS: dict[str, Matrix] = {
    "one": np.array([10.0, 1.5, 2.0, 0.2, 1.0, 0.3, 0.3, 0.4, -0.3, -2.95], dtype=np.float32),
    "two": np.array([5.0, 3.5, 0.0, 0.2, 0.8, 0.5, 0.3, 0.7, -0.8, -1.95], dtype=np.float32),
}

# Two names are one when naming.alike says at least this.
ALIKE = 0.85
# Share of the mean taken away from the vectors of a language: it carries the topic of the story
# and the language, which all statements share.
CENTRING = 0.9
# Words of two languages with equal skeletons of this many consonants or more are one name; with
# fewer, ordinary words agree by chance.
SHORTEST_SKELETON = 3
TRANSCRIBED = 0.9
# Words that the names of a text show to name one thing, or a state and a town of it.
ONE_NAME = 0.9
TOWN_FOR_STATE = 0.6
# How sharply a half-fitting word is discounted. 1, 1.5, 2, 3 tried on the account bench: .655,
# .659, .678, .666 mean average precision from this feature alone.
WORD_SHARPNESS = 2

# What the words of an attribution ("Foreign Minister Sergei Lavrov said") weigh beside those of
# what is said: one minister says many things in one story.
ATTRIBUTION_WEIGHT = 0.7
# What a function word weighs beside others. 0, .2, .5, 1 tried: .681, .686, .684, .667.
_FUNCTION_WORD_WEIGHT = 0.2


@lru_cache(maxsize=100_000)
def alike(a: str, b: str) -> float:
    """``naming.alike``, remembered: a story has few names and compares them again and again."""
    return compared(a, b)


@dataclass(slots=True)
class Links:
    """Probabilities that two statements share a point, and what they were made from.

    ``chance[i, j]`` is symmetric with a zero diagonal. ``covered[i, j]`` is the weighted share
    of the words of ``i`` that ``j`` has (1: everything that ``i`` says stands in ``j``).
    """

    chance: Matrix
    covered: Matrix
    whole: Matrix
    same_article: NDArray[np.bool_]
    features: dict[str, Matrix]
    name_classes: list[frozenset[int]]
    vocabulary: Vocabulary
    is_of_disease: bool = False  # somewhere cases of a disease are counted

    def explain(self, i: int, j: int) -> dict[str, float]:
        """The value of each feature for one pair."""
        return {name: float(self.features[name][i, j]) for name in FEATURES}


@dataclass(slots=True)
class Vocabulary:
    """The words of a story and how alike each two are (0..1)."""

    index: dict[tuple[str, str], int]  # (language, stem) -> row
    likeness: Matrix
    rarity: NDArray[np.float32]

    def between(self, a: tuple[str, str], b: tuple[str, str]) -> float:
        """How alike two words are: 1 for equal ones, 0 for unknown ones."""
        if a == b:
            return 1.0
        i, j = self.index.get(a), self.index.get(b)
        return 0.0 if i is None or j is None else float(self.likeness[i, j])

    def weight(self, language: str, word: str) -> float:
        """How rare a word is in the story; 0 for unknown ones."""
        i = self.index.get((language, word))
        return 0.0 if i is None else float(self.rarity[i])


def link_statements(statements: Sequence[Statement], encode: Encode) -> Links:
    """Score every pair of statements.

    Costs about n^2 floats per feature; a thousand statements take a second on one core once
    their sentences are encoded.
    """
    languages = [s.language for s in statements]
    whole = _whole(statements, languages, encode)
    vocabulary, member = _vocabulary(statements, encode)
    covered = _covered(member, vocabulary)
    classes = _name_classes(statements)
    names = _shared(classes)
    figures = _shared([frozenset(_figure_keys(s)) for s in statements])
    times = _shared([frozenset(t.value for t in s.times if t.value) for s in statements])
    position = np.array([s.position for s in statements], dtype=np.float32)
    tongue = np.array([sorted(set(languages)).index(x) for x in languages])
    same = tongue[:, None] == tongue[None, :]
    article = np.array([s.article for s in statements])
    early = position < 0.12
    features: dict[str, Matrix] = {
        "words": np.asarray((covered + covered.T) / 2, dtype=np.float32),
        "whole": whole,
        "letters": np.where(same, _letters(member, vocabulary), 0).astype(np.float32),
        "names": names,
        "figures": figures,
        "times": times,
        "speaker": _same_speaker(statements),
        "lead": np.outer(early, early).astype(np.float32),
        "apart": np.abs(position[:, None] - position[None, :]).astype(np.float32),
    }
    stack = np.stack([features[name] for name in FEATURES], axis=-1)
    log_odds = np.where(
        same,
        stack @ WEIGHTS["one"][:-1] + WEIGHTS["one"][-1],
        stack @ WEIGHTS["two"][:-1] + WEIGHTS["two"][-1],
    )
    chance = (1 / (1 + np.exp(-log_odds))).astype(np.float32)
    np.fill_diagonal(chance, 0)
    return Links(
        chance=chance,
        covered=covered,
        whole=whole,
        same_article=article[:, None] == article[None, :],
        features=features,
        name_classes=classes,
        vocabulary=vocabulary,
        is_of_disease=any(f.sense == "cases" for s in statements for f in s.figures),
    )


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def _centred(rows: Matrix, languages: Sequence[str]) -> Matrix:
    rows = np.array(rows, dtype=np.float32)
    for language in sorted(set(languages)):
        chosen = np.array([x == language for x in languages])
        # one or two rows have no mean worth taking away
        if chosen.sum() > 2:
            rows[chosen] -= CENTRING * rows[chosen].mean(axis=0)
    return _unit(rows)


def _whole(statements: Sequence[Statement], languages: Sequence[str], encode: Encode) -> Matrix:
    if not statements:
        return np.zeros((0, 0), dtype=np.float32)
    rows = _centred(encode([s.text for s in statements], languages), languages)
    return np.asarray(np.clip(rows @ rows.T, 0, 1), dtype=np.float32)


def _vocabulary(statements: Sequence[Statement], encode: Encode) -> tuple[Vocabulary, Matrix]:
    """The story's words, and a matrix of statements by words: 1, or less for attribution."""
    frequency: Counter[tuple[str, str]] = Counter()
    raw: dict[tuple[str, str], str] = {}
    per_language: Counter[str] = Counter()
    for s in statements:
        frequency.update({(s.language, w) for w in s.stems if len(w) > 1 or w.isdigit()})
        offset = s.place.start
        for short, (start, end, _) in zip(s.stems, s.words, strict=True):
            # as it is written, not folded: the encoder knows "prévoit" and "زيارة". The shortest
            # form stands for all, being the nearest to what a dictionary has
            word = s.text[start - offset : end - offset]
            known_form = raw.get((s.language, short))
            if known_form is None or _plainness(word) < _plainness(known_form):
                raw[s.language, short] = word
        per_language[s.language] += 1
    terms = sorted(frequency)
    index = {term: i for i, term in enumerate(terms)}
    rarity = np.array(
        [
            math.log((1 + per_language[language]) / frequency[language, word])
            * (_FUNCTION_WORD_WEIGHT if word in FUNCTION_WORDS else 1)
            for language, word in terms
        ],
        dtype=np.float32,
    )
    member = np.zeros((len(statements), len(terms)), dtype=np.float32)
    for row, s in enumerate(statements):
        attribution = attribution_spans(s)
        for word, (start, _, _) in zip(s.stems, s.words, strict=True):
            column = index.get((s.language, word))
            if column is not None:
                said_by = any(a <= start < b for a, b in attribution)
                member[row, column] = max(member[row, column], ATTRIBUTION_WEIGHT if said_by else 1)
    likeness = _word_likeness(terms, raw, encode)
    _add_transcribed(terms, raw, likeness)
    _add_named(statements, index, likeness)
    # equal spelling in two languages (names, numbers) is as good as within one
    by_word: dict[str, list[int]] = {}
    for i, (_, word) in enumerate(terms):
        by_word.setdefault(word, []).append(i)
    likeness.flat[:: len(terms) + 1] = 1
    for rows_of_word in by_word.values():
        if len(rows_of_word) > 1:
            likeness[np.ix_(rows_of_word, rows_of_word)] = 1
    return Vocabulary(index=index, likeness=likeness, rarity=rarity), member


def _word_likeness(
    terms: Sequence[tuple[str, str]], raw: dict[tuple[str, str], str], encode: Encode
) -> Matrix:
    """How alike single words are by their vectors; 0 for words that have none."""
    known = [
        i
        for i, (language, word) in enumerate(terms)
        if language in WORD_VECTOR_LANGUAGES and not any(c.isdigit() for c in word)
    ]
    if not known:
        return np.zeros((len(terms), len(terms)), dtype=np.float32)
    languages = [terms[i][0] for i in known]
    # an Arabic word that may carry a particle is also tried without it
    bare = {i: w for i in known if (w := _without_particle(terms[i][0], raw[terms[i]]))}
    encoded = encode(
        [*(raw[terms[i]] for i in known), *bare.values()], [*languages, *(["ar"] * len(bare))]
    )
    rows = np.zeros((len(terms), encoded.shape[1]), dtype=np.float32)
    rows[known] = _centred(encoded[: len(known)], languages)
    near = rows @ rows.T
    if bare:
        at = list(bare)
        bare_rows = _centred(encoded[len(known) :], ["ar"] * len(bare))
        across = bare_rows @ rows.T
        across[:, at] = np.maximum(across[:, at], bare_rows @ bare_rows.T)
        near[at] = np.maximum(near[at], across)
        near[:, at] = near[at].T
    np.clip(near, 0, 1, out=near)
    np.power(near, WORD_SHARPNESS, out=near)
    return np.asarray(near, dtype=np.float32)


def _plainness(word: str) -> tuple[int, bool, str]:
    return (len(word), not word.islower(), word)


def _without_particle(language: str, word: str) -> str | None:
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


def _add_transcribed(
    terms: Sequence[tuple[str, str]], raw: dict[tuple[str, str], str], likeness: Matrix
) -> None:
    """Words of two languages with one skeleton are taken for one name in two scripts."""
    by_skeleton: dict[str, list[int]] = {}
    for i, term in enumerate(terms):
        bones = skeleton(raw[term])
        if len(bones) >= SHORTEST_SKELETON and term[1] not in FUNCTION_WORDS:
            by_skeleton.setdefault(bones, []).append(i)
    for rows in by_skeleton.values():
        for i in rows:
            for j in rows:
                if terms[i][0] != terms[j][0]:
                    likeness[i, j] = max(likeness[i, j], TRANSCRIBED)


def _add_named(
    statements: Sequence[Statement], index: dict[tuple[str, str], int], likeness: Matrix
) -> None:
    """Words that name one thing in whatever form: "Ukraine" and "Ukrainian" nearly wholly, a town
    and its state ("Moscow" for Russia) in part; two towns of one state not at all."""
    by_identity: dict[str, set[int]] = {}
    states: dict[str, set[int]] = {}
    towns: dict[str, set[int]] = {}
    for s in statements:
        for name in s.names:
            inside = [
                stem
                for stem, (start, end, _) in zip(s.stems, s.words, strict=True)
                if name.start <= start and end <= name.end
            ]
            # of a name of several words no single one is the name
            if len(inside) != 1 or (s.language, inside[0]) not in index:
                continue
            row = index[s.language, inside[0]]
            by_identity.setdefault(name.identity, set()).add(row)
            if name.country is not None:
                is_state = name.kind == "other" or name.identity == f"place:{name.country.lower()}"
                (states if is_state else towns).setdefault(name.country, set()).add(row)
    for rows in [*by_identity.values(), *states.values()]:
        _raise_to(likeness, rows, rows, ONE_NAME)
    for country in states.keys() & towns.keys():
        _raise_to(likeness, states[country], towns[country], TOWN_FOR_STATE)


def _raise_to(likeness: Matrix, a: set[int], b: set[int], value: float) -> None:
    rows, columns = sorted(a), sorted(b)
    block = np.ix_(rows, columns)
    likeness[block] = np.maximum(likeness[block], value)
    likeness[np.ix_(columns, rows)] = likeness[block].T


def _covered(member: Matrix, vocabulary: Vocabulary) -> Matrix:
    count = len(member)
    best = np.zeros((member.shape[1], count), dtype=np.float32)
    for column in range(count):
        chosen = np.flatnonzero(member[column])
        if len(chosen):
            # likeness is symmetric: rows are read, being contiguous in memory
            best[:, column] = vocabulary.likeness[chosen].max(axis=0)
    weights = member * vocabulary.rarity
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    return np.asarray(weights @ best, dtype=np.float32)


def _letters(member: Matrix, vocabulary: Vocabulary) -> Matrix:
    """Cosine of the statements by their equal stems."""
    rows = _unit(member * vocabulary.rarity)
    return np.asarray(rows @ rows.T, dtype=np.float32)


def _name_classes(statements: Sequence[Statement]) -> list[frozenset[int]]:
    """For each statement the names in it, numbered so that one thing has one number.

    Two identities are one when they are equal or alike, and of one kind.
    """
    numbers: dict[tuple[str, str], int] = {}
    heads: list[tuple[str, str]] = []
    found = []
    for s in statements:
        here = set()
        for name in s.names:
            key = (name.kind, name.identity)
            if key not in numbers:
                numbers[key] = len(heads)
                for number, (kind, identity) in enumerate(heads):
                    if kind == name.kind and alike(identity, name.identity) >= ALIKE:
                        numbers[key] = number
                        break
                else:
                    heads.append(key)
            here.add(numbers[key])
            # Moscow for Russia, "Ukrainian" for Ukraine: capitals and adjectives stand for states
            if name.country is not None:
                here.add(-1 - sum(ord(c) * 256**n for n, c in enumerate(name.country)))
        found.append(frozenset(here))
    return found


def _shared(bags: Sequence[frozenset[int] | frozenset[str]]) -> Matrix:
    """Cosine of the bags' rarity-weighted members; 0 where one of the two is empty."""
    frequency: Counter[int | str] = Counter(x for bag in bags for x in bag)
    index = {x: i for i, x in enumerate(frequency)}
    rows = np.zeros((len(bags), max(len(index), 1)), dtype=np.float32)
    for row, bag in enumerate(bags):
        for x in bag:
            rows[row, index[x]] = math.log(1 + len(bags) / frequency[x])
    rows = _unit(rows)
    return np.asarray(rows @ rows.T, dtype=np.float32)


def _figure_keys(statement: Statement) -> list[str]:
    return [
        f"{figure.low}:{figure.high}:{figure.unit or ''}"
        for figure in statement.figures
        # one and two are as often words of grammar as counts
        if (figure.low or 0) > 2 or (figure.high or 0) > 2 or figure.unit
    ]


def _same_speaker(statements: Sequence[Statement]) -> Matrix:
    """1 where both are put into one mouth, -1 where into two different named ones."""
    voices = []
    for s in statements:
        speakers = [q.speaker for q in s.quotes if q.speaker and q.speaker.identity]
        voices.append({x.identity for x in speakers if x.identity and x.kind == "person"})
    distinct = sorted({v for voice in voices for v in voice})
    same = {
        (a, b): a == b or alike(a, b) >= ALIKE for i, a in enumerate(distinct) for b in distinct[i:]
    }
    result = np.zeros((len(statements), len(statements)), dtype=np.float32)
    spoken = [i for i, voice in enumerate(voices) if voice]
    for n, i in enumerate(spoken):
        for j in spoken[n:]:
            hit = any(same[min(a, b), max(a, b)] for a in voices[i] for b in voices[j])
            result[i, j] = result[j, i] = 1.0 if hit else -1.0
    return result
