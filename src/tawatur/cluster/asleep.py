"""Stories that fell asleep, and what wakes them.

Of a sleeping story no articles are kept in memory, only a ``Sleeper``: its most telling words and
names and its direction. An article that joins no open story is held against those few sleepers
that share rare keys with it, so its cost does not grow with what sleeps.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from heapq import heappop, heappush

import numpy as np

from tawatur.cluster.keys import Entry, row_of
from tawatur.cluster.likeness import Model, common_keys, mean_vector
from tawatur.cluster.occasions import Occasion, Occasions, another_occasion
from tawatur.model import Reason, Sleeper, SleptOccasion, Vector, cosine_scale

# How long a story can be woken. A follow-up after a month (a verdict, a report, an anniversary)
# says itself what it follows.
LONGEST_SLEEP = timedelta(days=30)
KEYS_KEPT = 32
# Keys that an article looks sleepers up by, and sleepers looked at.
KEYS_TRIED = 24
MAX_SLEEPERS_PER_KEY = 200
MAX_CANDIDATES = 5
# Two names shared that are telling may be chance; one surely is.
MIN_SHARED_KEYS = 3
# What a like event is called counts only where most of those who tell of it name it.
NAMES_SHARE = 0.5

_BACKGROUND = 300.0


def plain_rarity(key: str) -> float:
    """How telling a key is in news at large, whatever is open: log of its inverse frequency."""
    return _rarities().get(key, _UNKNOWN)


_UNKNOWN = math.log((_BACKGROUND + 1) / 0.5)


@cache
def _rarities() -> dict[str, float]:
    return {
        key: math.log((_BACKGROUND + 1) / (_BACKGROUND * share + 0.5))
        for key, share in common_keys().items()
    }


def sleeper_of(
    story_id: str, entries: Sequence[Entry], vector_model: str, topic_id: str | None
) -> Sleeper:
    """What to remember of a story. ``entries``: its articles, in order of first sight."""
    weights: defaultdict[str, float] = defaultdict(float)
    names: set[str] = set()
    for entry in entries:
        names |= entry.proper
        for bag in (entry.words, entry.names):
            for key, weight in bag.items():
                weights[key] += weight / len(entries)
    ranked = sorted(
        (
            (weight * plain_rarity(key) * (1 + (key in names)), key)
            for key, weight in weights.items()
        ),
        key=lambda pair: (-round(pair[0], 6), pair[1]),
    )[:KEYS_KEPT]
    vectors = [e.vector for e in entries if e.vector is not None]
    mean = np.mean(vectors, axis=0, dtype=np.float64) if vectors else None
    return Sleeper(
        story_id=story_id,
        opened_at=entries[0].seen_at,
        newest_at=entries[-1].seen_at,
        size=len(entries),
        keys={key: round(weight, 4) for weight, key in ranked},
        names=tuple(sorted(names & {key for _, key in ranked})),
        vector=Vector(model=vector_model, data=mean.astype("<f4").tobytes())
        if mean is not None
        else None,
        languages=tuple(sorted({e.language for e in entries})),
        countries=tuple(sorted({c for e in entries for c in e.countries})),
        instances=tuple(sorted({i for e in entries for i in e.instances})),
        occasions=_occasions_kept([e.occasions for e in entries]),
        topic_id=topic_id,
    )


def _occasions_kept(told: Sequence[Occasions]) -> dict[str, SleptOccasion]:
    """All that a story's articles say of its event, so that who agrees with one of them agrees."""
    kept = {}
    for kind in sorted({kind for occasions in told for kind in occasions}):
        tellers = [occasions[kind] for occasions in told if kind in occasions]
        named = Counter(name for one in tellers for name in one.names)
        kept[kind] = SleptOccasion(
            days=tuple(sorted({day for one in tellers for day in one.days})),
            places=tuple(sorted({place for one in tellers for place in one.places})),
            names=tuple(sorted(n for n, c in named.items() if c >= NAMES_SHARE * len(tellers))),
            magnitudes=tuple(sorted({m for one in tellers for m in one.magnitudes})),
            scores=tuple(sorted({score for one in tellers for score in one.scores})),
        )
    return kept


def _occasions_of(sleeper: Sleeper) -> Occasions:
    return {
        kind: Occasion(
            days=frozenset(kept.days),
            places=frozenset(kept.places),
            names=frozenset(kept.names),
            magnitudes=kept.magnitudes,
            scores=frozenset(kept.scores),
        )
        for kind, kept in sleeper.occasions.items()
    }


@dataclass(frozen=True, slots=True)
class Waking:
    """A sleeping story that an article may be a follow-up to."""

    sleeper: Sleeper
    score: float  # log-odds
    features: dict[str, float]
    shared: tuple[str, ...]  # keys, the most telling first


class Asleep:
    """The sleeping stories, found by their rare keys."""

    def __init__(self) -> None:
        self._sleepers: dict[str, Sleeper] = {}
        self._ends: list[tuple[datetime, str]] = []  # the earliest first; some have woken since
        self._by_key: defaultdict[str, set[str]] = defaultdict(set)

    def __contains__(self, story_id: str) -> bool:
        return story_id in self._sleepers

    def add(self, sleeper: Sleeper) -> None:
        self.remove(sleeper.story_id)
        self._sleepers[sleeper.story_id] = sleeper
        heappush(self._ends, (sleeper.newest_at, sleeper.story_id))
        for key in sleeper.keys:
            self._by_key[key].add(sleeper.story_id)

    def remove(self, story_id: str) -> Sleeper | None:
        """Forget a story. Returns what was remembered of it; None if it does not sleep."""
        sleeper = self._sleepers.pop(story_id, None)
        for key in sleeper.keys if sleeper else ():
            self._by_key[key].discard(story_id)
            if not self._by_key[key]:
                del self._by_key[key]
        return sleeper

    def forget_before(self, instant: datetime) -> None:
        while self._ends and self._ends[0][0] < instant:
            _, story_id = heappop(self._ends)
            sleeper = self._sleepers.get(story_id)
            if sleeper is not None and sleeper.newest_at < instant:
                self.remove(story_id)

    def likeliest(self, entry: Entry, model: Model) -> Waking | None:
        """The sleeping story that the article most likely follows up; None when none shares
        enough with it."""
        found = [self._judge(entry, sleeper, model) for sleeper in self._candidates(entry)]
        return min(found, key=lambda w: (-round(w.score, 6), w.sleeper.story_id), default=None)

    def _candidates(self, entry: Entry) -> Iterable[Sleeper]:
        keys = sorted(
            {k for k in (*entry.names, *entry.words) if k in self._by_key},
            key=lambda k: (-plain_rarity(k), k),
        )
        tried = [key for key in keys[:KEYS_TRIED] if len(self._by_key[key]) <= MAX_SLEEPERS_PER_KEY]
        shared = Counter(story_id for key in tried for story_id in self._by_key[key])
        enough = [s for s, count in shared.items() if count >= MIN_SHARED_KEYS]
        weights = {
            s: sum(plain_rarity(key) for key in tried if s in self._by_key[key]) for s in enough
        }
        best = sorted(enough, key=lambda s: (-round(weights[s], 6), s))[:MAX_CANDIDATES]
        return (self._sleepers[story_id] for story_id in best)

    def _judge(self, entry: Entry, sleeper: Sleeper, model: Model) -> Waking:
        has = entry.words.keys() | entry.names.keys()
        shared = [key for key in sleeper.keys if key in has]
        features = {
            "words": sum(sleeper.keys[k] for k in shared) / (sum(sleeper.keys.values()) or 1.0),
            "names": math.log1p(sum(plain_rarity(k) for k in shared if k in sleeper.names)),
            "vector": _cosine(entry, sleeper),
            "other-country": float(
                bool(entry.countries and sleeper.countries)
                and not entry.countries & set(sleeper.countries)
            ),
            "other-instance": float(
                bool(entry.instances and sleeper.instances)
                and not entry.instances & set(sleeper.instances)
            ),
            "other-occasion": another_occasion(entry.occasions, [_occasions_of(sleeper)])
            if entry.occasions and sleeper.occasions
            else 0.0,
        }
        weights = _weights(model)
        score = weights["bias"] + sum(weights[k] * v for k, v in features.items())
        return Waking(sleeper, score, features, tuple(shared))


def _weights(model: Model) -> dict[str, float]:
    """Like events are told apart as surely as among open stories; no labelled stream is long
    enough to learn it."""
    return {"other-occasion": model.story.get("other-occasion", 0.0), **model.wake}


def _cosine(entry: Entry, sleeper: Sleeper) -> float:
    """Of article and story, after what all news has in common is taken away."""
    if entry.vector is None or sleeper.vector is None:
        return 0.0
    theirs = row_of(sleeper.vector)
    common = mean_vector()
    if len(theirs) != len(entry.vector) or len(common) != len(theirs):
        return 0.0
    a, b = entry.vector - common, theirs - common
    length = math.sqrt(float((a * a).sum()) * float((b * b).sum())) or 1.0
    scale = max(cosine_scale(entry.language, language) for language in sleeper.languages)
    return float((a * b).sum()) / length * scale


def waking_reasons(waking: Waking, model: Model, shown: dict[str, str]) -> tuple[Reason, ...]:
    """Why an article woke a story; ``shown``: its keys as it writes them."""
    words = tuple(dict.fromkeys(shown[k] for k in waking.shared if k in shown))[:6]
    weights = _weights(model)
    return tuple(
        Reason(
            feature=f"asleep-{name}",
            value=round(value, 4),
            weight=round(weights[name] * value, 4),
            words=words if name == "words" else (),
        )
        for name, value in waking.features.items()
        if value
    )
