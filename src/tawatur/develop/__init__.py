"""Step 9: what is new in a story.

A development is a change of what is *known*, not another article. Its key is made of the story
and of what became known (the ordinal of the confirming origin, the figure's subject and new
value, the utterance), so that a second article saying the same, an edit, another order of
arrival or a restart makes none again.

    values       figures, days and towns that differ, change, or are settled
    spoken       new words of a main actor
    taken_back   denials, withdrawals, corrections, deletions
    made         what all of them are made with
"""

from __future__ import annotations

from tawatur.develop.made import first_place, make
from tawatur.develop.spoken import find_statements
from tawatur.develop.taken_back import find_corrections, find_denials
from tawatur.develop.values import (
    find_changes,
    find_figures_by_edit,
    find_settled_dates,
    find_settled_disputes,
    find_settled_hours,
)
from tawatur.model import Development, DevelopmentKind, Dossier, Place, Reading

# After this many independent origins another one is no news.
CONFIRMATIONS = 5


def find_developments(before: Dossier | None, after: Dossier) -> list[Development]:
    """What is known in ``after`` that was not known in ``before``, in order of first sight.

    The same state twice gives nothing. ``before`` is None for a story just opened. The caller
    drops developments whose key it has stored already.
    """
    found: list[Development] = []
    if before is None or not before.readings:
        found += _opened(after)
    found += _confirmed(before, after)
    if before is not None and before.readings:
        settled = find_settled_disputes(before, after)
        found += settled
        found += _without(find_changes(before, after), settled)
        found += find_figures_by_edit(before, after)
        found += find_denials(before, after)
        found += find_statements(before, after)
        found += find_settled_dates(before, after)
        found += find_settled_hours(before, after)
    corrections = find_corrections(before, after)
    found = [*_without(found, corrections), *corrections]
    unique = {development.key: development for development in reversed(found)}
    order = {kind: n for n, kind in enumerate(_ORDER)}
    return sorted(unique.values(), key=lambda d: (d.at, order[d.kind], d.key))


def _without(found: list[Development], told: list[Development]) -> list[Development]:
    """Changes of a value that another development of the same article tells already."""
    values = {(d.article_id, d.values.get("new")) for d in told}
    denied = {d.article_id for d in found if d.kind == "denial" and "speaker" in d.values}
    moved = {(d.article_id, d.values["new"]) for d in found if d.kind == "figure-changed"}
    return [
        d
        for d in found
        if not (d.kind == "figure-changed" and (d.article_id, d.values.get("new")) in values)
        and not (d.kind == "disputed" and (d.article_id, d.values["new"]) in moved)
        and not (d.kind == "denial" and "speaker" not in d.values and d.article_id in denied)
    ]


_ORDER: tuple[DevelopmentKind, ...] = (
    "opened",
    "retraction",
    "correction",
    "denial",
    "disputed",
    "figure-changed",
    "settled",
    "new-statement",
    "confirmed",
)


def _opened(after: Dossier) -> list[Development]:
    if not after.readings:
        return []
    first = min(after.readings, key=lambda r: (r.article.seen_at, r.article.id))
    return [
        make(
            after,
            "opened",
            (),
            at=first.article.seen_at,
            article_id=first.article.id,
            evidence=[first_place(first)],
        )
    ]


def _confirmed(before: Dossier | None, after: Dossier) -> list[Development]:
    """The n-th independent origin, n counted from 2. A copy, a translation or an article whose
    origin nobody knows confirms nothing."""
    known = sum(origin.counts for origin in before.origins) if before is not None else 0
    arrived = []
    for origin in after.origins:
        carriers = [r for a in origin.article_ids if (r := after.reading(a)) is not None]
        if origin.counts and carriers:
            first = min(carriers, key=lambda r: (r.article.seen_at, r.article.id))
            arrived.append((first.article.seen_at, first.article.id, first, origin))
    arrived.sort(key=lambda entry: entry[:2])
    made = []
    for n, (at, article_id, reading, origin) in enumerate(arrived, 1):
        if n < 2 or n <= known or n > CONFIRMATIONS:
            continue
        made.append(
            make(
                after,
                "confirmed",
                (str(n),),
                at=at,
                article_id=article_id,
                evidence=[_confirming_place(after, reading)],
                values={"origins": str(n), **({"origin": origin.name} if origin.name else {})},
            )
        )
    return made


def _confirming_place(after: Dossier, reading: Reading) -> Place:
    """Where the article says what others say: its member of the point most origins share."""
    for point in sorted(after.sheet.points, key=lambda p: -len(p.origin_ids)):
        if len(point.origin_ids) >= 2:
            for member in point.members:
                if member.place.article_id == reading.article.id:
                    return member.place
    return first_place(reading)
