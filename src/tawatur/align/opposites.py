"""Statements that say contrary things of one matter: it rose, it fell; begun, stopped."""

from __future__ import annotations

import math

from tawatur.align.lexicon import by_letters, letters_of
from tawatur.align.links import Pair
from tawatur.align.matters import MATTERS, directions
from tawatur.align.statements import Statement, negated_words
from tawatur.align.words import FUNCTION_WORDS

_ON_A_SCALE = [n for n, matter in enumerate(MATTERS) if matter in ("level", "opening")]
SEVERITY = list(MATTERS).index("severity")
_ALL = frozenset(
    [
        "جميع",
        "كل",
        "كافه",
        "كلها",
        "كلهم",
        "all",
        "every",
        "все",
        "всех",
        "butun",
        "tum",
        "tous",
        "toutes",
        "todos",
        "todas",
        "alle",
        "allen",
        "samtliche",
    ]
)


# What makes two statements on one matter contradict one another rather than agree; round weights.
# On pairs of Arabic headlines: area under the curve .85 (.81 without the two on words that take the
# place of others), of coverage alone .70.
# Repeat: python scripts/score_stance.py
_WEIGHTS = {
    "covered": -6.0,  # share of the words that have a counterpart in the other
    "letters": 2.0,  # the same words in the same form: a headline with one word turned round
    "turned": 1.5,  # a matter goes the other way on the whole
    "turned first": 1.0,  # the first word on a matter, mostly the verb, goes the other way
    "same way": -0.3,
    "replaced": 3.0,  # word for word the same but for one
    "thing turned": 1.5,  # the oil rose, the dollar fell; the oil fell
    "denied": 1.2,  # one of the two has a "not", "refuses", "without", "stops"
    "other names": 1.0,  # each has a name that the other lacks
    "other figures": 2.0,
    "same figures": -0.5,
}
_BASE = 2.6
# Matters of which the second direction is a denial: going on, consent, truth.
_DENYING = frozenset(
    number for number, matter in enumerate(MATTERS) if matter in ("going on", "consent", "truth")
)
_WITHOUT = frozenset(
    [
        "بلا",
        "دون",
        "بدون",
        "غير",
        "عدم",
        "بعيد",
        "without",
        "no",
        "sans",
        "sin",
        "ohne",
        "без",
        "olmadan",
    ]
)


def turned(a: Statement, b: Statement) -> list[tuple[str, str]]:
    """Words of ``a`` and ``b`` that say contrary things of a matter on which each goes one way."""
    left, right = _ways(a), _ways(b)
    return [
        (left[matter][0][1], right[matter][0][1])
        for matter in left
        if matter in right and _net(left[matter]) * _net(right[matter]) < 0
    ] or _all_but_some(a, b)


def measured_contrary(a: Statement, b: Statement) -> list[tuple[str, str]]:
    """As ``turned``, of matters that have one scale: what rises for one and falls for the other.
    One may support a state and condemn an attack on it in the same breath."""
    left, right = _ways(a), _ways(b)
    return [
        (left[matter][0][1], right[matter][0][1])
        for matter in _ON_A_SCALE
        if matter in left
        and matter in right
        and _net(left[matter]) * _net(right[matter]) < 0
        # "the dollar fell after figures showed a rise": which of the two is meant?
        and all(len({way for way, _ in ways[matter]}) == 1 for ways in (left, right))
    ]


def _all_but_some(a: Statement, b: Statement) -> list[tuple[str, str]]:
    """ "All were slightly hurt" against "some were badly hurt"."""
    left, right = _ways(a).get(SEVERITY, []), _ways(b).get(SEVERITY, [])
    for statement, ours, theirs in ((a, left, right), (b, right, left)):
        if len({way for way, _ in ours}) != 1 or not _ALL & {w for _, _, w in statement.words}:
            continue
        contrary = [word for way, word in theirs if way != ours[0][0]]
        if contrary:
            return [(ours[0][1], contrary[0]) if statement is a else (contrary[0], ours[0][1])]
    return []


def is_of_all(a: Statement, b: Statement) -> bool:
    """True when one says of all what the other denies of some."""
    return bool(_all_but_some(a, b))


def _net(ways: list[tuple[int, str]]) -> int:
    return sum(way for way, _ in ways)


def _ways(statement: Statement) -> dict[int, list[tuple[int, str]]]:
    """Matter -> (direction, word) for each word on it, in order."""
    found: dict[int, list[tuple[int, str]]] = statement.once("ways", lambda: _ways_of(statement))
    return found


def _ways_of(statement: Statement) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    offset = statement.place.start
    for start, end, word in statement.words:
        for matter, way in directions(word):
            written = statement.text[start - offset : end - offset]
            found.setdefault(matter, []).append((way, written))
    return found


# Fewer words than this that are not of grammar have no frame in which one takes another's place.
_FRAME_WORDS = 3
# From here on two words of one place are one word (shares of three-letter runs).
_ONE_WORD = 0.35
# The broken plural changes these: ساحل, سواحل.
_LONG_VOWELS = dict.fromkeys(map(ord, "اويى"))


def replaced_word(a: Statement, b: Statement) -> tuple[str, str] | None:
    """The one word that another has taken the place of, where two statements of one language are
    else the same, word for word ("fire in a port", "fire in a school"); None where they are not."""
    ours, theirs = _content(a), _content(b)
    if a.language != b.language or len(ours) != len(theirs) or len(ours) < _FRAME_WORDS:
        return None
    near = by_letters(letters_of(ours), letters_of(theirs)).diagonal()
    differing = [
        i
        for i, (x, y) in enumerate(zip(ours, theirs, strict=True))
        if near[i] < _ONE_WORD and x.translate(_LONG_VOWELS) != y.translate(_LONG_VOWELS)
    ]
    return (ours[differing[0]], theirs[differing[0]]) if len(differing) == 1 else None


def _content(statement: Statement) -> list[str]:
    """The stems of its words that are not of grammar."""
    return [
        stem
        for (_, _, word), stem in zip(statement.words, statement.stems, strict=True)
        if word not in FUNCTION_WORDS and len(stem) > 1
    ]


def _things_ways(statement: Statement) -> dict[tuple[str, int], int]:
    """(stem of a thing, matter) -> which way it goes: what stands after the word that tells, or
    before it."""
    words = [word for _, _, word in statement.words]
    ways = [(i, matter, way) for i, word in enumerate(words) for matter, way in directions(word)]
    telling = {i for i, _, _ in ways}
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for i, matter, way in ways:
        beside = [
            j
            for j in (i + 1, i - 1, i + 2, i - 2)
            if 0 <= j < len(words) and j not in telling and words[j] not in FUNCTION_WORDS
        ]
        for j in beside[:2]:
            key = (statement.stems[j], matter)
            found[key] = min(found.get(key, (len(words), way)), (abs(j - i), way))
    return {key: way for key, (_, way) in found.items()}


def _denies(statement: Statement) -> bool:
    ways = _ways(statement)
    return (
        bool(negated_words(statement))
        or any(word in _WITHOUT for _, _, word in statement.words)
        or any(way < 0 for matter in _DENYING for way, _ in ways.get(matter, []))
        or any(quote.strength == "denied" for quote in statement.quotes)
    )


def contradiction(a: Statement, b: Statement, pair: Pair) -> float:
    """How likely two statements on one matter contradict one another, 0..1."""
    left, right = _ways(a), _ways(b)
    ours, theirs = _things_ways(a), _things_ways(b)
    shared = [matter for matter in left if matter in right]
    first = [left[m][0][0] != right[m][0][0] for m in shared]
    names = [{n.identity for n in s.names} for s in (a, b)]
    figures = [{(f.low, f.high) for f in s.figures} for s in (a, b)]
    features = {
        "covered": (pair.covered(a, b) + pair.covered(b, a)) / 2,
        "letters": pair.letters(a, b),
        "turned": len(turned(a, b)),
        "turned first": sum(first),
        "same way": len(first) - sum(first),
        "replaced": replaced_word(a, b) is not None,
        "thing turned": sum(way != theirs[thing] for thing, way in ours.items() if thing in theirs),
        "denied": _denies(a) != _denies(b),
        "other names": bool(names[0] - names[1] and names[1] - names[0]),
        "other figures": bool(figures[0] and figures[1] and not figures[0] & figures[1]),
        "same figures": bool(figures[0] & figures[1]),
    }
    odds = _BASE + sum(_WEIGHTS[name] * float(value) for name, value in features.items())
    return 1 / (1 + math.exp(-odds))
