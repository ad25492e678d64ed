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
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tawatur.align.clocks import clocks_of
from tawatur.align.contrasts import find_named_contrasts
from tawatur.align.links import ALIKE, Pair, alike
from tawatur.align.measures import (
    SAME_THING,
    SAME_THING_ACROSS,
    SURE_CHANCE,
    TOLLS,
    Clash,
    compare_figures,
    compare_plain_numbers,
    counted_in,
    figures_agree,
    find_contrasts,
)
from tawatur.align.oneevent import are_nearest, shared_words, told_alike
from tawatur.align.opposites import contradiction, is_of_all, measured_contrary, turned
from tawatur.align.points import (
    SAME_POINT,
    SAME_POINT_WITHIN_ARTICLE,
)
from tawatur.align.statements import Statement, negated_words, stem
from tawatur.align.timeline import weekday_in
from tawatur.align.towns import are_apart, compare_towns, is_one_name
from tawatur.align.words import (
    AMONG,
    CAUSES,
    FUNCTION_WORDS,
    NAME_PARTICLES,
    NEGATIONS_AFTER,
    NIGHTS,
    NO_NEGATION_BEFORE,
    OFFICES,
    SOFT_NEGATIONS,
)
from tawatur.model import NameMention, TimeMention
from tawatur.text import fold_word, word_spans
from tawatur.text import words as word_texts

# How much of the shorter statement's words the other must have before another day, town or a
# "not" counts as contradiction rather than as another event.
SAME_EVENT_COVERED = 0.3
SAME_SENTENCE_COVERED = 0.5
# The same for two languages, where half-fitting words count for less.
SAME_EVENT_COVERED_ACROSS = 0.4
# Values of times before it are years of another calendar.
FIRST_YEAR = "1600"
# Days farther apart than this are of two things: accounts of one differ by one or a few.
MOST_DAYS_APART = 10
# Minutes by which a round time ("at six") may miss the exact one (18:02).
ROUND_TIME_MINUTES = 5
# How much two statements must tell alike before two days of it contradict one another.
SAME_DAY_TOLD = 0.5
# The same for two hours, which are given in fewer sentences, and often in a clause of few words.
SAME_HOUR_TOLD = 0.3
# Before a "not" of one sentence is set against the other, which has none.
NOT_TOLD = 0.45
NOT_TOLD_ACROSS = 0.4
# Values are compared only in pairs that are at least this likely to report one thing: a number
# that differs between two merely similar statements is no conflict.
COMPARE_CHANCE = 0.5
# How likely two statements must be of one thing to compare figures of which a story has one each.
TOLL_CHANCE = 0.025
# The same for a measure whose role is named beside it (see ``words.MEASURED``): two sentences on
# how long one story's talks lasted may have nothing else in common.
ROLE_CHANCE = 0.025
# Two counts by two sources in one article ("the doctors counted 455").
WITHIN_ARTICLE_CHANCE = 0.025
# How much two statements must tell alike (``oneevent.told_alike``) before counts of anything but
# the dead and injured of one event are set against one another; where an article tells of several
# attacks, before their dead are.
SAME_COUNT_TOLD = 0.3
SAME_COUNT_TOLD_ACROSS = 0.2
SAME_MEASURE_TOLD = 0.6
SAME_MEASURE_TOLD_ACROSS = 0.3
ROUNDUP_TOLD = 0.7
# Two sentences so likely the same are one sentence in two papers; what follows is compared too.
SURELY_SHARED = 0.9

# How many content words after a "not" are looked at, and how many of them the other must say.
SCOPE_WORDS = 4
SCOPE_SHARED = 0.7
# Who denies something names it in a word or two and goes on with his own.
DENIED_SHARED = 0.5
# From where on two statements of one event with contrary words contradict one another.
CONTRARY = 0.7
_DENIALS = ("denied",)  # values of Quote.strength


def find_clashes(
    pair: Pair, of_disease: bool, of_many: frozenset[str] = frozenset()
) -> list[Clash]:
    """Where statements of two articles (or of one) that report one thing contradict each other.

    ``of_disease``: somewhere in the story cases of a disease are counted. ``of_many``: tolls of
    which it has several, since its articles tell of several events.
    """
    found: list[Clash] = []
    for a, b in pairs_to_compare(pair, of_disease, of_many):
        chance = pair.chance_of(a, b)
        figures = _of_one_event(compare_figures(a, b, pair, of_disease), a, b, pair, of_many)
        if pair.is_one and a.place.post == b.place.post:
            # of what one text says, only what a story has one of can be at odds
            found += [clash for clash in figures if clash.topic]
            continue
        found += figures
        if not pair.is_one:
            found += _causes(a, b)
        if not (clash := _times(a, b, pair)) and chance >= SAME_POINT and not of_many:
            clash = compare_towns(a, b, pair)
        found += clash
        if chance < SAME_POINT:
            continue
        found += _roles(a, b)
        found += _polarity(a, b, pair)
    if not pair.is_one:
        left, right = pair.a.statements, pair.b.statements
        found += find_contrasts(left, right, of_disease) + find_contrasts(right, left, of_disease)
        found += find_named_contrasts(pair)
        told = {(clash.a.local, clash.b.local) for clash in found}
        for i, j in np.argwhere(pair.chance[:-1, :-1] >= SURELY_SHARED).tolist():
            if (i + 1, j + 1) not in told:
                found += compare_plain_numbers(left[i + 1], right[j + 1])
    return found


# --------------------------------------------------------------------------- figures


def _of_one_event(
    clashes: Sequence[Clash], a: Statement, b: Statement, pair: Pair, of_many: frozenset[str]
) -> list[Clash]:
    """The clashes of figures that are of one event, and not of two battles, or of two hours of
    one market."""
    if not clashes or are_apart(a, b):
        return []
    # a story has one length, one number of dead, and of firefighters among them
    of_a_part = all(AMONG & {word for _, _, word in s.words} for s in (a, b))
    sure = [
        c
        for c in clashes
        if (c.topic or (of_a_part and c.subject in TOLLS)) and c.subject not in of_many
    ]
    others = [clash for clash in clashes if clash not in sure and _counts_something(clash)]
    if not others or not are_nearest(a, b, pair):
        return sure
    if min(len(a.figures), len(b.figures)) > 1 and not any(
        figures_agree(f, g) for f in a.figures for g in b.figures
    ):
        return sure  # nothing agrees: two measurements, not one that is disputed
    if a.language == b.language and measured_contrary(a, b):
        return sure  # it rose, and it fell: two hours of one market
    told = told_alike(a, b, pair)
    across = a.language != b.language

    def needed(clash: Clash) -> float:
        if clash.subject in of_many:
            return ROUNDUP_TOLD
        if any(f.unit for s in (a, b) for f in s.figures if not f.sense):
            return SAME_MEASURE_TOLD_ACROSS if across else SAME_MEASURE_TOLD
        return SAME_COUNT_TOLD_ACROSS if across else SAME_COUNT_TOLD

    return sure + [clash for clash in others if told >= needed(clash)]


def _counts_something(clash: Clash) -> bool:
    """False where the word after a number is one of grammar: "from the sixth and up to"."""
    word = fold_word(clash.subject)
    return not {word, word.removeprefix("و"), word.removeprefix("ف")} & FUNCTION_WORDS


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
        # a Hijri date that was not reckoned over
        and (t.value or t.candidates[0]) >= FIRST_YEAR
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


def _times(a: Statement, b: Statement, pair: Pair) -> list[Clash]:
    days_a = {d for d in (possible_days(t) for t in _days(a)) if d}
    days_b = {d for d in (possible_days(t) for t in _days(b)) if d}
    if len(days_a) == len(days_b) == 1:
        (day_a,), (day_b,) = days_a, days_b
        if not day_a & day_b:
            shown = "/".join(sorted(day_a)), "/".join(sorted(day_b))
            if not _is_another_day(a, b, day_a, day_b, pair):
                return []
            return [Clash("time", a, b, *shown, shared_words(a, b, pair))]
    if any(x.isdisjoint(y) for x in days_a for y in days_b):
        return []
    if all(any(f.unit in _PRICED for f in s.figures) for s in (a, b)):
        return []  # when a price was quoted
    clocks_a, clocks_b = clocks_of(a), clocks_of(b)
    if len(clocks_a) != 1 or len(clocks_b) != 1:
        return []
    same_role = clocks_a[0].role is not None and clocks_a[0].role == clocks_b[0].role
    if not same_role and not (
        pair.chance_of(a, b) >= SAME_POINT
        and are_nearest(a, b, pair)
        and told_alike(a, b, pair) >= SAME_HOUR_TOLD
        and _same_event(a, b, pair, SAME_EVENT_COVERED)
    ):
        return []
    clock_a, clock_b = clocks_a[0], clocks_b[0]
    apart = abs(clock_a.minutes - clock_b.minutes)
    if not (clock_a.is_of_24_hours and clock_b.is_of_24_hours):
        apart %= 12 * 60
    rounded = apart <= ROUND_TIME_MINUTES and not (clock_a.minutes % 30 and clock_b.minutes % 30)
    # whole hours apart is what two time zones are
    if apart % 60 and not rounded:
        topic = clock_a.role or "" if same_role else ""
        subject = shared_words(a, b, pair)
        return [Clash("time", a, b, clock_a.shown, clock_b.shown, subject, topic)]
    return []


_PRICED = frozenset({"percent", "USD", "EUR", "GBP", "SAR", "RUB", "TRY", "JPY", "CNY", "point"})


def _is_another_day(
    a: Statement, b: Statement, day_a: frozenset[str], day_b: frozenset[str], pair: Pair
) -> bool:
    """True when two statements of one event put it on two days."""
    if pair.chance_of(a, b) < SURE_CHANCE:
        return False
    if not _same_event(a, b, pair, SAME_SENTENCE_COVERED):
        return False
    if not are_nearest(a, b, pair) or told_alike(a, b, pair) < SAME_DAY_TOLD:
        return False
    weekdays = {weekday_in(t.text) for s in (a, b) for t in _days(s)}
    if len(weekdays) == 1 and None not in weekdays:
        return False  # both say "Sunday": the week is our reading, not theirs
    if not all(_is_stated(t) for s in (a, b) for t in _days(s)):
        # "today" and "yesterday" count from the day of publication: two days' news, or a report
        # that went out before midnight and stands under the next day
        return False
    dates = [date.fromisoformat(d) for d in (*day_a, *day_b)]
    if (max(dates) - min(dates)).days > MOST_DAYS_APART:
        return False
    # a night belongs to two days
    at_night = any(_is_night(t) for s in (a, b) for t in _days(s))
    return not (at_night and _are_neighbours(day_a, day_b))


def _is_stated(time: TimeMention) -> bool:
    """True when the day itself is named, by its date or weekday, and not counted from the day of
    publication: "Thursday", "3 March", but not "yesterday"."""
    return (
        time.anchor == "none"
        or weekday_in(time.text) is not None
        or bool(re.search(r"\d", time.text))
    )


def _is_night(time: TimeMention) -> bool:
    return bool({fold_word(w) for w in word_texts(time.text)} & NIGHTS)


def _are_neighbours(a: frozenset[str], b: frozenset[str]) -> bool:
    return any(
        abs(date.fromisoformat(x).toordinal() - date.fromisoformat(y).toordinal()) == 1
        for x in a
        for y in b
    )


def _same_event(a: Statement, b: Statement, pair: Pair, share: float) -> bool:
    if a.language != b.language:
        share = SAME_EVENT_COVERED_ACROSS
    return max(pair.covered(a, b), pair.covered(b, a)) >= share


# --------------------------------------------------------------------------- roles


def _content(words: str | None, language: str) -> list[str]:
    if not words:
        return []
    return [stem(fold_word(words[s:e]), language) for s, e in word_spans(words)]


def _is_office(role: str) -> bool:
    """True for what one person at a time is: not for a rank or a trade that many share."""
    return any(fold_word(word).startswith(OFFICES) for word in word_texts(role))


def _is_one_person(a: NameMention, b: NameMention) -> bool:
    """One name, or one family name: first names are left out, and written in many ways."""
    if is_one_name(a, b):
        return True
    last_a, last_b = (word_texts(n.canonical or n.text)[-1:] for n in (a, b))
    return bool(last_a and last_b) and alike(last_a[0], last_b[0]) >= ALIKE


def _roles(a: Statement, b: Statement) -> list[Clash]:
    clashes = []
    for x in a.names:
        for y in b.names:
            if (
                x.kind == y.kind == "person"
                and x.role
                and y.role
                and a.language == b.language
                # "the president" is of many countries, "the interior minister of Veldia" of one
                and len(_content(x.role, a.language)) > 1
                and _content(x.role, a.language) == _content(y.role, b.language)
                and not _is_one_person(x, y)
                and _is_office(x.role)
                # a rank that several hold is no office
                and all(sum(n.role == z.role for n in s.names) == 1 for s, z in ((a, x), (b, y)))
                and not any(_is_one_person(x, n) for n in b.names)
                and not any(_is_one_person(y, n) for n in a.names)
            ):
                clashes.append(Clash("name", a, b, x.identity, y.identity, x.role))
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
    return [Clash("name", a, b, left[0], right[0], "cause", "cause")]


# --------------------------------------------------------------------------- yes and no


def _is_soft(statement: Statement) -> bool:
    return any(
        w in SOFT_NEGATIONS or s in SOFT_NEGATIONS
        for (_, _, w), s in zip(statement.words, statement.stems, strict=True)
    )


def _polarity(a: Statement, b: Statement, pair: Pair) -> list[Clash]:
    """One says that it is not so, the other that it is; or one that it rose, the other that it
    fell."""
    no_a, no_b = _noes(a), _noes(b)
    if not no_a and not no_b:
        return _contrary(a, b, pair)
    if bool(no_a) == bool(no_b) or _is_soft(b if no_a else a):
        return []
    denying, other, scopes = (a, b, no_a) if no_a else (b, a, no_b)
    denials = [scope for scope in scopes if scope.is_denial]
    if not denials and _is_soft(denying):
        return []
    if (
        pair.chance_of(a, b) < SURE_CHANCE
        or not _same_event(denying, other, pair, SAME_SENTENCE_COVERED)
        or told_alike(a, b, pair)
        < (NOT_TOLD if denying.language == other.language else NOT_TOLD_ACROSS)
        or not are_nearest(a, b, pair)
    ):
        # who denies something denies what others said: its words in the other are enough
        scopes = denials
    # what is denied must be said by the other: the words after the "not" have counterparts
    for scope in scopes:
        if not other.stems:
            continue
        hits = pair.between(denying, scope.stems, other, other.stems).max(axis=1).tolist()
        floor = SAME_THING if denying.language == other.language else SAME_THING_ACROSS
        needed = DENIED_SHARED if scope.is_denial else SCOPE_SHARED
        if len(hits) >= 2 and sum(h >= floor for h in hits) >= needed * len(hits):
            values = ("no", "yes") if denying is a else ("yes", "no")
            return [Clash("polarity", a, b, *values, scope.words)]
    return []


def _contrary(a: Statement, b: Statement, pair: Pair) -> list[Clash]:
    """One says that it rose, the other that it fell. Within one language: words of two languages
    that begin alike mean too many things."""
    if a.place.article_id == b.place.article_id or a.language != b.language:
        return []
    chance = pair.chance_of(a, b)
    if chance < SURE_CHANCE and not (chance >= SAME_POINT and is_of_all(a, b)):
        return []
    if is_of_all(a, b):
        words = turned(a, b)
        return [Clash("polarity", a, b, *words[0], shared_words(a, b, pair))]
    words = measured_contrary(a, b)
    if (
        not words
        or not are_nearest(a, b, pair)
        or are_apart(a, b)
        # a market report: it rose in one hour and fell in another
        or (a.figures and b.figures and _shares_no_figure(a, b))
        or not _same_event(a, b, pair, SAME_SENTENCE_COVERED)
        or contradiction(a, b, pair) < CONTRARY
    ):
        return []
    return [Clash("polarity", a, b, *words[0], shared_words(a, b, pair))]


def _shares_no_figure(a: Statement, b: Statement) -> bool:
    left, right = ({(f.low, f.high) for f in s.figures} for s in (a, b))
    return not left & right


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

    named = [(n.start, n.end) for n in statement.names if n.kind == "place"]
    for cue in negated_words(statement):
        start = words[cue][0]
        after = words[cue + 1][0] if cue + 1 < len(words) else start
        if any(low <= start < high or low <= after < high for low, high in named) or (
            cue and words[cue - 1][2] in NAME_PARTICLES
        ):
            continue  # the "لا" of "جزيرة لا ريونيون"
        if cue + 1 < len(words) and words[cue + 1][2].startswith(NO_NEGATION_BEFORE):
            continue
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


# --------------------------------------------------------------------------- what to compare


def pairs_to_compare(
    pair: Pair, of_disease: bool, of_many: frozenset[str] = frozenset()
) -> list[tuple[Statement, Statement]]:
    """Pairs of statements likely enough to report one thing to compare their values. Not only
    those that ended in one point: a sentence with two facts stands in one of its points only."""
    ours, theirs = pair.a.statements, pair.b.statements
    rows, columns = np.nonzero(pair.chance >= COMPARE_CHANCE)
    chosen = {
        (i, j)
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
        if not pair.is_one
        or ours[i].place.post != theirs[j].place.post
        or pair.chance[i, j] >= SAME_POINT_WITHIN_ARTICLE
    }
    # the dead and injured of a story are one number each, in whatever sentence they stand, and so
    # are the length of the talks, the price and the cause
    topics_a = {i: t for i, s in enumerate(ours) if (t := _topics(s, of_disease))}
    topics_b = (
        topics_a
        if pair.is_one
        else {j: t for j, s in enumerate(theirs) if (t := _topics(s, of_disease))}
    )
    several = {
        role
        for statements, topics in ((ours, topics_a), (theirs, topics_b))
        for role, count in Counter(t for found in topics.values() for t in found).items()
        if not pair.is_one
        and count > 1
        and role not in TOLLS
        and _values_of(role, statements, topics) > 1
    }
    for i, left in topics_a.items():
        for j, right in topics_b.items():
            for topic in left & right:
                if topic in of_many or topic in several:
                    continue
                if pair.is_one and (topic not in TOLLS or _voices(ours[i]) == _voices(theirs[j])):
                    continue  # an article that gives two counts gives them by two sources
                room = TOLL_CHANCE if topic in TOLLS else ROLE_CHANCE
                room = WITHIN_ARTICLE_CHANCE if pair.is_one else room
                if pair.chance[i, j] >= room:
                    chosen.add((i, j))
    return [(ours[i], theirs[j]) for i, j in sorted(chosen) if not pair.is_one or i < j]


def _topics(statement: Statement, of_disease: bool) -> frozenset[str]:
    found: frozenset[str] = statement.once(
        f"topics {of_disease}", lambda: _topics_of(statement, of_disease)
    )
    return found


def _values_of(
    role: str, statements: Sequence[Statement], topics: dict[int, frozenset[str]]
) -> int:
    """How many values an article gives for one measure: more than one, and it measures several
    things."""
    return len(
        {
            (c.figure.low, c.figure.high, c.figure.unit)
            for i, found in topics.items()
            if role in found
            for c in counted_in(statements[i], False)
            if c.role == role
        }
    )


def _topics_of(statement: Statement, of_disease: bool) -> frozenset[str]:
    causes = ["cause"] if causes_of(statement) else []
    if not statement.figures and not statement.times:
        return frozenset([*causes, *(c.role for c in clocks_of(statement) if c.role)])
    counted = counted_in(statement, of_disease)
    years = [t.value[:4] for t in statement.times if t.value and t.granularity in ("year", "month")]
    if years:
        # counts of a whole year are of another thing; a treaty's term begins in some month
        return frozenset(c.role for c in counted if c.is_known_measure and c.role == "term")
    found = {c.sense for c in counted if c.is_toll and c.sense}
    found |= {c.role for c in counted if c.is_known_measure and c.role}
    found |= {c.role for c in clocks_of(statement) if c.role}
    return frozenset([*found, *causes])


def _voices(statement: Statement) -> str:
    return "|".join(sorted({q.speaker.name or "" for q in statement.quotes if q.speaker}))
