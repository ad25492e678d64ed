"""One page by itself: extract, clean, annotate, embed.

Needs nothing but the page and the settings, so it runs in as many processes as there are cores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

import msgspec

from tawatur.annotate import annotate_articles, annotate_text
from tawatur.annotate.gazetteer import gazetteer, normal
from tawatur.clean import clean_article
from tawatur.embed import Encoder, article_text_for_vector, default_encoder, to_vector
from tawatur.errors import InputError, as_failure
from tawatur.extract import extract_article
from tawatur.model import Annotations, Article, Failure, Page, Reading
from tawatur.settings import Settings

# Raised by one when a stage gives other results for the same input; stored beside every article,
# so that a later program knows what to make anew from the raw captures.
STAGES = {"extract": 1, "clean": 1, "annotate": 1, "embed": 1}


@cache
def encoder() -> Encoder:
    """The encoder of this process, loaded at first use."""
    return default_encoder()


def read_page(
    page: Page,
    settings: Settings | None = None,
    *,
    recurring_lines: Callable[[str], int] | None = None,
) -> Reading | Failure:
    """Everything that can be known of a page by itself. A page that cannot be read is a Failure.

    ``recurring_lines`` tells on how many other pages of the same outlet a line stands.
    """
    return _read([page], settings or Settings(), recurring_lines)[0]


def _read(
    pages: Sequence[Page | Failure],
    settings: Settings,
    recurring_lines: Callable[[str], int] | None = None,
) -> list[Reading | Failure]:
    cleaned = [_cleaned(page, settings, recurring_lines) for page in pages]
    annotated = iter(annotate_articles([a for a in cleaned if isinstance(a, Article)]))
    results: list[Reading | Failure] = []
    for result in cleaned:
        if isinstance(result, Failure):
            results.append(result)
            continue
        article, annotations, title, posts = next(annotated)
        results.append(
            Reading(
                article=article,
                annotations=annotations,
                title_annotations=title,
                post_annotations=posts,
            )
        )
    return _with_vectors(results)


def _cleaned(
    page: Page | Failure, settings: Settings, recurring_lines: Callable[[str], int] | None
) -> Article | Failure:
    if isinstance(page, Failure):
        return page
    try:
        return clean_article(
            extract_article(page, settings=settings), recurring_lines=recurring_lines
        )
    except InputError as error:
        return as_failure(error, page.seen_at)


def _with_vectors(results: Sequence[Reading | Failure]) -> list[Reading | Failure]:
    """The readings with their vectors, all encoded together, which is faster by a quarter."""
    readings = [result for result in results if isinstance(result, Reading)]
    texts = [
        article_text_for_vector(
            r.article.title.value if r.article.title else None, r.article.text, r.article.url
        )
        for r in readings
    ]
    encoded = encoder()
    rows = iter(encoded.encode(texts, [r.annotations.language for r in readings]))
    return [
        msgspec.structs.replace(result, vector=to_vector(next(rows), encoded.model))
        if isinstance(result, Reading)
        else result
        for result in results
    ]


def identities(name: str) -> frozenset[str]:
    """What our tables know a name in a reader's own words as: ``{"org:who"}``; else nothing."""
    tables, key = gazetteer(), normal(name)
    person, organisation, place = (
        tables.people.get(key), tables.organisations.get(key), tables.place(key),
    )  # fmt: skip
    found = {
        f"person:{person}" if person else None,
        f"org:{organisation}" if organisation else None,
        f"place:{place.slug}" if place else None,
    }
    return frozenset(identity for identity in found if identity)


def read_batch(pages: Sequence[Page | Failure]) -> list[Reading | Failure]:
    """``read_page`` of each: an error nobody foresaw names its page before it stops the job."""
    try:
        return _read(pages, Settings())
    except Exception:
        for page in pages:  # read together; which of them was it?
            try:
                _read([page], Settings())
            except Exception as bug:
                bug.add_note(f"while reading {page.name if isinstance(page, Page) else page.item}")
                raise
        raise


def resolve_times(reading: Reading, published: date) -> Annotations:
    """Read an undated article's text again as if it had been published on ``published``."""
    article = reading.article
    return annotate_text(
        article.text,
        language_hint=reading.annotations.language,
        published=published,
        outlet=article.outlet.value if article.outlet else None,
    )
