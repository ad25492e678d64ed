"""Step 8, the account sheet: the accounts of one story side by side.

    statements   articles cut into statements
    links        how surely two statements report the same thing
    points       linked statements as points: who reports it, on whose word, how many origins
    conflicts    where members of a point cannot both be right
    renderings   one quotation in the words of several outlets
    timeline     times settled together, undated articles dated, what happened when

Nothing here is written by us: every cell of a sheet is a span of its source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from weakref import WeakKeyDictionary

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
        encode: texts and their languages to unit rows of 512.
        versions: edits seen, for points that their source has taken out.
        resolve_times: reads an undated article's text again as if published on a given day;
            without it, its relative times stay open.

    An empty story gives an empty sheet. Same input, same sheet.
    """
    readings = list(readings)
    if not readings:
        return Sheet(story_id=story.id)
    encode = _remembering(encode)
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


def _linked(readings: Sequence[Reading], encode: Encode) -> tuple[list[Statement], Links]:
    statements = statements_of(readings)
    return statements, link_statements(statements, encode)


# Vectors kept per encoder between sheets: a story's sheet is built anew with each article that
# joins, and its words and sentences are mostly those of the sheet before. 20,000 are 40 MB.
_MEMORY_VECTORS = 20_000
_memory: WeakKeyDictionary[object, dict[tuple[str, str], Matrix]] = WeakKeyDictionary()


def _remembering(encode: Encode) -> Encode:
    """The encoder, asked only once for each text. An encoder gives the same vector for the same
    text whatever it is asked beside, so remembering changes the time and nothing else."""
    owner = getattr(encode, "__self__", encode)
    try:
        known = _memory.setdefault(owner, {})
    except TypeError:  # nothing that can be held weakly
        known = {}

    def remembered(texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        keys = list(zip(texts, languages, strict=True))
        missing = list(dict.fromkeys(key for key in keys if key not in known))
        if missing:
            rows = encode([text for text, _ in missing], [language for _, language in missing])
            known.update(zip(missing, rows, strict=True))
        found = np.stack([known[key] for key in keys])
        for old in list(known)[: max(0, len(known) - _MEMORY_VECTORS)]:
            del known[old]
        return found

    return remembered


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
