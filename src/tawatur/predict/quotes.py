"""Bench task ``quotes``: attributions with the words that name their source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tawatur.annotate import annotate_text


def predict(rows: list[dict[str, Any]], *, folder: Path) -> Iterator[dict[str, Any]]:
    """One ``{"id", "quotes": [{"content", "source"}]}`` for each row.

    The source is the mention beside the cue, a pronoun included, as the set has it.
    """
    for row in rows:
        read = annotate_text(row.get("text") or "", language_hint=row.get("lang"))
        quotes = []
        for quote in read.quotes:
            mention = quote.speaker.mention if quote.speaker else None
            quotes.append(
                {
                    "content": [[span.start, span.end] for span in quote.content],
                    "source": [mention.start, mention.end] if mention else None,
                }
            )
        yield {"id": row["id"], "quotes": quotes}
