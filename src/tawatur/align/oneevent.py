"""Whether two statements that are alike tell of one event: what a conflict asks for beyond a link.

A link says that a reader would put two sentences in one row. Reports of one war, one market or
one round of training are full of sentences that are alike and tell of different battles, hours
and drills; there a difference of values is no contradiction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tawatur.align.links import Pair, attribution_spans
from tawatur.align.measures import TOLLS, counted_in
from tawatur.align.statements import Statement
from tawatur.align.timeline import weekday_in
from tawatur.align.words import FUNCTION_WORDS

# So many different numbers of dead in sentences of one article are those of several attacks: one
# toll and an earlier count of it stay below.
TOLLS_OF_SEVERAL_EVENTS = 3
# From this share of its articles on a story has no one number of dead.
SHARE_OF_ROUNDUPS = 0.25
# Room for ties when the nearest counterpart is asked for.
_TIE = 0.02


def tolls_of_several_events(statements: Sequence[Statement]) -> frozenset[str]:
    """The tolls ("killed", "injured") of which an article gives those of several events, one after
    the other. Counts of a whole year, and parts in the sentence of their sum, are left out."""
    values: dict[str, dict[int, float]] = {}
    for s in statements:
        if not s.figures or any(t.granularity in ("year", "month") for t in s.times):
            continue
        for c in counted_in(s, False):
            value = c.figure.low if c.figure.low is not None else c.figure.high
            if c.sense in TOLLS and not c.figure.unit and value is not None:
                given = values.setdefault(c.sense, {})
                given[s.sentence] = max(value, given.get(s.sentence, value))
    return frozenset(
        sense
        for sense, given in values.items()
        if len(set(given.values())) >= TOLLS_OF_SEVERAL_EVENTS
    )


def tolls_of_many(articles: Sequence[frozenset[str]]) -> frozenset[str]:
    """The tolls of which a story has more than one, by ``tolls_of_several_events`` of each of its
    articles."""
    told = Counter(sense for senses in articles for sense in senses)
    return frozenset(s for s, count in told.items() if count >= SHARE_OF_ROUNDUPS * len(articles))


def are_nearest(a: Statement, b: Statement, pair: Pair) -> bool:
    """True when each is the other's likeliest counterpart: no other sentence of its article tells
    the same more surely."""
    chance = pair.chance_of(a, b)
    if pair.is_one:
        return True
    row, column = (a, b) if a.place.article_id == pair.a.statements[0].place.article_id else (b, a)
    return (
        chance
        >= float(max(pair.chance[row.local].max(), pair.chance[:, column.local].max())) - _TIE
    )


def told_alike(a: Statement, b: Statement, pair: Pair) -> float:
    """How much of what each says happened the other says too, 0..1: the mean of both ways, names,
    times and figures left out, which are what may differ."""
    return (_told(a, b, pair) + _told(b, a, pair)) / 2


def _told(a: Statement, b: Statement, pair: Pair) -> float:
    words = [stem for stem in _telling_stems(a) if pair.weight(a, stem)]
    if not words or not b.stems:
        return 0.0
    near: list[float] = pair.between(a, words, b, b.stems).max(axis=1).tolist()
    weights = [pair.weight(a, stem) for stem in words]
    return sum(min(n, 1.0) * w for n, w in zip(near, weights, strict=True)) / sum(weights)


def _telling_stems(s: Statement) -> list[str]:
    found: list[str] = s.once("telling", lambda: _telling_stems_of(s))
    return found


def _telling_stems_of(s: Statement) -> list[str]:
    taken = [
        *((n.start, n.end) for n in s.names),
        *((t.start, t.end) for t in s.times),
        *((f.start, f.end) for f in s.figures),
    ]
    return [
        short
        for (start, end, word), short in zip(s.words, s.stems, strict=True)
        if word not in FUNCTION_WORDS
        and len(word) > 2
        and not any(x < end and start < y for x, y in taken)
    ]


def shared_words(a: Statement, b: Statement, pair: Pair) -> str:
    """What both speak of, in the words of the first: the two of its words that tell most and have
    a counterpart in the other. Values and attributions are no subject."""
    taken = [(t.start, t.end) for t in a.times] + [(f.start, f.end) for f in a.figures]
    taken += attribution_spans(a)
    usable = [
        (start, end, short)
        for (start, end, word), short in zip(a.words, a.stems, strict=True)
        if word not in FUNCTION_WORDS
        and len(word) >= 3
        and not any(x < end and start < y for x, y in taken)
        and weekday_in(word) is None
        and not any(c.isdigit() for c in word)
    ]
    merits = []
    if usable and b.stems:
        near = pair.between(a, [short for _, _, short in usable], b, b.stems).max(axis=1)
        merits = [
            (round(float(value) * pair.weight(a, short), 3), -start, end)
            for value, (start, end, short) in zip(near, usable, strict=True)
        ]
    best = sorted(sorted(merits, reverse=True)[:2], key=lambda m: -m[1])
    offset = a.place.start
    return (
        " … ".join(a.text[-start - offset : end - offset] for _, start, end in best) or a.text[:40]
    )
