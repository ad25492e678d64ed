"""Figures that count or measure one thing, and whether they can both be right.

Compared are figures of the same unit and the same thing counted; a measure whose role is named
beside it (the length of the talks, the price) is compared with others of that role in whatever
sentence they stand. A part and its whole, "about" and an exact figure near it, do not clash.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

import msgspec

from tawatur.align.links import Pair
from tawatur.align.points import SAME_POINT
from tawatur.align.statements import Statement, negated_words, stem
from tawatur.align.words import (
    COMPANIONS,
    DEATHS,
    FUNCTION_WORDS,
    INFECTED_OR_INJURED,
    MEASURED,
    OTHERS,
    PARTITIVES,
    PEOPLE,
)
from tawatur.model import Figure
from tawatur.text import fold_word, western_digits
from tawatur.text import words as word_texts

Kind = Literal["figure", "time", "place", "name", "polarity"]

# "About 100" and 107 agree, 100 and 125 do not: newsrooms round to one or two digits.
ABOUT_SHARE = 0.15
# How far from a measure, in words, its role may be named.
ROLE_WORDS = 7
# Two values of one thing are rarely farther apart than this; a sum and a price per tonne are.
MOST_APART = 20
MOST_APART_IN_COUNT = 10
# A sentence with more figures is a table: nobody can tell which of them is which.
MOST_FIGURES = 8
# How many words after a figure may say what it counts: "11 رجل إطفاء".
COUNTED_WORDS = 2
# By how much (of about 2) a figure's counterpart must be surer than the next.
CLEAR_COUNTERPART = 0.1
# Figures of which a story has one each, and how likely a link must be to compare them.
TOLLS = frozenset({"killed", "injured", "missing", "cases"})
# A link this sure is one event by itself; below it a "not" is as likely about something else.
SURE_CHANCE = 0.65
# A measure of nothing named ("3 percent", "200 km") is compared in nearly the same sentence only.
SAME_MEASURE_CHANCE = 0.85
# From here on two words count as naming the same thing (cosine of single words, squared).
SAME_THING = 0.45
# Translations of one word lie farther apart than inflections of it.
SAME_THING_ACROSS = 0.25


@dataclass(frozen=True, slots=True)
class Clash:
    """Two statements and the values in which they differ."""

    kind: Kind
    a: Statement
    b: Statement
    a_value: str
    b_value: str
    subject: str
    topic: str = ""  # what is counted, in no language: "killed"


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
        return low_a == high_a and low_b == high_b and _is_rounded(low_a, low_b)
    return low < high or low_a == high_a or low_b == high_b


# A number given to so many digits or more, its last zeros left out, may be another one rounded.
ROUNDED_DIGITS = 3


def _is_rounded(a: float, b: float) -> bool:
    """True when one of two numbers is the other, rounded or cut off: 945 and 945.4 million, 291
    and 291.03. Two digits are too few: 10 dead are not 14."""
    for short, long in ((a, b), (b, a)):
        digits = f"{short:.10g}".replace(".", "").strip("0").lstrip("-")
        if "e" in digits or len(digits) < ROUNDED_DIGITS:
            continue
        unit = 1.0
        while short % (unit * 10) == 0:
            unit *= 10
        if (
            short == int(short)
            and 0 < abs(long - short) < unit
            and (abs(long) >= 1000 or long != int(long))
        ):
            return True
    return False


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


# Inside a number these marks show that its digits were turned round somewhere on the way: "2.0"
# for 0.2.
_TURNED_ROUND = "\u200f\u200e\u202b\u202c"


def _is_whole(figure: Figure) -> bool:
    return all(v is None or v == int(v) for v in (figure.low, figure.high))


def counted_in(statement: Statement, of_disease: bool) -> list[_Counted]:
    """The figures of a statement that count something, parts of sums left out. ``of_disease``:
    somewhere in the story cases of a disease are counted."""
    found: list[_Counted] = statement.once(
        f"counted {of_disease}", lambda: _counted_in(statement, of_disease)
    )
    return found


def _counted_in(statement: Statement, of_disease: bool = False) -> list[_Counted]:
    found = []
    for figure in [*statement.figures, *_lengths(statement)]:
        if _is_date_part(figure, statement):
            continue
        if any(mark in figure.text for mark in _TURNED_ROUND) or _is_torn(figure, statement):
            continue
        if figure.sense and not figure.unit and not _is_whole(figure):
            continue  # a magnitude of 6.1 beside "killed"
        if _is_ordinal(figure, statement):
            continue
        following = [w for start, _, w in statement.words if start >= figure.end][:COUNTED_WORDS]
        if set(following[:2]) & OTHERS:
            continue  # the rest of a sum
        if set(following[:1]) & PARTITIVES and (
            {w.removeprefix("ال") for w in following[1:]} & PEOPLE
            or any(w.startswith(COMPANIONS) for w in following[1:])
        ):
            continue  # "eight of the injured", "with two of his comrades"
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
        role = role_of(figure, statement) if figure.unit else None
        found.append(_Counted(figure, stems, is_people, sense, role))
    senses = Counter((f.sense or "", f.is_people) for f in found if f.sense)
    roles = Counter(f.role or "" for f in found if f.role)
    for f in found:
        f.is_lone = senses[f.sense or "", f.is_people] <= 1 and roles[f.role or ""] <= 1
    return found


class _Placed(Protocol):
    """Something with a place in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


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


def role_of(figure: _Placed, statement: Statement) -> str | None:
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
    a: _Counted, b: _Counted, left: Statement, right: Statement, chance: float, pair: Pair
) -> float | None:
    """How surely two figures count the same thing; None when they do not. ``chance``: that their
    statements report the same."""
    f, g = a.figure, b.figure
    most = MOST_APART if f.unit else MOST_APART_IN_COUNT
    if not _same_unit(f, g) or a.sense != b.sense or _ratio(f, g) > most:
        return None
    same_role = a.is_known_measure and b.is_known_measure and a.role == b.role
    if chance < SAME_POINT and not ((a.is_toll and b.is_toll) or same_role):
        return None
    near = 0.0
    head = 0.0
    if a.stems and b.stems:
        table = pair.between(left, a.stems, right, b.stems)
        near = float(table.max(axis=1).mean())
        # the first counted word of one and the nearest of the other
        head = float(max(table[0].max(), table[:, 0].max()))
    floor = SAME_THING if left.language == right.language else SAME_THING_ACROSS
    if a.sense:
        if a.is_people and b.is_people:
            # a second number of injured in a sentence is mostly a part of the first
            usable = (a.is_lone and b.is_lone) or figures_agree(f, g)
            return 1.5 + near if usable else None
        # a part against the whole, or two parts: only when the words say it is the same part
        same_part = (a.is_lone and b.is_lone) or head >= floor
        return 1 + near if a.is_people == b.is_people and same_part else None
    if f.unit:
        # hours of what, dollars for what: the unit alone is too little
        sure = same_role or chance >= SAME_MEASURE_CHANCE
        return 1 + near + same_role if sure and (same_role or not (a.role and b.role)) else None
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


def find_contrasts(
    ours: Sequence[Statement], theirs: Sequence[Statement], of_disease: bool
) -> list[Clash]:
    """Who says "two weeks, not one day" contradicts whoever said 24 hours, wherever they did."""
    found = []
    for a in ours:
        contrast = a.once(f"contrast {of_disease}", partial(_contrast_in, a, of_disease))
        if contrast is None:
            continue
        said, denied = contrast
        for b in theirs:
            for other in counted_in(b, of_disease) if b.figures or b.times else ():
                if other.role is None or not other.is_known_measure:
                    continue
                if _same_unit(other.figure, denied) and _same_length(other.figure, denied):
                    values = (
                        show_figure(said, with_unit=True),
                        show_figure(other.figure, with_unit=True),
                    )
                    found.append(Clash("figure", a, b, *values, other.role, other.role))
    return found


def _contrast_in(a: Statement, of_disease: bool) -> tuple[Figure, Figure] | None:
    """The length that is said and the one that is denied, if a statement does both."""
    if not a.figures and not a.times:
        return None
    counted = [c for c in counted_in(a, of_disease) if c.figure.unit in _HOURS]
    if len(counted) != 2 or not negated_words(a):
        return None
    first, second = sorted(counted, key=lambda c: c.figure.start)
    between = [w for x, y, w in a.words if first.figure.end <= x < second.figure.start]
    if not set(between) & _NOT_BETWEEN or len(between) > CONTRAST_WORDS:
        return None
    # "not X but Y" names the denied one first
    before = [w for _, y, w in a.words if y <= first.figure.start][-1:]
    said, denied = (second, first) if set(before) & _NOT_BETWEEN else (first, second)
    return None if figures_agree(said.figure, denied.figure) else (said.figure, denied.figure)


def _same_length(a: Figure, b: Figure) -> bool:
    return _mean(_in_hours(a)) == _mean(_in_hours(b))


def _ratio(a: Figure, b: Figure) -> float:
    """How many times one figure is the other."""
    low, high = sorted(abs(v) for v in (_mean(_in_hours(a)), _mean(_in_hours(b))))
    return high / low if low else 1.0


def _mean(figure: Figure) -> float:
    known = [v for v in (figure.low, figure.high) if v is not None]
    return sum(known) / len(known) if known else 0.0


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


_TORN_BEFORE = re.compile(r"\d(?:[ر،,.٫]\d*)?\s?$")
_TORN_AFTER = re.compile(r"[ر،,.٫]\d")


def _is_torn(figure: Figure, statement: Statement) -> bool:
    """True for a part of a number: the "million" of "7ر1 مليون" (1.7 in some Arabic papers), the
    "5 million" of "45،5 مليون"."""
    start, end = figure.start - statement.place.start, figure.end - statement.place.start
    before = western_digits(statement.text[max(0, start - 4) : max(0, start)])
    return bool(
        _TORN_BEFORE.search(before) or _TORN_AFTER.match(western_digits(statement.text[end:][:2]))
    )


def _is_ordinal(figure: Figure, statement: Statement) -> bool:
    """The "3" of "3 - the sites …", and of "decision 57/3": it counts nothing."""
    start, end = figure.start - statement.place.start, figure.end - statement.place.start
    after = statement.text[end : end + 3].lstrip()[:1]
    before = statement.text[:start].rstrip(" (\n\t\xa0")
    if (not before or before[-1] in ".:;؛،,") and after in tuple("-–—ـ.):"):
        return True
    return statement.text[max(0, start - 1) : start] == "/" or statement.text[end : end + 1] == "/"


def _is_date_part(figure: Figure, statement: Statement) -> bool:
    return any(
        t.start < figure.end and figure.start < t.end and t.kind != "duration"
        for t in statement.times
    )


def compare_figures(a: Statement, b: Statement, pair: Pair, of_disease: bool) -> list[Clash]:
    """Figures of two statements that count one thing and cannot both be right."""
    left, right = counted_in(a, of_disease), counted_in(b, of_disease)
    if not left or not right or _is_one_voice(a, b):
        return []
    if max(len(left), len(right)) > MOST_FIGURES:
        return []
    chance = pair.chance_of(a, b)
    table = {
        (i, j): value
        for i, f in enumerate(left)
        for j, g in enumerate(right)
        if (value := _affinity(f, g, a, b, chance, pair)) is not None
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
                a,
                b,
                show_figure(f, with_unit=units),
                show_figure(g, with_unit=units),
                _subject_of(left[i], right[j]),
                _topic(left[i], right[j]),
            )
        )
    return clashes


def compare_plain_numbers(a: Statement, b: Statement) -> list[Clash]:
    """Two sentences that both follow one shared sentence, each with one odd number, and of the
    numbers one digit differs: one of them is a slip, whatever is counted ("249 pits", "349 trees").
    """
    left, right = _odd_number(a), _odd_number(b)
    if left is None or right is None or len(left) != len(right):
        return []
    if sum(x != y for x, y in zip(left, right, strict=True)) != 1:
        return []
    counted = next((f.counted for s in (a, b) for f in s.figures if f.counted), None)
    return [Clash("figure", a, b, left, right, counted or left)]


def _odd_number(statement: Statement) -> str | None:
    """The one number of three digits or more that is neither round nor a date, if there is one."""
    found: str | None = statement.once("odd number", lambda: _odd_number_of(statement))
    return found


def _odd_number_of(statement: Statement) -> str | None:
    if not any(c.isdigit() for c in statement.text):
        return None
    found = {
        digits
        for start, end, word in statement.words
        if (digits := western_digits(word)).isascii()
        and digits.isdigit()
        and len(digits) >= 3
        and not digits.endswith("00")
        and not (len(digits) == 4 and digits[:2] in ("19", "20"))
        and not any(t.start < end and start < t.end for t in statement.times)
    }
    return found.pop() if len(found) == 1 else None


def _is_one_voice(a: Statement, b: Statement) -> bool:
    """Two numbers that one article gives in one breath are two things; a post beside it, or
    another speaker, may contradict it."""
    if a.place.article_id != b.place.article_id or a.place.post != b.place.post:
        return False
    voices = [{q.speaker.name for q in s.quotes if q.speaker} for s in (a, b)]
    return voices[0] == voices[1]


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
