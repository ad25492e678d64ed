"""Which story does an article belong to?

One pass in order of first sight. For each article: candidates among the open articles (near
vectors, shared rare words, copies), their stories described by a few named features, a logistic
model over these (``data/story_model.json``, trained by ``scripts/train_story_model.py``), vetoes
for look-alikes, and then either the best story or a new one. Deciding changes nothing:
``propose`` says what should happen, ``apply`` notes what did.

The window's state is a pure function of the articles in it: no counter survives an article that
left, so a window restored from the store decides as the one that was killed would have.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from importlib import resources

import numpy as np
import regex
from numpy.typing import NDArray

from tawatur.model import (
    ArticleJoined,
    ArticleMoved,
    Derivation,
    Membership,
    Reading,
    Reason,
    StoriesMerged,
    StoryChange,
    StoryOpened,
    Vector,
    cosine_scale,
)
from tawatur.naming import skeleton
from tawatur.settings import Settings
from tawatur.text import fold_word, stable_id

# --------------------------------------------------------------------------- what is compared

TITLE_WEIGHT = 2.0
# Words of the body that are compared: the lead and what follows it, where the event is told.
LEAD_WORDS = 300
# Rarer words point to a story, commoner ones to a topic.
MAX_CANDIDATE_POSTINGS = 120
CANDIDATES_BY_VECTOR = 24
CANDIDATES_BY_WORDS = 24
# Of the stories met, those with the likeliest single article are looked at as a whole.
MAX_JUDGED = 6
CANDIDATE_KEYS = 24  # an article's rarest keys that others have

# Merging looks at so many other stories, and at so many of the newest articles of each.
MAX_MERGES = 3
MERGE_SAMPLE = 8

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’ʼ][\p{L}]+)?")
# Arabic conjunctions, prepositions and the article, as written before a word.
_PROCLITIC = regex.compile("^(?:وال|بال|كال|فال|لل|ال|و(?=..)|ب(?=...)|ل(?=...)|ف(?=...))")
_STEM_LETTERS = 6


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A folded word without what inflection adds: Arabic proclitics, or letters after the sixth.

    So ``olympique``, ``olympisch`` and ``olympics`` meet, in any language of one script.
    """
    if "\u0600" <= word[0] <= "\u06ff":
        bare = _PROCLITIC.sub("", word)
        return bare if len(bare) >= 3 else word
    return word[:_STEM_LETTERS]


@lru_cache(maxsize=200_000)
def _name_key(word: str) -> str | None:
    """The cross-script key of a word that may be a name; None when it is too short to tell."""
    key = skeleton(word)
    return f"~{key}" if len(key) >= 3 else None


def _is_name_like(word: str) -> bool:
    """A capital, or a letter of a script without capitals."""
    return word[0].isupper() or not (word[0].islower() or word[0].isdigit())


@dataclass(slots=True)
class Entry:
    """One article as the window sees it."""

    article_id: str
    language: str
    outlet: str | None
    seen_at: datetime
    vector: NDArray[np.float32] | None
    words: dict[str, float]  # stems and numbers, with weights
    names: dict[str, float]  # keys of names and name-like words
    shown: dict[str, str]  # key -> the word as written, for reasons
    proper: frozenset[str] = frozenset()  # keys of words that stand in a recognised name
    countries: frozenset[str] = frozenset()  # where it happens, by its headline or its beginning
    instances: frozenset[int] = frozenset()  # which of a series: the third round of talks
    story_id: str = ""
    bags: tuple[_Bag, _Bag] | None = None  # words and names as the window's numbers
    telling: NDArray[np.int32] | None = None  # keys of both bags, each once
    proper_numbers: list[int] | None = None


def keys_of(title: str, text: str) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    """Stems and numbers with weights, keys of name-like words with weights, and for each key the
    word as written."""
    words: defaultdict[str, float] = defaultdict(float)
    names: defaultdict[str, float] = defaultdict(float)
    shown: dict[str, str] = {}
    body = text[: LEAD_WORDS * 12]
    for part, weight, limit in ((title, TITLE_WEIGHT, 60), (body, 1.0, LEAD_WORDS)):
        for count, match in enumerate(_WORD.finditer(part)):
            if count >= limit:
                break
            word = match.group()
            folded = fold_word(word)
            if not folded or (len(folded) == 1 and folded.isascii()):
                continue
            key = folded if folded[0].isdigit() else stem(folded)
            words[key] += weight
            shown.setdefault(key, word)
            if _is_name_like(word):
                name = _name_key(key if "\u0600" <= key[0] <= "\u06ff" else word)
                if name:
                    names[name] += weight
                    shown.setdefault(name, word)
    return words, names, shown


def entry_of(reading: Reading) -> Entry:
    """What the window keeps of a reading."""
    article = reading.article
    words, names, shown = keys_of(article.title.value if article.title else "", article.text)
    for read in (reading.title_annotations, reading.annotations):
        for mention in read.names if read else ():
            if mention.identity.startswith("~") or mention.start > LEAD_WORDS * 12:
                continue  # bare skeletons are covered word by word
            names[mention.identity] = names.get(mention.identity, 0.0) + 1.0
            shown.setdefault(mention.identity, mention.text)
    return Entry(
        article_id=article.id,
        language=reading.annotations.language,
        outlet=article.outlet.value if article.outlet else None,
        seen_at=article.seen_at,
        vector=_row(reading.vector) if reading.vector else None,
        words={k: 1 + math.log(n) if n > 1 else n for k, n in words.items()},
        names={k: 1 + math.log(n) if n > 1 else n for k, n in names.items()},
        shown=shown,
        proper=proper_keys(reading),
        countries=countries_of(reading),
        instances=instances_of(reading),
    )


def proper_keys(reading: Reading) -> frozenset[str]:
    """Keys of the words in recognised names, of countries apart, as ``keys_of`` makes them."""
    found: set[str] = set()
    for read in (reading.title_annotations, reading.annotations):
        for mention in read.names if read else ():
            if mention.start > LEAD_WORDS * 12 or _COUNTRY.fullmatch(mention.identity):
                continue
            for match in _WORD.finditer(mention.text):
                folded = fold_word(match.group())
                if len(folded) < 3 or folded[0].isdigit():
                    continue
                key = stem(folded)
                found.add(key)
                name = _name_key(key if "\u0600" <= key[0] <= "\u06ff" else match.group())
                if name:
                    found.add(name)
            if not mention.identity.startswith("~"):
                found.add(mention.identity)
    if reading.annotations.language == "ar":
        title = reading.article.title.value if reading.article.title else ""
        for match in _ARABIC_PLACE.finditer(f"{title}\n{reading.article.text[: LEAD_WORDS * 12]}"):
            found.update(stem(fold_word(word)) for word in match.group(1).split()[:2])
    return frozenset(found)


# Arabic has no capitals, but the noun of a kind of place is followed by the place's name.
_ARABIC_PLACE = regex.compile(
    r"\b[وبلف]?(?:ميناء|مدينة|بلدة|قرية|محافظة|ولاية|بلدية|مخيم|مطار|سكان|أهالي)"
    r"\s([\p{Arabic}]{3,}(?:\s[\p{Arabic}]{3,})?)"
)
_COUNTRY = regex.compile("place:[a-z]{2}")

# How far the beginning of an article goes, where a report says what happened and where.
BEGINNING_CHARACTERS = 400


def countries_of(reading: Reading) -> frozenset[str]:
    """Countries (ISO 3166) that the headline names, or, where it names none, the beginning."""
    title = reading.title_annotations
    found = frozenset(n.country for n in title.names if n.country) if title else frozenset()
    return found or frozenset(
        n.country for n in reading.annotations.names if n.country and n.start < BEGINNING_CHARACTERS
    )


# "second round", "الجولة الثانية", "второй раунд", "ikinci tur": ordinal and the thing counted, in
# either order, up to one word between them.
_COUNTED = (
    r"round|rounds|session|leg|phase|edition|summit|الجولة|جولة|الدورة|المرحلة|القمة|раунд\w*|"
    r"этап\w*|тур|тура|сессии|tur|turu|turun|turda|turunda|raund|tour|session|manche|phase|"
    r"ronda|vuelta|sesión|fase|runde|sitzung|rodada|sessione|fase|دور"
)
_ORDINALS = {
    1: r"first|1st|الأولى|الاولى|перв\w+|birinci|ilk|premi[eè]re?|1re|1er|primera?|erste[rn]?|prima",
    2: r"second|2nd|الثانية|втор\w+|ikinci|deuxi[eè]me|seconde?|2e|segund[ao]|zweite[rn]?|seconda|دوم",
    3: r"third|3rd|الثالثة|трет\w+|üçüncü|troisi[eè]me|3e|tercera?|dritte[rn]?|terceira|terza|سوم",
    4: r"fourth|4th|الرابعة|четв[её]рт\w+|dördüncü|quatri[eè]me|4e|cuart[ao]|vierte[rn]?|quarta|چهارم",
    5: r"fifth|5th|الخامسة|пят\w+|beşinci|cinqui[eè]me|5e|quint[ao]|fünfte[rn]?|پنجم",
    6: r"sixth|6th|السادسة|шест\w+|altıncı|sixi[eè]me|6e|sext[ao]|sechste[rn]?|ششم",
}
_INSTANCES = [
    (
        number,
        regex.compile(
            rf"\b(?:(?:{words})(?:\s\w+)?\s(?:{_COUNTED})|(?:{_COUNTED})(?:\s\w+)?\s(?:{words}))\b",
            regex.IGNORECASE,
        ),
    )
    for number, words in _ORDINALS.items()
]
_SERIES = regex.compile(rf"\b(?:{_COUNTED})\b", regex.IGNORECASE)


def instances_of(reading: Reading) -> frozenset[int]:
    """Which round, session or leg of a series the headline and the beginning speak of."""
    title = reading.article.title.value if reading.article.title else ""
    text = f"{title}\n{reading.article.text[:BEGINNING_CHARACTERS]}"
    if not _SERIES.search(text):
        return frozenset()
    return frozenset(number for number, pattern in _INSTANCES if pattern.search(text))


def _row(vector: Vector) -> NDArray[np.float32]:
    return np.frombuffer(vector.data, dtype="<f4")


# --------------------------------------------------------------------------- likeness of two articles


@dataclass(frozen=True, slots=True)
class _Bag:
    """Keys (as numbers of one ``Rarity``) with their weights."""

    keys: NDArray[np.int32]
    weights: NDArray[np.float32]


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
        self._counts: NDArray[np.float64] = np.zeros(1024)  # open articles that have the key
        self._behind: NDArray[np.float64] = np.zeros(1024)  # the background's share of articles
        self._scratch: NDArray[np.float32] = np.zeros(1024, dtype=np.float32)

    def number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            if number == len(self._counts):
                self._counts = np.concatenate([self._counts, np.zeros(number)])
                self._behind = np.concatenate([self._behind, np.zeros(number)])
                self._scratch = np.zeros(2 * number, dtype=np.float32)
            self._behind[number] = _common_keys().get(key, 0.0)
        return number

    def bags(self, entry: Entry) -> tuple[_Bag, _Bag]:
        """The entry's words and names as numbers; made once."""
        if entry.bags is None:
            entry.bags = (self._bag(entry.words), self._bag(entry.names))
        return entry.bags

    def _bag(self, weights: dict[str, float]) -> _Bag:
        keys = np.fromiter(map(self.number, weights), dtype=np.int32, count=len(weights))
        values = np.fromiter(weights.values(), dtype=np.float32, count=len(weights))
        return _Bag(keys, values)

    def add(self, entry: Entry) -> None:
        self.articles += 1
        for bag in self.bags(entry):
            self._counts[bag.keys] += 1

    def remove(self, entry: Entry) -> None:
        self.articles -= 1
        for bag in self.bags(entry):
            self._counts[bag.keys] -= 1

    def telling(self, entry: Entry) -> NDArray[np.int32]:
        """The entry's keys, words and names together, each once."""
        if entry.telling is None:
            entry.telling = np.unique(np.concatenate([bag.keys for bag in self.bags(entry)]))
        return entry.telling

    def proper(self, entry: Entry) -> list[int]:
        """The entry's keys that stand in recognised names, as numbers, sorted."""
        if entry.proper_numbers is None:
            entry.proper_numbers = sorted(
                map(self.number, entry.proper & (entry.words.keys() | entry.names.keys()))
            )
        return entry.proper_numbers

    def counts(self, keys: NDArray[np.int32]) -> NDArray[np.float64]:
        """How many open articles have each of these keys."""
        return self._counts[keys]

    def of(self, keys: NDArray[np.int32]) -> NDArray[np.float64]:
        seen = self._counts[keys] + self.BACKGROUND * self._behind[keys]
        return np.log((self.articles + self.BACKGROUND + 1) / (seen + 0.5))

    def overlaps(self, bag: _Bag, others: Sequence[_Bag]) -> NDArray[np.float64]:
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
def _common_keys() -> dict[str, float]:
    raw = resources.files("tawatur").joinpath("data/common_keys.json").read_text("utf-8")
    shares: dict[str, float] = json.loads(raw)
    return shares


def likeness(a: Entry, others: Sequence[Entry], rarity: Rarity) -> list[dict[str, float]]:
    """The features of one article beside each of the others."""
    words, names = rarity.bags(a)
    bags = [rarity.bags(other) for other in others]
    shared_words = rarity.overlaps(words, [bag[0] for bag in bags])
    shared_names = rarity.overlaps(names, [bag[1] for bag in bags])
    return [
        {
            "vector": float(a.vector @ b.vector) * cosine_scale(a.language, b.language)
            if a.vector is not None and b.vector is not None and len(a.vector) == len(b.vector)
            else 0.0,
            "words": float(shared_words[i]),
            "names": float(shared_names[i]),
            "hours": abs((a.seen_at - b.seen_at).total_seconds()) / 3600,
            "same-language": float(a.language == b.language),
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
    graded: dict[str, float]  # features of ``graded_likeness`` -> weight

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
        "words": features["words"],
        "words-root": math.sqrt(features["words"]),
        "names-root": math.sqrt(features["names"]),
        "days": min(4.0, features["hours"] / 24),
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
    )


# --------------------------------------------------------------------------- the window


@dataclass(slots=True)
class _OpenStory:
    id: str
    members: list[int] = field(default_factory=list)  # slots, in order of joining
    newest_at: datetime | None = None
    opened_at: datetime | None = None
    total: NDArray[np.float32] | None = None  # sum of the members' vectors
    proper: dict[int, int] = field(default_factory=dict)  # key of names -> members that have it
    countries: dict[str, int] = field(default_factory=dict)
    placed: int = 0  # members that name a country
    instances: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one story: its near articles and the story as a whole."""

    pairs: Sequence[dict[str, float]]  # features of the article beside each near one
    centroid: float  # cosine with the sum of the story's vectors
    size: int
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
    scored = [max(_LEAST, value) for value in odds]
    top = sorted(scored, reverse=True)
    same = [s for s, p in zip(scored, evidence.pairs, strict=True) if p["same-language"]]
    cross = [s for s, p in zip(scored, evidence.pairs, strict=True) if not p["same-language"]]
    return {
        "best-article": top[0],
        "best-three": sum(top[:3]) / len(top[:3]),
        "nearby": sum(top) / len(top),
        "best-other-language": max(cross) if cross else _LEAST / 2,
        "no-same-language": float(not same),
        "centroid": evidence.centroid,
        "articles-near": math.log1p(len(top)),
        "share-near": len(top) / evidence.size,
        "size": math.log(evidence.size),
        "days": min(7.0, evidence.hours / 24),
        "signature": max(0.0, math.log1p(evidence.signature) - CHANCE_NAMES),
        "other-country": float(evidence.other_country),
        "other-instance": float(evidence.other_instance),
    }


# Keys commoner than this (log of inverse frequency) are words, not marks of a story.
SIGNATURE_RARITY = 1.0
# Unrelated stories share as much of one another's names (log of weight), by places nearby and
# surnames that sound alike.
CHANCE_NAMES = 1.2
_LEAST = -8.0  # log-odds below this say no more than this
# A whole copy or translation of a story's article belongs to its story whatever else is said: one
# identity of "same" for origins and stories. A partial one says nothing: 4 of 10 on the Arabic
# claims share background paragraphs of other events.
WHOLE_COPY_ODDS = 4.0
# Half of a badly cleaned page may be another page's forms and teasers; headline and lead show it.
SURELY_WHOLE = 0.9
SAME_LEAD = 0.5


@dataclass(slots=True)
class _Proposal:
    story_id: str
    score: float  # log-odds
    features: dict[str, float]
    nearest: list[int]
    evidence: Evidence


class OpenWindow:
    """The open stories with their articles.

    ``propose`` is pure; ``apply`` and ``add_known`` change the state; ``close_before`` lets
    stories fall asleep.
    """

    def __init__(self, settings: Settings, model: Model | None = None) -> None:
        self._settings = settings
        self._model = model or default_model()
        self._entries: list[Entry | None] = []
        self._slots: dict[str, int] = {}
        self._stories: dict[str, _OpenStory] = {}
        self._postings: dict[int, list[int]] = defaultdict(list)
        self._rarity = Rarity()
        self._rows: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._prepared: tuple[Reading, Entry] | None = None

    # ------------------------------------------------------------------ deciding

    def propose(
        self, reading: Reading, derivations: Sequence[Derivation] = ()
    ) -> list[StoryChange]:
        """What should happen to a new article. Changes nothing.

        Returns:
            ``StoryOpened`` or ``ArticleJoined`` for the article itself, then ``StoriesMerged``
            where it shows that two stories are one.
        """
        entry = self.entry(reading)
        links = self._linked(entry.article_id, derivations)
        proposals = self.rank(entry, links)
        best = proposals[0] if proposals else None
        if best and best.score >= self._model.join_threshold:
            membership = self._membership(entry, best.story_id, best)
            return [ArticleJoined(membership=membership), *self._merges(best, proposals[1:])]
        story_id = stable_id("story", entry.article_id)
        return [StoryOpened(story_id=story_id, membership=self._membership(entry, story_id, best))]

    def _merges(self, best: _Proposal, others: Sequence[_Proposal]) -> list[StoriesMerged]:
        """Stories that the article would also belong to, and that are like its own all over.

        The one opened first keeps its id.
        """
        changes = []
        stays = self._stories[best.story_id]
        for other in others[:MAX_MERGES]:
            if other.score < self._model.join_threshold:
                break
            story = self._stories[other.story_id]
            mean = self._mean_likeness(stays, story)
            if mean < self._model.merge_threshold:
                continue
            first, second = sorted(
                (stays, story), key=lambda s: (s.opened_at or datetime.max, s.id)
            )
            changes.append(
                StoriesMerged(
                    story_id=first.id,
                    gone_id=second.id,
                    reasons=(Reason(feature="mean-likeness", value=round(mean, 4), weight=1.0),),
                )
            )
            if second is stays:
                break  # the article's story is gone; others are met by the next article
        return changes

    def _mean_likeness(self, a: _OpenStory, b: _OpenStory) -> float:
        """Mean log-odds over pairs of the newest articles of both."""
        ours, theirs = (
            [e for slot in s.members[-MERGE_SAMPLE:] if (e := self._entries[slot])] for s in (a, b)
        )
        odds = [
            max(_LEAST, self._model.pair(features))
            for entry in ours
            for features in likeness(entry, theirs, self._rarity)
        ]
        return sum(odds) / len(odds)

    def entry(self, reading: Reading) -> Entry:
        """The article as the window sees it; the last one is remembered."""
        if self._prepared is None or self._prepared[0] is not reading:
            self._prepared = (reading, entry_of(reading))
        return self._prepared[1]

    def _linked(self, article_id: str, derivations: Iterable[Derivation]) -> dict[int, Derivation]:
        """Open articles that this one was made from, or that were made from it."""
        links: dict[int, Derivation] = {}
        for derivation in derivations:
            other = (
                derivation.source_id
                if derivation.article_id == article_id
                else derivation.article_id
            )
            slot = self._slots.get(other)
            if slot is not None:
                links.setdefault(slot, derivation)
        return links

    def rank(self, entry: Entry, links: dict[int, Derivation]) -> list[_Proposal]:
        """The stories that come into question, the likeliest first."""
        slots = self._candidates(entry, links)
        others = [other for slot in slots if (other := self._entries[slot]) is not None]
        pairs = dict(zip(slots, likeness(entry, others, self._rarity), strict=True))
        by_story: dict[str, list[int]] = defaultdict(list)
        for slot, other in zip(slots, others, strict=True):
            by_story[other.story_id].append(slot)
        odds = {slot: self._model.pair(features) for slot, features in pairs.items()}
        likely = sorted(by_story, key=lambda s: (-max(odds[slot] for slot in by_story[s]), s))[
            :MAX_JUDGED
        ]
        likely += [s for slot in links if (s := self._story_at(slot)) and s not in likely]
        proposals = [
            self._judge(entry, self._stories[story_id], by_story[story_id], pairs, odds, links)
            for story_id in dict.fromkeys(likely)
        ]
        return sorted(proposals, key=lambda p: (-round(p.score, 9), p.story_id))

    def _story_at(self, slot: int) -> str | None:
        entry = self._entries[slot]
        return entry.story_id if entry else None

    def _candidates(self, entry: Entry, links: Iterable[int]) -> list[int]:
        found = set(links)
        count = len(self._entries)
        if entry.vector is not None and count and self._rows.shape[1] == len(entry.vector):
            cosines = self._rows[:count] @ entry.vector
            near = min(CANDIDATES_BY_VECTOR, count)
            top = np.argpartition(-cosines, near - 1)[:near]
            found.update(int(i) for i in top if cosines[i] > 0)
        found.update(self._by_words(entry))
        return sorted(slot for slot in found if self._entries[slot] is not None)

    def _by_words(self, entry: Entry) -> list[int]:
        """Open articles that share the entry's rarest keys, the most telling ones first."""
        keys = np.concatenate([bag.keys for bag in self._rarity.bags(entry)])
        rarity = self._rarity.of(keys)
        scores: dict[int, float] = defaultdict(float)
        used = 0
        for i in np.lexsort((keys, -rarity)):
            postings = self._postings.get(int(keys[i]), ())
            if not postings or len(postings) > MAX_CANDIDATE_POSTINGS:
                continue
            for slot in postings:
                scores[slot] += float(rarity[i])
            used += 1
            if used == CANDIDATE_KEYS:
                break
        return sorted(scores, key=lambda slot: (-scores[slot], slot))[:CANDIDATES_BY_WORDS]

    def _judge(
        self,
        entry: Entry,
        story: _OpenStory,
        slots: Sequence[int],
        pairs: dict[int, dict[str, float]],
        odds: dict[int, float],
        links: dict[int, Derivation],
    ) -> _Proposal:
        centroid = 0.0
        if entry.vector is not None and story.total is not None:
            length = float(np.linalg.norm(story.total)) or 1.0
            centroid = float(story.total @ entry.vector) / length
        assert story.newest_at is not None
        evidence = Evidence(
            pairs=[pairs[slot] for slot in slots],
            centroid=centroid,
            size=len(story.members),
            hours=abs((entry.seen_at - story.newest_at).total_seconds()) / 3600,
            signature=self._signature(entry, story),
            other_country=_other_country(entry, story),
            other_instance=_other_instance(entry, story),
            copy_share=max(
                (links[slot].share_of_copy for slot in slots if slot in links), default=0.0
            ),
            whole_copy=any(
                _carries_the_event(links[slot], pairs[slot]) for slot in slots if slot in links
            ),
        )
        features = story_features(evidence, self._model, [odds[slot] for slot in slots])
        weights = self._model.story
        score = weights["bias"] + sum(weights.get(k, 0.0) * v for k, v in features.items())
        if evidence.whole_copy:
            lift = max(0.0, WHOLE_COPY_ODDS + evidence.copy_share - score)
            features["copy"] = lift
            score += lift
        order = sorted(slots, key=lambda slot: (-odds[slot], slot))
        return _Proposal(story.id, score, features, order[:3], evidence)

    def _signature(self, entry: Entry, story: _OpenStory) -> float:
        """Weight of the keys that article and story share and other stories do not have.

        What follows a story up days later may share neither words nor angle with any one article
        of it, but it names the same people and the same small town.
        """
        keys = self._rarity.telling(entry)
        within = np.array([story.proper.get(key, 0) for key in keys.tolist()], dtype=np.float64)
        shared = within > 0
        if not shared.any():
            return 0.0
        keys, within = keys[shared], within[shared]
        rarity = np.maximum(0.0, self._rarity.of(keys) - SIGNATURE_RARITY)
        alone = within / (self._rarity.counts(keys) + 1)
        return float((rarity * alone).sum())

    def _membership(self, entry: Entry, story_id: str, proposal: _Proposal | None) -> Membership:
        opened = proposal is None or proposal.story_id != story_id
        probability = (
            1 / (1 + math.exp(-max(-30.0, min(30.0, proposal.score)))) if proposal else 0.0
        )
        reasons: list[Reason] = []
        nearest: list[str] = []
        if proposal:
            weights = {**self._model.story, "copy": 1.0}
            entries = [e for slot in proposal.nearest if (e := self._entries[slot])]
            nearest = [e.article_id for e in entries]
            reasons = [
                Reason(
                    feature=name,
                    value=round(value, 4),
                    weight=round(weights.get(name, 0.0) * value, 4),
                    words=_shared_words(entry, entries[0], self._rarity)
                    if name == "best-article"
                    else (),
                )
                for name, value in proposal.features.items()
                if weights.get(name)
            ]
            reasons.sort(key=lambda r: (-abs(r.weight), r.feature))
        return Membership(
            article_id=entry.article_id,
            story_id=story_id,
            joined_at=entry.seen_at,
            score=round(1 - probability if opened else probability, 4),
            nearest=tuple(nearest),
            reasons=tuple(reasons),
        )

    # ------------------------------------------------------------------ noting

    def apply(self, change: StoryChange, reading: Reading | None = None) -> None:
        """Note a change that was saved. ``reading`` is the article of an opening or joining."""
        match change:
            case StoryOpened(membership=membership) | ArticleJoined(membership=membership):
                if reading is None:
                    raise ValueError(f"{type(change).__name__} needs the reading of its article")
                self.add_known(reading, membership)
            case ArticleMoved(from_story_id=left, membership=membership):
                slot = self._slots[membership.article_id]
                self._leave(slot, left)
                self._join(slot, membership.story_id)
            case StoriesMerged(story_id=story_id, gone_id=gone_id):
                gone = self._stories.get(gone_id)
                for slot in list(gone.members) if gone else ():
                    self._leave(slot, gone_id)
                    self._join(slot, story_id)

    def add_known(self, reading: Reading, membership: Membership) -> None:
        """Put an article into its story: a new one, or one restored from the store."""
        article_id = reading.article.id
        if article_id in self._slots:
            self._forget(self._slots[article_id])
        entry = self.entry(reading)
        slot = len(self._entries)
        self._entries.append(entry)
        self._slots[article_id] = slot
        self._store_row(slot, entry.vector)
        self._rarity.add(entry)
        for bag in self._rarity.bags(entry):
            for key in bag.keys.tolist():
                self._postings[key].append(slot)
        self._join(slot, membership.story_id)

    def _store_row(self, slot: int, row: NDArray[np.float32] | None) -> None:
        width = self._rows.shape[1]
        if row is not None and width != len(row):
            if width:
                return  # another model's vector: this article is compared by words alone
            self._rows = np.zeros((len(self._rows), len(row)), dtype=np.float32)
        if slot >= len(self._rows):
            grown = np.zeros((max(256, 2 * slot), self._rows.shape[1]), dtype=np.float32)
            grown[: len(self._rows)] = self._rows
            self._rows = grown
        if row is not None:
            self._rows[slot] = row

    def _join(self, slot: int, story_id: str) -> None:
        entry = self._entries[slot]
        assert entry is not None
        entry.story_id = story_id
        story = self._stories.setdefault(story_id, _OpenStory(story_id))
        proper = story.proper
        for key in self._rarity.proper(entry):
            proper[key] = proper.get(key, 0) + 1
        for country in entry.countries:
            story.countries[country] = story.countries.get(country, 0) + 1
        story.placed += bool(entry.countries)
        for instance in entry.instances:
            story.instances[instance] = story.instances.get(instance, 0) + 1
        story.members.append(slot)
        story.newest_at = max(entry.seen_at, story.newest_at or entry.seen_at)
        story.opened_at = min(entry.seen_at, story.opened_at or entry.seen_at)
        if entry.vector is not None:
            story.total = entry.vector.copy() if story.total is None else story.total + entry.vector

    def _leave(self, slot: int, story_id: str) -> None:
        """Take an article out of a story; the story is described anew from those that stay."""
        story = self._stories.pop(story_id)
        for other in story.members:
            if other != slot:
                self._join(other, story_id)

    def _forget(self, slot: int) -> None:
        entry = self._entries[slot]
        assert entry is not None
        self._leave(slot, entry.story_id)
        self._rarity.remove(entry)
        for bag in self._rarity.bags(entry):
            for key in bag.keys.tolist():
                self._postings[key].remove(slot)
                if not self._postings[key]:
                    del self._postings[key]
        self._entries[slot] = None
        del self._slots[entry.article_id]
        if self._rows.shape[1]:
            self._rows[slot] = 0

    def story_of(self, article_id: str) -> str | None:
        """The story of an open article."""
        slot = self._slots.get(article_id)
        entry = self._entries[slot] if slot is not None else None
        return entry.story_id if entry else None

    def close_before(self, instant: datetime) -> list[str]:
        """Let stories fall asleep whose newest article was seen before ``instant``.

        Returns their ids, sorted; their articles leave the window.
        """
        gone = sorted(
            story.id
            for story in self._stories.values()
            if story.newest_at is not None and story.newest_at < instant
        )
        for story_id in gone:
            for slot in list(self._stories[story_id].members):
                self._forget(slot)
        if gone and len(self._slots) < len(self._entries) / 2:
            self._compact()
        return gone

    def _compact(self) -> None:
        """Close the gaps that sleeping stories left; order is kept."""
        kept = [slot for slot, entry in enumerate(self._entries) if entry is not None]
        moved = {slot: i for i, slot in enumerate(kept)}
        self._entries = [self._entries[slot] for slot in kept]
        self._rows = self._rows[kept].copy()
        self._slots = {article_id: moved[slot] for article_id, slot in self._slots.items()}
        for key, postings in self._postings.items():
            self._postings[key] = [moved[slot] for slot in postings]
        for story in self._stories.values():
            story.members = [moved[slot] for slot in story.members]


def _other_country(entry: Entry, story: _OpenStory) -> bool:
    """Do both say in which country it happens, and none of the story's is the article's?"""
    if not entry.countries or 2 * story.placed < len(story.members):
        return False
    return all(4 * story.countries.get(c, 0) < story.placed for c in entry.countries)


def _other_instance(entry: Entry, story: _OpenStory) -> bool:
    """Is this the third round, where the story is the second?"""
    if not entry.instances or not story.instances:
        return False
    return not any(instance in story.instances for instance in entry.instances)


def _carries_the_event(link: Derivation, pair: dict[str, float]) -> bool:
    """A whole copy, and not of what stands around two unlike articles."""
    if link.kind == "partial":
        return False
    return link.share_of_copy >= SURELY_WHOLE or pair["vector"] >= SAME_LEAD


def _shared_words(a: Entry, b: Entry, rarity: Rarity, limit: int = 6) -> tuple[str, ...]:
    """The most telling words that two articles share, as the first one writes them."""
    shared = [k for k in (*a.words, *a.names) if k in b.words or k in b.names]
    weights = rarity.of(np.array([rarity.number(k) for k in shared], dtype=np.int32))
    ranked = sorted(zip(-weights, shared, strict=True))
    return tuple(dict.fromkeys(a.shown[k] for _, k in ranked))[:limit]


def same_event(
    a: Reading, b: Reading, model: Model | None = None
) -> tuple[float, dict[str, float]]:
    """Probability that two articles report one event, taken by themselves, and the features."""
    model = model or default_model()
    first, second = entry_of(a), entry_of(b)
    features = likeness(first, [second], Rarity())[0]
    return _probability(model.pair(features)), features


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
        _row(r.vector) if r.vector else np.zeros(bodies.shape[1], dtype=np.float32) for r in (a, b)
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


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
