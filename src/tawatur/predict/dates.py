"""Predictions for the bench task ``dates``: every date expression with its value.

Rows carry ``text``, ``lang`` and ``dct`` (the day of publication); where language leaves two
readings open, the likelier one is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tawatur.annotate.sentences import split_sentences
from tawatur.annotate.times import find_times, likeliest


def predict(rows: list[dict[str, Any]], *, folder: Path) -> Iterator[dict[str, Any]]:
    """One object a row: ``{"id", "timexes": [{"start", "end", "value"}]}``."""
    for row in rows:
        text, language = row.get("text") or "", row.get("lang") or "und"
        day = date.fromisoformat(row["dct"][:10]) if row.get("dct") else None
        sentences = split_sentences(text, language)
        found = find_times(text, language, published=day, sentences=sentences)
        timexes = [
            {"start": t.start, "end": t.end, "value": value}
            for t in found
            if (value := likeliest(t)) is not None
        ]
        yield {"id": row["id"], "timexes": timexes}
