"""Two articles by themselves: the probability of one event, and a graded likeness."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from tawatur.cluster.keys import entry_of, row_of
from tawatur.cluster.likeness import Model, Rarity, default_model, likeness, probability_of
from tawatur.model import Reading, cosine_scale


def same_event(
    a: Reading, b: Reading, model: Model | None = None
) -> tuple[float, dict[str, float]]:
    """Probability that two articles report one event, taken by themselves, and the features."""
    model = model or default_model()
    first, second = entry_of(a), entry_of(b)
    features = likeness(first, [second], Rarity())[0]
    return probability_of(model.pair(features)), features


# Characters of the body that are compared as well when two articles are looked at closely: what
# comes after the lead.
CLOSER_START, CLOSER_END = 400, 1200
CLOSER_WEIGHT = 0.6


def graded_likeness(
    a: Reading,
    b: Reading,
    encode: Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]],
    model: Model | None = None,
) -> float:
    """How alike two articles are, 0..1, with the bodies looked at too: dearer than
    ``same_event`` and finer between its extremes.

    Weights learnt on people's ratings of article pairs (``scripts/train_story_model.py``).
    """
    model = model or default_model()
    probability, pair = same_event(a, b, model)
    pieces = [" ".join(r.article.text.split())[CLOSER_START:CLOSER_END] for r in (a, b)]
    bodies = encode(pieces, [a.annotations.language, b.annotations.language])
    graded = model.graded
    features = graded_features(probability, pair, a, b, bodies)
    value = graded["bias"] + sum(graded[name] * x for name, x in features.items())
    mixed = CLOSER_WEIGHT * value + (1 - CLOSER_WEIGHT) * probability
    return min(1.0, max(0.0, mixed))


def graded_features(
    probability: float,
    pair: dict[str, float],
    a: Reading,
    b: Reading,
    bodies: NDArray[np.float32],
) -> dict[str, float]:
    """What ``graded_likeness`` weighs."""
    scale = cosine_scale(a.annotations.language, b.annotations.language)
    leads = [
        row_of(r.vector) if r.vector else np.zeros(bodies.shape[1], dtype=np.float32)
        for r in (a, b)
    ]
    whole = [lead + 0.6 * body for lead, body in zip(leads, bodies, strict=True)]
    length = float(np.linalg.norm(whole[0]) * np.linalg.norm(whole[1])) or 1.0
    both = bool(bodies[0].any() and bodies[1].any())
    return {
        "probability": probability,
        "vector": pair["vector"],
        "vector-squared": pair["vector"] ** 2,
        "words-root": math.sqrt(pair["words"]),
        "names-root": math.sqrt(pair["names"]),
        "whole": float(whole[0] @ whole[1]) / length * scale,
        "body": float(bodies[0] @ bodies[1]) * scale if both else 0.0,
        "no-body": float(not both),
    }
