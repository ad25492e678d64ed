"""How alike two articles are, and an article and a story: named features and two small models.

The weights stand in ``data/story_model.json`` and are learnt by ``scripts/train_story_model.py``.
"""

from __future__ import annotations

import itertools
import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import NamedTuple, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from tawatur.cluster.keyed import KeyTable, Told, key_table
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
        self._table = key_table()
        self._of_table: NDArray[np.int32] = np.full(1024, -1, dtype=np.int32)  # its numbers -> ours
        self._hashes: NDArray[np.uint32] = np.zeros(1024, dtype=np.uint32)
        self._counts: NDArray[np.float64] = np.zeros(1024)  # open articles that have the key
        self._behind: NDArray[np.float64] = np.zeros(1024)  # articles of the background that do
        self._seen: NDArray[np.float64] = np.zeros(1024)  # log of both together, half an article up
        self._scratch: NDArray[np.float32] = np.zeros(1024, dtype=np.float32)
        self._vectors = 0
        self._total: NDArray[np.float64] = np.zeros(0)  # sum of the open articles' vectors

    def __len__(self) -> int:
        return len(self._keys)

    def number(self, key: str) -> int:
        return self.numbers([key])[0]

    def numbers(self, keys: Iterable[str]) -> list[int]:
        """The number of each key; unknown ones are given the next numbers."""
        known, first = self._numbers, len(self._keys)
        found = [known.setdefault(key, len(known)) for key in keys]
        if len(known) > first:
            new = list(itertools.islice(reversed(known), len(known) - first))[::-1]
            self._keys += new
            last = len(self._keys)
            while last > len(self._counts):
                self._resize(2 * len(self._counts))
            share, background = common_keys().get, self.BACKGROUND
            self._behind[first:last] = [background * share(key, 0.0) for key in new]
            self._seen[first:last] = np.log(self._behind[first:last] + 0.5)
            self._hashes[first:last] = [
                zlib.crc32(key.encode("utf-8", "surrogatepass")) for key in new
            ]
        return found

    def _resize(self, size: int) -> None:
        for name in _ARRAYS:
            old = getattr(self, name)
            grown = np.zeros(size, dtype=old.dtype)
            grown[: len(old)] = old
            setattr(self, name, grown)

    def compact(self) -> NDArray[np.int32] | None:
        """Forget keys that no open article has, where most are such: else what was ever read would
        be kept. The new number of each old one (-1: gone); None: nothing was changed."""
        count = len(self._keys)
        alive = np.flatnonzero(self._counts[:count])
        if 2 * len(alive) > count:
            return None
        self._keys = [self._keys[number] for number in alive.tolist()]
        self._numbers = {key: number for number, key in enumerate(self._keys)}
        for name in _ARRAYS:
            setattr(self, name, getattr(self, name)[alive])
        self._resize(max(1024, len(alive)))
        renamed = np.full(count, -1, dtype=np.int32)
        renamed[alive] = np.arange(len(alive), dtype=np.int32)
        self._of_table = np.where(self._of_table < 0, -1, renamed[self._of_table])
        return renamed

    def key(self, number: int) -> str:
        return self._keys[number]

    def bag(self, entry: Entry) -> Bag:
        """The entry's words and names as numbers; made once."""
        if entry.bag is None:
            told = entry.told
            assert told is not None
            keys = self._numbers_of(told.table, told.keys)
            entry.bag = Bag(keys, told.weights.astype(np.float32), told.split)
        return entry.bag

    def _numbers_of(self, table: KeyTable, keys: NDArray[np.int32]) -> NDArray[np.int32]:
        """Our numbers of a table's keys."""
        if table is not self._table or len(table.keys_known) > len(self._of_table):
            of_table = np.full(2 * len(table.keys_known) + 1024, -1, dtype=np.int32)
            if table is self._table:
                of_table[: len(self._of_table)] = self._of_table
            self._table, self._of_table = table, of_table
        numbers = self._of_table[keys]
        new = np.flatnonzero(numbers < 0)
        if len(new):
            unknown = keys[new]
            numbers[new] = self.numbers([table.keys_known[key] for key in unknown.tolist()])
            self._of_table[unknown] = numbers[new]
        return numbers

    def pack(self, entry: Entry) -> None:
        """Let an entry that was added give up what its bag holds as well."""
        told = entry.told
        if told is None:
            return
        self.proper(entry)
        entry.shown_packed = "\x1f".join(told.written)
        entry.told, entry.proper = None, frozenset()

    def unpacked(self, entry: Entry) -> Entry:
        """The entry with its words, names and what they look like, whether packed or not."""
        bag = entry.bag
        if bag is None or entry.told is not None:
            return entry
        table = key_table()
        told = Told(
            table,
            table.numbers(self._keys[n] for n in bag.keys.tolist()),
            bag.weights.astype(np.float64),
            bag.split,
            entry.shown_packed.split("\x1f") if len(bag.keys) else [],
        )
        proper = frozenset(self._keys[n] for n in entry.proper_numbers or ())
        return replace(entry, told=told, proper=proper)

    def written(self, entry: Entry, keys: Sequence[str]) -> dict[str, str]:
        """Those of the keys that a packed entry has, as it writes them."""
        if entry.bag is None:
            return {}
        numbers = {n: key for key in keys if (n := self._numbers.get(key)) is not None}
        at = np.flatnonzero(np.isin(entry.bag.keys, np.array(list(numbers), dtype=np.int32)))
        if not len(at):
            return {}
        words = entry.shown_packed.split("\x1f")
        found = zip(entry.bag.keys[at].tolist(), at.tolist(), strict=True)
        return {numbers[number]: words[place] for number, place in found}

    def add(self, entry: Entry) -> None:
        self._note(entry, 1)

    def remove(self, entry: Entry) -> None:
        self._note(entry, -1)

    def _note(self, entry: Entry, times: int) -> None:
        self.articles += times
        if entry.vector is not None:
            if not self._vectors:
                self._total = np.zeros(len(entry.vector))
            if len(self._total) == len(entry.vector):
                self._vectors += times
                self._total += times * entry.vector
        keys = self.bag(entry).keys
        self._counts[keys] += times
        self._seen[keys] = np.log(self._counts[keys] + self._behind[keys] + 0.5)

    def proper(self, entry: Entry) -> list[int]:
        """The entry's keys that stand in recognised names, as numbers, sorted."""
        if entry.proper_numbers is None:
            keys = self.bag(entry).keys
            known = self._numbers.get
            proper = [n for key in entry.proper if (n := known(key)) is not None]
            self._scratch[keys] = 1
            entry.proper_numbers = sorted(n for n in proper if self._scratch[n])
            self._scratch[keys] = 0
        return entry.proper_numbers

    def rarest_first(
        self, entry: Entry, most: int, limit: int
    ) -> tuple[list[int], NDArray[np.float64]]:
        """The entry's ``limit`` rarest keys that open articles have, ``most`` of them at the most,
        with their rarity. Ties go by a hash of the key, not by its number, which depends on
        articles that have left."""
        keys = self.bag(entry).keys
        counts = self._counts[keys]
        keys = keys[(counts > 0) & (counts <= most)]
        rarity = self.of(keys)
        order = np.lexsort((self._hashes[keys], -rarity))[:limit]
        return keys[order].tolist(), rarity[order]

    def shared(self, a: Entry, b: Entry) -> NDArray[np.int32]:
        """The keys of ``a`` that ``b`` has too, as numbers."""
        keys, others = self.bag(a).keys, self.bag(b).keys
        self._scratch[others] = 1
        both = keys[self._scratch[keys] > 0]
        self._scratch[others] = 0
        return both

    def counts(self, keys: NDArray[np.int32]) -> NDArray[np.float64]:
        """How many open articles have each of these keys."""
        return self._counts[keys]

    def of(self, keys: NDArray[np.int32]) -> NDArray[np.float64]:
        rarity: NDArray[np.float64] = (
            math.log(self.articles + self.BACKGROUND + 1) - self._seen[keys]
        )
        return rarity

    def common(self, width: int) -> NDArray[np.float32]:
        """What the open articles' vectors have in common, over what all news has."""
        common = mean_vector()
        if len(common) != width:
            common = np.zeros(width)
        if len(self._total) == width:
            common = (self.BACKGROUND * common + self._total) / (self.BACKGROUND + self._vectors)
        return common.astype(np.float32)

    def overlaps(self, bag: Bag, others: Sequence[Bag]) -> tuple[Overlap, Overlap]:
        """What many bags share with one, keys weighted by rarity: of words and of names."""
        count, split = len(others), bag.split
        cosines, masses, shares = np.zeros((3, 2 * count))
        own = bag.weights * self.of(bag.keys)
        words, names = own[:split], own[split:]
        lengths = np.empty(2 * count)
        lengths[::2] = math.sqrt(float((words * words).sum()))
        lengths[1::2] = math.sqrt(float((names * names).sum()))
        starts = np.zeros(2 * count + 1, dtype=np.int64)
        sizes = starts[1:].reshape(count, 2)
        sizes[:, 0] = [b.split for b in others]
        sizes[:, 1] = [len(b.keys) for b in others]
        sizes[:, 1] -= sizes[:, 0]
        filled = np.flatnonzero(starts[1:])
        if len(filled):
            starts = np.cumsum(starts)
            keys = np.concatenate([b.keys for b in others])
            rarity = self.of(keys)
            theirs = np.concatenate([b.weights for b in others]) * rarity
            self._scratch[bag.keys] = own
            ours = self._scratch[keys]
            self._scratch[bag.keys] = 0
            # One key in ten is shared.
            both = np.flatnonzero(ours > 0)
            where = np.searchsorted(starts, both, side="right") - 1
            shared = np.bincount(where, theirs[both] * ours[both], 2 * count)[filled]
            squares = np.add.reduceat(theirs * theirs, starts[filled])
            cosines[filled] = shared / np.maximum(np.sqrt(squares) * lengths[filled], 1e-9)
            masses[:] = np.bincount(where, rarity[both], 2 * count)
            shares[:] = np.bincount(where, minlength=2 * count)
        return (
            Overlap(cosines[::2], masses[::2], shares[::2]),
            Overlap(cosines[1::2], masses[1::2], shares[1::2]),
        )


class Overlap(NamedTuple):
    """What each of many bags shares with one."""

    cosines: NDArray[np.float64]  # 0..1
    masses: NDArray[np.float64]  # rarity of the keys that both have, summed
    counts: NDArray[np.float64]  # of the keys that both have


# Those of ``Rarity`` that have a place for each key.
_ARRAYS = ("_counts", "_behind", "_seen", "_hashes", "_scratch")


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


class Pairs(Sequence[dict[str, float]]):
    """The features of one article beside many: a column for each feature; as a sequence, a dict
    for each of the others."""

    def __init__(
        self, columns: dict[str, NDArray[np.float64]], chosen: Sequence[int] | None = None
    ) -> None:
        self.columns = columns
        self._chosen = range(len(columns["vector"])) if chosen is None else chosen

    def __len__(self) -> int:
        return len(self._chosen)

    @overload
    def __getitem__(self, index: int) -> dict[str, float]: ...
    @overload
    def __getitem__(self, index: slice) -> Pairs: ...
    def __getitem__(self, index: int | slice) -> dict[str, float] | Pairs:
        if isinstance(index, slice):
            return Pairs(self.columns, self._chosen[index])
        row = self._chosen[index]
        return {name: float(column[row]) for name, column in self.columns.items()}

    def column(self, feature: str) -> list[float]:
        column = self.columns[feature]
        return [float(column[row]) for row in self._chosen]

    def of(self, chosen: Sequence[int]) -> Pairs:
        """Some of them."""
        return Pairs(self.columns, [self._chosen[i] for i in chosen])


def likeness(a: Entry, others: Sequence[Entry], rarity: Rarity) -> Pairs:
    """The features of one article beside each of the others."""
    count = len(others)
    words, names = rarity.overlaps(rarity.bag(a), [rarity.bag(other) for other in others])
    vector, centred = np.zeros(count), np.zeros(count)
    own = a.vector
    if own is not None:
        width = len(own)
        at = [i for i, b in enumerate(others) if b.vector is not None and len(b.vector) == width]
        if at:
            known = [others[i] for i in at]
            scale = {code: cosine_scale(a.language, code) for code in {b.language for b in known}}
            scales = np.array([scale[b.language] for b in known])
            rows = np.concatenate([v for b in known if (v := b.vector) is not None])
            dots, cosines = _cosines(own, rows.reshape(-1, width), rarity.common(width))
            vector[at], centred[at] = dots * scales, cosines * scales
    language, outlet = a.language, a.outlet
    countries, figures, length = a.countries, a.figures, a.different_words
    nothing = np.zeros(count)
    return Pairs(
        {
            "vector": vector,
            "centred": centred,
            "words": words.cosines,
            "names": names.cosines,
            "words-shared": np.log1p(words.masses),
            "names-shared": np.log1p(names.masses),
            "names-count": np.log1p(names.counts),
            "hours": np.abs(np.array([b.seen_seconds for b in others]) - a.seen_seconds) / 3600,
            "same-language": np.array([float(b.language == language) for b in others]),
            "same-outlet": np.array(
                [float(outlet is not None and b.outlet == outlet) for b in others]
            ),
            "other-country": np.array([_differ(countries, b.countries) for b in others])
            if countries
            else nothing,
            "figures-shared": np.array(
                [float(min(MOST_FIGURES, len(figures & b.figures))) for b in others]
            )
            if figures
            else nothing,
            "figures-differ": np.array([_differ(figures, b.figures) for b in others])
            if figures
            else nothing,
            "length": np.log1p(np.array([float(min(length, b.different_words)) for b in others])),
        }
    )


# Two figures of an event that agree say nearly all that three would.
MOST_FIGURES = 3


def _differ(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """1 where both are told and have nothing in common."""
    return float(bool(ours and theirs and ours.isdisjoint(theirs)))


def _cosines(
    own: NDArray[np.float32], rows: NDArray[np.float32], common: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of a unit vector with unit vectors: as they are, and after what all open articles have in
    common is taken away from both: in a window full of one tournament every two reports are
    alike."""
    # Summed row by row: a matrix product's last bits depend on a row's place.
    dots, with_common = (
        np.einsum("ij,j->i", rows, other).astype(np.float64) for other in (own, common)
    )
    lengths = np.einsum("ij,ij->i", rows, rows).astype(np.float64)
    own_common, own_length, length = float(own @ common), float(own @ own), float(common @ common)
    inner = dots - with_common - own_common + length
    theirs = np.maximum(lengths - 2 * with_common + length, 1e-9)
    return dots, inner / np.sqrt(theirs * max(own_length - 2 * own_common + length, 1e-9))


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of ``data/story_model.json``."""

    same: dict[str, float]  # pair of one language: feature -> weight, "bias" included
    cross: dict[str, float]  # pair of two languages
    story: dict[str, float]
    join_threshold: float
    merge_threshold: float
    wake: dict[str, float] = field(default_factory=dict)  # article beside a sleeping story
    # The second stage adds up what its features say as if each knew nothing of the others: its
    # log-odds times this are those of a probability.
    calibration: float = 1.0

    def pair(self, features: dict[str, float]) -> float:
        """Log-odds that two articles report the same event."""
        weights = self.same if features["same-language"] else self.cross
        odds = weights["bias"]
        for name, value in bent(features).items():
            odds += weights.get(name, 0.0) * value
        return odds

    def odds(self, pairs: Pairs) -> NDArray[np.float64]:
        """``pair`` of each."""
        curves = bent(pairs.columns)
        every = np.stack(list(curves.values()))
        known = pairs.columns["same-language"] > 0
        same, cross = (
            # Summed feature by feature: a matrix product's last bits depend on a row's place.
            (np.array([w.get(name, 0.0) for name in curves])[:, None] * every).sum(0) + w["bias"]
            if wanted
            else every[0]
            for w, wanted in ((self.same, known.any()), (self.cross, not known.all()))
        )
        odds: NDArray[np.float64] = np.where(known, same, cross)
        return odds


Value = TypeVar("Value", float, NDArray[np.float64])


# A vector, words and names bear one another out, and all of them say less of headlines than of
# texts; a line through each alone cannot tell. Log-loss of pairs held out by story: og2021 .140
# without these and the shared masses to .120, arclaims .072 to .067, allsides .018 to .015.
TOGETHER = (
    ("centred", "words-root"),
    ("centred", "names-root"),
    ("centred", "days"),
    ("words-root", "names-root"),
    ("length", "words-root"),
    ("length", "names-root"),
    ("length", "centred"),
    ("length", "days"),
    ("other-country", "centred"),
)
_PLAIN = (
    "vector", "centred", "words", "words-shared", "names-shared", "names-count", "length",
    "other-country", "figures-shared", "figures-differ",
    # An outlet's furniture and manner make its articles alike; and it tells an event once.
    "same-outlet",
)  # fmt: skip


def bent(features: Mapping[str, Value]) -> dict[str, Value]:
    """Pair features with the curves that a line cannot draw: of one pair, or of many at once."""
    curves: dict[str, Value] = {name: features[name] for name in _PLAIN}
    curves["vector-squared"] = features["vector"] ** 2
    curves["words-root"] = features["words"] ** 0.5
    curves["names-root"] = features["names"] ** 0.5
    curves["days"] = np.minimum(4.0, features["hours"] / 24)
    curves["hours-log"] = np.log1p(features["hours"])
    for one, other in TOGETHER:
        curves[f"{one}*{other}"] = curves[one] * curves[other]
    return curves


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
        wake=raw.get("wake", {}),
        calibration=raw.get("calibration", 1.0),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one story: its near articles and the story as a whole."""

    pairs: Pairs  # features of the article beside each near one
    centroid: float  # cosine with the sum of the story's vectors
    size: int
    company: float  # articles to a story in the whole window, as a logarithm
    hours: float  # since the story's newest article
    signature: float  # rare keys shared that are the story's own
    other_country: bool  # both say in which country it happened, and they differ
    other_occasion: float  # a like event on another day, at another place, 0..1
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
    alike = evidence.pairs.column("same-language")
    same = [s for s, language in zip(scored, alike, strict=True) if language]
    cross = [s for s, language in zip(scored, alike, strict=True) if not language]
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
        "company": evidence.company,
        "days": min(7.0, evidence.hours / 24),
        "signature": max(0.0, math.log1p(evidence.signature) - CHANCE_NAMES),
        "other-country": float(evidence.other_country),
        # A report from elsewhere that follows this event up names what only this story has.
        "elsewhere": float(evidence.other_country and evidence.signature == 0),
        "other-instance": float(evidence.other_instance),
        "other-occasion": evidence.other_occasion,
    }


# Keys commoner than this (log of inverse frequency) are words, not marks of a story.
SIGNATURE_RARITY = 1.0
# Unrelated stories share as much of one another's names (log of weight), by places nearby and
# surnames that sound alike.
CHANCE_NAMES = 1.2
LEAST = -8.0  # log-odds below this say no more than this


def probability_of(log_odds: float) -> float:
    """Of log-odds; those between -30 and 30 are told apart."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
