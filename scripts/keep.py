"""./dev keep URL|FILE [NAME]

Saves a page under tests/pages/ with today's date in its name, and beside it the record we read
from it, to be corrected by hand: from then on it is a test.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import regex

from tawatur.errors import TawaturError
from tawatur.fetch.files import read_inputs
from tawatur.fetch.http import Fetcher
from tawatur.model import Failure, Page
from tawatur.reading import read_page
from tawatur.settings import Settings

PAGES = Path(__file__).resolve().parents[1] / "tests" / "pages"


def get(what: str, now: datetime) -> Page:
    if what.startswith(("http://", "https://")):
        with Fetcher(Settings.from_environment()) as fetcher:
            fetched = fetcher.get(what)
        return Page(
            name=what, url=what, body=fetched.body, media_type=fetched.media_type,
            charset=fetched.charset, seen_at=now,
        )  # fmt: skip
    found = next(read_inputs([what], seen_at=now, settings=Settings()))
    if isinstance(found, Failure):
        raise SystemExit(f"{found.item}: {found.detail}")
    return found


def main(arguments: list[str]) -> int:
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    now = datetime.now(UTC)
    try:
        page = get(arguments[0], now)
    except TawaturError as error:
        print(error, file=sys.stderr)
        return 1
    reading = read_page(page)
    if isinstance(reading, Failure):
        print(f"{reading.item}: {reading.detail}", file=sys.stderr)
        return 1
    short = regex.sub(r"\W+", "-", arguments[-1].split("//")[-1]).strip("-")[:60].lower()
    name = f"{now:%Y-%m-%d}-{short}"
    article = reading.article
    record = {
        "url": page.url,
        "charset": page.charset,
        "title": article.title.value if article.title else None,
        "outlet": article.outlet.value if article.outlet else None,
        "authors": [author.value for author in article.authors],
        "published": article.published.at if article.published else None,
        "updated": article.updated.at if article.updated else None,
        "language": reading.annotations.language,
        "text": article.text,
    }
    PAGES.mkdir(parents=True, exist_ok=True)
    (PAGES / f"{name}.html").write_bytes(page.body)
    pretty = msgspec.json.format(msgspec.json.encode(record), indent=1)
    (PAGES / f"{name}.json").write_bytes(pretty + b"\n")
    print(f"{PAGES / name}.html and .json: correct the record by hand, then ./dev test")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
