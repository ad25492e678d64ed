"""Which watches ask for what is new in a story.

``match_watches`` is pure: watches, developments and the story's dossier in, notices out. A
notice's id and Message-ID come from the watch and the development alone, so the same
development never makes a second one, whoever asks and how often.

Ten thousand watches are no ten thousand questions: ``WatchIndex`` keeps the different *queries*,
names by the letters of their skeletons and topics as one matrix, so that a development costs
what its own names and sentences cost, and then one look at each watch that asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from tawatur import knowledge
from tawatur.alert.words import subject_of
from tawatur.model import (
    Development,
    Dossier,
    NameMention,
    Notice,
    Place,
    QuoteGroup,
    Reading,
    Watch,
)
from tawatur.naming import alike, skeleton
from tawatur.settings import Settings
from tawatur.text import fold, folded_words, stable_id

Encode = Callable[[Sequence[str], Sequence[str]], NDArray[Any]]
Identify = Callable[[str], Collection[str]]

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

# An utterance that shares this many of its words with one the watch was told of repeats it, and
# one of fewer words says nothing: as ``develop`` counts statements.
REPEATED_SHARE = 0.6
QUOTATION_WORDS = 3

CORRECTIONS = frozenset({"correction", "retraction"})
_NAMED = ("person", "place", "organisation")
_ARABIC_PREFIX = regex.compile(r"^[وف]?(?:[بكل]?ال|لل)(?=.{3})")
_SCRIPT_LANGUAGES = (
    (regex.compile(r"\p{Arabic}"), "ar"),
    (regex.compile(r"\p{Cyrillic}"), "ru"),
)


@dataclass(frozen=True)
class Told:
    """What watches were told of a story already, wherever its articles stood then.

    ``watch_ids``: told anything of it. ``elsewhere``: (watch, content) and (watch, article) of
    notices about articles that have moved here from another story. ``former_ids``: of stories that
    went into this one.
    """

    watch_ids: Collection[str] = frozenset()
    elsewhere: Collection[tuple[str, str]] = frozenset()
    former_ids: Collection[str] = ()


@dataclass
class WatchIndex:
    """Watches by what they look for; give it to ``match_watches`` in the place of a list.

    Args:
        watches: those that are on.
        identify: the identities in our tables of a name in the reader's own words
            (``"World Health Organization"`` -> ``{"org:who"}``); names nobody lists have none.
        vectors: vectors of topics that are known already, by (words, language).
    """

    watches: Sequence[Watch]
    identify: Identify | None = None
    vectors: dict[tuple[str, str], NDArray[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_kind: dict[str, list[Watch]] = {}
        self.by_query: dict[tuple[str, str], list[Watch]] = {}
        for watch in sorted(self.watches, key=lambda w: w.id):
            self.by_kind.setdefault(watch.kind, []).append(watch)
            query = (watch.query or "").strip()
            if query:
                self.by_query.setdefault((watch.kind, query), []).append(watch)
        self._names: dict[str, _NameIndex] = {}
        self.topics = sorted(
            {
                (query, _language_of(query, w.interface_language))
                for (kind, query), found in self.by_query.items()
                if kind == "topic"
                for w in found
            }
        )
        self._stems = {query: {_stem(w) for w in folded_words(query)} for query, _ in self.topics}

    def names(self, kind: str) -> _NameIndex:
        """The names that watches of this kind look for."""
        if kind not in self._names:
            queries = [query for k, query in self.by_query if k == kind]
            self._names[kind] = _NameIndex(queries, self.identify)
        return self._names[kind]

    def by_channel(self, channel: str) -> list[Watch]:
        return [w for w in self.watches if w.channel == channel]

    def stems(self, query: str) -> set[str]:
        return self._stems[query]

    def encode_topics(self, encode: Encode) -> dict[tuple[str, str], NDArray[Any]]:
        """Vectors of the topics that have none yet; they are kept here as well."""
        missing = [topic for topic in self.topics if topic not in self.vectors]
        if not missing:
            return {}
        rows = np.asarray(encode([q for q, _ in missing], [language for _, language in missing]))
        made = {topic: rows[i] for i, topic in enumerate(missing)}
        self.vectors.update(made)
        return made


def match_watches(
    watches: Sequence[Watch] | WatchIndex,
    developments: Sequence[Development],
    dossier: Dossier,
    encode: Encode,
    *,
    settings: Settings | None = None,
    spoken: Sequence[Development] | None = None,
    told: Told | None = None,
    usual_growth: float = 1.0,
) -> list[Notice]:
    """A notice for every watch that asks for one of the story's new ``developments``.

    Order: developments as given, watches by id within each.

    Args:
        encode: unit vectors for texts and their languages; called only when a topic is watched.
        spoken: what ``quotations`` found; it concerns those only who watch a speaker. Without it
            they are told of the statements among ``developments``.
        told: what was told of this story before. Corrections go to those who were told of it,
            whatever their watch asks for, and to nobody else who would have had to be told first.
        usual_growth: independent origins an hour that a story of this desk has at its fastest.
    """
    if not developments and not spoken:
        return []
    settings = settings or Settings()
    index = watches if isinstance(watches, WatchIndex) else WatchIndex(watches)
    about = _About(index, dossier, encode, settings, usual_growth, told)
    by_speaker = {d.key for d in (developments if spoken is None else spoken)}
    told_ids = set(told.watch_ids) if told else set()
    by_id = {w.id: w for w in index.watches}
    subjects: dict[tuple[str, str], str] = {}
    notices = []
    for development in (*developments, *(spoken or ())):
        reading = dossier.reading(development.article_id)
        if reading is None:
            continue
        correction = development.kind in CORRECTIONS
        asked: list[Watch] = []
        if development.key in by_speaker:
            asked += about.asked_by_speaker(development)
        if spoken is None or development.key not in by_speaker:
            asked += about.asked_by(development, reading)
        found = {w.id: w for w in asked if about.wanted(w, development, reading)}
        if correction and told is not None:
            found = {i: w for i, w in found.items() if w.kind != "breaking"}
            found |= {i: by_id[i] for i in told_ids if i in by_id}
        for watch in sorted(found.values(), key=lambda w: w.id):
            if told and _told_elsewhere(watch, development, told):
                continue
            key = (development.key, watch.interface_language)
            if key not in subjects:
                subjects[key] = subject_of(development, dossier, watch.interface_language)
            new = not correction and watch.id not in told_ids
            told_ids.add(watch.id)
            kind = "correction" if correction else "new" if new else "development"
            notices.append(_notice(watch, development, dossier, kind, subjects[key], settings))
    return notices


def _told_elsewhere(watch: Watch, development: Development, told: Told) -> bool:
    """Was the watch told of it while its articles stood in another story?"""
    if not told.elsewhere:
        return False
    if development.content and (watch.id, development.content) in told.elsewhere:
        return True
    # A story that was split off opens again, with articles that were told of before.
    return (
        development.kind in ("opened", "confirmed")
        and (watch.id, development.article_id) in told.elsewhere
    )


def _notice(
    watch: Watch,
    development: Development,
    dossier: Dossier,
    kind: str,
    subject: str,
    settings: Settings,
) -> Notice:
    notice_id = stable_id("notice", watch.id, development.key, length=20)
    return Notice(
        id=notice_id,
        watch_id=watch.id,
        story_id=dossier.story.id,
        development_key=development.key,
        kind=kind,  # type: ignore[arg-type]
        article_id=development.article_id,
        at=development.at,
        message_id=f"<{notice_id}@{settings.mail_domain}>",
        subject=subject,
        content=development.content,
    )


# --------------------------------------------------------------------------- what a watch asks for


class _About:
    """One story, asked by all watches: each question is answered once."""

    def __init__(
        self,
        index: WatchIndex,
        dossier: Dossier,
        encode: Encode,
        settings: Settings,
        usual_growth: float,
        told: Told | None,
    ) -> None:
        self._index = index
        self._dossier = dossier
        self._encode = encode
        self._settings = settings
        self._usual_growth = usual_growth
        self._since = dossier.independent_since()
        self._former_ids = tuple(told.former_ids) if told else ()
        self._running: dict[str, frozenset[str]] = {}
        self._topics: frozenset[tuple[str, str]] | None = None

    def wanted(self, watch: Watch, development: Development, reading: Reading) -> bool:
        """The watch's own filters."""
        if development.independent_origins < (watch.min_origins or 0):
            return False
        if watch.languages and reading.annotations.language not in watch.languages:
            return False
        if watch.kinds and development.kind not in watch.kinds:
            return False
        if watch.min_growth is not None:
            grown = growth(self._since, development.at)
            return grown >= watch.min_growth * max(self._usual_growth, 1.0)
        return True

    def asked_by_speaker(self, development: Development) -> Iterable[Watch]:
        """The watches of who speaks."""
        speaker = development.values.get("speaker")
        if speaker and development.kind == "new-statement" and "quotation" in self._index.by_kind:
            for query in sorted(self._index.names("quotation").matching([speaker])):
                yield from self._index.by_query["quotation", query]

    def asked_by(self, development: Development, reading: Reading) -> Iterable[Watch]:
        """The watches that this development is about, their filters aside."""
        index, dossier = self._index, self._dossier
        if "breaking" in index.by_kind:
            for watch in index.by_kind["breaking"]:
                if self._breaks(development, watch.min_origins):
                    yield watch
        for story_id in dict.fromkeys((dossier.story.id, development.story_id, *self._former_ids)):
            yield from index.by_query.get(("story", story_id), ())
        for kind in _NAMED:
            if kind in index.by_kind:
                for query in self._named(kind, development, reading):
                    yield from index.by_query[kind, query]
        if "corrections" in index.by_kind and _corrects(development, reading, dossier):
            outlet = reading.article.outlet.value if reading.article.outlet else None
            for kind, query in index.by_query:
                if kind == "corrections" and outlet and same_outlet(query, outlet):
                    yield from index.by_query[kind, query]
        if index.topics:
            for query, language in self._topics_met():
                for watch in index.by_query["topic", query]:
                    if _language_of(query, watch.interface_language) == language:
                        yield watch

    # ---------------------------------------------------------------- breaking

    def _breaks(self, development: Development, min_origins: int | None) -> bool:
        """Enough independent origins first seen within the short clock. A correction of a story
        that once broke is told of even when the clock has run out."""
        needed = min_origins or self._settings.breaking_min_origins
        window = timedelta(hours=self._settings.breaking_window_hours)
        if development.kind in CORRECTIONS:
            return any(_fresh(self._since, at, window) >= needed for at in self._since)
        return _fresh(self._since, development.at, window) >= needed

    # ---------------------------------------------------------------- names

    def _named(self, kind: str, development: Development, reading: Reading) -> set[str]:
        """The watched names that are part of what is new.

        A name must stand in the sentence that bears the development, in a headline of the
        article that brought it, be one of that article's speakers, or run through the story
        (half of its articles): a passing mention is no reason for a mail.
        """
        names, dossier = self._index.names(kind), self._dossier
        forms: list[str | None] = []
        for quote in reading.annotations.quotes:
            if quote.speaker and quote.speaker.kind == kind:
                forms += [quote.speaker.name, quote.speaker.identity]
        beside = [m for m in _title_names(reading) if m.kind == kind]
        for place in development.evidence:
            if witness := dossier.reading(place.article_id):
                beside += [m for m in _names_beside(witness, place) if m.kind == kind]
        for mention in beside:
            forms += _forms(mention)
        found = names.matching(forms)
        if len(dossier.readings) > 1:
            here = names.matching(
                [f for m in reading.annotations.names if m.kind == kind for f in _forms(m)]
            )
            found |= here & self._run_through(kind, names)
        return found

    def _run_through(self, kind: str, names: _NameIndex) -> frozenset[str]:
        """Names that stand in half of the story's articles."""
        if kind not in self._running:
            counts: dict[str, int] = {}
            for reading in self._dossier.readings:
                forms = [f for m in reading.annotations.names if m.kind == kind for f in _forms(m)]
                for query in names.matching(forms):
                    counts[query] = counts.get(query, 0) + 1
            half = len(self._dossier.readings) / 2
            self._running[kind] = frozenset(q for q, n in counts.items() if n >= half)
        return self._running[kind]

    # ---------------------------------------------------------------- topics

    def _topics_met(self) -> frozenset[tuple[str, str]]:
        if self._topics is None:
            self._topics = frozenset(self._meet_topics())
        return self._topics

    def _meet_topics(self) -> Iterable[tuple[str, str]]:
        index, texts, languages = self._index, [], []
        for reading in self._dossier.readings:
            for text in (_title(reading), _lead(reading)):
                if text:
                    texts.append(text)
                    languages.append(reading.annotations.language)
        if not texts:
            return
        word_sets = [{_stem(w) for w in folded_words(text)} for text in texts]
        every_word = set().union(*word_sets)
        named = {
            form
            for r in self._dossier.readings
            for m in _title_names(r)
            for form in _forms(m)
            if form
        }
        by_name = self._index.names("topic").matching(sorted(named))
        left: list[tuple[tuple[str, str], float]] = []
        for query, language in index.topics:
            wanted = index.stems(query)
            if not wanted:
                continue
            shared = 0.0
            if wanted & every_word:
                shared = max(len(wanted & words) for words in word_sets) / len(wanted)
            if shared == 1.0 or query in by_name:
                yield query, language
            else:
                needed = TOPIC_LIKENESS_WITH_WORDS if shared >= 0.5 else TOPIC_LIKENESS
                left.append(((query, language), needed))
        if not left:
            return
        index.encode_topics(self._encode)
        rows = np.asarray(self._encode(texts, languages))
        asked = np.stack([np.asarray(index.vectors[topic]) for topic, _ in left])
        likeness = (asked @ rows.T).max(axis=1)
        for (topic, needed), like in zip(left, likeness, strict=True):
            if like >= needed:
                yield topic


class _NameIndex:
    """Names that are looked for, found by the letters that their skeletons begin with.

    Only names with a word that begins with the same consonant (or with the same letter, where a
    script has no skeleton) are compared; a likeness of .95 by Jaro-Winkler cannot begin apart in
    names of up to eight consonants.
    """

    def __init__(self, queries: Iterable[str], identify: Identify | None) -> None:
        self._folded: dict[str, list[str]] = {}
        self._identities: dict[str, list[str]] = {}
        self._blocks: dict[str, list[str]] = {}
        for query in sorted(queries):
            self._folded.setdefault(fold(query), []).append(query)
            for identity in sorted(identify(query)) if identify else ():
                self._identities.setdefault(identity, []).append(query)
            for letter in _beginnings(query):
                self._blocks.setdefault(letter, []).append(query)
        self._known: dict[str, frozenset[str]] = {}

    def matching(self, forms: Iterable[str | None]) -> set[str]:
        """The queries that one of these names or identities is a spelling of."""
        found: set[str] = set()
        for form in dict.fromkeys(forms):
            if form:
                found |= self._of(form)
        return found

    def _of(self, form: str) -> frozenset[str]:
        if form not in self._known:
            if len(self._known) > 50_000:
                self._known.clear()
            found = set(self._folded.get(fold(form), ())) | set(self._identities.get(form, ()))
            near = {q for letter in _beginnings(form) for q in self._blocks.get(letter, ())}
            found |= {q for q in near - found if alike(q, form) >= NAME_LIKENESS}
            self._known[form] = frozenset(found)
        return self._known[form]


def _beginnings(name: str) -> set[str]:
    if name.startswith("~"):
        words = name[1:].split()
    else:
        bare = name.partition(":")[2].replace("-", " ") if _is_identity(name) else name
        words = skeleton(bare).split() or fold(bare).split()
        if "х" in bare.casefold():  # read as kh or as h: see ``naming.alike``
            words = words + skeleton(regex.sub("[хХ]", "", bare)).split()
    return {word[0] for word in words}


def _is_identity(name: str) -> bool:
    return name.startswith(("person:", "place:", "org:"))


def _forms(mention: NameMention) -> tuple[str | None, ...]:
    return (mention.text, mention.canonical, mention.identity)


def same_outlet(query: str, outlet: str) -> bool:
    """Does the reader's word for an outlet mean this one? Our table's spellings count as one."""
    if fold(query) == fold(outlet):
        return True
    known, other = knowledge.outlet_by_name(query), knowledge.outlet_by_name(outlet)
    if known and other:
        return known.id == other.id
    return alike(query, outlet) >= NAME_LIKENESS


def _corrects(development: Development, reading: Reading, dossier: Dossier) -> bool:
    """Does the outlet of the article take something back: announced, or silently by an edit?"""
    edited = any(
        v.article_id == development.article_id and v.seen_at == development.at and v.substantive
        for v in dossier.versions
    )
    return development.kind == "correction" or (
        edited and development.kind in ("retraction", "figure-changed")
    )


# --------------------------------------------------------------------------- quotations


def quotations(before: Dossier | None, after: Dossier) -> list[Development]:
    """New utterances in a story, as developments for those who watch a speaker.

    ``develop`` tells of statements of a story's main actors; who watches a speaker wants every
    new one, whoever else thinks it matters. Utterances that an article had ``before``, and those
    that repeat one of the same speaker, are none.
    """
    known_ids = {group.id for group in before.sheet.quotes} if before else set()
    known_articles = {r.article.id for r in before.readings} if before else set()
    old = {(v.article_id, v.number) for v in before.versions} if before else set()
    edited = {v.article_id for v in after.versions if (v.article_id, v.number) not in old}
    made = []
    for group in after.sheet.quotes:
        articles = [r.place.article_id for r in group.renderings]
        if group.id in known_ids or any(a in known_articles and a not in edited for a in articles):
            continue
        speakers = [n for n in (group.speaker, *group.speaker_names) if n]
        words = _words_said(after, group)
        if not speakers or len(words) < QUOTATION_WORDS:
            continue
        if before and any(
            len(words & _words_said(before, other)) >= REPEATED_SHARE * len(words)
            for other in before.sheet.quotes
            if set(map(fold, other.speaker_names)) & set(map(fold, speakers))
        ):
            continue
        first = min(
            group.renderings,
            key=lambda r: (_seen(after, r.place.article_id), r.place.article_id),
        )
        made.append(
            Development(
                story_id=after.story.id,
                key=stable_id(after.story.id, "quotation", group.id, length=16),
                kind="new-statement",
                at=_seen(after, first.place.article_id),
                article_id=first.place.article_id,
                evidence=(first.place,),
                values={"speaker": speakers[0]},
                independent_origins=sum(origin.counts for origin in after.origins),
                content=stable_id("quotation", group.id, length=16),
            )
        )
    return sorted(made, key=lambda d: (d.at, d.key))


def _words_said(dossier: Dossier, group: QuoteGroup) -> set[str]:
    place = group.renderings[0].place
    reading = dossier.reading(place.article_id)
    return set(folded_words(reading.text_of(place)[place.start : place.end])) if reading else set()


def _seen(dossier: Dossier, article_id: str) -> datetime:
    versions = [v.seen_at for v in dossier.versions if v.article_id == article_id and v.substantive]
    reading = dossier.reading(article_id)
    return max([reading.article.seen_at if reading else dossier.story.opened_at, *versions])


# --------------------------------------------------------------------------- growth


def growth(since: Sequence[datetime], at: datetime) -> int:
    """Independent origins first seen in the hour up to ``at``."""
    return _fresh(since, at, timedelta(hours=1))


def fastest_growth(since: Sequence[datetime]) -> int:
    """The most independent origins that were first seen within any one hour."""
    return max((growth(since, at) for at in since), default=0)


def _fresh(since: Sequence[datetime], at: datetime, window: timedelta) -> int:
    return sum(at - window < seen <= at for seen in since)


# --------------------------------------------------------------------------- texts


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
