"""Two articles by themselves: the probability of one event, and a graded likeness."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tawatur.cluster.keys import Entry, entry_of
from tawatur.cluster.likeness import Model, Rarity, default_model, likeness, probability_of
from tawatur.model import DIRECTLY_ENCODED, Reading

Encode = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]


def same_event(
    a: Reading, b: Reading, model: Model | None = None
) -> tuple[float, dict[str, float]]:
    """Probability that two articles report one event, taken by themselves, and the features."""
    model = model or default_model()
    features = likeness(entry_of(a), [entry_of(b)], Rarity())[0]
    return probability_of(model.pair(features)), features


# Pieces of an article that are compared by themselves (characters of the body), and what each
# weighs in the whole: the event stands first, background last.
LEAD, BODY, MORE = (0, 400), (400, 1200), (1200, 2400)
PIECE_WEIGHTS = (1.0, 1.0, 0.8, 0.5)  # headline, lead, body, more


@dataclass(frozen=True, slots=True)
class Portrait:
    """What ``graded_likeness`` looks at in one article. Made once for an article, since the slow
    encoder takes longer for it than all that follows."""

    entry: Entry
    close: NDArray[np.float32]  # headline and lead by the slow encoder
    pieces: (
        NDArray[np.float32] | None
    )  # by the fast encoder; None where that does not know the language
    figures: frozenset[tuple[float, str]]


def portray(reading: Reading, encode: Encode, encode_closely: Encode) -> Portrait:
    """An article as ``graded_likeness`` sees it."""
    language = reading.annotations.language
    known = language in DIRECTLY_ENCODED
    return Portrait(
        entry=entry_of(reading),
        close=encode_closely([_headline_and_lead(reading)], [language])[0],
        pieces=encode(_pieces(reading), [language] * len(PIECE_WEIGHTS)) if known else None,
        figures=_figures(reading),
    )


def graded_likeness(a: Portrait, b: Portrait, model: Model | None = None) -> float:
    """How alike two articles are, 0..1, with the bodies and the slow encoder: dearer than
    ``same_event`` and finer between its extremes.

    Weights learnt on people's ratings of article pairs (``scripts/train_pair_model.py``).
    """
    model = model or default_model()
    value = sum(
        slope * max(0.0, x - knot)
        for name, x in graded_features(a, b).items()
        for knot, slope in model.graded.get(name, ())
    )
    return min(1.0, max(0.0, value))


def graded_features(a: Portrait, b: Portrait) -> dict[str, float]:
    """What ``graded_likeness`` weighs."""
    pair = likeness(a.entry, [b.entry], Rarity())[0]
    return {
        "one": 1.0,
        "close": float(a.close @ b.close),
        **_by_pieces(a, b, pair["vector"]),
        "words": pair["words"],
        "names": pair["names"],
        "names-shared": math.log1p(len(a.entry.proper & b.entry.proper)),
        "figures": len(a.figures & b.figures) / max(1, min(len(a.figures), len(b.figures))),
        "figures-shared": min(3.0, len(a.figures & b.figures)),
    }


def _by_pieces(a: Portrait, b: Portrait, vector: float) -> dict[str, float]:
    """Cosines of lead with lead, of the nearest pieces, and of the weighted sums of all.

    A mapped vector of a single piece says little; there the article's own stands for all.
    """
    ours, theirs = a.pieces, b.pieces
    if ours is None or theirs is None:
        return {
            "lead": vector, "nearest-pieces": vector, "whole": vector,
            "has-headline": 1.0, "has-body": 1.0,
        }  # fmt: skip
    whole = [np.array(PIECE_WEIGHTS) @ rows for rows in (ours, theirs)]
    length = float(np.linalg.norm(whole[0]) * np.linalg.norm(whole[1])) or 1.0
    return {
        "lead": float(ours[1] @ theirs[1]),
        "nearest-pieces": float((ours[:3] @ theirs[:3].T).max()),
        "whole": float(whole[0] @ whole[1]) / length,
        "has-headline": float(bool(ours[0].any() and theirs[0].any())),
        "has-body": float(bool(ours[2].any() and theirs[2].any())),
    }


def _pieces(reading: Reading) -> list[str]:
    title = reading.article.title
    text = " ".join(reading.article.text.split())
    return [title.value[:300] if title else "", *(text[s:e] for s, e in (LEAD, BODY, MORE))]


def _headline_and_lead(reading: Reading) -> str:
    title, lead, *_ = _pieces(reading)
    title = " ".join(title.split())
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
