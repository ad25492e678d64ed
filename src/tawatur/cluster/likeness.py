"""How alike two articles are, and an article and a story: named features and two small models.

The weights stand in ``data/story_model.json`` and are learnt by ``scripts/train_story_model.py``.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from tawatur.cluster.keys import Bag, Entry
from tawatur.model import cosine_scale


class Rarity:
    """How telling a key is: inverse frequency among the open articles, over a background.

    ``data/common_keys.json`` holds the frequencies of common words in news of a dozen languages
    (made by ``scripts/train_story_model.py``). They stand behind the counts as ``BACKGROUND``
    articles would, so that a window of three articles does not take every shared word for a sign.
    """

    BACKGROUND = 300.0

    def __init__(self) -> None:
        self.articles = 0
        self._numbers: dict[str, int] = {}
        self._keys: list[str] = []
        self._hashes: NDArray[np.uint32] = np.zeros(1024, dtype=np.uint32)
        self._counts: NDArray[np.float64] = np.zeros(1024)  # open articles that have the key
        self._behind: NDArray[np.float64] = np.zeros(1024)  # the background's share of articles
        self._scratch: NDArray[np.float32] = np.zeros(1024, dtype=np.float32)
        self._vectors = 0
        self._total: NDArray[np.float64] = np.zeros(0)  # sum of the open articles' vectors

    def number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            self._keys.append(key)
            if number == len(self._counts):
                self._counts = np.concatenate([self._counts, np.zeros(number)])
                self._behind = np.concatenate([self._behind, np.zeros(number)])
                self._hashes = np.resize(self._hashes, 2 * number)
                self._scratch = np.zeros(2 * number, dtype=np.float32)
            self._behind[number] = common_keys().get(key, 0.0)
            self._hashes[number] = zlib.crc32(key.encode("utf-8", "surrogatepass"))
        return number

    def key(self, number: int) -> str:
        return self._keys[number]

    def bags(self, entry: Entry) -> tuple[Bag, Bag]:
        """The entry's words and names as numbers; made once."""
        if entry.bags is None:
            entry.bags = (self._bag(entry.words), self._bag(entry.names))
        return entry.bags

    def _bag(self, weights: dict[str, float]) -> Bag:
        keys = np.fromiter(map(self.number, weights), dtype=np.int32, count=len(weights))
        values = np.fromiter(weights.values(), dtype=np.float32, count=len(weights))
        return Bag(keys, values)

    def add(self, entry: Entry) -> None:
        self.articles += 1
        if entry.vector is not None:
            if not self._vectors:
                self._total = np.zeros(len(entry.vector))
            if len(self._total) == len(entry.vector):
                self._vectors += 1
                self._total += entry.vector
        for bag in self.bags(entry):
            self._counts[bag.keys] += 1

    def remove(self, entry: Entry) -> None:
        self.articles -= 1
        if entry.vector is not None and len(self._total) == len(entry.vector):
            self._vectors -= 1
            self._total -= entry.vector
        for bag in self.bags(entry):
            self._counts[bag.keys] -= 1

    def telling(self, entry: Entry) -> NDArray[np.int32]:
        """The entry's keys, words and names together, each once."""
        if entry.telling is None:
            entry.telling = np.unique(np.concatenate([bag.keys for bag in self.bags(entry)]))
        return entry.telling

    def all_keys(self, entry: Entry) -> frozenset[int]:
        """The same as a set."""
        if entry.all_keys is None:
            entry.all_keys = frozenset(self.telling(entry).tolist())
        return entry.all_keys

    def proper(self, entry: Entry) -> list[int]:
        """The entry's keys that stand in recognised names, as numbers, sorted."""
        if entry.proper_numbers is None:
            entry.proper_numbers = sorted(
                map(self.number, entry.proper & (entry.words.keys() | entry.names.keys()))
            )
        return entry.proper_numbers

    def rarest_first(self, entry: Entry) -> list[tuple[int, float]]:
        """The entry's keys with their rarity. Ties go by a hash of the key, not by its number,
        which depends on articles that have left."""
        keys = self.telling(entry)
        rarity = self.of(keys)
        order = np.lexsort((self._hashes[keys], -rarity))
        return list(zip(keys[order].tolist(), rarity[order].tolist(), strict=True))

    def counts(self, keys: NDArray[np.int32]) -> NDArray[np.float64]:
        """How many open articles have each of these keys."""
        return self._counts[keys]

    def of(self, keys: NDArray[np.int32]) -> NDArray[np.float64]:
        seen = self._counts[keys] + self.BACKGROUND * self._behind[keys]
        return np.log((self.articles + self.BACKGROUND + 1) / (seen + 0.5))

    def centred(
        self, vector: NDArray[np.float32], others: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Cosines of a vector with the rows of ``others``, after what all open articles have in
        common is taken away: in a window full of one tournament every two reports are alike."""
        common = mean_vector()
        if len(common) != len(vector):
            common = np.zeros(len(vector))
        if len(self._total) == len(vector):
            common = (self.BACKGROUND * common + self._total) / (self.BACKGROUND + self._vectors)
        common = common.astype(np.float32)
        own = vector - common
        theirs = others - common
        lengths = np.sqrt((theirs * theirs).sum(axis=1) * float((own * own).sum()))
        # Summed row by row: a matrix product's last bits depend on a row's place.
        cosines: NDArray[np.float64] = (theirs * own).sum(axis=1) / np.maximum(lengths, 1e-9)
        return cosines

    def overlaps(self, bag: Bag, others: Sequence[Bag]) -> NDArray[np.float64]:
        """Cosines of one bag with many, keys weighted by rarity, 0..1."""
        found = np.zeros(len(others))
        filled = [i for i, other in enumerate(others) if len(other.keys)]
        if not filled or not len(bag.keys):
            return found
        own = bag.weights * self.of(bag.keys)
        length = math.sqrt(float(own @ own)) or 1.0
        self._scratch[bag.keys] = own
        keys = np.concatenate([others[i].keys for i in filled])
        rarity = self.of(keys)
        theirs = np.concatenate([others[i].weights for i in filled]) * rarity
        starts = np.cumsum([0] + [len(others[i].keys) for i in filled[:-1]])
        shared = np.add.reduceat(theirs * self._scratch[keys], starts)
        lengths = np.sqrt(np.add.reduceat(theirs * theirs, starts))
        self._scratch[bag.keys] = 0
        found[filled] = shared / np.maximum(lengths * length, 1e-9)
        return found


@cache
def common_keys() -> dict[str, float]:
    raw = resources.files("tawatur").joinpath("data/common_keys.json").read_text("utf-8")
    shares: dict[str, float] = json.loads(raw)
    return shares


@cache
def mean_vector() -> NDArray[np.float64]:
    """The mean vector of news of many languages and days (``data/story_model.json``)."""
    raw = resources.files("tawatur").joinpath("data/story_model.json").read_text("utf-8")
    return np.array(json.loads(raw).get("mean_vector", ()), dtype=np.float64)


def likeness(a: Entry, others: Sequence[Entry], rarity: Rarity) -> list[dict[str, float]]:
    """The features of one article beside each of the others."""
    words, names = rarity.bags(a)
    bags = [rarity.bags(other) for other in others]
    shared_words = rarity.overlaps(words, [bag[0] for bag in bags])
    shared_names = rarity.overlaps(names, [bag[1] for bag in bags])
    scales = [
        cosine_scale(a.language, b.language)
        if a.vector is not None and b.vector is not None and len(a.vector) == len(b.vector)
        else 0.0
        for b in others
    ]
    centred = np.zeros(len(others))
    comparable = [i for i, scale in enumerate(scales) if scale]
    if comparable and a.vector is not None:
        rows = np.stack([v for i in comparable if (v := others[i].vector) is not None])
        centred[comparable] = rarity.centred(a.vector, rows)
    return [
        {
            "vector": float(a.vector @ b.vector) * scales[i]
            if a.vector is not None and b.vector is not None and scales[i]
            else 0.0,
            "centred": float(centred[i]) * scales[i],
            "words": float(shared_words[i]),
            "names": float(shared_names[i]),
            "hours": abs((a.seen_at - b.seen_at).total_seconds()) / 3600,
            "same-language": float(a.language == b.language),
            "same-outlet": float(a.outlet is not None and a.outlet == b.outlet),
        }
        for i, b in enumerate(others)
    ]


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of ``data/story_model.json``."""

    same: dict[str, float]  # pair of one language: feature -> weight, "bias" included
    cross: dict[str, float]  # pair of two languages
    story: dict[str, float]
    join_threshold: float
    merge_threshold: float
    # Features of ``graded_likeness`` -> (knot, slope of what lies above it).
    graded: dict[str, list[tuple[float, float]]]
    wake: dict[str, float] = field(default_factory=dict)  # article beside a sleeping story

    def pair(self, features: dict[str, float]) -> float:
        """Log-odds that two articles report the same event."""
        weights = self.same if features["same-language"] else self.cross
        odds = weights["bias"]
        for name, value in bent(features).items():
            odds += weights.get(name, 0.0) * value
        return odds


def bent(features: dict[str, float]) -> dict[str, float]:
    """Pair features with the curves that a line cannot draw."""
    return {
        "vector": features["vector"],
        "vector-squared": features["vector"] ** 2,
        "centred": features["centred"],
        "words": features["words"],
        "words-root": math.sqrt(features["words"]),
        "names-root": math.sqrt(features["names"]),
        "days": min(4.0, features["hours"] / 24),
        # An outlet's furniture and manner make its articles alike; and it tells an event once.
        "same-outlet": features["same-outlet"],
    }


@cache
def default_model() -> Model:
    raw = json.loads(
        resources.files("tawatur").joinpath("data/story_model.json").read_text("utf-8")
    )
    return Model(
        same=raw["pair"]["same-language"],
        cross=raw["pair"]["two-languages"],
        story=raw["story"],
        join_threshold=raw["join_threshold"],
        merge_threshold=raw["merge_threshold"],
        graded=raw["graded"],
        wake=raw.get("wake", {}),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one story: its near articles and the story as a whole."""

    pairs: Sequence[dict[str, float]]  # features of the article beside each near one
    centroid: float  # cosine with the sum of the story's vectors
    size: int
    open_articles: int  # in the whole window
    hours: float  # since the story's newest article
    signature: float  # rare keys shared that are the story's own
    other_country: bool  # both say in which country it happened, and they differ
    other_instance: bool  # another round, session or leg of a series
    copy_share: float  # greatest share of the copy among derivations, 0 without
    whole_copy: bool  # made of an article of the story as a whole, or the other way round


def story_features(
    evidence: Evidence, model: Model, odds: Sequence[float] | None = None
) -> dict[str, float]:
    """The features of an article beside a story. ``odds``: the model's for the evidence's pairs,
    where they are known already."""
    if odds is None:
        odds = [model.pair(pair) for pair in evidence.pairs]
    scored = [max(LEAST, value) for value in odds]
    top = sorted(scored, reverse=True)
    same = [s for s, p in zip(scored, evidence.pairs, strict=True) if p["same-language"]]
    cross = [s for s, p in zip(scored, evidence.pairs, strict=True) if not p["same-language"]]
    return {
        "best-article": top[0],
        "best-three": sum(top[:3]) / len(top[:3]),
        "nearby": sum(top) / len(top),
        "best-other-language": max(cross) if cross else LEAST / 2,
        "no-same-language": float(not same),
        "centroid": evidence.centroid,
        "articles-near": math.log1p(len(top)),
        "share-near": len(top) / evidence.size,
        "size": math.log(evidence.size),
        "open-articles": math.log1p(evidence.open_articles),
        "days": min(7.0, evidence.hours / 24),
        "signature": max(0.0, math.log1p(evidence.signature) - CHANCE_NAMES),
        "other-country": float(evidence.other_country),
        # A report from elsewhere that follows this event up names what only this story has.
        "elsewhere": float(evidence.other_country and evidence.signature == 0),
        "other-instance": float(evidence.other_instance),
    }


# Keys commoner than this (log of inverse frequency) are words, not marks of a story.
SIGNATURE_RARITY = 1.0
# Unrelated stories share as much of one another's names (log of weight), by places nearby and
# surnames that sound alike.
CHANCE_NAMES = 1.2
LEAST = -8.0  # log-odds below this say no more than this


def probability_of(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
