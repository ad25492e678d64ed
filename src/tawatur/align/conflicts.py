"""Where accounts of one point differ so that both cannot be right as stated.

Compared are figures, times, places, holders of a role, and yes against no. Only statements that
report the same thing are compared, and only values that stand in the same place in it: a figure
of the same unit and the same thing counted, a day against a day, a town against a town. A part
and its whole, a place in another, "about" and an exact figure near it are no conflict, and
neither is another wording.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Literal

import msgspec
import numpy as np

from tawatur.align.links import ALIKE, Links, attribution_spans
from tawatur.align.points import SAME_POINT, SAME_POINT_WITHIN_ARTICLE, Accounts, Group, member_of
from tawatur.align.statements import Statement, negated_words, stem
from tawatur.align.timeline import weekday_in
from tawatur.align.words import (
    FUNCTION_WORDS,
    NEGATIONS_AFTER,
    NIGHTS,
    OTHERS,
    PARTITIVES,
    PEOPLE,
    PLACE_PREPOSITIONS,
    SEATS,
    SOFT_NEGATIONS,
)
from tawatur.model import Conflict, ConflictSide, Figure, Member, NameMention, Point, TimeMention
from tawatur.naming import alike
from tawatur.text import fold_word, stable_id, word_spans
from tawatur.text import words as word_texts

Kind = Literal["figure", "time", "place", "name", "polarity"]

# "About 100" and 107 agree, 100 and 125 do not: newsrooms round to one or two digits.
ABOUT_SHARE = 0.15
# How much of the shorter statement's words the other must have before another day, town or a
# "not" counts as contradiction rather than as another event.
SAME_EVENT_COVERED = 0.35
SAME_SENTENCE_COVERED = 0.5
# The same for two languages, where half-fitting words count for less.
SAME_EVENT_COVERED_ACROSS = 0.4
# A link this sure is one event by itself; below it a "not" is as likely about something else.
SURE_CHANCE = 0.7
# From here on two words count as naming the same thing (cosine of single words, squared).
SAME_THING = 0.45
# Translations of one word lie farther apart than inflections of it.
SAME_THING_ACROSS = 0.25
# Figures of which a story has one each, and how likely a link must be to compare them.
TOLLS = frozenset({"killed", "injured", "missing"})
TOLL_CHANCE = 0.25
# A higher toll is growth, not contradiction, when the lower one was last given this long before:
# rescue services count anew a few times a day.
GROWTH_AFTER = timedelta(hours=6)
# How many words after a figure may say what it counts: "11 رجل إطفاء".
COUNTED_WORDS = 2
# By how much (of about 2) a figure's counterpart must be surer than the next.
CLEAR_COUNTERPART = 0.1

# How many content words after a "not" are looked at, and how many of them the other must say.
SCOPE_WORDS = 4
SCOPE_SHARED = 0.7
_DENIALS = ("denied",)  # values of Quote.strength


@dataclass(frozen=True, slots=True)
class Clash:
    """Two statements and the values in which they differ."""

    kind: Kind
    a: int
    b: int
    a_value: str
    b_value: str
    subject: str
    topic: str = ""  # what is counted, in no language: "killed"


def find_clashes(
    pairs: Iterable[tuple[int, int]], statements: Sequence[Statement], links: Links
) -> list[Clash]:
    """Compare each pair of statements (by number) that report one thing."""
    found: list[Clash] = []
    for i, j in pairs:
        a, b = statements[i], statements[j]
        found += _figures(a, b, links)
        if links.chance[i, j] < SAME_POINT:
            continue
        if not (clash := _times(a, b, links)):
            clash = _places(a, b, links)
        found += clash
        found += _roles(a, b)
        found += _polarity(a, b, links)
    return found


# --------------------------------------------------------------------------- figures


def interval(figure: Figure) -> tuple[float, float]:
    """The values that a figure allows, as a closed interval."""
    low = float("-inf") if figure.low is None else figure.low
    high = float("inf") if figure.high is None else figure.high
    if figure.bound == "at-least" and figure.low is not None:
        return low, float("inf")
    if figure.bound == "at-most" and figure.high is not None:
        return float("-inf"), high
    if figure.bound == "about":
        room = ABOUT_SHARE * max(abs(low), abs(high))
        return low - room, high + room
    return low, high


def figures_agree(a: Figure, b: Figure) -> bool:
    """True when both figures can be right. "4 to 5" and "at least 5" meet in one point only and
    do not agree: each says something the other rules out."""
    if a.unit != b.unit:
        a, b = _in_hours(a), _in_hours(b)
    low_a, high_a = interval(a)
    low_b, high_b = interval(b)
    low, high = max(low_a, low_b), min(high_a, high_b)
    if low > high:
        return False
    return low < high or low_a == high_a or low_b == high_b


# Hours in a unit of time, so that "24 hours" can be held against "two weeks".
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.5, "year": 8766.0}


def _in_hours(figure: Figure) -> Figure:
    hours = _HOURS.get(figure.unit or "")
    if hours is None:
        return figure
    return msgspec.structs.replace(
        figure,
        low=None if figure.low is None else figure.low * hours,
        high=None if figure.high is None else figure.high * hours,
    )


def _same_unit(a: Figure, b: Figure) -> bool:
    return a.unit == b.unit or (a.unit in _HOURS and b.unit in _HOURS)


@dataclass(slots=True)
class _Counted:
    """A figure and the words for what it counts, as stems of its language."""

    figure: Figure
    number: int  # of the statement
    stems: list[str]
    is_people: bool  # people at large, nobody in particular
    is_lone: bool = True  # the only figure of its sense in the statement

    @property
    def is_toll(self) -> bool:
        """The number of all people to whom one thing happened."""
        whole = all(v is None or v == int(v) for v in (self.figure.low, self.figure.high))
        return self.figure.sense in TOLLS and self.is_people and self.is_lone and whole


def _counted_in(statement: Statement) -> list[_Counted]:
    """The figures of a statement that count something, parts of sums left out."""
    found = []
    for figure in statement.figures:
        if _is_date_part(figure, statement):
            continue
        following = [w for start, _, w in statement.words if start >= figure.end][:COUNTED_WORDS]
        if set(following[:2]) & OTHERS:
            continue  # the rest of a sum
        if (
            set(following[:1]) & PARTITIVES
            and {w.removeprefix("ال") for w in following[1:]} & PEOPLE
        ):
            continue  # "eight of the injured"
        words = [fold_word(w) for w in word_texts(figure.counted or "")]
        words += [w for w in following if w not in words]
        content = [w for w in words if w not in FUNCTION_WORDS and len(w) > 2]
        stems = [stem(w, statement.language) for w in content]
        is_people = not figure.counted or (bool(content) and content[0] in PEOPLE)
        found.append(_Counted(figure, statement.number, stems, is_people))
    senses = Counter(f.figure.sense for f in found)
    for f in found:
        f.is_lone = senses[f.figure.sense] == 1
    return found


def _affinity(a: _Counted, b: _Counted, left: str, right: str, links: Links) -> float | None:
    """How surely two figures count the same thing; None when they do not."""
    f, g = a.figure, b.figure
    if not _same_unit(f, g) or f.sense != g.sense:
        return None
    if links.chance[a.number, b.number] < SAME_POINT and not (a.is_toll and b.is_toll):
        return None
    near = 0.0
    if a.stems and b.stems:
        best = [
            max(links.vocabulary.between((left, x), (right, y)) for y in b.stems) for x in a.stems
        ]
        near = sum(best) / len(best)
    floor = SAME_THING if left == right else SAME_THING_ACROSS
    if f.sense:
        if a.is_people and b.is_people:
            # a second number of injured in a sentence is mostly a part of the first
            usable = (a.is_lone and b.is_lone) or figures_agree(f, g)
            return 1.5 + near if usable else None
        # a part against the whole, or two parts: only when the words say it is the same part
        same_part = (a.is_lone and b.is_lone) or _head_likeness(a, b, left, right, links) >= floor
        return 1 + near if a.is_people == b.is_people and same_part else None
    if f.unit:
        # hours of what, dollars for what: the unit alone is too little
        return 1 + near if links.chance[a.number, b.number] >= SURE_CHANCE else None
    head = _head_likeness(a, b, left, right, links)
    return head + near if head >= floor else None


def _head_likeness(a: _Counted, b: _Counted, left: str, right: str, links: Links) -> float:
    """Likeness of the first counted word of one to the nearest of the other."""
    if not a.stems or not b.stems:
        return 0.0
    between = links.vocabulary.between
    return max(
        max(between((left, a.stems[0]), (right, y)) for y in b.stems),
        max(between((left, x), (right, b.stems[0])) for x in a.stems),
    )


def _content(words: str | None, language: str) -> list[str]:
    if not words:
        return []
    return [stem(fold_word(words[s:e]), language) for s, e in word_spans(words)]


def show_figure(figure: Figure, *, with_unit: bool = False) -> str:
    """A figure as a short normal form: "17", "4-5", "≥5", "≤5", "~100", "2 weeks"."""

    def number(value: float) -> str:
        return f"{value:.0f}" if value == int(value) else f"{value:.6g}"

    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        shown = f"{number(figure.low)}-{number(figure.high)}"
    else:
        value = figure.low if figure.low is not None else figure.high
        sign = {"at-least": "≥", "at-most": "≤", "about": "~"}.get(figure.bound, "")
        shown = sign + number(value) if value is not None else "?"
    if with_unit and figure.unit:
        shown += f" {figure.unit}" + ("" if shown == "1" else "s")
    return shown


def _is_date_part(figure: Figure, statement: Statement) -> bool:
    return any(
        t.start < figure.end and figure.start < t.end and t.kind != "duration"
        for t in statement.times
    )


def _figures(a: Statement, b: Statement, links: Links) -> list[Clash]:
    left, right = _counted_in(a), _counted_in(b)
    table = {
        (i, j): value
        for i, f in enumerate(left)
        for j, g in enumerate(right)
        if (value := _affinity(f, g, a.language, b.language, links)) is not None
    }
    clashes = []
    while table:
        # the surest counterparts first; of equals those that agree, which settles them
        (i, j), value = min(
            table.items(),
            key=lambda item: (
                -round(item[1], 2),
                not figures_agree(left[item[0][0]].figure, right[item[0][1]].figure),
                item[0],
            ),
        )
        f, g = left[i].figure, right[j].figure
        rivals = [
            key
            for key, other in table.items()
            if (key[0] == i) != (key[1] == j) and value - other < CLEAR_COUNTERPART
        ]
        table = {key: v for key, v in table.items() if key[0] != i and key[1] != j}
        if figures_agree(f, g) or rivals:
            continue  # with two counterparts nobody can tell which is meant
        units = f.unit != g.unit
        clashes.append(
            Clash(
                "figure",
                a.number,
                b.number,
                show_figure(f, with_unit=units),
                show_figure(g, with_unit=units),
                f.sense or f.counted or g.counted or f.unit or g.unit or f.text,
                f.sense if f.sense and left[i].is_people else "",
            )
        )
    return clashes


# --------------------------------------------------------------------------- times


def _days(statement: Statement) -> list[TimeMention]:
    return [
        t
        for t in statement.times
        if t.kind in ("date", "time")
        # "the same day" is only as good as the day found for it
        and t.anchor != "text"
        and not _tells_when_said(t, statement)
        and t.granularity in ("day", "hour", "minute")
        and (t.value or t.candidates)
    ]


def _tells_when_said(time: TimeMention, statement: Statement) -> bool:
    """True for the "Wednesday" of "he said on Wednesday that they would meet on Thursday"."""
    return bool(statement.quotes) and not any(
        span.start <= time.start < span.end for q in statement.quotes for span in q.content
    )


def possible_days(time: TimeMention) -> frozenset[str]:
    """The days that a mention can mean, "YYYY-MM-DD"."""
    values = [time.value] if time.value else list(time.candidates)
    return frozenset(v[:10] for v in values if len(v) >= 10)


def _times(a: Statement, b: Statement, links: Links) -> list[Clash]:
    days_a = {d for d in (possible_days(t) for t in _days(a)) if d}
    days_b = {d for d in (possible_days(t) for t in _days(b)) if d}
    if len(days_a) != 1 or len(days_b) != 1:
        return []
    (day_a,), (day_b,) = days_a, days_b
    subject = next(t.text for t in _days(a))
    if not day_a & day_b:
        if links.chance[a.number, b.number] < SURE_CHANCE:
            return []
        if not _same_event(a, b, links, SAME_SENTENCE_COVERED):
            return []
        weekdays = {weekday_in(t.text) for s in (a, b) for t in _days(s)}
        if len(weekdays) == 1 and None not in weekdays:
            return []  # both say "Sunday": the week is our reading, not theirs
        if all(_is_day_of_publication(t) for s in (a, b) for t in _days(s)):
            return []  # each says "today": two days' news, not one day disputed
        if any(_is_night(t) for s in (a, b) for t in _days(s)) and _are_neighbours(day_a, day_b):
            return []  # a night belongs to two days
        shown = "/".join(sorted(day_a)), "/".join(sorted(day_b))
        return [Clash("time", a.number, b.number, *shown, subject)]
    clocks_a, clocks_b = _clocks(a), _clocks(b)
    if not _same_event(a, b, links, SAME_EVENT_COVERED):
        return []
    if len(clocks_a) == len(clocks_b) == 1:
        (clock_a,), (clock_b,) = clocks_a, clocks_b
        apart = abs(_minutes(clock_a) - _minutes(clock_b))
        # whole hours apart is what two time zones are
        if apart % 60:
            return [Clash("time", a.number, b.number, clock_a, clock_b, subject)]
    return []


def _is_day_of_publication(time: TimeMention) -> bool:
    return (
        time.anchor == "publication"
        and bool(time.value)
        and (time.value or "")[:10] == (time.anchor_value or "")[:10]
    )


def _is_night(time: TimeMention) -> bool:
    return bool({fold_word(w) for w in word_texts(time.text)} & NIGHTS)


def _are_neighbours(a: frozenset[str], b: frozenset[str]) -> bool:
    return any(
        abs(date.fromisoformat(x).toordinal() - date.fromisoformat(y).toordinal()) == 1
        for x in a
        for y in b
    )


def _clocks(statement: Statement) -> set[str]:
    """The times of day in a statement, "HH:MM"."""
    return {t.value[11:16] for t in statement.times if t.value and _CLOCK.match(t.value[10:])}


_CLOCK = re.compile(r"T[0-2]\d:[0-5]\d")


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def _same_event(a: Statement, b: Statement, links: Links, share: float) -> bool:
    if a.language != b.language:
        share = SAME_EVENT_COVERED_ACROSS
    covered = links.covered
    return max(float(covered[a.number, b.number]), float(covered[b.number, a.number])) >= share


# --------------------------------------------------------------------------- places, roles


def _is_one(a: NameMention, b: NameMention) -> bool:
    return a.identity == b.identity or alike(a.identity, b.identity) >= ALIKE


def _is_country(name: NameMention) -> bool:
    return name.identity.startswith(("country:", "place:country")) or (
        name.country is not None and name.identity.endswith(f":{name.country.lower()}")
    )


def _located(statement: Statement) -> list[NameMention]:
    """Towns and other places that a preposition of place stands before."""
    found = []
    attribution = attribution_spans(statement)
    for name in statement.names:
        # what our tables do not know may be a province or a street as well as a town
        if name.kind != "place" or _is_country(name) or not name.identity.startswith("place:"):
            continue
        if any(start <= name.start < end for start, end in attribution):
            continue
        before = [w for start, end, w in statement.words if end <= name.start]
        if set(before[-4:]) & SEATS:
            continue
        # Arabic names a kind of place between: "في مدينة …", "بمدينة …"
        attached = next((w for start, _, w in statement.words if start == name.start), "")
        if any(w in PLACE_PREPOSITIONS for w in before[-2:]) or (
            statement.language in ("ar", "tr") and (attached.startswith("ب") or "'" in attached)
        ):
            found.append(name)
    return found


def _places(a: Statement, b: Statement, links: Links) -> list[Clash]:
    """Two towns for one event. A country is no town: a place inside it is no conflict with it."""
    left, right = _located(a), _located(b)
    # some place shared: then the other ones belong to something else that is said
    if any(_is_one(n, m) for n in left for m in right):
        return []
    elsewhere_a = [n for n in a.names if n.kind == "place"]
    elsewhere_b = [n for n in b.names if n.kind == "place"]
    only_a = [n for n in left if not any(_is_one(n, m) for m in elsewhere_b)]
    only_b = [n for n in right if not any(_is_one(n, m) for m in elsewhere_a)]
    if len({n.identity for n in only_a}) != 1 or len({n.identity for n in only_b}) != 1:
        return []
    if links.chance[a.number, b.number] < SURE_CHANCE:
        return []
    if not _same_event(a, b, links, SAME_EVENT_COVERED):
        return []
    return [
        Clash("place", a.number, b.number, only_a[0].identity, only_b[0].identity, only_a[0].text)
    ]


def _roles(a: Statement, b: Statement) -> list[Clash]:
    clashes = []
    for x in a.names:
        for y in b.names:
            if (
                x.kind == y.kind == "person"
                and x.role
                and y.role
                and a.language == b.language
                and _content(x.role, a.language) == _content(y.role, b.language)
                and not _is_one(x, y)
                and not any(_is_one(x, n) for n in b.names)
                and not any(_is_one(y, n) for n in a.names)
            ):
                clashes.append(Clash("name", a.number, b.number, x.identity, y.identity, x.role))
    return clashes


# --------------------------------------------------------------------------- yes and no


def _is_soft(statement: Statement) -> bool:
    return any(
        w in SOFT_NEGATIONS or s in SOFT_NEGATIONS
        for (_, _, w), s in zip(statement.words, statement.stems, strict=True)
    )


def _polarity(a: Statement, b: Statement, links: Links) -> list[Clash]:
    """One says that it is not so, the other that it is."""
    no_a, no_b = _noes(a), _noes(b)
    if bool(no_a) == bool(no_b) or _is_soft(b if no_a else a):
        return []
    denying, other, scopes = (a, b, no_a) if no_a else (b, a, no_b)
    if not any(scope.is_denial for scope in scopes) and _is_soft(denying):
        return []
    if links.chance[a.number, b.number] < SURE_CHANCE:
        return []
    if not _same_event(denying, other, links, SAME_SENTENCE_COVERED):
        return []
    # what is denied must be said by the other: the words after the "not" have counterparts
    for scope in scopes:
        hits = [
            max(
                (
                    links.vocabulary.between((denying.language, w), (other.language, x))
                    for x in other.stems
                ),
                default=0.0,
            )
            for w in scope.stems
        ]
        floor = SAME_THING if denying.language == other.language else SAME_THING_ACROSS
        if len(hits) >= 2 and sum(h >= floor for h in hits) >= SCOPE_SHARED * len(hits):
            values = ("no", "yes") if denying is a else ("yes", "no")
            return [Clash("polarity", a.number, b.number, *values, scope.words)]
    return []


@dataclass(frozen=True, slots=True)
class _No:
    """One "not" or denial: the first content words that it negates."""

    stems: list[str]
    words: str
    is_denial: bool


def _noes(statement: Statement) -> list[_No]:
    words, stems = statement.words, statement.stems
    offset = statement.place.start
    found = []

    def scope(positions: Sequence[int], is_denial: bool) -> None:
        chosen = [p for p in positions if len(stems[p]) > 2 and words[p][2] not in FUNCTION_WORDS][
            :SCOPE_WORDS
        ]
        if chosen:
            shown = statement.text[words[chosen[0]][0] - offset : words[chosen[-1]][1] - offset]
            found.append(_No([stems[p] for p in chosen], shown, is_denial))

    def broken(position: int) -> bool:
        """True when a comma or the like stands after the word: there the "not" ends."""
        between = statement.text[words[position][1] - offset : words[position + 1][0] - offset]
        return any(mark in between for mark in ',،;؛:.!?؟…«»“”"')

    for cue in negated_words(statement):
        if statement.language == "tr" or words[cue][2] in NEGATIONS_AFTER:
            # the verb is last and carries its own "not"
            low = cue
            while low > max(0, cue - SCOPE_WORDS) and not broken(low - 1):
                low -= 1
            scope(range(low, cue + (statement.language == "tr")), False)
        else:
            high = cue + 1
            while high < min(cue + 2 + SCOPE_WORDS, len(words)) and not (
                high > cue + 1 and broken(high - 1)
            ):
                high += 1
            scope(range(cue + 1, high), False)
    for quote in statement.quotes:
        if quote.strength in _DENIALS:
            start, end = quote.content[0].start, quote.content[-1].end
            scope([p for p, w in enumerate(words) if start <= w[0] < end], True)
    return found


# --------------------------------------------------------------------------- onto the sheet


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
    points_of: dict[int, list[Point]] = {}
    for group in groups:
        for number in group.numbers:
            if group.point is not None:
                points_of.setdefault(number, []).append(group.point)

    def point_of(clash: Clash) -> Point | None:
        """The point that holds both statements, else the one of the first."""
        mine, theirs = points_of.get(clash.a, []), points_of.get(clash.b, [])
        return next((p for p in mine if p in theirs), next(iter([*mine, *theirs]), None))

    bundles: list[tuple[set[tuple[str, str, str]], list[Clash]]] = []
    for clash in clashes:
        point = point_of(clash)
        # one point can hold figures of several things: bundled are those that share a value
        about = clash.topic or (point.id if point else "")
        nodes = {(clash.kind, about, clash.a_value), (clash.kind, about, clash.b_value)}
        joined = [bundle for bundle in bundles if bundle[0] & nodes]
        bundles = [bundle for bundle in bundles if not bundle[0] & nodes]
        bundles.append(
            (
                nodes.union(*(bundle[0] for bundle in joined)),
                [*(c for bundle in joined for c in bundle[1]), clash],
            )
        )
    made = []
    for _, bundle in bundles:
        values: dict[str, list[int]] = {}
        for clash in bundle:
            for number, value in ((clash.a, clash.a_value), (clash.b, clash.b_value)):
                if number not in values.setdefault(value, []):
                    values[value].append(number)
        point = point_of(bundle[0])
        about = bundle[0].topic or (point.id if point else "")
        for relation, chosen in _relations(
            values, statements, accounts, is_toll=bundle[0].topic in TOLLS
        ):
            sides = [
                _side(value, values[value], statements, accounts)
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


Relation = Literal["conflict", "update", "within-source"]


def _relations(
    values: dict[str, list[int]],
    statements: Sequence[Statement],
    accounts: Accounts,
    *,
    is_toll: bool,
) -> list[tuple[Relation, set[str]]]:
    """Which of several values of one thing replaced one another, and which stand against others.

    An origin that gave two values replaced the first; those are one update. What is
    left, given by origins that stayed with one value, is a conflict with each other, and with the
    value of the update that was given nearest in time. ``is_toll``: a number that only grows.
    """
    chosen = [statements[n] for numbers in values.values() for n in numbers]
    if len({s.place.article_id for s in chosen}) == 1:
        return [("within-source", set(values))]
    said: dict[str, dict[str, datetime]] = {}
    for value, numbers in values.items():
        for n in numbers:
            origin = accounts.origin_of.get(statements[n].place.article_id)
            times = said.setdefault(origin.id if origin else statements[n].place.article_id, {})
            at = accounts.said_at(statements[n])
            times[value] = min(at, times.get(value, at))
    if len(said) == 1:
        return [("update", set(values))]
    moved = {origin for origin, times in said.items() if len(times) > 1}
    replaced = {value for origin in moved for value in said[origin]}
    firm = {value for origin, times in said.items() if origin not in moved for value in times}
    times_of = {
        value: sorted(accounts.said_at(statements[n]) for n in numbers)
        for value, numbers in values.items()
    }

    def apart(a: str, b: str) -> timedelta:
        return min(abs(x - y) for x in times_of[a] for y in times_of[b])

    pairs = list(combinations(sorted(firm), 2))
    for value in sorted(firm - replaced):
        if replaced:
            pairs.append((value, min(sorted(replaced), key=lambda other: apart(value, other))))
    grown = [pair for pair in pairs if is_toll and _is_growth(*pair, times_of)]
    contested = {value for pair in pairs if pair not in grown for value in pair}
    updated = replaced | {value for pair in grown for value in pair}
    found: list[tuple[Relation, set[str]]] = []
    if len(updated) > 1:
        found.append(("update", updated))
    if len(contested) > 1:
        found.append(("conflict", contested))
    return found or [("conflict", set(values))]


def _is_growth(a: str, b: str, times_of: dict[str, list[datetime]]) -> bool:
    """A toll that is higher and said much later, nobody giving the lower one any more."""
    low, high = sorted((a, b), key=_as_number)
    return (
        _as_number(low) < _as_number(high) and times_of[high][0] - times_of[low][-1] >= GROWTH_AFTER
    )


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


def pairs_to_compare(
    statements: Sequence[Statement], links: Links, chance: float
) -> list[tuple[int, int]]:
    """Pairs of statements likely enough to report one thing to compare their values. Not only
    those that ended in one point: a sentence with two facts stands in one of its points only."""
    article = np.array([s.article for s in statements])
    same = article[:, None] == article[None, :]
    needed = np.where(same, SAME_POINT_WITHIN_ARTICLE, np.float32(chance))
    # the dead and injured of a story are one number each, in whatever sentence they stand
    tolls = np.array([_has_toll(s) for s in statements], dtype=bool)
    needed = np.where(~same & np.outer(tolls, tolls), np.minimum(needed, TOLL_CHANCE), needed)
    rows, columns = np.nonzero(np.triu(links.chance >= needed, 1))
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True)]


def _has_toll(statement: Statement) -> bool:
    years = [t.value[:4] for t in statement.times if t.value and t.granularity in ("year", "month")]
    return not years and any(f.is_toll for f in _counted_in(statement))
