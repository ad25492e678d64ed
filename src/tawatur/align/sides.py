"""Clashes of statements become conflicts of a sheet: their sides, and how they stand to each other.

Two values of one article stand within it, the second of one origin replaces its first, and those of
two origins conflict when both were held at one time.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, TypeVar

from tawatur.align.measures import TOLLS, Clash
from tawatur.align.points import Accounts, Group, member_of
from tawatur.align.statements import Statement
from tawatur.model import Conflict, ConflictSide, Member, Point
from tawatur.text import stable_id

# A higher toll is growth, not contradiction, when the lower one was last given this long before:
# rescue services count anew a few times a day.
GROWTH_AFTER = timedelta(hours=6)
# Three and more numbers at once, the highest so many times the lowest, are of several things.
MOST_SPREAD = 3.0


def make_conflicts(
    clashes: Sequence[Clash],
    groups: Sequence[Group],
    statements: Sequence[Statement],
    accounts: Accounts,
    story_id: str,
) -> list[Conflict]:
    """The clashes of one point, kind and subject as one conflict with its sides.

    ``relation``: ``within-source`` when all sides stand in one article, ``update`` when one
    origin replaced its own value later, else ``conflict``.
    """
    if not clashes:
        return []
    first: dict[str, int] = {}
    for statement in statements:
        first.setdefault(statement.place.article_id, statement.number)

    def here(statement: Statement) -> Statement:
        return statements[first[statement.place.article_id] + statement.local]

    clashes = [replace(clash, a=here(clash.a), b=here(clash.b)) for clash in clashes]
    points_of: dict[int, list[Point]] = {}
    for group in groups:
        for number in group.numbers:
            if group.point is not None:
                points_of.setdefault(number, []).append(group.point)

    def point_of(clash: Clash) -> Point | None:
        """The point that holds both statements, else the one of the first."""
        mine, theirs = points_of.get(clash.a.number, []), points_of.get(clash.b.number, [])
        return next((p for p in mine if p in theirs), next(iter([*mine, *theirs]), None))

    # One point can hold figures of several things: bundled are those that share a value.
    about_of = [clash.topic or (p.id if (p := point_of(clash)) else "") for clash in clashes]
    ends = [
        ((clash.kind, about, clash.a_value), (clash.kind, about, clash.b_value))
        for clash, about in zip(clashes, about_of, strict=True)
    ]
    bundle_of = {end: n for n, part in enumerate(_joined(ends)) for end in part}
    bundles: dict[int, list[Clash]] = {}
    for clash, (end, _) in zip(clashes, ends, strict=True):
        bundles.setdefault(bundle_of[end], []).append(clash)
    made = []
    for bundle in _merged(bundles.values()):
        values: dict[str, dict[int, None]] = {}  # the statements that hold each, in order
        for clash in bundle:
            for number, value in (
                (clash.a.number, clash.a_value),
                (clash.b.number, clash.b_value),
            ):
                values.setdefault(value, {})[number] = None
        point = point_of(bundle[0])
        about = bundle[0].topic or (point.id if point else "")
        for relation, chosen in _relations(bundle, accounts, is_toll=_grows(bundle[0])):
            sides = [
                _side(value, list(values[value]), statements, accounts)
                for value in sorted(chosen, key=lambda value: min(values[value]))
            ]
            sides.sort(key=lambda side: side.first_seen_at)
            made.append(
                Conflict(
                    # of the two values first seen: a third one does not change it
                    id=stable_id(
                        "conflict",
                        story_id,
                        bundle[0].kind,
                        relation,
                        about,
                        *(side.value for side in sides[:2]),
                    ),
                    kind=bundle[0].kind,
                    subject=bundle[0].topic or bundle[0].subject,
                    relation=relation,
                    sides=tuple(sides),
                    point_id=point.id if point else None,
                )
            )
    return made


def _merged(bundles: Iterable[list[Clash]]) -> list[list[Clash]]:
    """The bundles of clashes; two that set the same values of one kind against each other, once in
    one point and once in another, are one."""
    found: dict[tuple[str, frozenset[str]], list[Clash]] = {}
    for bundle in bundles:
        values = frozenset(value for clash in bundle for value in (clash.a_value, clash.b_value))
        known = found.get(key := (bundle[0].kind, values), [])
        # what is known to be of one thing names it
        is_named = bundle[0].topic and known and not known[0].topic
        found[key] = [*bundle, *known] if is_named else [*known, *bundle]
    return list(found.values())


def _grows(clash: Clash) -> bool:
    """True for a number that only grows: of dead, and of things counted, as medals won."""
    return clash.topic in TOLLS or (clash.kind == "figure" and not clash.topic)


Relation = Literal["conflict", "update", "within-source"]


def _relations(
    bundle: Sequence[Clash],
    accounts: Accounts,
    *,
    is_toll: bool,
) -> list[tuple[Relation, set[str]]]:
    """Which of several values of one thing replaced one another, and which stand against others.

    Two values of one article stand within it; the second of one origin replaces its first; those
    of two origins conflict when both were held at one time. ``is_toll``: a number that only
    grows, so that a higher one much later, or one that the other origin came to as well, is news
    and no contradiction.
    """
    said: dict[str, dict[str, datetime]] = {}  # origin -> value -> when it first gave it

    def origin_of(statement: Statement) -> str:
        origin = accounts.origin_behind(statement)
        return origin.id if origin else statement.place.article_id

    given_by: dict[str, dict[str, datetime]] = {}  # value -> article -> when
    for clash in bundle:
        for s, value in ((clash.a, clash.a_value), (clash.b, clash.b_value)):
            at = accounts.said_at(s)
            given = said.setdefault(origin_of(s), {})
            given[value] = min(at, given.get(value, at))
            given_by.setdefault(value, {})[s.place.article_id] = at

    def held_until(origin: str, value: str) -> datetime | None:
        """When an origin gave another value after this one; None while it stands by it."""
        later = [at for at in said[origin].values() if at > said[origin][value]]
        return min(later, default=None)

    def rose_past(origin: str, low: str, high: str) -> bool:
        """Did one origin give the lower number, or less, before the higher, or more?"""
        below, above = _as_number(low), _as_number(high)
        given = [(_as_number(value), at) for value, at in said[origin].items()]
        lows = [at for number, at in given if number <= below]
        highs = [at for number, at in given if number >= above]
        return bool(lows and highs) and min(lows) < max(highs)

    edges: dict[Relation, list[tuple[str, str]]] = {
        "update": [],
        "conflict": [],
        "within-source": [],
    }
    opposed: dict[tuple[str, str], list[tuple[timedelta, tuple[str, str]]]] = {}
    for clash in bundle:
        a, b = origin_of(clash.a), origin_of(clash.b)
        x, y = clash.a_value, clash.b_value
        if clash.a.place.article_id == clash.b.place.article_id:
            edges["within-source"].append((x, y))
        elif a == b:
            edges["update"].append((x, y))
        else:
            (early, low), (late, high) = sorted(
                ((a, x), (b, y)), key=lambda pair: (said[pair[0]][pair[1]], pair)
            )
            until = held_until(early, low)
            rising = is_toll and _as_number(low) < _as_number(high)
            if rising and (
                _is_growth(low, high, given_by)
                or rose_past(early, low, high)
                or rose_past(late, low, high)
            ):
                edges["update"].append((x, y))
            elif until is None or said[late][high] < until:
                apart = abs(said[a][x] - said[b][y])
                opposed.setdefault((min(a, b), max(a, b)), []).append((apart, (x, y)))
    # of an origin whose number moved on, the value nearest in time to the other's is opposed to it
    for contest in opposed.values():
        nearest = min(apart for apart, _ in contest)
        edges["conflict"] += [pair for apart, pair in contest if apart == nearest]
    if not any(edges.values()):
        # the earlier value was given up before the later one was given
        edges["update"] = [(clash.a_value, clash.b_value) for clash in bundle]
    found = [(relation, part) for relation, pairs in edges.items() for part in _joined(pairs)]
    disputed = [part for relation, part in found if relation == "conflict"]
    # what two sources dispute is not told again as two values of one text
    return [
        (relation, part)
        for relation, part in found
        if not (relation == "within-source" and any(part <= other for other in disputed))
        and not (relation != "update" and is_toll and _is_spread(part))
    ]


def _is_spread(values: set[str]) -> bool:
    numbers = [_as_number(value) for value in values]
    return len(numbers) > 2 and max(numbers) > MOST_SPREAD * min(numbers)


End = TypeVar("End", bound=Hashable)


def _joined(pairs: Iterable[tuple[End, End]]) -> list[set[End]]:
    """What hangs together by pairs, as sets; in order of first mention."""
    leads_to: dict[End, End] = {}  # a tree for each set, its root leads to itself

    def root(end: End) -> End:
        while leads_to[end] != end:
            leads_to[end] = end = leads_to[leads_to[end]]
        return end

    for one, other in pairs:
        leads_to.setdefault(one, one)
        leads_to.setdefault(other, other)
        leads_to[root(other)] = root(one)
    parts: dict[End, set[End]] = {}
    for end in leads_to:
        parts.setdefault(root(end), set()).add(end)
    return list(parts.values())


def _is_growth(low: str, high: str, given_by: dict[str, dict[str, datetime]]) -> bool:
    """A toll that is higher and said much later, nobody giving the lower one any more but as the
    one before."""
    until = [at for article, at in given_by[low].items() if article not in given_by[high]]
    return bool(until) and min(given_by[high].values()) - max(until) >= GROWTH_AFTER


@lru_cache(maxsize=10_000)
def _as_number(value: str) -> float:
    found = re.search(r"\d+(?:\.\d+)?", value)
    return float(found.group()) if found else 0.0


def _side(
    value: str, numbers: Sequence[int], statements: Sequence[Statement], accounts: Accounts
) -> ConflictSide:
    chosen = [statements[n] for n in sorted(numbers)]
    members: tuple[Member, ...] = tuple(
        member_of(s, accounts) for s in sorted(chosen, key=accounts.rank)
    )
    return ConflictSide(
        value=value,
        members=members,
        origin_ids=accounts.origins_behind(chosen),
        first_seen_at=min(accounts.said_at(s) for s in chosen),
    )
