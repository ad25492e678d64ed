"""Where it happened: two towns for one event.

A country is no town, and a place inside another is no conflict with it; neither is the seat of
an office, the place where somebody speaks, or one town in two spellings.
"""

from __future__ import annotations

from collections.abc import Sequence

from tawatur.align.links import ALIKE, Pair, alike, attribution_spans
from tawatur.align.measures import SURE_CHANCE, Clash
from tawatur.align.oneevent import are_nearest, shared_words, told_alike
from tawatur.align.points import SAME_POINT
from tawatur.align.statements import Statement
from tawatur.align.timeline import weekday_in
from tawatur.align.words import PLACE_PREPOSITIONS, SEATS
from tawatur.model import NameMention
from tawatur.text import words as word_texts

# How much two statements must tell alike (see ``oneevent.told_alike``) before two towns are set
# against one another; for two languages, where half-fitting words count for less.
TOLD_ALIKE = 0.45
TOLD_ALIKE_ACROSS = 0.4
# The same for two sentences of one language that put it on the same day: an event has one place.
TOLD_ALIKE_ON_A_DAY = 0.2
# How likely a statement that repeats a side of a clash must be of one event with the other side.
REPEATED_CHANCE = 0.13


def is_one_name(a: NameMention, b: NameMention) -> bool:
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


_LONGEST_AND = 8  # characters between two names that a conjunction joins


def located(statement: Statement) -> list[NameMention]:
    """Towns and other places that a preposition of place stands before."""
    found: list[NameMention] = statement.once("located", lambda: _located_in(statement))
    return found


def _located_in(statement: Statement) -> list[NameMention]:
    found: list[NameMention] = []
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
        # "in Doha and Muscat": the second is as much a place of it as the first
        gap = statement.text[
            (found[-1].end if found else name.start) - statement.place.start : name.start
            - statement.place.start
        ]
        if found and len(gap) <= _LONGEST_AND and len(word_texts(gap)) <= 1:
            found.append(name)
            continue
        # Arabic names a kind of place between: "في مدينة …", "بمدينة …"
        attached = next((w for start, _, w in statement.words if start == name.start), "")
        if any(w in PLACE_PREPOSITIONS for w in before[-2:]) or (
            statement.language in ("ar", "tr") and (attached.startswith("ب") or "'" in attached)
        ):
            found.append(name)
    return found


def compare_towns(a: Statement, b: Statement, pair: Pair) -> list[Clash]:
    """Two towns for one event. A country is no town: a place inside it is no conflict with it."""
    left, right = located(a), located(b)
    # some place shared: then the other ones belong to something else that is said
    if any(is_one_name(n, m) for n in left for m in right):
        return []
    elsewhere_a = [n for n in a.names if n.kind == "place"]
    elsewhere_b = [n for n in b.names if n.kind == "place"]
    only_a = [n for n in left if not any(is_one_name(n, m) for m in elsewhere_b)]
    only_b = [n for n in right if not any(is_one_name(n, m) for m in elsewhere_a)]
    if len({n.identity for n in only_a}) != 1 or len({n.identity for n in only_b}) != 1:
        return []
    needed = TOLD_ALIKE_ACROSS
    if a.language == b.language:
        needed = TOLD_ALIKE_ON_A_DAY if _days_of(a) & _days_of(b) else TOLD_ALIKE
    if (
        pair.chance_of(a, b) < SURE_CHANCE
        or not are_nearest(a, b, pair)
        or told_alike(a, b, pair) < needed
    ):
        return []
    values = only_a[0].identity, only_b[0].identity
    return [Clash("place", a, b, *values, shared_words(a, b, pair))]


def _days_of(statement: Statement) -> set[str]:
    """Days as dates, and as weekdays where the week is open."""
    named = {str(weekday_in(t.text)) for t in statement.times} - {"None"}
    return named | {t.value[:10] for t in statement.times if t.value and len(t.value) >= 10}


def are_apart(a: Statement, b: Statement) -> bool:
    """True when each names towns and none of them is the other's: two events, not one."""
    left, right = located(a), located(b)
    if not left or not right:
        return False
    places = [[n for n in s.names if n.kind == "place" and not _is_country(n)] for s in (a, b)]
    return not any(is_one_name(n, m) for n in places[0] for m in places[1])


def find_repeated_towns(pairs: Sequence[Pair], clashes: Sequence[Clash]) -> list[Clash]:
    """Who says where it happened twice, in a headline post and in the body, contradicts the other
    town twice: statements that surely repeat a side of a clash, with its town, stand on that side.
    """
    places = [clash for clash in clashes if clash.kind == "place"]
    if not places:
        return []
    by_articles = {
        frozenset(
            terms.statements[0].place.article_id for terms in (p.a, p.b) if terms.statements
        ): p
        for p in pairs
    }
    told = {frozenset((c.a.place, c.b.place)) for c in places}
    found = []
    for clash in places:
        for side, other, town, against in (
            (clash.a, clash.b, clash.a_value, clash.b_value),
            (clash.b, clash.a, clash.b_value, clash.a_value),
        ):
            home = by_articles.get(frozenset([side.place.article_id]))
            across = by_articles.get(frozenset([side.place.article_id, other.place.article_id]))
            if home is None or across is None:
                continue
            for again in home.a.statements:
                if (
                    again is not side
                    and home.chance_of(side, again) >= SAME_POINT
                    and across.chance_of(again, other) >= REPEATED_CHANCE
                    and any(n.identity == town for n in located(again))
                    and frozenset((again.place, other.place)) not in told
                ):
                    told.add(frozenset((again.place, other.place)))
                    found.append(Clash("place", again, other, town, against, clash.subject))
    return found
