"""Step 8, the account sheet: the accounts of one story side by side.

    statements   articles cut into statements
    lexicon      how alike two words are
    speakers     who speaks, as the whole article names him
    links        how surely two statements report the same thing
    memory       what was made of an article and of two, kept while their story grows
    points       linked statements as points: who reports it, on whose word, how many origins
    measures     figures that count or measure one thing; clocks: times of day
    oneevent     whether two statements are of one event; towns: where it happened
    opposites    words that say contrary things of one matter
    contrasts    what it was due to, and what not
    conflicts    where members of a point cannot both be right
    sides        who stands on which side of them, and since when
    renderings   one quotation in the words of several outlets
    hedges       words of doubt, and who lost them
    withdrawn    what an edit took out
    timeline     times settled together, undated articles dated, what happened when

Nothing here is written by us: every cell of a sheet is a span of its source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from tawatur.align.hedges import find_lost_hedges
from tawatur.align.lexicon import Encode
from tawatur.align.links import Links
from tawatur.align.memory import Memory, Telling
from tawatur.align.oneevent import tolls_of_many
from tawatur.align.points import Accounts, Group, group_statements, make_points, mark_disputed
from tawatur.align.renderings import group_quotes
from tawatur.align.sides import make_conflicts
from tawatur.align.statements import Statement, numbered
from tawatur.align.timeline import infer_dates, make_timeline, settle_times
from tawatur.align.towns import find_repeated_towns
from tawatur.align.withdrawn import find_withdrawn
from tawatur.model import (
    Annotations,
    Conflict,
    Derivation,
    Origin,
    Reading,
    Sheet,
    Story,
    VersionChange,
)

__all__ = ["Memory", "build_sheet"]


def build_sheet(
    story: Story,
    readings: Sequence[Reading],
    origins: Sequence[Origin],
    derivations: Sequence[Derivation],
    encode: Encode,
    *,
    versions: Sequence[VersionChange] = (),
    replaced: Sequence[Reading] = (),
    resolve_times: Callable[[Reading, date], Annotations] | None = None,
    memory: Memory | None = None,
) -> Sheet:
    """Lay the accounts of a story side by side.

    Args:
        readings: the story's articles as read, in order of first sight.
        origins: a partition of them; only origins that count raise a standing.
        derivations: who copied or translated whom (the origins already rest on them).
        encode: texts and their languages to unit rows of 512. Asked for where articles of two
            languages meet, and for the few words that a figure or a "not" hangs on.
        versions: edits seen, for points that their source has taken out.
        replaced: what the edited articles said before, oldest first.
        resolve_times: reads an undated article's text again as if published on a given day;
            without it, its relative times stay open.
        memory: what was made of these articles before. The sheet is the same without it; with
            it, an article that joins costs its own rows only.

    An empty story gives an empty sheet. Same input, same sheet.
    """
    readings = list(readings)
    if not readings:
        return Sheet(story_id=story.id)
    memory = memory or Memory()
    accounts = Accounts.of(readings, origins, versions, derivations)
    tellings = [memory.telling(reading, encode) for reading in readings]
    statements = numbered([telling.statements for telling in tellings])
    # most stories of a stream have one article: nothing to compare it with, unless it carries
    # posts beside its text, or the counts of two sources
    is_alone = len(readings) == 1 and not _may_contradict_itself(tellings[0])
    links = None if is_alone else _linked(tellings, statements, memory)
    inferred = infer_dates(readings, statements, links) if links else []
    if inferred and resolve_times is not None:
        days = {found.article_id: found.day for found in inferred}
        readings = [
            memory.dated(r, days[r.article.id], resolve_times) if r.article.id in days else r
            for r in readings
        ]
        accounts = Accounts.of(readings, origins, versions, derivations)
        tellings = [memory.telling(reading, encode) for reading in readings]
        statements = numbered([telling.statements for telling in tellings])
        links = _linked(tellings, statements, memory)
    if links:
        partition, homes = group_statements(statements, links)
    else:
        homes = list(range(len(statements)))
        partition = [[number] for number in homes]
    relevance = [x for t in tellings for x in t.relevance] if links else [0.0] * len(statements)
    groups = make_points(
        story, partition, homes, statements, links, accounts, relevance, versions=versions
    )
    groups = _with_borrowers(groups)
    conflicts: list[Conflict] = []
    if links:
        of_disease = any(telling.counts_cases for telling in tellings)
        of_many = tolls_of_many([telling.tolls_of_several_events for telling in tellings])
        meetings = [memory.meeting(a, b) for n, a in enumerate(tellings) for b in tellings[n:]]
        clashes = [clash for meeting in meetings for clash in meeting.clashes(of_disease, of_many)]
        clashes += find_repeated_towns([meeting.links for meeting in meetings], clashes)
        conflicts = make_conflicts(clashes, groups, statements, accounts, story.id)
        mark_disputed(groups, conflicts)
    settled = settle_times(partition, statements)
    withdrawn = find_withdrawn(
        story,
        groups,
        accounts,
        lambda old: memory.telling(old, encode).statements,
        statements,
        replaced,
    )
    points = (
        *(group.point for group in groups if group.point),
        *(point for point, _ in withdrawn),
    )
    return Sheet(
        story_id=story.id,
        points=points,
        conflicts=tuple(conflicts),
        quotes=tuple(
            group_quotes(
                [telling.utterances for telling in tellings],
                (
                    (p, q, memory.meeting(tellings[p], tellings[q]).same_words)
                    for q in range(len(tellings))
                    for p in range(q)
                ),
                lambda p, q: memory.meeting(tellings[p], tellings[q]).words,
            )
        ),
        settled=tuple(settled),
        inferred=tuple(inferred),
        timeline=tuple(make_timeline(groups, statements, settled, accounts, withdrawn)),
        lost_hedges=tuple(find_lost_hedges(points, readings, derivations)),
    )


def _with_borrowers(groups: Sequence[Group]) -> list[Group]:
    """One article's point whose leading sentence is lent to a point of others is that point: the
    two are told as one, in the place of the first, so that no sentence stands in both."""
    kept: list[Group | None] = list(groups)
    for at, home in enumerate(groups):
        if kept[at] is None or home.point is None or home.point.standing != "one":
            continue
        lead = home.point.members[0].place
        if len({m.place.article_id for m in home.point.members}) > 1:
            continue
        borrower = next(
            (
                n
                for n, other in enumerate(kept)
                if other is not None
                and other.point is not None
                and other is not home
                and len(other.point.origin_ids) > 1
                and any(m.place == lead for m in other.point.members[1:])
            ),
            None,
        )
        other = kept[borrower] if borrower is not None else None
        if borrower is None or other is None or other.point is None:
            continue
        mine, theirs = home.point, other.point
        known = {m.place for m in mine.members}
        kept[at] = Group(
            [*home.numbers, *(n for n in other.numbers if n not in home.numbers)],
            msgspec.structs.replace(
                theirs,
                id=mine.id,
                members=(*mine.members, *(m for m in theirs.members if m.place not in known)),
                first_seen_at=min(mine.first_seen_at, theirs.first_seen_at),
                background=mine.background,
            ),
        )
        kept[borrower] = None
    return [group for group in kept if group is not None]


def _may_contradict_itself(telling: Telling) -> bool:
    return bool(telling.reading.article.posts) or (
        sum(f.sense is not None for s in telling.statements for f in s.figures) > 1
    )


def _linked(tellings: Sequence[Telling], statements: Sequence[Statement], memory: Memory) -> Links:
    return Links(
        statements, lambda i, j: memory.meeting(tellings[i], tellings[j]).links, len(tellings)
    )
