"""The sample stream is news of our own: whole, ordered, and as its expected result says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tawatur.sample import expected, outlets_file, sample_pages
from tawatur.sample.expect import gather
from tawatur.sample.stream import SampleArticle, articles, stories


def test_the_expected_result_is_up_to_date() -> None:
    assert expected() == gather(), "run: python -m tawatur.sample"


def test_pages_come_in_order_of_sight() -> None:
    pages = sample_pages()
    assert pages == sorted(pages, key=lambda page: page.seen_at)
    assert len(pages) > len(articles()), "edited articles are seen again"
    assert all(page.seen_at.utcoffset() == timedelta(0) for page in pages)


@pytest.mark.parametrize("article", articles(), ids=lambda article: article.id)
def test_a_page_holds_its_article_and_its_furniture(article: SampleArticle) -> None:
    pages = [page for page in sample_pages() if page.url == article.url]
    assert len(pages) == len(article.sightings)
    for page, sighting in zip(pages, article.sightings, strict=True):
        html = page.body.decode(article.site.encoding)
        for paragraph in sighting.body.split("\n\n"):
            if not paragraph.startswith(("[[", "##")):
                words = " ".join(paragraph.split()).replace("&", "&amp;")
                assert words.replace('"', "&#34;").replace("'", "&#39;") in html
    for furniture in expected()["articles"][article.id]["must_not_appear"]:
        assert furniture not in article.sightings[-1].body


def test_the_stream_refers_only_to_itself() -> None:
    known = {a.id for a in articles()}
    assert len(known) == len(articles())
    assert len({a.url for a in articles()}) == len(articles())
    for article in articles():
        if article.derived_from:
            source = next(a for a in articles() if a.id == article.derived_from)
            assert source.story == article.story
            assert source.origin == article.origin
            assert source.seen_at < article.seen_at, "nobody copies what is not yet out"
    for story in stories():
        named = [n for c in story.conflicts for n in c["articles"]]
        named += [n for q in story.quotations for n in q["articles"]]
        named += [d["article"] for d in story.developments]
        assert {n.split("#")[0] for n in named} <= {a.id for a in story.articles}


def test_the_sample_is_small() -> None:
    folder = outlets_file().parent
    assert sum(f.stat().st_size for f in folder.rglob("*") if f.suffix != ".pyc") < 400_000
