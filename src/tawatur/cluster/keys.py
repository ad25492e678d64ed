"""What the window keeps of an article: its words and names as keys, where it happens, which of a
series it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import numpy as np
import regex
from numpy.typing import NDArray

from tawatur.cluster.keyed import Told, name_key, stem, told_by
from tawatur.cluster.occasions import Occasions, occasions_of
from tawatur.cluster.roundups import first_part, is_roundup
from tawatur.headlines import headline_of_article
from tawatur.knowledge import outlet_by_name
from tawatur.model import NameMention, Reading, Vector
from tawatur.text import fold_word

TITLE_WEIGHT = 2.0
# Words of the body that are compared: the lead and what follows it, where the event is told.
LEAD_WORDS = 300
# Of a round-up at most so many characters.
OPENING_CHARACTERS = 240

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’ʼ][\p{L}]+)?")


@dataclass(frozen=True, slots=True)
class Bag:
    """Keys (as numbers of one ``Rarity``) with their weights: words first, from ``split`` on
    names. No key is both."""

    keys: NDArray[np.int32]
    weights: NDArray[np.float32]
    split: int


@dataclass(slots=True)
class Entry:
    """One article as the window sees it.

    ``told`` and ``proper`` take 50 KB an article: among the open ones a ``Rarity`` keeps them
    packed (``Rarity.pack``, ``Rarity.unpacked``).
    """

    article_id: str
    language: str
    outlet: str | None
    seen_at: datetime
    vector: NDArray[np.float32] | None
    told: Told | None  # words and names, with weights; None: packed
    proper: frozenset[str] = frozenset()  # keys of words that stand in a recognised name
    countries: frozenset[str] = frozenset()  # where it happens, by its headline or its beginning
    instances: frozenset[int] = frozenset()  # which of a series: the third round of talks
    figures: frozenset[str] = frozenset()  # what is counted and measured, with the unit
    occasions: Occasions = field(default_factory=dict)  # of like events, which
    different_words: int = 0
    seen_seconds: float = 0.0  # ``seen_at`` as a number
    story_id: str = ""
    bag: Bag | None = None  # words and names as numbers of one ``Rarity``
    proper_numbers: list[int] | None = None  # the same of ``proper``, sorted
    shown_packed: str = ""

    @property
    def words(self) -> dict[str, float]:
        """Stems and numbers, with weights; none when packed."""
        return self.told.words if self.told else {}

    @property
    def names(self) -> dict[str, float]:
        """Keys of names and name-like words, with weights; none when packed."""
        return self.told.names if self.told else {}

    @property
    def shown(self) -> dict[str, str]:
        """Key -> the word as written, for reasons; none when packed."""
        return self.told.shown if self.told else {}


def _first_words(text: str, limit: int) -> list[str]:
    """At most ``limit`` words from the beginning of a text."""
    found = _WORD.findall(text[: 7 * limit])  # as a rule more than enough
    if len(found) <= limit and len(text) > 7 * limit:
        found = _WORD.findall(text)
    return found[:limit]


def keys_of(title: str, text: str) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    """Stems and numbers with weights, keys of name-like words with weights, and for each key the
    word as written."""
    told = _told(title, text, ())
    return told.words, told.names, told.shown


def _told(title: str, text: str, names: Sequence[tuple[str, str]]) -> Told:
    headline = _first_words(title, 60)
    body = _first_words(text[: LEAD_WORDS * 12], LEAD_WORDS)
    return told_by(((headline, TITLE_WEIGHT), (body, 1.0)), names)


def entry_of(reading: Reading) -> Entry:
    """What the window keeps of a reading."""
    article = reading.article
    head = headline_of_article(article)
    text = article.text[head.end :]  # what stands above is the page's, not the report's
    reach = LEAD_WORDS * 12
    if is_roundup(head, article.url):
        # By what it tells further down it would join unlike stories.
        reach = first_part(text, OPENING_CHARACTERS)
        text = text[:reach]
    recognised = [
        (mention.identity, mention.text)
        for mention in _names_within(reading, reach)
        if not mention.identity.startswith("~")  # bare skeletons are covered word by word
    ]
    told = _told(head.text, text, recognised)
    return Entry(
        article_id=article.id,
        language=reading.annotations.language,
        outlet=article.outlet.value if article.outlet else None,
        seen_at=article.seen_at,
        vector=row_of(reading.vector) if reading.vector else None,
        told=told,
        proper=proper_keys(reading),
        countries=countries_of(reading),
        instances=instances_of(reading),
        figures=figures_of(reading),
        occasions=occasions_of(reading),
        different_words=told.split,
        seen_seconds=article.seen_at.timestamp(),
    )


def _names_within(reading: Reading, reach: int) -> list[NameMention]:
    """Names of the headline, and of so many code points of the report below it."""
    head, title = headline_of_article(reading.article), reading.title_annotations
    last = head.end + reach
    body = [n for n in reading.annotations.names if head.start <= n.start < last]
    return [*title.names, *body] if title else body


@lru_cache(maxsize=20_000)
def _keys_of_name(text: str) -> tuple[str, ...]:
    """Stems and name keys of the words of a name."""
    found = []
    for word in _WORD.findall(text):
        folded = fold_word(word)
        if len(folded) < 3 or folded[0].isdigit():
            continue
        key = stem(folded)
        found.append(key)
        name = name_key(key if "\u0600" <= key[0] <= "\u06ff" else word)
        if name:
            found.append(name)
    return tuple(found)


def proper_keys(reading: Reading) -> frozenset[str]:
    """Keys of the words in recognised names, of countries apart, as ``keys_of`` makes them."""
    found: set[str] = set()
    for mention in _names_within(reading, LEAD_WORDS * 12):
        if _COUNTRY.fullmatch(mention.identity):
            continue
        if mention.kind == "organisation" and outlet_by_name(mention.text):
            continue  # who reports is not what is reported
        found.update(_keys_of_name(mention.text))
        if not mention.identity.startswith("~"):
            found.add(mention.identity)
    if reading.annotations.language == "ar":
        for match in _ARABIC_PLACE.finditer(_beginning(reading, LEAD_WORDS * 12)):
            found.update(stem(fold_word(word)) for word in match.group(1).split()[:2])
    return frozenset(found)


def _beginning(reading: Reading, reach: int) -> str:
    """The headline, and so many code points of the report below it."""
    head = headline_of_article(reading.article)
    return f"{head.text}\n{reading.article.text[head.end : head.end + reach]}"


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
        n.country for n in _names_within(reading, BEGINNING_CHARACTERS) if n.country
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
# "round 12", "الجولة 12", "12-й тур", "12. tur"
_NUMBERED = regex.compile(
    rf"\b(?:(?:{_COUNTED})\s(?:ال[ـ]?\s?)?(\d{{1,2}})|(\d{{1,2}})(?:st|nd|rd|th|-?[йяе]|\.|e|[ºª])?\s(?:{_COUNTED}))\b",
    regex.IGNORECASE,
)
_SERIES = regex.compile(rf"\b(?:{_COUNTED})\b", regex.IGNORECASE)


def instances_of(reading: Reading) -> frozenset[int]:
    """Which round, session or leg of a series the headline and the beginning speak of."""
    text = _beginning(reading, BEGINNING_CHARACTERS)
    if not _SERIES.search(text):
        return frozenset()
    numbered = {int(m[1] or m[2]) for m in _NUMBERED.finditer(text)}
    return frozenset(numbered | {number for number, p in _INSTANCES if p.search(text)})


# One, two and three count everything.
LEAST_COUNT = 4


def figures_of(reading: Reading) -> frozenset[str]:
    """Exact figures of the headline and of what follows it, in one spelling for all languages."""
    head, title = headline_of_article(reading.article), reading.title_annotations
    last = head.end + LEAD_WORDS * 8
    body = [f for f in reading.annotations.figures if head.start <= f.start < last]
    return frozenset(
        f"{figure.low:g}{figure.unit or ''}"
        for figure in ([*title.figures, *body] if title else body)
        if figure.low is not None
        and figure.low == figure.high
        and (figure.unit or figure.low >= LEAST_COUNT)
    )


def row_of(vector: Vector) -> NDArray[np.float32]:
    return np.frombuffer(vector.data, dtype="<f4")
