"""Bench task ``extraction``: the main text of a page, by ``extract`` and ``clean``."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tawatur.clean import clean_article
from tawatur.errors import UnreadablePage
from tawatur.extract import extract_article
from tawatur.model import Article, Page

# The bench knows no time of first sight: a day after all of its pages.
_SEEN_AT = datetime(2030, 1, 1, tzinfo=UTC)


def read_row(row: dict[str, Any], folder: Path) -> Article | None:
    """The article on the saved page of a bench row; None when none can be read."""
    name = row.get("html")
    if not name:
        return None
    body = gzip.decompress((folder.parent / "html" / str(name)).read_bytes())
    page = Page(
        name=str(row["id"]), body=body, media_type="text/html", seen_at=_SEEN_AT, url=row.get("url")
    )
    try:
        return clean_article(extract_article(page))
    except UnreadablePage:
        return None


def predict(rows: list[dict[str, Any]], *, folder: Path) -> Iterator[dict[str, Any]]:
    """``{"id", "text"}`` for each row."""
    for row in rows:
        article = read_row(row, folder)
        yield {"id": row["id"], "text": article.text if article else ""}
