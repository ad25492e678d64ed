"""Does a story hold two events? Average linkage over its articles."""

from __future__ import annotations

from collections.abc import Sequence

# Mean log-odds between the two sides below which they are two events.
PART_BELOW = -2.5
# Each side must hold together better than that by so much.
BETTER_WITHIN = 2.0
MIN_SIDE = 2


def parting(odds: Sequence[Sequence[float]]) -> tuple[list[int], float] | None:
    """The side that should leave, as indexes, and the mean log-odds between both sides; None
    when the story is one. ``odds[i][j]``: that article ``i`` and ``j`` report one event; article
    0 was first and stays."""
    groups = [[i] for i in range(len(odds))]
    while len(groups) > 2:
        _, a, b = max(
            (round(_mean(odds, groups[i], groups[j]), 9), -i, -j)
            for i in range(len(groups))
            for j in range(i + 1, len(groups))
        )
        groups[-a] += groups.pop(-b)
    stays, leaves = groups if 0 in groups[0] else groups[::-1]
    between = _mean(odds, stays, leaves)
    if min(len(stays), len(leaves)) < MIN_SIDE or between >= PART_BELOW:
        return None
    if min(_within(odds, stays), _within(odds, leaves)) < between + BETTER_WITHIN:
        return None
    return sorted(leaves), between


def _mean(odds: Sequence[Sequence[float]], ours: Sequence[int], theirs: Sequence[int]) -> float:
    return sum(odds[i][j] for i in ours for j in theirs) / (len(ours) * len(theirs))


def _within(odds: Sequence[Sequence[float]], group: Sequence[int]) -> float:
    pairs = [odds[i][j] for i in group for j in group if i < j]
    return sum(pairs) / len(pairs)
