"""Stories: articles of a stream -> story ids, by the window that the pipeline uses; and beside
each, as ``copy``, the first article that carries the same text, by the trace alone.

Rows come without pages, so reading starts at the text. Articles are taken in order of their
published time, which stands for first sight; those without a time come in the order of the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tawatur import cluster, embed, trace
from tawatur.annotate import annotate_text
from tawatur.clean import clean_article
from tawatur.model import Article, Derivation, Finding, Reading, Stamp
from tawatur.settings import Settings

Row = dict[str, Any]
BATCH = 256
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def predict(rows: list[Row], *, folder: Path) -> Iterator[Row]:
    readings = read_rows(rows)
    window = cluster.OpenWindow(Settings())
    copies = trace.CopyIndex()
    known: dict[str, Reading] = {}
    derived: list[Derivation] = []
    encode = embed.default_encoder().encode
    # Every file is one stream, however long the gaps: nothing falls asleep.
    for reading in sorted(readings, key=lambda r: r.article.seen_at):
        candidates = [known[c] for c in copies.candidates(reading)]
        derivations = trace.trace_article(reading, candidates, encode)
        for change in window.propose(reading, derivations):
            window.apply(change, reading)
        derived += derivations
        copies.add(reading)
        known[reading.article.id] = reading
    carried = trace.copy_groups([r.article.id for r in readings], derived)
    for reading in readings:
        article_id = reading.article.id
        yield {"id": article_id, "story": window.story_of(article_id), "copy": carried[article_id]}


def read_rows(rows: Sequence[Row]) -> list[Reading]:
    """Readings of bare records with ``id``, ``lang``, ``title``, ``text``, ``published``, ``outlet``."""
    readings = []
    recurring = _recurring_lines(rows)
    for start in range(0, len(rows), BATCH):
        read = [_read(row, recurring) for row in rows[start : start + BATCH]]
        texts = [
            embed.article_text_for_vector(
                r.article.title.value if r.article.title else None, r.article.text, r.article.url
            )
            for r in read
        ]
        encoder = embed.default_encoder()
        vectors = encoder.encode(texts, [r.annotations.language for r in read])
        readings += [
            Reading(
                article=r.article,
                annotations=r.annotations,
                title_annotations=r.title_annotations,
                vector=embed.to_vector(vector, encoder.model),
            )
            for r, vector in zip(read, vectors, strict=True)
        ]
    return readings


def _recurring_lines(rows: Sequence[Row]) -> Callable[[str, str], int]:
    """On how many pages of an outlet a line stands, as the store would tell ``clean``."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.get("outlet"):
            lines = {line.strip() for line in (row.get("text") or "").splitlines()}
            counts.update((row["outlet"], line) for line in lines if line)
    return lambda outlet, line: max(0, counts[outlet, line.strip()] - 1)


def _read(row: Row, recurring: Callable[[str, str], int]) -> Reading:
    text = row.get("text") or ""
    title = row.get("title")
    published = _stamp(row.get("published"))
    day = published.day if published else None
    outlet = row.get("outlet")
    article = Article(
        id=str(row["id"]),
        url=row.get("url"),
        page_name=str(row["id"]),
        seen_at=published.at if published else _NO_TIME,
        title=Finding(value=title, where="record", confidence=1.0) if title else None,
        outlet=Finding(value=outlet, where="record", confidence=1.0) if outlet else None,
        text=text,
        raw_text=text,
        published=published,
        language_hint=row.get("lang"),
    )
    article = clean_article(article, recurring_lines=partial(recurring, outlet or ""))
    text = article.text
    hint = row.get("lang")
    title_read = annotate_text(title, language_hint=hint, published=day) if title else None
    body = annotate_text(text or title or "", language_hint=hint, published=day, outlet=outlet)
    return Reading(article=article, annotations=body, title_annotations=title_read)


def _stamp(written: str | None) -> Stamp | None:
    if not written:
        return None
    try:
        if len(written) == 10:
            day = date.fromisoformat(written)
            at = datetime(day.year, day.month, day.day, tzinfo=UTC)
            return Stamp(at=at, day=day, precision="day", where="record", confidence=1.0)
        at = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Stamp(
        at=at.astimezone(UTC), day=at.date(), precision="minute", where="record", confidence=1.0
    )
