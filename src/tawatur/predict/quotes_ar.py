"""Bench task ``quotes_ar``: attributions in Arabic news, with the speaker's resolved name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tawatur.annotate import annotate_text


def predict(rows: list[dict[str, Any]], *, folder: Path) -> Iterator[dict[str, Any]]:
    """One ``{"id", "quotes": [{"kind", "content", "speaker_name"}]}`` for each row."""
    for row in rows:
        read = annotate_text(row.get("text") or "", language_hint="ar", outlet=row.get("outlet"))
        yield {
            "id": row["id"],
            "quotes": [
                {
                    "kind": quote.kind,
                    "content": [quote.content[0].start, quote.content[-1].end],
                    "speaker_name": quote.speaker.name if quote.speaker else None,
                }
                for quote in read.quotes
            ],
        }
