"""Small hand-made readings for the tests of what comes after annotation.

``reading(...)`` takes a text and what is in it by its words; offsets are looked up, so a test
reads like the article that it is about. ``as_read(...)`` reads a title and a text for real.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tawatur.annotate import annotate_text
from tawatur.embed import article_text_for_vector, default_encoder, to_vector
from tawatur.model import (
    Annotations,
    Article,
    Dossier,
    Figure,
    Finding,
    NameMention,
    Origin,
    Post,
    Quote,
    Reading,
    Sentence,
    Sheet,
    Span,
    Speaker,
    Stamp,
    Story,
    TimeMention,
)
from tawatur.text import is_rtl

START = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Each line of the text is a paragraph of one sentence."""
    found, start = [], 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        if line.strip():
            found.append(Sentence(start=start, end=start + len(line.rstrip()), paragraph=number))
        start += len(line)
    return tuple(found)


def _at(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def time(text: str, words: str, value: str | None, *candidates: str, **more: Any) -> TimeMention:
    start, end = _at(text, words)
    granularity = {4: "year", 7: "month", 8: "week", 10: "day"}.get(
        len(value or "0000-00-00"), "day"
    )
    return TimeMention(
        start=start,
        end=end,
        text=words,
        value=value,
        candidates=candidates,
        granularity=more.pop("granularity", granularity),
        **more,
    )


def name(text: str, words: str, kind: str, identity: str, **more: Any) -> NameMention:
    start, end = _at(text, words)
    return NameMention(start=start, end=end, text=words, kind=kind, identity=identity, **more)  # type: ignore[arg-type]


def figure(
    text: str, words: str, low: float | None, high: float | None = None, **more: Any
) -> Figure:
    start, end = _at(text, words)
    return Figure(
        start=start,
        end=end,
        text=words,
        low=low,
        high=low if high is None and more.get("bound", "exact") in ("exact", "about") else high,
        unit=more.pop("unit", None),
        counted=more.pop("counted", None),
        **more,
    )


def quote(
    text: str,
    content: str,
    speaker: str | None,
    identity: str | None = None,
    kind: str = "direct",
    speaker_kind: str = "person",
    **more: Any,
) -> Quote:
    start, end = _at(text, content)
    return Quote(
        content=(Span(start=start, end=end),),
        kind=kind,  # type: ignore[arg-type]
        speaker=Speaker(name=speaker, kind=speaker_kind, identity=identity),  # type: ignore[arg-type]
        **more,
    )


def annotations(text: str, language: str, found: Sequence[Any] = ()) -> Annotations:
    def of(kind: type) -> tuple[Any, ...]:
        return tuple(x for x in found if isinstance(x, kind))

    return Annotations(
        language=language,
        language_confidence=1.0,
        direction="rtl" if is_rtl(language) else "ltr",
        sentences=sentences_of(text),
        times=of(TimeMention),
        names=of(NameMention),
        quotes=of(Quote),
        figures=of(Figure),
    )


def reading(
    id: str,
    language: str,
    text: str,
    found: Sequence[Any] = (),
    *,
    title: str | None = None,
    minutes: float = 0,
    day: date | None = date(2026, 3, 12),
    posts: Mapping[str, Sequence[Any]] | None = None,
    version: int = 1,
) -> Reading:
    """An article first seen ``minutes`` after START, published on ``day`` (None: undated)."""
    published = (
        Stamp(
            at=datetime(day.year, day.month, day.day, tzinfo=UTC),
            day=day,
            precision="day",
            where="text",
            confidence=1.0,
        )
        if day
        else None
    )
    posts = posts or {}
    article = Article(
        id=id,
        url=None,
        page_name=id,
        seen_at=START + timedelta(minutes=minutes),
        title=Finding(value=title, where="text", confidence=1.0) if title else None,
        outlet=None,
        text=text,
        raw_text=text,
        posts=tuple(
            Post(text=p, account="@x", account_name=None, posted=None, links=(), spans=())
            for p in posts
        ),
        published=published,
        version=version,
    )
    return Reading(
        article=article,
        annotations=annotations(text, language, found),
        title_annotations=annotations(title, language) if title else None,
        post_annotations=tuple(annotations(p, language, f) for p, f in posts.items()),
    )


def as_read(id: str, seen_at: datetime, language: str, title: str, text: str) -> Reading:
    """An article with the annotations and the vector that our readers find, of an outlet of its
    own, published on the day of its first sight."""
    encoder = default_encoder()
    row = encoder.encode([article_text_for_vector(title, text)], [language])[0]
    return Reading(
        article=Article(
            id=id,
            url=None,
            page_name=id,
            seen_at=seen_at,
            title=Finding(value=title, where="record", confidence=1.0),
            outlet=Finding(value=f"Outlet {id}", where="record", confidence=1.0),
            text=text,
            raw_text=text,
        ),
        annotations=annotate_text(text, language_hint=language, published=seen_at.date()),
        title_annotations=annotate_text(title, language_hint=language, published=seen_at.date()),
        vector=to_vector(row, encoder.model),
    )


def story(*readings: Reading, id: str = "story") -> Story:
    seen = [r.article.seen_at for r in readings]
    return Story(
        id=id,
        opened_at=min(seen, default=START),
        newest_at=max(seen, default=START),
        article_ids=tuple(r.article.id for r in readings),
    )


def origins(*groups: str | tuple[str, ...], unknown: Sequence[str] = ()) -> tuple[Origin, ...]:
    """One origin for each id or tuple of ids (the first being its first carrier)."""
    made = []
    for group in groups:
        ids = (group,) if isinstance(group, str) else group
        made.append(
            Origin(id=f"o-{ids[0]}", kind="outlet", name=f"Outlet {ids[0]}", article_ids=ids)
        )
    made += [Origin(id=f"u-{i}", kind="unknown", name=None, article_ids=(i,)) for i in unknown]
    return tuple(made)


def dossier(
    readings: Sequence[Reading], origins: Sequence[Origin], sheet: Sheet, **more: Any
) -> Dossier:
    return Dossier(
        story=story(*readings),
        readings=tuple(readings),
        memberships=(),
        derivations=(),
        origins=tuple(origins),
        sheet=sheet,
        **more,
    )
