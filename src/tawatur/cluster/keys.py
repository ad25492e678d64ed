"""What the window keeps of an article: its words and names as keys, where it happens, which of a
series it is."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
import regex
from numpy.typing import NDArray

from tawatur.knowledge import outlet_by_name
from tawatur.model import Reading, Vector
from tawatur.naming import skeleton
from tawatur.text import fold_word

TITLE_WEIGHT = 2.0
# Words of the body that are compared: the lead and what follows it, where the event is told.
LEAD_WORDS = 300

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
    bags: tuple[Bag, Bag] | None = None  # words and names as the window's numbers
    telling: NDArray[np.int32] | None = None  # keys of both bags, each once
    all_keys: frozenset[int] | None = None  # the same as a set
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
        vector=row_of(reading.vector) if reading.vector else None,
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
            if mention.kind == "organisation" and outlet_by_name(mention.text):
                continue  # who reports is not what is reported
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


def row_of(vector: Vector) -> NDArray[np.float32]:
    return np.frombuffer(vector.data, dtype="<f4")


@dataclass(frozen=True, slots=True)
class Bag:
    """Keys (as numbers of one ``Rarity``) with their weights."""

    keys: NDArray[np.int32]
    weights: NDArray[np.float32]
