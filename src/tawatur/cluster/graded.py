"""Two articles by themselves: the probability of one event, and a graded likeness.

portray            an article, once: vectors of its headline, lead and parts, its words and numbers
graded_features    two portraits side by side
graded_likeness    one number for the two, by the weights of ``data/pair_model.json``
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources

import msgspec
import numpy as np
import regex
from numpy.typing import NDArray

from tawatur.cluster.keys import Entry, entry_of, keys_of
from tawatur.cluster.likeness import (
    Model,
    Rarity,
    common_keys,
    default_model,
    likeness,
    probability_of,
)
from tawatur.headlines import headline_of_article
from tawatur.model import DIRECTLY_ENCODED, Reading

Encode = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]
Weights = dict[str, list[tuple[float, float]]]
"""Feature -> (knot, slope of what lies above it)."""


def same_event(
    a: Reading, b: Reading, model: Model | None = None
) -> tuple[float, dict[str, float]]:
    """Probability that two articles report one event, taken by themselves, and the features."""
    model = model or default_model()
    ours, theirs = entry_of(a), entry_of(b)
    features = likeness(ours, [theirs], Rarity())[0]
    apart = _apart(_years(ours), _years(theirs), _days(a), _days(b))
    odds = model.pair(features) - sum(AGAINST[name] * apart[name] for name in AGAINST)
    return probability_of(odds), {**features, **apart}


# Pieces of an article that are compared by themselves (characters of the body), and what each
# weighs in the whole: the event stands first, background last.
LEAD, BODY, MORE = (0, 400), (400, 1200), (1200, 2400)
PIECE_WEIGHTS = (1.0, 1.0, 0.8, 0.5)  # headline, lead, body, more
# How much of a text without a headline stands for one (characters).
INSTEAD_OF_HEADLINE = 150
# Texts shorter than about this (characters) are short alike, whatever the ratio of their lengths.
SHORT = 50
MOST_NUMBERS = 4
MOST_FIGURES = 3
# Two reports whose nearest days lie further apart than this (days) tell two events. Of 1,011 rated
# or labelled pairs of one event none do, of 1,041 of two events seven (few texts name full days).
DAYS_APART = 30
# What other years and other days take from the log odds of one event: all years of the two texts
# differ in 12 of those pairs of one event and 69 of two.
AGAINST = {"other-years": 1.7, "other-days": 2.7}
# How far the part of a text goes whose days are its event's; later ones are background.
BEGINNING = 600

_YEAR = regex.compile(r"(?:19|20)\d\d")


class PairModel(msgspec.Struct, frozen=True):
    """``data/pair_model.json``, learnt by ``scripts/train_pair_model.py``."""

    # People's ratings of likeness, within a language, and the slow encoder's cosine once more.
    likeness: Weights
    # One event or not, in one language or two, on the scale of the ratings.
    one_event: Weights


@cache
def pair_model() -> PairModel:
    raw = resources.files("tawatur").joinpath("data/pair_model.json").read_bytes()
    return msgspec.json.decode(raw, type=PairModel)


@dataclass(frozen=True, slots=True)
class Portrait:
    """What ``graded_likeness`` looks at in one article. Made once for an article, since the slow
    encoder takes longer for it than all that follows."""

    entry: Entry
    close: NDArray[np.float32]  # headline and lead, by the slow encoder
    headline: NDArray[np.float32] | None  # the headline alone, by the same
    # By the fast encoder: headline, lead, body, more. None for languages it does not know.
    pieces: NDArray[np.float32] | None
    headline_words: frozenset[str]
    figures: frozenset[tuple[float, str]]
    numbers: frozenset[str]
    years: frozenset[str]
    days: frozenset[int]  # ordinals of the days told in headline and beginning
    characters: int


def portray(reading: Reading, encode: Encode, encode_closely: Encode) -> Portrait:
    """An article as ``graded_likeness`` sees it.

    Args:
        reading: the article.
        encode: texts and their languages to vectors of the common space (``Encoder.encode``).
        encode_closely: the same by the slow encoder (``Encoder.encode_closely``).
    """
    return portray_all([reading], encode, encode_closely)[0]


def portray_all(
    readings: Sequence[Reading], encode: Encode, encode_closely: Encode
) -> list[Portrait]:
    """``portray`` of many: encoders take together what they are given together, at half the
    cost. The vectors are the same."""
    pieces = [_pieces(reading) for reading in readings]
    languages = [reading.annotations.language for reading in readings]
    close = encode_closely([_headline_and_lead(some) for some in pieces], languages)
    headlines = encode_closely([some[0].strip() for some in pieces], languages)
    direct = [i for i, language in enumerate(languages) if language in DIRECTLY_ENCODED]
    rows = encode(
        [piece for i in direct for piece in pieces[i]],
        [languages[i] for i in direct for _ in pieces[i]],
    )
    by_pieces = {i: rows[4 * n : 4 * n + 4] for n, i in enumerate(direct)}
    return [
        _portrait(
            reading, pieces[i][0].strip(), close=close[i], headline=headlines[i],
            pieces=by_pieces.get(i),
        )
        for i, reading in enumerate(readings)
    ]  # fmt: skip


def _portrait(
    reading: Reading,
    headline_text: str,
    *,
    close: NDArray[np.float32],
    headline: NDArray[np.float32],
    pieces: NDArray[np.float32] | None,
) -> Portrait:
    entry = entry_of(reading)
    numbers = frozenset(key for key in entry.words if key[0].isdigit() and len(key) >= 2)
    years = _years(entry)
    return Portrait(
        entry=entry,
        close=close,
        headline=headline if headline_text else None,
        pieces=pieces,
        headline_words=frozenset(
            keys_of(_headline_told(reading) or reading.article.text[:INSTEAD_OF_HEADLINE], "")[0]
        ),
        figures=_figures(reading),
        numbers=numbers - years,
        years=years,
        days=_days(reading),
        characters=len(reading.article.text),
    )


def graded_likeness(a: Portrait, b: Portrait, model: PairModel | None = None) -> float:
    """How alike two articles are, 0..1, with the bodies and the slow encoder: dearer than
    ``same_event`` and finer between its extremes. Across languages, where words do not meet, it is
    ``event_likeness``."""
    if a.entry.language != b.entry.language:
        return event_likeness(a, b, model)
    return _weighed(a, b, (model or pair_model()).likeness)


def event_likeness(a: Portrait, b: Portrait, model: PairModel | None = None) -> float:
    """How likely two articles report one event, 0..1: not a probability, but on the scale of
    ``graded_likeness``. It leaves out what two reports of one subject share (words, names), and
    looks at what tells two events of one kind apart: years, days."""
    return _weighed(a, b, (model or pair_model()).one_event)


def _weighed(a: Portrait, b: Portrait, weights: Weights) -> float:
    features = graded_features(a, b)
    value = sum(
        slope * max(0.0, features[name] - knot)
        for name, slopes in weights.items()
        for knot, slope in slopes
    )
    return min(1.0, max(0.0, value))


def graded_features(a: Portrait, b: Portrait) -> dict[str, float]:
    """What ``graded_likeness`` weighs; the same whichever article comes first."""
    # A bag holds the numbers of one ``Rarity``, and this one is new.
    pair = likeness(replace(a.entry, bag=None), [replace(b.entry, bag=None)], Rarity())[0]
    close = float(a.close @ b.close)
    figures, numbers = len(a.figures & b.figures), len(a.numbers & b.numbers)
    return {
        "one": 1.0,
        "close": close,
        "headline": (
            float(a.headline @ b.headline)
            if a.headline is not None and b.headline is not None
            else close
        ),
        **_by_pieces(a, b, pair["vector"]),
        "words": pair["words"],
        "headline-words": _cosine(a.headline_words, b.headline_words),
        "headline-in-text": (
            _share_in(a.headline_words, b.entry.words) + _share_in(b.headline_words, a.entry.words)
        )
        / 2,
        "figures": figures / max(1, min(len(a.figures), len(b.figures))),
        "figures-shared": float(min(MOST_FIGURES, figures)),
        "numbers-shared": float(min(MOST_NUMBERS, numbers)),
        **_apart(a.years, b.years, a.days, b.days),
        "same-outlet": pair["same-outlet"],
        "unlike-lengths": abs(math.log((a.characters + SHORT) / (b.characters + SHORT))),
    }


def _rarity(key: str) -> float:
    """How telling a word is, in news at large (``likeness.Rarity`` with an empty window)."""
    known = common_keys().get(key, 0.0)
    return math.log((Rarity.BACKGROUND + 1) / (Rarity.BACKGROUND * known + 0.5))


def _cosine(ours: frozenset[str], theirs: frozenset[str]) -> float:
    shared, all_ours, all_theirs = (
        sum(_rarity(key) ** 2 for key in sorted(keys)) for keys in (ours & theirs, ours, theirs)
    )
    return shared / math.sqrt(all_ours * all_theirs) if shared else 0.0


def _share_in(keys: frozenset[str], text: Iterable[str]) -> float:
    """How much of the keys stands in a text, 0..1, rare ones weighing more; what is usual for two
    articles on one matter when there are no keys."""
    shared, whole = (sum(map(_rarity, sorted(some))) for some in (keys.intersection(text), keys))
    return shared / whole if whole else 0.3


def _by_pieces(a: Portrait, b: Portrait, vector: float) -> dict[str, float]:
    """Cosines of headline with headline, lead with lead, of the nearest pieces, and of the
    weighted sums of all.

    A mapped vector of a single piece says little; there the article's own stands for all.
    """
    ours, theirs = a.pieces, b.pieces
    if ours is None or theirs is None:
        return {
            "fast-headline": vector, "lead": vector, "nearest-pieces": vector, "whole": vector,
            "has-headline": 1.0,
        }  # fmt: skip
    whole = [np.array(PIECE_WEIGHTS) @ rows for rows in (ours, theirs)]
    length = float(np.linalg.norm(whole[0]) * np.linalg.norm(whole[1])) or 1.0
    lead = float(ours[1] @ theirs[1])
    both = bool(ours[0].any() and theirs[0].any())
    return {
        "fast-headline": float(ours[0] @ theirs[0]) if both else lead,
        "lead": lead,
        "nearest-pieces": float((ours[:3] @ theirs[:3].T).max()),
        "whole": float(whole[0] @ whole[1]) / length,
        "has-headline": float(both),
    }


def _pieces(reading: Reading) -> list[str]:
    title = reading.article.title
    text = " ".join(reading.article.text.split())
    return [title.value[:300] if title else "", *(text[s:e] for s, e in (LEAD, BODY, MORE))]


def _headline_told(reading: Reading) -> str:
    """The headline, if only from the text or the address: its words tell as much as a given one's
    (ratings .824 instead of .820, Arabic .739 instead of .731, held out). Vectors are made of given
    ones alone, since the words of an address have lost their signs and capitals (.814)."""
    return headline_of_article(reading.article).text


def _headline_and_lead(pieces: Sequence[str]) -> str:
    title, lead = " ".join(pieces[0].split()), pieces[1]
    if not title or lead.startswith(title):
        return lead or title
    return title + (" " if title[-1] in ".!?؟…" else ". ") + lead


def _figures(reading: Reading) -> frozenset[tuple[float, str]]:
    """Figures above three with what they measure: small counts are shared by chance."""
    return frozenset(
        (figure.low, figure.unit or figure.sense or "")
        for figure in reading.annotations.figures
        if figure.low is not None and figure.low > 3
    )


def _years(entry: Entry) -> frozenset[str]:
    return frozenset(filter(_YEAR.fullmatch, entry.words))


def _apart(
    our_years: frozenset[str],
    their_years: frozenset[str],
    our_days: frozenset[int],
    their_days: frozenset[int],
) -> dict[str, float]:
    """Whether two texts speak of other years, and of days far from one another."""
    return {
        "other-years": float(bool(our_years and their_years and not our_years & their_years)),
        "other-days": float(
            min((abs(a - b) for a in our_days for b in their_days), default=0) > DAYS_APART
        ),
    }


def _days(reading: Reading) -> frozenset[int]:
    """Days that headline and beginning tell; the day of publication where they tell none."""
    mentions = [*(reading.title_annotations.times if reading.title_annotations else ())]
    mentions += [m for m in reading.annotations.times if m.start < BEGINNING]
    told = {
        day
        for mention in mentions
        if mention.kind == "date" and mention.value and (day := _day(mention.value))
    }
    if not told and reading.article.published:
        told = {reading.article.published.day.toordinal()}
    return frozenset(told)


def _day(value: str) -> int | None:
    """The ordinal of a TIMEX value that is a day or an hour of one; None for weeks and longer."""
    day = value.partition("T")[0]
    try:
        return date.fromisoformat(day).toordinal() if len(day) == len("2025-03-04") else None
    except ValueError:  # XXXX-03-04 and its like
        return None
