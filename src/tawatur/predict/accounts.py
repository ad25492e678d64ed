"""Side-by-side accounts: links of sentences, conflicts and same quotations, by the code that makes
the account sheet. The sentences are the set's own; everything read off them is ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from tawatur.align import COMPARE_CHANCE
from tawatur.align.conflicts import find_clashes, pairs_to_compare
from tawatur.align.links import link_statements
from tawatur.align.points import SAME_POINT
from tawatur.align.renderings import match_utterances, utterances_of
from tawatur.align.statements import statements_of
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
        names = [id_at[s.place.article_id][s.sentence] for s in statements]
        links = link_statements(statements, encode)
        pairs = [
            (i, j)
            for i, j in combinations(range(len(statements)), 2)
            if statements[i].article != statements[j].article
        ]
        clashes = find_clashes(
            pairs_to_compare(statements, links, COMPARE_CHANCE), statements, links
        )
        yield {
            "id": row["id"],
            "links": [[names[i], names[j], float(links.chance[i, j])] for i, j in pairs],
            "cut": SAME_POINT,
            "conflicts": _distinct([(names[c.a], names[c.b]) for c in clashes]),
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
    utterances = utterances_of(readings, by_sentence=True)
    if not utterances:
        return []
    links = link_statements([u.statement for u in utterances], encode)
    ids = _ids_by_place(readings, records)

    def sentence_of(number: int) -> str:
        place = utterances[number].statement.place
        reading = utterances[number].reading
        middle = (place.start + place.end) // 2
        index = next(
            (i for i, s in enumerate(reading.annotations.sentences) if s.end > middle),
            len(reading.annotations.sentences) - 1,
        )
        return ids[place.article_id][index]

    return _distinct(
        [(sentence_of(i), sentence_of(j)) for i, j, _ in match_utterances(utterances, links)]
    )


def _distinct(pairs: list[tuple[str, str]]) -> list[list[str]]:
    return [list(pair) for pair in dict.fromkeys(pairs)]
