"""The view of one article: its text and the margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

import regex

from tawatur import knowledge
from tawatur.model import (
    Annotations,
    Article,
    Dossier,
    Plain,
    Quote,
    Reading,
    Span,
    TextChange,
    VersionChange,
)
from tawatur.publish.views.desk import (
    ClaimedTime,
    Kinship,
    StoryDesk,
    claimed,
    part_of,
    value_place,
)
from tawatur.publish.views.pieces import (
    Headline,
    Words,
    name_words,
    outlet_of,
    safe_url,
    title_words,
)
from tawatur.publish.views.story import SideView, _conflict
from tawatur.publish.views.summary import summary_of
from tawatur.text import is_rtl


class TimeView(Plain, frozen=True, kw_only=True):
    text: str
    start: int
    end: int
    value: str | None
    candidates: tuple[str, ...]
    granularity: str
    kind: str
    anchor: str
    anchor_value: str | None
    settled_value: str | None  # by the other accounts of its story


class NameView(Plain, frozen=True, kw_only=True):
    """One named thing with every spelling the story has for it."""

    identity: str
    kind: str
    text: str
    canonical: str | None
    role: str | None
    country: str | None
    spans: tuple[Span, ...]
    spellings: tuple[Words, ...]


class QuoteView(Plain, frozen=True, kw_only=True):
    number: int
    kind: Literal["direct", "indirect", "mixed"]
    content: tuple[str, ...]
    spans: tuple[Span, ...]
    speaker: str | None
    speaker_kind: str
    speaker_role: str | None
    resolved_by: str
    cue: str | None
    strength: str
    hedge: str | None
    addressee: str | None
    occasion: str | None
    chain: tuple[str, ...]
    spoken_on: str | None


class FigureView(Plain, frozen=True, kw_only=True):
    text: str
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    counted: str | None
    sense: str | None
    bound: str


class CreditView(Plain, frozen=True, kw_only=True):
    kind: str
    text: str
    agency: str | None
    agency_name: str | None
    people: tuple[str, ...]
    places: tuple[str, ...]


class FoundView(Plain, frozen=True, kw_only=True):
    """A value of the page's own data, where it was found, and how sure we are of it (0 to 1)."""

    field: str  # title, outlet, author, section, published, updated
    value: str
    where: str
    confidence: float


class RemovalView(Plain, frozen=True, kw_only=True):
    text: str
    reason: str
    start: int
    end: int


class PostView(Plain, frozen=True, kw_only=True):
    text: str
    language: str
    direction: Literal["ltr", "rtl"]
    account: str | None
    account_name: str | None
    posted: ClaimedTime | None
    links: tuple[str, ...]
    times: tuple[TimeView, ...]
    quotes: tuple[QuoteView, ...]


class TranslationView(Plain, frozen=True, kw_only=True):
    score: float
    suspected: bool
    from_language: str | None
    marks: tuple[tuple[str, str], ...]  # (kind, text)


class Piece(Plain, frozen=True, kw_only=True):
    """A stretch of a paragraph and what it is; glosses follow it."""

    text: str
    name: bool = False
    time: bool = False
    quote: bool = False
    disputed: bool = False
    times_ending: tuple[TimeView, ...] = ()
    quotes_ending: tuple[int, ...] = ()


class DisputeNote(Plain, frozen=True, kw_only=True):
    """Other accounts' values for something this paragraph says."""

    kind: str
    subject: Words
    others: tuple[SideView, ...]


class ParagraphView(Plain, frozen=True, kw_only=True):
    pieces: tuple[Piece, ...]
    quotes: tuple[QuoteView, ...]
    names: tuple[NameView, ...]
    disputes: tuple[DisputeNote, ...]


class ChangeView(Plain, frozen=True, kw_only=True):
    old: str
    new: str
    kinds: tuple[str, ...]


class DiffPiece(Plain, frozen=True, kw_only=True):
    """A stretch of a changed line: words that stayed, went or came."""

    kind: Literal["same", "old", "new"]
    text: str


class VersionView(Plain, frozen=True, kw_only=True):
    number: int
    seen_at: datetime
    substantive: bool
    announced: bool
    title_changed: bool
    changes: tuple[ChangeView, ...]
    lines: tuple[tuple[DiffPiece, ...], ...]
    old_title: str | None = None  # when it changed
    new_title: str | None = None
    deleted: bool = False


class ArticleView(Plain, frozen=True, kw_only=True):
    """An article page: the text and its margin."""

    id: str
    url: str | None
    page_name: str
    outlet: Words | None
    outlet_where: str | None
    title: Words | None
    language: str
    language_confidence: float
    direction: Literal["ltr", "rtl"]
    seen_at: datetime
    published: ClaimedTime | None
    updated: ClaimedTime | None
    inferred_day: date | None
    authors: tuple[str, ...]
    section: str | None
    found: tuple[FoundView, ...]
    credits: tuple[CreditView, ...]
    text: str
    paragraphs: tuple[ParagraphView, ...]
    times: tuple[TimeView, ...]
    names: tuple[NameView, ...]
    quotes: tuple[QuoteView, ...]
    figures: tuple[FigureView, ...]
    posts: tuple[PostView, ...]
    captions: tuple[str, ...]
    removed: tuple[RemovalView, ...]
    translation: TranslationView | None
    version: int
    versions: tuple[VersionView, ...]
    story_id: str | None
    story_headline: Headline | None
    kinship: Kinship | None
    gone_at: datetime | None = None  # since when the outlet no longer has the page


def _found(article: Article) -> tuple[FoundView, ...]:
    """What the page says of itself, each value with its witness."""
    findings = [
        ("title", article.title), ("outlet", article.outlet), ("section", article.section),
        *(("author", author) for author in article.authors),
    ]  # fmt: skip
    stamps = (("published", article.published), ("updated", article.updated))
    return (
        *(FoundView(field=field, value=f.value, where=f.where, confidence=f.confidence)
          for field, f in findings if f),
        *(FoundView(field=field, value=s.day.isoformat(), where=s.where, confidence=s.confidence)
          for field, s in stamps if s),
    )  # fmt: skip


def article_view(
    reading: Reading, interface_language: str = "en", *, dossier: Dossier | None = None
) -> ArticleView:
    """The article page; with its story's ``dossier`` also its standing in the story."""
    article, annotations = reading.article, reading.annotations
    desk = StoryDesk(dossier) if dossier else None
    settled = {
        (s.place.start, s.place.end, s.place.post): s.value
        for s in (dossier.sheet.settled if dossier else ())
        if s.place.article_id == article.id and not s.place.in_title
    }
    times = _times(article.text, annotations, settled, None)
    quotes = _quotes(article.text, annotations)
    names = _names(reading, dossier)
    inferred = next(
        (i.day for i in (dossier.sheet.inferred if dossier else ()) if i.article_id == article.id),
        None,
    )
    title = title_words(reading)
    signs = annotations.translation
    changes = tuple(v for v in (dossier.versions if dossier else ()) if v.article_id == article.id)
    return ArticleView(
        id=article.id,
        url=safe_url(article.url),
        page_name=article.page_name,
        outlet=outlet_of(reading),
        outlet_where=article.outlet.where if article.outlet else None,
        title=title,
        language=annotations.language,
        language_confidence=annotations.language_confidence,
        direction=annotations.direction,
        seen_at=article.seen_at,
        published=claimed(article.published),
        updated=claimed(article.updated),
        inferred_day=inferred,
        authors=tuple(a.value for a in article.authors),
        section=article.section.value if article.section else None,
        found=_found(article),
        credits=tuple(
            CreditView(
                kind=c.kind,
                text=c.text,
                agency=c.agency,
                agency_name=_agency_name(c.agency),
                people=c.people,
                places=c.places,
            )
            for c in article.credits
        ),
        text=article.text,
        paragraphs=_paragraphs(reading, desk, times, quotes, names),
        times=times,
        names=names,
        quotes=quotes,
        figures=tuple(
            FigureView(
                text=f.text,
                start=f.start,
                end=f.end,
                low=f.low,
                high=f.high,
                unit=f.unit,
                counted=f.counted,
                sense=f.sense,
                bound=f.bound,
            )
            for f in annotations.figures
        ),
        posts=_posts(reading, settled),
        captions=article.captions,
        removed=tuple(
            RemovalView(text=r.text, reason=r.reason, start=r.start, end=r.end)
            for r in article.removed
        ),
        translation=TranslationView(
            score=signs.score,
            suspected=signs.suspected,
            from_language=signs.from_language,
            marks=tuple((m.kind, article.text[m.start : m.end]) for m in signs.marks),
        )
        if signs
        else None,
        version=article.version,
        versions=tuple(_version(reading, c, c is changes[-1]) for c in changes),
        story_id=dossier.story.id if dossier else None,
        story_headline=summary_of(desk).headline(interface_language) if desk else None,
        kinship=desk.kinship(article.id) if desk else None,
        gone_at=dossier.gone.get(article.id) if dossier else None,
    )


def _agency_name(agency_id: str | None) -> str | None:
    agency = knowledge.agency_by_id(agency_id) if agency_id else None
    return agency.name if agency else None


def _times(
    text: str,
    annotations: Annotations,
    settled: dict[tuple[int, int, int | None], str],
    post: int | None,
) -> tuple[TimeView, ...]:
    return tuple(
        TimeView(
            text=t.text,
            start=t.start,
            end=t.end,
            value=t.value,
            candidates=t.candidates,
            granularity=t.granularity,
            kind=t.kind,
            anchor=t.anchor,
            anchor_value=t.anchor_value,
            settled_value=settled.get((t.start, t.end, post)),
        )
        for t in annotations.times
    )


def _cut(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None


def _quotes(text: str, annotations: Annotations) -> tuple[QuoteView, ...]:
    return tuple(
        _quote(text, q, number) for number, q in enumerate(annotations.quotes, 1) if q.content
    )


def _quote(text: str, quote: Quote, number: int) -> QuoteView:
    speaker = quote.speaker
    return QuoteView(
        number=number,
        kind=quote.kind,
        content=tuple(text[s.start : s.end] for s in quote.content),
        spans=quote.content,
        speaker=speaker.name if speaker else None,
        speaker_kind=speaker.kind if speaker else "unknown",
        speaker_role=speaker.role if speaker else None,
        resolved_by=speaker.resolved_by if speaker else "none",
        cue=_cut(text, quote.cue),
        strength=quote.strength,
        hedge=_cut(text, quote.hedge),
        addressee=quote.addressee,
        occasion=quote.occasion,
        chain=quote.chain,
        spoken_on=quote.spoken_on,
    )


def _names(reading: Reading, dossier: Dossier | None) -> tuple[NameView, ...]:
    """The names of an article, once each, with the spellings of the whole story."""
    spellings: dict[str, dict[str, Words]] = {}
    for other in dossier.readings if dossier else (reading,):
        for name in other.annotations.names:
            words = name_words(name.text, other.annotations.language)
            spellings.setdefault(name.identity, {}).setdefault(words.text, words)
    mentions: dict[str, list[int]] = {}
    names = reading.annotations.names
    for index, name in enumerate(names):
        mentions.setdefault(name.identity, []).append(index)
    return tuple(
        NameView(
            identity=identity,
            kind=names[indexes[0]].kind,
            text=names[indexes[0]].text,
            canonical=next((names[i].canonical for i in indexes if names[i].canonical), None),
            role=next((names[i].role for i in indexes if names[i].role), None),
            country=next((names[i].country for i in indexes if names[i].country), None),
            spans=tuple(Span(start=names[i].start, end=names[i].end) for i in indexes),
            spellings=tuple(spellings[identity].values()),
        )
        for identity, indexes in mentions.items()
    )


def _posts(
    reading: Reading, settled: dict[tuple[int, int, int | None], str]
) -> tuple[PostView, ...]:
    views = []
    for index, post in enumerate(reading.article.posts):
        known = reading.post_annotations
        annotations = known[index] if index < len(known) else None
        language = annotations.language if annotations else reading.annotations.language
        views.append(
            PostView(
                text=post.text,
                language=language,
                direction="rtl" if is_rtl(language) else "ltr",
                account=post.account,
                account_name=post.account_name,
                posted=claimed(post.posted),
                links=tuple(link for link in post.links if safe_url(link)),
                times=_times(post.text, annotations, settled, index) if annotations else (),
                quotes=_quotes(post.text, annotations) if annotations else (),
            )
        )
    return tuple(views)


def _paragraphs(
    reading: Reading,
    desk: StoryDesk | None,
    times: tuple[TimeView, ...],
    quotes: tuple[QuoteView, ...],
    names: tuple[NameView, ...],
) -> tuple[ParagraphView, ...]:
    text, article_id = reading.article.text, reading.article.id
    name_spans = [s for n in names for s in n.spans]
    quote_spans = [s for q in quotes for s in q.spans]
    conflicts = [
        (conflict, index, value_place(desk, conflict, side.value, member.place))
        for conflict in (desk.dossier.sheet.conflicts if desk else ())
        if desk and conflict.relation == "conflict"
        for index, side in enumerate(conflict.sides)
        for member in side.members
        if member.place.article_id == article_id and part_of(member.place) == "text"
    ]
    disputed_spans = [Span(start=p.start, end=p.end) for _, _, p in conflicts]
    edges = [(s.start, s.end) for s in (*name_spans, *quote_spans, *disputed_spans)]
    edges += [(t.start, t.end) for t in times]
    told: set[str] = set()  # names get their note where they first stand
    paragraphs = []
    for start, end in paragraph_spans(text):
        cuts = sorted(
            {start, end} | {edge for span in edges for edge in span if start < edge < end}
        )
        pieces = tuple(
            Piece(
                text=text[a:b],
                name=_covered(name_spans, a, b),
                time=any(t.start <= a and b <= t.end for t in times),
                quote=_covered(quote_spans, a, b),
                disputed=_covered(disputed_spans, a, b),
                times_ending=tuple(t for t in times if a < t.end <= b),
                quotes_ending=tuple(q.number for q in quotes if a < q.spans[-1].end <= b),
            )
            for a, b in pairwise(cuts)
        )
        here = [
            n
            for n in names
            if n.identity not in told and any(start <= s.start < end for s in n.spans)
        ]
        told.update(n.identity for n in here)
        disputes = []
        for conflict, index, place in conflicts:
            if desk and start <= place.start < end:
                view = _conflict(desk, conflict)
                others = tuple(s for i, s in enumerate(view.sides) if i != index)
                disputes.append(DisputeNote(kind=view.kind, subject=view.subject, others=others))
        paragraphs.append(
            ParagraphView(
                pieces=pieces,
                quotes=tuple(q for q in quotes if start < q.spans[-1].end <= end),
                names=tuple(n for n in here if len(n.spellings) > 1),
                disputes=tuple(disputes),
            )
        )
    return tuple(paragraphs)


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of the non-empty lines."""
    return [m.span() for m in regex.finditer(r"[^\n]*\S[^\n]*", text)]


def _covered(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(s.start <= start and end <= s.end for s in spans)


# Letters of context on either side of a change between versions; changes nearer to one another
# than that are shown in one line.
_CONTEXT_CODE_POINTS = 60


def _version(reading: Reading, change: VersionChange, newest: bool) -> VersionView:
    return VersionView(
        number=change.number,
        seen_at=change.seen_at,
        substantive=change.substantive,
        announced=change.announced,
        title_changed=change.title_changed,
        changes=tuple(ChangeView(old=c.old, new=c.new, kinds=c.kinds) for c in change.changes),
        lines=tuple(_diff_lines(reading.article.text if newest else None, change.changes)),
        old_title=change.old_title,
        new_title=change.new_title,
        deleted=change.deleted,
    )


def _diff_lines(text: str | None, changes: Sequence[TextChange]) -> Iterator[tuple[DiffPiece, ...]]:
    """The changes word by word, each with what stands around it. ``text`` is that of the newer
    version; without it (it was changed again since) the changed words stand alone."""
    waiting: list[TextChange] = []
    for change in sorted(changes, key=lambda c: (c.new_start, c.old_start)):
        end = change.new_start + len(change.new)
        if text is None or text[change.new_start : end] != change.new:
            yield _words_of_change(change)
            continue
        if waiting and not _near(text, waiting[-1], change):
            yield _diff_line(text, waiting)
            waiting = []
        waiting.append(change)
    if waiting and text is not None:
        yield _diff_line(text, waiting)


def _near(text: str, first: TextChange, second: TextChange) -> bool:
    between = text[first.new_start + len(first.new) : second.new_start]
    return len(between) <= 2 * _CONTEXT_CODE_POINTS and "\n" not in between


def _words_of_change(change: TextChange) -> tuple[DiffPiece, ...]:
    old, new = change.old.strip(), change.new.strip()
    pieces = [DiffPiece(kind="old", text=old)] if old else []
    return (*pieces, DiffPiece(kind="new", text=new)) if new else tuple(pieces)


def _diff_line(text: str, changes: Sequence[TextChange]) -> tuple[DiffPiece, ...]:
    first, last = changes[0].new_start, changes[-1].new_start + len(changes[-1].new)
    left = max(text.rfind("\n", 0, first) + 1, first - _CONTEXT_CODE_POINTS)
    line_end = text.find("\n", last)
    right = min(len(text) if line_end < 0 else line_end, last + _CONTEXT_CODE_POINTS)
    # Whole words only.
    while 0 < left < first and text[left - 1].isalnum() and text[left].isalnum():
        left += 1
    while last < right < len(text) and text[right - 1].isalnum() and text[right].isalnum():
        right -= 1
    pieces = [DiffPiece(kind="same", text="…")] if left and text[left - 1] != "\n" else []
    at = left
    for change in changes:
        pieces.append(DiffPiece(kind="same", text=text[at : change.new_start]))
        pieces += _words_of_change(change)
        at = change.new_start + len(change.new)
    more = "…" if right < len(text) and text[right] != "\n" else ""
    pieces.append(DiffPiece(kind="same", text=text[at:right] + more))
    return tuple(piece for piece in pieces if piece.text)
