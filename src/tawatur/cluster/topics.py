"""Topics: stories of one large matter, a war or a tournament, told apart and kept together.

A story stands in a topic when it shares telling names with the topic's other stories and points
the same way. The link is looser than that of an article and its story, and firmer than that of
two stories that only name one capital: names count by their rarity in news at large.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from tawatur.cluster.asleep import plain_rarity
from tawatur.cluster.likeness import mean_vector

# What two stories must share to found a topic, and a story with a topic to join it: weight of
# names (their rarity in news at large, each counted by how many articles have it), how many of
# them, and the cosine of their directions. Set on invented streams of a war, a tournament and
# unrelated politics (tests/test_cluster.py), where one name or one capital must not do.
MIN_WEIGHT = 7.0
MIN_NAMES = 2
MIN_COSINE = 0.35
# A name is the topic's own when so many of its stories have it.
CORE_SHARE = 0.4
# Names of a story: those that so many of its articles have.
STORY_SHARE = 0.34
# Commoner names (log of inverse frequency in news at large) belong to every topic.
MIN_RARITY = 2.5
LABEL_WORDS = 4
# Of a large topic so many of the newest stories say what holds it together.
CORE_STORIES = 50


@dataclass(frozen=True, slots=True)
class Profile:
    """A story as topics see it."""

    names: frozenset[str]  # keys of words in recognised names: stems, skeletons, identities
    direction: NDArray[np.float64] | None  # sum of its articles' vectors


def core_of(profiles: Sequence[Profile]) -> Profile:
    """What holds a topic together: the names that enough of its stories have, and where they
    point."""
    counts = Counter(name for profile in profiles for name in profile.names)
    least = max(2, CORE_SHARE * len(profiles)) if len(profiles) > 1 else 1
    present = [p.direction for p in profiles if p.direction is not None]
    return Profile(
        names=frozenset(name for name, count in counts.items() if count >= least),
        direction=np.sum(present, axis=0) if present else None,
    )


def profile_of(
    names: Mapping[str, int], articles: int, direction: NDArray[np.float32] | None
) -> Profile:
    """``names``: keys of recognised names with the number of the story's articles that have
    them."""
    return Profile(
        names=frozenset(
            name
            for name, count in names.items()
            if count >= STORY_SHARE * articles and plain_rarity(name) >= MIN_RARITY
        ),
        direction=None if direction is None else direction.astype(np.float64) / articles,
    )


def link(
    shown: Mapping[str, str], direction: NDArray[np.float32] | None, theirs: Profile
) -> tuple[float, list[str]]:
    """How firmly an article belongs to a matter, 0..1 (0: not at all), and the names that say
    so, the most telling first. ``shown``: all keys of the article, as it writes them. It need not
    be recognised as a name here what is one there.
    """
    told: dict[str, str] = {}  # one key for each word: its stem and its skeleton say one thing
    for key in sorted(theirs.names & shown.keys(), key=lambda key: (-plain_rarity(key), key)):
        told.setdefault(shown[key].casefold(), key)
    names = list(told.values())
    weight = sum(map(plain_rarity, names))
    if len(names) < MIN_NAMES or weight < MIN_WEIGHT:
        return 0.0, names
    cosine = _cosine(direction, theirs.direction)
    if cosine < MIN_COSINE:
        return 0.0, names
    return round(min(1.0, weight / (3 * MIN_WEIGHT)) * cosine, 4), names


def _cosine(a: NDArray[np.float32] | None, b: NDArray[np.float64] | None) -> float:
    if a is None or b is None or len(a) != len(b):
        return 0.0
    common = mean_vector() if len(mean_vector()) == len(a) else np.zeros(len(a))
    ours, theirs = (v / (np.linalg.norm(v) or 1.0) - common for v in (a, b))
    length = math.sqrt(float((ours * ours).sum()) * float((theirs * theirs).sum())) or 1.0
    return float((ours * theirs).sum()) / length


def topic_label(names: Iterable[str], written: Mapping[str, str]) -> tuple[str, ...]:
    """The most telling names as the articles at hand write them, each once, in base form where
    the name is known: «Дохе» and «ДОХА» are both ``place:doha`` and read "Doha"."""
    ranked = sorted(
        (name for name in names if name in written), key=lambda name: (-plain_rarity(name), name)
    )
    # A word's stem and its identity say one thing; the identity knows how it is spelled.
    known = {written[name].casefold(): name for name in ranked if _IDENTITY.match(name)}
    label: dict[str, str] = {}
    for name in ranked:
        word = written[name]
        shown = _base_form(known.get(word.casefold(), name), word)
        label.setdefault(shown.casefold(), shown)
    shown_names = list(label.values())
    return tuple(n for n in shown_names if not _says_another(n, shown_names))[:LABEL_WORDS]


# What Arabic writes together with the next word: and, so, by, as, to.
_PROCLITICS = ("و", "ف", "ب", "ك", "ل")


def _says_another(name: str, names: Iterable[str]) -> bool:
    """Is a name a word of a longer one, or one of them behind a particle?"""
    return any(
        name in other.split() or any(name == particle + other for particle in _PROCLITICS)
        for other in names
        if other != name
    )


def whole_names(label: Sequence[str], text: str) -> tuple[str, ...]:
    """The label with words put together that the text mostly has one behind the other: «سيدي» and
    «الأمين» are one name, cut in two because no table knows the town."""
    joined = list(label)
    for first in label:
        for second in label:
            both = f"{first} {second}"
            apart = min(text.count(first), text.count(second))
            parted = first in joined and second in joined and first != second
            if parted and 2 * text.count(both) > apart > 0:
                joined[joined.index(first)] = both
                joined.remove(second)
    return tuple(joined)


_IDENTITY = regex.compile(r"(?:place|person|organisation):([a-z0-9-]+)$")
# Scripts whose languages decline names, and what Turkish puts an ending after.
_DECLINED = regex.compile(r"\p{Cyrillic}|\p{Greek}|\p{Armenian}|\p{Georgian}")
_ENDING = regex.compile(r"['’ʼ]\p{L}+$")


def _base_form(name: str, word: str) -> str:
    """A name without the case in which it stands: Arabic and uninflected words as written, others
    as their identity is spelled, where there is one."""
    bare = _ENDING.sub("", word)
    identity = _IDENTITY.match(name)
    if identity is None:
        return bare
    spelled = " ".join(part.capitalize() for part in identity[1].split("-"))
    declined = _DECLINED.search(bare) or (
        bare.isascii() and bare.casefold() != spelled.casefold() and _begins_alike(bare, spelled)
    )
    shouted = len(bare) > LONGEST_ACRONYM and bare.isupper()
    return spelled if declined or shouted else bare


# In capitals, longer words are shouted; shorter ones may be NATO.
LONGEST_ACRONYM = 5
_ALIKE_LETTERS = 4


def _begins_alike(word: str, spelled: str) -> bool:
    """Samsuna beside Samsun: one word and its ending; not Varsovia beside Warsaw."""
    return (
        " " not in word and word[:_ALIKE_LETTERS].casefold() == spelled[:_ALIKE_LETTERS].casefold()
    )
