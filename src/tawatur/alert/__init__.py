"""Who wants to be told of what is new, and in which words.

``match_watches`` is pure: watches, developments and the story's dossier in, notices out. A
notice's id and Message-ID come from the watch and the development's key alone, so the same
development never makes a second one, whoever asks and how often.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from tawatur.alert.words import subject_of
from tawatur.model import Development, Dossier, NameMention, Notice, Place, Reading, Watch
from tawatur.naming import alike
from tawatur.settings import Settings
from tawatur.text import fold, folded_words, stable_id

Encode = Callable[[Sequence[str], Sequence[str]], NDArray[Any]]

# Two names are one above this: on nineteen pairs of our own in four scripts the spellings of one
# name scored .97 and more, different names with a like skeleton up to .94.
NAME_LIKENESS = 0.95

# A topic in the reader's words against headlines and leads, cosine of the shared space. On 11
# topics against 13 headlines in five languages unrelated pairs stayed under .28, related ones
# that share no word lay between .19 and .68: above .33 the vector alone decides.
TOPIC_LIKENESS = 0.33
# With half of the topic's words in the text, a vector that merely does not speak against it is
# enough; the same measurement: unrelated pairs that shared a word lay under .12.
TOPIC_LIKENESS_WITH_WORDS = 0.15

_CORRECTIONS = frozenset({"correction", "retraction"})
_ARABIC_PREFIX = regex.compile(r"^[وف]?(?:[بكل]?ال|لل)(?=.{3})")
_SCRIPT_LANGUAGES = (
    (regex.compile(r"\p{Arabic}"), "ar"),
    (regex.compile(r"\p{Cyrillic}"), "ru"),
)


def match_watches(
    watches: Sequence[Watch],
    developments: Sequence[Development],
    dossier: Dossier,
    encode: Encode,
    *,
    settings: Settings | None = None,
) -> list[Notice]:
    """A notice for every watch that asks for one of the story's new ``developments``.

    Order: developments as given, watches by id within each. ``encode`` gives unit vectors for
    texts and their languages; it is called only when a topic is watched.
    """
    settings = settings or Settings()
    topics = _Topics(dossier, encode)
    notices = []
    for development in developments:
        reading = dossier.reading(development.article_id)
        if reading is None:
            continue
        for watch in sorted(watches, key=lambda w: w.id):
            if _wanted(watch, development, reading) and _about(
                watch, development, reading, dossier, topics, settings
            ):
                notices.append(_notice(watch, development, dossier))
    return notices


def _notice(watch: Watch, development: Development, dossier: Dossier) -> Notice:
    notice_id = stable_id("notice", watch.id, development.key, length=20)
    return Notice(
        id=notice_id,
        watch_id=watch.id,
        story_id=dossier.story.id,
        development_key=development.key,
        kind="correction"
        if development.kind in _CORRECTIONS
        else "new"
        if development.kind in ("opened", "confirmed")
        else "development",
        article_id=development.article_id,
        at=development.at,
        message_id=f"<{notice_id}@tawatur.invalid>",
        subject=subject_of(development, dossier, watch.interface_language),
    )


def _wanted(watch: Watch, development: Development, reading: Reading) -> bool:
    """The watch's own filters."""
    return (
        development.independent_origins >= watch.min_origins
        and (not watch.languages or reading.annotations.language in watch.languages)
        and (not watch.kinds or development.kind in watch.kinds)
    )


def _about(
    watch: Watch,
    development: Development,
    reading: Reading,
    dossier: Dossier,
    topics: _Topics,
    settings: Settings,
) -> bool:
    query = (watch.query or "").strip()
    if watch.kind == "breaking":
        return breaking(dossier, development, settings)
    if not query:
        return False
    if watch.kind == "story":
        return query in (dossier.story.id, development.story_id)
    if watch.kind == "topic":
        return topics.match(query, watch.interface_language)
    return _named(query, watch.kind, development, reading, dossier)


def breaking(dossier: Dossier, development: Development, settings: Settings) -> bool:
    """Does the story break at the time of this development?

    Enough independent origins first seen within the short clock. A correction of a story that
    once broke is sent even when the clock has run out: who was told must be told.
    """
    window = timedelta(hours=settings.breaking_window_hours)
    since = dossier.independent_since()
    if development.kind in _CORRECTIONS:
        return any(_fresh(since, at, window) >= settings.breaking_min_origins for at in since)
    return _fresh(since, development.at, window) >= settings.breaking_min_origins


def _fresh(since: Sequence[datetime], at: datetime, window: timedelta) -> int:
    return sum(at - window < seen <= at for seen in since)


# ------------------------------------------------------------------------------- names


def _named(
    query: str, kind: str, development: Development, reading: Reading, dossier: Dossier
) -> bool:
    """Is the watched name part of what is new?

    It must stand in the sentence that bears the development, in a headline of the article that
    brought it, be one of that article's speakers, or run through the story (half of its
    articles): a passing mention is no reason for a mail.
    """
    for quote in reading.annotations.quotes:
        speaker = quote.speaker
        if speaker and speaker.kind == kind and speaker.name and _is(query, speaker.name):
            return True
    if any(_is_mention(query, kind, m) for m in _title_names(reading)):
        return True
    for place in development.evidence:
        witness = dossier.reading(place.article_id)
        if witness and any(_is_mention(query, kind, m) for m in _names_beside(witness, place)):
            return True
    naming = sum(
        any(_is_mention(query, kind, m) for m in r.annotations.names) for r in dossier.readings
    )
    here = any(_is_mention(query, kind, m) for m in reading.annotations.names)
    return here and len(dossier.readings) > 1 and naming * 2 >= len(dossier.readings)


def _is(query: str, name: str) -> bool:
    return fold(query) == fold(name) or alike(query, name) >= NAME_LIKENESS


def _is_mention(query: str, kind: str, mention: NameMention) -> bool:
    return mention.kind == kind and any(
        _is(query, form) for form in (mention.text, mention.canonical, mention.identity) if form
    )


def _title_names(reading: Reading) -> tuple[NameMention, ...]:
    return reading.title_annotations.names if reading.title_annotations else ()


def _names_beside(reading: Reading, place: Place) -> list[NameMention]:
    annotations = reading.annotations_of(place)
    if annotations is None:
        return []
    around = [s for s in annotations.sentences if s.start < place.end and s.end > place.start]
    start = min((s.start for s in around), default=place.start)
    end = max((s.end for s in around), default=place.end)
    return [m for m in annotations.names if start <= m.start and m.end <= end]


# ------------------------------------------------------------------------------- topics


class _Topics:
    """The story's headlines and leads, encoded once for all topic watches."""

    def __init__(self, dossier: Dossier, encode: Encode) -> None:
        self._encode = encode
        self._readings = dossier.readings
        self._rows: NDArray[Any] | None = None
        self._words: list[set[str]] = []
        self._answers: dict[tuple[str, str], bool] = {}

    def match(self, query: str, interface_language: str) -> bool:
        key = (query, interface_language)
        if key not in self._answers:
            self._answers[key] = self._match(query, interface_language)
        return self._answers[key]

    def _match(self, query: str, interface_language: str) -> bool:
        self._prepare()
        wanted = {_stem(w) for w in folded_words(query)}
        if not wanted or self._rows is None:
            return False
        shared = max(len(wanted & words) for words in self._words) / len(wanted)
        if shared == 1.0:
            return True
        names = [m for r in self._readings for m in _title_names(r)]
        if any(_is_mention(query, m.kind, m) for m in names):
            return True
        language = _language_of(query, interface_language)
        vector = np.asarray(self._encode([query], [language]))[0]
        likeness = float(np.max(self._rows @ vector))
        needed = TOPIC_LIKENESS_WITH_WORDS if shared >= 0.5 else TOPIC_LIKENESS
        return likeness >= needed

    def _prepare(self) -> None:
        if self._words:
            return
        texts, languages = [], []
        for reading in self._readings:
            for text in (_title(reading), _lead(reading)):
                if text:
                    texts.append(text)
                    languages.append(reading.annotations.language)
                    self._words.append({_stem(w) for w in folded_words(text)})
        if texts:
            self._rows = np.asarray(self._encode(texts, languages))


def _title(reading: Reading) -> str:
    return reading.article.title.value if reading.article.title else ""


def _lead(reading: Reading) -> str:
    first = next(iter(reading.annotations.sentences), None)
    return reading.article.text[first.start : first.end] if first else ""


def _stem(word: str) -> str:
    """A folded word without Arabic's article and what is written together with it."""
    return _ARABIC_PREFIX.sub("", word)


def _language_of(query: str, interface_language: str) -> str:
    """A few words are too short to detect a language in; their script narrows it enough."""
    for script, language in _SCRIPT_LANGUAGES:
        if script.search(query):
            return language
    return "en" if interface_language == "ar" else interface_language
