"""Links become points: who reports it, on whose word, and how many independent origins stand
behind it.

Statements are joined greedily, surest link first, and only while the *average* link between the
two groups stays likely; single linkage would chain a whole story into one blob through
sentences that hold several facts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec
import numpy as np

from tawatur.align.hedges import hedge_of
from tawatur.align.links import Links, Matrix
from tawatur.align.statements import Statement
from tawatur.align.words import CORRESPONDENTS, EARLIER
from tawatur.model import (
    Conflict,
    Derivation,
    Member,
    Origin,
    Point,
    Quote,
    Reading,
    Story,
    VersionChange,
)
from tawatur.text import fold, fold_word, folded_words, stable_id

# Two statements of different articles report the same from even odds on.
SAME_POINT = 0.5
# To stand in one row of the sheet they must do so the more surely the more articles there are,
# since each of them offers another sentence that is alike by chance: from JOINED_OF_TWO for two to
# JOINED for five or more. Read by hand, of 104 rows that eight stories of five to nine outlets
# shared, 49 were of two things when even odds joined them; now it is 4 of 75. Of links between .4
# and .55 one in five is right, between .55 and .7 one in four, above .85 nine in ten.
JOINED_OF_TWO = 0.6
JOINED_MORE = 0.45  # log-odds for each further article
JOINED = 0.85
# Across languages links are rarely so sure, and more often right: .8 of them from here on.
JOINED_ACROSS = 0.65
# And nobody stands in a row with whose other articles, taken together, he agrees by so many
# log-odds less than is needed: a long sentence must not bring together all that it touches.
WEAKEST = -1.5
# Within one text a writer rarely says a thing twice: only near repetitions (a summary and its
# detail) are one point.
SAME_POINT_WITHIN_ARTICLE = 0.8
# A sentence shorter than this reports one thing.
LENDABLE_WORDS = 12
# And it is lent only when the link is surer than needed by this (log-odds): the sentence has a
# better point of its own.
LENT = 0.6
# How much of its likeness to the others the last sentence of a text has to be ahead of the first to
# be shown for both: what a report says at its end leans on what it said before.
LEAD_EARLY = 0.3
# A point whose newest time lies this many days before the story began is background.
BACKGROUND_DAYS = 21


@dataclass(slots=True)
class Group:
    """Statements that report one thing, by number, in the order they are shown in."""

    numbers: list[int]
    point: Point | None = None


def group_statements(
    statements: Sequence[Statement], links: Links
) -> tuple[list[list[int]], list[int]]:
    """Groups of statements' numbers, each sorted, and the group that each statement is at home in.
    A sentence with several facts may be lent to others, see ``_lend``."""
    surplus = _surplus(statements, links)
    rows, columns = np.nonzero(np.triu(surplus >= 0, 1))
    order = np.lexsort((columns, rows, -surplus[rows, columns]))
    home = list(range(len(statements)))
    groups = {i: [i] for i in home}
    article = [s.article for s in statements]
    for k in order:
        a, b = home[rows[k]], home[columns[k]]
        if a == b:
            continue
        ours, theirs = groups[a], groups[b]
        if (len(ours) > 1 or len(theirs) > 1) and _between(ours, theirs, article, surplus) < 0:
            continue
        keep, gone = min(a, b), max(a, b)
        for number in groups[gone]:
            home[number] = keep
        groups[keep] = sorted(groups[keep] + groups.pop(gone))
    # who has no sure link at all need not be asked
    lendable = np.asarray((surplus >= LENT).any(axis=0))
    made: list[list[int]] = []
    at_home = [0] * len(statements)
    for _, group in sorted(groups.items()):
        for number in group:
            at_home[number] = len(made)
        made.append(_lend(group, statements, surplus) if any(lendable[n] for n in group) else group)
    return made, at_home


def _between(
    ours: Sequence[int], theirs: Sequence[int], article: Sequence[int], surplus: Matrix
) -> float:
    """The average link of two groups, of each two articles the surest: who says a thing twice, in
    a post and in the body, does not speak twice against a third. Minus infinity where one member
    of either agrees too little with the other's articles, of each the nearest statement."""
    block = surplus[np.ix_(ours, theirs)]
    best: dict[tuple[int, int], float] = {}
    weakest = math.inf
    for rows, group, others in ((block.T, theirs, ours), (block, ours, theirs)):
        best = {}
        for row, i in zip(rows.tolist(), group, strict=True):
            nearest: dict[int, float] = {}
            for value, j in zip(row, others, strict=True):
                nearest[article[j]] = max(value, nearest.get(article[j], value))
            weakest = min(weakest, sum(nearest.values()) / len(nearest))
            for other, value in nearest.items():
                best[article[i], other] = max(value, best.get((article[i], other), value))
    if weakest < WEAKEST:
        return -math.inf
    return sum(best.values()) / len(best)


def needed_of(articles: int) -> float:
    """How likely a link of one language must be to join two statements of so many articles."""
    odds = math.log(JOINED_OF_TWO / (1 - JOINED_OF_TWO)) + JOINED_MORE * max(articles - 2, 0)
    return min(1 / (1 + math.exp(-odds)), JOINED)


def _surplus(statements: Sequence[Statement], links: Links) -> Matrix:
    """Log-odds of each link above what is needed, so that one sure link does not outvote three
    unlikely ones."""
    # a post beside the body is a text of its own
    texts: dict[tuple[int, int | None], int] = {}
    text = np.array([texts.setdefault((s.article, s.place.post), len(texts)) for s in statements])
    tongue = np.array([s.language for s in statements])
    joined = needed_of(len({s.article for s in statements}))
    needed = np.where(tongue[:, None] == tongue[None, :], joined, min(joined, JOINED_ACROSS))
    needed[text[:, None] == text[None, :]] = SAME_POINT_WITHIN_ARTICLE
    clipped = np.clip(links.chance, 1e-4, 1 - 1e-4)
    surplus = np.log(clipped / (1 - clipped)) - np.log(needed / (1 - needed))
    return np.asarray(surplus, dtype=np.float32)


def _lend(group: list[int], statements: Sequence[Statement], surplus: Matrix) -> list[int]:
    """What one article alone seems to say, another may say within a sentence that was put into
    another point: "X said on Wednesday that Y will happen on Thursday" reports both. Before
    anything is called "only here", each other article may lend its nearest long sentence."""
    articles = {statements[n].article for n in group}
    if len(articles) > 1:
        return group
    nearest: dict[int, tuple[float, int]] = {}
    mean = surplus[:, group].mean(axis=1)
    for number in np.flatnonzero(mean >= LENT):
        t = statements[int(number)]
        if t.article in articles or len(t.words) < LENDABLE_WORDS:
            continue
        if float(mean[number]) > nearest.get(t.article, (-1.0, 0))[0]:
            nearest[t.article] = (float(mean[number]), t.number)
    return sorted([*group, *(number for _, number in nearest.values())])


def voucher_of(statement: Statement, reading: Reading) -> tuple[str | None, str]:
    """Who vouches for a statement: (words for them, kind as in ``Member.voucher_kind``)."""
    text = reading.text_of(statement.place)
    best: tuple[int, Quote] | None = None
    for quote in statement.quotes:
        covered = sum(
            max(0, min(span.end, statement.place.end) - max(span.start, statement.place.start))
            for span in quote.content
        )
        if quote.speaker is not None and covered and (best is None or covered > best[0]):
            best = (covered, quote)
    if best is None or best[1].speaker is None:
        return None, "none"
    speaker = best[1].speaker
    words = speaker.name
    if words is None and speaker.span is not None:
        words = text[speaker.span.start : speaker.span.end] or None
    described = fold(" ".join(filter(None, (speaker.name, speaker.role))))
    if any(word in described for word in CORRESPONDENTS):
        return words, "correspondent"
    if words is None:
        return None, "none"
    kinds = {
        "person": "named",
        "organisation": "named",
        "unnamed": "unnamed",
        "document": "document",
        "media": "media",
    }
    return words, kinds.get(speaker.kind, "none")


# A statement of which so much stands in a passage that was taken over is the source's.
TAKEN_OVER = 0.6


@dataclass(frozen=True, slots=True)
class Accounts:
    """The articles of a story with their origins; what every count is made from."""

    readings: tuple[Reading, ...]
    origins: tuple[Origin, ...]
    origin_of: dict[str, Origin]
    versions: tuple[VersionChange, ...] = ()
    # What an article took over in part from one that has another origin: spans of its text.
    taken_over: dict[str, list[tuple[int, int, Origin]]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        readings: Sequence[Reading],
        origins: Sequence[Origin],
        versions: Sequence[VersionChange] = (),
        derivations: Sequence[Derivation] = (),
    ) -> Accounts:
        origin_of = {article: origin for origin in origins for article in origin.article_ids}
        taken_over: dict[str, list[tuple[int, int, Origin]]] = {}
        for d in derivations:
            own, source = origin_of.get(d.article_id), origin_of.get(d.source_id)
            if d.kind == "partial" and own and source and own.id != source.id:
                taken_over.setdefault(d.article_id, []).extend(
                    (p.start, p.end, source) for p in d.passages
                )
        return cls(tuple(readings), tuple(origins), origin_of, tuple(versions), taken_over)

    def origin_behind(self, statement: Statement) -> Origin | None:
        """On whose word a statement rests: its article's origin, or, of a paragraph that the article
        took over, the origin of that."""
        place = statement.place
        article_id = place.article_id
        if article_id in self.taken_over and place.post is None and not place.in_title:
            for start, end, source in self.taken_over[article_id]:
                taken = min(end, place.end) - max(start, place.start)
                if taken >= TAKEN_OVER * (place.end - place.start):
                    return source
        return self.origin_of.get(article_id)

    def seen_at(self, statement: Statement) -> datetime:
        return self.readings[statement.article].article.seen_at

    def said_at(self, statement: Statement) -> datetime:
        """When the statement was first seen as it now reads: an edit makes it newer."""
        at = self.seen_at(statement)
        place = statement.place
        if place.post is not None or place.in_title:
            return at
        newest = max(
            (v.number for v in self.versions if v.article_id == place.article_id), default=0
        )
        for version in self.versions:
            if version.article_id != place.article_id or not version.substantive:
                continue
            for change in version.changes:
                end = change.new_start + len(change.new)
                # offsets of older versions no longer hold; there the words themselves must do
                if change.new.strip() and (
                    change.new_start < place.end and place.start < end
                    if version.number == newest
                    else len(change.new) > 1 and change.new in statement.text
                ):
                    at = max(at, version.seen_at)
        return at

    def rank(self, statement: Statement) -> tuple[int, int, int]:
        """Carriers after the first of their origin stand behind; then first sight, then text."""
        origin = self.origin_of.get(statement.place.article_id)
        carried = 0 if origin is None or origin.article_ids[0] == statement.place.article_id else 1
        return (carried, statement.article, statement.number)

    def origins_behind(self, statements: Sequence[Statement]) -> tuple[str, ...]:
        """Ids of the origins that count, in order of first sight. The unknown never counts."""
        if len(statements) > 1:
            statements = sorted(statements, key=lambda s: s.number)
        ids: list[str] = []
        for s in statements:
            origin = self.origin_behind(s)
            if origin is not None and origin.counts and origin.id not in ids:
                ids.append(origin.id)
        return tuple(ids)


def member_of(
    statement: Statement, accounts: Accounts, links: Links | None = None, lead: int | None = None
) -> Member:
    """The statement as a member of a point led by the statement ``lead``."""
    voucher, kind = statement.once(
        "voucher", lambda: voucher_of(statement, accounts.readings[statement.article])
    )
    score = (
        1.0
        if links is None or lead is None or lead == statement.number
        else round(float(links.chance[lead, statement.number]), 3)
    )
    hedge = statement.once(
        "hedge",
        lambda: hedge_of(statement.quotes, statement.place) if statement.quotes else None,
    )
    return Member(
        place=statement.place, voucher=voucher, voucher_kind=kind, score=score, hedge=hedge
    )


def lead_of(
    group: Sequence[int],
    statements: Sequence[Statement],
    links: Links | None,
    accounts: Accounts,
) -> int:
    """The wording shown: nearest to all others among the first carriers, and of nearly equals the
    one that stands earlier in its text; earliest of equals."""
    if links is None or len(group) == 1:
        return group[0]
    chance = links.chance

    def merit(number: int) -> tuple[float, float, tuple[int, int, int]]:
        s = statements[number]
        near = float(chance[number, list(group)].mean())
        rank = accounts.rank(s)
        return (rank[0], -round(near - LEAD_EARLY * s.position, 3), rank)

    return min(group, key=merit)


def make_points(
    story: Story,
    groups: Sequence[Sequence[int]],
    homes: Sequence[int],
    statements: Sequence[Statement],
    links: Links | None,
    accounts: Accounts,
    relevance: Sequence[float],
    *,
    versions: Sequence[VersionChange] = (),
) -> list[Group]:
    """The points in the order a reader wants them.

    ``relevance`` (one number per statement, 0..1) says how much a statement is about what its
    headline is about. ``homes[n]`` is the group that statement ``n`` is at home in. ``links`` is
    None where every statement is a point of its own.
    """
    counting = [origin.id for origin in accounts.origins if origin.counts]
    # an archive is read years later: what the story's own articles say of their day goes first
    published = sorted(r.article.published.day for r in accounts.readings if r.article.published)
    today = published[len(published) // 2] if published else story.opened_at.date()
    made: list[tuple[tuple[float, ...], Group]] = []
    for index, group in enumerate(groups):
        members = [statements[number] for number in group]
        # a sentence that is lent is about something else first
        own = [number for number in group if homes[number] == index]
        lead = lead_of(own, statements, links, accounts)
        behind = accounts.origins_behind(members)
        standing: str
        withdrawn_at = _withdrawn(members, accounts, versions)
        if withdrawn_at is not None:
            standing = "withdrawn"
        elif len(behind) >= 2:
            standing = "all" if len(behind) == len(counting) else "several"
        else:
            standing = "one"
        at = min(accounts.seen_at(s) for s in members)
        first = min(
            (statements[n] for n in own), key=lambda s: (accounts.seen_at(s), s.article, s.number)
        )
        background = _is_background(members, today)
        shown = sorted(group, key=lambda n: (n != lead, accounts.rank(statements[n])))
        about = max(relevance[n] for n in own)
        early = min(statements[n].position for n in own)
        point = Point(
            id=stable_id("point", story.id, first.key),
            members=tuple(member_of(statements[n], accounts, links, lead) for n in shown),
            origin_ids=behind,
            standing=standing,  # type: ignore[arg-type]
            first_seen_at=at,
            background=background,
            withdrawn_at=withdrawn_at,
        )
        # What the story is about first: many origins, near the headlines, early in the texts.
        weight = (
            0.5 * min(len(behind), 4) / max(min(len(counting), 4), 1) + about + 0.4 * (1 - early)
        )
        made.append(((float(background), -round(weight, 4), first.number), Group(shown, point)))
    made.sort(key=lambda pair: pair[0])
    return _distinct([group for _, group in made])


def mark_disputed(groups: Sequence[Group], conflicts: Sequence[Conflict]) -> None:
    """Points with members on two sides of a conflict between sources become "disputed"."""
    for group in groups:
        if group.point is None or group.point.standing == "withdrawn":
            continue
        places = {member.place for member in group.point.members}
        if any(
            conflict.relation == "conflict"
            and sum(any(m.place in places for m in side.members) for side in conflict.sides) >= 2
            for conflict in conflicts
        ):
            group.point = msgspec.structs.replace(group.point, standing="disputed")


def _distinct(groups: list[Group]) -> list[Group]:
    """Ids are unique: a sentence that one article prints twice in two points gets a suffix."""
    seen: dict[str, int] = {}
    for group in groups:
        point = group.point
        assert point is not None
        count = seen.get(point.id, 0)
        seen[point.id] = count + 1
        if count:
            group.point = msgspec.structs.replace(point, id=stable_id(point.id, str(count)))
    return groups


def _is_background(members: Sequence[Statement], today: date) -> bool:
    days = [d for s in members for t in s.times if (d := last_day(t.value)) is not None]
    if days:
        return all((today - d).days > BACKGROUND_DAYS for d in days)
    return all(s.position > 0.5 for s in members) and any(
        fold_word(word.strip(",،:")) in EARLIER for s in members for word in s.text.split()[:4]
    )


def last_day(value: str | None) -> date | None:
    """The last calendar day that a TIMEX value of a year, month or day can mean."""
    if not value or len(value) < 4 or not value[:4].isdigit():
        return None
    year = int(value[:4])
    try:
        if len(value) >= 10 and value[4] == "-" and value[5:7].isdigit():
            return date.fromisoformat(value[:10])
        if len(value) == 7 and value[5:7].isdigit():
            following = date(year + (value[5:7] == "12"), int(value[5:7]) % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1)
        if len(value) == 8 and value[5] == "W":
            return date.fromisocalendar(year, int(value[6:]), 7)
        return date(year, 12, 31) if year > 0 else None
    except ValueError:
        return None


def _withdrawn(
    members: Sequence[Statement], accounts: Accounts, versions: Sequence[VersionChange]
) -> datetime | None:
    """Since when the only origin behind a point has it no longer in its own article, and only
    carriers still do; or since when all articles that had it are deleted. None while it stands."""
    if not versions:
        return None
    gone_for_good = {v.article_id: v.seen_at for v in versions if v.deleted}
    if gone_for_good and all(s.place.article_id in gone_for_good for s in members):
        return max(gone_for_good[s.place.article_id] for s in members)
    behind = accounts.origins_behind(members)
    if len(behind) != 1:
        return None
    origin = next(o for o in accounts.origins if o.id == behind[0])
    carrying = {s.place.article_id for s in members}
    for change in versions:
        if change.article_id in carrying or change.article_id not in origin.article_ids:
            continue
        for part in change.changes:
            gone = set(folded_words(part.old)) - set(folded_words(part.new))
            if any(_mostly({w for _, _, w in s.words}, gone) for s in members):
                return change.seen_at
    return None


def _mostly(words: set[str], gone: set[str]) -> bool:
    return len(words & gone) >= 0.7 * len(words) > 0
