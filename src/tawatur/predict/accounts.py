"""Side-by-side accounts: links of sentences, conflicts and same quotations, by the code that makes
the account sheet. The sentences are the set's own; everything read off them is ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from tawatur.align.conflicts import find_clashes
from tawatur.align.links import Pair, Terms, link_statements
from tawatur.align.points import SAME_POINT
from tawatur.align.renderings import Utterance, match_utterances, utterances_in
from tawatur.align.statements import Statement, statements_of
from tawatur.align.towns import find_repeated_towns
from tawatur.annotate import annotate_text
from tawatur.embed import default_encoder
from tawatur.model import Article, Finding, Reading, Sentence, Stamp

_SEEN = datetime(2000, 1, 1, tzinfo=UTC)


def predict(rows: list[dict[str, Any]], *, folder: Path) -> Iterator[dict[str, Any]]:
    """One prediction for each set of accounts, as the scorer reads it."""
    encode = default_encoder().encode
    for row in rows:
        readings = [_reading(article) for article in row["articles"]]
        statements = statements_of(readings, clauses=False, keep_short=True)
        id_at = _ids_by_place(readings, row["articles"])

        def name_of(s: Statement, id_at: dict[str, list[str]] = id_at) -> str:
            return id_at[s.place.article_id][s.sentence]

        names = [name_of(s) for s in statements]
        links = link_statements(statements, encode)
        pairs = [
            (i, j)
            for i, j in combinations(range(len(statements)), 2)
            if statements[i].article != statements[j].article
        ]
        meetings = [links.pair(i, j) for i in range(len(readings)) for j in range(i, len(readings))]
        of_disease = any(f.sense == "cases" for s in statements for f in s.figures)
        clashes = [clash for pair in meetings for clash in find_clashes(pair, of_disease)]
        clashes += find_repeated_towns(meetings, clashes)
        yield {
            "id": row["id"],
            "links": [[names[i], names[j], float(links.chance[i, j])] for i, j in pairs],
            "cut": SAME_POINT,
            "conflicts": _distinct([(name_of(c.a), name_of(c.b)) for c in clashes]),
            "same_quotes": _same_quotes(readings, row["articles"], encode),
        }


def _reading(record: dict[str, Any]) -> Reading:
    text, spans = "", []
    for sentence in record["sentences"]:
        spans.append(Sentence(start=len(text), end=len(text) + len(sentence["text"]), paragraph=0))
        text += sentence["text"] + " "
    published = _stamp(record.get("published"))
    annotations = annotate_text(
        text,
        language_hint=record.get("lang"),
        published=published.day if published else None,
        outlet=record.get("outlet"),
    )
    title = record.get("title")
    article = Article(
        id=record["id"],
        url=None,
        page_name=record["id"],
        seen_at=_SEEN,
        title=Finding(value=title, where="operator", confidence=1.0) if title else None,
        outlet=None,
        text=text,
        raw_text=text,
        published=published,
    )
    return Reading(
        article=article, annotations=msgspec.structs.replace(annotations, sentences=tuple(spans))
    )


def _stamp(published: str | None) -> Stamp | None:
    if not published:
        return None
    day = date.fromisoformat(published[:10])
    return Stamp(
        at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        day=day,
        precision="day",
        where="operator",
        confidence=1.0,
    )


def _ids_by_place(readings: list[Reading], records: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {
        reading.article.id: [sentence["id"] for sentence in record["sentences"]]
        for reading, record in zip(readings, records, strict=True)
    }


def _same_quotes(
    readings: list[Reading], records: list[dict[str, Any]], encode: Any
) -> list[list[str]]:
    said = [utterances_in(reading, by_sentence=True) for reading in readings]
    terms = [Terms([u.statement for u in told], encode) for told in said]
    ids = _ids_by_place(readings, records)

    def sentence_of(utterance: Utterance) -> str:
        place, reading = utterance.statement.place, utterance.reading
        middle = (place.start + place.end) // 2
        index = next(
            (i for i, s in enumerate(reading.annotations.sentences) if s.end > middle),
            len(reading.annotations.sentences) - 1,
        )
        return ids[place.article_id][index]

    return _distinct(
        [
            (sentence_of(said[p][i]), sentence_of(said[q][j]))
            for p, q in combinations(range(len(said)), 2)
            if said[p] and said[q]
            for i, j, _ in match_utterances(said[p], said[q], Pair(terms[p], terms[q]))
        ]
    )


def _distinct(pairs: list[tuple[str, str]]) -> list[list[str]]:
    return [list(pair) for pair in dict.fromkeys(pairs)]
