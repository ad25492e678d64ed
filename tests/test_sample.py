"""The sample stream is news of our own: whole, ordered, and as its expected result says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest

from tawatur import knowledge
from tawatur.fetch.feeds import parse_feed
from tawatur.fetch.http import Fetcher
from tawatur.sample import (
    SampleServer,
    expected,
    outlets_file,
    sample_pages,
    serve_site,
    site_feeds,
    stream_begins,
    stream_ends,
)
from tawatur.sample.expect import gather
from tawatur.sample.stream import SampleArticle, articles, sites, stories
from tawatur.settings import Settings


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


def test_the_outlets_can_be_made_known() -> None:
    knowledge.load_extra(outlets_file())
    for site in sites().values():
        if site.name:
            found = knowledge.outlet_by_host(site.host)
            assert found is not None and found.name == site.name
    assert knowledge.family_of("Ufuq English") == knowledge.family_of("قناة الأفق")
    assert knowledge.find_agency("Northline contributed to this report.") == "northline"


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.time = stream_begins()

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(clock: Clock) -> Iterator[SampleServer]:
    with serve_site(now=clock) as server:
        yield server


def _links(site: SampleServer) -> set[str]:
    with Fetcher(Settings(allow_private=(site.host_and_port,))) as fetcher:
        got = [fetcher.get(feed) for feed in site_feeds(site.base_url)]
        entries = [e for g in got for e in parse_feed(g.body, g.final_url, g.charset)]
        assert all(entry.title for entry in entries)
        return {entry.link or "" for entry in entries}


def test_the_site_shows_what_has_appeared(site: SampleServer, clock: Clock) -> None:
    clock.time = stream_begins() - timedelta(seconds=1)
    assert _links(site) == set()
    clock.time = stream_begins()
    (only,) = _links(site)
    assert articles()[0].path in only
    clock.time = stream_ends()
    assert len(_links(site)) == len(articles())


def test_every_page_is_served_as_it_is_in_the_stream(site: SampleServer, clock: Clock) -> None:
    settings = Settings(allow_private=(site.host_and_port,))
    by_url = {a.url: a for a in articles()}
    with Fetcher(settings) as fetcher:
        for page in sample_pages():
            clock.time = page.seen_at
            article = by_url[page.url or ""]
            got = fetcher.get(f"{site.base_url}/{article.site.id}{article.path}")
            assert got.body == page.body
            assert (got.media_type, got.charset) == (page.media_type, page.charset)


def test_feeds_answer_conditional_requests(site: SampleServer, clock: Clock) -> None:
    first = articles()[0]
    url = f"{site.base_url}/{first.site.id}/feed.xml"
    answer = httpx.get(url)
    for name, validator in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        assert httpx.get(url, headers={name: answer.headers[validator]}).status_code == 304
    clock.time = first.sightings[1].seen_at  # the article was edited
    changed = httpx.get(url, headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200 and first.sightings[1].title in changed.text


def test_an_unknown_path_is_not_found(site: SampleServer) -> None:
    for path in ("/nobody/feed.xml", "/northline/feed.rss", "/../etc/passwd"):
        assert httpx.get(site.base_url + path).status_code == 404
