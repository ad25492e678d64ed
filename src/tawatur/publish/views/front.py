"""The view of the list of stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from tawatur.model import (
    Failure,
    Plain,
    Source,
)
from tawatur.publish.views.pieces import DevelopmentBrief, StorySummary
from tawatur.settings import Settings

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


# States of sources that are read, whatever else is to be said of them.
_READ = ("answering", "no-dates", "slow")

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
            answering=sum(s.state in _READ for s in sources),
            waiting=sum(s.state == "new" for s in sources),
            failing=tuple(s for s in sources if s.state not in (*_READ, "new")),
        )
        if sources
        else None,
        failures=tuple(failures),
    )
