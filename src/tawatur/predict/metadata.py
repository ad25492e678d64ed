"""Bench task ``metadata``: title, authors, day of publication and outlet of a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tawatur.predict.extraction import read_row


def predict(rows: list[dict[str, Any]], *, folder: Path) -> Iterator[dict[str, Any]]:
    """``{"id", "title", "authors", "published", "sitename"}`` for each row."""
    for row in rows:
        article = read_row(row, folder)
        if article is None:
            yield {"id": row["id"], "title": None, "authors": None, "published": None}
            continue
        yield {
            "id": row["id"],
            "title": article.title.value if article.title else None,
            "authors": [author.value for author in article.authors],
            "published": article.published.day.isoformat() if article.published else None,
            "sitename": article.outlet.value if article.outlet else None,
        }
