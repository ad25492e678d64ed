"""Which open articles a new one is compared with: near vectors, shared rare words, copies."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tawatur.cluster.keys import Entry
from tawatur.cluster.openstories import OpenStories
from tawatur.model import Derivation

CANDIDATES_BY_VECTOR = 24
CANDIDATES_BY_WORDS = 24
# Rarer words point to a story, commoner ones to a topic.
MAX_CANDIDATE_POSTINGS = 120
CANDIDATE_KEYS = 24  # an article's rarest keys that others have


def linked(
    opened: OpenStories, article_id: str, derivations: Iterable[Derivation]
) -> dict[int, Derivation]:
    """Open articles that this one was made from, or that were made from it."""
    links: dict[int, Derivation] = {}
    for derivation in derivations:
        other = (
            derivation.source_id if derivation.article_id == article_id else derivation.article_id
        )
        slot = opened.slots.get(other)
        if slot is not None:
            links.setdefault(slot, derivation)
    return links


def candidates(opened: OpenStories, entry: Entry, links: Iterable[int]) -> list[int]:
    found = {*links, *opened.near.nearest(entry, CANDIDATES_BY_VECTOR), *_by_words(opened, entry)}
    return sorted(
        (s for s in found if opened.entries[s] is not None), key=opened.orders.__getitem__
    )


def _by_words(opened: OpenStories, entry: Entry) -> list[int]:
    """Open articles that share the entry's rarest keys, the most telling ones first."""
    keys, rarity = opened.rarity.rarest_first(entry, MAX_CANDIDATE_POSTINGS, CANDIDATE_KEYS)
    postings = [opened.having(key) for key in keys]
    if not postings:
        return []
    slots = np.concatenate(postings)
    weights = np.repeat(rarity, [len(found) for found in postings])
    here = opened.alive[slots]
    met, places = np.unique(slots[here], return_inverse=True)
    scores = np.bincount(places, weights[here])
    if len(met) > CANDIDATES_BY_WORDS:
        wanted = len(met) - CANDIDATES_BY_WORDS
        edge = np.partition(scores, wanted)[wanted]
        met, scores = met[scores >= edge], scores[scores >= edge]
    found: list[int] = met.tolist()
    if len(found) > CANDIDATES_BY_WORDS:
        best = sorted(
            zip(scores.tolist(), found, strict=True), key=lambda e: (-e[0], opened.orders[e[1]])
        )
        found = [slot for _, slot in best[:CANDIDATES_BY_WORDS]]
    return found
