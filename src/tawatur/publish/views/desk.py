"""A dossier laid open: what several views ask of it, worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import regex
from msgspec import structs

from tawatur import knowledge
from tawatur.model import (
    Annotations,
    Conflict,
    Dossier,
    Figure,
    Member,
    Origin,
    Place,
    Plain,
    Reading,
    Span,
    Stamp,
)
from tawatur.origins import main_sources
from tawatur.publish.views.pieces import (
    OriginBrief,
    OutletLink,
    Segment,
    Words,
    name_words,
    outlet_link,
    outlet_of,
    short_page_name,
    words_of,
)
from tawatur.text import fold, western_digits


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
    post: int | None = None  # which of the article's posts
    version: int | None = None  # of the article, when the words stood in an earlier one only
    hedge: Words | None = None  # words of doubt, or the source without a name
    gone_at: datetime | None = None  # since when the outlet no longer has the article

    def marked_as(self, segments: tuple[Segment, ...]) -> SourceView:
        """The same source with other words of it marked."""
        return structs.replace(self, segments=segments)


class ClaimedTime(Plain, frozen=True, kw_only=True):
    """A time as the publisher claims it."""

    at: datetime
    day: date
    precision: Literal["minute", "day"]
    where: str
    confidence: float


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


class StoryDesk:
    """A dossier with what the views ask of it again and again worked out once."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.readings = {r.article.id: r for r in dossier.readings}
        self.order = {r.article.id: i for i, r in enumerate(dossier.readings)}
        self.origin_of = {a: o for o in dossier.origins for a in o.article_ids}
        # With articles of other stories that some of these carry.
        self.known = {r.article.id: r for r in dossier.elsewhere} | self.readings
        self.derivation_of = main_sources(tuple(self.known.values()), dossier.derivations)
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
        own = sum(self.kinship(a).kind == "own" for a in origin.article_ids)
        return OriginBrief(
            id=origin.id,
            kind=origin.kind,
            name=self.origin_names[origin.id],
            # An outlet's second report of its own is no copy, though it adds no origin.
            carriers=len(origin.article_ids) - own,
            seen=own > 0,
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
            source = self.known[derivation.source_id]
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

    def reading_at(self, place: Place) -> Reading | None:
        """The text that ``place`` points into, as it was read; None when it is not kept."""
        if place.version is None:
            return self.readings.get(place.article_id)
        if place.article_id not in self.readings:
            return None
        return self.dossier.reading_at(place)

    def source(self, place: Place, member: Member | None = None) -> SourceView | None:
        reading = self.reading_at(place)
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
            post=place.post,
            version=place.version,
            hedge=words_of(
                text[member.hedge.start : member.hedge.end].strip(), annotations.language
            )
            if member and member.hedge
            else None,
            gone_at=self.dossier.gone.get(place.article_id),
        )

    def sources(self, places: Iterable[Place]) -> tuple[SourceView, ...]:
        found = (self.source(p) for p in places)
        return tuple(s for s in found if s is not None)

    def telling_words_at(self, place: Place) -> Words:
        """The words at a place, or its sentence when they are too few to tell anything."""
        found = self.words_at(place)
        if len(found.text.split()) >= _TELLING_WORDS:
            return found
        reading = self._text_at(place)
        text = reading.text_of(place)
        around = enclosing(reading.annotations_of(place), text, place.start, place.end)
        return words_of(text[around.start : around.end].strip(), found.language)

    def sentence_at(self, place: Place) -> Span:
        """The sentence or sentences around a place."""
        reading = self._text_at(place)
        text = reading.text_of(place)
        return enclosing(reading.annotations_of(place), text, place.start, place.end)

    def words_at(self, place: Place) -> Words:
        reading = self._text_at(place)
        language = (reading.annotations_of(place) or reading.annotations).language
        return words_of(reading.text_of(place)[place.start : place.end].strip(), language)

    def _text_at(self, place: Place) -> Reading:
        reading = self.reading_at(place)
        if reading is None:
            raise KeyError(place.article_id)
        return reading


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


def value_place(desk: StoryDesk, conflict: Conflict, value: str, place: Place) -> Place:
    """Where in a statement the disputed value itself stands; the statement when it cannot be
    told (a denial is the whole of it)."""
    reading = desk.reading_at(place)
    annotations = reading.annotations_of(place) if reading else None
    if reading is None or annotations is None:
        return place
    spans: Iterable[tuple[int, int]] = ()
    if conflict.kind == "figure":
        # Of two figures of one value in a sentence the one that counts what is disputed.
        figures = [f for f in annotations.figures if _is_figure(f, value)]
        figures.sort(key=lambda f: (not _is_of(f, conflict.subject), f.start))
        spans = ((f.start, f.end) for f in figures)
    elif conflict.kind == "time":
        spans = [
            (t.start, t.end)
            for t in annotations.times
            if any(part in v for v in (t.value, *t.candidates) if v for part in value.split("/"))
        ]
        spans += _clock_spans(reading.text_of(place), value)
    elif conflict.kind in ("place", "name"):
        spans = (
            (n.start, n.end)
            for n in annotations.names
            if value in (n.identity, n.canonical, n.text)
        )
    for start, end in spans:
        if place.start <= start and end <= place.end:
            return structs.replace(place, start=start, end=end)
    return place


def unit_of(
    desk: StoryDesk, conflict: Conflict, value: str, members: Iterable[Member]
) -> str | None:
    """The unit in which a side counts ("hour", "percent"), when the subject does not say it."""
    if conflict.kind != "figure":
        return None
    for member in members:
        place = value_place(desk, conflict, value, member.place)
        reading = desk.readings.get(place.article_id)
        annotations = reading.annotations_of(place) if reading else None
        for figure in annotations.figures if annotations else ():
            here = (figure.start, figure.end) == (place.start, place.end)
            if here and figure.unit and figure.unit != conflict.subject:
                return figure.unit
    return None


def _clock_spans(text: str, value: str) -> list[tuple[int, int]]:
    """Where a time of day is written in figures, whatever zone it was reckoned in: "4.17", "04:17"."""
    found = regex.fullmatch(r"(?:.*T)?0?(\d{1,2}):(\d\d)Z?", value)
    if not found:
        return []
    written = rf"(?<!\d)0?{found[1]}[:.٫٬]{found[2]}(?!\d)"
    return [m.span() for m in regex.finditer(written, western_digits(text))]


def _is_of(figure: Figure, subject: str) -> bool:
    """Does the figure count what a conflict is about?"""
    counted = fold(figure.counted or "")
    return subject in (figure.sense, figure.unit) or bool(counted and fold(subject) in counted)


def _is_figure(figure: Figure, value: str) -> bool:
    """Is this the figure that a conflict's value ("17", "4-5", "≥5 hours") was made from?"""
    found = regex.match(r"[≥≤~]?(-?[\d.]+)(?:-([\d.]+))?", value)
    if not found:
        return False
    low, high = float(found[1]), float(found[2] or found[1])
    return {low, high} == {end for end in (figure.low, figure.high) if end is not None}
