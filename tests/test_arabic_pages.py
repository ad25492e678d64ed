"""Arabic pages after the templates that news sites really use are read as their gold says.

The pages are made by ``pages/arabic/generator.py`` from texts of our own; outlets, persons and
events are invented.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import cache

import pytest

from pages.arabic.generator import Gold, pages
from tawatur.annotate.credits import find_credits
from tawatur.clean import clean_article
from tawatur.extract import extract_article
from tawatur.knowledge import find_agency
from tawatur.model import Article, Page
from tawatur.text import fold, folded_words

SEEN = datetime(2026, 6, 1, tzinfo=UTC)
PAGES = pages()
SITES = tuple(dict.fromkeys(gold.site for gold in PAGES))
BODY_RECALL = 0.99
FURNITURE_LEAK = 0.01
AUTHORS_F1 = 0.95
OUTLETS_NAMED = 0.95


@cache
def read(gold: Gold) -> Article:
    saved = Page(
        name=gold.id, body=gold.html, media_type="text/html", seen_at=SEEN, url=gold.url,
        charset=gold.charset,
    )  # fmt: skip
    return clean_article(extract_article(saved))


def spaced(text: str) -> str:
    return " ".join(text.split())


def body_words(gold: Gold) -> tuple[int, int]:
    """(words of the paragraphs that were found whole and in one line, words of all)."""
    lines = [spaced(line) for line in read(gold).text.split("\n")]
    sizes = {paragraph: len(folded_words(paragraph)) for paragraph in gold.body}
    found = sum(n for p, n in sizes.items() if any(spaced(p) in line for line in lines))
    return found, sum(sizes.values())


def leaked_words(gold: Gold) -> tuple[int, int]:
    """(words of the text that are neither body nor neutral, words of the text)."""
    text = folded_words(read(gold).text)
    allowed = Counter(folded_words("\n".join((*gold.body, *gold.neutral))))
    return (Counter(text) - allowed).total(), len(text)


def people(gold: Gold) -> tuple[set[str], set[str]]:
    """Authors found and wanted; an agency or the outlet itself in the byline is no one's error."""
    found = {fold(author.value) for author in read(gold).authors}
    own = {name for name in found if find_agency(name) or name in fold(gold.site)}
    return found - own, {fold(name) for name in gold.authors}


def agencies(gold: Gold) -> set[str]:
    return {c.agency for c in find_credits(read(gold)) if c.agency and c.kind != "photo"}


def named(gold: Gold) -> str:
    return gold.id


def test_there_are_enough_of_them() -> None:
    assert len(PAGES) >= 60 and len(SITES) >= 15
    assert len({gold.body[-1] for gold in PAGES}) >= 24
    assert len({gold.id for gold in PAGES}) == len({gold.url for gold in PAGES}) == len(PAGES)


def test_body_and_furniture_over_all_pages() -> None:
    found, wanted = (sum(n) for n in zip(*map(body_words, PAGES), strict=True))
    leaked, kept = (sum(n) for n in zip(*map(leaked_words, PAGES), strict=True))
    assert found / wanted >= BODY_RECALL
    assert leaked / kept <= FURNITURE_LEAK


@pytest.mark.parametrize("site", SITES)
def test_body_and_furniture_by_outlet(site: str) -> None:
    """No outlet's template fails behind the sum: half of a page lost or doubled shows here."""
    golds = [gold for gold in PAGES if gold.site == site]
    for gold in golds:
        found, wanted = body_words(gold)
        leaked, kept = leaked_words(gold)
        assert found >= 0.9 * wanted, gold.id
        assert leaked <= 0.05 * kept, gold.id


@pytest.mark.parametrize("gold", PAGES, ids=named)
def test_title_and_times(gold: Gold) -> None:
    article = read(gold)
    assert article.title and article.title.value == gold.title
    assert article.published and article.published.day.isoformat() == gold.published
    if gold.updated:
        assert article.updated and article.updated.day.isoformat() == gold.updated
        assert article.updated.at > article.published.at


def test_authors() -> None:
    sides = [people(gold) for gold in PAGES]
    right = sum(len(found & wanted) for found, wanted in sides)
    total = sum(len(found) + len(wanted) for found, wanted in sides)
    assert 2 * right / total >= AUTHORS_F1


def test_outlets() -> None:
    """Pages name their outlet in a dozen places; three old-fashioned ones only in a picture."""
    outlets = [(read(gold).outlet, gold.site) for gold in PAGES]
    right = sum(1 for outlet, site in outlets if outlet and outlet.value == site)
    assert right / len(PAGES) >= OUTLETS_NAMED


def test_furniture_is_named_with_its_reason() -> None:
    """What the templates print around the text is not in it, line by line."""
    for gold in PAGES:
        lines = {spaced(line) for line in read(gold).text.split("\n")}
        body = {spaced(paragraph) for paragraph in gold.body}
        assert not (lines & {spaced(words) for words in gold.furniture}) - body, gold.id


@pytest.mark.parametrize("gold", PAGES, ids=named)
def test_agency(gold: Gold) -> None:
    assert agencies(gold) == ({gold.agency} if gold.agency else set())
