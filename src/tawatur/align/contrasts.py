"""What something was due to: "a valve rather than a sensor" contradicts who says it was the sensor.

The one kind of difference that needs no table of values: the text itself names what it denies and
what it puts in its place. Both sentences must be of a cause; "not X but Y" of anything else is
mostly an opinion, and what it denies nobody has said. (Of lengths and numbers so contrasted see
``measures.find_contrasts``.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tawatur.align.links import Pair
from tawatur.align.measures import Clash
from tawatur.align.statements import Statement
from tawatur.align.words import CAUSING, FUNCTION_WORDS

# Folded words between what is said and what is denied: "A rather than B".
_MARKS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (("rather", "than"),),
    "ar": (("وليس",), ("وليست",)),
    "ru": (("а", "не"),),
    "fr": (("plutot", "que"), ("et", "non")),
}
# Folded words before what is denied and before what is said, where a language has a "but" for
# nothing else: "no B sino A".
_NOT_BUT: dict[str, tuple[str, str]] = {
    "es": ("no", "sino"),
    "de": ("nicht", "sondern"),
}
# So many content words from the mark on may name the thing.
_NEAR_WORDS = 3
# How alike a word of the other account must be to what is denied, and how likely the two statements
# must be of one event; across languages words are less alike, and the event must be the surer.
_SAME_WORD, _SAME_WORD_ACROSS = 0.9, 0.6
_ONE_EVENT, _ONE_EVENT_ACROSS = 0.15, 0.2


@dataclass(frozen=True, slots=True)
class _Contrast:
    said: str
    denied: tuple[str, ...]  # stems, one of which names it
    shown: tuple[str, ...]


def _is_of_a_cause(statement: Statement) -> bool:
    found: bool = statement.once(
        "of a cause", lambda: any(w.startswith(CAUSING) for _, _, w in statement.words)
    )
    return found


def find_named_contrasts(pair: Pair) -> list[Clash]:
    """Clashes of two articles of which one denies by name what the other says."""
    found: list[Clash] = []
    for ours, theirs in (
        (pair.a.statements, pair.b.statements),
        (pair.b.statements, pair.a.statements),
    ):
        for a in ours:
            for contrast in _contrasts(a):
                found += _against(a, contrast, theirs, pair)
    return found


def _against(
    a: Statement, contrast: _Contrast, others: Sequence[Statement], pair: Pair
) -> Iterator[Clash]:
    for b in others:
        across = a.language != b.language
        if not b.stems or not _is_of_a_cause(b):
            continue
        if pair.chance_of(a, b) < (_ONE_EVENT_ACROSS if across else _ONE_EVENT):
            continue
        near = pair.between(a, contrast.denied, b, b.stems).max(axis=1).tolist()
        best = max(range(len(near)), key=lambda i: (near[i], -i))
        if near[best] < (_SAME_WORD_ACROSS if across else _SAME_WORD):
            continue
        if any(
            (other.said, other.shown) != (contrast.said, contrast.shown) for other in _contrasts(b)
        ):
            continue  # it makes the contrast itself
        denied = contrast.shown[best]
        yield Clash("name", a, b, contrast.said, denied, f"{contrast.said} … {denied}")


def _contrasts(statement: Statement) -> list[_Contrast]:
    found: list[_Contrast] = statement.once(
        "contrasts", lambda: list(_contrasts_in(statement)) if _is_of_a_cause(statement) else []
    )
    return found


def _contrasts_in(statement: Statement) -> Iterator[_Contrast]:
    words = [w for _, _, w in statement.words]
    for mark in _MARKS.get(statement.language, ()):
        for at in range(1, len(words) - len(mark)):
            if tuple(words[at : at + len(mark)]) == mark:
                yield from _of(statement, at - 1, at + len(mark))
    frame = _NOT_BUT.get(statement.language)
    if frame:
        first, second = frame
        for at, word in enumerate(words):
            if word != first or second not in words[at + 2 : at + 2 + 2 * _NEAR_WORDS]:
                continue
            turn = words.index(second, at + 2)
            said = [i for i in range(turn + 1, len(words)) if _tells(words[i])][:_NEAR_WORDS]
            denied = [i for i in range(at + 1, turn) if _tells(words[i])]
            if said and denied:
                yield _made(statement, said[-1], denied)


def _of(statement: Statement, before: int, after: int) -> Iterator[_Contrast]:
    words = [w for _, _, w in statement.words]
    said = next(
        (i for i in range(before, max(-1, before - _NEAR_WORDS), -1) if _tells(words[i])), None
    )
    denied: list[int] = []
    for i in range(after, len(words)):
        if _tells(words[i]):
            denied.append(i)
        elif denied and words[i].startswith(CAUSING):
            break  # "… rather than a faulty sensor stopped the launch": the launch is not denied
    if said is not None and denied:
        yield _made(statement, said, denied[:_NEAR_WORDS])


def _made(statement: Statement, said: int, denied: Sequence[int]) -> _Contrast:
    offset = statement.place.start

    def written(position: int) -> str:
        start, end, _ = statement.words[position]
        return statement.text[start - offset : end - offset].casefold()

    return _Contrast(
        written(said),
        tuple(statement.stems[i] for i in denied),
        tuple(written(i) for i in denied),
    )


def _tells(word: str) -> bool:
    return (
        len(word) > 2
        and word not in FUNCTION_WORDS
        and not word.startswith(CAUSING)
        and not any(c.isdigit() for c in word)
    )
