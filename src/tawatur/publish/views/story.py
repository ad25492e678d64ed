"""The view of one story: its sheet, where it comes from, its timeline, its articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

import regex

from tawatur.model import (
    Conflict,
    Dossier,
    Member,
    Origin,
    Place,
    Plain,
    Point,
    QuoteGroup,
    Reading,
    Reason,
    Rendering,
    Span,
)
from tawatur.naming import alike
from tawatur.publish.views.desk import (
    ClaimedTime,
    Kinship,
    SourceView,
    StoryDesk,
    claimed,
    mark,
    part_of,
    unit_of,
    value_place,
)
from tawatur.publish.views.graph import EdgeView, edges_of
from tawatur.publish.views.hedges import HedgeView, lost_hedges
from tawatur.publish.views.pieces import (
    DevelopmentBrief,
    Headline,
    OriginBrief,
    OutletLink,
    Segment,
    Standing,
    StorySummary,
    Words,
    name_words,
    outlet_link,
    outlet_of,
    readable_in,
    title_words,
)
from tawatur.publish.views.summary import (
    development_brief,
    newest_first,
    side_words,
    subject_of,
    summary_of,
)
from tawatur.text import fold, folded_words, is_rtl


class PointView(Plain, frozen=True, kw_only=True):
    id: str
    standing: Standing
    words: Words
    background: bool
    origins: tuple[OriginBrief, ...]
    # One per origin that counts and per article of unknown origin; the one worded as shown first.
    sources: tuple[SourceView, ...]
    copies: tuple[OutletLink, ...]  # who repeats it
    first_seen_at: datetime
    first_outlet: OutletLink | None = None  # where it was first seen
    vouchers: tuple[Words, ...] = ()  # on whose word, each once, that of the words shown first
    withdrawn_at: datetime | None = None  # since when who said it says it no more


class PointGroup(Plain, frozen=True, kw_only=True):
    standing: Standing
    points: tuple[PointView, ...]


class SideView(Plain, frozen=True, kw_only=True):
    """One value of a conflict. ``value`` is normalised, ``shown`` are the source's words for
    values that are names of things."""

    value: str
    shown: Words | None
    origins: tuple[OriginBrief, ...]
    sources: tuple[SourceView, ...]
    first_seen_at: datetime
    unit: str | None = None  # of a figure


class ConflictView(Plain, frozen=True, kw_only=True):
    id: str
    kind: str
    subject: Words
    relation: Literal["conflict", "update", "within-source"]
    sides: tuple[SideView, ...]
    point_id: str | None


class RenderingView(Plain, frozen=True, kw_only=True):
    outlet: OutletLink
    segments: tuple[Segment, ...]  # marked: words that the others put otherwise
    language: str
    direction: Literal["ltr", "rtl"]
    kind: Literal["direct", "indirect", "mixed"]
    similarity: float
    differing: tuple[str, ...]
    cut: bool
    words_missing: int
    seen_at: datetime
    part: Literal["text", "title", "post"]


class SaidView(Plain, frozen=True, kw_only=True):
    """One utterance in all its renderings, the fullest first."""

    id: str
    speaker: Words | None
    spellings: tuple[Words, ...]
    role: Words | None
    addressee: Words | None
    occasion: Words | None
    renderings: tuple[RenderingView, ...]

    @property
    def distinct(self) -> list[tuple[RenderingView, list[OutletLink]]]:
        """Each wording once, with the other outlets that carry it to the letter."""
        found: dict[tuple[str, ...], tuple[RenderingView, list[OutletLink]]] = {}
        for rendering in self.renderings:
            words = folded_words("".join(segment.text for segment in rendering.segments))
            _, others = found.setdefault((rendering.language, *words), (rendering, []))
            if found[rendering.language, *words][0] is not rendering:
                others.append(rendering.outlet)
        return list(found.values())


class SettledView(Plain, frozen=True, kw_only=True):
    """A date left open in one account and settled by others."""

    source: SourceView
    candidates: tuple[str, ...]
    value: str
    evidence: tuple[SourceView, ...]


class InferredView(Plain, frozen=True, kw_only=True):
    """The day of an article without a date, from its story."""

    outlet: OutletLink
    day: date
    evidence: tuple[SourceView, ...]


class TreeNode(Plain, frozen=True, kw_only=True):
    """A place in the tree of who carries whom. The root of an agency nobody saw directly has
    no article."""

    name: Words | None
    outlet: OutletLink | None
    kinship: Kinship
    language: str | None
    seen_at: datetime | None
    children: tuple[TreeNode, ...] = ()


class OriginView(Plain, frozen=True, kw_only=True):
    id: str
    kind: Literal["agency", "outlet", "unknown"]
    name: Words | None
    article_count: int
    evidence: tuple[str, ...]
    roots: tuple[TreeNode, ...]  # one, or for the unknown one per article


class TimelineView(Plain, frozen=True, kw_only=True):
    """When something happened, and who was first seen to report it."""

    when: str | None
    candidates: tuple[str, ...]
    point_id: str
    standing: Standing
    words: Words
    first_reported_at: datetime
    first_outlet: OutletLink


class WhyHere(Plain, frozen=True, kw_only=True):
    """A feature that put an article into its story."""

    feature: str
    value: float
    weight: float
    words: tuple[str, ...]


class Because(Plain, frozen=True, kw_only=True):
    """A reason for an article's place in its story that a person can check."""

    kind: Literal["people", "places", "organisations", "names", "words", "meaning", "likeness"]
    words: tuple[Words, ...]


class ArticleRow(Plain, frozen=True, kw_only=True):
    """An article in the story's table."""

    outlet: OutletLink
    title: Words | None
    language: str
    seen_at: datetime
    published: ClaimedTime | None
    updated: ClaimedTime | None
    inferred_day: date | None
    origin_id: str | None
    kinship: Kinship
    versions: int
    substantive_versions: int
    score: float | None
    opened: bool  # the story began with it
    why: tuple[WhyHere, ...]  # what decided, the weightiest first
    because: tuple[Because, ...]
    nearest: tuple[OutletLink, ...]
    gone_at: datetime | None = None  # since when the outlet no longer has the page
    against: tuple[WhyHere, ...] = ()  # what spoke against it and was outweighed


class StoryView(Plain, frozen=True, kw_only=True):
    """A story page."""

    summary: StorySummary
    headline: Headline | None
    other_headlines: tuple[Headline, ...]
    groups: tuple[PointGroup, ...]
    conflicts: tuple[ConflictView, ...]
    said: tuple[SaidView, ...]
    settled: tuple[SettledView, ...]
    inferred: tuple[InferredView, ...]
    origins: tuple[OriginView, ...]
    timeline: tuple[TimelineView, ...]
    articles: tuple[ArticleRow, ...]
    developments: tuple[DevelopmentBrief, ...]
    hedges: tuple[HedgeView, ...] = ()  # that articles made from others lost
    edges: tuple[EdgeView, ...] = ()  # who has what from whom, with the evidence

    @property
    def point_count(self) -> int:
        return sum(len(g.points) for g in self.groups)


STANDINGS: tuple[Standing, ...] = ("all", "several", "one", "disputed", "withdrawn")


# A dispute is about what most report: it comes before what only some of them say.
_GROUPS: tuple[Standing, ...] = ("all", "disputed", "several", "one", "withdrawn")


def story_view(dossier: Dossier, interface_language: str) -> StoryView:
    """The story page for a reader of ``interface_language`` ("ar" or "en")."""
    desk = StoryDesk(dossier)
    summary = summary_of(desk)
    headline = summary.headline(interface_language)
    wordings = _wordings(desk, interface_language)
    points = [
        _point(desk, p, wordings[p.id], interface_language)
        for p in dossier.sheet.points
        if p.id in wordings
    ]
    return StoryView(
        summary=summary,
        headline=headline,
        other_headlines=tuple(h for h in summary.headlines if h is not headline),
        groups=tuple(
            PointGroup(standing=s, points=group)
            for s in _GROUPS
            if (group := tuple(p for p in points if p.standing == s))
        ),
        conflicts=tuple(_conflict(desk, c) for c in _told_once(dossier.sheet.conflicts)),
        said=tuple(
            _said(desk, g, interface_language) for g in dossier.sheet.quotes if g.renderings
        ),
        settled=tuple(
            SettledView(
                source=source,
                candidates=s.candidates,
                value=s.value,
                evidence=desk.sources(p for p in s.evidence if p != s.place),
            )
            for s in dossier.sheet.settled
            if (source := desk.source(s.place))
        ),
        inferred=tuple(
            InferredView(
                outlet=outlet_link(desk.readings[i.article_id]),
                day=i.day,
                evidence=desk.sources(i.evidence),
            )
            for i in dossier.sheet.inferred
            if i.article_id in desk.readings
        ),
        origins=tuple(_origin(desk, o) for o in dossier.origins),
        hedges=lost_hedges(desk),
        edges=edges_of(desk),
        timeline=_timeline(desk, wordings),
        articles=tuple(_row(desk, r) for r in dossier.readings),
        developments=tuple(development_brief(desk, d) for d in newest_first(dossier.developments)),
    )


def _wordings(desk: StoryDesk, language: str) -> dict[str, Member]:
    """For each point the member whose words stand for it: one in the reader's language if an
    outlet has it, else the one that leads. Words that stand for a point already, because one
    outlet's sentence answers to two of another's, give way to others."""
    taken: set[tuple[str, str]] = set()
    chosen: dict[str, Member] = {}
    for point in desk.dossier.sheet.points:
        members = [m for m in point.members if desk.reading_at(m.place) is not None]
        own = [m for m in members if desk.words_at(m.place).language == language] or members
        free = [m for m in own if _key(desk.words_at(m.place)) not in taken]
        if own:
            chosen[point.id] = (free or own)[0]
            taken.add(_key(desk.words_at(chosen[point.id].place)))
    return chosen


def _key(words: Words) -> tuple[str, str]:
    return words.language, words.text


def _point(desk: StoryDesk, point: Point, worded: Member, language: str) -> PointView:
    shown: list[tuple[Member, SourceView]] = []
    copies: dict[str, OutletLink] = {}
    seen_origins: set[str] = set()
    readings: list[Reading] = []
    for member in point.members:
        reading = desk.reading_at(member.place)
        if reading is None:
            continue
        readings.append(reading)
        origin = desk.origin_of.get(member.place.article_id)
        if member is not worded and reading.article.id == worded.place.article_id:
            continue  # one article says it twice: once is enough
        # Only the first wording of each origin is shown as a source, and the one that stands for
        # the point; the unknown are listed one by one, for nobody can say that they repeat one
        # another.
        first = origin is None or not origin.counts or origin.id not in seen_origins
        source = desk.source(member.place, member) if first or member is worded else None
        if source is not None:
            shown.append((member, source))
            if first and origin is not None and origin.counts:
                seen_origins.add(origin.id)
        elif reading.article.id != worded.place.article_id and all(
            s.outlet.article_id != reading.article.id for _, s in shown
        ):
            link = outlet_link(reading)
            copies.setdefault(link.name.text if link.name else link.page_name, link)
    shown.sort(key=lambda pair: pair[0] is not worded)
    return PointView(
        id=point.id,
        standing=point.standing,
        words=desk.words_at(worded.place),
        background=point.background,
        origins=desk.briefs(point.origin_ids),
        sources=tuple(source for _, source in shown),
        copies=tuple(copies.values()),
        first_seen_at=point.first_seen_at,
        first_outlet=outlet_link(min(readings, key=lambda r: (r.article.seen_at, r.article.id))),
        vouchers=_vouchers((source for _, source in shown), language),
        withdrawn_at=point.withdrawn_at,
    )


# Names that vouch for one point in several spellings are of one person above this likeness: that
# they stand in one point is the second sign which ``naming`` asks for.
_ONE_PERSON = 0.85


def _vouchers(sources: Iterable[SourceView], language: str) -> tuple[Words, ...]:
    """On whose word a point stands: each once, in the reader's script where it is spelt so."""
    found: list[Words] = []
    for source in sources:
        words = source.voucher
        if words is None:
            continue
        for index, known in enumerate(found):
            if alike(known.text, words.text) >= _ONE_PERSON:
                if readable_in(words.text, language) and not readable_in(known.text, language):
                    found[index] = words
                break
        else:
            found.append(words)
    return tuple(found)


def _told_once(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """Without changes of one source between two values that sources dispute as well: the dispute
    shows both, with everybody who gives them."""
    disputed = {
        (c.kind, frozenset(s.value for s in c.sides)) for c in conflicts if c.relation == "conflict"
    }
    return [
        c
        for c in conflicts
        if c.relation == "conflict" or (c.kind, frozenset(s.value for s in c.sides)) not in disputed
    ]


def _conflict(desk: StoryDesk, conflict: Conflict) -> ConflictView:
    return ConflictView(
        id=conflict.id,
        kind=conflict.kind,
        subject=subject_of(desk, conflict),
        relation=conflict.relation,
        sides=tuple(
            SideView(
                value=side.value,
                shown=side_words(desk, conflict, index),
                origins=desk.briefs(side.origin_ids),
                sources=tuple(
                    source
                    for m in _one_of_each_origin_first(desk, side.members)
                    if (source := desk.source(value_place(desk, conflict, side.value, m.place), m))
                ),
                first_seen_at=side.first_seen_at,
                unit=unit_of(desk, conflict, side.value, side.members),
            )
            for index, side in enumerate(conflict.sides)
        ),
        point_id=conflict.point_id,
    )


def _one_of_each_origin_first(desk: StoryDesk, members: Sequence[Member]) -> list[Member]:
    """The first of every origin, then those that repeat one."""
    seen: dict[str, int] = {}
    turns = []
    for member in members:
        origin = desk.origin_of.get(member.place.article_id)
        key = origin.id if origin and origin.counts else member.place.article_id
        turns.append(seen.get(key, 0))
        seen[key] = turns[-1] + 1
    return [m for _, m in sorted(zip(turns, members, strict=True), key=lambda pair: pair[0])]


def _said(desk: StoryDesk, group: QuoteGroup, interface_language: str) -> SaidView:
    first = desk.readings.get(group.renderings[0].place.article_id)
    language = first.annotations.language if first else "und"

    def named(text: str | None) -> Words | None:
        return name_words(text, language) if text else None

    renderings = (_rendering(desk, r) for r in group.renderings)
    # The speaker as the reader can read it, if an outlet spells it so; the others beside it.
    names = [n for n in dict.fromkeys((group.speaker, *group.speaker_names)) if n]
    shown = next((n for n in names if readable_in(n, interface_language)), group.speaker)
    return SaidView(
        id=group.id,
        speaker=named(shown),
        spellings=tuple(name_words(n, language) for n in names if n != shown),
        role=named(group.role),
        addressee=named(group.addressee),
        occasion=named(group.occasion),
        renderings=tuple(r for r in renderings if r is not None),
    )


def _rendering(desk: StoryDesk, rendering: Rendering) -> RenderingView | None:
    reading = desk.readings.get(rendering.place.article_id)
    if reading is None:
        return None
    place = rendering.place
    text = reading.text_of(place)
    around = _with_quotation_marks(text, place)
    segments = mark(text, around, rendering.differing)
    return RenderingView(
        outlet=outlet_link(reading),
        segments=segments,
        language=rendering.language,
        direction="rtl" if is_rtl(rendering.language) else "ltr",
        kind=rendering.kind,
        similarity=rendering.similarity,
        differing=tuple(s.text for s in segments if s.marked),
        cut=rendering.cut,
        words_missing=rendering.words_missing,
        seen_at=reading.article.seen_at,
        part=part_of(place),
    )


_OPENING, _CLOSING = '«“„"‘‹', '»”“"’›'


def _with_quotation_marks(text: str, place: Place) -> Span:
    """The span of a rendering with the marks the outlet put around it."""
    start, end = place.start, place.end
    if start > 0 and text[start - 1] in _OPENING and end < len(text) and text[end] in _CLOSING:
        return Span(start=start - 1, end=end + 1)
    return Span(start=start, end=end)


def _origin(desk: StoryDesk, origin: Origin) -> OriginView:
    children: dict[str, list[str]] = {}
    tops: list[str] = []
    for article_id in origin.article_ids:
        if article_id not in desk.readings:
            continue
        derivation = desk.derivation_of.get(article_id)
        if derivation and derivation.source_id in desk.readings:
            children.setdefault(derivation.source_id, []).append(article_id)
        else:
            tops.append(article_id)

    def node(article_id: str, beside: Iterable[str] = ()) -> TreeNode:
        reading = desk.readings[article_id]
        below = [*children.get(article_id, ()), *beside]
        return TreeNode(
            name=outlet_of(reading),
            outlet=outlet_link(reading),
            kinship=desk.kinship(article_id),
            language=reading.annotations.language,
            seen_at=reading.article.seen_at,
            children=tuple(node(a) for a in sorted(below, key=lambda a: desk.order[a])),
        )

    roots: tuple[TreeNode, ...]
    if origin.kind == "unknown" or not tops:
        roots = tuple(node(a) for a in tops)
    elif origin.kind == "agency" and desk.agency_itself(origin) is None:
        # The agency's own text was never seen: it stands at the root without an article.
        roots = (
            TreeNode(
                name=desk.origin_names[origin.id],
                outlet=None,
                kinship=Kinship(kind="own", evidence=origin.evidence),
                language=None,
                seen_at=None,
                children=tuple(node(a) for a in tops),
            ),
        )
    else:
        root = desk.agency_itself(origin) if origin.kind == "agency" else None
        root = root if root in tops else tops[0]
        roots = (node(root, (a for a in tops if a != root)),)
    return OriginView(
        id=origin.id,
        kind=origin.kind,
        name=desk.origin_names[origin.id],
        article_count=len(origin.article_ids),
        evidence=origin.evidence,
        roots=roots,
    )


def _timeline(desk: StoryDesk, wordings: dict[str, Member]) -> tuple[TimelineView, ...]:
    points = {p.id: p for p in desk.dossier.sheet.points if p.id in wordings}
    return tuple(
        TimelineView(
            when=entry.when,
            candidates=entry.candidates,
            point_id=entry.point_id,
            standing=points[entry.point_id].standing,
            words=desk.words_at(wordings[entry.point_id].place),
            first_reported_at=entry.first_reported_at,
            first_outlet=outlet_link(desk.readings[entry.first_article_id]),
        )
        for entry in desk.dossier.sheet.timeline
        if entry.point_id in points and entry.first_article_id in desk.readings
    )


# "Why here" names the reasons that carried the decision, not the whole feature vector.
REASONS_SHOWN = 3


def _row(desk: StoryDesk, reading: Reading) -> ArticleRow:
    article = reading.article
    membership = next(
        (m for m in reversed(desk.dossier.memberships) if m.article_id == article.id), None
    )
    changes = [v for v in desk.dossier.versions if v.article_id == article.id]
    reasons = sorted(membership.reasons if membership else (), key=lambda r: (-r.weight, r.feature))
    headline = title_words(reading)
    inferred = next((i for i in desk.dossier.sheet.inferred if i.article_id == article.id), None)
    origin = desk.origin_of.get(article.id)
    near = [
        desk.readings[a]
        for a in (membership.nearest if membership else ())
        if a in desk.readings and a != article.id
    ][:REASONS_SHOWN]
    return ArticleRow(
        outlet=outlet_link(reading),
        title=headline,
        language=reading.annotations.language,
        seen_at=article.seen_at,
        published=claimed(article.published),
        updated=claimed(article.updated),
        inferred_day=inferred.day if inferred else None,
        origin_id=origin.id if origin else None,
        kinship=desk.kinship(article.id),
        versions=max(article.version, 1 + len(changes)),
        substantive_versions=sum(c.substantive for c in changes),
        score=membership.score if membership else None,
        gone_at=desk.dossier.gone.get(article.id),
        why=tuple(_why(r) for r in reasons[:REASONS_SHOWN] if r.weight > 0),
        against=tuple(_why(r) for r in reasons[: -REASONS_SHOWN - 1 : -1] if r.weight < -_SPOKE),
        opened=article.id == desk.dossier.readings[0].article.id,
        because=_because(
            reading, near, tuple(w for r in reasons for w in r.words) if membership else ()
        ),
        nearest=tuple(outlet_link(r) for r in near),
    )


# Log-odds under which a feature changes a probability by so little that it need not be told.
_SPOKE = 0.5


def _why(reason: Reason) -> WhyHere:
    return WhyHere(
        feature=reason.feature, value=reason.value, weight=reason.weight, words=reason.words
    )


_ReasonKind = Literal["people", "places", "organisations", "names", "words", "meaning", "likeness"]
_NAME_KINDS: dict[str, _ReasonKind] = {
    "person": "people",
    "organisation": "organisations",
    "place": "places",
}
# Names or words listed for one reason: enough to see it by.
_SHARED_SHOWN = 4


def _because(
    reading: Reading, near: Sequence[Reading], shared_words: Sequence[str]
) -> tuple[Because, ...]:
    """What an article has in common with those that it stands nearest to."""
    language = reading.annotations.language
    theirs: dict[str, set[str]] = {}
    for name in (n for other in near for n in other.annotations.names):
        theirs.setdefault(name.identity, set()).update(fold(name.text).split())
    outlets = {fold(r.article.outlet.value) for r in (reading, *near) if r.article.outlet}
    found: dict[_ReasonKind, dict[str, Words]] = {}
    told: set[str] = set()
    for name in reading.annotations.names:
        folded = fold(name.text)
        if name.identity not in theirs or folded in outlets:
            continue
        kind = _NAME_KINDS.get(name.kind, "names")
        if folded not in told:  # one name, once, whatever else it was taken for elsewhere
            found.setdefault(kind, {}).setdefault(name.identity, name_words(name.text, language))
        told.update((folded, *folded.split()), theirs[name.identity])
    kinds: list[_ReasonKind] = [k for k in _NAME_KINDS.values() if k in found]
    reasons = [
        Because(kind=kind, words=tuple(found[kind].values())[:_SHARED_SHOWN])
        for kind in kinds or [k for k in found if k == "names"]
    ]
    # A word that is part of a name just listed would be said twice; a bare number says nothing.
    words = [
        w
        for w in dict.fromkeys(shared_words)
        if not told.issuperset(fold(w).split()) and not regex.search(r"\p{N}", w)
    ]
    if words:
        listed = tuple(name_words(w, language) for w in words[:_SHARED_SHOWN])
        reasons.append(Because(kind="words", words=listed))
    abroad = [r for r in near if r.annotations.language != language]
    if not reasons and abroad:
        names = [w for w in map(outlet_of, abroad) if w is not None]
        reasons.append(
            Because(kind="meaning", words=tuple(names[:1]))
            if names
            else Because(kind="likeness", words=())
        )
    elif not reasons and near:
        reasons.append(Because(kind="likeness", words=()))
    return tuple(reasons)
