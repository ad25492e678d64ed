"""Articles that come as plain text, or as the record of a file."""

from __future__ import annotations

from tawatur.extract.assembling import assemble
from tawatur.extract.page import SENTENCE_END, hinted_value, tidy_text
from tawatur.extract.times import STAMP_LINES_SEEN, stamps_in_line
from tawatur.model import Article, Finding, Page

# --------------------------------------------------------------------------- ready-made records


def from_record(page: Page) -> Article:
    text = tidy_text(page.hints.text or "")
    title = hinted_value(page.hints.title)
    return assemble(page, url=page.url, title=title, text=text)


# --------------------------------------------------------------------------- plain text

# "(updated: …)" beside a time of publication, in the languages of our sample.


def from_plain(page: Page, text: str) -> Article:
    published = updated = None
    for line in [line for line in text.split("\n") if line.strip()][:STAMP_LINES_SEEN]:
        first, second = stamps_in_line(line)
        published, updated = published or first, updated or second
        if published and updated:
            break
    title = hinted_value(page.hints.title) or _headline_of(text)
    return assemble(
        page, url=page.url, title=title, text=text, published=published, updated=updated
    )


_HEADLINE_WORDS = range(3, 25)


def _headline_of(text: str) -> Finding | None:
    """The first line when the page itself shows that it is a headline: it stands above a line
    of time, or comes again further down. A lone first line is judged by ``clean``, which knows
    what is furniture.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        return None
    first = lines[0]
    if SENTENCE_END.search(first) or len(first.split()) not in _HEADLINE_WORDS:
        return None
    above_time = any(stamps_in_line(lines[1]))
    repeated = any(line.endswith(first) for line in lines[1:8])
    if above_time or repeated:
        return Finding(value=first, where="text", confidence=0.95 if repeated else 0.85)
    return None
