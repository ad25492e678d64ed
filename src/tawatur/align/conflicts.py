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
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from tawatur.align.links import ALIKE, Links, alike, attribution_spans
from tawatur.align.opposites import contradiction, is_of_all, turned
from tawatur.align.points import (
    SAME_POINT,
    SAME_POINT_WITHIN_ARTICLE,
    Accounts,
    Group,
    member_of,
)
from tawatur.align.statements import Statement, negated_words, stem
from tawatur.align.timeline import weekday_in
from tawatur.align.words import (
    CAUSES,
    DEATHS,
    FUNCTION_WORDS,
    INFECTED_OR_INJURED,
    MEASURED,
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
from tawatur.text import fold_word, stable_id, western_digits, word_spans
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
# How likely two statements must be of one event to set two towns against one another that other
# statements of the story surely do.
KNOWN_TOWNS_CHANCE = 0.4
# From here on two words count as naming the same thing (cosine of single words, squared).
SAME_THING = 0.45
# Translations of one word lie farther apart than inflections of it.
SAME_THING_ACROSS = 0.25
# Figures of which a story has one each, and how likely a link must be to compare them.
TOLLS = frozenset({"killed", "injured", "missing", "cases"})
TOLL_CHANCE = 0.15
# The same for a measure whose role is named beside it (see ``words.MEASURED``): two sentences on
# how long one story's talks lasted may have nothing else in common.
ROLE_CHANCE = 0.15
# Two counts by two sources in one article ("the doctors counted 455").
WITHIN_ARTICLE_CHANCE = 0.15
# How far from a measure, in words, its role may be named.
ROLE_WORDS = 7
# Two values of one thing are rarely farther apart than this; a sum and a price per tonne are.
MOST_APART = 20
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
DENIED_SHARED = 0.5
# From where on two statements of one event with contrary words contradict one another.
CONTRARY = 0.7
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
        if a.article != b.article:
            found += _causes(a, b)
        if not (clash := _times(a, b, links)) and links.chance[i, j] >= SAME_POINT:
            clash = _places(a, b, links)
        found += clash
        if links.chance[i, j] < SAME_POINT:
            continue
        found += _roles(a, b)
        found += _polarity(a, b, links)
    found += _contrasts(statements, links)
    # two towns known to stand against one another do so in less sure pairs as well
    towns = {frozenset((c.a_value, c.b_value)) for c in found if c.kind == "place"}
    told = {(c.a, c.b) for c in found if c.kind == "place"}
    if towns:
        rows, columns = np.nonzero(np.triu(links.chance >= KNOWN_TOWNS_CHANCE, 1))
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
            a, b = statements[i], statements[j]
            if a.article != b.article and (i, j) not in told:
                found += [
                    c
                    for c in _places(a, b, links, known=True)
                    if frozenset((c.a_value, c.b_value)) in towns
                ]
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
    stems: list[str]
    is_people: bool  # people at large, nobody in particular
    sense: str | None = None
    role: str | None = None  # of a measure: "length", "price"
    is_lone: bool = True  # the only figure of its sense (or role) in the statement

    @property
    def is_toll(self) -> bool:
        """The number of all people to whom one thing happened."""
        return self.sense in TOLLS and self.is_people and self.is_lone

    @property
    def is_known_measure(self) -> bool:
        """A measure whose role is named: the length of the talks."""
        return self.role is not None and self.is_lone


def _is_whole(figure: Figure) -> bool:
    return all(v is None or v == int(v) for v in (figure.low, figure.high))


def counted_in(statement: Statement, links: Links) -> list[_Counted]:
    """The figures of a statement that count something, parts of sums left out."""
    of_disease = links.is_of_disease
    found: list[_Counted] = statement.once(
        f"counted {of_disease}", lambda: _counted_in(statement, of_disease)
    )
    return found


def _counted_in(statement: Statement, of_disease: bool = False) -> list[_Counted]:
    found = []
    for figure in [*statement.figures, *_lengths(statement)]:
        if _is_date_part(figure, statement):
            continue
        if figure.sense and not figure.unit and not _is_whole(figure):
            continue  # a magnitude of 6.1 beside "killed"
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
        sense = figure.sense
        if content and content[0] in DEATHS:
            sense = "killed"
        elif of_disease and sense in ("injured", None) and set(words[:1]) & INFECTED_OR_INJURED:
            sense = "cases"
        role = _role_of(figure, statement) if figure.unit else None
        found.append(_Counted(figure, stems, is_people, sense, role))
    senses = Counter((f.sense or "", f.is_people) for f in found if f.sense)
    roles = Counter(f.role or "" for f in found if f.role)
    for f in found:
        f.is_lone = senses[f.sense or "", f.is_people] <= 1 and roles[f.role or ""] <= 1
    return found


_LENGTH = re.compile(r"PT?(\d+(?:\.\d+)?)([YMWDH])")
_LENGTH_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "H": "hour"}


def _lengths(statement: Statement) -> list[Figure]:
    """Durations that were read as times ("one year") and not as figures."""
    found = []
    for time in statement.times:
        length = _LENGTH.fullmatch(time.value or "") if time.kind == "duration" else None
        if length is None or ("T" in (time.value or "") and length[2] == "M"):
            continue
        if any(f.start < time.end and time.start < f.end for f in statement.figures):
            continue
        value = float(length[1])
        found.append(
            Figure(
                start=time.start,
                end=time.end,
                text=time.text,
                low=value,
                high=value,
                unit=_LENGTH_UNITS[length[2]],
                counted=None,
            )
        )
    return found


def _role_of(figure: Figure | _Clock, statement: Statement) -> str | None:
    """What a measure is of, by the nearest word that says so."""
    before = [w for _, end, w in statement.words if end <= figure.start][-ROLE_WORDS:]
    after = [w for start, _, w in statement.words if start >= figure.end][:ROLE_WORDS]
    for near in range(ROLE_WORDS):
        for side in (before[::-1], after):
            word = side[near] if near < len(side) else ""
            # Arabic writes "and" together with the verb
            forms = {word, word[1:]} if word[:1] in ("و", "ف") else {word}
            for role, (exact, beginnings) in MEASURED.items():
                if any(form in exact or form.startswith(beginnings) for form in forms):
                    return role
    return None


def _affinity(
    a: _Counted, b: _Counted, left: str, right: str, chance: float, links: Links
) -> float | None:
    """How surely two figures count the same thing; None when they do not. ``chance``: that their
    statements report the same."""
    f, g = a.figure, b.figure
    if not _same_unit(f, g) or a.sense != b.sense or _ratio(f, g) > MOST_APART:
        return None
    same_role = a.is_known_measure and b.is_known_measure and a.role == b.role
    if chance < SAME_POINT and not ((a.is_toll and b.is_toll) or same_role):
        return None
    near = 0.0
    if a.stems and b.stems:
        best = [
            max(links.vocabulary.between((left, x), (right, y)) for y in b.stems) for x in a.stems
        ]
        near = sum(best) / len(best)
    floor = SAME_THING if left == right else SAME_THING_ACROSS
    if a.sense:
        if a.is_people and b.is_people:
            # a second number of injured in a sentence is mostly a part of the first
            usable = (a.is_lone and b.is_lone) or figures_agree(f, g)
            return 1.5 + near if usable else None
        # a part against the whole, or two parts: only when the words say it is the same part
        same_part = (a.is_lone and b.is_lone) or _head_likeness(a, b, left, right, links) >= floor
        return 1 + near if a.is_people == b.is_people and same_part else None
    if f.unit:
        # hours of what, dollars for what: the unit alone is too little
        sure = same_role or chance >= SURE_CHANCE
        return 1 + near + same_role if sure and (same_role or not (a.role and b.role)) else None
    head = _head_likeness(a, b, left, right, links)
    return head + near if head >= floor else None


# "two weeks, not one day", "не сутки, а две недели", "ستة أشهر لا سنة".
_NOT_BETWEEN = frozenset(
    [
        "not",
        "rather",
        "than",
        "instead",
        "of",
        "وليس",
        "ليس",
        "لا",
        "وليست",
        "بل",
        "не",
        "а",
        "вместо",
        "нет",
        "pas",
        "non",
        "mais",
        "no",
        "sino",
        "degil",
        "nicht",
        "sondern",
        "statt",
    ]
)
CONTRAST_WORDS = 4


def _contrasts(statements: Sequence[Statement], links: Links) -> list[Clash]:
    """Who says "two weeks, not one day" contradicts whoever said 24 hours, wherever they did."""
    found = []
    for a in statements:
        counted = [c for c in counted_in(a, links) if c.figure.unit in _HOURS]
        if len(counted) != 2 or not negated_words(a):
            continue
        first, second = sorted(counted, key=lambda c: c.figure.start)
        between = [w for x, y, w in a.words if first.figure.end <= x < second.figure.start]
        if not set(between) & _NOT_BETWEEN or len(between) > CONTRAST_WORDS:
            continue
        # "not X but Y" names the denied one first
        before = [w for _, y, w in a.words if y <= first.figure.start][-1:]
        said, denied = (second, first) if set(before) & _NOT_BETWEEN else (first, second)
        if figures_agree(said.figure, denied.figure):
            continue
        for b in statements:
            if b.article == a.article:
                continue
            for other in counted_in(b, links):
                if other.role is None or not other.is_known_measure:
                    continue
                if _same_unit(other.figure, denied.figure) and _same_length(
                    other.figure, denied.figure
                ):
                    values = (
                        show_figure(said.figure, with_unit=True),
                        show_figure(other.figure, with_unit=True),
                    )
                    found.append(
                        Clash("figure", a.number, b.number, *values, other.role, other.role)
                    )
    return found


def _same_length(a: Figure, b: Figure) -> bool:
    return _mean(_in_hours(a)) == _mean(_in_hours(b))


def _ratio(a: Figure, b: Figure) -> float:
    """How many times one figure is the other."""
    low, high = sorted(abs(v) for v in (_mean(_in_hours(a)), _mean(_in_hours(b))))
    return high / low if low else 1.0


def _mean(figure: Figure) -> float:
    known = [v for v in (figure.low, figure.high) if v is not None]
    return sum(known) / len(known) if known else 0.0


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
    left, right = counted_in(a, links), counted_in(b, links)
    if not left or not right:
        return []
    chance = float(links.chance[a.number, b.number])
    table = {
        (i, j): value
        for i, f in enumerate(left)
        for j, g in enumerate(right)
        if (value := _affinity(f, g, a.language, b.language, chance, links)) is not None
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
                _subject_of(left[i], right[j]),
                _topic(left[i], right[j]),
            )
        )
    return clashes


def _topic(a: _Counted, b: _Counted) -> str:
    """What a story has one number of."""
    if a.sense and a.is_people:
        return a.sense
    return (
        a.role if a.role and a.is_known_measure and b.is_known_measure and a.role == b.role else ""
    )


def _subject_of(a: _Counted, b: _Counted) -> str:
    f, g = a.figure, b.figure
    return a.sense or f.counted or g.counted or a.role or b.role or f.unit or g.unit or f.text


# --------------------------------------------------------------------------- times


def _days(statement: Statement) -> list[TimeMention]:
    found: list[TimeMention] = statement.once("days", lambda: _days_of(statement))
    return found


def _days_of(statement: Statement) -> list[TimeMention]:
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
    if len(days_a) == len(days_b) == 1:
        (day_a,), (day_b,) = days_a, days_b
        if not day_a & day_b:
            shown = "/".join(sorted(day_a)), "/".join(sorted(day_b))
            if not _is_another_day(a, b, day_a, day_b, links):
                return []
            return [Clash("time", a.number, b.number, *shown, _shared_words(a, b, links))]
    if any(x.isdisjoint(y) for x in days_a for y in days_b):
        return []
    clocks_a, clocks_b = clocks_of(a), clocks_of(b)
    if len(clocks_a) != 1 or len(clocks_b) != 1:
        return []
    same_role = clocks_a[0].role is not None and clocks_a[0].role == clocks_b[0].role
    if not same_role and not (
        links.chance[a.number, b.number] >= SAME_POINT
        and _same_event(a, b, links, SAME_EVENT_COVERED)
    ):
        return []
    clock_a, clock_b = clocks_a[0], clocks_b[0]
    apart = abs(clock_a.minutes - clock_b.minutes)
    if not (clock_a.is_of_24_hours and clock_b.is_of_24_hours):
        apart %= 12 * 60
    # whole hours apart is what two time zones are
    if apart % 60:
        topic = clock_a.role or "" if same_role else ""
        subject = _shared_words(a, b, links)
        return [Clash("time", a.number, b.number, clock_a.shown, clock_b.shown, subject, topic)]
    return []


def _is_another_day(
    a: Statement, b: Statement, day_a: frozenset[str], day_b: frozenset[str], links: Links
) -> bool:
    """True when two statements of one event put it on two days."""
    if links.chance[a.number, b.number] < SURE_CHANCE:
        return False
    if not _same_event(a, b, links, SAME_SENTENCE_COVERED):
        return False
    weekdays = {weekday_in(t.text) for s in (a, b) for t in _days(s)}
    if len(weekdays) == 1 and None not in weekdays:
        return False  # both say "Sunday": the week is our reading, not theirs
    if all(_is_day_of_publication(t) for s in (a, b) for t in _days(s)):
        return False  # each says "today": two days' news, not one day disputed
    # a night belongs to two days
    at_night = any(_is_night(t) for s in (a, b) for t in _days(s))
    return not (at_night and _are_neighbours(day_a, day_b))


def _shared_words(a: Statement, b: Statement, links: Links) -> str:
    """What both speak of, in the words of the first: the two of its words that tell most and have
    a counterpart in the other. Values and attributions are no subject."""
    taken = [(t.start, t.end) for t in a.times] + [(f.start, f.end) for f in a.figures]
    taken += attribution_spans(a)
    merits = []
    for (start, end, word), short in zip(a.words, a.stems, strict=True):
        if word in FUNCTION_WORDS or len(word) < 3 or any(x < end and start < y for x, y in taken):
            continue
        if weekday_in(word) is not None or any(c.isdigit() for c in word):
            continue
        near = max(
            (links.vocabulary.between((a.language, short), (b.language, y)) for y in b.stems),
            default=0.0,
        )
        merits.append((round(near * links.vocabulary.weight(a.language, short), 3), -start, end))
    best = sorted(sorted(merits, reverse=True)[:2], key=lambda m: -m[1])
    offset = a.place.start
    return (
        " … ".join(a.text[-start - offset : end - offset] for _, start, end in best) or a.text[:40]
    )


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


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day in a statement."""

    start: int
    end: int
    minutes: int
    is_of_24_hours: bool
    role: str | None = None

    @property
    def shown(self) -> str:
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"


_CLOCK = re.compile(r"T([0-2]\d):([0-5]\d)")
_WRITTEN_CLOCK = re.compile(
    r"(?<![\d.,:/-])([01]?\d|2[0-3])(?:[:.٫]|\s?[hH]\s?)([0-5]\d)(?![\d%]|[.,:/]\d|\s?(?:%|percent|per cent|"
    r"milli|млн|млрд|بالمئة|مليون|مليار))(\s?[ap]\.?m\b)?"
)
# Words that make a number with a full stop a time of day: "17.40" alone may be a price.
_AT = frozenset(
    [
        "at",
        "um",
        "gegen",
        "около",
        "в",
        "saat",
        "saatlerinde",
        "las",
        "عند",
        "الساعه",
        "من",
        "حتي",
        "until",
        "till",
        "bis",
        "jusqu",
        "by",
        "vers",
    ]
)
_ARABIC_HOURS = {
    "الواحده": 1, "الثانيه": 2, "الثالثه": 3, "الرابعه": 4, "الخامسه": 5, "السادسه": 6,
    "السابعه": 7, "الثامنه": 8, "التاسعه": 9, "العاشره": 10,
}  # fmt: skip
_ARABIC_PARTS = {"والنصف": 30, "والربع": 15, "والثلث": 20}
_AFTERNOON = frozenset(
    [
        "مساء",
        "ليلا",
        "ظهرا",
        "عصرا",
        "المساء",
        "الليل",
        "pm",
        "aksam",
        "gece",
        "gecesi",
        "вечера",
        "дня",
        "soir",
        "tarde",
        "noche",
        "abends",
    ]
)
_MORNING = frozenset(
    [
        "صباحا",
        "فجرا",
        "الصباح",
        "الفجر",
        "am",
        "sabah",
        "утра",
        "ночи",
        "matin",
        "madrugada",
        "manana",
        "morgens",
    ]
)


def clocks_of(statement: Statement) -> list[_Clock]:
    """The times of day in a statement, each once, with what happened then where a word near by
    says it began."""
    found: list[_Clock] = statement.once("clocks", lambda: _clocks_of(statement))
    return found


def _clocks_of(statement: Statement) -> list[_Clock]:
    found: dict[int, _Clock] = {}
    offset = statement.place.start
    words = statement.words

    def add(start: int, end: int, minutes: int, *, of_24_hours: bool) -> None:
        clock = _Clock(start, end, minutes, of_24_hours)
        role = _role_of(clock, statement)
        role = role if role == "beginning" else None
        if any((minutes - other) % 60 == 0 for other in found):
            return  # the same hour in another zone
        found.setdefault(minutes, _Clock(start, end, minutes, of_24_hours, role))

    for time in statement.times:
        value = _CLOCK.match((time.value or "")[10:])
        # "a minute before" is counted, not stated
        if value and time.anchor != "text":
            add(time.start, time.end, int(value[1]) * 60 + int(value[2]), of_24_hours=True)
    for written in _WRITTEN_CLOCK.finditer(western_digits(statement.text)):
        start, end = offset + written.start(), offset + written.end()
        if any(c.start < end and start < c.end for c in found.values()):
            continue
        before = [w for _, stop, w in words if stop <= start][-2:]
        if "." in written[0].rstrip(".m") and not set(before) & _AT:
            continue
        hour, afternoon = int(written[1]), (written[3] or "").strip().lower()[:1]
        hour = hour % 12 + 12 * (afternoon == "p") if afternoon else hour
        add(start, end, hour * 60 + int(written[2]), of_24_hours=True)
    for position, (start, end, word) in enumerate(words):
        hour = _ARABIC_HOURS.get(word, 0) if statement.language == "ar" else 0
        if (
            not hour
            or not position
            or words[position - 1][2] not in ("الساعه", "عند", "قرابه", "نحو")
        ):
            continue
        following = [w for _, _, w in words[position + 1 : position + 5]]
        if following[:1] == ["عشره"] and hour <= 2:
            hour, following = hour + 10, following[1:]
        minutes = _ARABIC_PARTS.get(following[0] if following else "", 0)
        near = set(following)
        known = bool(near & (_AFTERNOON | _MORNING))
        hour = hour % 12 + 12 * bool(near & _AFTERNOON) if known else hour
        add(start, end, hour * 60 + minutes, of_24_hours=known)
    return list(found.values())


def _same_event(a: Statement, b: Statement, links: Links, share: float) -> bool:
    if a.language != b.language:
        share = SAME_EVENT_COVERED_ACROSS
    covered = links.covered
    return max(float(covered[a.number, b.number]), float(covered[b.number, a.number])) >= share


# --------------------------------------------------------------------------- places, roles


def _is_one(a: NameMention, b: NameMention) -> bool:
    return (
        a.identity == b.identity
        or alike(a.identity, b.identity) >= ALIKE
        # our tables may know one spelling and not the other
        or max(alike(a.text, b.text), alike(a.canonical or a.text, b.canonical or b.text)) >= ALIKE
    )


def _is_country(name: NameMention) -> bool:
    return name.identity.startswith(("country:", "place:country")) or (
        name.country is not None and name.identity.endswith(f":{name.country.lower()}")
    )


def _located(statement: Statement) -> list[NameMention]:
    """Towns and other places that a preposition of place stands before."""
    found: list[NameMention] = statement.once("located", lambda: _located_in(statement))
    return found


def _located_in(statement: Statement) -> list[NameMention]:
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


def _places(a: Statement, b: Statement, links: Links, *, known: bool = False) -> list[Clash]:
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
    if not known and (
        links.chance[a.number, b.number] < SURE_CHANCE
        or not _same_event(a, b, links, SAME_EVENT_COVERED)
    ):
        return []
    values = only_a[0].identity, only_b[0].identity
    return [Clash("place", a.number, b.number, *values, _shared_words(a, b, links))]


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


def causes_of(statement: Statement) -> list[str]:
    """The causes that a statement names: "deliberate", "electrical"."""
    found: list[str] = statement.once("causes", lambda: _causes_of(statement))
    return found


def _causes_of(statement: Statement) -> list[str]:
    folded = " " + " ".join(w for _, _, w in statement.words)
    return [cause for cause, words in CAUSES.items() if any(f" {word}" in folded for word in words)]


def _causes(a: Statement, b: Statement) -> list[Clash]:
    """Two causes of one thing that cannot both be right."""
    left, right = causes_of(a), causes_of(b)
    if len(left) != 1 or len(right) != 1 or left == right:
        return []
    if negated_words(a) or negated_words(b):
        return []
    return [Clash("name", a.number, b.number, left[0], right[0], "cause", "cause")]


# --------------------------------------------------------------------------- yes and no


def _is_soft(statement: Statement) -> bool:
    return any(
        w in SOFT_NEGATIONS or s in SOFT_NEGATIONS
        for (_, _, w), s in zip(statement.words, statement.stems, strict=True)
    )


def _polarity(a: Statement, b: Statement, links: Links) -> list[Clash]:
    """One says that it is not so, the other that it is; or one that it rose, the other that it
    fell."""
    no_a, no_b = _noes(a), _noes(b)
    if not no_a and not no_b:
        return _contrary(a, b, links)
    if bool(no_a) == bool(no_b) or _is_soft(b if no_a else a):
        return []
    denying, other, scopes = (a, b, no_a) if no_a else (b, a, no_b)
    denials = [scope for scope in scopes if scope.is_denial]
    if not denials and _is_soft(denying):
        return []
    if links.chance[a.number, b.number] < SURE_CHANCE or not _same_event(
        denying, other, links, SAME_SENTENCE_COVERED
    ):
        # who denies something denies what others said: its words in the other are enough
        scopes = denials
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
        needed = DENIED_SHARED if scope.is_denial else SCOPE_SHARED
        if len(hits) >= 2 and sum(h >= floor for h in hits) >= needed * len(hits):
            values = ("no", "yes") if denying is a else ("yes", "no")
            return [Clash("polarity", a.number, b.number, *values, scope.words)]
    return []


def _contrary(a: Statement, b: Statement, links: Links) -> list[Clash]:
    """One says that it rose, the other that it fell. Within one language: words of two languages
    that begin alike mean too many things."""
    if a.article == b.article or a.language != b.language:
        return []
    chance = links.chance[a.number, b.number]
    if chance < SURE_CHANCE and not (chance >= SAME_POINT and is_of_all(a, b)):
        return []
    words = turned(a, b)
    if is_of_all(a, b):
        return [Clash("polarity", a.number, b.number, *words[0], _shared_words(a, b, links))]
    if (
        not words
        or not _same_event(a, b, links, SAME_SENTENCE_COVERED)
        or contradiction(a, b, links) < CONTRARY
    ):
        return []
    return [Clash("polarity", a.number, b.number, *words[0], _shared_words(a, b, links))]


@dataclass(frozen=True, slots=True)
class _No:
    """One "not" or denial: the first content words that it negates."""

    stems: list[str]
    words: str
    is_denial: bool


def _noes(statement: Statement) -> list[_No]:
    found: list[_No] = statement.once("noes", lambda: _noes_of(statement))
    return found


def _noes_of(statement: Statement) -> list[_No]:
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
            bundle, statements, accounts, is_toll=bundle[0].topic in TOLLS
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
    bundle: Sequence[Clash],
    statements: Sequence[Statement],
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

    def origin_of(number: int) -> str:
        article = statements[number].place.article_id
        origin = accounts.origin_of.get(article)
        return origin.id if origin else article

    given_by: dict[str, dict[str, datetime]] = {}  # value -> article -> when
    for clash in bundle:
        for number, value in ((clash.a, clash.a_value), (clash.b, clash.b_value)):
            at = accounts.said_at(statements[number])
            given = said.setdefault(origin_of(number), {})
            given[value] = min(at, given.get(value, at))
            given_by.setdefault(value, {})[statements[number].place.article_id] = at

    def held_until(origin: str, value: str) -> datetime | None:
        """When an origin gave another value after this one; None while it stands by it."""
        later = [at for at in said[origin].values() if at > said[origin][value]]
        return min(later, default=None)

    def rose_past(origin: str, low: str, high: str) -> bool:
        given = said[origin]
        return any(
            _as_number(x) <= _as_number(low) < _as_number(high) <= _as_number(y)
            and given[x] < given[y]
            for x in given
            for y in given
        )

    edges: dict[Relation, list[tuple[str, str]]] = {
        "update": [],
        "conflict": [],
        "within-source": [],
    }
    opposed: dict[tuple[str, str], list[tuple[timedelta, tuple[str, str]]]] = {}
    for clash in bundle:
        a, b = origin_of(clash.a), origin_of(clash.b)
        x, y = clash.a_value, clash.b_value
        if statements[clash.a].place.article_id == statements[clash.b].place.article_id:
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
    return [(relation, part) for relation, pairs in edges.items() for part in _joined(pairs)]


def _joined(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Values that hang together, as sets; in order of first mention."""
    parts: list[set[str]] = []
    for pair in pairs:
        touched = [part for part in parts if part & set(pair)]
        parts = [part for part in parts if not part & set(pair)]
        parts.append(set(pair).union(*touched))
    return parts


def _is_growth(low: str, high: str, given_by: dict[str, dict[str, datetime]]) -> bool:
    """A toll that is higher and said much later, nobody giving the lower one any more but as the
    one before."""
    until = [at for article, at in given_by[low].items() if article not in given_by[high]]
    return bool(until) and min(given_by[high].values()) - max(until) >= GROWTH_AFTER


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
    # the dead and injured of a story are one number each, in whatever sentence they stand, and so
    # are the length of the talks, the price and the cause
    topics = [_topics(s, links) for s in statements]
    for topic in sorted({t for found in topics for t in found}):
        has = np.array([topic in found for found in topics], dtype=bool)
        room = np.where(same, WITHIN_ARTICLE_CHANCE, TOLL_CHANCE if topic in TOLLS else ROLE_CHANCE)
        both = np.outer(has, has) & (~same | (topic in TOLLS))
        if topic in TOLLS:
            # an article that gives two counts gives them by two sources
            both &= ~same | _of_two_sources(statements)
        needed = np.where(both, np.minimum(needed, room), needed)
    rows, columns = np.nonzero(np.triu(links.chance >= needed, 1))
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True)]


def _topics(statement: Statement, links: Links) -> set[str]:
    years = [t.value[:4] for t in statement.times if t.value and t.granularity in ("year", "month")]
    if years:
        return set()
    counted = counted_in(statement, links)
    found = {c.sense for c in counted if c.is_toll and c.sense}
    found |= {c.role for c in counted if c.is_known_measure and c.role}
    found |= {c.role for c in clocks_of(statement) if c.role}
    return found | ({"cause"} if causes_of(statement) else set())


def _of_two_sources(statements: Sequence[Statement]) -> NDArray[np.bool_]:
    voices = [
        "|".join(sorted({q.speaker.name or "" for q in s.quotes if q.speaker})) for s in statements
    ]
    numbers = {voice: n for n, voice in enumerate(dict.fromkeys(voices))}
    codes = np.array([numbers[voice] for voice in voices])
    return np.asarray(codes[:, None] != codes[None, :])
