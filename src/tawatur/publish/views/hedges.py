"""Hedges that were lost, with both sentences to read side by side."""

from __future__ import annotations

from collections.abc import Iterator

from tawatur.model import LostHedge, Plain, Span
from tawatur.publish.views.desk import SourceView, StoryDesk, mark
from tawatur.publish.views.pieces import Segment, Words, words_of


class HedgeView(Plain, frozen=True, kw_only=True):
    """``source`` says it with the hedge that is marked in it; ``copy``, made from it, without."""

    point_id: str
    hedge: Words
    source: SourceView
    copy: SourceView


def lost_hedges(desk: StoryDesk) -> tuple[HedgeView, ...]:
    """In the order of the points."""
    return tuple(_views(desk))


def _views(desk: StoryDesk) -> Iterator[HedgeView]:
    members = {m.place: m for p in desk.dossier.sheet.points for m in p.members}
    for lost in desk.dossier.sheet.lost_hedges:
        source = desk.source(lost.source, members.get(lost.source))
        copy = desk.source(lost.copy, members.get(lost.copy))
        if source is not None and copy is not None:
            yield HedgeView(
                point_id=lost.point_id,
                hedge=hedging_words(desk, lost),
                source=source.marked_as(_marked(desk, lost)),
                copy=copy,
            )


def hedging_words(desk: StoryDesk, lost: LostHedge) -> Words:
    """The words that the copy left out."""
    reading = desk.readings[lost.source.article_id]
    language = (reading.annotations_of(lost.source) or reading.annotations).language
    text = reading.text_of(lost.source)[lost.hedge.start : lost.hedge.end]
    return words_of(text.strip(), language)


def _marked(desk: StoryDesk, lost: LostHedge) -> tuple[Segment, ...]:
    sentence = desk.sentence_at(lost.source)
    around = Span(
        start=min(sentence.start, lost.hedge.start), end=max(sentence.end, lost.hedge.end)
    )
    text = desk.readings[lost.source.article_id].text_of(lost.source)
    return mark(text, around, (lost.hedge,))
