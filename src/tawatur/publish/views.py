"""One view per page: what a front page, a story and an article show, as plain data.

HTML, JSON and terminal are three renderings of the same view, so they cannot disagree. A view
holds the sources' words and codes for everything else; the wording in Arabic or English is
``strings.py``. Every string of a source is a ``Words`` with its language and direction.

What the product does not know is ``None`` or an empty tuple here, and its place is left out of
the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

import regex
from msgspec import structs

from tawatur import knowledge
from tawatur.model import (
    Annotations,
    Article,
    Conflict,
    Derivation,
    Development,
    Dossier,
    Failure,
    Figure,
    Member,
    Origin,
    Place,
    Plain,
    Point,
    Quote,
    QuoteGroup,
    Reading,
    Rendering,
    Source,
    Span,
    Stamp,
    VersionChange,
)
from tawatur.settings import Settings
from tawatur.text import fold, is_rtl

InterfaceLanguage = Literal["ar", "en"]
Standing = Literal["all", "several", "one", "disputed", "withdrawn"]

# ------------------------------------------------------------------------------- pieces


class Words(Plain, frozen=True, kw_only=True):
    """A string of somebody else's, with its language (``und`` if unknown) and direction."""

    text: str
    language: str
    direction: Literal["ltr", "rtl"]


class Segment(Plain, frozen=True, kw_only=True):
    """A piece of a sentence; ``marked`` when it is the part that bears the evidence."""

    text: str
    marked: bool = False


class Headline(Plain, frozen=True, kw_only=True):
    words: Words
    outlet: Words | None
    article_id: str
    kind: Literal["headline", "first-sentence"] = "headline"
    lede: Words | None = None  # the first sentence of the article under it


class OutletLink(Plain, frozen=True, kw_only=True):
    """An article, named by its outlet. ``url`` is None unless it is a plain web address."""

    name: Words | None
    article_id: str
    url: str | None
    page_name: str


class OriginBrief(Plain, frozen=True, kw_only=True):
    """An origin and how many articles carry it beyond the one that brought it."""

    id: str
    kind: Literal["agency", "outlet", "unknown"]
    name: Words | None
    carriers: int


class DisputeBrief(Plain, frozen=True, kw_only=True):
    kind: str
    subject: Words
    values: tuple[str, ...]


class DevelopmentBrief(Plain, frozen=True, kw_only=True):
    """What became known, in the words of the source that brought it."""

    key: str
    kind: str
    at: datetime
    words: Words | None
    outlet: Words | None
    article_id: str
    values: dict[str, str]
    independent_origins: int


class StorySummary(Plain, frozen=True, kw_only=True):
    """A story as the list shows it; the same for readers of both interface languages."""

    id: str
    opened_at: datetime
    newest_at: datetime
    headlines: tuple[Headline, ...]  # one per language, in order of first sight
    independent_origins: int
    independent_since: tuple[datetime, ...]
    unknown_articles: int
    article_count: int
    languages: tuple[str, ...]
    origins: tuple[OriginBrief, ...]  # those that count, in order of first sight
    outlets: tuple[OutletLink, ...]
    developments: tuple[DevelopmentBrief, ...]  # newest first
    disputed: tuple[DisputeBrief, ...]

    @property
    def copies(self) -> int:
        """Articles that carry one of the origins that count, word for word, edited or translated."""
        return sum(o.carriers for o in self.origins)

    def headline(self, language: str) -> Headline | None:
        """The headline in the reader's language if an outlet has one, else the first seen."""
        return next((h for h in self.headlines if h.words.language == language), None) or next(
            iter(self.headlines), None
        )

    def breaking(self, now: datetime, settings: Settings) -> bool:
        """Did enough independent origins come in within the short clock before ``now``?"""
        since = now - timedelta(hours=settings.breaking_window_hours)
        fresh = sum(since < at <= now for at in self.independent_since)
        return fresh >= settings.breaking_min_origins


# Latest developments kept in a summary: what the breaking story's margin has room for.
DEVELOPMENTS_SHOWN = 6

_WEB_ADDRESS = regex.compile(r"https?://[^\s<>\"']+", regex.IGNORECASE)
_RTL_LETTER = regex.compile(r"[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}]")
_CYRILLIC_LETTER = regex.compile(r"\p{Cyrillic}")
_CYRILLIC_LANGUAGES = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt"})


def safe_url(url: str | None) -> str | None:
    """``url`` if it is an ordinary web address (http or https, no blanks), else None."""
    return url if url and _WEB_ADDRESS.fullmatch(url) else None


def words_of(text: str, language: str) -> Words:
    """``text`` in a known language."""
    return Words(text=text, language=language, direction="rtl" if is_rtl(language) else "ltr")


def name_words(text: str, language: str) -> Words:
    """A name found in a text of ``language``: its own script decides when it is another one
    ("Sputnik Arabic" in an Arabic article is not Arabic)."""
    rtl = bool(_RTL_LETTER.search(text))
    cyrillic = bool(_CYRILLIC_LETTER.search(text))
    fits = rtl == is_rtl(language) and (rtl or cyrillic == (language in _CYRILLIC_LANGUAGES))
    own = language if fits else "ar" if rtl else "ru" if cyrillic else "und"
    return Words(text=text, language=own, direction="rtl" if rtl else "ltr")


def outlet_of(reading: Reading) -> Words | None:
    """The outlet's name, if known."""
    outlet = reading.article.outlet
    return name_words(outlet.value, reading.annotations.language) if outlet else None


def outlet_link(reading: Reading) -> OutletLink:
    article = reading.article
    return OutletLink(
        name=outlet_of(reading),
        article_id=article.id,
        url=safe_url(article.url),
        page_name=short_page_name(article),
    )


def short_page_name(article: Article) -> str:
    """What to call an article without an outlet: the host of its address, else its file name."""
    if article.url and (host := regex.match(r"https?://(?:www\.)?([^/:?#]+)", article.url)):
        return str(host.group(1))
    return article.page_name.rsplit("/", 1)[-1] or article.page_name


def headline_of(reading: Reading) -> Headline | None:
    """The article's headline, or its first sentence, marked as such, when it has none."""
    article, annotations = reading.article, reading.annotations
    if article.title:
        language = (reading.title_annotations or annotations).language
        # A headline is too short for a sure guess; the article's language wins unless the
        # script speaks against it.
        words = name_words(article.title.value, annotations.language)
        if words.language == "und":
            words = words_of(article.title.value, language)
        return Headline(
            words=words,
            outlet=outlet_of(reading),
            article_id=article.id,
            lede=_lede(reading, words.text),
        )
    if not annotations.sentences:
        return None
    first = annotations.sentences[0]
    return Headline(
        words=words_of(article.text[first.start : first.end], annotations.language),
        outlet=outlet_of(reading),
        article_id=article.id,
        kind="first-sentence",
    )


# Under this a first sentence tells nothing ("Agencies"); over it, it is no longer a glance.
_LEDE_CODE_POINTS = (40, 320)


def _lede(reading: Reading, title: str) -> Words | None:
    """The first sentence of the text, unless it only repeats the headline."""
    if not reading.annotations.sentences:
        return None
    first = reading.annotations.sentences[0]
    text = reading.article.text[first.start : first.end].strip()
    shortest, longest = _LEDE_CODE_POINTS
    if not shortest <= len(text) <= longest or fold(title) in fold(text):
        return None
    return words_of(text, reading.annotations.language)


def headlines_of(dossier: Dossier) -> tuple[Headline, ...]:
    """One headline per language, in order of first sight; a first sentence only when no
    article of the story has a headline."""
    found: dict[str, Headline] = {}
    for reading in dossier.readings:
        headline = headline_of(reading)
        if headline and headline.kind == "headline":
            found.setdefault(headline.words.language, headline)
    if not found:
        rest = (headline_of(r) for r in dossier.readings)
        first = next((h for h in rest if h), None)
        return (first,) if first else ()
    return tuple(found.values())


# ------------------------------------------------------------------------------- evidence


def enclosing(annotations: Annotations | None, text: str, start: int, end: int) -> Span:
    """The sentence or sentences around a span; the paragraph when there are none."""
    sentences = annotations.sentences if annotations else ()
    around = [s for s in sentences if s.start < end and s.end > start]
    if around:
        return Span(start=min(around[0].start, start), end=max(around[-1].end, end))
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    return Span(start=left, end=len(text) if right < 0 else right)


def mark(text: str, around: Span, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """``text[around]`` cut into marked and unmarked pieces."""
    cuts: list[Segment] = []
    at = around.start
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        start, end = max(span.start, at), min(span.end, around.end)
        if start >= end:
            continue
        if start > at:
            cuts.append(Segment(text=text[at:start]))
        cuts.append(Segment(text=text[start:end], marked=True))
        at = end
    if at < around.end:
        cuts.append(Segment(text=text[at : around.end]))
    return tuple(cuts)


class Kinship(Plain, frozen=True, kw_only=True):
    """How an article stands to its origin."""

    kind: Literal[
        "own", "agency", "verbatim", "edited", "translation", "rewrite", "partial", "unknown"
    ]
    source_article_id: str | None = None
    source_url: str | None = None
    source_name: Words | None = None  # the outlet it was made from, or the agency it carries
    source_language: str | None = None
    share_of_copy: float | None = None
    evidence: tuple[str, ...] = ()


class SourceView(Plain, frozen=True, kw_only=True):
    """One source sentence with the part that bears a point marked."""

    outlet: OutletLink
    segments: tuple[Segment, ...]
    language: str
    direction: Literal["ltr", "rtl"]
    seen_at: datetime
    kinship: Kinship
    part: Literal["text", "title", "post"]
    voucher: Words | None
    voucher_kind: str
    start: int
    end: int


class PointView(Plain, frozen=True, kw_only=True):
    id: str
    standing: Standing
    words: Words
    background: bool
    origins: tuple[OriginBrief, ...]
    # One per origin that counts and per article of unknown origin; the one worded as shown first.
    sources: tuple[SourceView, ...]
    copies: tuple[OutletLink, ...]  # who repeats it
    first_seen_at: datetime


class PointGroup(Plain, frozen=True, kw_only=True):
    standing: Standing
    points: tuple[PointView, ...]


class SideView(Plain, frozen=True, kw_only=True):
    """One value of a conflict. ``value`` is normalised, ``shown`` are the source's words for
    values that are names of things."""

    value: str
    shown: Words | None
    origins: tuple[OriginBrief, ...]
    sources: tuple[SourceView, ...]
    first_seen_at: datetime


class ConflictView(Plain, frozen=True, kw_only=True):
    id: str
    kind: str
    subject: Words
    relation: Literal["conflict", "update", "within-source"]
    sides: tuple[SideView, ...]
    point_id: str | None


class RenderingView(Plain, frozen=True, kw_only=True):
    outlet: OutletLink
    segments: tuple[Segment, ...]  # marked: words that the others put otherwise
    language: str
    direction: Literal["ltr", "rtl"]
    kind: Literal["direct", "indirect", "mixed"]
    similarity: float
    differing: tuple[str, ...]
    cut: bool
    words_missing: int
    seen_at: datetime
    part: Literal["text", "title", "post"]


class SaidView(Plain, frozen=True, kw_only=True):
    """One utterance in all its renderings, the fullest first."""

    id: str
    speaker: Words | None
    spellings: tuple[Words, ...]
    role: Words | None
    addressee: Words | None
    occasion: Words | None
    renderings: tuple[RenderingView, ...]


class SettledView(Plain, frozen=True, kw_only=True):
    """A date left open in one account and settled by others."""

    source: SourceView
    candidates: tuple[str, ...]
    value: str
    evidence: tuple[SourceView, ...]


class InferredView(Plain, frozen=True, kw_only=True):
    """The day of an article without a date, from its story."""

    outlet: OutletLink
    day: date
    evidence: tuple[SourceView, ...]


class TreeNode(Plain, frozen=True, kw_only=True):
    """A place in the tree of who carries whom. The root of an agency nobody saw directly has
    no article."""

    name: Words | None
    outlet: OutletLink | None
    kinship: Kinship
    language: str | None
    seen_at: datetime | None
    children: tuple[TreeNode, ...] = ()


class OriginView(Plain, frozen=True, kw_only=True):
    id: str
    kind: Literal["agency", "outlet", "unknown"]
    name: Words | None
    article_count: int
    evidence: tuple[str, ...]
    roots: tuple[TreeNode, ...]  # one, or for the unknown one per article


class TimelineView(Plain, frozen=True, kw_only=True):
    """When something happened, and who was first seen to report it."""

    when: str | None
    candidates: tuple[str, ...]
    point_id: str
    standing: Standing
    words: Words
    first_reported_at: datetime
    first_outlet: OutletLink


class ClaimedTime(Plain, frozen=True, kw_only=True):
    """A time as the publisher claims it."""

    at: datetime
    day: date
    precision: Literal["minute", "day"]
    where: str
    confidence: float


class WhyHere(Plain, frozen=True, kw_only=True):
    """A feature that put an article into its story."""

    feature: str
    value: float
    weight: float
    words: tuple[str, ...]


class Because(Plain, frozen=True, kw_only=True):
    """A reason for an article's place in its story that a person can check."""

    kind: Literal["people", "places", "organisations", "names", "words", "meaning", "likeness"]
    words: tuple[Words, ...]


class ArticleRow(Plain, frozen=True, kw_only=True):
    """An article in the story's table."""

    outlet: OutletLink
    title: Words | None
    language: str
    seen_at: datetime
    published: ClaimedTime | None
    updated: ClaimedTime | None
    inferred_day: date | None
    origin_id: str | None
    kinship: Kinship
    versions: int
    substantive_versions: int
    score: float | None
    opened: bool  # the story began with it
    why: tuple[WhyHere, ...]
    because: tuple[Because, ...]
    nearest: tuple[OutletLink, ...]


class StoryView(Plain, frozen=True, kw_only=True):
    """A story page."""

    summary: StorySummary
    headline: Headline | None
    other_headlines: tuple[Headline, ...]
    groups: tuple[PointGroup, ...]
    conflicts: tuple[ConflictView, ...]
    said: tuple[SaidView, ...]
    settled: tuple[SettledView, ...]
    inferred: tuple[InferredView, ...]
    origins: tuple[OriginView, ...]
    timeline: tuple[TimelineView, ...]
    articles: tuple[ArticleRow, ...]
    developments: tuple[DevelopmentBrief, ...]

    @property
    def point_count(self) -> int:
        return sum(len(g.points) for g in self.groups)


# ------------------------------------------------------------------------------- a story


class _Desk:
    """A dossier with what the views ask of it again and again worked out once."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.readings = {r.article.id: r for r in dossier.readings}
        self.order = {r.article.id: i for i, r in enumerate(dossier.readings)}
        self.origin_of = {a: o for o in dossier.origins for a in o.article_ids}
        self.derivation_of = _strongest_derivations(dossier, self.order)
        self.origin_names = {o.id: self._origin_name(o) for o in dossier.origins}

    def _origin_name(self, origin: Origin) -> Words | None:
        known = [self.readings[a] for a in origin.article_ids if a in self.readings]
        if origin.name is None:
            return None
        return name_words(origin.name, known[0].annotations.language if known else "und")

    def brief(self, origin_id: str) -> OriginBrief | None:
        origin = next((o for o in self.dossier.origins if o.id == origin_id), None)
        if origin is None:
            return None
        # An agency that we did not see itself is carried by all of its articles.
        brought = 0 if origin.kind == "agency" and not self.agency_itself(origin) else 1
        return OriginBrief(
            id=origin.id,
            kind=origin.kind,
            name=self.origin_names[origin.id],
            carriers=max(0, len(origin.article_ids) - brought),
        )

    def briefs(self, origin_ids: Iterable[str]) -> tuple[OriginBrief, ...]:
        found = (self.brief(i) for i in origin_ids)
        return tuple(b for b in found if b is not None)

    def agency_itself(self, origin: Origin) -> str | None:
        """The article that the agency published itself, if we saw one."""
        for article_id in origin.article_ids:
            reading = self.readings.get(article_id)
            if reading and reading.article.outlet and _is_agency(reading, origin):
                return article_id
        return None

    def kinship(self, article_id: str) -> Kinship:
        origin = self.origin_of.get(article_id)
        derivation = self.derivation_of.get(article_id)
        if derivation is not None:
            source = self.readings[derivation.source_id]
            return Kinship(
                kind=derivation.kind,
                source_article_id=derivation.source_id,
                source_url=source.article.url,
                source_name=outlet_of(source) or name_words(short_page_name(source.article), "und"),
                source_language=source.annotations.language,
                share_of_copy=derivation.share_of_copy,
                evidence=derivation.evidence,
            )
        if origin is None or origin.kind == "unknown":
            return Kinship(kind="unknown", evidence=origin.evidence if origin else ())
        reading = self.readings.get(article_id)
        by_agency = reading and reading.article.outlet and _is_agency(reading, origin)
        if origin.kind == "agency" and not by_agency:
            return Kinship(
                kind="agency", source_name=self.origin_names[origin.id], evidence=origin.evidence
            )
        return Kinship(kind="own", evidence=origin.evidence)

    def source(self, place: Place, member: Member | None = None) -> SourceView | None:
        reading = self.readings.get(place.article_id)
        if reading is None:
            return None
        text = reading.text_of(place)
        annotations = reading.annotations_of(place) or reading.annotations
        span = Span(start=place.start, end=place.end)
        around = enclosing(reading.annotations_of(place), text, place.start, place.end)
        words = words_of("", annotations.language)
        voucher = member.voucher if member else None
        return SourceView(
            outlet=outlet_link(reading),
            segments=mark(text, around, (span,)),
            language=words.language,
            direction=words.direction,
            seen_at=reading.article.seen_at,
            kinship=self.kinship(place.article_id),
            part=part_of(place),
            voucher=name_words(voucher, annotations.language) if voucher else None,
            voucher_kind=member.voucher_kind if member else "none",
            start=place.start,
            end=place.end,
        )

    def sources(self, places: Iterable[Place]) -> tuple[SourceView, ...]:
        found = (self.source(p) for p in places)
        return tuple(s for s in found if s is not None)

    def telling_words_at(self, place: Place) -> Words:
        """The words at a place, or its sentence when they are too few to tell anything."""
        found = self.words_at(place)
        if len(found.text.split()) >= _TELLING_WORDS:
            return found
        reading = self.readings[place.article_id]
        text = reading.text_of(place)
        around = enclosing(reading.annotations_of(place), text, place.start, place.end)
        return words_of(text[around.start : around.end].strip(), found.language)

    def words_at(self, place: Place) -> Words:
        reading = self.readings[place.article_id]
        language = (reading.annotations_of(place) or reading.annotations).language
        return words_of(reading.text_of(place)[place.start : place.end].strip(), language)


# A bare "17" tells nobody anything: evidence of fewer words is shown with its sentence.
_TELLING_WORDS = 4


def part_of(place: Place) -> Literal["text", "title", "post"]:
    return "title" if place.in_title else "post" if place.post is not None else "text"


def _is_agency(reading: Reading, origin: Origin) -> bool:
    assert reading.article.outlet
    outlet = reading.article.outlet.value
    if origin.name and outlet.casefold() == origin.name.casefold():
        return True
    family = knowledge.family_of(outlet)
    return (
        family is not None
        and origin.name is not None
        and family == knowledge.family_of(knowledge.find_agency(origin.name) or origin.name)
    )


def _strongest_derivations(dossier: Dossier, order: dict[str, int]) -> dict[str, Derivation]:
    """For each article the one derivation the pages draw: whole copies before partial ones,
    then the largest share. A part taken over does not change the origin, so partial ones count
    only inside one origin."""
    origin_of = {a: o.id for o in dossier.origins for a in o.article_ids}
    best: dict[str, Derivation] = {}
    for derivation in dossier.derivations:
        copy, source = derivation.article_id, derivation.source_id
        if copy == source or copy not in order or source not in order:
            continue
        if origin_of.get(copy) != origin_of.get(source):
            continue
        known = best.get(copy)
        if known is None or _strength(derivation, order) > _strength(known, order):
            best[copy] = derivation
    # No circles: an article may not be, through others, its own source.
    for copy in sorted(best, key=lambda a: order[a]):
        seen, at = {copy}, best[copy].source_id
        while at in best:
            if at in seen:
                del best[at]
                break
            seen.add(at)
            at = best[at].source_id
    return best


def _strength(derivation: Derivation, order: dict[str, int]) -> tuple[float, float, float, int]:
    return (
        derivation.kind != "partial",
        derivation.share_of_copy,
        derivation.confidence,
        -order[derivation.source_id],
    )


def summarise(dossier: Dossier) -> StorySummary:
    """What a list of stories shows of this one."""
    return _summary(_Desk(dossier))


def _summary(desk: _Desk) -> StorySummary:
    dossier = desk.dossier
    newest = _newest_first(dossier.developments)
    return StorySummary(
        id=dossier.story.id,
        opened_at=dossier.story.opened_at,
        newest_at=dossier.story.newest_at,
        headlines=headlines_of(dossier),
        independent_origins=sum(o.counts for o in dossier.origins),
        independent_since=dossier.independent_since(),
        unknown_articles=sum(len(o.article_ids) for o in dossier.origins if not o.counts),
        article_count=len(dossier.readings),
        languages=tuple(dict.fromkeys(r.annotations.language for r in dossier.readings)),
        origins=desk.briefs(o.id for o in dossier.origins if o.counts),
        outlets=_one_link_per_outlet(dossier.readings),
        developments=tuple(_development(desk, d) for d in newest[:DEVELOPMENTS_SHOWN]),
        disputed=tuple(
            DisputeBrief(
                kind=c.kind,
                subject=_subject(desk, c),
                values=tuple(_shown_value(desk, c, i) for i in range(len(c.sides))),
            )
            for c in dossier.sheet.conflicts
            if c.relation == "conflict"
        ),
    )


def _newest_first(developments: Sequence[Development]) -> list[Development]:
    """By time; those of one moment, in which they were found in order, turned round as well."""
    return sorted(developments, key=lambda d: d.at)[::-1]


def _one_link_per_outlet(readings: Sequence[Reading]) -> tuple[OutletLink, ...]:
    links: dict[str, OutletLink] = {}
    for reading in readings:
        link = outlet_link(reading)
        links.setdefault(link.name.text if link.name else link.page_name, link)
    return tuple(links.values())


def _subject(desk: _Desk, conflict: Conflict) -> Words:
    """The words a conflict is about; they are a source's, so they have its language."""
    for side in conflict.sides:
        for member in side.members:
            reading = desk.readings.get(member.place.article_id)
            if reading and conflict.subject in reading.text_of(member.place):
                return name_words(conflict.subject, reading.annotations.language)
    return name_words(conflict.subject, "en")


def _shown_value(desk: _Desk, conflict: Conflict, index: int) -> str:
    shown = _side_words(desk, conflict, index)
    return shown.text if shown else conflict.sides[index].value


# Kinds of conflict whose normalised value is an identity and means nothing to a reader: the
# source's own words are shown instead.
_SHOWN_IN_WORDS = frozenset({"place", "name"})


def _side_words(desk: _Desk, conflict: Conflict, index: int) -> Words | None:
    side = conflict.sides[index]
    # A cause is a class of ours that the sentences below bear out, not a name of theirs.
    ours = conflict.subject == "cause"
    if ours or conflict.kind not in _SHOWN_IN_WORDS or not side.members:
        return None
    place = side.members[0].place
    if place.article_id not in desk.readings:
        return None
    return desk.words_at(_value_place(desk, conflict.kind, side.value, place))


def _value_place(desk: _Desk, kind: str, value: str, place: Place) -> Place:
    """Where in a statement the disputed value itself stands; the statement when it cannot be
    told (a denial is the whole of it)."""
    reading = desk.readings.get(place.article_id)
    annotations = reading.annotations_of(place) if reading else None
    if annotations is None:
        return place
    spans: Iterable[tuple[int, int]] = ()
    if kind == "figure":
        spans = ((f.start, f.end) for f in annotations.figures if _is_figure(f, value))
    elif kind == "time":
        spans = (
            (t.start, t.end)
            for t in annotations.times
            if any(part in v for v in (t.value, *t.candidates) if v for part in value.split("/"))
        )
    elif kind in ("place", "name"):
        spans = (
            (n.start, n.end)
            for n in annotations.names
            if value in (n.identity, n.canonical, n.text)
        )
    for start, end in spans:
        if place.start <= start and end <= place.end:
            return structs.replace(place, start=start, end=end)
    return place


def _is_figure(figure: Figure, value: str) -> bool:
    """Is this the figure that a conflict's value ("17", "4-5", "≥5 hours") was made from?"""
    found = regex.match(r"[≥≤~]?(-?[\d.]+)(?:-([\d.]+))?", value)
    if not found:
        return False
    low, high = float(found[1]), float(found[2] or found[1])
    return {low, high} == {end for end in (figure.low, figure.high) if end is not None}


def _development(desk: _Desk, development: Development) -> DevelopmentBrief:
    reading = desk.readings.get(development.article_id)
    words: Words | None = None
    if development.kind in ("opened", "confirmed") and reading:
        headline = headline_of(reading)
        words = headline.words if headline else None
    for place in development.evidence:
        if words is None and place.article_id in desk.readings:
            words = desk.telling_words_at(place)
    return DevelopmentBrief(
        key=development.key,
        kind=development.kind,
        at=development.at,
        words=words,
        outlet=outlet_of(reading) if reading else None,
        article_id=development.article_id,
        values=dict(development.values),
        # Of "confirmed by the third", the third; the story may have had five by then.
        independent_origins=int(development.values.get("origins", 0))
        or development.independent_origins,
    )


STANDINGS: tuple[Standing, ...] = ("all", "several", "one", "disputed", "withdrawn")


def story_view(dossier: Dossier, interface_language: str) -> StoryView:
    """The story page for a reader of ``interface_language`` ("ar" or "en")."""
    desk = _Desk(dossier)
    summary = _summary(desk)
    headline = summary.headline(interface_language)
    wordings = _wordings(desk, interface_language)
    points = [_point(desk, p, wordings[p.id]) for p in dossier.sheet.points if p.id in wordings]
    return StoryView(
        summary=summary,
        headline=headline,
        other_headlines=tuple(h for h in summary.headlines if h is not headline),
        groups=tuple(
            PointGroup(standing=s, points=group)
            for s in STANDINGS
            if (group := tuple(p for p in points if p.standing == s))
        ),
        conflicts=tuple(_conflict(desk, c) for c in dossier.sheet.conflicts),
        said=tuple(_said(desk, g) for g in dossier.sheet.quotes if g.renderings),
        settled=tuple(
            SettledView(
                source=source,
                candidates=s.candidates,
                value=s.value,
                evidence=desk.sources(p for p in s.evidence if p != s.place),
            )
            for s in dossier.sheet.settled
            if (source := desk.source(s.place))
        ),
        inferred=tuple(
            InferredView(
                outlet=outlet_link(desk.readings[i.article_id]),
                day=i.day,
                evidence=desk.sources(i.evidence),
            )
            for i in dossier.sheet.inferred
            if i.article_id in desk.readings
        ),
        origins=tuple(_origin(desk, o) for o in dossier.origins),
        timeline=_timeline(desk, wordings),
        articles=tuple(_row(desk, r) for r in dossier.readings),
        developments=tuple(_development(desk, d) for d in _newest_first(dossier.developments)),
    )


def _wordings(desk: _Desk, language: str) -> dict[str, Member]:
    """For each point the member whose words stand for it: one in the reader's language if an
    outlet has it, else the one that leads. Words that stand for a point already, because one
    outlet's sentence answers to two of another's, give way to others."""
    taken: set[tuple[str, str]] = set()
    chosen: dict[str, Member] = {}
    for point in desk.dossier.sheet.points:
        members = [m for m in point.members if m.place.article_id in desk.readings]
        own = [m for m in members if desk.words_at(m.place).language == language] or members
        free = [m for m in own if _key(desk.words_at(m.place)) not in taken]
        if own:
            chosen[point.id] = (free or own)[0]
            taken.add(_key(desk.words_at(chosen[point.id].place)))
    return chosen


def _key(words: Words) -> tuple[str, str]:
    return words.language, words.text


def _point(desk: _Desk, point: Point, worded: Member) -> PointView:
    shown: list[tuple[Member, SourceView]] = []
    copies: dict[str, OutletLink] = {}
    seen_origins: set[str] = set()
    for member in point.members:
        reading = desk.readings.get(member.place.article_id)
        if reading is None:
            continue
        origin = desk.origin_of.get(member.place.article_id)
        # Only the first wording of each origin is shown as a source, and the one that stands for
        # the point; the unknown are listed one by one, for nobody can say that they repeat one
        # another.
        first = origin is None or not origin.counts or origin.id not in seen_origins
        source = desk.source(member.place, member) if first or member is worded else None
        if source is not None:
            shown.append((member, source))
            if first and origin is not None and origin.counts:
                seen_origins.add(origin.id)
        elif reading.article.id != worded.place.article_id and all(
            s.outlet.article_id != reading.article.id for _, s in shown
        ):
            link = outlet_link(reading)
            copies.setdefault(link.name.text if link.name else link.page_name, link)
    shown.sort(key=lambda pair: pair[0] is not worded)
    return PointView(
        id=point.id,
        standing=point.standing,
        words=desk.words_at(worded.place),
        background=point.background,
        origins=desk.briefs(point.origin_ids),
        sources=tuple(source for _, source in shown),
        copies=tuple(copies.values()),
        first_seen_at=point.first_seen_at,
    )


def _conflict(desk: _Desk, conflict: Conflict) -> ConflictView:
    return ConflictView(
        id=conflict.id,
        kind=conflict.kind,
        subject=_subject(desk, conflict),
        relation=conflict.relation,
        sides=tuple(
            SideView(
                value=side.value,
                shown=_side_words(desk, conflict, index),
                origins=desk.briefs(side.origin_ids),
                sources=tuple(
                    source
                    for m in _one_of_each_origin_first(desk, side.members)
                    if (
                        source := desk.source(
                            _value_place(desk, conflict.kind, side.value, m.place), m
                        )
                    )
                ),
                first_seen_at=side.first_seen_at,
            )
            for index, side in enumerate(conflict.sides)
        ),
        point_id=conflict.point_id,
    )


def _one_of_each_origin_first(desk: _Desk, members: Sequence[Member]) -> list[Member]:
    """The first of every origin, then those that repeat one."""
    seen: dict[str, int] = {}
    turns = []
    for member in members:
        origin = desk.origin_of.get(member.place.article_id)
        key = origin.id if origin and origin.counts else member.place.article_id
        turns.append(seen.get(key, 0))
        seen[key] = turns[-1] + 1
    return [m for _, m in sorted(zip(turns, members, strict=True), key=lambda pair: pair[0])]


def _said(desk: _Desk, group: QuoteGroup) -> SaidView:
    first = desk.readings.get(group.renderings[0].place.article_id)
    language = first.annotations.language if first else "und"

    def named(text: str | None) -> Words | None:
        return name_words(text, language) if text else None

    renderings = (_rendering(desk, r) for r in group.renderings)
    return SaidView(
        id=group.id,
        speaker=named(group.speaker),
        spellings=tuple(name_words(n, language) for n in group.speaker_names if n != group.speaker),
        role=named(group.role),
        addressee=named(group.addressee),
        occasion=named(group.occasion),
        renderings=tuple(r for r in renderings if r is not None),
    )


def _rendering(desk: _Desk, rendering: Rendering) -> RenderingView | None:
    reading = desk.readings.get(rendering.place.article_id)
    if reading is None:
        return None
    place = rendering.place
    text = reading.text_of(place)
    around = _with_quotation_marks(text, place)
    segments = mark(text, around, rendering.differing)
    return RenderingView(
        outlet=outlet_link(reading),
        segments=segments,
        language=rendering.language,
        direction="rtl" if is_rtl(rendering.language) else "ltr",
        kind=rendering.kind,
        similarity=rendering.similarity,
        differing=tuple(s.text for s in segments if s.marked),
        cut=rendering.cut,
        words_missing=rendering.words_missing,
        seen_at=reading.article.seen_at,
        part=part_of(place),
    )


_OPENING, _CLOSING = '«“„"‘‹', '»”“"’›'


def _with_quotation_marks(text: str, place: Place) -> Span:
    """The span of a rendering with the marks the outlet put around it."""
    start, end = place.start, place.end
    if start > 0 and text[start - 1] in _OPENING and end < len(text) and text[end] in _CLOSING:
        return Span(start=start - 1, end=end + 1)
    return Span(start=start, end=end)


def _origin(desk: _Desk, origin: Origin) -> OriginView:
    children: dict[str, list[str]] = {}
    tops: list[str] = []
    for article_id in origin.article_ids:
        if article_id not in desk.readings:
            continue
        derivation = desk.derivation_of.get(article_id)
        if derivation:
            children.setdefault(derivation.source_id, []).append(article_id)
        else:
            tops.append(article_id)

    def node(article_id: str, beside: Iterable[str] = ()) -> TreeNode:
        reading = desk.readings[article_id]
        below = [*children.get(article_id, ()), *beside]
        return TreeNode(
            name=outlet_of(reading),
            outlet=outlet_link(reading),
            kinship=desk.kinship(article_id),
            language=reading.annotations.language,
            seen_at=reading.article.seen_at,
            children=tuple(node(a) for a in sorted(below, key=lambda a: desk.order[a])),
        )

    roots: tuple[TreeNode, ...]
    if origin.kind == "unknown" or not tops:
        roots = tuple(node(a) for a in tops)
    elif origin.kind == "agency" and desk.agency_itself(origin) is None:
        # The agency's own text was never seen: it stands at the root without an article.
        roots = (
            TreeNode(
                name=desk.origin_names[origin.id],
                outlet=None,
                kinship=Kinship(kind="own", evidence=origin.evidence),
                language=None,
                seen_at=None,
                children=tuple(node(a) for a in tops),
            ),
        )
    else:
        root = desk.agency_itself(origin) if origin.kind == "agency" else None
        root = root if root in tops else tops[0]
        roots = (node(root, (a for a in tops if a != root)),)
    return OriginView(
        id=origin.id,
        kind=origin.kind,
        name=desk.origin_names[origin.id],
        article_count=len(origin.article_ids),
        evidence=origin.evidence,
        roots=roots,
    )


def _timeline(desk: _Desk, wordings: dict[str, Member]) -> tuple[TimelineView, ...]:
    points = {p.id: p for p in desk.dossier.sheet.points if p.id in wordings}
    return tuple(
        TimelineView(
            when=entry.when,
            candidates=entry.candidates,
            point_id=entry.point_id,
            standing=points[entry.point_id].standing,
            words=desk.words_at(wordings[entry.point_id].place),
            first_reported_at=entry.first_reported_at,
            first_outlet=outlet_link(desk.readings[entry.first_article_id]),
        )
        for entry in desk.dossier.sheet.timeline
        if entry.point_id in points and entry.first_article_id in desk.readings
    )


def claimed(stamp: Stamp | None) -> ClaimedTime | None:
    if stamp is None:
        return None
    return ClaimedTime(
        at=stamp.at,
        day=stamp.day,
        precision=stamp.precision,
        where=stamp.where,
        confidence=stamp.confidence,
    )


# "Why here" names the reasons that carried the decision, not the whole feature vector.
REASONS_SHOWN = 3


def _row(desk: _Desk, reading: Reading) -> ArticleRow:
    article = reading.article
    membership = next(
        (m for m in reversed(desk.dossier.memberships) if m.article_id == article.id), None
    )
    changes = [v for v in desk.dossier.versions if v.article_id == article.id]
    reasons = sorted(membership.reasons if membership else (), key=lambda r: (-r.weight, r.feature))
    headline = headline_of(reading) if article.title else None
    inferred = next((i for i in desk.dossier.sheet.inferred if i.article_id == article.id), None)
    origin = desk.origin_of.get(article.id)
    near = [
        desk.readings[a]
        for a in (membership.nearest if membership else ())
        if a in desk.readings and a != article.id
    ][:REASONS_SHOWN]
    return ArticleRow(
        outlet=outlet_link(reading),
        title=headline.words if headline else None,
        language=reading.annotations.language,
        seen_at=article.seen_at,
        published=claimed(article.published),
        updated=claimed(article.updated),
        inferred_day=inferred.day if inferred else None,
        origin_id=origin.id if origin else None,
        kinship=desk.kinship(article.id),
        versions=max(article.version, 1 + len(changes)),
        substantive_versions=sum(c.substantive for c in changes),
        score=membership.score if membership else None,
        why=tuple(
            WhyHere(feature=r.feature, value=r.value, weight=r.weight, words=r.words)
            for r in reasons[:REASONS_SHOWN]
            if r.weight > 0
        ),
        opened=article.id == desk.dossier.readings[0].article.id,
        because=_because(
            reading, near, tuple(w for r in reasons for w in r.words) if membership else ()
        ),
        nearest=tuple(outlet_link(r) for r in near),
    )


_ReasonKind = Literal["people", "places", "organisations", "names", "words", "meaning", "likeness"]
_NAME_KINDS: dict[str, _ReasonKind] = {
    "person": "people",
    "organisation": "organisations",
    "place": "places",
}
# Names or words listed for one reason: enough to see it by.
_SHARED_SHOWN = 4


def _because(
    reading: Reading, near: Sequence[Reading], shared_words: Sequence[str]
) -> tuple[Because, ...]:
    """What an article has in common with those that it stands nearest to."""
    language = reading.annotations.language
    theirs: dict[str, set[str]] = {}
    for name in (n for other in near for n in other.annotations.names):
        theirs.setdefault(name.identity, set()).update(fold(name.text).split())
    outlets = {fold(r.article.outlet.value) for r in (reading, *near) if r.article.outlet}
    found: dict[_ReasonKind, dict[str, Words]] = {}
    told: set[str] = set()
    for name in reading.annotations.names:
        folded = fold(name.text)
        if name.identity not in theirs or folded in outlets:
            continue
        kind = _NAME_KINDS.get(name.kind, "names")
        if folded not in told:  # one name, once, whatever else it was taken for elsewhere
            found.setdefault(kind, {}).setdefault(name.identity, name_words(name.text, language))
        told.update((folded, *folded.split()), theirs[name.identity])
    kinds: list[_ReasonKind] = [k for k in _NAME_KINDS.values() if k in found]
    reasons = [
        Because(kind=kind, words=tuple(found[kind].values())[:_SHARED_SHOWN])
        for kind in kinds or [k for k in found if k == "names"]
    ]
    # A word that is part of a name just listed would be said twice; a bare number says nothing.
    words = [
        w
        for w in dict.fromkeys(shared_words)
        if not told.issuperset(fold(w).split()) and not regex.search(r"\p{N}", w)
    ]
    if words:
        listed = tuple(name_words(w, language) for w in words[:_SHARED_SHOWN])
        reasons.append(Because(kind="words", words=listed))
    abroad = [r for r in near if r.annotations.language != language]
    if not reasons and abroad:
        names = [w for w in map(outlet_of, abroad) if w is not None]
        reasons.append(
            Because(kind="meaning", words=tuple(names[:1]))
            if names
            else Because(kind="likeness", words=())
        )
    elif not reasons and near:
        reasons.append(Because(kind="likeness", words=()))
    return tuple(reasons)


# ------------------------------------------------------------------------------- an article


class TimeView(Plain, frozen=True, kw_only=True):
    text: str
    start: int
    end: int
    value: str | None
    candidates: tuple[str, ...]
    granularity: str
    kind: str
    anchor: str
    anchor_value: str | None
    settled_value: str | None  # by the other accounts of its story


class NameView(Plain, frozen=True, kw_only=True):
    """One named thing with every spelling the story has for it."""

    identity: str
    kind: str
    text: str
    canonical: str | None
    role: str | None
    country: str | None
    spans: tuple[Span, ...]
    spellings: tuple[Words, ...]


class QuoteView(Plain, frozen=True, kw_only=True):
    number: int
    kind: Literal["direct", "indirect", "mixed"]
    content: tuple[str, ...]
    spans: tuple[Span, ...]
    speaker: str | None
    speaker_kind: str
    speaker_role: str | None
    resolved_by: str
    cue: str | None
    strength: str
    hedge: str | None
    addressee: str | None
    occasion: str | None
    chain: tuple[str, ...]
    spoken_on: str | None


class FigureView(Plain, frozen=True, kw_only=True):
    text: str
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    counted: str | None
    sense: str | None
    bound: str


class CreditView(Plain, frozen=True, kw_only=True):
    kind: str
    text: str
    agency: str | None
    agency_name: str | None
    people: tuple[str, ...]
    places: tuple[str, ...]


class RemovalView(Plain, frozen=True, kw_only=True):
    text: str
    reason: str
    start: int
    end: int


class PostView(Plain, frozen=True, kw_only=True):
    text: str
    language: str
    direction: Literal["ltr", "rtl"]
    account: str | None
    account_name: str | None
    posted: ClaimedTime | None
    links: tuple[str, ...]
    times: tuple[TimeView, ...]
    quotes: tuple[QuoteView, ...]


class TranslationView(Plain, frozen=True, kw_only=True):
    score: float
    suspected: bool
    from_language: str | None
    marks: tuple[tuple[str, str], ...]  # (kind, text)


class Piece(Plain, frozen=True, kw_only=True):
    """A stretch of a paragraph and what it is; glosses follow it."""

    text: str
    name: bool = False
    time: bool = False
    quote: bool = False
    disputed: bool = False
    times_ending: tuple[TimeView, ...] = ()
    quotes_ending: tuple[int, ...] = ()


class DisputeNote(Plain, frozen=True, kw_only=True):
    """Other accounts' values for something this paragraph says."""

    kind: str
    subject: Words
    others: tuple[SideView, ...]


class ParagraphView(Plain, frozen=True, kw_only=True):
    pieces: tuple[Piece, ...]
    quotes: tuple[QuoteView, ...]
    names: tuple[NameView, ...]
    disputes: tuple[DisputeNote, ...]


class ChangeView(Plain, frozen=True, kw_only=True):
    old: str
    new: str
    before: str  # words of the new text around the change, where it is at hand
    after: str
    kinds: tuple[str, ...]


class VersionView(Plain, frozen=True, kw_only=True):
    number: int
    seen_at: datetime
    substantive: bool
    announced: bool
    title_changed: bool
    changes: tuple[ChangeView, ...]


class ArticleView(Plain, frozen=True, kw_only=True):
    """An article page: the text and its margin."""

    id: str
    url: str | None
    page_name: str
    outlet: Words | None
    outlet_where: str | None
    title: Words | None
    language: str
    language_confidence: float
    direction: Literal["ltr", "rtl"]
    seen_at: datetime
    published: ClaimedTime | None
    updated: ClaimedTime | None
    inferred_day: date | None
    authors: tuple[str, ...]
    section: str | None
    credits: tuple[CreditView, ...]
    text: str
    paragraphs: tuple[ParagraphView, ...]
    times: tuple[TimeView, ...]
    names: tuple[NameView, ...]
    quotes: tuple[QuoteView, ...]
    figures: tuple[FigureView, ...]
    posts: tuple[PostView, ...]
    captions: tuple[str, ...]
    removed: tuple[RemovalView, ...]
    translation: TranslationView | None
    version: int
    versions: tuple[VersionView, ...]
    story_id: str | None
    story_headline: Headline | None
    kinship: Kinship | None


def article_view(
    reading: Reading, interface_language: str = "en", *, dossier: Dossier | None = None
) -> ArticleView:
    """The article page; with its story's ``dossier`` also its standing in the story."""
    article, annotations = reading.article, reading.annotations
    desk = _Desk(dossier) if dossier else None
    settled = {
        (s.place.start, s.place.end, s.place.post): s.value
        for s in (dossier.sheet.settled if dossier else ())
        if s.place.article_id == article.id and not s.place.in_title
    }
    times = _times(article.text, annotations, settled, None)
    quotes = _quotes(article.text, annotations)
    names = _names(reading, dossier)
    inferred = next(
        (i.day for i in (dossier.sheet.inferred if dossier else ()) if i.article_id == article.id),
        None,
    )
    title = headline_of(reading) if article.title else None
    signs = annotations.translation
    changes = tuple(v for v in (dossier.versions if dossier else ()) if v.article_id == article.id)
    return ArticleView(
        id=article.id,
        url=safe_url(article.url),
        page_name=article.page_name,
        outlet=outlet_of(reading),
        outlet_where=article.outlet.where if article.outlet else None,
        title=title.words if title else None,
        language=annotations.language,
        language_confidence=annotations.language_confidence,
        direction=annotations.direction,
        seen_at=article.seen_at,
        published=claimed(article.published),
        updated=claimed(article.updated),
        inferred_day=inferred,
        authors=tuple(a.value for a in article.authors),
        section=article.section.value if article.section else None,
        credits=tuple(
            CreditView(
                kind=c.kind,
                text=c.text,
                agency=c.agency,
                agency_name=_agency_name(c.agency),
                people=c.people,
                places=c.places,
            )
            for c in article.credits
        ),
        text=article.text,
        paragraphs=_paragraphs(reading, desk, times, quotes, names),
        times=times,
        names=names,
        quotes=quotes,
        figures=tuple(
            FigureView(
                text=f.text,
                start=f.start,
                end=f.end,
                low=f.low,
                high=f.high,
                unit=f.unit,
                counted=f.counted,
                sense=f.sense,
                bound=f.bound,
            )
            for f in annotations.figures
        ),
        posts=_posts(reading, settled),
        captions=article.captions,
        removed=tuple(
            RemovalView(text=r.text, reason=r.reason, start=r.start, end=r.end)
            for r in article.removed
        ),
        translation=TranslationView(
            score=signs.score,
            suspected=signs.suspected,
            from_language=signs.from_language,
            marks=tuple((m.kind, article.text[m.start : m.end]) for m in signs.marks),
        )
        if signs
        else None,
        version=article.version,
        versions=tuple(_version(reading, c, c is changes[-1]) for c in changes),
        story_id=dossier.story.id if dossier else None,
        story_headline=_summary(desk).headline(interface_language) if desk else None,
        kinship=desk.kinship(article.id) if desk else None,
    )


def _agency_name(agency_id: str | None) -> str | None:
    agency = knowledge.agency_by_id(agency_id) if agency_id else None
    return agency.name if agency else None


def _times(
    text: str,
    annotations: Annotations,
    settled: dict[tuple[int, int, int | None], str],
    post: int | None,
) -> tuple[TimeView, ...]:
    return tuple(
        TimeView(
            text=t.text,
            start=t.start,
            end=t.end,
            value=t.value,
            candidates=t.candidates,
            granularity=t.granularity,
            kind=t.kind,
            anchor=t.anchor,
            anchor_value=t.anchor_value,
            settled_value=settled.get((t.start, t.end, post)),
        )
        for t in annotations.times
    )


def _cut(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None


def _quotes(text: str, annotations: Annotations) -> tuple[QuoteView, ...]:
    return tuple(
        _quote(text, q, number) for number, q in enumerate(annotations.quotes, 1) if q.content
    )


def _quote(text: str, quote: Quote, number: int) -> QuoteView:
    speaker = quote.speaker
    return QuoteView(
        number=number,
        kind=quote.kind,
        content=tuple(text[s.start : s.end] for s in quote.content),
        spans=quote.content,
        speaker=speaker.name if speaker else None,
        speaker_kind=speaker.kind if speaker else "unknown",
        speaker_role=speaker.role if speaker else None,
        resolved_by=speaker.resolved_by if speaker else "none",
        cue=_cut(text, quote.cue),
        strength=quote.strength,
        hedge=_cut(text, quote.hedge),
        addressee=quote.addressee,
        occasion=quote.occasion,
        chain=quote.chain,
        spoken_on=quote.spoken_on,
    )


def _names(reading: Reading, dossier: Dossier | None) -> tuple[NameView, ...]:
    """The names of an article, once each, with the spellings of the whole story."""
    spellings: dict[str, dict[str, Words]] = {}
    for other in dossier.readings if dossier else (reading,):
        for name in other.annotations.names:
            words = name_words(name.text, other.annotations.language)
            spellings.setdefault(name.identity, {}).setdefault(words.text, words)
    mentions: dict[str, list[int]] = {}
    names = reading.annotations.names
    for index, name in enumerate(names):
        mentions.setdefault(name.identity, []).append(index)
    return tuple(
        NameView(
            identity=identity,
            kind=names[indexes[0]].kind,
            text=names[indexes[0]].text,
            canonical=next((names[i].canonical for i in indexes if names[i].canonical), None),
            role=next((names[i].role for i in indexes if names[i].role), None),
            country=next((names[i].country for i in indexes if names[i].country), None),
            spans=tuple(Span(start=names[i].start, end=names[i].end) for i in indexes),
            spellings=tuple(spellings[identity].values()),
        )
        for identity, indexes in mentions.items()
    )


def _posts(
    reading: Reading, settled: dict[tuple[int, int, int | None], str]
) -> tuple[PostView, ...]:
    views = []
    for index, post in enumerate(reading.article.posts):
        known = reading.post_annotations
        annotations = known[index] if index < len(known) else None
        language = annotations.language if annotations else reading.annotations.language
        views.append(
            PostView(
                text=post.text,
                language=language,
                direction="rtl" if is_rtl(language) else "ltr",
                account=post.account,
                account_name=post.account_name,
                posted=claimed(post.posted),
                links=tuple(link for link in post.links if safe_url(link)),
                times=_times(post.text, annotations, settled, index) if annotations else (),
                quotes=_quotes(post.text, annotations) if annotations else (),
            )
        )
    return tuple(views)


def _paragraphs(
    reading: Reading,
    desk: _Desk | None,
    times: tuple[TimeView, ...],
    quotes: tuple[QuoteView, ...],
    names: tuple[NameView, ...],
) -> tuple[ParagraphView, ...]:
    text, article_id = reading.article.text, reading.article.id
    name_spans = [s for n in names for s in n.spans]
    quote_spans = [s for q in quotes for s in q.spans]
    conflicts = [
        (conflict, index, _value_place(desk, conflict.kind, side.value, member.place))
        for conflict in (desk.dossier.sheet.conflicts if desk else ())
        if desk and conflict.relation == "conflict"
        for index, side in enumerate(conflict.sides)
        for member in side.members
        if member.place.article_id == article_id and part_of(member.place) == "text"
    ]
    disputed_spans = [Span(start=p.start, end=p.end) for _, _, p in conflicts]
    edges = [(s.start, s.end) for s in (*name_spans, *quote_spans, *disputed_spans)]
    edges += [(t.start, t.end) for t in times]
    told: set[str] = set()  # names get their note where they first stand
    paragraphs = []
    for start, end in paragraph_spans(text):
        cuts = sorted(
            {start, end} | {edge for span in edges for edge in span if start < edge < end}
        )
        pieces = tuple(
            Piece(
                text=text[a:b],
                name=_covered(name_spans, a, b),
                time=any(t.start <= a and b <= t.end for t in times),
                quote=_covered(quote_spans, a, b),
                disputed=_covered(disputed_spans, a, b),
                times_ending=tuple(t for t in times if a < t.end <= b),
                quotes_ending=tuple(q.number for q in quotes if a < q.spans[-1].end <= b),
            )
            for a, b in pairwise(cuts)
        )
        here = [
            n
            for n in names
            if n.identity not in told and any(start <= s.start < end for s in n.spans)
        ]
        told.update(n.identity for n in here)
        disputes = []
        for conflict, index, place in conflicts:
            if desk and start <= place.start < end:
                view = _conflict(desk, conflict)
                others = tuple(s for i, s in enumerate(view.sides) if i != index)
                disputes.append(DisputeNote(kind=view.kind, subject=view.subject, others=others))
        paragraphs.append(
            ParagraphView(
                pieces=pieces,
                quotes=tuple(q for q in quotes if start < q.spans[-1].end <= end),
                names=tuple(n for n in here if len(n.spellings) > 1),
                disputes=tuple(disputes),
            )
        )
    return tuple(paragraphs)


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of the non-empty lines."""
    return [m.span() for m in regex.finditer(r"[^\n]*\S[^\n]*", text)]


def _covered(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(s.start <= start and end <= s.end for s in spans)


# Letters of context on either side of a change between versions.
_CONTEXT_CODE_POINTS = 60


def _version(reading: Reading, change: VersionChange, newest: bool) -> VersionView:
    text = reading.article.text

    def around(start: int, words: str) -> tuple[str, str]:
        # Only the newest version's text is at hand; a change of the title has no place in it.
        end = start + len(words)
        if not newest or text[start:end] != words:
            return "", ""
        left = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT_CODE_POINTS)
        line_end = text.find("\n", end)
        right = min(len(text) if line_end < 0 else line_end, end + _CONTEXT_CODE_POINTS)
        # Whole words only.
        while left and text[left - 1].isalnum() and text[left].isalnum() and left < start:
            left += 1
        while right < len(text) and text[right - 1].isalnum() and text[right].isalnum():
            if right <= end:
                break
            right -= 1
        more_left = "…" if left and text[left - 1] != "\n" else ""
        more_right = "…" if right < len(text) and text[right] != "\n" else ""
        return more_left + text[left:start], text[end:right] + more_right

    changes = []
    for c in change.changes:
        before, after = around(c.new_start, c.new)
        changes.append(ChangeView(old=c.old, new=c.new, before=before, after=after, kinds=c.kinds))
    return VersionView(
        number=change.number,
        seen_at=change.seen_at,
        substantive=change.substantive,
        announced=change.announced,
        title_changed=change.title_changed,
        changes=tuple(changes),
    )


# ------------------------------------------------------------------------------- the front page


Order = Literal["newest", "opened", "origins"]
ORDERS: tuple[Order, ...] = ("newest", "opened", "origins")


class SourceHealth(Plain, frozen=True, kw_only=True):
    """How the sources are doing, in numbers."""

    total: int
    answering: int
    waiting: int  # not read yet
    failing: tuple[Source, ...]


class FrontView(Plain, frozen=True, kw_only=True):
    """The list of stories."""

    now: datetime
    breaking: StorySummary | None
    breaking_ids: tuple[str, ...]  # all on this page that break now
    stories: tuple[StorySummary, ...]
    newest: tuple[tuple[StorySummary, DevelopmentBrief], ...]  # what came in last, newest first
    languages: tuple[str, ...]  # that the filter offers
    language: str | None
    order: Order
    offset: int
    next_offset: int | None
    article_count: int | None
    story_count: int | None
    health: SourceHealth | None
    failures: tuple[Failure, ...]


# Developments in the margin of the front page, and of these at most so many of one story.
_NEWEST_SHOWN, _NEWEST_OF_A_STORY = 8, 2


def _came_in(
    summaries: Iterable[StorySummary],
) -> tuple[tuple[StorySummary, DevelopmentBrief], ...]:
    """What came in last; the breaking story has its own list."""
    found = [(s, d) for s in summaries for d in s.developments[:_NEWEST_OF_A_STORY] if d.words]
    found.sort(key=lambda pair: (pair[1].at, pair[0].id), reverse=True)
    return tuple(found[:_NEWEST_SHOWN])


def front_view(
    summaries: Sequence[StorySummary],
    *,
    now: datetime,
    settings: Settings,
    language: str | None = None,
    order: Order = "newest",
    offset: int = 0,
    limit: int = 30,
    languages: Sequence[str] = (),
    counts: dict[str, int] | None = None,
    sources: Sequence[Source] = (),
    failures: Sequence[Failure] = (),
) -> FrontView:
    """One page of the list. ``summaries`` are this page's stories, one more than ``limit`` if
    there are others behind them, already chosen by ``language`` and ``order``.

    The breaking story leads the first page of the unfiltered list only, so that a filter shows
    just what was asked for.
    """
    page = list(summaries[:limit])
    hot = [s for s in page if s.breaking(now, settings)]
    breaking = None
    if offset == 0 and language is None and order == "newest":
        # The most widely and then most freshly confirmed one.
        breaking = max(hot, key=lambda s: (s.independent_origins, s.newest_at, s.id), default=None)
    counts = counts or {}
    return FrontView(
        now=now,
        breaking=breaking,
        breaking_ids=tuple(s.id for s in hot),
        stories=tuple(s for s in page if s is not breaking),
        newest=_came_in(s for s in page if s is not breaking),
        languages=tuple(sorted({*languages, *(x for s in page for x in s.languages)} - {"und"})),
        language=language,
        order=order,
        offset=offset,
        next_offset=offset + limit if len(summaries) > limit else None,
        article_count=counts.get("articles"),
        story_count=counts.get("stories"),
        health=SourceHealth(
            total=len(sources),
            answering=sum(s.state == "answering" for s in sources),
            waiting=sum(s.state == "new" for s in sources),
            failing=tuple(s for s in sources if s.state not in ("answering", "new")),
        )
        if sources
        else None,
        failures=tuple(failures),
    )
