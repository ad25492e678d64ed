"""Which of several like events an article is about: the second earthquake, the meeting of Friday.

Two reports of like events share their words and often their people. What tells them apart stands
in the sentences that tell the event itself: the day, the place, the magnitude or the score. Only
those sentences are looked at, so that "the minister said on Thursday that Tuesday's quake ..." is
still about Tuesday.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import regex

from tawatur.headlines import headline_of_article
from tawatur.model import Annotations, Reading

# How far the beginning of an article goes that tells the event; later ones are background.
BEGINNING_CHARACTERS = 600

# Kinds of events that come again, by the words for them in a dozen languages. ``^`` and
# ``$`` stand for the ends of a word; Arabic words may carry a conjunction, preposition, article.
_KINDS = {
    "quake": "earthquakes? quakes? aftershocks? tremors? زلزال زلازل هزة هزات землетрясени[еяюйм]+ deprem\\w* sismos? terremotos? séismes? tremblements? erdbeben terremoto زلزله",
    "fire": "fires? blazes? wildfires? حريق حرائق пожар\\w* yangın\\w* incendios? incendies? incêndios? br[aä]nde?s? großbrand feuer آتش",
    "accident": "accidents? crash(?:es|ed)? collisions? collided derail\\w* drown\\w* capsized? حادث حوادث تصادم اصطدام غرق غرقا دهس авари\\w* дтп столкновени\\w* утонул\\w* kaza kazası\\w* kazada çarpış\\w* boğul\\w* accidentes? choque ahogad\\w+ noyé\\w* noyade unf[aä]lle? ertr[au]nk\\w* zusammensto\\w* acidentes? afogad\\w+ تصادف سانحه",
    "attack": "attacks? bombings? blasts? explosions? shelling airstrikes? shootings? gunm[ae]n هجوم هجمات تفجير تفجيرات انفجار انفجارات قصف غارة غارات انتحاري взрыв\\w* теракт\\w* обстрел\\w* saldırı\\w* patlama\\w* ataques? atentados? explosi[oó]n tiroteos? attentats? attaques? fusillade anschl[aä]ge? angriffe? explosão tiroteio حمله",
    "meeting": "met meets? meetings? talks summits? اجتماع اجتماعات اجتمع لقاء التقى يلتقي محادثات مباحثات قمة встреч\\w* встретил\\w* переговор\\w* görüşme\\w* görüştü toplantı\\w* zirve\\w* reuni[oó]n\\w* reunieron cumbre rencontr\\w+ réunion sommet entretien\\w* treffen traf gipfel\\w* دیدار مذاکرات reunião encontro",
    "match": "match(?:es)? beat drew semi-?finals? quarter-?finals? derby مباراة مباريات فاز يفوز تعادل تغلب يهزم هزم матч\\w* обыграл\\w* победил\\w* сыграл\\w* maç\\w* yendi berabere partidos? venció empató goleó battu bat match spiel schlug besiegt\\w* partida jogo vence[ur]?",
    "hearing": "hearings? trials? court جلسة محاكمة المحكمة محكمة заседани\\w* суд\\w* duruşma\\w* mahkeme\\w* juicio audiencia tribunal audience procès prozess verhandlung gericht julgamento",
    "notice": "forecast prices? exchange rates? weather سعر أسعار اسعار صرف الطقس طقس курс\\w* погод\\w* прогноз döviz hava fiyat\\w* precios? cotización tiempo pronóstico météo cours prix wetter preise? cotação previsão",
}
_PROCLITIC = "[وفبكل]{0,2}(?:ال)?"
_WORDS = {
    kind: "|".join(
        _PROCLITIC + word if "\u0600" <= word[0] <= "\u06ff" else word for word in words.split()
    )
    for kind, words in _KINDS.items()
}
_KIND = regex.compile(
    "|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _WORDS.items()), regex.IGNORECASE
)
# A thing counted of the same kind each time: the day alone tells two of them apart. Of others it
# takes two marks, since a quake is reported for days, from many places.
RECURRING = frozenset({"meeting", "match", "hearing", "notice"})
# First reports give 5.8 and 5.9; agencies differ by up to .4 on one earthquake.
SAME_MAGNITUDE = 0.45

_SCORE = regex.compile(r"(?<![\d.:/-])(\d{1,2})\s?[-–:]\s?(\d{1,2})(?![\d.:/-])")
_MAGNITUDE = regex.compile(r"(?<![\d.,])([2-9])[.,](\d)(?!\d|[.,]\d|\s?%)")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What an article's beginning says of one event of a kind."""

    days: frozenset[str] = frozenset()  # ISO
    places: frozenset[str] = frozenset()  # identities of places within a country
    names: frozenset[str] = frozenset()  # of whatever else is named beside it
    magnitudes: tuple[float, ...] = ()
    scores: frozenset[tuple[int, int]] = frozenset()  # the smaller number first


Occasions = dict[str, Occasion]


def occasions_of(reading: Reading) -> Occasions:
    """Kind of event -> what the headline and the beginning say of it."""
    title = reading.article.title.value if reading.article.title else ""
    head = headline_of_article(reading.article)
    seen = reading.article.seen_at.date().isoformat()
    told: dict[str, list[Occasion]] = {}
    for text, read in (
        (title, reading.title_annotations),
        (reading.article.text, reading.annotations),
    ):
        if read is None:
            continue
        spans = [(s.start, s.end) for s in read.sentences] or [(0, len(text))]
        for start, end in spans:
            if start >= head.end + BEGINNING_CHARACTERS:
                break
            if end <= head.start:
                continue
            sentence = text[start:end]
            kinds = frozenset().union(*map(_kinds_in, sentence.split()))
            for kind in sorted(kinds):
                told.setdefault(kind, []).append(_told_in(kind, sentence, start, end, read, seen))
    found = {kind: _together(parts) for kind, parts in told.items()}
    if "notice" in found and not found["notice"].days:  # today's, unless it says otherwise
        found["notice"] = Occasion(days=frozenset({seen}), places=found["notice"].places)
    return found


# How the words of all kinds begin: any other word is told apart at a twentieth of the cost.
_BEGINNINGS = regex.compile(
    "|".join(
        sorted(
            {start for words in _KINDS.values() for start in regex.findall(r"(?<!\S)\w\w", words)}
        )
    ),
    regex.IGNORECASE,
)


_NO_KINDS: frozenset[str] = frozenset()  # one for all words: each empty one takes 216 bytes


@lru_cache(maxsize=60_000)
def _kinds_in(word: str) -> frozenset[str]:
    """Kinds of events that a word, with what is written together with it, stands for."""
    if not _BEGINNINGS.search(word):
        return _NO_KINDS
    return frozenset(m.lastgroup for m in _KIND.finditer(word) if m.lastgroup) or _NO_KINDS


def _told_in(
    kind: str, sentence: str, start: int, end: int, read: Annotations, seen: str
) -> Occasion:
    days = {
        mention.value[:10]
        for mention in read.times
        if start <= mention.start < end
        and mention.value
        and mention.granularity in {"day", "hour", "minute"}
        and _is_day(mention.value[:10])
    }
    if kind == "hearing":  # "adjourned to the 12th" is not about the 12th
        days = {day for day in days if day <= seen}
    within = [n for n in read.names if start <= n.start < end]
    magnitudes = (
        tuple(float(f"{m[1]}.{m[2]}") for m in _MAGNITUDE.finditer(sentence))
        if kind == "quake"
        else ()
    )
    scores = (
        {
            (min(a, b), max(a, b))
            for a, b in ((int(m[1]), int(m[2])) for m in _SCORE.finditer(sentence))
        }
        if kind == "match"
        else set()
    )
    return Occasion(
        days=frozenset(days),
        places=frozenset(
            n.identity for n in within if n.kind == "place" and not _COUNTRY.fullmatch(n.identity)
        ),
        names=frozenset(n.identity for n in within),
        magnitudes=magnitudes,
        scores=frozenset(scores),
    )


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value)) and len(value) == 10
    except ValueError:
        return False


_COUNTRY = regex.compile("place:[a-z]{2}")


def _together(parts: Sequence[Occasion]) -> Occasion:
    return Occasion(
        days=frozenset().union(*(p.days for p in parts)),
        places=frozenset().union(*(p.places for p in parts)),
        names=frozenset().union(*(p.names for p in parts)),
        magnitudes=tuple(m for p in parts for m in p.magnitudes),
        scores=frozenset().union(*(p.scores for p in parts)),
    )


def another_occasion(ours: Occasions, others: Iterable[Occasions]) -> float:
    """How surely an article speaks of another event of a kind than all of a story's near
    articles that tell of one: 0 (not at all) to 1."""
    found = [
        max(_contradiction(kind, ours[kind], theirs[kind]) for kind in shared)
        for theirs in others
        if (shared := sorted(ours.keys() & theirs.keys()))
    ]
    return min(found, default=0.0)


def _contradiction(kind: str, a: Occasion, b: Occasion) -> float:
    marks = {
        "day": _differs(a.days, b.days),
        "place": _differs(a.places, b.places),
        "magnitude": _other_magnitude(a.magnitudes, b.magnitudes),
        "score": _differs(a.scores, b.scores),
    }
    differ = sum(mark is True for mark in marks.values())
    agree = sum(mark is False for mark in marks.values())
    if kind == "match":
        # Two matches of one day have no team in common.
        other = _differs(a.names, b.names)
        return float(
            bool(marks["score"] is not False and (marks["day"] or (marks["score"] and other)))
        )
    if kind == "meeting":  # the next day's words on it, where only they are dated, are one story
        return float(bool(marks["day"] and (marks["place"] or _days_between(a.days, b.days) > 1)))
    if kind in RECURRING:
        return float(bool(marks["day"]))
    if differ > max(1, agree):
        return 1.0
    # One mark of two: a village for its province, a day of speaking for the day itself.
    return UNSURE if marks["place"] and not agree else 0.0


# Of a report that names another place and no day or size that could tell.
UNSURE = 0.3


def _days_between(a: Iterable[str], b: Iterable[str]) -> int:
    """From the nearest day of one to the other's."""
    return min(abs((date.fromisoformat(x) - date.fromisoformat(y)).days) for x in a for y in b)


def _differs(a: frozenset[Any], b: frozenset[Any]) -> bool | None:
    """True: both say, and nothing in common. None: one of them does not say."""
    return a.isdisjoint(b) if a and b else None


def _other_magnitude(a: Sequence[float], b: Sequence[float]) -> bool | None:
    if not a or not b:
        return None
    return min(abs(x - y) for x in a for y in b) > SAME_MAGNITUDE
