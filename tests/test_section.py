"""Which section an article stands in, where that was found, and how sure it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tawatur.extract import extract_article
from tawatur.model import Finding, Page

BODY = "<p>" + "The ferry between Harbour Town and Selby will run again on Saturday. " * 6 + "</p>"
TITLE = "Ferry to Selby runs again"


def section_of(head: str = "", above: str = "", url: str | None = None) -> Finding | None:
    markup = f"<html><head><title>{TITLE}</title>{head}</head><body>{above}<article><h1>{TITLE}</h1>{BODY}</article></body></html>"
    seen = datetime(2025, 3, 1, tzinfo=UTC)
    page = Page(name="p.html", body=markup.encode(), media_type="text/html", seen_at=seen, url=url)
    return extract_article(page).section


def ld(**record: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(record, ensure_ascii=False)}</script>'


def news(**fields: object) -> str:
    return ld(
        **{"@type": "NewsArticle", "headline": TITLE, "datePublished": "2025-02-27"}, **fields
    )


def crumbs(*names: str) -> str:
    items = [{"@type": "ListItem", "position": i, "name": n} for i, n in enumerate(names, 1)]
    return ld(**{"@type": "BreadcrumbList"}, itemListElement=items[::-1])


@pytest.mark.parametrize(
    ("head", "above", "url", "value", "where"),
    [
        (news(articleSection="Local"), "", None, "Local", "json-ld"),
        (news(articleSection=["News", "Economy"]), "", None, "Economy", "json-ld"),
        (news(articleSection="أخبار / اقتصاد"), "", None, "اقتصاد", "json-ld"),
        (news(articleSection="Politics &amp; Law"), "", None, "Politics & Law", "json-ld"),
        ('<meta property="article:section" content="محليات">', "", None, "محليات", "meta article:section"),
        (crumbs("Home", "World", "Islands", TITLE), "", None, "Islands", "json-ld breadcrumb"),
        ("", f'<nav class="breadcrumb"><a href="/">الرئيسية</a> <a href="/eco">اقتصاد</a> <a href="#">{TITLE}</a></nav>', None, "اقتصاد", "breadcrumb"),
        ("", '<nav aria-label="breadcrumb"><a href="/">Startseite</a><a href="/p">Politik</a></nav>', None, "Politik", "breadcrumb"),
        ("", '<div class="cat-links"><a rel="category tag" href="/c/9">Порт</a></div>', None, "Порт", "category link"),
        ("", '<span class="section-label">مجتمع</span>', None, "مجتمع", "label"),
        ("", '<div class="newsSec"><a href="#">رياضة</a></div>', None, "رياضة", "label"),
        ("", '<a class="Badge_badge__22" href="/category/7">سياسة</a>', "https://alofuq.example/x/1", "سياسة", "label"),
        ("", "", "https://gazette.example/en/middle-east/2025/02/27/ferry-to-selby.html", "middle east", "url"),
        ("", "", "https://alofuq.example/%D8%B1%D9%8A%D8%A7%D8%B6%D8%A9/14822/ferry", "رياضة", "url"),
    ],
)  # fmt: skip
def test_each_witness(head: str, above: str, url: str | None, value: str, where: str) -> None:
    section = section_of(head, above, url)
    assert section is not None
    assert (section.value, section.where) == (value, where)


def test_the_surest_witness_wins_and_agreement_makes_surer() -> None:
    path = '<nav class="breadcrumb"><a href="/">Home</a><a href="/l">Local</a></nav>'
    alone = section_of(news(articleSection="Economy") + crumbs("Home", "Local"), path)
    agreed = section_of(news(articleSection="Local") + crumbs("Home", "Local"), path)
    assert alone and agreed and alone.value == "Economy" and agreed.value == "Local"
    assert agreed.confidence > alone.confidence > 0.8
    by_address = section_of(url="https://gazette.example/local/ferry")
    assert by_address and by_address.confidence <= 0.5


def test_a_name_that_fits_every_article_yields_to_one_that_tells() -> None:
    section = section_of(
        news(articleSection="News"), url="https://gazette.example/economy/2025/ferry"
    )
    assert section and section.value == "News" and section.confidence < 0.6
    path = '<nav class="breadcrumb"><a href="/">Home</a><a href="/l">Economy</a></nav>'
    section = section_of(news(articleSection="News"), path)
    assert section and section.value == "Economy"


@pytest.mark.parametrize(
    "url",
    [
        "https://gazette.example/", "https://gazette.example/ferry-to-selby", "https://gazette.example/2025/02/27/ferry",
        "https://gazette.example/node/441", "https://gazette.example/amp/en/441", "https://gazette.example/index.php?id=3",
    ],
)  # fmt: skip
def test_an_address_without_a_section_gives_none(url: str) -> None:
    assert section_of(url=url) is None


@pytest.mark.parametrize(
    "above",
    [
        '<nav class="menu"><a class="category" href="/category/1">اقتصاد</a></nav>', '<span class="category">Reuters</span>',
        '<span class="category">The Harbour:</span>', '<ul class="menu"><li class="cat">Sport</li></ul>',
    ],
)  # fmt: skip
def test_menus_agencies_and_topics_are_no_sections(above: str) -> None:
    assert section_of("", above) is None


@pytest.mark.parametrize(
    "data",
    [
        {"articleSection": None}, {"articleSection": 7}, {"articleSection": {}}, {"articleSection": [None, ""]},
        {"articleSection": "x" * 500}, {"articleSection": "Uncategorized"}, {"articleSection": TITLE},
    ],
)  # fmt: skip
def test_what_is_no_section(data: dict[str, object]) -> None:
    assert section_of(news(**data)) is None
