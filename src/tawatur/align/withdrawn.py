"""Points that an edit took out: what an article said before, and neither it nor anybody else says
now. Such a point has a member in an earlier version (``Place.version``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

import msgspec

from tawatur.align.hedges import hedge_of
from tawatur.align.points import Accounts, Group, voucher_of
from tawatur.align.statements import Statement
from tawatur.align.words import FUNCTION_WORDS
from tawatur.model import Member, Point, Reading, Story, VersionChange
from tawatur.text import folded_words, stable_id

# Of the words of a statement that still stand in one statement, or in two that follow each other:
# from here on it was worded anew and not taken out. "17 were killed" made "31 were killed" keeps
# two thirds.
STILL_SAID = 0.5
# Somebody else says it when he has this share of its words.
SAID_BY_OTHERS = 0.7
# Fewer words of its own say nothing that could be missed.
LEAST_WORDS = 4


def find_withdrawn(
    story: Story,
    groups: Sequence[Group],
    accounts: Accounts,
    cut: Callable[[Reading], Sequence[Statement]],
    statements: Sequence[Statement],
    replaced: Sequence[Reading],
) -> list[tuple[Point, Statement]]:
    """The points that edits took out, each with the statement that bore it, oldest version first.

    Only substantive edits take anything out, and only of the text: not of the headline, and not
    of posts. ``statements`` are those of the texts that stand now.
    """
    if not replaced:
        return []
    standing: dict[str, list[Statement]] = {}
    for s in statements:
        if s.place.post is None and not s.place.in_title:
            standing.setdefault(s.place.article_id, []).append(s)
    others = [(s.place.article_id, s.language, _content(s)) for s in statements]
    taken = {group.point.id for group in groups if group.point}
    made: list[tuple[Point, Statement]] = []
    for old in replaced:
        change = _edit_of(old, accounts.versions)
        article_id = old.article.id
        if change is None or article_id not in {r.article.id for r in accounts.readings}:
            continue
        now = [_content(s) for s in standing.get(article_id, [])]
        for s in cut(old):
            words = _content(s)
            if s.place.post is not None or s.place.in_title or len(words) < LEAST_WORDS:
                continue
            if not any(s.text.strip() in c.old or _share(words, c.old) for c in change.changes):
                continue
            if any(len(words & two) >= STILL_SAID * len(words) for two in _neighbours(now)):
                continue
            if any(
                language == s.language and len(words & theirs) >= SAID_BY_OTHERS * len(words)
                for other, language, theirs in others
                if other != article_id
            ):
                continue  # somebody carries it still: its point stands among the others
            point = _point_of(story, s, old, accounts, change)
            if point.id not in taken:
                taken.add(point.id)
                made.append((point, s))
    return made


def _edit_of(old: Reading, versions: Sequence[VersionChange]) -> VersionChange | None:
    """The substantive edit that replaced a version, if that is what replaced it."""
    number = old.article.version + 1
    return next(
        (
            v
            for v in versions
            if (v.article_id, v.number) == (old.article.id, number)
            and v.substantive
            and not v.deleted
        ),
        None,
    )


def _content(statement: Statement) -> frozenset[str]:
    found: frozenset[str] = statement.once(
        "content",
        lambda: frozenset(
            short
            for (_, _, word), short in zip(statement.words, statement.stems, strict=True)
            if word not in FUNCTION_WORDS and len(word) > 2
        ),
    )
    return found


def _share(words: frozenset[str], removed: str) -> bool:
    """Half of a statement's stems begin words of what was removed."""
    gone = folded_words(removed)
    hits = sum(any(w in g for g in gone) for w in words)
    return hits >= STILL_SAID * len(words)


def _neighbours(now: Sequence[frozenset[str]]) -> Iterator[frozenset[str]]:
    yield from now[:1]
    for left, right in pairwise(now):
        yield left | right


def _point_of(
    story: Story, s: Statement, old: Reading, accounts: Accounts, change: VersionChange
) -> Point:
    place = msgspec.structs.replace(s.place, version=old.article.version)
    voucher, kind = voucher_of(s, old)
    return Point(
        # as it was called while it stood
        id=stable_id("point", story.id, s.key),
        members=(
            Member(
                place=place,
                voucher=voucher,
                voucher_kind=kind,  # type: ignore[arg-type]
                hedge=hedge_of(old.annotations.quotes, s.place),
            ),
        ),
        origin_ids=tuple(
            o.id for o in accounts.origins if o.counts and old.article.id in o.article_ids
        ),
        standing="withdrawn",
        first_seen_at=_seen_at(old, accounts.versions),
        withdrawn_at=change.seen_at,
    )


def _seen_at(old: Reading, versions: Sequence[VersionChange]) -> datetime:
    for v in versions:
        if (v.article_id, v.number) == (old.article.id, old.article.version):
            return v.seen_at
    return old.article.seen_at
