"""Step 8, the account sheet: the accounts of one story side by side.

    statements   articles cut into statements
    links        how surely two statements report the same thing
    points       linked statements as points: who reports it, on whose word, how many origins
    measures     figures that count or measure one thing; clocks: times of day
    opposites    words that say contrary things of one matter
    conflicts    where members of a point cannot both be right
    renderings   one quotation in the words of several outlets
    timeline     times settled together, undated articles dated, what happened when

Nothing here is written by us: every cell of a sheet is a span of its source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec
import numpy as np

from tawatur.align.conflicts import find_clashes, make_conflicts, pairs_to_compare
from tawatur.align.links import Encode, Links, Matrix, link_statements
from tawatur.align.points import Accounts, group_statements, make_points, mark_disputed
from tawatur.align.renderings import group_quotes
from tawatur.align.statements import Statement, statements_of
from tawatur.align.timeline import infer_dates, make_timeline, settle_times
from tawatur.model import (
    Annotations,
    Derivation,
    InferredDate,
    Origin,
    Reading,
    Sheet,
    Story,
    VersionChange,
)

__all__ = ["build_sheet"]

# Values are compared only in pairs that are at least this likely to report one thing: a number
# that differs between two merely similar statements is no conflict.
COMPARE_CHANCE = 0.5


def build_sheet(
    story: Story,
    readings: Sequence[Reading],
    origins: Sequence[Origin],
    derivations: Sequence[Derivation],
    encode: Encode,
    *,
    versions: Sequence[VersionChange] = (),
    resolve_times: Callable[[Reading, date], Annotations] | None = None,
) -> Sheet:
    """Lay the accounts of a story side by side.

    Args:
        readings: the story's articles as read, in order of first sight.
        origins: a partition of them; only origins that count raise a standing.
        derivations: who copied or translated whom (the origins already rest on them).
        encode: texts and their languages to unit rows of 512. A sheet asks for the same words and
            sentences several times, and again when the story grows: give it one that remembers.
        versions: edits seen, for points that their source has taken out.
        resolve_times: reads an undated article's text again as if published on a given day;
            without it, its relative times stay open.

    An empty story gives an empty sheet. Same input, same sheet.
    """
    readings = list(readings)
    if not readings:
        return Sheet(story_id=story.id)
    if len(readings) == 1 and not readings[0].article.posts:
        # Most stories of a stream have one article: nothing to compare it with, so its sentences
        # are not worth their vectors (which are three quarters of the work on a page).
        encode = _no_vectors
    accounts = Accounts.of(readings, origins, versions)
    statements, links = _linked(readings, encode)
    inferred = infer_dates(readings, statements, links)
    if inferred and resolve_times is not None:
        readings = _dated(readings, inferred, resolve_times)
        accounts = Accounts.of(readings, origins, versions)
        statements, links = _linked(readings, encode)
    partition = group_statements(statements, links)
    clashes = find_clashes(pairs_to_compare(statements, links, COMPARE_CHANCE), statements, links)
    groups = make_points(
        story,
        partition,
        statements,
        links,
        accounts,
        _relevance(readings, statements, encode),
        versions=versions,
    )
    conflicts = make_conflicts(clashes, groups, statements, accounts, story.id)
    mark_disputed(groups, conflicts)
    settled = settle_times(partition, statements, links)
    return Sheet(
        story_id=story.id,
        points=tuple(group.point for group in groups if group.point),
        conflicts=tuple(conflicts),
        quotes=tuple(group_quotes(readings, accounts, encode)),
        settled=tuple(settled),
        inferred=tuple(inferred),
        timeline=tuple(make_timeline(groups, statements, settled, accounts)),
    )


def _no_vectors(texts: Sequence[str], languages: Sequence[str]) -> Matrix:
    return np.zeros((len(texts), 512), dtype=np.float32)


def _linked(readings: Sequence[Reading], encode: Encode) -> tuple[list[Statement], Links]:
    statements = statements_of(readings)
    return statements, link_statements(statements, encode)


def _dated(
    readings: Sequence[Reading],
    inferred: Sequence[InferredDate],
    resolve_times: Callable[[Reading, date], Annotations],
) -> list[Reading]:
    days = {found.article_id: found.day for found in inferred}
    return [
        msgspec.structs.replace(r, annotations=resolve_times(r, days[r.article.id]))
        if r.article.id in days
        else r
        for r in readings
    ]


def _relevance(
    readings: Sequence[Reading], statements: Sequence[Statement], encode: Encode
) -> Matrix:
    """For each statement how near it is to what the headlines (or first sentences) are about,
    0 the farthest, 1 the nearest."""
    if not statements:
        return np.zeros(0, dtype=np.float32)
    heads: list[tuple[str, str]] = []
    for index, reading in enumerate(readings):
        if reading.article.title:
            heads.append((reading.article.title.value, reading.annotations.language))
        else:
            heads += [(s.text, s.language) for s in statements if s.article == index][:1]
    if not heads:
        heads = [(statements[0].text, statements[0].language)]
    centre = encode([t for t, _ in heads], [x for _, x in heads]).mean(axis=0)
    near = encode([s.text for s in statements], [s.language for s in statements]) @ centre
    low, high = float(near.min()), float(near.max())
    return np.asarray((near - low) / max(high - low, 1e-6), dtype=np.float32)
