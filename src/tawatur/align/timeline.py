"""Times settled together, undated articles dated from their story, and the timeline.

What one account leaves open another may settle: "last Tuesday" is one of two days, "last week"
one of seven, and both together are one day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from tawatur.align.links import Links
from tawatur.align.points import Accounts, Group
from tawatur.align.statements import Statement
from tawatur.model import (
    InferredDate,
    Place,
    Point,
    Reading,
    SettledTime,
    TimelineEntry,
    TimeMention,
)
from tawatur.text import fold_word, word_spans

# How sure a link must be before its day dates another article, or settles its times. Statements
# about one event are linked at even odds; a date that is shown as fact asks for more.
DATING_CHANCE = 0.6

# Weekday words, folded, Monday = 0. Prefixed and inflected forms are cut to these by startswith.
_WEEKDAYS: tuple[tuple[str, ...], ...] = (
    ("الاثنين", "اثنين", "monday", "понедельник", "pazartesi", "lundi", "lunes", "montag"),
    ("الثلاثاء", "ثلاثاء", "tuesday", "вторник", "sali", "mardi", "martes", "dienstag"),
    ("الاربعاء", "اربعاء", "wednesday", "сред", "carsamba", "mercredi", "miercoles", "mittwoch"),
    ("الخميس", "خميس", "thursday", "четверг", "persembe", "jeudi", "jueves", "donnerstag"),
    ("الجمعه", "جمعه", "friday", "пятниц", "cuma", "vendredi", "viernes", "freitag"),
    ("السبت", "سبت", "saturday", "суббот", "cumartesi", "samedi", "sabado", "samstag"),
    ("الاحد", "احد", "sunday", "воскресень", "pazar", "dimanche", "domingo", "sonntag"),
)
_EXACT_ONLY = frozenset({"cuma", "pazar", "sali"})  # beginnings of other words, of other days even


@lru_cache(maxsize=20_000)
def weekday_in(text: str) -> int | None:
    """The weekday that a time expression names (Monday 0), if exactly one."""
    found: set[int] = set()
    for start, end in word_spans(text):
        word = fold_word(text[start:end])
        for day, names in enumerate(_WEEKDAYS):
            if any(word == n or (n not in _EXACT_ONLY and word.startswith(n)) for n in names):
                found.add(day)
                break
    return found.pop() if len(found) == 1 else None


def days_of(value: str) -> tuple[date, date] | None:
    """First and last day that a TIMEX value covers; None for what is no calendar time."""
    try:
        if len(value) >= 10:
            day = date.fromisoformat(value[:10])
            return day, day
        year = int(value[:4])
        rest = value[5:]
        if not rest:
            return date(year, 1, 1), date(year, 12, 31)
        if rest[0] == "W":
            return date.fromisocalendar(year, int(rest[1:]), 1), date.fromisocalendar(
                year, int(rest[1:]), 7
            )
        if rest[0] == "Q":
            month = 3 * int(rest[1:]) - 2
            return date(year, month, 1), _month_end(year, month + 2)
        if rest[0] == "H":
            month = 6 * int(rest[1:]) - 5
            return date(year, month, 1), _month_end(year, month + 5)
        return date(year, int(rest), 1), _month_end(year, int(rest))
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def place_of(statement: Statement, time: TimeMention) -> Place:
    """Where a time expression stands."""
    return Place(
        article_id=statement.place.article_id,
        start=time.start,
        end=time.end,
        post=statement.place.post,
        in_title=statement.place.in_title,
    )


def infer_dates(
    readings: Sequence[Reading], statements: Sequence[Statement], links: Links
) -> list[InferredDate]:
    """Publication days of undated articles.

    An undated article that says "Thursday" of what a dated one puts on 2025-02-27 is of that
    week: each pair of linked statements in which both name a day votes for the dated article's
    day of publication, when that weekday agrees; without such a pair, nothing is inferred.
    """
    inferred = []
    for index, reading in enumerate(readings):
        if reading.article.published is not None or reading.article.updated is not None:
            continue
        votes: Counter[date] = Counter()
        evidence: dict[date, list[Place]] = {}
        for s in statements:
            if s.article != index:
                continue
            for t in s.times:
                weekday = weekday_in(t.text)
                if weekday is None:
                    continue
                for other in statements:
                    published = readings[other.article].article.published
                    chance = float(links.chance[s.number, other.number])
                    if published is None or chance < DATING_CHANCE:
                        continue
                    for u in other.times:
                        span = days_of(u.value) if u.value and len(u.value) >= 10 else None
                        if span is None or span[0].weekday() != weekday:
                            continue
                        # the event's own day, unless it lies ahead of the dated article
                        day = published.day
                        votes[day] += 1
                        for place in (place_of(s, t), place_of(other, u)):
                            if place not in evidence.setdefault(day, []):
                                evidence[day].append(place)
        if votes:
            # the most votes; the earliest of equals
            day = min(votes, key=lambda d: (-votes[d], d))
            inferred.append(
                InferredDate(
                    article_id=reading.article.id, day=day, evidence=tuple(evidence[day][:6])
                )
            )
    return inferred


def settle_times(
    groups: Sequence[Sequence[int]], statements: Sequence[Statement]
) -> list[SettledTime]:
    """Open times that other members of the same point leave only one value for."""
    settled = []
    for group in groups:
        for number in group:
            s = statements[number]
            for t in s.times:
                if t.value is not None or len(t.candidates) < 2:
                    continue
                result = _settle(s, t, [statements[n] for n in group if n != number])
                if result is not None:
                    settled.append(result)
    settled.sort(key=lambda x: (x.place.article_id, x.place.post or -1, x.place.start))
    return settled


def _settle(s: Statement, t: TimeMention, others: Sequence[Statement]) -> SettledTime | None:
    votes: dict[str, list[Place]] = {}
    for other in others:
        if other.article == s.article:
            continue
        for u in other.times:
            if u.kind not in ("date", "time"):
                continue
            spans = [d for v in ([u.value] if u.value else u.candidates) if (d := days_of(v))]
            # a year says nothing about two Tuesdays
            spans = [d for d in spans if (d[1] - d[0]).days <= 31]
            left = [
                c
                for c in t.candidates
                if (day := days_of(c))
                and any(low <= day[0] and day[1] <= high for low, high in spans)
            ]
            if len(left) == 1:
                votes.setdefault(left[0], []).append(place_of(other, u))
    if len(votes) != 1:
        return None  # nothing settles it, or the others disagree
    ((value, places),) = votes.items()
    return SettledTime(
        place=place_of(s, t),
        candidates=t.candidates,
        value=value,
        evidence=(place_of(s, t), *places),
    )


def make_timeline(
    groups: Sequence[Group],
    statements: Sequence[Statement],
    settled: Sequence[SettledTime],
    accounts: Accounts,
    withdrawn: Sequence[tuple[Point, Statement]] = (),
) -> list[TimelineEntry]:
    """One entry for each point that has a time: the one most members give, finer before coarser.

    In order of when it happened; what has only candidates stands at the first of them.
    """
    known = {s.place: s.value for s in settled}
    entries = []
    for group in groups:
        if group.point is None:
            continue
        told = [statements[n] for n in group.numbers]
        first = min(told, key=lambda s: (accounts.seen_at(s), s.article, s.number))
        entries.append(_entry(group.point, told, first.place.article_id, known))
    for point, statement in withdrawn:
        entries.append(_entry(point, [statement], statement.place.article_id, known))
    return sorted(
        (entry for entry in entries if entry),
        key=lambda e: (
            (days_of(e.when or e.candidates[0]) or (date.max, date.max))[0],
            e.when or e.candidates[0],
            e.first_reported_at,
            e.point_id,
        ),
    )


def _entry(
    point: Point, told: Sequence[Statement], first_article_id: str, known: dict[Place, str]
) -> TimelineEntry | None:
    votes: Counter[str] = Counter()
    open_ones: list[tuple[str, ...]] = []
    for s in told:
        for value in dict.fromkeys(
            known.get(place_of(s, t), t.value)
            for t in s.times
            if t.kind in ("date", "time") and not _is_saying_time(s, t)
        ):
            if value and days_of(value):
                votes[value] += 1
        open_ones += [
            t.candidates
            for t in s.times
            if t.value is None and t.candidates and place_of(s, t) not in known
        ]
    if not votes and not open_ones:
        return None
    when = min(votes, key=lambda v: (-min(len(v), 10), -votes[v], v)) if votes else None
    return TimelineEntry(
        when=when,
        candidates=() if when else open_ones[0],
        point_id=point.id,
        first_reported_at=point.first_seen_at,
        first_article_id=first_article_id,
    )


def _is_saying_time(s: Statement, t: TimeMention) -> bool:
    """True when the time tells when it was said, not when it happened."""
    return (
        any(
            q.spoken_on is not None
            and q.spoken_on == t.value
            and not any(span.start <= t.start < span.end for span in q.content)
            for q in s.quotes
        )
        and len(s.times) > 1
    )
