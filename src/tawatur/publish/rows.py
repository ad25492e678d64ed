"""A story as rows for researchers: one table, a row for each piece of evidence.

Every row is one span of one article (or one passage of a copy, or one change of a version) with
the thing that it bears: a point, a side of a conflict, a rendering of a quotation, a derivation.
Rows of one thing share ``kind`` and ``id``; ``number`` counts them. The same columns go to CSV
and Parquet; docs/tables.md describes them, and ``COLUMNS`` is their order.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from tawatur.model import Dossier, Member, Place, Plain, Reading, Span
from tawatur.publish.views.desk import StoryDesk, part_of, unit_of, value_place
from tawatur.publish.views.hedges import hedging_words

if TYPE_CHECKING:
    import pyarrow


class Row(Plain, frozen=True, kw_only=True):
    """One row. What a kind of row has no use for is None."""

    story_id: str
    kind: str  # article, point, conflict, quotation, derivation, settled-date, inferred-date, …
    id: str
    number: int  # of this row among those with the same kind and id
    category: str | None = None
    standing: str | None = None
    background: bool | None = None
    side: int | None = None
    subject: str | None = None
    value: str | None = None
    unit: str | None = None
    old_value: str | None = None
    happened: str | None = None
    text: str | None = None
    article_id: str | None = None
    part: str | None = None
    version: int | None = None
    start: int | None = None
    end: int | None = None
    language: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    seen_at: datetime | None = None
    published: datetime | None = None
    published_precision: str | None = None
    first_seen_at: datetime | None = None
    withdrawn_at: datetime | None = None
    gone_at: datetime | None = None
    origin_id: str | None = None
    origin: str | None = None
    origin_counts: bool | None = None
    origin_kind: str | None = None
    source_article_id: str | None = None
    source_start: int | None = None
    source_end: int | None = None
    share_of_copy: float | None = None
    score: float | None = None
    voucher: str | None = None
    voucher_kind: str | None = None
    hedge: str | None = None
    cut: bool | None = None
    words_missing: int | None = None
    differing: str | None = None
    evidence: str | None = None


COLUMNS = tuple(Row.__struct_fields__)

# Between several words or statements in one cell.
_BETWEEN = " | "


def rows_of(dossier: Dossier) -> list[Row]:
    """The rows of a story: its articles first, then the sheet in its order, derivations, versions
    and developments."""
    table = _Table(dossier)
    rows = [
        *table.articles(), *table.points(), *table.conflicts(), *table.quotations(),
        *table.hedges(), *table.dates(), *table.derivations(), *table.versions(), *table.developments(),
    ]  # fmt: skip
    numbers: dict[tuple[str, str], int] = {}
    numbered = []
    for row in rows:
        number = numbers.get((row.kind, row.id), 0)
        numbers[row.kind, row.id] = number + 1
        numbered.append(msgspec.structs.replace(row, number=number))
    return numbered


class _Table:
    """Makes the rows of one dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.desk = StoryDesk(dossier)
        self.happened = {
            e.point_id: e.when or "/".join(e.candidates) or None for e in dossier.sheet.timeline
        }

    def row(self, kind: str, id: str, place: Place | None, **columns: Any) -> Row | None:
        """A row about a place; None when its article is not in the story any more."""
        found: dict[str, Any] = {}
        if place is not None:
            reading = self.desk.reading_at(place)
            if reading is None:
                return None
            annotations = reading.annotations_of(place) or reading.annotations
            found = {
                **self.article_columns(reading),
                "language": annotations.language,
                "part": part_of(place),
                "version": place.version,
                "start": place.start,
                "end": place.end,
                "text": reading.text_of(place)[place.start : place.end],
            }
        return Row(story_id=self.dossier.story.id, kind=kind, id=id, number=0, **found | columns)

    def article_columns(self, reading: Reading) -> dict[str, Any]:
        """What is told of an article in every row that stands on it."""
        article = reading.article
        origin = self.desk.origin_of.get(article.id)
        kinship = self.desk.kinship(article.id)
        return {
            "article_id": article.id,
            "language": reading.annotations.language,
            "outlet": article.outlet.value if article.outlet else None,
            "url": article.url,
            "title": article.title.value if article.title else None,
            "seen_at": article.seen_at,
            "gone_at": self.dossier.gone.get(article.id),
            "published": article.published.at if article.published else None,
            "published_precision": article.published.precision if article.published else None,
            "origin_id": origin.id if origin else None,
            "origin": origin.name if origin else None,
            "origin_counts": origin.counts if origin else None,
            "origin_kind": "independent" if kinship.kind == "own" else kinship.kind,
            "source_article_id": kinship.source_article_id,
            "share_of_copy": kinship.share_of_copy,
        }

    def articles(self) -> Iterator[Row]:
        members = {m.article_id: m for m in self.dossier.memberships}
        for reading in self.dossier.readings:
            article = reading.article
            membership = members.get(article.id)
            yield Row(
                story_id=self.dossier.story.id,
                kind="article",
                id=article.id,
                number=0,
                **self.article_columns(reading),
                text=article.text,
                score=membership.score if membership else None,
                evidence=_BETWEEN.join(self.desk.kinship(article.id).evidence) or None,
            )

    def members(
        self, kind: str, id: str, members: Iterable[Member], **columns: Any
    ) -> Iterator[Row]:
        for m in members:
            row = self.row(
                kind, id, m.place, voucher=m.voucher, voucher_kind=m.voucher_kind, score=m.score,
                hedge=self.hedge(m), **columns,
            )  # fmt: skip
            if row is not None:
                yield row

    def hedge(self, member: Member) -> str | None:
        """The words that leave open what a member says."""
        reading = self.desk.reading_at(member.place)
        if reading is None or member.hedge is None:
            return None
        return reading.text_of(member.place)[member.hedge.start : member.hedge.end].strip()

    def points(self) -> Iterator[Row]:
        for point in self.dossier.sheet.points:
            yield from self.members(
                "point", point.id, point.members, standing=point.standing,
                background=point.background, first_seen_at=point.first_seen_at,
                happened=self.happened.get(point.id), withdrawn_at=point.withdrawn_at,
            )  # fmt: skip

    def conflicts(self) -> Iterator[Row]:
        for conflict in self.dossier.sheet.conflicts:
            for index, side in enumerate(conflict.sides):
                members = (
                    msgspec.structs.replace(
                        m, place=value_place(self.desk, conflict, side.value, m.place)
                    )
                    for m in side.members
                )
                yield from self.members(
                    "conflict", conflict.id, members, category=conflict.kind,
                    standing=conflict.relation, side=index, subject=conflict.subject,
                    value=side.value,
                    unit=unit_of(self.desk, conflict, side.value, side.members), first_seen_at=side.first_seen_at,
                )  # fmt: skip

    def quotations(self) -> Iterator[Row]:
        for group in self.dossier.sheet.quotes:
            for rendering in group.renderings:
                reading = self.desk.readings.get(rendering.place.article_id)
                text = reading.text_of(rendering.place) if reading else ""
                row = self.row(
                    "quotation", group.id, rendering.place, category=rendering.kind,
                    language=rendering.language, voucher=group.speaker,
                    voucher_kind="named" if group.speaker else "none", subject=group.role,
                    score=rendering.similarity, cut=rendering.cut,
                    words_missing=rendering.words_missing,
                    differing=_cuts(text, rendering.differing),
                )  # fmt: skip
                if row is not None:
                    yield row

    def hedges(self) -> Iterator[Row]:
        for lost in self.dossier.sheet.lost_hedges:
            for category, place in (("hedged", lost.source), ("flat", lost.copy)):
                row = self.row("lost-hedge", lost.point_id, place, category=category)
                if row is not None:
                    words = hedging_words(self.desk, lost).text
                    yield msgspec.structs.replace(row, subject=words)

    def dates(self) -> Iterator[Row]:
        for settled in self.dossier.sheet.settled:
            id = f"{settled.place.article_id}:{settled.place.start}"
            for index, place in enumerate(dict.fromkeys((settled.place, *settled.evidence))):
                row = self.row(
                    "settled-date", id, place, category="evidence" if index else "open",
                    value=settled.value, old_value="/".join(settled.candidates),
                )  # fmt: skip
                if row is not None:
                    yield row
        for inferred in self.dossier.sheet.inferred:
            for place in inferred.evidence:
                row = self.row(
                    "inferred-date", inferred.article_id, place, category="evidence",
                    value=inferred.day.isoformat(),
                )  # fmt: skip
                if row is not None:
                    yield row

    def derivations(self) -> Iterator[Row]:
        """A row per passage taken over; one without spans where no passage was kept."""
        for derivation in self.dossier.derivations:
            reading = self.desk.readings.get(derivation.article_id)
            if reading is None:
                continue
            columns = self.article_columns(reading) | {
                "category": derivation.kind,
                "source_article_id": derivation.source_id,
                "share_of_copy": derivation.share_of_copy,
                "score": derivation.confidence,
                "evidence": _BETWEEN.join(derivation.evidence) or None,
            }
            base = Row(
                story_id=self.dossier.story.id,
                kind="derivation",
                id=f"{derivation.article_id}<{derivation.source_id}",
                number=0,
                **columns,
            )
            if not derivation.passages:
                yield base
            for passage in derivation.passages:
                yield msgspec.structs.replace(
                    base,
                    part="text",
                    start=passage.start,
                    end=passage.end,
                    source_start=passage.source_start,
                    source_end=passage.source_end,
                    text=reading.article.text[passage.start : passage.end],
                )

    def versions(self) -> Iterator[Row]:
        for version in self.dossier.versions:
            reading = self.desk.readings.get(version.article_id)
            if reading is None:
                continue
            base = Row(
                story_id=self.dossier.story.id,
                kind="version",
                id=f"{version.article_id}:{version.number}",
                number=0,
                **self.article_columns(reading)
                | {
                    "category": "substantive" if version.substantive else "cosmetic",
                    "standing": "announced" if version.announced else "silent",
                    "first_seen_at": version.seen_at,
                },
            )
            if not version.changes:
                yield base
            for change in version.changes:
                yield msgspec.structs.replace(
                    base,
                    subject=_BETWEEN.join(change.kinds) or None,
                    value=change.new,
                    old_value=change.old,
                    start=change.new_start,
                    end=change.new_start + len(change.new),
                )

    def developments(self) -> Iterator[Row]:
        for development in self.dossier.developments:
            values = development.values
            for place in development.evidence:
                row = self.row(
                    "development", development.key, place, category=development.kind,
                    subject=values.get("subject"), value=values.get("new"),
                    old_value=values.get("old"), first_seen_at=development.at,
                )  # fmt: skip
                if row is not None:
                    yield row


def _cuts(text: str, spans: Iterable[Span]) -> str | None:
    return _BETWEEN.join(text[s.start : s.end] for s in spans) or None


# ------------------------------------------------------------------------------- files


def write_csv(rows: Iterable[Row], file: TextIO) -> int:
    """CSV after RFC 4180 with a line of column names; instants are ISO 8601 in UTC, nothing is an
    empty cell. Open ``file`` with ``newline=""``. Returns how many rows were written."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([_cell(getattr(row, column)) for column in COLUMNS])
        count += 1
    return count


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case float():
            return f"{value:.6g}"
        case str():
            return value.replace("\x00", "")  # a NUL ends the file for many readers
    return str(value)


# Rows put into one group of a Parquet file: some megabytes of text at a time.
_ROWS_IN_A_GROUP = 20_000


def write_parquet(rows: Iterable[Row], path: Path) -> int:
    """The same table as Parquet (zstd), written group by group, so that a whole archive fits
    through. Returns how many rows were written."""
    import pyarrow as pa  # late: it takes a second, and nothing else here needs it
    from pyarrow import parquet

    schema = pa.schema([_field(pa, name) for name in COLUMNS])
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        waiting: list[Row] = []

        def write() -> None:
            columns = {name: [getattr(row, name) for row in waiting] for name in COLUMNS}
            writer.write_table(pa.table(columns, schema=schema))
            waiting.clear()

        for row in rows:
            waiting.append(row)
            count += 1
            if len(waiting) == _ROWS_IN_A_GROUP:
                write()
        if waiting or not count:
            write()
    return count


def _field(pa: Any, name: str) -> pyarrow.Field:
    annotation = Row.__annotations__[name].removesuffix(" | None")
    kind = {
        "str": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "datetime": pa.timestamp("us", tz="UTC"),
    }[annotation]
    return pa.field(name, kind)
